"""From what a file says to what the site knows of it: one draft becomes a `Document` and its `Detail`."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import msgspec

from digest.catalog.citation import cited
from digest.catalog.document import SEPARATOR, Detail, Document, DocumentKind, Part
from digest.catalog.terms import source_name
from digest.catalog.tex_quotes import with_quotation_marks
from digest.config.schema import Config
from digest.content.drafts import Draft, EntryDraft, IssueDraft, LinkKind, SourceText, TermDraft
from digest.content.permalinks import address_of, aliases_of
from digest.exporters.bibtex import citation_key
from digest.exporters.identifiers import identify
from digest.problems import Problem, warning
from digest.render.markdown import Markdown
from digest.render.markdown.rendered import Notice, Rendered
from digest.text.cjk import count
from digest.text.dates import rfc3339
from digest.text.excerpt import excerpt
from digest.text.formulas import shown_title
from digest.text.names import fold_name
from digest.text.reading_time import reading_minutes
from digest.text.slugs import slugify
from digest.text.weeks import local_day, week_of_day

KEPT_PLACES = ("slug", "url", "aliases", "topics", "tags", "picks", "sections", "id", "image", "authors")
SHORT_NOTE = 300
"""Han characters up to which a whole note is shown inside an issue; a word counts as three."""
WORD_UNITS = 3
DAY_LENGTH = len("2025-06-01")
ORIGINAL_ORDER: tuple[LinkKind, ...] = (
    "paper",
    "project",
    "article",
    "code",
    "model",
    "dataset",
    "demo",
    "video",
    "discussion",
    "other",
)


class Resolver:
    """Resolves drafts under one configuration; made once a process, since Markdown takes time to set up."""

    def __init__(self, config: Config) -> None:
        self._config = config
        self._zone = ZoneInfo(config.site.timezone)
        self._topic_ids = {
            fold_name(name): topic.id
            for topic in reversed(config.topics)
            for name in (topic.name.en, topic.name.zh, topic.id)
            if name
        }
        self._markdown = Markdown(html=config.content.html, language=config.site.language)

    def resolve(self, draft: Draft, warnings: tuple[Problem, ...] = ()) -> tuple[Document, Detail]:
        """The document without its `key`, and the detail; `warnings` are those of reading the file.

        Raises:
            DigestError: the file asks for an address it may not have.
        """
        parts = _Parts(self._markdown)
        body = parts.add(draft.body, draft.body_line, draft.title)
        summary = parts.add(draft.summary, _line(draft, "summary"))
        abstract, findings = Part(), tuple[Part, ...]()
        if isinstance(draft, EntryDraft):
            abstract = parts.add(with_quotation_marks(draft.abstract), _line(draft, "abstract"))
            findings = tuple(
                parts.add(with_quotation_marks(text), _line(draft, "findings")) for text in draft.findings
            )
        first_own_link = len(parts.links)
        if isinstance(draft, EntryDraft):
            line = _line(draft, "links")
            parts.links += [(link.url, line) for link in draft.links if link.url.startswith("/")]
        text = body.rendered.text
        han, words = count(text)
        plain = draft.description or summary.rendered.text or text or abstract.rendered.text
        detail = Detail(
            draft=without_texts(draft),
            body=msgspec.structs.replace(body, rendered=msgspec.structs.replace(body.rendered, text="")),
            summary=summary,
            abstract=abstract,
            findings=findings,
            excerpt=excerpt(plain, self._config.summary.length),
            minutes=reading_minutes(han, words),
            is_short=bool(text) and han + WORD_UNITS * words <= SHORT_NOTE,
            first_own_link=first_own_link,
        )
        notices = _warnings(draft.path, parts.notices)
        return self._document(draft, parts, warnings + notices), detail

    def source_text(self, text: SourceText, title: str) -> tuple[Rendered, tuple[Problem, ...]]:
        """The text of the article under an entry of this title, and warnings about it."""
        rendered = self._markdown.render(text.body, first_line=text.body_line, title=title)
        notices = _warnings(text.path, rendered.notices)
        return msgspec.structs.replace(rendered, text="", notices=()), notices

    def _topic(self, name: str) -> str:
        """The id of a topic written as its id or under one of its names."""
        return self._topic_ids.get(fold_name(name)) or slugify(name)

    def _document(self, draft: Draft, parts: _Parts, notices: tuple[Problem, ...]) -> Document:
        address = address_of(draft, self._config)
        published = draft.publish_date or draft.date
        shown = draft.date or draft.publish_date
        day = local_day(published, self._zone) if published else None
        images = (*parts.images, *((draft.image.src,) if draft.image else ()))
        entry = draft if isinstance(draft, EntryDraft) else None
        issue = draft if isinstance(draft, IssueDraft) else None
        if issue is not None and issue.cover is not None:
            images += (issue.cover.src,)
        return Document(
            path=draft.path,
            kind=kind_of(draft),
            section=draft.section,
            folder=draft.folder,
            slug=slug_of(draft, address),
            address=address,
            title=shown_title(draft.title) if entry else draft.title,
            lang=draft.lang or self._config.site.language,
            id=entry.id if entry else "",
            original=original_of(entry) if entry else "",
            date=rfc3339(shown) if shown else "",
            lastmod=rfc3339(draft.lastmod) if draft.lastmod else "",
            seen=_seconds(published),
            expires=_seconds(draft.expiry_date),
            draft=draft.draft,
            noindex=draft.noindex,
            week=str(week_of_day(day)) if day else "",
            day=day.isoformat() if day else "",
            issue=entry.issue if entry else "",
            is_bundle=draft.is_bundle,
            weight=draft.weight,
            number=issue.number if issue else None,
            picks=issue.picks if issue else None,
            picked_sections=tuple((part.title, part.picks) for part in issue.sections) if issue else (),
            aliases=aliases_of(draft, address),
            tags=draft.tags,
            topics=tuple(dict.fromkeys(self._topic(name) for name in draft.topics)),
            author_line=SEPARATOR.join(draft.authors),
            author_slug_line=SEPARATOR.join(slugify(name) for name in draft.authors),
            source=source_name(entry.source, self._config) if entry else "",
            citation=citation_key(cited(entry, end_of(address), rfc3339(shown) if shown else ""))
            if entry
            else "",
            history=tuple((line.date, line.text) for line in entry.history if len(line.date) == DAY_LENGTH)
            if entry
            else (),
            links=tuple(parts.links),
            images=tuple(src for src in images if "://" not in src),
            places=" ".join(
                f"{key}:{draft.places[key][0]}:{draft.places[key][1]}"
                for key in KEPT_PLACES
                if key in draft.places
            ),
            notices=notices,
        )


def _warnings(path: str, notices: Iterable[Notice]) -> tuple[Problem, ...]:
    return tuple(
        warning(notice.message, path=path, line=notice.line, column=1, hint=notice.hint) for notice in notices
    )


class _Parts:
    """Renders the texts of one file and numbers their slots through."""

    def __init__(self, markdown: Markdown) -> None:
        self._markdown = markdown
        self.links: list[tuple[str, int]] = []
        self.images: list[str] = []
        self.notices: list[Notice] = []

    def add(self, text: str, line: int, title: str = "") -> Part:
        if not text:
            return Part()
        rendered = self._markdown.render(text, first_line=line, title=title)
        part = Part(rendered, len(self.links), len(self.images))
        self.links += ((link.target, link.line) for link in rendered.links)
        self.images += rendered.images
        self.notices += rendered.notices
        return part


def without_texts(draft: Draft) -> Draft:
    """The draft without what is kept rendered, half of its size."""
    if isinstance(draft, EntryDraft):
        return msgspec.structs.replace(draft, body="", summary="", abstract="", findings=(), places={})
    return msgspec.structs.replace(draft, body="", summary="", places={})


def _line(draft: Draft, key: str) -> int:
    return draft.places[key][0] if key in draft.places else 1


def kind_of(draft: Draft) -> DocumentKind:
    """Which kind of page a draft becomes."""
    if isinstance(draft, EntryDraft):
        return "entry"
    if isinstance(draft, IssueDraft):
        return "issue"
    if isinstance(draft, TermDraft):
        return "topic" if draft.taxonomy == "topics" else "tag"
    return "section" if draft.is_index else "page"


def slug_of(draft: Draft, address: str) -> str:
    """What a document is called: the period of an issue, the folder of a term, else the end of its address."""
    if isinstance(draft, IssueDraft):
        return draft.name.upper() if "w" in draft.name.lower() else draft.name
    if isinstance(draft, TermDraft):
        return draft.folder.rpartition("/")[2].lower()
    return end_of(address)


def end_of(address: str) -> str:
    """The last part of an address."""
    return address.strip("/").rpartition("/")[2]


def original_of(entry: EntryDraft) -> str:
    """The address a reader is sent to: the work's own, else its best link, else where it was found."""
    canonical = identify(entry.id).url
    if canonical:
        return canonical
    if entry.links:
        return min(entry.links, key=lambda link: ORIGINAL_ORDER.index(link.kind)).url
    return entry.source.url if entry.source else ""


def _seconds(moment: datetime | None) -> int:
    if moment is None:
        return 0
    return int((moment - _EPOCH).total_seconds())


_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
