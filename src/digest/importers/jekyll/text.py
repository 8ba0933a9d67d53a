"""The lines of a topic post as they go into entries and the page: pictures in Markdown, separators left off."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.content.works import is_web_address
from digest.formats.fields import printable
from digest.importers.books import Books
from digest.importers.jekyll.outline import Node
from digest.importers.jekyll.pictures import code_spans, is_within, with_markdown_pictures
from digest.importers.markdown import inline_links
from digest.links.find import find_addresses
from digest.problems import Problem, warning
from digest.text.blocks import is_rule

_KEPT = re.compile(r"#|mailto:", re.IGNORECASE)


class Text:
    """The body of a post by line numbers of the document, the roles of its headings, and what was noticed."""

    def __init__(
        self, path: str, body: Sequence[str], code: frozenset[int], books: Books, nodes: Sequence[Node]
    ) -> None:
        self.path = path
        self.nodes = nodes
        self.code = code
        self.books = books
        self.pictures = 0
        self.html_pictures = 0
        self.remarks: list[Problem] = []
        self._lines = [self._converted(number, line) for number, line in enumerate(body, 1)]
        self._stops = [self._stop(index) for index in range(len(nodes))]

    def line(self, number: int) -> str:
        """A line, its pictures in Markdown."""
        return self._lines[number - 1]

    def own_lines(self, index: int) -> range:
        """The numbers of the lines under heading `index`; under -1 of those before the first heading."""
        if index < 0:
            end = self.nodes[0].line - 1 if self.nodes else len(self._lines)
            return range(1, end + 1)
        return range(self.nodes[index].line + 1, self._stops[index] + 1)

    def warn(self, line: int, message: str, hint: str = "") -> None:
        """Note something an editor should look at."""
        self.remarks.append(warning(message, path=self.path, line=line, hint=hint))

    def _stop(self, index: int) -> int:
        """The last own line of a heading; a separator before the next work or section is navigation."""
        node = self.nodes[index]
        stop = node.last
        while stop > node.line and not self.line(stop).strip():
            stop -= 1
        is_inside = index + 1 < len(self.nodes) and self.nodes[index + 1].role == "part"
        # Straight under a line of text it would make that line a heading.
        is_free = stop - 1 == node.line or (stop > 1 and not self.line(stop - 1).strip())
        if (
            stop > node.line
            and not is_inside
            and is_free
            and stop not in self.code
            and is_rule(self.line(stop))
        ):
            self.books.navigation("separator", stop)
            return stop - 1
        return stop

    def _converted(self, number: int, line: str) -> str:
        if number in self.code:
            return line
        converted = with_markdown_pictures(line)
        spans = code_spans(converted.line)
        found = [link for link in inline_links(converted.line) if not is_within(link.start, spans)]
        self.html_pictures += converted.pictures
        self.pictures += sum(link.is_picture for link in found)
        if converted.left:
            self.warn(number, "this <img> stays text: it has no end on its line or no single address")
        for link in found:
            if is_web_address(link.url) or _KEPT.match(link.url):
                continue
            if link.is_picture:
                self.warn(
                    number, f'the picture "{printable(link.url)}" is not here', "copy it from the old site"
                )
            elif not any(find_addresses(link.url)):
                message = f'the link to "{printable(link.url)}" is no web address and stays as it was written'
                self.warn(number, message, "lead it to a page of this site, or make it text")
        return converted.line
