"""What templates of indexes see, and of pages that only lead on; as `views` says."""

from __future__ import annotations

from markupsafe import Markup

from digest.pages.issue_views import IssueLine
from digest.pages.views import Anchor, PageView, TermView, View


class TermGroup(View, frozen=True, kw_only=True):
    """Terms under one heading of an index ("A-Z", "中文", a topic parent)."""

    title: str
    terms: tuple[TermView, ...]
    rare: tuple[TermView, ...] = ()
    """terms used once, folded away"""


class TermsPage(PageView, frozen=True, kw_only=True):
    """`terms.html`: the index of topics, tags, sources or authors."""

    body: Markup
    groups: tuple[TermGroup, ...]


class WeekView(View, frozen=True, kw_only=True):
    """A week in the calendar of a year; `url` is "" where there is no issue of it."""

    number: int
    title: str
    url: str


class IssuesYear(View, frozen=True, kw_only=True):
    """Issues of one year, newest first.

    `weeks` are all weeks of that year from the first to the last, empty where it has no weekly issue.
    """

    year: str
    issues: tuple[IssueLine, ...]
    weeks: tuple[WeekView, ...] = ()


class IssuesPage(PageView, frozen=True, kw_only=True):
    """`issues.html` and `archive.html`: all issues by year; the archive with a calendar of weeks."""

    body: Markup
    years: tuple[IssuesYear, ...]


class SearchPage(PageView, frozen=True, kw_only=True):
    """`search.html`: without scripts it shows the topic and tag indexes."""

    body: Markup = Markup("")
    topics: tuple[TermView, ...]
    tags: tuple[TermView, ...]


class NotFoundPage(PageView, frozen=True, kw_only=True):
    """`404.html`: the way back."""

    issue: Anchor | None
    ways: tuple[Anchor, ...]
    """search and the archive"""


class RedirectPage(View, frozen=True, kw_only=True):
    """`redirect.html`: an alias that sends the reader on; `lang` for the document element."""

    url: str
    canonical: str
    title: str
    lang: str
