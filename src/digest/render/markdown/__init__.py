"""Markdown to HTML: the only way text of content files becomes markup.

`Markdown` is built once per process and renders any number of bodies. It is a pure function of its options
and its input: the result can be kept by their hash. What depends on the rest of the site stays as slots
(`rendered`), filled by `digest.render.slots.fill_slots`.
"""

from __future__ import annotations

from typing import Literal

from digest.render.markdown.plain import render_prose
from digest.render.markdown.rendered import BodyLink, Heading, Notice, Rendered

__all__ = ["BodyLink", "Heading", "Markdown", "Notice", "Rendered"]


class Markdown:
    """A Markdown renderer with the rules of this program.

    `html` says what happens to raw HTML: `escape` shows it as text, `sanitise` lets an allow-list through.
    `language` (`zh` or `en`) is the language of the few words the renderer adds itself, e.g. to a footnote's
    way back.
    """

    def __init__(
        self, *, html: Literal["escape", "sanitise"] = "escape", language: Literal["zh", "en"] = "zh"
    ) -> None:
        # markdown-it-py costs 30 ms to import: a build in which nothing changed never gets here.
        from digest.render.markdown.parser import build_parser  # noqa: PLC0415  (see above)

        self._parser = build_parser(sanitise=html == "sanitise")
        self._html = html
        self._language = language

    def render(self, body: str, *, first_line: int = 1, title: str = "") -> Rendered:
        """Render a body of blocks.

        Args:
            body: Markdown as it stands in the file.
            first_line: Line of the file on which `body` starts; notices and links name lines of the file.
            title: The page's title. A leading `h1` that repeats it is dropped; any other `h1` moves all
                headings of the body one level down.
        """
        prose = render_prose(body)
        if prose is not None:
            return prose
        from digest.render.markdown.writer import write_body  # noqa: PLC0415  (loads the parser)

        return write_body(self._parser, body, first_line=first_line, title=title, language=self._language)
