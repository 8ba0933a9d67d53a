"""What the templates of issues and of the home page may see; the rest of that contract is in `views.py`."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from digest.pages.views import Anchor, DateView, EntryItem, HeadingView, ImageView, PageView, TermView, View


class IssueLine(View, frozen=True, kw_only=True):
    """An issue in a list of issues.

    `period` is its week and days in words where the title does not say the week; `lang` is set where the title and
    summary are in another language than the site.
    """

    title: str
    url: str
    name: str
    """`2025-W20` or `2026-02-13`"""
    number: int | None
    date: DateView
    """the days it covers, for people, and its name"""
    count: int
    summary: str = ""
    period: str = ""
    lang: str = ""


class IssueSectionView(View, frozen=True, kw_only=True):
    """A part of an issue: a topic or a section the editor named ("" where there are no parts); `id` is its anchor."""

    title: str
    id: str
    url: str
    """the topic's page, "" for an editor's own section"""
    entries: tuple[EntryItem, ...]


class UpdateView(View, frozen=True, kw_only=True):
    """News of a work that an earlier issue had: days and what happened on them."""

    entry: Anchor
    lines: tuple[tuple[DateView, str], ...]


class IssuePage(PageView, frozen=True, kw_only=True):
    """`issue.html`: one edition. `daily` tells a day's report, which shows papers in full, from a week's issue.

    `references`: whether all links are listed once more at the end, which an issue of many entries leaves out.
    """

    line: IssueLine
    daily: bool
    minutes: int
    editorial: Markup
    summary: Markup
    highlights: tuple[str, ...]
    cover: ImageView | None
    outline: tuple[HeadingView, ...]
    sections: tuple[IssueSectionView, ...]
    references: bool
    updates: tuple[UpdateView, ...]
    tags: tuple[TermView, ...]
    newer: Anchor | None
    older: Anchor | None
    earlier_years: tuple[Anchor, ...]
    citations: str
    """address of citations.bib"""
    machine: Mapping[str, str] = {}
    """fields a machine wrote, as in `EntryPage`"""


class HomePage(PageView, frozen=True, kw_only=True):
    """`home.html`: the newest issue in short, those before it, topics, the body of `content/_index.md`."""

    body: Markup
    issue: IssuePage | None
    contents: tuple[Anchor, ...]
    """the entries of that issue"""
    issues: tuple[IssueLine, ...]
    topics: tuple[TermView, ...]
    latest: tuple[Markup, ...]
    """cards of the newest dated entries that are in no issue yet, or of the newest at all where there is none"""
