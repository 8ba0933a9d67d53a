"""Files for programs: sitemap, robots.txt, the index of entries by week, bibliographies."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from digest.catalog.document import Document
from digest.exporters.api import ApiShard, api_index, api_shard, shard_path
from digest.exporters.bibtex import bibliography
from digest.exporters.robots import robots
from digest.exporters.sitemap import MAX_URLS, SitemapUrl, sitemap
from digest.pages.context import Context
from digest.pages.labels import Labels
from digest.pages.page import Page, fingerprint, path_of_address
from digest.site import Site

UNLISTED = ("404", "redirect")
PAGED = ("list", "section")
"""Kinds whose further pages are out of search engines with the first."""


def plan_machine(labels: Labels, pages: Sequence[Page]) -> Iterator[Page]:
    """The machine-readable files; `pages` are all others, for the sitemap."""
    site, salt = labels.plan.site, labels.plan.salt
    outputs, digests = site.config.build.outputs, labels.digests
    if "api" in outputs:
        weeks = site.weeks
        for week, entries in weeks.items():
            items = [digests[entry.path].api for entry in entries]
            yield Page(shard_path(week), "api-shard", week, 1, fingerprint(salt, [b"api", *items]))
        counts = [f"{week}:{len(entries)}".encode() for week, entries in weeks.items()]
        yield Page("api/index.json", "api", "", 1, fingerprint(salt, [b"api-index", *counts]))
    if "bibtex" in outputs:
        for key, address, members in bibliographies(site):
            items = [digests[document.path].bib for document in members]
            path = path_of_address(address).removesuffix("index.html") + "citations.bib"
            yield Page(path, "bib", key, 1, fingerprint(salt, [b"bib", *items]))
    if "sitemap" in outputs:
        urls = sitemap_urls(site, pages)
        mark = fingerprint(salt, [f"{address}\x1e{date}".encode() for address, date in urls])
        parts = -(-len(urls) // MAX_URLS)
        for name in ["sitemap.xml", *(f"sitemap-{part}.xml" for part in range(1, parts + 1) if parts > 1)]:
            yield Page(name, "sitemap", name, 1, mark)
    if "robots" in outputs:
        yield Page("robots.txt", "robots", "", 1, fingerprint(salt, [b"robots"]))


def bibliographies(site: Site) -> Iterator[tuple[str, str, Sequence[Document]]]:
    """Key, address and members of everything that has a `citations.bib` beside it."""
    for issue in site.issues:
        yield f"issues/{issue.name}", issue.address, issue.entries
    for taxonomy, terms in (("topics", site.topics), ("tags", site.tags)):
        for slug, term in terms.items():
            yield f"{taxonomy}/{slug}", term.address, _works(term.members)


def _works(members: Sequence[Document]) -> list[Document]:
    return [document for document in members if document.kind == "entry"]


def _bibliography(site: Site, key: str) -> Sequence[Document]:
    scope, _, name = key.partition("/")
    if scope == "issues":
        return next(issue.entries for issue in site.issues if issue.name == name)
    return _works((site.topics if scope == "topics" else site.tags)[name].members)


def sitemap_urls(site: Site, pages: Sequence[Page]) -> list[tuple[str, str]]:
    """Address and date of every page readers may find, in the order in which pages are planned."""
    by_address = site.catalog.by_address
    found: list[tuple[str, str]] = []
    for page in pages:
        if page.kind in UNLISTED or not page.path.endswith(".html"):
            continue
        address = page.address
        further = page.kind in PAGED and page.number > 1
        first = address.removesuffix(f"page/{page.number}/") if further else address
        document = by_address.get(first)
        if document is not None and (document.noindex or document.draft):
            continue
        date = (document.lastmod or document.date) if document is not None and not further else ""
        found.append((address, date))
    return found


def api_shard_page(context: Context, page: Page) -> bytes:
    """Render the entries of one week."""
    entries = context.site.weeks[page.key]
    return api_shard(page.key, [each.api for each in context.load.fragments(entries)]).encode()


def api_page(context: Context, page: Page) -> bytes:  # noqa: ARG001 - every maker takes the page
    """Render the list of shards."""
    shards = [
        ApiShard(week, context.urls.absolute(f"/{shard_path(week)}"), len(entries))
        for week, entries in context.site.weeks.items()
    ]
    site = context.config.site
    return api_index(site.title, context.urls.absolute("/"), site.language, shards).encode()


def bib_page(context: Context, page: Page) -> bytes:
    """Render the bibliography of an issue, topic or tag."""
    members = _bibliography(context.site, page.key)
    return bibliography([each.bib for each in context.load.fragments(members)]).encode()


def sitemap_page(context: Context, page: Page, pages: Sequence[Page]) -> bytes:
    """Render the sitemap of some pages, or the part of it that `page.key` names."""
    urls = [
        SitemapUrl(context.urls.absolute(address), date)
        for address, date in sorted(sitemap_urls(context.site, pages))
    ]
    files = sitemap(urls, context.urls.absolute("/"))
    return next(file.text for file in files if file.name == page.key).encode()


def robots_page(context: Context, page: Page) -> bytes:  # noqa: ARG001 - every maker takes the page
    """Render robots.txt."""
    has_sitemap = "sitemap" in context.config.build.outputs
    return robots(context.urls.absolute("/sitemap.xml") if has_sitemap else "").encode()
