"""Which module asks which kind of source."""

from __future__ import annotations

from collections.abc import Mapping

from digest.config.schema import SourceConfig
from digest.gather.arxiv import gather_arxiv
from digest.gather.asking import Asking
from digest.gather.feeds import gather_feed
from digest.gather.gathered import Gathered, failure
from digest.gather.huggingface import gather_huggingface
from digest.gather.options import read_options
from digest.gather.pages import gather_pages
from digest.gather.state import FetchState, SourceState, Waiting
from digest.gather.wechat import gather_wechat
from digest.problems import DigestError, Problem
from digest.sources.arxiv.query import read_options as read_arxiv_options


def check_source(source: SourceConfig) -> tuple[Problem, ...]:
    """What is wrong with the options of a source."""
    try:
        if source.kind == "arxiv":
            read_arxiv_options(source)
        else:
            read_options(source)
    except DigestError as found:
        return found.problems
    return ()


def gather(source: SourceConfig, state: FetchState, asking: Asking) -> Gathered:
    """What a source has now. A source that cannot be read is a result like any other.

    Raises:
        DigestError: its options are wrong, or the time that was asked for ends before it begins.
    """
    own = state.sources.get(source.id, SourceState(id=source.id))
    if asking.is_over():
        return failure(source.id, source.id, "the time of this run was over before it was asked", own)
    waiting: Mapping[str, Waiting] = {key: one for (of, key), one in state.waiting.items() if of == source.id}
    match source.kind:
        case "arxiv":
            return gather_arxiv(source, own, asking)
        case "rss":
            return gather_feed(source, own, waiting, asking)
        case "wechat":
            return gather_wechat(source, own, waiting, asking)
        case "page":
            return gather_pages(source, own, asking)
        case "huggingface":
            return gather_huggingface(source, own, waiting, asking)
