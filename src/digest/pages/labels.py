"""What a page shows of other pages, as bytes for fingerprints: titles, addresses and names, never their contents."""

from __future__ import annotations

from collections.abc import Mapping

from digest.catalog.document import Document
from digest.catalog.terms import Term
from digest.pages.context import Plan
from digest.pages.fragments import FragmentDigests
from digest.site import Issue, Update
from digest.text.slugs import slugify


class Labels:
    """Labels of documents, terms and issues of one plan; each is made once."""

    def __init__(self, plan: Plan, digests: Mapping[str, FragmentDigests]) -> None:
        self.plan = plan
        self.digests = digests
        self._tags = {slug: _term(term) for slug, term in plan.site.tags.items()}
        self._topics = {slug: _term(term) for slug, term in plan.site.topics.items()}
        self._authors = plan.site.authors
        self._known: dict[str, bytes] = {}
        self._anchors: dict[str, bytes] = {}
        self._sources: dict[str, bytes] = {}
        self._full: dict[str, bytes] = {}

    def anchor(self, document: Document) -> bytes:
        """Title, address and language."""
        label = self._anchors.get(document.path)
        if label is None:
            label = f"{document.title}\x1e{document.address}\x1e{document.lang}".encode()
            self._anchors[document.path] = label
        return label

    def terms(self, document: Document) -> bytes:
        """Names and addresses of a document's tags and topics, and which authors have a page."""
        known = self._known.get(document.path)
        if known is not None:
            return known
        tags, topics = self._tags, self._topics
        labels = [tags[slug] for slug in self.plan.site.tag_slugs.get(document.path, ())]
        labels += [topics[slug] for slug in document.topics if slug in topics]
        if self._authors:
            labels += [b"1" if slug in self._authors else b"0" for slug in document.author_slugs]
        label = self._known[document.path] = b"\x1e".join(labels)
        return label

    def source(self, document: Document) -> bytes:
        """Whether the source of an entry has a page."""
        name = document.source
        if name not in self._sources:
            self._sources[name] = b"1" if name and slugify(name) in self.plan.site.sources else b"0"
        return self._sources[name]

    def references(self, document: Document) -> bytes:
        """Where the links and images of a document lead."""
        found = (
            *self.plan.references.links.get(document.path, ()),
            *self.plan.references.images.get(document.path, ()),
        )
        return "\x1e".join([address or "" for address in found]).encode() if found else b""

    def issue(self, issue: Issue) -> bytes:
        """Name, address, title and language of an issue."""
        title, lang = (issue.document.title, issue.document.lang) if issue.document else ("", "")
        return f"{issue.name}\x1e{issue.address}\x1e{title}\x1e{lang}".encode()

    def update(self, update: Update) -> bytes:
        """A work of an earlier issue and what is new about it."""
        lines = (f"{day}\x1e{text}".encode() for day, text in update.lines)
        return b"\x1e".join((b"update", self.anchor(update.entry), *lines))

    def term(self, term: Term, *, count: bool = False) -> bytes:
        """Name and address of a term, with its count and description where an index shows them."""
        label = _term(term)
        return label + f"\x1e{len(term.members)}\x1e{term.description}".encode() if count else label

    def full(self, document: Document) -> bytes:
        """Everything a document may show of itself anywhere: its file, terms, links, and the key it is cited by."""
        label = self._full.get(document.path)
        if label is None:
            cited_by = self.plan.site.citation_keys.get(document.path, "").encode()
            label = b"\x1e".join((document.key, self.terms(document), self.references(document), cited_by))
            self._full[document.path] = label
        return label


def _term(term: Term) -> bytes:
    return f"{term.name}\x1e{term.address}".encode()
