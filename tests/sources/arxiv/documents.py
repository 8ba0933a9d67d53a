"""Answers of arXiv, written for these tests in the two forms there are; and the recorded ones where they lie."""

from __future__ import annotations

from collections.abc import Iterable
from xml.sax.saxutils import escape

import pytest

from building import SHARED

FIXTURES = SHARED / "fixtures/arxiv"


def recorded(name: str) -> bytes:
    """A recorded answer; skips the test without it."""
    file = FIXTURES / name
    if not file.is_file():
        pytest.skip(f"the recorded answer {name} is not here")
    return file.read_bytes()


def entry(
    number: str,
    title: str = "A Title",
    *,
    version: str = "v1",
    published: str = "2025-03-04T10:00:00Z",
    updated: str = "",
    summary: str = "An abstract.",
    authors: str = "<author><name>Ada Example</name></author>",
    categories: Iterable[str] = ("cs.CV",),
    extra: str = "",
) -> str:
    """One entry in the form of 2026."""
    terms = "".join(
        f'<category term="{name}" scheme="http://arxiv.org/schemas/atom"/>' for name in categories
    )
    return (
        f"<entry><id>http://arxiv.org/abs/{number}{version}</id><title>{escape(title)}</title>"
        f"<updated>{updated or published}</updated>"
        f'<link href="https://arxiv.org/abs/{number}{version}" rel="alternate" type="text/html"/>'
        f'<link href="https://arxiv.org/pdf/{number}{version}" rel="related" type="application/pdf" title="pdf"/>'
        f"<summary>{escape(summary)}</summary>{terms}<published>{published}</published>{extra}{authors}</entry>"
    )


def feed(*entries: str, total: int | None = None, start: int = 0) -> bytes:
    """A page of results in the form of 2026."""
    count = len(entries) if total is None else total
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<feed xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/" '
        'xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"><id>https://arxiv.org/api/x</id>'
        "<title>arXiv Query: x</title><updated>2026-01-02T00:00:00Z</updated>"
        f"<opensearch:itemsPerPage>100</opensearch:itemsPerPage><opensearch:totalResults>{count}</opensearch:totalResults>"
        f"<opensearch:startIndex>{start}</opensearch:startIndex>{''.join(entries)}</feed>\n"
    ).encode()


def page(first: int, length: int, *, total: int) -> bytes:
    """A page of numbered papers, from index `first` on."""
    numbers = range(first, first + length)
    return feed(*(entry(f"2501.{index:05}", f"Paper {index}") for index in numbers), total=total, start=first)


ERROR = feed(
    "<entry><id>https://arxiv.org/api/errors#malformed_id</id><title>Error</title><summary>malformed id xyz</summary>"
    "<updated>2026-01-02T00:00:00Z</updated><author><name>arXiv api core</name></author></entry>"
)
LEGACY = b"""<?xml version="1.0" encoding="UTF-8"?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <title type="html">ArXiv Query: id_list=math/0309136</title>
  <opensearch:totalResults xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">1</opensearch:totalResults>
  <opensearch:startIndex xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">0</opensearch:startIndex>
  <entry>
    <id>http://arxiv.org/abs/math.GT/0309136v2</id>
    <updated>2004-01-05T11:12:13Z</updated>
    <published>2003-09-08T20:00:00-04:00</published>
    <title>Knots that a printer
  broke in two</title>
    <summary>  The first paragraph, broken
by hand.
  The second one.
</summary>
    <author>
      <name>Erd\xc5\x91s Example</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Example University</arxiv:affiliation>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Example Labs</arxiv:affiliation>
    </author>
    <author>
      <name>Second Person</name>
      <arxiv:affiliation xmlns:arxiv="http://arxiv.org/schemas/atom">Example University</arxiv:affiliation>
    </author>
    <link title="pdf" href="http://arxiv.org/pdf/math/0309136v2" rel="related" type="application/pdf"/>
    <arxiv:primary_category xmlns:arxiv="http://arxiv.org/schemas/atom" term="math.GT"/>
    <category term="math.AT" scheme="http://arxiv.org/schemas/atom"/>
    <category term="math.GT" scheme="http://arxiv.org/schemas/atom"/>
    <category term="57M25" scheme="http://arxiv.org/schemas/atom"/>
  </entry>
</feed>
"""
HTML = b"<!DOCTYPE html>\n<html><head><title>Busy</title></head><body>Come back later.</body></html>"
