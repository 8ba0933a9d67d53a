"""Hugo's side of an import: its configuration and the addresses it gave pages.

Addresses follow Hugo's documented rules, checked against Hugo 0.168: a name keeps its date, dots and plus
signs, where this program's own rules drop them.
"""

from __future__ import annotations

import posixpath
import re
import unicodedata
from collections.abc import Callable, Mapping
from datetime import datetime
from typing import NamedTuple

import msgspec

from digest.content.drafts import PageDraft
from digest.formats.nodes import Plain

_TOKEN = re.compile(r":([a-z_]+)(\[[^\]]*\])?", re.IGNORECASE)
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[-_ ](.+)")
_MONTHS = "january february march april may june july august september october november december".split()  # noqa: SIM905 - reads better than twelve strings
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905 - as above


class HugoConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What of Hugo's configuration decides about addresses, and its parameters.

    `pages` and `sections` hold patterns by section. `names_give_slugs` where dates are taken from the names
    of files, `folders` are those that languages have for themselves. `indexed` are the folders below
    `content/` that hold an `_index.md`: below the first folder, only these are sections.
    """

    pages: Mapping[str, str] = {}
    sections: Mapping[str, str] = {}
    ugly: bool = False
    names_give_slugs: bool = False
    language: str = "en"
    languages: tuple[str, ...] = ()
    language_folder: bool = False
    folders: tuple[str, ...] = ()
    indexed: frozenset[str] = frozenset()
    content: str = "content"
    params: Mapping[str, Plain] = {}


def hugo_config(values: Mapping[str, Plain]) -> HugoConfig:
    """Read what we need of a configuration; its keys are spelled as one likes."""
    keys = {key.lower(): value for key, value in values.items()}
    permalinks = _mapping(keys.get("permalinks"))
    languages = _mapping(keys.get("languages"))
    front = _mapping(keys.get("frontmatter"))
    dates = front.get("date")
    return HugoConfig(
        pages=_texts(permalinks) | _texts(_mapping(permalinks.get("page"))),
        sections=_texts(_mapping(permalinks.get("section"))),
        ugly=keys.get("uglyurls") == "true",
        names_give_slugs=":filename" in (dates if isinstance(dates, list) else [dates]),
        language=str(keys.get("defaultcontentlanguage") or "en").lower(),
        languages=tuple(language.lower() for language in languages),
        folders=tuple(
            folder
            for language in languages.values()
            if isinstance(folder := _mapping(language).get("contentdir"), str)
        ),
        language_folder=keys.get("defaultcontentlanguageinsubdir") == "true",
        content=str(keys.get("contentdir") or "content").strip("/"),
        params=_mapping(keys.get("params")),
    )


def language_of(path: str, config: HugoConfig) -> str:
    """The language in the name of a file (`post.zh.md`), "" without one the site knows."""
    language = posixpath.splitext(path)[0].rpartition(".")[2].lower()
    return language if language in config.languages and "." in posixpath.basename(path)[:-3] else ""


def hugo_address(draft: PageDraft, inner: str, config: HugoConfig) -> str | None:
    """The address Hugo gave a page; None where it is what the page says itself, or cannot be known.

    Args:
        draft: the page.
        inner: its path below `content/`.
        config: of the site.
    """
    if draft.url:
        return _expanded(draft.url, draft, inner, config) if ":" in draft.url else None
    language = language_of(inner, config)
    prefix = f"/{language}" if language and (language != config.language or config.language_folder) else ""
    folder, stem = _folder_and_stem(inner, language)
    section = folder.partition("/")[0]
    if not stem:
        if not folder:
            return f"{prefix}/"
        pattern = config.sections.get(section)
        if pattern and "/" in folder and ":sections" not in pattern:
            pattern = None  # every folder below it would have the same address
        return prefix + (_expanded(pattern, draft, inner, config) or "" if pattern else f"/{_path(folder)}/")
    pattern = config.pages.get(section) if section else config.pages.get("/")
    if pattern:
        address = _expanded(pattern, draft, inner, config)
        if address is None:
            return None
    else:
        name = _words(_slug(draft, stem, config)) or _path(stem)
        address = posixpath.join("/", _path(folder), name) + "/"
    if config.ugly and address.endswith("/") and address != "/":
        address = address.rstrip("/") + ".html"
    return prefix + address


def unknown_tokens(pattern: str) -> list[str]:
    """The tokens of a permalink pattern that mean nothing here."""
    return [match[0] for match in _TOKEN.finditer(pattern) if match[1].lower() not in _TOKENS]


def _slug(draft: PageDraft, stem: str, config: HugoConfig) -> str:
    """The slug of a page: its own, else, if the site takes dates from names, what follows the date there."""
    dated = _DATED.fullmatch(stem) if config.names_give_slugs else None
    return draft.slug or (dated[2] if dated else "")


def _date(draft: PageDraft, stem: str, config: HugoConfig) -> datetime | None:
    dated = _DATED.fullmatch(stem) if config.names_give_slugs else None
    try:
        named = datetime.fromisoformat(dated[1]) if dated else None
    except ValueError:
        named = None
    return named or draft.date or draft.publish_date or draft.lastmod


def _folder_and_stem(inner: str, language: str = "") -> tuple[str, str]:
    """Folder and name of a page; the name is "" for the index of a folder."""
    folder, name = posixpath.split(inner)
    stem = posixpath.splitext(name)[0]
    if language:
        stem = stem[: -len(language) - 1]
    if stem == "_index" or (stem == "index" and not folder):
        return folder, ""
    if stem == "index":
        folder, stem = posixpath.split(folder)
    return folder, stem


def _section_folder(folder: str, config: HugoConfig) -> str:
    """The nearest section around a page, by its folders."""
    while "/" in folder and folder not in config.indexed:
        folder = posixpath.dirname(folder)
    return folder


def _expanded(pattern: str, draft: PageDraft, inner: str, config: HugoConfig) -> str | None:
    """An address by a pattern; None where it holds a token we do not know, or the page has no date."""
    language = language_of(inner, config)
    folder, stem = _folder_and_stem(inner, language)
    unknown = False
    at = _At(
        _section_folder(folder, config),
        _path(stem),
        _words(_slug(draft, stem, config)),
        _words(draft.title),
        _date(draft, stem, config),
    )

    def value(match: re.Match[str]) -> str:
        nonlocal unknown
        make = _TOKENS.get(match[1].lower())
        found = make(at._replace(part=match[2] or "")) if make else None
        if found is None:
            unknown = True
            return ""
        return found

    address = _TOKEN.sub(value, pattern)
    if unknown:
        return None
    address = "/" + re.sub(r"/{2,}", "/", address).lstrip("/")
    return address if re.search(r"(?:/|\.html?)$", address) else f"{address}/"


def _words(text: str) -> str:
    """A title or slug as part of an address."""
    return _sanitised(text.replace("/", "-"), "._#~-@").lower()


def _path(text: str) -> str:
    """Folders or a name as part of an address."""
    return _sanitised(text, "/._#~-@+").lower()


def _sanitised(text: str, kept: str) -> str:
    parts: list[str] = []
    is_gap = False
    for character in text:
        if character.isalnum() or character in kept or unicodedata.category(character)[0] == "M":
            if is_gap and character != "-":
                parts.append("-")
            is_gap = False
            parts.append(character)
        elif character.isspace() and parts and parts[-1] != "-":
            is_gap = True
    return "".join(parts)


def _slice(folder: str, part: str) -> str | None:
    """Some of the folders: `[1:]`, `[last]`, `[:last]`, `[0]`."""
    folders = folder.split("/") if folder else []
    if part:
        bounds = part[1:-1].replace("last", str(len(folders) - 1)).split(":")
        if not all(bound.isdecimal() or not bound for bound in bounds) or len(bounds) > 2:
            return None
        if len(bounds) == 1:
            at = int(bounds[0] or 0)
            folders = folders[at : at + 1]
        else:
            folders = folders[int(bounds[0] or 0) : int(bounds[1]) if bounds[1] else None]
    return _path("/".join(folders))


class _At(NamedTuple):
    """What a token of a pattern may speak of; `part` is what stands in brackets behind it."""

    folder: str
    name: str
    slug: str
    title: str
    moment: datetime | None
    part: str = ""


def _dated(show: Callable[[datetime], str]) -> Callable[[_At], str | None]:
    def value(at: _At) -> str | None:
        return show(at.moment) if at.moment else None

    return value


_TOKENS: dict[str, Callable[[_At], str | None]] = {
    "year": _dated(lambda day: f"{day.year:04}"),
    "month": _dated(lambda day: f"{day.month:02}"),
    "monthname": _dated(lambda day: _MONTHS[day.month - 1]),
    "day": _dated(lambda day: f"{day.day:02}"),
    "weekday": _dated(lambda day: str(day.isoweekday() % 7)),
    "weekdayname": _dated(lambda day: _DAYS[day.weekday()]),
    "yearday": _dated(lambda day: str(day.timetuple().tm_yday)),
    "section": lambda at: _path(at.folder.partition("/")[0]),
    "sections": lambda at: _slice(at.folder, at.part),
    "title": lambda at: at.title,
    "slug": lambda at: at.slug or at.title or at.name,
    "filename": lambda at: at.name,
    "contentbasename": lambda at: at.name,
    "slugorfilename": lambda at: at.slug or at.name,
    "slugorcontentbasename": lambda at: at.slug or at.name,
}


def _mapping(value: Plain) -> dict[str, Plain]:
    return {key.lower(): inner for key, inner in value.items()} if isinstance(value, dict) else {}


def _texts(values: Mapping[str, Plain]) -> dict[str, str]:
    return {key: value for key, value in values.items() if isinstance(value, str)}
