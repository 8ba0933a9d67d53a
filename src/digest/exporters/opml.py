"""OPML 2.0: the list of a site's feeds, for readers to subscribe to. It holds no dates."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from digest.exporters import xml
from digest.exporters.addresses import encoded
from digest.exporters.feed import language_tag


class FeedOutline(msgspec.Struct, frozen=True, kw_only=True):
    """One feed: its title, its address (`xml_url`) and the page it belongs to (`html_url`), both absolute."""

    title: str
    xml_url: str
    html_url: str = ""
    language: str = ""


class OutlineGroup(msgspec.Struct, frozen=True):
    """Feeds under a heading ("Topics"); feeds of a group without a title stand at the top level."""

    title: str
    feeds: tuple[FeedOutline, ...]


def opml(title: str, groups: Sequence[OutlineGroup]) -> str:
    """An OPML document of all groups in the order given; empty groups are left out."""
    lines: list[str] = []
    for group in groups:
        heading = xml.attribute(group.title)
        feeds = [_outline(feed) for feed in group.feeds]
        if heading and feeds:
            feeds = [f'<outline text="{heading}" title="{heading}">', *feeds, "</outline>"]
        lines += feeds
    body = "\n".join(("<body>", *lines, "</body>"))
    head = f"<head><title>{xml.line(title)}</title></head>"
    return f'{xml.DECLARATION}<opml version="2.0">\n{head}\n{body}\n</opml>\n'


def _outline(feed: FeedOutline) -> str:
    title = xml.attribute(feed.title)
    attributes = [
        f'type="rss" text="{title}" title="{title}" xmlUrl="{xml.attribute(encoded(feed.xml_url))}"',
        *(f'{name}="{value}"' for name, value in _optional(feed) if value),
    ]
    return f"<outline {' '.join(attributes)}/>"


def _optional(feed: FeedOutline) -> tuple[tuple[str, str], ...]:
    return (
        ("htmlUrl", xml.attribute(encoded(feed.html_url))),
        ("language", language_tag(feed.language)),
    )
