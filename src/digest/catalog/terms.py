"""Topics, tags, authors and sources: which names mean the same, and who carries them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import chain
from urllib.parse import urlsplit

import msgspec

from digest.catalog.document import SEPARATOR, Document
from digest.config.schema import Config, SourceConfig
from digest.config.tags import TagNames, pick_name
from digest.content.drafts import Source
from digest.problems import Problem, warning
from digest.text.slugs import slugify


class Term(msgspec.Struct, frozen=True):
    """A topic, tag, author or source with its members, newest first.

    `page` is the document that gives the term its text, if somebody wrote one.
    """

    taxonomy: str
    slug: str
    name: str
    address: str
    members: tuple[Document, ...]
    description: str = ""
    parent: str = ""
    page: Document | None = None


def configured_name(source: SourceConfig) -> str:
    """What a configured source is called: its `name`, else its id."""
    return str(source.options.get("name") or source.id)


def source_name(source: Source | None, config: Config) -> str:
    """What the source of an entry is called: by its name, its configuration, its host or its kind; "" for none."""
    if source is None:
        return ""
    if source.name:
        return source.name
    configured = next((configured_name(known) for known in config.sources if known.id == source.kind), "")
    return configured or urlsplit(source.url).hostname or source.kind


def collect_tags(
    documents: Sequence[Document], pages: Mapping[str, Document], config: Config
) -> tuple[dict[str, Term], dict[str, tuple[str, ...]], list[Problem]]:
    """Tags by slug, and the slugs of each document's tags by path, in its own order and without repeats.

    `documents` come newest first; names that share a slug unasked give one warning.
    """
    names = TagNames(config)
    uses = Counter(chain.from_iterable(document.tags for document in documents))
    slug_of = {name: names.slug(name) for name in uses}
    spellings: dict[str, dict[str, int]] = {}
    for name, number in uses.items():
        spellings.setdefault(slug_of[name], {})[name] = number
    slugs = {d.path: tuple(dict.fromkeys([slug_of[name] for name in d.tags])) for d in documents if d.tags}
    members: dict[str, list[Document]] = {slug: [] for slug in (*pages, *spellings)}
    for document in documents:
        for slug in slugs.get(document.path, ()):
            members[slug].append(document)
    problems: list[Problem] = []
    terms: dict[str, Term] = {}
    for slug in sorted(members):
        page, spelled = pages.get(slug), spellings.get(slug, {})
        if len(spelled) > 1 and slug not in names.display:
            problems.append(_merged("tags", slug, spelled, members[slug]))
        name = (page.title if page else "") or names.display.get(slug, "") or _usual(spelled) or slug
        address = page.address if page else f"/tags/{slug}/"
        terms[slug] = Term("tags", slug, name, address, tuple(members[slug]), page=page)
    return terms, slugs, problems


def collect_authors(documents: Sequence[Document], minimum: int) -> tuple[dict[str, Term], list[Problem]]:
    """Authors by slug, those with at least `minimum` entries."""
    # Most authors of a large site have one entry: counting all of them at once leaves few to collect.
    lines = [document.author_slug_line for document in documents if document.author_slug_line]
    uses = Counter(SEPARATOR.join(lines).split(SEPARATOR)) if lines else Counter[str]()
    members: dict[str, list[Document]] = {slug: [] for slug, number in uses.items() if number >= minimum}
    if members:
        for document in documents:
            for slug in dict.fromkeys(document.author_slugs):
                if slug in members:
                    members[slug].append(document)
    return _named("authors", members, minimum, _author_names)


def _author_names(document: Document, slug: str) -> list[str]:
    return [name for name, own in zip(document.authors, document.author_slugs, strict=True) if own == slug]


def collect_sources(documents: Iterable[Document], minimum: int) -> tuple[dict[str, Term], list[Problem]]:
    """Sources by slug, those with at least `minimum` entries."""
    slugs: dict[str, str] = {}
    members: dict[str, list[Document]] = {}
    for document in documents:
        if document.source:
            slug = slugs.get(document.source) or slugs.setdefault(document.source, slugify(document.source))
            members.setdefault(slug, []).append(document)
    return _named("sources", members, minimum, lambda document, _: [document.source])


def _named(
    taxonomy: str,
    members: Mapping[str, list[Document]],
    minimum: int,
    names_of: Callable[[Document, str], Iterable[str]],
) -> tuple[dict[str, Term], list[Problem]]:
    problems: list[Problem] = []
    terms: dict[str, Term] = {}
    for slug in sorted(slug for slug, found in members.items() if len(found) >= minimum):
        spelled = Counter(name for document in members[slug] for name in names_of(document, slug))
        if len(spelled) > 1:
            problems.append(_merged(taxonomy, slug, spelled, members[slug]))
        terms[slug] = Term(taxonomy, slug, _usual(spelled), f"/{taxonomy}/{slug}/", tuple(members[slug]))
    return terms, problems


def _usual(spelled: Mapping[str, int]) -> str:
    """The spelling used most, "" where there is none."""
    return min(spelled, key=lambda text: (-spelled[text], text)) if spelled else ""


def _merged(taxonomy: str, slug: str, spelled: Mapping[str, int], members: list[Document]) -> Problem:
    names = sorted(spelled)
    shown = ", ".join(f"“{name}”" for name in names[:5]) + (" …" if len(names) > 5 else "")
    first = min(members, key=lambda document: document.path)
    line, column = first.place_of(taxonomy)
    return warning(
        f"{taxonomy} {shown} share the address /{taxonomy}/{slug}/ and are shown as one",
        path=first.path,
        line=line,
        column=column,
        hint="list them as aliases of one tag in digest.yaml, or give one a slug of its own there"
        if taxonomy == "tags"
        else "use one spelling",
    )


def collect_topics(
    documents: Iterable[Document], pages: Mapping[str, Document], config: Config
) -> tuple[dict[str, Term], list[Problem]]:
    """Topics in the order of `digest.yaml`; a topic that is only used or only has a page comes after them."""
    from difflib import get_close_matches  # noqa: PLC0415 - needed for mistakes alone

    members: dict[str, list[Document]] = {topic.id: [] for topic in config.topics}
    problems: list[Problem] = []
    unknown: set[str] = set()
    for document in documents:
        for slug in document.topics:
            if slug not in members:
                members[slug] = []
                unknown.add(slug)
            if slug in unknown and len(members[slug]) == 0:
                near = get_close_matches(slug, [topic.id for topic in config.topics], 1)
                line, column = document.place_of("topics")
                problems.append(
                    warning(
                        f"topic “{slug}” is not in digest.yaml",
                        path=document.path,
                        line=line,
                        column=column,
                        hint=f"did you mean “{near[0]}”?"
                        if near
                        else "add it under `topics`, or make it a tag",
                    )
                )
            if not members[slug] or members[slug][-1] is not document:
                members[slug].append(document)
    configured = {topic.id: topic for topic in config.topics}
    terms: dict[str, Term] = {}
    for slug in (*members, *sorted(set(pages) - set(members))):
        topic, page = configured.get(slug), pages.get(slug)
        name = (page.title if page else "") or (pick_name(topic.name, config.site.language) if topic else "")
        terms[slug] = Term(
            taxonomy="topics",
            slug=slug,
            name=name or slug,
            address=page.address if page else f"/topics/{slug}/",
            members=tuple(members.get(slug, ())),
            description=pick_name(topic.description, config.site.language) if topic else "",
            parent=topic.parent if topic else "",
            page=page,
        )
    return terms, problems
