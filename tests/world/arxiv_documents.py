"""What arXiv sends: pages of results in the forms of 2026 and before, announcements, a page of HTML."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from typing import Literal
from xml.sax.saxutils import escape

from world.papers import Paper

Form = Literal["2026", "legacy"]
_ARXIV = "http://arxiv.org/schemas/atom"
_OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
MADE = "2026-05-01T00:00:00Z"


def envelope(form: Form, entries: Sequence[str], total: int, start: int, size: int) -> str:
    """A feed of results: how many there are in all, the index of the first, how many were wanted."""
    if form == "legacy":
        inner = "".join(
            f'<opensearch:{name} xmlns:opensearch="{_OPENSEARCH}">{value}</opensearch:{name}>\n  '
            for name, value in (("totalResults", total), ("startIndex", start), ("itemsPerPage", size))
        )
        return (
            '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns="http://www.w3.org/2005/Atom">\n'
            '  <link href="http://arxiv.org/api/query?x" rel="self" type="application/atom+xml"/>\n'
            f'  <title type="html">ArXiv Query</title>\n  <id>http://arxiv.org/api/x</id>\n'
            f"  <updated>2025-05-20T00:00:00-04:00</updated>\n  {inner}{''.join(entries)}</feed>\n"
        )
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<feed xmlns:opensearch=\"{_OPENSEARCH}\" xmlns:arxiv=\"{_ARXIV}\""
        ' xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id><title>arXiv Query</title>'
        f"<updated>{MADE}</updated><opensearch:itemsPerPage>{size}</opensearch:itemsPerPage>"
        f"<opensearch:totalResults>{total}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{''.join(entries)}</feed>\n"
    )


def entry(paper: Paper) -> str:
    """The form of 2026: titles in one line, `published` behind the categories, links in https."""
    places = "".join(f"<arxiv:affiliation>{escape(name)}</arxiv:affiliation>" for name in paper.affiliations)
    authors = "".join(f"<author><name>{escape(name)}</name>{places}</author>" for name in paper.authors)
    terms = "".join(f'<category term="{name}" scheme="{_ARXIV}"/>' for name in paper.categories)
    facts = "".join(
        f"<arxiv:{name}>{escape(value)}</arxiv:{name}>"
        for name, value in (
            ("comment", paper.comment),
            ("journal_ref", paper.journal_ref),
            ("doi", paper.doi),
        )
        if value
    )
    name = f"{paper.number}v{paper.version}"
    return (
        f"<entry><id>http://arxiv.org/abs/{name}</id><title>{escape(paper.title)}</title>"
        f"<updated>{_moment(paper.updated or paper.published)}</updated>"
        f'<link href="https://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>'
        f'<link href="https://arxiv.org/pdf/{name}" rel="related" type="application/pdf" title="pdf"/>'
        f"<summary>{escape(paper.abstract)}</summary>{terms}<published>{_moment(paper.published)}</published>{facts}"
        f'<arxiv:primary_category term="{paper.categories[0]}"/>{authors}</entry>'
    )


def legacy_entry(paper: Paper) -> str:
    """The form until 2025: hard line breaks, a namespace on every element, links in http."""
    own = f'xmlns:arxiv="{_ARXIV}"'
    places = "".join(
        f"<arxiv:affiliation {own}>{escape(name)}</arxiv:affiliation>" for name in paper.affiliations
    )
    authors = "".join(f"<author>\n<name>{escape(name)}</name>{places}\n</author>\n" for name in paper.authors)
    terms = "".join(f'<category term="{name}" scheme="{_ARXIV}"/>\n' for name in paper.categories)
    facts = "".join(
        f"<arxiv:{name} {own}>{escape(value)}</arxiv:{name}>\n"
        for name, value in (
            ("comment", paper.comment),
            ("journal_ref", paper.journal_ref),
            ("doi", paper.doi),
        )
        if value
    )
    name = f"{paper.number}v{paper.version}"
    return (
        f"<entry>\n<id>http://arxiv.org/abs/{name}</id>\n"
        f"<updated>{_moment(paper.updated or paper.published)}</updated>\n"
        f"<published>{_moment(paper.published)}</published>\n<title>{escape(_wrapped(paper.title, 40))}</title>\n"
        f"<summary>  {escape(_wrapped(paper.abstract, 80))}\n</summary>\n{authors}{facts}"
        f'<link href="http://arxiv.org/abs/{name}" rel="alternate" type="text/html"/>\n'
        f'<link title="pdf" href="http://arxiv.org/pdf/{name}" rel="related" type="application/pdf"/>\n'
        f'<arxiv:primary_category {own} term="{paper.categories[0]}"/>\n{terms}</entry>\n'
    )


def _wrapped(text: str, width: int) -> str:
    lines: list[str] = [""]
    for word in text.split(" "):
        if len(lines[-1]) + len(word) > width:
            lines.append("")
        lines[-1] += f" {word}" if lines[-1] else word
    return "\n".join(lines)


def rss(channel: str) -> str:
    """A document of rss.arxiv.org around what its channel says."""
    return (
        f"<?xml version='1.0' encoding='UTF-8'?>\n<rss xmlns:arxiv=\"{_ARXIV}\""
        ' xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:atom="http://www.w3.org/2005/Atom" version="2.0">'
        f"<channel>{channel}</channel></rss>\n"
    )


def announcement(paper: Paper, kind: str, day: datetime) -> str:
    """A paper on the list of a day; all authors are one text."""
    places = f" ({', '.join(paper.affiliations)})" if paper.affiliations else ""
    creators = ", ".join(f"{name}{places}" for name in paper.authors)
    terms = "".join(f"<category>{name}</category>" for name in paper.categories)
    name = f"{paper.number}v{paper.version}"
    return (
        f"<item><title>{escape(paper.title)}</title><link>https://arxiv.org/abs/{paper.number}</link>"
        f"<description>arXiv:{name} Announce Type: {kind} \nAbstract: {escape(paper.abstract)}</description>"
        f'<guid isPermaLink="false">oai:arXiv.org:{name}</guid>{terms}<pubDate>{format_datetime(day)}</pubDate>'
        f"<arxiv:announce_type>{kind}</arxiv:announce_type>"
        "<dc:rights>http://arxiv.org/licenses/nonexclusive-distrib/1.0/</dc:rights>"
        f"<dc:creator>{escape(creators)}</dc:creator></item>"
    )


def html_page(paper: Paper) -> str:
    """A page in LaTeXML's form whose first figure is a teaser; the logo before it is none."""
    name = f"{paper.number}v{paper.version}"
    return f"""<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{escape(paper.title)}</title>
<base href="/html/{name}/"></head><body><article class="ltx_document">
<h1 class="ltx_title ltx_title_document">{escape(paper.title)}</h1>
<div class="ltx_authors"><img class="ltx_graphics" src="logo.png" width="400" height="200"></div>
<figure class="ltx_figure" id="S1.F1"><img class="ltx_graphics" src="x1.png" width="640" height="320" alt="">
<figcaption class="ltx_caption"><span class="ltx_tag">Figure 1: </span>Gulls above {paper.number}.</figcaption></figure>
<p class="ltx_p">{escape(paper.abstract)}</p></article></body></html>"""


def _moment(moment: datetime) -> str:
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
