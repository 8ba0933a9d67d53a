"""A post or page of a Hugo site; single posts of a Jekyll site read the same way."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Mapping

from digest.content.front_matter import read_front_matter, split_file
from digest.formats.nodes import Plain
from digest.importers.document import Document
from digest.importers.imported import Imported, Setting
from digest.importers.trees.hugo_site import HugoConfig, hugo_address
from digest.importers.trees.jekyll_pages import alone_rules
from digest.importers.trees.liquid import has_liquid
from digest.importers.trees.pages import Rules, SourcePage, Values, carry
from digest.importers.trees.shortcodes import has_shortcodes, turn_shortcodes
from digest.importers.trees.turning import Turned
from digest.problems import DigestError, error
from digest.text.slugs import slugify

_UNSAFE = re.compile(r"[\x00-\x1f\x7f\\/:*?\"<>|]+")
_POST_KEYS = frozenset(["title", "date", "draft", "tags", "categories", "layout", "slug", "url"])
_JEKYLL_KEYS = frozenset(["layout", "permalink", "published", "excerpt"])

Resolve = Callable[[str], str | None]
"""Leads from what a `ref` names to the path of that page, None where there is none."""


def read_hugo(document: Document, setting: Setting) -> Imported:
    """A single post of a Hugo or Jekyll site, as `content/posts/NAME.md`.

    What address it had is not known without its site: `url`, `permalink` and `slug` in it are kept.

    Raises:
        DigestError: it has no front matter, or some that cannot be read.
    """
    data = (document.text + "\n").encode()
    split = split_file(data, path=document.path)
    if split.kind == "none":
        message = (
            "a post of a Hugo or Jekyll site begins with front matter (---, +++ or {), this document does not"
        )
        raise DigestError(
            [error(message, path=document.path, line=1, hint="begin it with ---, title: ... and ---")]
        )
    values = read_front_matter(split, path=document.path).values
    title = getattr(values.get("title"), "text", None) or ""
    target = f"content/posts/{_name(document.path, title)}.md"
    page = SourcePage(document.path, posixpath.basename(document.path), target, data)
    is_jekyll = not has_shortcodes(split.body) and (
        bool(_JEKYLL_KEYS & values.keys()) or has_liquid(split.body)
    )
    rules = alone_rules(page) if is_jekyll else hugo_rules(page, HugoConfig(), lambda path: path, known=False)
    return carry(page, rules, setting.zone).imported


def hugo_evidence(document: Document) -> int:
    """How surely a document is a post: never enough to take one for it unasked, as many texts are posts."""
    first = next((line for line in document.lines if line.strip()), "").rstrip()
    if first not in {"---", "+++"}:
        return 0
    keys = {re.split(r"[:=]", line)[0].strip() for line in document.lines[:60]}
    if len(keys & _POST_KEYS) < 2:
        return 5
    return 25 if first == "+++" or has_shortcodes(document.text) else 15


def hugo_rules(page: SourcePage, config: HugoConfig, resolve: Resolve, *, known: bool = True) -> Rules:
    """How Hugo reads a page; `known` where its place in the site is known, and with it its address."""

    def turn(body: str, line: int, values: Values, _: str) -> Turned:
        def value(name: str) -> str | None:
            found = _parameter(values, name)
            return found if found is not None else _parameter(config.params, name)

        return turn_shortcodes(body, path=page.shown, first_line=line, resolve=resolve, value=value)

    return Rules(
        address=lambda draft, _: hugo_address(draft, page.inner, config) if known else None,
        turn=turn,
    )


def _parameter(values: Mapping[str, Plain], name: str) -> str | None:
    """The text of a parameter, which may lie in others (`author.name`) and below `params`."""
    for start in (values, values.get("params")):
        found: Plain = dict(start) if isinstance(start, Mapping) else None
        for part in name.lower().split("."):
            found = (
                {key.lower(): inner for key, inner in found.items()}.get(part)
                if isinstance(found, dict)
                else None
            )
        if isinstance(found, str):
            return found
    return None


def _name(path: str, title: str) -> str:
    """The name of the file: its own, that of its folder, or one made of the title."""
    folder, name = posixpath.split(path.replace("\\", "/"))
    stem = _UNSAFE.sub("-", posixpath.splitext(name)[0]).strip(" .-~")
    if stem.lower() in {"", "index", "_index"}:
        stem = _UNSAFE.sub("-", posixpath.basename(folder)).strip(" .-~")
    if not stem or stem.lower() in {"content", "posts", "post", "blog"}:
        stem = slugify(title or "post")
    return stem
