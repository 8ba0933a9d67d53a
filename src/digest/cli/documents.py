"""From the site to the documents of `digest export markdown`, and what those leave out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import NamedTuple
from zoneinfo import ZoneInfo

from digest.catalog.document import Document
from digest.cli.inventory import Inventory
from digest.content.addresses import quote_address
from digest.content.drafts import Draft, EntryDraft, Image, IssueDraft, TermDraft
from digest.exporters.identifiers import identify
from digest.exporters.markdown import MarkdownIssue, MarkdownLink, MarkdownTopic, MarkdownWork
from digest.importers.imported import Form, Imported, Setting
from digest.ingest.categorizing import is_machines
from digest.problems import DigestError, Problem, error, warning
from digest.site import Issue, newest_first
from digest.text.weeks import Period, Week

_LINK = re.compile(r"\[(?P<text>[^\[\]\n]+)\]\((?P<address>/[^()\s]*)\)")
_ITEM = re.compile(r"\s*[-*+]\s+(?:[0-9]{4}-[0-9]{2}-[0-9]{2}\s+)?\[[^\n]*\]\((?P<address>/[^()\s]*)\)\s*")
_TO_ENTRY = re.compile(r"\[([^\[\]\n]+)\]\((?:/entries/[^()\s]*|\x1a[0-9]+\x1a)\)")
_COMPARED = (
    "title", "date", "lang", "source", "authors", "organizations", "subjects", "tags", "venue", "summary", "abstract",
    "findings", "links", "coverage", "image", "history", "weight", "body",
)  # fmt: skip

_CALLED = {
    "lang": "language", "source": "source", "organizations": "organisations", "subjects": "subject classes",
    "findings": "key findings", "coverage": "articles about the work", "image": "picture", "history": "history",
    "weight": "place in lists (weight)", "body": "text", "cover": "cover picture", "sections": "sections of the issue",
    "number": "number of the issue", "date": "date", "title": "title", "summary": "summary", "tags": "tags",
}  # fmt: skip
_REPORT = "report this with the document: it has to say the same works as the site"


class Export(NamedTuple):
    """A document, and a function that reads it back and tells what it does not say."""

    text: str
    lost: Callable[[], tuple[Problem, ...]]


def export_issue(inventory: Inventory, period: Period) -> Export:
    """The issue of a week as a weekly document, that of a day as a report.

    Raises:
        DigestError: the site shows no such issue.
    """
    name = str(period) if isinstance(period, Week) else period.isoformat()
    found = next((issue for issue in inventory.site.issues if issue.name == name), None)
    if found is None:
        raise DigestError([error(f"the site has no issue {name}", hint="digest list issues shows them all")])
    drafts = _drafts(inventory)
    file = drafts.get(found.document.path) if found.document else None
    issue = file if isinstance(file, IssueDraft) else None
    entries = _entries(found.entries, drafts)
    values = _issue(inventory, name, issue, entries)
    form: Form = "weekly" if isinstance(period, Week) else "arxiv-report"
    if isinstance(period, Week):
        from digest.exporters.markdown_weekly import weekly_markdown  # noqa: PLC0415 - one form is written

        text = weekly_markdown(values)
    else:
        from digest.exporters.markdown_daily import daily_markdown  # noqa: PLC0415 - as above

        text = daily_markdown(_without_own_links(values, found))

    def lost() -> tuple[Problem, ...]:
        read = _read_back(inventory, text, form)
        return (*_lost_of_issue(issue, found, read), *_lost_of_entries(entries, read))

    return Export(text, lost)


def export_topic(inventory: Inventory, name: str) -> Export:
    """A topic as a list of its works, under the headings of its page where that links to them.

    Raises:
        DigestError: the site has no such topic.
    """
    term = inventory.site.topics.get(name)
    if term is None:
        raise DigestError(
            [error(f'the site has no topic "{name}"', hint="digest list topics shows them all")]
        )
    drafts = _drafts(inventory)
    page = next(
        (
            d
            for d in drafts.values()
            if isinstance(d, TermDraft) and d.taxonomy == "topics" and d.folder.endswith(f"/{name}")
        ),
        None,
    )
    members = {d.address: d for d in sorted(term.members, key=newest_first) if d.kind == "entry"}
    shown = {
        document.address: document for document in inventory.documents.values() if document.kind == "entry"
    }
    parts, entries = _topic_parts(inventory, page.body if page else "", members, shown, drafts)
    from digest.exporters.markdown_topic import topic_markdown  # noqa: PLC0415 - one form is written

    title = (page.title if page else "") or term.name
    topic = MarkdownTopic(
        title=title,
        id=term.slug,
        date=_local(page.date, inventory) if page else None,
        summary=page.summary if page else "",
        tags=page.tags if page else (),
        parts=tuple(parts),
    )
    text = topic_markdown(topic)

    def lost() -> tuple[Problem, ...]:
        read = _read_back(inventory, text, "topic-list")
        return (*_lost_of_page(page, read), *_lost_of_entries(entries, read))

    return Export(text, lost)


def _topic_parts(
    inventory: Inventory,
    body: str,
    members: Mapping[str, Document],
    shown: Mapping[str, Document],
    drafts: Mapping[str, Draft],
) -> tuple[list[str | MarkdownWork], list[EntryDraft]]:
    """The text of a topic page with works in place of the list items that link to them; other works follow."""
    parts: list[str | MarkdownWork] = []
    told: dict[str, EntryDraft] = {}
    text: list[str] = []
    for line in body.split("\n"):
        match = _ITEM.fullmatch(line)
        document = shown.get(match["address"]) if match else None
        entry = drafts.get(document.path) if document else None
        if not isinstance(entry, EntryDraft):
            text.append(line)
            continue
        if entry.path not in told:
            told[entry.path] = entry
            parts += [*_paragraphs(text), _work(entry, inventory)]
            text = []
    parts += _paragraphs(text)
    rest = [entry for entry in _entries(members.values(), drafts) if entry.path not in told]
    works = [_work(entry, inventory) for entry in rest]
    # Works the page does not name stand above its first heading, so that they belong to none of its sections.
    first = next(
        (n for n, part in enumerate(parts) if isinstance(part, str) and part.startswith("#")), len(parts)
    )
    return [*parts[:first], *works, *parts[first:]], [*told.values(), *rest]


def _paragraphs(lines: Sequence[str]) -> list[str]:
    text = "\n".join(lines).strip("\n")
    return re.split(r"\n(?=#)|(?<=\n)\n", text) if text.strip() else []


def _drafts(inventory: Inventory) -> dict[str, Draft]:
    return {draft.path: draft for draft in inventory.drafts}


def _entries(documents: Iterable[Document], drafts: Mapping[str, Draft]) -> list[EntryDraft]:
    found = (drafts.get(document.path) for document in documents)
    return [draft for draft in found if isinstance(draft, EntryDraft)]


def _issue(
    inventory: Inventory, name: str, issue: IssueDraft | None, entries: Iterable[EntryDraft]
) -> MarkdownIssue:
    from digest.importers.weekly.front import number_in  # noqa: PLC0415 - for issues alone

    works = tuple(_work(entry, inventory) for entry in entries)
    if issue is None:
        return MarkdownIssue(period=name, title=f"{inventory.config.site.title} {name}", works=works)
    return MarkdownIssue(
        period=name,
        title=issue.title or f"{inventory.config.site.title} {name}",
        number=issue.number if issue.number != number_in(issue.title) else None,
        cover=_picture(issue.cover, issue, inventory),
        cover_alt=issue.cover.alt if issue.cover else "",
        cover_credit=issue.cover.credit if issue.cover else "",
        summary=issue.summary,
        highlights=issue.highlights,
        body=issue.body.strip("\n"),
        works=works,
    )


def _work(entry: EntryDraft, inventory: Inventory) -> MarkdownWork:
    covered = entry.coverage[0].url if entry.coverage else ""
    source = entry.source.url if entry.source else ""
    is_article = entry.source is not None and entry.source.kind != "arxiv"
    return MarkdownWork(
        title=entry.title,
        url=source or covered or identify(entry.id).url,
        article=covered or (source if is_article else ""),
        date=_local(entry.date, inventory),
        authors=entry.authors,
        organizations=entry.organizations,
        subjects=entry.subjects,
        tags=entry.tags,
        venue=entry.venue,
        summary=entry.summary.strip("\n"),
        abstract=entry.abstract.strip("\n"),
        findings=entry.findings,
        links=tuple(MarkdownLink(link.url, link.kind, link.title) for link in entry.links),
        image=_picture(entry.image, entry, inventory),
        image_alt=entry.image.alt if entry.image else "",
        body=entry.body.strip("\n"),
    )


def _local(moment: datetime | None, inventory: Inventory) -> datetime | None:
    """A moment as the clocks of the site show it."""
    return moment.astimezone(ZoneInfo(inventory.config.site.timezone)) if moment else None


def _picture(image: Image | None, page: Draft, inventory: Inventory) -> str:
    """The absolute address of a picture; "" where the site has none that others could load."""
    if image is None or "://" in image.src:
        return image.src if image else ""
    base = inventory.config.site.base_url.rstrip("/")
    document = inventory.documents.get(page.path)
    if not base.startswith("https://") or document is None:
        return ""
    path = image.src if image.src.startswith("/") else f"{document.address}{image.src}"
    return f"{base}{quote_address(path)}"


def _without_own_links(values: MarkdownIssue, issue: Issue) -> MarkdownIssue:
    """The editorial without links to the works of the issue: reading the report makes them again."""
    from msgspec.structs import replace  # noqa: PLC0415 - for reports alone

    own = {entry.address for entry in issue.entries}
    body = _LINK.sub(lambda match: match["text"] if match["address"] in own else match[0], values.body)
    return replace(values, body=body)


def _read_back(inventory: Inventory, text: str, form: Form) -> Imported:
    from digest.importers.document import read_document  # noqa: PLC0415 - for --check alone
    from digest.importers.forms import form_reader  # noqa: PLC0415 - as above

    site = inventory.config.site
    setting = Setting(ZoneInfo(site.timezone), site.language, inventory.config.topics)
    return form_reader(form).read(read_document(text.encode(), "export.md"), setting)


def _lost_of_issue(issue: IssueDraft | None, shown: Issue, read: Imported) -> Iterator[Problem]:
    if issue is None or read.issue is None:
        return
    for name in ("title", "number", "cover", "summary", "highlights"):
        if _differs(getattr(issue, name), getattr(read.issue, name)):
            yield _not_said(issue.path, name, is_there=bool(getattr(read.issue, name)))
    if _differs(_unlinked(issue.body), _unlinked(read.issue.body)):
        yield _not_said(issue.path, "body", is_there=bool(read.issue.body))
    if shown.sections:
        yield _not_said(issue.path, "sections", is_there=False)


def _lost_of_page(page: TermDraft | None, read: Imported) -> Iterator[Problem]:
    if page is None or read.page is None:
        return
    for name in ("title", "date", "summary", "tags"):
        if _differs(getattr(page, name), getattr(read.page, name)):
            yield _not_said(page.path, name, is_there=bool(getattr(read.page, name)))
    ours, theirs = (
        Counter(filter(str.strip, _unlinked(body).split("\n"))) for body in (page.body, read.page.body)
    )
    if ours - theirs:  # what it lists beside them are works that the page does not name
        yield _not_said(page.path, "body", is_there=bool(read.page.body))


def _lost_of_entries(entries: Sequence[EntryDraft], read: Imported) -> Iterator[Problem]:
    """What the document does not say of its works, one warning for each work and field."""
    left = list(range(len(read.items)))
    for entry in entries:
        found = _same_work(entry, read, left)
        if found is None:
            message = f"the document does not hold “{entry.title}” as a work of its own"
            yield warning(message, path=entry.path, hint=_REPORT)
            continue
        left.remove(found)
        item = read.items[found]
        texts = (item.summary, item.abstract, item.body)
        said = {link.url for link in item.links} | {each.url for each in item.coverage}
        said |= {item.source.url} if item.source else set()
        # A form with one place for text has the summary there, and one with one place for addresses all of them.
        elsewhere = {
            name for name in ("summary", "abstract") if any(getattr(entry, name).strip() in t for t in texts)
        }
        elsewhere |= {
            name
            for name, own in (("links", entry.links), ("coverage", entry.coverage))
            if said.issuperset(each.url for each in own)
        }
        if entry.source and entry.source.url in said:
            elsewhere.add("source")
        for name in _COMPARED:
            ours, theirs = getattr(entry, name), getattr(item, name)
            if not theirs and is_machines(name, entry):
                continue  # nobody's words: the machine gives them again
            if name not in elsewhere and _differs(ours, theirs):
                yield _not_said(entry.path, name, is_there=bool(theirs))
    for number in left:
        item = read.items[number]
        message = f"line {item.line} of the document reads as a work of its own: “{item.title}”"
        yield warning(message, hint=_REPORT)


def _same_work(entry: EntryDraft, read: Imported, left: Sequence[int]) -> int | None:
    """The number of the item that was read for an entry: by its title, else by one of its addresses."""
    urls = {link.url for link in entry.links}
    named = (number for number in left if read.items[number].title == entry.title)
    linked = (number for number in left if urls & {link.url for link in read.items[number].links})
    return next(chain(named, linked), None)


def _differs(ours: object, read: object) -> bool:
    """Whether a field that says something is read back as something else."""
    if isinstance(ours, str):
        return bool(ours.strip()) and (not isinstance(read, str) or ours.strip() != read.strip())
    return bool(ours) and ours != read


def _unlinked(body: str) -> str:
    """A text without its links to entries, which have no addresses yet in a document that was read."""
    return _TO_ENTRY.sub(r"\1", body)


def _not_said(path: str, field: str, *, is_there: bool) -> Problem:
    what = _CALLED.get(field, field)
    message = f"the document has other {what}" if is_there else f"the document leaves out: {what}"
    hint = (
        "what it has no place for is said elsewhere or not at all"
        if is_there
        else "this form has no place for it"
    )
    return warning(message, path=path, hint=f"{hint}; the file of the site keeps what it says")
