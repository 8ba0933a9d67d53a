"""What several items about one work say together."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TypeVar

from msgspec.structs import replace

from digest.content.drafts import Coverage, EntryDraft, Link, Source
from digest.items import Item
from digest.links.canonical import canonical

T = TypeVar("T")

_FIRST_WINS = (
    "name",
    "id",
    "date",
    "seen",
    "lang",
    "source",
    "venue",
    "summary",
    "abstract",
    "image",
    "weight",
)
_NO_ARTICLES = frozenset(["arxiv", "huggingface"])  # the work itself, not somebody's text about it
_LISTS = ("authors", "organizations", "subjects", "topics", "tags", "findings")
FACTS = frozenset(["authors", "organizations", "subjects"])
"""Lists that say who and what: of several sources one has the word, for what the others add may be anything."""
_OF_THE_ARTICLE = {
    "authors": (),
    "organizations": (),
    "subjects": (),
    "venue": "",
    "abstract": "",
    "lang": "",
}
"""What the source of an article says of the article, and not of the work it is about."""


def combine(one: Item, other: Item) -> Item:
    """The first item with what it lacks: single values it has none of, and what is not in its lists.

    The article the other one was found in is coverage. Texts are left to whoever writes the entry.
    """
    other = told_of(other, one)
    singles = {name: getattr(one, name) or getattr(other, name) for name in _FIRST_WINS}
    lists = {
        name: getattr(one, name) or getattr(other, name)
        if other.by and name in FACTS
        else _union(getattr(one, name), getattr(other, name), str)
        for name in _LISTS
    }
    return replace(
        one,
        **singles,
        **lists,
        history=_union(one.history, other.history, lambda line: line.text),
        links=_links(one.links, other.links),
        coverage=_union(one.coverage, other.coverage, _article),
        draft=one.draft and other.draft,
    )


def told_of(item: Item, work: Item | EntryDraft) -> Item:
    """An item as it speaks of a work known from elsewhere: the article it was found in is coverage of that work.

    Of what a source says, authors and the like are then the article's. In a document somebody wrote they are the
    work's, whatever article it names.
    """
    source = item.source
    if source is None or not is_article(source):
        return item
    place = canonical(source.url)
    if place in {canonical(article.url) for article in work.coverage}:
        links = tuple(link for link in item.links if canonical(link.url) != place)
        return replace(_of_the_work(item), source=None, links=links)
    if work.source and canonical(work.source.url) == place:
        # An address on arXiv in somebody's feed does not make the feed's word arXiv's.
        return item if is_article(work.source) else replace(_of_the_work(item), source=None)
    if work.source is None and not any(link.kind == "paper" for link in work.links):
        return item  # then it is where the work itself was found
    day = item.date.date().isoformat() if item.date else ""
    article = Coverage(url=source.url, kind=source.kind, name=source.name, title=item.title, date=day)
    return replace(_of_the_work(item), source=None, coverage=_union(item.coverage, [article], _article))


def _of_the_work(item: Item) -> Item:
    """An item of a source without what the source says of the article alone."""
    return replace(item, **_OF_THE_ARTICLE) if item.by else item


def is_article(source: Source) -> bool:
    """Whether a source is somebody's text about a work, which makes it coverage of that work."""
    return bool(source.url) and source.kind not in _NO_ARTICLES


def other_titles(entry: EntryDraft) -> set[str]:
    """Titles an entry has besides its own: of articles and links."""
    return {article.title for article in entry.coverage} | {link.title for link in entry.links}


def _union(one: Iterable[T], other: Iterable[T], key: Callable[[T], object]) -> tuple[T, ...]:
    found: dict[object, T] = {}
    for value in [*one, *other]:
        found.setdefault(key(value), value)
    return tuple(found.values())


def _article(coverage: Coverage) -> str:
    return canonical(coverage.url)


def _links(one: tuple[Link, ...], other: tuple[Link, ...]) -> tuple[Link, ...]:
    """Links of both, a place once; a title or kind that only the second knows is taken over.

    What one document lists as two places (a paper and its PDF) stays two.
    """
    found = list(one)
    places = {canonical(link.url): number for number, link in reversed([*enumerate(one)])}
    for link in other:
        number = places.get(canonical(link.url))
        if number is None:
            found.append(link)
        else:
            known = found[number]
            kind = known.kind if known.kind != "other" else link.kind
            found[number] = replace(known, kind=kind, title=known.title or link.title)
    return tuple(found)
