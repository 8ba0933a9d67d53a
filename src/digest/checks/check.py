"""Every finding of a site: `check_site` is the table of contents of this package."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

from digest.checks.fields import fields
from digest.checks.finding import Finding
from digest.checks.fragments import fragments
from digest.checks.markup import markup
from digest.checks.passages import passages
from digest.checks.reading import Reading, read_site
from digest.checks.words import chatter, language, placeholders
from digest.config.schema import Config
from digest.content.drafts import Draft
from digest.render.markdown.parser import build_parser


def check_site(root: Path, config: Config, clock: datetime) -> tuple[Finding, ...]:
    """What is wrong in a site, sorted by place; `clock` decides what is published.

    Drafts are read too, since `digest issue --write` publishes them without another look. Nothing is asked of the
    network and nothing is written.

    Raises:
        DigestError: the theme cannot be loaded, or a page that a link leads to cannot be rendered.
    """
    reading = read_site(root, config, clock)
    return tuple(sorted({*reading.findings, *_of_texts(reading), *fragments(reading)}))


def _of_texts(reading: Reading) -> Iterator[Finding]:
    parser = build_parser(sanitise=reading.config.content.html == "sanitise")
    for draft in reading.drafts.values():
        yield from fields(draft)
        if _is_checked(draft):
            for passage in passages(draft, reading.config.site.language):
                yield from chatter(passage)
                yield from placeholders(passage)
                yield from language(passage)
                yield from markup(passage, parser)


def _is_checked(draft: Draft) -> bool:
    """Whether texts of this file may be a machine's: pages of other sections are people's, about anything."""
    return draft.section in ("entries", "issues", "topics", "tags")
