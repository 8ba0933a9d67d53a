"""Which pages a site has, and who makes each: the table of contents of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from digest.pages.context import Context
from digest.pages.entries import entry_page, plan_entries
from digest.pages.feeds import feed_page, opml_page, plan_feeds
from digest.pages.home import home_page, plan_home
from digest.pages.indexes import index_page, not_found_page, plan_indexes, redirect_page, search_page
from digest.pages.issues import issue_page, issues_page, plan_issues
from digest.pages.labels import Labels
from digest.pages.lists import list_page, plan_lists
from digest.pages.machine import api_page, api_shard_page, bib_page, plan_machine, robots_page
from digest.pages.page import Page
from digest.pages.texts import plan_sections, plan_texts, section_page, text_page

Maker = Callable[[Context, Page], bytes]

MAKERS: Mapping[str, Maker] = {
    "home": home_page,
    "issue": issue_page,
    "issues": issues_page,
    "archive": issues_page,
    "entry": entry_page,
    "list": list_page,
    "index": index_page,
    "text": text_page,
    "section": section_page,
    "search": search_page,
    "404": not_found_page,
    "redirect": redirect_page,
    "feed-rss": feed_page,
    "feed-atom": feed_page,
    "feed-json": feed_page,
    "opml": opml_page,
    "api": api_page,
    "api-shard": api_shard_page,
    "bib": bib_page,
    "robots": robots_page,
}
"""Page kind to the function that renders a page of it; the sitemap needs to know all pages and is made apart."""


def plan_documents(labels: Labels) -> list[Page]:
    """Pages that show one entry or text each; they need no fragments."""
    return [*plan_texts(labels), *plan_entries(labels)]


def plan_lists_of(labels: Labels, documents: list[Page]) -> list[Page]:
    """Every other page; `documents` are those of `plan_documents`, for the sitemap."""
    pages: list[Page] = []
    for plan in (plan_sections, plan_issues, plan_lists, plan_home, plan_indexes, plan_feeds):
        pages.extend(plan(labels))
    pages.extend(plan_machine(labels, [*documents, *pages]))
    return pages


def make(context: Context, page: Page) -> bytes:
    """Render one page.

    Raises:
        DigestError: a template failed.
    """
    return MAKERS[page.kind](context, page)
