"""Jekyll's side of an import: its configuration, and the addresses it gave posts and pages."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping
from datetime import datetime
from urllib.parse import quote

import msgspec

from digest.content.drafts import PageDraft
from digest.formats.nodes import Plain

_STYLES = {
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
    "none": "/:categories/:title:output_ext",
}
_TOKEN = re.compile(r":([a-z_]+)")
_POST = re.compile(r"([0-9]{4})-([0-9]{1,2})-([0-9]{1,2})-(.+)")
_NOT_IN_NAMES = re.compile(r"[^\w.~!$&'()+,;=@]+")
_NOT_IN_SLUGS = re.compile(r"[^\w]+|_+")


class JekyllConfig(msgspec.Struct, frozen=True, kw_only=True):
    """What of `_config.yml` decides about addresses; `site` are its plain values."""

    permalink: str = "date"
    collections: Mapping[str, str] = {}
    defaults: tuple[tuple[str, str, Mapping[str, Plain]], ...] = ()
    excluded: tuple[str, ...] = ()
    site: Mapping[str, str] = {}


def jekyll_config(values: Mapping[str, Plain]) -> JekyllConfig:
    """Read what we need of a configuration."""
    collections: dict[str, str] = {}
    described = values.get("collections")
    if isinstance(described, dict):
        for label, options in described.items():
            if isinstance(options, dict) and (options.get("output") == "true" or label == "posts"):
                collections[label] = _text(options.get("permalink"))
    defaults: list[tuple[str, str, Mapping[str, Plain]]] = []
    written = values.get("defaults")
    for default in written if isinstance(written, list) else ():
        if isinstance(default, dict):
            scope, given = default.get("scope"), default.get("values")
            if isinstance(given, dict):
                scope = scope if isinstance(scope, dict) else {}
                defaults.append((_text(scope.get("path")).strip("/"), _text(scope.get("type")), given))
    excluded = values.get("exclude")
    return JekyllConfig(
        permalink=collections.pop("posts", "") or _text(values.get("permalink")) or "date",
        collections=collections,
        defaults=tuple(defaults),
        excluded=tuple(_text(item).strip("/") for item in excluded) if isinstance(excluded, list) else (),
        site={key: value for key, value in values.items() if isinstance(value, str)},
    )


def default_values(inner: str, kind: str, config: JekyllConfig) -> dict[str, Plain]:
    """The front matter `defaults` give a file; narrower paths win."""
    found: dict[str, Plain] = {}
    for path, of_kind, values in sorted(config.defaults, key=lambda default: len(default[0])):
        if of_kind in ("", kind) and (not path or inner == path or inner.startswith(f"{path}/")):
            found |= values
    return found


class Post(msgspec.Struct, frozen=True):
    """The name of a post: `2025-08-08-name`, with the numbers in full; no day for a draft."""

    day: str
    name: str

    @property
    def stem(self) -> str:
        """What the file is called here."""
        return f"{self.day}-{self.name}" if self.day else self.name


def post_of(inner: str) -> Post:
    """Read the name of a post."""
    stem = posixpath.splitext(posixpath.basename(inner))[0]
    match = _POST.fullmatch(stem)
    if match is None:
        return Post("", stem)
    return Post(f"{match[1]}-{match[2]:0>2}-{match[3]:0>2}", match[4])


def categories_of(inner: str, values: Mapping[str, Plain]) -> list[str]:
    """The categories of a post: the folders above `_posts`, then those it names itself."""
    folders = re.split(r"(?:^|/)_(?:posts|drafts)(?:/|$)", inner)[0].split("/")
    named = values.get("categories")
    several = named if isinstance(named, list) else _text(named).split()
    single = values.get("category")
    several = [*several, *(single if isinstance(single, list) else [single])]
    found = [*folders, *(_text(category) for category in several)]
    return list(dict.fromkeys(category for category in found if category))


def post_address(
    draft: PageDraft, inner: str, config: JekyllConfig, values: Mapping[str, Plain]
) -> str | None:
    """The address of a post; None where it has no date that its pattern needs.

    Args:
        draft: the post.
        inner: its path in the site.
        config: of the site.
        values: its front matter with the defaults.
    """
    style = _text(values.get("permalink")) or config.permalink
    name = draft.slug or post_of(inner).name
    categories = list(dict.fromkeys(category.lower() for category in categories_of(inner, values)))
    filled = _filled(
        _STYLES.get(style, style),
        {
            "categories": "/".join(categories),
            "slugified_categories": "/".join(_slug(category) for category in categories),
            "title": _NOT_IN_NAMES.sub("-", name).strip("-"),
            "slug": _slug(name),
            "output_ext": ".html",
            "collection": "posts",
            "path": posixpath.splitext(inner)[0].rpartition("_posts/")[2],
            "name": _slug(post_of(inner).stem),
        },
        draft.date,
    )
    return None if filled is None else _whole(filled)


def page_address(
    inner: str, config: JekyllConfig, values: Mapping[str, Plain], collection: str = ""
) -> str | None:
    """The address of a page, or of a document of a collection (then its path there)."""
    folder, file = posixpath.split(inner)
    stem = posixpath.splitext(file)[0]
    style = config.permalink
    end = ":output_ext" if (style in _STYLES and style != "pretty") or style.endswith(":output_ext") else ""
    end = "/" if style == "pretty" or style.endswith("/") else end
    own = _text(values.get("permalink"))
    if own:
        pattern = own
    elif collection:
        pattern = config.collections.get(collection) or f"/:collection/:path{end}"
        pattern = f"/:collection/:path{end}" if pattern in _STYLES else pattern
    elif stem == "index":
        pattern = "/:path/"
    else:
        pattern = f"/:path/:basename{end}"
    names = {
        "path": posixpath.join(folder, stem) if collection else folder,
        "basename": stem,
        "collection": collection,
        "output_ext": ".html",
        "title": _NOT_IN_NAMES.sub("-", stem).strip("-"),
        "name": _slug(stem),
        "slug": _slug(stem),
        "categories": "",
    }
    filled = _filled(pattern, names, None)
    return None if filled is None else _whole(filled)


def _filled(pattern: str, names: Mapping[str, str], day: datetime | None) -> str | None:
    unknown = False

    def value(match: re.Match[str]) -> str:
        nonlocal unknown
        token = match[1]
        while token:  # `:year_` is the year and an underscore
            if token in names:
                return quote(names[token], safe="/-._~!$&'()*+,;=:@") + match[1][len(token) :]
            if token in _DATE_TOKENS and day is not None:
                return _DATE_TOKENS[token](day) + match[1][len(token) :]
            token = token[:-1]
        unknown = True
        return ""

    filled = _TOKEN.sub(value, pattern)
    return None if unknown else filled


def _whole(filled: str) -> str:
    return "/" + re.sub(r"/{2,}", "/", filled).lstrip("/")


_DATE_TOKENS: dict[str, Callable[[datetime], str]] = {
    "year": lambda day: f"{day.year:04}",
    "short_year": lambda day: f"{day.year % 100:02}",
    "month": lambda day: f"{day.month:02}",
    "i_month": lambda day: str(day.month),
    "short_month": lambda day: _MONTHS[day.month - 1][:3],
    "long_month": lambda day: _MONTHS[day.month - 1],
    "day": lambda day: f"{day.day:02}",
    "i_day": lambda day: str(day.day),
    "y_day": lambda day: f"{day.timetuple().tm_yday:03}",
    "w_year": lambda day: str(day.isocalendar().year),
    "week": lambda day: f"{day.isocalendar().week:02}",
    "w_day": lambda day: str(day.isoweekday()),
    "short_day": lambda day: _DAYS[day.weekday()][:3],
    "long_day": lambda day: _DAYS[day.weekday()],
    "hour": lambda day: f"{day.hour:02}",
    "minute": lambda day: f"{day.minute:02}",
    "second": lambda day: f"{day.second:02}",
}
_MONTHS: list[str] = (
    "January February March April May June July August September October November December".split()  # noqa: SIM905 - reads better than twelve strings
)
_DAYS: list[str] = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()  # noqa: SIM905 - as above


def _slug(text: str) -> str:
    return _NOT_IN_SLUGS.sub("-", text).strip("-").lower()


def _text(value: Plain) -> str:
    return value if isinstance(value, str) else ""
