"""Which keys each kind of content file knows, which field of the draft each becomes and how it is read."""

from __future__ import annotations

from typing import NamedTuple

from digest.content import values, works
from digest.formats.fields import Convert, Reading, flag, integer, moment, text, texts
from digest.formats.nodes import Mapping, Node, Scalar, Sequence


class Key(NamedTuple):
    """A key of front matter.

    `name` is its usual spelling, `field` the draft's field, `convert` reads it. `takes` are the shapes it is
    read in where files may hold anything; in another shape it is a custom key. `keep` leaves it among those
    as well.
    """

    name: str
    field: str
    convert: Convert[object]
    takes: tuple[type, ...] = (Scalar, Sequence, Mapping)
    keep: bool = False


Keys = dict[str, Key]
"""Keys by their spelling and by its lower-case form: to Hugo `publishDate` and `publishdate` are one key."""


def _published(node: Node, reading: Reading) -> bool:
    """Jekyll's `published`, as a draft mark."""
    return not flag(node, reading)


def _keys(*keys: Key, other: dict[str, str] | None = None) -> Keys:
    """Keys by spelling; `other` gives further spellings and the usual one each stands for."""
    table = {key.name: key for key in keys}
    table |= {spelling: table[name] for spelling, name in (other or {}).items()}
    return table | {spelling.lower(): key for spelling, key in table.items()}


_COMMON = (
    Key("title", "title", values.line),
    Key("date", "date", moment),
    Key("lastmod", "lastmod", moment),
    Key("publishDate", "publish_date", moment),
    Key("expiryDate", "expiry_date", moment),
    Key("draft", "draft", flag),
    Key("slug", "slug", values.slug),
    Key("url", "url", text),
    Key("aliases", "aliases", texts),
    Key("tags", "tags", values.names),
    Key("topics", "topics", values.names),
    Key("authors", "authors", values.names),
    Key("summary", "summary", values.prose),
    Key("description", "description", values.line),
    Key("weight", "weight", integer),
    Key("toc", "toc", flag),
    Key("lang", "lang", values.language),
    Key("noindex", "noindex", flag),
    Key("image", "image", works.image),
)

ENTRY_KEYS = _keys(
    *_COMMON,
    Key("id", "id", values.identifier),
    Key("source", "source", works.source),
    Key("organizations", "organizations", values.names),
    Key("subjects", "subjects", values.names),
    Key("links", "links", works.links),
    Key("coverage", "coverage", works.coverage),
    Key("venue", "venue", values.line),
    Key("abstract", "abstract", values.prose),
    Key("findings", "findings", values.proses),
    Key("translated_title", "translated_title", values.line),
    Key("issue", "issue", values.period),
    Key("history", "history", works.history),
    Key("auto", "auto", works.auto),
    other={"author": "authors", "cover": "image"},
)
"""Of files below `content/entries/`."""

ISSUE_KEYS = _keys(
    *_COMMON,
    Key("number", "number", integer),
    Key("cover", "cover", works.image),
    Key("highlights", "highlights", values.lines),
    Key("picks", "picks", texts),
    Key("sections", "sections", works.sections),
    Key("auto", "auto", works.auto),
    other={"author": "authors"},
)
"""Of files below `content/issues/`."""

TERM_KEYS = _keys(*_COMMON, other={"author": "authors", "cover": "image"})
"""Of the `_index.md` of a topic or tag."""

_PAGE = (
    *(key._replace(takes=(Scalar,)) if key.name in ("toc", "weight", "summary") else key for key in _COMMON),
    Key("featured_image", "image", works.image),
    Key("images", "image", works.image, keep=True),
)

PAGE_KEYS = _keys(*_PAGE, other={"author": "authors", "cover": "image"})
"""Of pages in other sections, which may come from Hugo; every other key is theirs."""

JEKYLL_KEYS = PAGE_KEYS | {
    "permalink": PAGE_KEYS["url"],
    "excerpt": PAGE_KEYS["summary"],
    "published": Key("draft", "draft", _published),
    "tags": Key("tags", "tags", values.words),
}
"""Of pages with a `layout`, which may come from Jekyll."""
