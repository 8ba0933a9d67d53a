"""Links, images and notices of a body while it is written: what each address is allowed to become."""

from __future__ import annotations

from digest.render.markdown.addresses import judge_image, judge_link
from digest.render.markdown.headings import Outline
from digest.render.markdown.rendered import BodyLink, Notice
from digest.render.slots import ETX, FRAGMENT_SLOT, STX, escape_attribute, quote_fragment
from digest.text.clean import clean_text

_SHOWN = 60
_NO_LINK = ("", "")


def _short(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


class References:
    """Collects a body's internal links, local images and notices; writes the tags of links and images."""

    def __init__(self, outline: Outline) -> None:
        self.outline = outline
        self.links: list[BodyLink] = []
        self.images: list[str] = []
        self.notices: list[Notice] = []

    def notice(self, line: int, message: str, hint: str = "") -> None:
        """Remember something odd at a line of the file."""
        self.notices.append(Notice(line, message, hint))

    def open_link(self, written: str, title: str, line: int) -> tuple[str, str]:
        """Opening and closing tag for an address as written; two empty texts where none is allowed."""
        address = judge_link(written)
        title = clean_text(title)  # entities have been read since the body was cleaned
        shown_title = f' title="{escape_attribute(title)}"' if title else ""
        if address.kind == "external":
            href = escape_attribute(address.value)
            return f'<a href="{href}"{shown_title} rel="noopener noreferrer">', "</a>"
        if address.kind == "internal":
            number = len(self.links)
            self.links.append(BodyLink(address.value, line, title))
            return f"{STX}L{number}{ETX}", f"{STX}l{number}{ETX}"
        if address.kind == "fragment":
            anchor = self.outline.resolve(address.value)
            if anchor is None:
                self.notice(
                    line,
                    f'no heading of this text fits the link to "#{_short(address.value)}"; it stays text',
                    "ids are made as on GitHub: lower case, no punctuation, a hyphen for each space",
                )
                return _NO_LINK
            return f'<a href="#{FRAGMENT_SLOT}{quote_fragment(anchor)}"{shown_title}>', "</a>"
        if address.value:
            message = f'the address "{_short(address.value)}" cannot be linked; its text stays'
            hint = "links go to http, https and mailto addresses or to pages of this site"
        else:
            message, hint = (
                "a link has no address; its text stays",
                "write the address between the round brackets",
            )
        self.notice(line, message, hint)
        return _NO_LINK

    def image(self, written: str, alt: str, title: str, line: int, *, linked: bool, size: str = "") -> str:
        """An `<img>`, or what stands for it where its address may not be loaded.

        Args:
            written: The address as written.
            alt: What the image shows; always written, also when empty.
            title: Its title, "" for none.
            line: Its line of the file.
            linked: Whether it stands inside a link, where no second link can be.
            size: Further attributes, finished.
        """
        address = judge_image(written)
        if address.kind in {"external", "internal"}:
            if address.kind == "external":
                src = escape_attribute(address.value)
            else:
                src = f"{STX}I{len(self.images)}{ETX}"
                self.images.append(address.value)
            title = clean_text(title)
            shown_title = f' title="{escape_attribute(title)}"' if title else ""
            alt = escape_attribute(alt)
            return f'<img src="{src}" alt="{alt}"{shown_title}{size} loading="lazy" decoding="async">'
        if address.kind == "insecure":
            self.notice(
                line,
                f'the image "{_short(address.value)}" is not loaded over https and is shown as a link',
                "use its https address, or keep a copy beside the text",
            )
            text = escape_attribute(alt or address.value)
            if linked:
                return text
            return f'<a href="{escape_attribute(address.value)}" rel="noopener noreferrer">{text}</a>'
        self.notice(
            line,
            f'the image "{_short(address.value)}" cannot be shown; its description stays as text',
            "images have https addresses or are files of this site",
        )
        return escape_attribute(alt)

    def is_shown(self, written: str) -> bool:
        """Whether `image` would make an image of this address."""
        return judge_image(written).kind in {"external", "internal"}
