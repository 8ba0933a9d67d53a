"""The address of every content file, by the rules of the site's layout.

    content/entries/any/where/SLUG.md    /entries/SLUG/         content/_index.md            /
    content/issues/2025-W20.md           /issues/2025-w20/      content/about.md             /about/
    content/topics/ID/_index.md          /topics/ID/            content/notes/_index.md      /notes/
    content/tags/SLUG/_index.md          /tags/SLUG/            content/notes/sub/name.md    /notes/sub/name/

`url` overrides all of it, a pattern in `permalinks` the rule of its section.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime

from digest.config.schema import Config
from digest.content.addresses import (
    BadAddress,
    check_reserved,
    check_takes_no_own_page,
    parse_address,
)
from digest.content.drafts import EntryDraft, IssueDraft, PageDraft, TermDraft
from digest.problems import DigestError, Problem, error
from digest.text.slugs import has_slug, slugify
from digest.text.weeks import is_day_name, is_week_name

ENTRIES = "entries"
_CONFIG_FILE = "digest.yaml"
_TOKEN = re.compile(r":([a-z]+(?:\[[^\]]*\])?)")
_UNSAFE_IN_SLUG = re.compile(r"[/\\%\x00-\x1f\x7f]")


def address_of(draft: PageDraft, config: Config) -> str:
    """The address of a page: root-relative, unescaped, lower-case, ending in `/` or `.html`.

    Raises:
        DigestError: `slug`, `url` or the pattern of the section cannot be used, or the address belongs to the
            program.
    """
    try:
        address = parse_address(draft.url).lower() if draft.url else _address_by_rule(draft, config)
        check_reserved(address)
        if isinstance(draft, EntryDraft | IssueDraft | TermDraft):
            check_takes_no_own_page(address)
    except BadAddress as failure:
        line, column = draft.places.get("url" if draft.url else "slug", (0, 0))
        what = f'url "{draft.url}"' if draft.url else "the address of this page"
        raise DigestError(
            [error(f"{what} {failure}", path=draft.path, line=line, column=column, hint=failure.hint)]
        ) from None
    return address


def aliases_of(draft: PageDraft, address: str) -> tuple[str, ...]:
    """Further addresses that lead to a page, in the order written, without doubles and the page's own.

    As in Hugo an alias without leading `/` stands beside the page (`old` of `/notes/new/` is `/notes/old/`).

    Args:
        draft: the page.
        address: its address, from `address_of`.

    Raises:
        DigestError: some of them cannot be used; all of these are named.
    """
    beside = address.rstrip("/").rpartition("/")[0] + "/"
    found: dict[str, None] = {}
    problems: list[Problem] = []
    line, column = draft.places.get("aliases", (0, 0))
    for written in draft.aliases:
        try:
            alias = parse_address(written, base=beside)
            check_reserved(alias)
        except BadAddress as failure:
            message = f'alias "{written}" {failure}'
            problems.append(error(message, path=draft.path, line=line, column=column, hint=failure.hint))
        else:
            if alias != address:
                found[alias] = None
    if problems:
        raise DigestError(problems)
    return tuple(found)


def slug_of(draft: PageDraft) -> str:
    """The slug of a page: its `slug`, else made from the name of its file, else from its title.

    Raises:
        DigestError: `slug` was written and cannot be one.
    """
    if not draft.slug:
        return _name_slug(draft) if has_slug(draft.name) else _title_slug(draft)
    if _UNSAFE_IN_SLUG.search(draft.slug) or not has_slug(draft.slug):
        line, column = draft.places.get("slug", (0, 0))
        message = f'slug "{draft.slug}" cannot be part of an address'
        hint = "use letters, digits and -, or leave it out; an address with slashes goes into url"
        raise DigestError([error(message, path=draft.path, line=line, column=column, hint=hint)])
    return slugify(draft.slug, underscore=_keeps_underscores(draft))


def check_patterns(config: Config) -> tuple[Problem, ...]:
    """What is wrong with the patterns in `permalinks`, before any page asks for one."""
    problems = []
    for section, pattern in config.permalinks.items():
        unknown = [token for token in _TOKEN.findall(pattern) if not _is_token(token)]
        problems += [_unknown_token(section, token) for token in unknown]
        if unknown:
            continue
        try:
            parse_address(_TOKEN.sub("x", pattern))
        except BadAddress as failure:
            message = f'permalinks.{section}: "{pattern}" {failure}'
            problems.append(error(message, path=_CONFIG_FILE, hint=failure.hint))
    return tuple(problems)


def _address_by_rule(draft: PageDraft, config: Config) -> str:
    if isinstance(draft, TermDraft):
        return f"/{draft.taxonomy}/{slugify(draft.folder.rpartition('/')[2])}/"
    if draft.is_index:
        return f"/{_path_slug(draft.folder)}/" if draft.folder else "/"
    pattern = config.permalinks.get(draft.section)
    if pattern is not None:
        return _expanded(pattern, draft)
    if isinstance(draft, EntryDraft):
        return f"/{ENTRIES}/{slug_of(draft)}/"
    if isinstance(draft, IssueDraft) and not draft.slug and _is_edition_name(draft.name):
        return f"/issues/{draft.name.lower()}/"
    if not draft.folder:
        return f"/{slug_of(draft)}/"
    return f"/{_path_slug(draft.folder)}/{slug_of(draft)}/"


def _expanded(pattern: str, draft: PageDraft) -> str:
    def value(match: re.Match[str]) -> str:
        token = match[1]
        if token in _PAGE_TOKENS:
            return _PAGE_TOKENS[token](draft)
        if token not in _DATE_TOKENS:
            raise DigestError([_unknown_token(draft.section, token)])
        if draft.date is None:
            message = f"this page has no date, and its address needs one ({pattern})"
            raise DigestError([error(message, path=draft.path, hint="add date, or url to set the address")])
        return _DATE_TOKENS[token](draft.date)

    return parse_address(_TOKEN.sub(value, pattern)).lower()


def _is_token(token: str) -> bool:
    return token in _PAGE_TOKENS or token in _DATE_TOKENS


def _unknown_token(section: str, token: str) -> Problem:
    known = ", ".join(f":{name}" for name in sorted([*_PAGE_TOKENS, *_DATE_TOKENS]))
    return error(
        f'permalinks.{section}: unknown token ":{token}"', path=_CONFIG_FILE, hint=f"there are {known}"
    )


def _is_edition_name(name: str) -> bool:
    return is_week_name(name) or is_day_name(name)


def _keeps_underscores(draft: PageDraft) -> bool:
    """Pages of other sections keep `_`, as in Hugo; entries and issues have addresses of our own making."""
    return not isinstance(draft, EntryDraft | IssueDraft | TermDraft)


def _name_slug(draft: PageDraft) -> str:
    return slugify(draft.name, underscore=_keeps_underscores(draft))


def _title_slug(draft: PageDraft) -> str:
    return slugify(draft.title)


def _path_slug(folder: str) -> str:
    return "/".join([slugify(part, underscore=True) for part in folder.split("/") if part])


_MONTHS = (
    "january february march april may june july august september october november december".split()  # noqa: SIM905 - reads better than twelve strings
)
_WEEKDAYS = "monday tuesday wednesday thursday friday saturday sunday".split()  # noqa: SIM905 - as above

_DATE_TOKENS: dict[str, Callable[[datetime], str]] = {
    "year": lambda day: f"{day.year:04}",
    "month": lambda day: f"{day.month:02}",
    "monthname": lambda day: _MONTHS[day.month - 1],
    "day": lambda day: f"{day.day:02}",
    "weekday": lambda day: str(day.isoweekday() % 7),
    "weekdayname": lambda day: _WEEKDAYS[day.weekday()],
    "yearday": lambda day: str(day.timetuple().tm_yday),
}
_PAGE_TOKENS: dict[str, Callable[[PageDraft], str]] = {
    "slug": lambda draft: slug_of(draft) if draft.slug or draft.section == ENTRIES else _title_slug(draft),
    "title": _title_slug,
    "filename": _name_slug,
    "contentbasename": _name_slug,
    "slugorfilename": slug_of,
    "slugorcontentbasename": slug_of,
    "section": lambda draft: _path_slug(draft.section),
    "sections": lambda draft: _path_slug(draft.folder),
}
