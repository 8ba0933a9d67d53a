"""The issue of a day as a report on papers: a summary, a table of contents, a labelled block for each paper."""

from __future__ import annotations

import re
from collections.abc import Iterator

from digest.exporters.markdown import MarkdownIssue, MarkdownWork, joined, link, with_headings_from
from digest.text.slugs import slugify

_ARXIV = re.compile(r"https?://arxiv\.org/(?:abs|pdf|html)/([^?#]+)")
_KINDS = {
    "paper": "Paper",
    "code": "Code",
    "model": "Model",
    "dataset": "Dataset",
    "demo": "Demo",
    "project": "Project page",
    "video": "Video",
    "article": "Article",
    "discussion": "Discussion",
}


def daily_markdown(issue: MarkdownIssue) -> str:
    """The document of a day; reading it back gives the same issue (see `digest import --form arxiv-report`)."""
    highlights = "\n".join(f"- {text}" for text in issue.highlights)
    editorial = [issue.summary, highlights, with_headings_from(issue.body, 3)]
    listed = "\n".join(
        f"{number}. {link(work.title, '#' + _anchor(work))}" for number, work in enumerate(issue.works, 1)
    )
    blocks = [f"time: {issue.period.replace('-', '')}", f"# {issue.title}"]
    if any(editorial):
        blocks += ["## Executive Summary", *editorial, "---"]
    blocks += ["## Table of Contents", listed, "---", "## Papers"]
    for work in issue.works:
        blocks += [*_paper(work), "---"]
    return joined(blocks)


def _paper(work: MarkdownWork) -> Iterator[str]:
    address = _address(work)
    heading = f"[{work.title}]({address})" if address else work.title
    yield f"<a id='{_anchor(work)}'></a>\n## {heading}"
    if work.authors:
        yield f"**Authors:** {', '.join(work.authors)}"
    if work.date:
        yield f"**Published:** {work.date.date().isoformat()}"
    if work.subjects:
        yield f"**Categories:** {', '.join(work.subjects)}"
    if work.abstract or work.summary:
        yield f"**Abstract:**\n\n{work.abstract or work.summary}"
    if work.body:
        yield f"**Analysis:**\n\n{with_headings_from(work.body, 3)}"
    if work.findings:
        yield "**Key Findings:**"
        yield "\n".join(f"- {finding}" for finding in work.findings)
    links = [
        f"- {link(each.title or _KINDS.get(each.kind, 'Link'), each.url)}"
        for each in work.links
        if each.url != address
    ]
    if address:
        links.append(f"- {link('arXiv' if _ARXIV.match(address) else 'Link', address)}")
    if links:
        yield "**Links:**"
        yield "\n".join(links)


def _address(work: MarkdownWork) -> str:
    """The address in a paper's heading: the link titled like the paper, else its first paper, else its first."""
    titled = (each.url for each in work.links if each.title == work.title)
    papers = (each.url for each in work.links if each.kind == "paper")
    return next(titled, "") or next(papers, "") or (work.links[0].url if work.links else work.url)


def _anchor(work: MarkdownWork) -> str:
    match = _ARXIV.match(_address(work))
    return match[1].removesuffix(".pdf") if match else slugify(work.title)
