"""What the makers of pages work with: the site, its addresses, its templates, and content loaded on demand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from functools import cached_property

import msgspec

from digest.catalog.document import Detail, Document
from digest.catalog.related import Related
from digest.catalog.terms import Term
from digest.config.schema import Language
from digest.pages.fragments import Fragments
from digest.pages.urls import Urls
from digest.pages.views import Anchor, DateView, ImageView, NavItem, SiteView, TermView
from digest.references import References
from digest.render.messages import Text, messages
from digest.render.templates import Templates
from digest.site import Issue, Site, text_neighbours, top_pages
from digest.text.dates import date_range, long_date
from digest.text.languages import language_of
from digest.text.weeks import parse_period, period_days

SHOWN_TAGS = 5
FEED_FORMATS = (
    ("index.xml", "application/rss+xml", "RSS", "rss"),
    ("atom.xml", "application/atom+xml", "Atom", "atom"),
    ("feed.json", "application/feed+json", "JSON Feed", "json"),
)
"""File name, media type, name for people, and key in `build.outputs` of each format of a feed."""


class Plan(msgspec.Struct, frozen=True):
    """Everything pages are planned from: the site, resolved links, related entries and what `salt` covers.

    `salt` stands for the program, the configuration, the templates and the navigation: what every page depends
    on. `assets` maps a theme file to its address.
    """

    site: Site
    references: References
    related: Related
    assets: Mapping[str, str]
    options: Mapping[str, str]
    base_url: str
    salt: bytes


class Loader:
    """Loads what is too heavy to keep in memory for every document."""

    def __init__(
        self,
        detail: Callable[[Document], Detail],
        fragments: Callable[[Sequence[Document]], list[Fragments]],
    ) -> None:
        self.detail = detail
        self.fragments = fragments


class Context:
    """One process's view of the plan, with helpers every maker needs."""

    def __init__(self, plan: Plan, templates: Templates, loader: Loader) -> None:
        self.plan = plan
        self.site = plan.site
        self.config = plan.site.config
        self.language: Language = plan.site.config.site.language
        self.urls = Urls(plan.base_url)
        self.t: Text = messages(self.language)
        self.templates = templates
        self.load = loader
        self.render_card = templates.renderer("parts/card.html", "card")
        self._days: dict[str, DateView] = {}
        self._terms: dict[tuple[str, str], TermView] = {}
        self.site_view = self._site_view()

    def render(self, template: str, page: object) -> bytes:
        """A whole page as bytes."""
        return self.templates.render(template, site=self.site_view, page=page).encode()

    def foreign(self, document: Document) -> str:
        """The language of a document where it is not that of the site, else ""."""
        return "" if document.lang == self.language else document.lang

    def foreign_text(self, document: Document, text: str) -> str:
        """The language of a text quoted in a document where it is not that of the site, else "".

        An abstract stays in its authors' language under a title and note that are in the editor's.
        """
        language = language_of(text) or document.lang
        return "" if language == self.language else language

    def anchor(self, document: Document) -> Anchor:
        """A link to a document's page."""
        return Anchor(title=document.title, url=self.urls.href(document.address), lang=self.foreign(document))

    def issue_anchor(self, issue: Issue) -> Anchor:
        """A link to an issue."""
        return Anchor(
            title=self.issue_title(issue), url=self.urls.href(issue.address), lang=self.issue_lang(issue)
        )

    def issue_lang(self, issue: Issue) -> str:
        """The language of an issue's title where it has one of its own and that is not the site's, else ""."""
        return self.foreign(issue.document) if issue.document is not None and issue.document.title else ""

    def issue_title(self, issue: Issue) -> str:
        """The title of an issue's file, else the name of its period."""
        if issue.document is not None and issue.document.title:
            return issue.document.title
        return self.period_title(issue.name)

    def period_title(self, name: str) -> str:
        """A period for people: `2025 年第 20 周`, or the day."""
        if "W" not in name:
            return self.period_dates(name)
        return self.t("week", year=name[:4], week=int(name[6:]))

    def period_dates(self, name: str, *, in_year: int = 0) -> str:
        """The days a period covers, for people; without the year where that is `in_year`."""
        return date_range(*period_days(parse_period(name)), self.language, in_year=in_year)

    def issue_period(self, issue: Issue) -> str:
        """The week or day of an issue in words, "" where that is its title already."""
        period = self.period_title(issue.name)
        return "" if self.issue_title(issue) == period else period

    def term(self, term: Term, *, count: bool = False) -> TermView:
        """A topic or tag as templates see it; equal ones are shared."""
        if count:
            return TermView(
                name=term.name,
                url=self.urls.href(term.address),
                slug=term.slug,
                count=len(term.members),
                description=term.description,
            )
        key = (term.taxonomy, term.slug)
        view = self._terms.get(key)
        if view is None:
            view = TermView(name=term.name, url=self.urls.href(term.address), slug=term.slug)
            self._terms[key] = view
        return view

    def tags(self, document: Document) -> tuple[TermView, ...]:
        """The tags of a document in its own order."""
        tags = self.site.tags
        return tuple([self.term(tags[slug]) for slug in self.site.tag_slugs.get(document.path, ())])

    def topics(self, document: Document) -> tuple[TermView, ...]:
        """The topics of a document in its own order."""
        topics = self.site.topics
        return tuple([self.term(topics[slug]) for slug in dict.fromkeys(document.topics) if slug in topics])

    def date(self, text: str) -> DateView | None:
        """A stored RFC 3339 date for people; None for no date. Shown as the day it was in its own zone."""
        if not text:
            return None
        view = self._days.get(text)
        if view is None:
            view = self._days[text] = DateView(
                iso=text, text=long_date(datetime.fromisoformat(text).date(), self.language)
            )
        return view

    def day(self, text: str) -> DateView:
        """A day like `2025-06-01` for people."""
        return DateView(iso=text, text=long_date(date.fromisoformat(text), self.language))

    def image(self, document: Document, src: str, alt: str, credit: str) -> ImageView | None:
        """A picture named in front matter; None for a local one that does not exist."""
        if "://" in src:
            return ImageView(src=src, alt=alt, credit=credit)
        resolved = self.plan.references.images.get(document.path, ())
        for written, address in zip(document.images, resolved, strict=False):
            if written == src and address is not None:
                return ImageView(src=self.urls.href(address), alt=alt, credit=credit)
        return None

    def absolute_image(self, image: ImageView) -> str:
        """The full URL of a picture."""
        return image.src if "://" in image.src else self.urls.origin + image.src

    @cached_property
    def text_neighbours(self) -> Mapping[str, tuple[Document | None, Document | None]]:
        """The pages before and after each page of a section, by path."""
        return text_neighbours(self.site)

    def _site_view(self) -> SiteView:
        site = self.config.site
        return SiteView(
            title=site.title,
            url=self.urls.absolute("/"),
            home=self.urls.href("/"),
            language=site.language,
            description=site.description,
            author=site.author,
            navigation=tuple(
                NavItem(key=key, title=title, url=self.urls.href(address))
                for key, title, address in navigation(self.site, self.t)
            ),
            more=tuple(
                NavItem(key=key, title=title, url=self.urls.href(address))
                for key, title, address in further_ways(self.site, self.t)
            ),
            assets={name: self.urls.href(address) for name, address in self.plan.assets.items()},
            options=dict(self.plan.options),
        )


def navigation(site: Site, t: Text) -> tuple[tuple[str, str, str], ...]:
    """Key, title and address of each line of the navigation; parts a site does not have are left out."""
    wanted = site.config.build.outputs
    feed = next((name for name, _, _, key in FEED_FORMATS if key in wanted), "")
    lines = [("issues", t("nav_issues"), "/issues/")] if site.issues else []
    if site.topics:
        lines.append(("topics", t("nav_topics"), "/topics/"))
    if site.tags:
        lines.append(("tags", t("nav_tags"), "/tags/"))
    top = [section for folder, section in site.sections.items() if "/" not in folder]
    lines += [(section.folder, section.title, section.address) for section in top]
    lines.append(("search", t("nav_search"), "/search/"))
    if feed:
        lines.append(("feed", t("nav_feed"), f"/{feed}"))
    return tuple(lines)


def further_ways(site: Site, t: Text) -> tuple[tuple[str, str, str], ...]:
    """Key, title and address of what the navigation has no room for: the site's own top pages, other indexes."""
    ways = [(page.slug, page.title, page.address) for page in top_pages(site)]
    names = ["entries", "archive"]
    names += [name for name, terms in (("sources", site.sources), ("authors", site.authors)) if terms]
    ways += [(name, t(f"nav_{name}"), f"/{name}/") for name in names]
    if "opml" in site.config.build.outputs:
        ways.append(("feeds", t("nav_feeds"), "/feeds.opml"))
    return tuple(ways)
