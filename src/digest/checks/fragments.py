"""Fragments of links to other pages: the page is rendered as a build would, and its ids are looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from html.parser import HTMLParser
from urllib.parse import unquote

from digest.catalog.document import Detail, Document
from digest.catalog.related import Related
from digest.checks.finding import Finding
from digest.checks.reading import Reading
from digest.engine.assets import theme_assets
from digest.pages.cards import render_fragments
from digest.pages.context import Context, Loader, Plan
from digest.pages.fragments import FragmentDigests, Fragments
from digest.pages.labels import Labels
from digest.pages.makers import make, plan_documents, plan_lists_of
from digest.pages.page import Page
from digest.problems import warning
from digest.render.templates import Templates
from digest.render.theme import load_theme, template_layers


def fragments(reading: Reading) -> Iterator[Finding]:
    """Links of content whose page is there and whose fragment is not."""
    pages = _Pages(reading)
    for document in reading.site.catalog.documents:
        found = reading.references.links.get(document.path, ())
        for (target, line), address in zip(document.links, found, strict=True):
            path, _, fragment = (address or "").partition("#")
            path = path.partition("?")[0]
            if fragment and not pages.has(path, unquote(fragment)):
                yield Finding(
                    warning(
                        f"the link to {target} leads to its page, but nothing there is called #{fragment}",
                        path=document.path,
                        line=line,
                        column=1,
                        hint="ids are made as on GitHub: lower case, no punctuation, a hyphen for each space",
                    ),
                    "reference",
                )


class _Pages:
    """Pages of the site, rendered when they are asked for."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading
        self._ids: dict[str, frozenset[str]] = {}

    def has(self, address: str, fragment: str) -> bool:
        """Whether the page at an address has something of this id; what is no page has no say."""
        page = self._planned.get(address)
        if page is None or not page.path.endswith(".html"):
            return True
        if address not in self._ids:
            self._ids[address] = _ids_of(make(self._context, page).decode())
        return fragment in self._ids[address]

    @cached_property
    def _planned(self) -> Mapping[str, Page]:
        labels = Labels(self._plan, _NoDigests())
        documents = plan_documents(labels)
        return {page.address: page for page in (*documents, *plan_lists_of(labels, documents))}

    @cached_property
    def _plan(self) -> Plan:
        reading = self._reading
        theme = load_theme(reading.root, reading.config.site.theme)
        return Plan(
            site=reading.site,
            references=reading.references,
            related=Related(),
            assets=theme_assets(theme)[1],
            options=theme.options,
            base_url=reading.config.site.base_url,
            salt=b"",
        )

    @cached_property
    def _context(self) -> Context:
        reading = self._reading
        theme = load_theme(reading.root, reading.config.site.theme)
        templates = Templates(template_layers(reading.root, theme), reading.config.site.language)
        return Context(self._plan, templates, Loader(self._detail, self._fragments))

    def _detail(self, document: Document) -> Detail:
        return self._reading.details[document.path]

    def _fragments(self, documents: Sequence[Document]) -> list[Fragments]:
        return [render_fragments(self._context, each, self._detail(each)) for each in documents]


_NOTHING = FragmentDigests(key=b"", card=b"", feed=b"", bib=b"", api=b"", item=b"")


class _NoDigests(Mapping[str, FragmentDigests]):
    """Digests for plans whose fingerprints nobody compares."""

    def __getitem__(self, key: str) -> FragmentDigests:
        return _NOTHING

    def __iter__(self) -> Iterator[str]:
        return iter(())

    def __len__(self) -> int:
        return 0


class _Ids(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: set[str] = set()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002 - overrides
        self.found |= {value for name, value in attrs if name == "id" and value}


def _ids_of(html: str) -> frozenset[str]:
    parser = _Ids()
    parser.feed(html)
    parser.close()
    return frozenset(parser.found)
