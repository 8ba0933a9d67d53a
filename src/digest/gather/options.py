"""The options of the sources that are no search of arXiv: addresses, and how much to read of them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec

from digest.config.load import CONFIG_NAME
from digest.config.schema import SourceConfig
from digest.content.works import is_web_address
from digest.formats.fields import nearest_hint, printable
from digest.formats.nodes import Plain
from digest.links.canonical import work_key
from digest.problems import DigestError, Problem, error

MOST_NEW = 50
"""Articles one run takes from a feed unless its `max_results` says otherwise (promise Q2); the rest wait."""
_HIGHEST = 1000

OptionsKind = Literal["rss", "wechat", "page", "huggingface"]

_KEYS: dict[OptionsKind, tuple[str, ...]] = {
    "rss": ("url", "full_text", "name", "home", "max_results"),
    "wechat": ("url", "urls", "name", "home", "max_results"),
    "page": ("urls", "name", "home", "max_results"),
    "huggingface": ("name", "home", "max_results"),
}


class Options(msgspec.Struct, frozen=True, kw_only=True):
    """What a source is asked: `url`, a feed or list, or `urls`, articles by their addresses."""

    url: str = ""
    urls: tuple[str, ...] = ()
    full_text: bool = False
    name: str = ""
    max_results: int = MOST_NEW


def read_options(source: SourceConfig, *, path: str = CONFIG_NAME) -> Options:
    """The options of a source, checked.

    Raises:
        DigestError: with everything that is wrong: unknown keys, addresses that are none, none at all.
    """
    problems: list[Problem] = []

    def wrong(message: str, hint: str = "") -> None:
        problems.append(error(f'source "{printable(source.id)}": {message}', path=path, hint=hint))

    assert source.kind != "arxiv", "sources.arxiv.query reads those"
    keys = _KEYS[source.kind]
    options = source.options
    for key in options:
        if key not in keys:
            wrong(f'unknown key "{printable(key)}"', nearest_hint(key, keys))
    url, urls = options.get("url"), _texts(options.get("urls"))
    given = [
        key for key, value in (("url", url), ("urls", options.get("urls"))) if value not in (None, "", [])
    ]
    wanted = [key for key in ("url", "urls") if key in keys]
    if wanted and (len(given) != 1 or given[0] not in wanted):
        wrong(
            f"it needs {' or '.join(f'`{key}`' for key in wanted)}", "write the address of what is to be read"
        )
    if urls is None or not (url is None or isinstance(url, str)):
        wrong("an address is no text", "write `url: https://...`, or `urls: [https://..., https://...]`")
    addresses = [url] if isinstance(url, str) and url else list(urls or ())
    for address in addresses:
        if not is_web_address(address):
            wrong(f'"{printable(address)}" is no web address', "an address starts with https:// or http://")
        elif source.kind == "page" and work_key(address).startswith("wechat:"):
            wrong(f"{printable(address)} is an article of WeChat", "give it to a source of kind wechat")
    read = Options(
        url=url if isinstance(url, str) else "",
        urls=tuple(dict.fromkeys(urls or ())),
        full_text=_truth(options.get("full_text")),
        name=name if isinstance(name := options.get("name"), str) else "",
        max_results=_number(options.get("max_results")),
    )
    if options.get("full_text") not in (None, "true", "false"):
        wrong("`full_text` is neither true nor false", "write true or false")
    if read.max_results < 0:
        wrong("`max_results` is no number it can take", f"write a number from 1 to {_HIGHEST}")
    if problems:
        raise DigestError(problems)
    return read


def _texts(value: Plain) -> Sequence[str] | None:
    """A list of texts, or one text as such a list; None for anything else."""
    values = value if isinstance(value, list) else [] if value is None else [value]
    texts = [item.strip() for item in values if isinstance(item, str)]
    return texts if len(texts) == len(values) else None


def _truth(value: Plain) -> bool:
    return value == "true"


def _number(value: Plain) -> int:
    """How many; -1 where it is no number in range."""
    if value is None:
        return MOST_NEW
    if not (isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 6):
        return -1
    return int(value) if 1 <= int(value) <= _HIGHEST else -1
