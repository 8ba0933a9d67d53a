"""How Jekyll reads a post or a page."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec

from digest.content.drafts import PageDraft
from digest.formats.nodes import Plain
from digest.importers.trees.jekyll_site import (
    JekyllConfig,
    default_values,
    page_address,
    post_address,
    post_of,
)
from digest.importers.trees.liquid import Names, turn_liquid
from digest.importers.trees.pages import Rules, SourcePage, Values
from digest.importers.trees.turning import Turned

Find = Callable[[str], str | None]
"""Leads from the name of a post or the path of a file to its address in Markdown, None where there is none."""


class Role(msgspec.Struct, frozen=True):
    """What a file is to Jekyll: a post, a draft, a page, or a document of a collection."""

    is_post: bool = False
    is_draft: bool = False
    collection: str = ""

    @property
    def kind(self) -> str:
        """As the scopes of defaults call it."""
        if self.is_post:
            return "drafts" if self.is_draft else "posts"
        return self.collection or "pages"


def jekyll_rules(page: SourcePage, role: Role, config: JekyllConfig, post: Find, file: Find) -> Rules:
    """How Jekyll reads a page of a site."""
    defaults = default_values(page.inner, role.kind, config)

    def address(draft: PageDraft, values: Values) -> str | None:
        merged = {**defaults, **values}
        if role.is_post:
            dated = msgspec.structs.replace(draft, date=_local(draft.date, config))
            return post_address(dated, page.inner, config, merged)
        inner = page.inner.removeprefix(f"_{role.collection}/") if role.collection else page.inner
        return page_address(inner, config, merged, role.collection)

    def turn(body: str, line: int, values: Values, own: str) -> Turned:
        if values.get("render_with_liquid") == "false":
            return Turned(body)
        known = {key: value for key, value in {**defaults, **values}.items() if isinstance(value, str)}
        names = Names(post, file, {**known, "url": own}, config.site)
        return turn_liquid(body, path=page.shown, first_line=line, names=names)

    return Rules(address, turn, lambda values: _added(values, defaults, role), "Liquid tags")


def alone_rules(page: SourcePage) -> Rules:
    """How Jekyll reads a post whose site is not known."""
    rules = jekyll_rules(
        page,
        Role(is_post=True),
        JekyllConfig(),
        lambda name: f"/posts/{post_of(name).stem}.md",
        lambda path: f"/{path.lstrip('/')}".replace("/_posts/", "/posts/"),
    )
    return msgspec.structs.replace(rules, address=lambda _, __: None)


def _added(values: Mapping[str, Plain], defaults: Mapping[str, Plain], role: Role) -> dict[str, str | bool]:
    """Keys that make a file read here as it did there.

    Without `layout` it would be taken for one of Hugo's, where `published`, `permalink` and `excerpt` mean
    nothing and tags are no words.
    """
    added: dict[str, str | bool] = {}
    tags = values.get("tags")
    if "layout" not in values and (
        {"permalink", "published", "excerpt"} & values.keys()
        or (isinstance(tags, str) and " " in tags.strip())
    ):
        layout = defaults.get("layout")
        added["layout"] = layout if isinstance(layout, str) else "post" if role.is_post else "page"
    hidden = "published" not in values and defaults.get("published") == "false"
    if (role.is_draft or hidden) and values.get("draft") != "true" and "published" not in values:
        added["draft"] = True
    return added


def _local(moment: datetime | None, config: JekyllConfig) -> datetime | None:
    """A moment as the site's clock showed it."""
    name = config.site.get("timezone")
    if moment is None or not name or isinstance(moment.tzinfo, ZoneInfo):
        return moment
    try:
        return moment.astimezone(ZoneInfo(name))
    except (ZoneInfoNotFoundError, ValueError):
        return moment
