"""What Hugo's built-in shortcodes show, in Markdown."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import quote

import msgspec

from digest.importers.trees.turning import address, continued, link, plain

_EMPHASIS = re.compile(r"[*_`\[\]<$\\]")
_WEB = re.compile(r"https?://\S+")


class Arguments(msgspec.Struct):
    """The arguments of a shortcode; those nobody asked for are left out of the result."""

    positional: tuple[str, ...] = ()
    named: dict[str, str] = {}
    asked: set[str | int] = msgspec.field(default_factory=set)

    def get(self, name: str, position: int = -1) -> str:
        """A named argument, or the one in a position where arguments have no names; "" without it."""
        self.asked.add(name)
        if name in self.named:
            return self.named[name]
        if 0 <= position < len(self.positional):
            self.asked.add(position)
            return self.positional[position]
        return ""

    def left(self) -> list[str]:
        """Names (or values) of the arguments nobody asked for."""
        return [
            *(name for name in self.named if name not in self.asked),
            *(value for number, value in enumerate(self.positional) if number not in self.asked),
        ]


Embed = Callable[[Arguments, str | None], str]
"""Makes Markdown of arguments; `leading` is what stands before it on a line of its own, None inside a line.

An empty result: the arguments do not say what to show.
"""


def figure(arguments: Arguments, leading: str | None) -> str:
    """A picture, and below it its caption."""
    source = arguments.get("src", 0)
    if not source:
        return ""
    caption = " ".join(arguments.get("caption").split())
    alt = arguments.get("alt") or re.sub(r"\[([^\[\]]*)\]\([^()]*\)|[*_`]", r"\1", caption)
    title = " ".join(arguments.get("title").split()).replace("\\", "\\\\").replace('"', '\\"')
    picture = f"![{plain(alt)}]({address(source)}" + (f' "{title}")' if title else ")")
    target = arguments.get("link")
    if target:
        picture = f"[{picture}]({address(target)})"
    if caption and not _EMPHASIS.search(caption):
        caption = f"*{caption}*"
    credit, credit_link = " ".join(arguments.get("attr").split()), arguments.get("attrlink")
    if credit_link:
        credit = f"[{credit or credit_link}]({address(credit_link)})"
    below = " ".join(part for part in (caption, credit) if part)
    if not below:
        return picture
    if leading is None:
        return f"{picture} {below}"
    before = continued(leading)
    return f"{picture}\n{before.rstrip()}\n{before}{below}"


def youtube(arguments: Arguments, _: str | None) -> str:
    """A link to the video."""
    name, start = arguments.get("id", 0), arguments.get("start")
    title = arguments.get("title") or f"YouTube: {name}"
    at = f"&t={quote(start)}" if start else ""
    return link(title, f"https://www.youtube.com/watch?v={quote(name)}{at}") if name else ""


def vimeo(arguments: Arguments, _: str | None) -> str:
    """A link to the video; the second position is a class, the third a title."""
    name = arguments.get("id", 0)
    title = arguments.get("title", 2) or f"Vimeo: {name}"
    return link(title, f"https://vimeo.com/{quote(name)}") if name else ""


def post_on_x(arguments: Arguments, _: str | None) -> str:
    """A link to the post; old ones had a number alone."""
    user, name = arguments.get("user"), arguments.get("id", 0)
    label = f"X: @{user}" if user else f"X: {name}"
    return link(label, f"https://x.com/{quote(user or 'i')}/status/{quote(name)}") if name else ""


def instagram(arguments: Arguments, _: str | None) -> str:
    """A link to the picture."""
    name = arguments.get("id", 0)
    return link(f"Instagram: {name}", f"https://www.instagram.com/p/{quote(name)}/") if name else ""


def gist(arguments: Arguments, _: str | None) -> str:
    """A link to the gist, at the file that was shown."""
    user, name = arguments.get("user", 0), arguments.get("id", 1)
    file = arguments.get("file", 2)
    if not user or not name:
        return ""
    part = f"#file-{quote(re.sub(r'[^a-z0-9_]+', '-', file.lower()))}" if file else ""
    label = f"Gist: {user}/{name}" + (f" ({file})" if file else "")
    return link(label, f"https://gist.github.com/{quote(user)}/{quote(name)}{part}")


def qr_code(text: str, arguments: Arguments) -> str:
    """What the code says: a link where it is an address."""
    said = arguments.get("text") or text.strip()
    label = arguments.get("alt") or arguments.get("title") or said
    return link(label, said) if _WEB.fullmatch(said) else plain(said)


EMBEDS: dict[str, Embed] = {
    "figure": figure,
    "youtube": youtube,
    "vimeo": vimeo,
    "vimeo_simple": vimeo,
    "x": post_on_x,
    "x_simple": post_on_x,
    "twitter": post_on_x,
    "twitter_simple": post_on_x,
    "tweet": post_on_x,
    "instagram": instagram,
    "instagram_simple": instagram,
    "gist": gist,
}
"""The shortcodes that stand alone, without text between two of them."""
