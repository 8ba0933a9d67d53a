"""A checker of a built site that knows nothing of the program: it reads the output folder and nothing else.

`check_site` is the way in; each rule is a function over parsed pages that yields findings.
"""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urljoin, urlsplit
from xml.etree import ElementTree

import feedparser

from feed_check import feed_faults, html_in

SITEMAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
LINK_ATTRIBUTES = {"href", "src", "action", "poster", "data"}
ID_ATTRIBUTES = {"for", "aria-labelledby", "aria-describedby", "aria-controls"}
VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff]")

_LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
_RUNS = re.compile(r"\s*(javascript|vbscript|data):", re.IGNORECASE)


class Finding(NamedTuple):
    """A fault: the file of the output folder it is in, and what is wrong."""

    file: str
    message: str


class Element(NamedTuple):
    """A start tag with its attributes; a missing value is ""."""

    name: str
    attributes: dict[str, str]


class HtmlPage(HTMLParser):
    """One page, reduced to its start tags in order and the balance of its tags."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.elements: list[Element] = []
        self.unbalanced: list[str] = []
        self.doubled: list[str] = []
        self._open: list[str] = []
        self.feed(text)
        self.close()
        self.unbalanced += [f"<{name}> is never closed" for name in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note an element; void ones need no end."""
        names = [name for name, _ in attrs]
        self.doubled += [f"{tag} {name}" for name, number in Counter(names).items() if number > 1]
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element that closes itself (in MathML and SVG)."""
        self.elements.append(Element(tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        """Every end must close what was opened last: nothing we write leaves an end tag out."""
        if self._open and self._open[-1] == tag:
            self._open.pop()
        else:
            self.unbalanced.append(f"</{tag}> closes nothing")

    def named(self, *names: str) -> Iterator[Element]:
        """The elements of these names, in the order of the page."""
        return (element for element in self.elements if element.name in names)

    @property
    def ids(self) -> list[str]:
        """All ids, with repeats."""
        return [e.attributes["id"] for e in self.elements if "id" in e.attributes]

    @property
    def noindex(self) -> bool:
        """Whether search engines are asked to leave this page out."""
        return any(
            e.attributes.get("name") == "robots" and "noindex" in e.attributes.get("content", "")
            for e in self.named("meta")
        )

    @property
    def redirects(self) -> bool:
        """Whether the page only sends readers on."""
        return any(e.attributes.get("http-equiv", "").lower() == "refresh" for e in self.named("meta"))


class BuiltSite:
    """The files of an output folder and where they are read."""

    def __init__(self, files: dict[str, bytes], base_url: str) -> None:
        self.files = files
        self.base_url = base_url.rstrip("/") + "/"
        parts = urlsplit(self.base_url)
        self.origin = f"{parts.scheme}://{parts.netloc}"
        self.base_path = parts.path
        self.pages = {path: HtmlPage(data.decode()) for path, data in files.items() if path.endswith(".html")}

    def url(self, path: str) -> str:
        """Where a file is read, not percent-encoded."""
        if path == "index.html" or path.endswith("/index.html"):
            path = path[: -len("index.html")]
        return self.base_url + path

    def target(self, url: str) -> str | None:
        """The file that answers for an absolute URL; None for other sites.

        A URL of this site that no file answers for gives a path that is not in `files`.
        """
        parts = urlsplit(url)
        if f"{parts.scheme}://{parts.netloc}" != self.origin:
            return None
        path = unquote(parts.path) or "/"
        if not path.startswith(self.base_path):
            return f"outside of {self.base_path}: {path}"
        inner = path[len(self.base_path) :]
        return inner + "index.html" if not inner or inner.endswith("/") else inner


def read_site(output: Path, base_url: str) -> BuiltSite:
    """Read an output folder; what digest keeps there for itself is not part of the site."""
    files = {
        path.relative_to(output).as_posix(): path.read_bytes()
        for path in sorted(output.rglob("*"))
        if path.is_file() and path.relative_to(output).parts[0] != ".digest"
    }
    return BuiltSite(files, base_url)


def check_site(output: Path, base_url: str) -> list[Finding]:
    """Every fault of a built site, by file."""
    site = read_site(output, base_url)
    findings: list[Finding] = []
    for path, page in site.pages.items():
        for rule in (structure, headings, images, attributes):
            findings += [Finding(path, message) for message in rule(page)]
        findings += [Finding(path, message) for message in links(site, path, page)]
    for rule_of_site in (text_files, feeds, sitemap, json_files, xml_links):
        findings += rule_of_site(site)
    return sorted(findings)


def structure(page: HtmlPage) -> Iterator[str]:
    """Language, title, unique ids, balanced tags."""
    html = next(page.named("html"), None)
    if html is None or not html.attributes.get("lang"):
        yield "html has no lang"
    if sum(1 for _ in page.named("title")) - sum(1 for _ in page.named("svg")) != 1:
        yield "there is not one title"
    for name, number in Counter(page.ids).items():
        if number > 1:
            yield f"id {name!r} is there {number} times"
        if not name or re.search(r"\s", name):
            yield f"id {name!r} is empty or holds white space"
    for element in page.elements:
        for name in ID_ATTRIBUTES & element.attributes.keys():
            yield from (
                f"{element.name} {name}= names no id: {id_}"
                for id_ in element.attributes[name].split()
                if id_ not in page.ids
            )
        if "lang" in element.attributes and not _LANGUAGE.fullmatch(element.attributes["lang"]):
            yield f"{element.name} has no language: {element.attributes['lang']!r}"
    yield from page.unbalanced
    for name in page.doubled:
        yield f"attribute twice: {name}"


def headings(page: HtmlPage) -> Iterator[str]:
    """One `h1`, first; no level is skipped on the way down."""
    levels = [int(e.name[1]) for e in page.named("h1", "h2", "h3", "h4", "h5", "h6")]
    if levels.count(1) != 1:
        yield f"there are {levels.count(1)} h1"
    before = 0
    for level in levels:
        if level > before + 1:
            yield f"h{level} follows h{before}"
        before = level


def images(page: HtmlPage) -> Iterator[str]:
    """Every picture says what it shows, if only with an empty text."""
    for image in page.named("img"):
        if "alt" not in image.attributes:
            yield f"image without alt: {image.attributes.get('src')}"
        if not image.attributes.get("src"):
            yield "image without src"


def attributes(page: HtmlPage) -> Iterator[str]:
    """Nothing the content security policy would have to stop."""
    for element in page.elements:
        for name, value in element.attributes.items():
            if name == "style" or name.startswith("on"):
                yield f"{element.name} has {name}="
            if name in LINK_ATTRIBUTES and _RUNS.match(value):
                yield f"{element.name} {name}={value[:40]}"
        if element.name == "style":
            yield "a style element"
        if element.name == "script":
            kind = element.attributes.get("type", "")
            if "src" not in element.attributes and kind != "application/ld+json":
                yield "a script in the page"
    for element in page.named("script", "link", "iframe", "img"):
        source = element.attributes.get("src" if element.name != "link" else "href", "")
        loads = element.name != "link" or "stylesheet" in element.attributes.get("rel", "")
        if loads and element.name != "img" and "//" in source:
            yield f"{element.name} from another site: {source}"


def links(site: BuiltSite, path: str, page: HtmlPage) -> Iterator[str]:
    """Links, pictures and fragments lead somewhere, also under a base path."""
    for element in page.elements:
        for name in LINK_ATTRIBUTES & element.attributes.keys():
            yield from _link(site, path, element.attributes[name])
        if element.name == "meta" and element.attributes.get("property") in {"og:url", "og:image"}:
            yield from _link(site, path, element.attributes["content"])
        if element.name == "meta" and element.attributes.get("http-equiv", "").lower() == "refresh":
            yield from _link(site, path, element.attributes["content"].partition("url=")[2])


def _link(site: BuiltSite, path: str, written: str) -> Iterator[str]:
    if not written:
        yield "an empty link"
        return
    place, _, _ = written.partition("#")
    if re.search(r"[\s<>\"{}|\\^`]", written) or not place.isascii():  # a fragment of a page may be Chinese
        yield f"link not percent-encoded: {written}"
    try:
        url = urljoin(site.url(path), written)
        target = site.target(url)
        fragment = unquote(urlsplit(url).fragment)
    except ValueError:
        yield f"no URL: {written}"
        return
    if target is None:
        return
    if target not in site.files:
        yield f"broken link: {written}"
    elif fragment and target in site.pages and fragment not in site.pages[target].ids:
        yield f"broken fragment: {written}"


def text_files(site: BuiltSite) -> Iterator[Finding]:
    """No control characters, nothing that is not UTF-8."""
    for path, data in site.files.items():
        if not path.endswith((".html", ".xml", ".json", ".bib", ".opml", ".txt", ".css", ".js")):
            continue
        try:
            text = data.decode()
        except UnicodeDecodeError as failure:
            yield Finding(path, f"not UTF-8: {failure}")
            continue
        if found := _CONTROL.search(text):
            yield Finding(path, f"control character U+{ord(found[0]):04X} at {found.start()}")


def feeds(site: BuiltSite) -> Iterator[Finding]:
    """Feeds by a strict XML parser and by feedparser; ids unique, dates and links there."""
    for path, data in site.files.items():
        name = path.rpartition("/")[2]
        if name not in {"index.xml", "atom.xml"}:
            continue
        try:
            root = ElementTree.fromstring(data)
        except ElementTree.ParseError as failure:
            yield Finding(path, f"not XML: {failure}")
            continue
        yield from (Finding(path, message) for message in feed_faults(root, site.url(path)))
        for html in html_in(root):
            yield from (Finding(path, message) for message in _feed_html(site, html))
        feed = feedparser.parse(data)
        if feed.bozo:
            yield Finding(path, f"feedparser: {feed.bozo_exception}")
        if not feed.feed.get("title") or not feed.feed.get("link"):
            yield Finding(path, "a feed without title or link")
        ids = Counter(entry.get("id") for entry in feed.entries)
        for id_, number in ids.items():
            if not id_ or number > 1:
                yield Finding(path, f"item id {id_!r} is there {number} times")
        for entry in feed.entries:
            yield from (Finding(path, message) for message in _feed_link(site, entry.get("link", "")))
            if name == "atom.xml" and not entry.get("updated_parsed"):
                yield Finding(path, f"item without updated: {entry.get('title')}")


def _feed_link(site: BuiltSite, url: str) -> Iterator[str]:
    if not urlsplit(url).scheme:
        yield f"link is not absolute: {url!r}"
    else:
        yield from _link(site, "index.html", url)


def _feed_html(site: BuiltSite, html: str) -> Iterator[str]:
    """What a reader of feeds shows: links that work from anywhere, pictures with words, balanced tags."""
    page = HtmlPage(html)
    yield from page.unbalanced
    yield from images(page)
    for element in page.elements:
        for name in LINK_ATTRIBUTES & element.attributes.keys():
            yield from _feed_link(site, element.attributes[name])


def json_files(site: BuiltSite) -> Iterator[Finding]:
    """JSON parses; JSON feeds have what version 1.1 asks for; data in pages parses too."""
    for path, data in site.files.items():
        if path.endswith(".json"):
            try:
                value = json.loads(data)
            except ValueError as failure:
                yield Finding(path, f"not JSON: {failure}")
                continue
            if path.endswith("feed.json"):
                yield from (Finding(path, message) for message in _json_feed(site, value))
    for path, text in ((p, site.files[p].decode()) for p in site.pages):
        for found in re.findall(r'<script type="application/ld\+json">(.*?)</script>', text, re.DOTALL):
            try:
                json.loads(found)
            except ValueError as failure:
                yield Finding(path, f"JSON-LD: {failure}")


def _json_feed(site: BuiltSite, feed: dict[str, object]) -> Iterator[str]:
    if feed.get("version") != "https://jsonfeed.org/version/1.1" or not feed.get("title"):
        yield "no JSON Feed 1.1"
    items = feed.get("items")
    if not isinstance(items, list):
        yield "a feed without items"
        return
    ids = Counter(item.get("id") for item in items)
    yield from (f"item id {id_!r} is there {n} times" for id_, n in ids.items() if not id_ or n > 1)
    for item in items:
        if "content_html" not in item and "content_text" not in item:
            yield f"item without content: {item.get('id')}"
        yield from _feed_link(site, str(item.get("url", "")))
        yield from _feed_html(site, str(item.get("content_html", "")))


def sitemap(site: BuiltSite) -> Iterator[Finding]:
    """Every page readers should find once, and nothing else."""
    listed = Counter(_sitemap_urls(site, "sitemap.xml"))
    for url, number in listed.items():
        if number > 1:
            yield Finding("sitemap.xml", f"{url} is there {number} times")
        if not url.isascii():
            yield Finding("sitemap.xml", f"{url} is not percent-encoded")
    targets = {site.target(url) for url in listed}
    wanted = {
        path
        for path, page in site.pages.items()
        if path != "404.html" and not page.redirects and not page.noindex
    }
    for path in sorted(wanted - targets):
        yield Finding("sitemap.xml", f"{path} is missing")
    for target in sorted(str(target) for target in targets - wanted):
        yield Finding("sitemap.xml", f"{target} should not be listed")


def _sitemap_urls(site: BuiltSite, path: str) -> Iterator[str]:
    if path not in site.files:
        return
    root = ElementTree.fromstring(site.files[path])
    for part in root.iter(f"{SITEMAP}sitemap"):
        yield from _sitemap_urls(site, str(site.target(part.findtext(f"{SITEMAP}loc", ""))))
    yield from (url.findtext(f"{SITEMAP}loc", "") for url in root.iter(f"{SITEMAP}url"))


def xml_links(site: BuiltSite) -> Iterator[Finding]:
    """The list of feeds names feeds that are there; other XML parses."""
    for path, data in site.files.items():
        if not path.endswith((".xml", ".opml", ".svg")):
            continue
        try:
            root = ElementTree.fromstring(data)
        except ElementTree.ParseError as failure:
            yield Finding(path, f"not XML: {failure}")
            continue
        urls = [outline.get(name, "") for outline in root.iter("outline") for name in ("xmlUrl", "htmlUrl")]
        for url in urls:
            if url:
                yield from (Finding(path, message) for message in _feed_link(site, url))


def summary(findings: Iterable[Finding]) -> str:
    """Findings as text, the most telling first lines of a long list."""
    lines = [f"{file}: {message}" for file, message in findings]
    return "\n".join(lines[:40]) + (f"\n... {len(lines) - 40} more" if len(lines) > 40 else "")
