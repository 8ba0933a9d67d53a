"""What a page says about itself to programs: JSON-LD after schema.org, and the `citation_*` tags of scholars.

The functions return JSON-LD as plain values; `json_ld` makes text of them that can stand in a script element.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from digest.exporters.addresses import encoded, web_address
from digest.exporters.bibtex import is_journal, published_in
from digest.exporters.dates import xml_date
from digest.exporters.feed import language_tag
from digest.exporters.identifiers import identify
from digest.text.clean import clean_line

JsonValue = str | int | list["JsonValue"] | dict[str, "JsonValue"]

_ESCAPES = (
    ("<", "\\u003c"),
    (">", "\\u003e"),
    ("&", "\\u0026"),
    ("\u2028", "\\u2028"),
    ("\u2029", "\\u2029"),
)


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """An entry as others should cite it.

    `id` is the entry's id, `url` its page here, `original` the work itself; dates are RFC 3339, that of
    publication may be a month (`2025-05`); `source` is who published it, `keywords` names of topics and tags.
    """

    id: str
    title: str
    url: str
    original: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    published: str = ""
    modified: str = ""
    lang: str = ""
    image: str = ""
    keywords: tuple[str, ...] = ()
    venue: str = ""
    source: str = ""


class ListedPage(msgspec.Struct, frozen=True):
    """A page in a list: its title and absolute address."""

    title: str
    url: str


def json_ld(thing: dict[str, JsonValue]) -> str:
    """JSON-LD text of one thing.

    `<`, `>`, `&`, U+2028 and U+2029 are escaped, so that no text can end the script element it stands in.
    """
    text = msgspec.json.encode({"@context": "https://schema.org", **thing}).decode()
    # Outside strings JSON has none of these characters.
    for character, escape in _ESCAPES:
        text = text.replace(character, escape)
    return text


def is_paper(work: Work) -> bool:
    """Whether a work is a paper: it has an arXiv number, a DOI or a venue."""
    known = identify(work.id)
    return bool((known.scheme in {"arxiv", "doi"} and known.url) or _doi(work) or published_in(work.venue))


def scholarly_article(work: Work) -> dict[str, JsonValue]:
    """A paper as schema.org's ScholarlyArticle.

    Raises:
        ValueError: a date of the work is not RFC 3339.
    """
    known = identify(work.id)
    identifiers: list[JsonValue] = []
    if known.scheme == "arxiv" and known.url:
        identifiers.append(_property("arXiv", known.value))
    if doi := _doi(work):
        identifiers.append(_property("DOI", doi))
    venue = published_in(work.venue)
    return {
        "@type": "ScholarlyArticle",
        **_article_fields(work),
        **_known(
            {
                "identifier": identifiers,
                "isPartOf": {"@type": "Periodical" if is_journal(venue) else "CreativeWork", "name": venue}
                if venue
                else "",
            }
        ),
    }


def article(work: Work) -> dict[str, JsonValue]:
    """Anything that is no paper (a blog post, a WeChat article, a repository) as schema.org's Article.

    Raises:
        ValueError: a date of the work is not RFC 3339.
    """
    publisher = clean_line(work.source)
    return {
        "@type": "Article",
        **_article_fields(work),
        **_known({"publisher": _named("Organization", publisher) if publisher else ""}),
    }


def collection_page(
    title: str, url: str, items: Sequence[ListedPage], *, description: str = "", lang: str = ""
) -> dict[str, JsonValue]:
    """A list of pages (an issue, a topic, a tag) as schema.org's CollectionPage, in the order given."""
    elements: list[JsonValue] = [
        {"@type": "ListItem", "position": position, "name": clean_line(item.title), "url": encoded(item.url)}
        for position, item in enumerate(items, 1)
    ]
    return {
        "@type": "CollectionPage",
        **_page_fields(title, url, description, lang),
        "mainEntity": {"@type": "ItemList", "itemListElement": elements},
    }


def website(
    title: str, url: str, *, description: str = "", lang: str = "", author: str = ""
) -> dict[str, JsonValue]:
    """The site itself as schema.org's WebSite."""
    name = clean_line(author)
    return {
        "@type": "WebSite",
        **_page_fields(title, url, description, lang),
        **_known({"author": _named("Person", name) if name else ""}),
    }


def citation_meta(work: Work) -> tuple[tuple[str, str], ...]:
    """Names and values of the `citation_*` meta elements of a paper, none for other works.

    The names are those of Google Scholar's inclusion guidelines; Zotero and others read them too. Addresses
    are the paper's own, so that a reference manager stores them and not this site's.

    Raises:
        ValueError: the date is not RFC 3339.
    """
    if not is_paper(work):
        return ()
    known = identify(work.id)
    venue = published_in(work.venue)
    pairs = [
        ("citation_title", clean_line(work.title)),
        *(("citation_author", clean_line(name)) for name in work.authors or work.organizations),
        ("citation_publication_date", _day(work.published)),
        ("citation_journal_title" if is_journal(venue) else "citation_conference_title", venue),
        ("citation_doi", _doi(work)),
        ("citation_arxiv_id", known.value if known.scheme == "arxiv" and known.url else ""),
        ("citation_pdf_url", known.pdf_url),
        ("citation_abstract_html_url", known.url or web_address(work.original)),
        ("citation_language", language_tag(work.lang)),
    ]
    return tuple((name, value) for name, value in pairs if value)


def _article_fields(work: Work) -> dict[str, JsonValue]:
    title = clean_line(work.title)
    known = identify(work.id)
    # In one order and once each: the link the entry gives, then the one its id gives.
    originals = dict.fromkeys(address for address in (web_address(work.original), known.url) if address)
    people = [_named("Person", name) for author in work.authors if (name := clean_line(author))]
    bodies = [_named("Organization", name) for author in work.organizations if (name := clean_line(author))]
    return {
        "headline": title,
        **_page_fields(title, work.url, work.description, work.lang),
        "mainEntityOfPage": encoded(work.url),
        **_known(
            {
                "sameAs": list(originals),
                "author": list(people or bodies),
                "datePublished": _published(work.published),
                "dateModified": xml_date(work.modified) if work.modified else "",
                "image": web_address(work.image),
                "keywords": [word for keyword in work.keywords if (word := clean_line(keyword))],
            }
        ),
    }


def _page_fields(title: str, url: str, description: str, lang: str) -> dict[str, JsonValue]:
    return {
        "name": clean_line(title),
        "url": encoded(url),
        **_known({"description": clean_line(description), "inLanguage": language_tag(lang)}),
    }


def _known(fields: dict[str, JsonValue]) -> dict[str, JsonValue]:
    return {key: value for key, value in fields.items() if value}


def _named(kind: str, name: str) -> dict[str, JsonValue]:
    return {"@type": kind, "name": name}


def _property(scheme: str, value: str) -> dict[str, JsonValue]:
    return {"@type": "PropertyValue", "propertyID": scheme, "value": value}


def _doi(work: Work) -> str:
    """The work's DOI in lower case, "" where its id is none."""
    known = identify(work.id)
    return known.value if known.scheme == "doi" and known.url else ""


def _published(date: str) -> str:
    """A date of publication as ISO 8601: a month (`2025-05`) stays one."""
    return xml_date(date) if len(date) > len("2025-05") else date


def _day(date: str) -> str:
    """`2025/05/14`, the day where the date was written; `2025/05` where only a month is known."""
    return _published(date)[:10].replace("-", "/")
