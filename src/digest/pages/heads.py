"""What stands in `<head>` of pages that list others: canonical address, description, feeds, data for programs."""

from __future__ import annotations

from collections.abc import Iterable

from markupsafe import Markup

from digest.exporters.structured import ListedPage, collection_page, json_ld, website
from digest.pages.context import FEED_FORMATS, Context
from digest.pages.views import FeedView, Head


def feeds_of(context: Context, address: str, title: str) -> tuple[FeedView, ...]:
    """The feeds that stand beside a page, in the formats the site wants."""
    wanted = context.config.build.outputs
    return tuple(
        FeedView(title=f"{title} ({label})", url=context.urls.href(address + name), type=media_type)
        for name, media_type, label, key in FEED_FORMATS
        if key in wanted
    )


def list_head(
    context: Context,
    address: str,
    title: str,
    *,
    description: str = "",
    feeds: tuple[FeedView, ...] = (),
    items: Iterable[tuple[str, str]] = (),
    image: str = "",
    noindex: bool = False,
) -> Head:
    """Head of a page that lists others; `items` are titles and addresses in order."""
    canonical = context.urls.absolute(address)
    listed = [ListedPage(name, context.urls.absolute(target)) for name, target in items]
    described = collection_page(title, canonical, listed, description=description, lang=context.language)
    return Head(
        canonical=canonical,
        description=description or context.config.site.description,
        image=image,
        noindex=noindex,
        feeds=feeds,
        json_ld=Markup(json_ld(described)),  # noqa: S704 - json_ld escapes what could end its script element
    )


def home_head(context: Context, image: str) -> Head:
    """Head of the home page."""
    site = context.config.site
    canonical = context.urls.absolute("/")
    described = website(
        site.title, canonical, description=site.description, lang=context.language, author=site.author
    )
    return Head(
        canonical=canonical,
        description=site.description,
        image=image,
        feeds=feeds_of(context, "/", site.title),
        json_ld=Markup(json_ld(described)),  # noqa: S704 - as above
    )


def plain_head(context: Context, address: str, *, description: str = "", noindex: bool = False) -> Head:
    """Head of a page with nothing to say to programs."""
    return Head(canonical=context.urls.absolute(address), description=description, noindex=noindex)
