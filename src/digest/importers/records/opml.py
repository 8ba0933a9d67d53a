"""OPML 1 and 2: the list of subscriptions of a feed reader, as sources of the site."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import urlsplit

from digest.config.schema import SourceConfig
from digest.content.works import is_web_address
from digest.formats.nodes import Plain
from digest.importers.document import Document
from digest.importers.imported import Imported, Setting
from digest.importers.records.claims import Claims
from digest.importers.records.opml_outlines import read_outlines
from digest.links.canonical import canonical
from digest.text.slugs import is_plain_slug, slugify, with_suffix

_ROOT = re.compile(
    r"\A\s*(?:<\?xml\b[^<>]*\?>)?\s*(?:<!--(?:[^-]|-(?!->))*+-->\s*)*+<opml[\s>/]", re.IGNORECASE
)
_LETTERS = re.compile(r"[^a-z0-9]+")
_CATEGORIES = re.compile(r"/(?:rss|atom)/([A-Za-z.+-]+)/?")
_BRIDGES = re.compile(r"wewe-?rss|wechat2?rss|\bwechat|\bweixin", re.ASCII)
_WECHAT_PATH = re.compile(r"/(?:wechat|weixin)(?:/|\Z)|/mp_wxs_|wewe-?rss|wechat2rss", re.ASCII)

_NO_FEED = "an outline without the address of a feed or page"
_FOLDER = "a folder: sources are one list"


def read_opml(document: Document, setting: Setting) -> Imported:
    """The feeds of a list of subscriptions as sources.

    The title becomes the id (where its letters are Latin, else the host does) and the `name` of a source, the
    address of the website its `home`. Folders are left out, for sources have none, and so are addresses that
    stand above already. An outline that names a page alone becomes a source of kind `page`.

    Raises:
        DigestError: it is no OPML or no well-formed XML, has a document type, or ends early.
    """
    del setting
    claims = Claims(document)
    outlines = read_outlines(document, claims)
    sources: dict[str, SourceConfig] = {}
    numbers: dict[str, int] = {}
    for outline in outlines:
        if outline.is_folder and not _address_of(outline.attributes)[1]:
            claims.drop(_FOLDER, outline.first, outline.last)
            continue
        found = _source(outline.attributes)
        if isinstance(found, str):
            claims.drop(found, outline.first, outline.last)
            continue
        place = canonical(_address_of(outline.attributes)[1]).rstrip("/")
        if place in sources:
            claims.drop("this address is listed above already", outline.first, outline.last)
            continue
        name = found.id
        while name in numbers:
            numbers[found.id] += 1
            name = with_suffix(found.id, str(numbers[found.id]))
        numbers[name] = 1
        sources[place] = SourceConfig(name, found.kind, found.options)
        if unkept := _unkept(outline.attributes, found.options):
            claims.drop(unkept, outline.first, outline.last)
        claims.page("source", outline.first, outline.last)
    claims.markup(1, len(document.lines))
    accounts, remarks = claims.close()
    return Imported(
        form="opml",
        document=document,
        sources=tuple(sources.values()),
        accounts=accounts,
        counts={"outlines": len(outlines), "sources": len(sources)},
        remarks=remarks,
    )


def opml_evidence(document: Document) -> int:
    """How surely a document is OPML: by its first element."""
    return 100 if _ROOT.match("\n".join(document.lines[:200])) else 0


def _address_of(attributes: dict[str, str]) -> tuple[str, str]:
    """Which attribute gives the address of an outline, and the address; the feed's before the page's."""
    for name in ("xmlurl", "url", "htmlurl"):
        if value := attributes.get(name, "").strip():
            return name, value
    return "", ""


def _source(attributes: dict[str, str]) -> SourceConfig | str:
    """The source an outline gives, or why it gives none."""
    name, url = _address_of(attributes)
    if not url:
        return _NO_FEED
    if attributes.get("type", "").strip().lower() == "include":
        return "the address of another outline: import that file itself"
    if not _is_address(url):
        return "its address is no http or https address"
    title = next(
        (text for key in ("title", "text") if (text := " ".join(attributes.get(key, "").split()))), ""
    )
    options: dict[str, Plain] = {"name": title} if title else {}
    home = attributes.get("htmlurl", "").strip()
    if home != url and _is_address(home):
        options["home"] = home
    source_id = _id(title, url)
    if name != "xmlurl":
        return SourceConfig(source_id, "page", {"urls": [url], **options})
    if categories := _announced(url):
        arxiv: dict[str, Plain] = {"categories": [*categories], "announcements": "true"}
        return SourceConfig(source_id, "arxiv", {**arxiv, "url": url, **options})
    return SourceConfig(source_id, "wechat" if _is_wechat(url) else "rss", {"url": url, **options})


def _is_address(url: str) -> bool:
    """Whether this is a web address that can also be taken apart."""
    try:
        return is_web_address(url) and bool(urlsplit(url).hostname)
    except ValueError:
        return False


def _unkept(attributes: dict[str, str], options: dict[str, Plain]) -> str:
    """What an outline says that a source has no place for; "" for nothing."""
    kept = {str(value) for value in options.values()} | {_address_of(attributes)[1]}
    names = sorted(
        name
        for name, value in attributes.items()
        if name not in {"type", "version"} and " ".join(value.split()) not in {*kept, ""}
    )
    return f"{', '.join(names)} of a source" if names else ""


def _announced(url: str) -> list[str]:
    """The categories an arXiv feed of announcements is about."""
    parts = urlsplit(url)
    if (parts.hostname or "") not in {"rss.arxiv.org", "export.arxiv.org", "arxiv.org"}:
        return []
    found = _CATEGORIES.fullmatch(parts.path)
    return [part for part in found[1].split("+") if part] if found else []


def _is_wechat(url: str) -> bool:
    """Whether a feed is of WeChat articles: theirs, or of a bridge whose address names WeChat."""
    parts = urlsplit(url.lower())
    host = parts.hostname or ""
    return (
        host == "mp.weixin.qq.com"
        or _BRIDGES.search(host) is not None
        or _WECHAT_PATH.search(parts.path) is not None
    )


def _id(title: str, url: str) -> str:
    """An id in ASCII: of the title if its letters are Latin, else of the host."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = _LETTERS.sub("-", plain.replace("'", "")).strip("-")
    letters = [letter for letter in title if letter.isalpha()]
    latin = [letter for letter in letters if "LATIN" in unicodedata.name(letter, "")]
    if len(latin) * 2 > len(letters) and is_plain_slug(slug := slugify(words)):
        return slug
    host = (urlsplit(url).hostname or "").removeprefix("www.")
    slug = slugify(_LETTERS.sub("-", host.lower()))
    return slug if is_plain_slug(slug) else "source"
