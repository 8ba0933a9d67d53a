"""Hugo's shortcodes in a body, as the Markdown they stand for.

Hugo's own (`figure`, `highlight`, `ref` ...) become Markdown; those of a theme stay text and are named. What
is written in comment marks (`{{</* figure */>}}`) is how Hugo's authors show a shortcode: the marks go,
also in code, as Hugo does it. Other shortcodes inside code are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import msgspec

from digest.importers.trees.embeds import EMBEDS, Arguments, qr_code
from digest.importers.trees.turning import CODE, Turned, Turning, code_span, fenced, link

_TOKEN = re.compile(CODE + r"|(?P<open>\{\{[<%])", re.MULTILINE)
_NAME = re.compile(r"\{\{[<%]\s*+(?P<closing>/?)\s*+(?P<name>\w[\w.-]*+(?:/\w[\w.-]*+)*+)")
# No text of an argument holds `{{`: so no attempt to read a shortcode runs past the next one.
_ARGUMENT = re.compile(
    r"\s*+(?:(?P<key>[\w-]++)\s*+=\s*+)?"
    r'(?:"(?P<quoted>(?:[^"\\{\n]|\\.|\{(?!\{))*+)"|`(?P<raw>(?:[^`{]|\{(?!\{))*+)`'
    r"|(?P<bare>(?:(?!/?\s*+[>%]\}\}|\{\{)[^\s\"`=])++))"
)
_END = re.compile(r"\s*+(?P<own>/?)\s*+[>%]\}\}")
_LANGUAGE = re.compile(r"[\w+#.-]+")
_COMMENTED = re.compile(r"\{\{([<%])/\*")
_CLOSING = {
    name: re.compile(r"\{\{[<%]\s*+/\s*+" + name + r"\s*+[>%]\}\}") for name in ("highlight", "qr", "comment")
}


class Tag(msgspec.Struct, frozen=True):
    """A shortcode: its name, its arguments, its place."""

    name: str
    arguments: Arguments
    is_closing: bool
    closes_itself: bool
    start: int
    end: int


def turn_shortcodes(
    body: str,
    *,
    path: str,
    first_line: int,
    resolve: Callable[[str], str | None],
    value: Callable[[str], str | None],
) -> Turned:
    """The body with its shortcodes turned into Markdown.

    Args:
        body: the Markdown.
        path: the file, for remarks.
        first_line: the line of the file on which the body starts.
        resolve: the path that leads to what a `ref` names, None where nothing is there.
        value: the parameter of the page or site with this name, None without it.
    """
    if "{{" not in body:
        return Turned(body)
    return _Walk(body, path, first_line, resolve, value).run()


def has_shortcodes(text: str) -> bool:
    """Whether something in a text opens a shortcode."""
    return "{{<" in text or "{{%" in text


class _Walk:
    def __init__(
        self,
        body: str,
        path: str,
        first_line: int,
        resolve: Callable[[str], str | None],
        value: Callable[[str], str | None],
    ) -> None:
        self._text = body
        self._turning = Turning(body, path, first_line)
        self._resolve = resolve
        self._value = value
        self._open_details: list[Tag] = []
        self._without: set[str] = set()

    def run(self) -> Turned:
        text, turning = self._text, self._turning
        at = 0
        while match := _TOKEN.search(text, at):
            start = match.start()
            if match["open"] is None:
                at = turning.code.end(match)
                self._uncomment(start, at)
                continue
            if text.startswith("/*", match.end()):
                at = self._uncommented(start, match.end())
                continue
            tag = _read_tag(text, start)
            if tag is None:
                turning.unknown(f"{text[start : start + 3]} (not closed, or not readable)", start)
                at = match.end()
                continue
            at = self._turned(tag)
        for tag in self._open_details:
            turning.remark("the shortcode details is not closed", tag.start)
        return turning.close("shortcode")

    def _turned(self, tag: Tag) -> int:
        """Turn one shortcode; where to go on."""
        turning, arguments = self._turning, tag.arguments
        if tag.is_closing:
            if tag.name == "details" and self._open_details:
                self._open_details.pop()
                turning.replace(tag.start, tag.end, "")
                turning.mark(tag.start, tag.end, "end of the shortcode details")
            elif tag.name in ("details", *_CLOSING, *EMBEDS):
                turning.unknown(f"/{tag.name}", tag.start)
            return tag.end
        if tag.name in _CLOSING and not tag.closes_itself:
            return self._turned_pair(tag)
        leading = turning.leading(tag.start, tag.end)
        if tag.name in EMBEDS:
            written = EMBEDS[tag.name](arguments, leading)
        elif tag.name == "qr":
            written = qr_code("", arguments)
        elif tag.name in ("ref", "relref"):
            written = self._reference(tag)
        elif tag.name == "param":
            written = self._value(arguments.get("name", 0)) or ""
        elif tag.name == "details":
            written = self._details(tag, leading)
        else:
            written = ""
        if not written:
            turning.unknown(tag.name, tag.start)
            return tag.end
        self._put(tag, tag.end, written)
        return tag.end

    def _turned_pair(self, tag: Tag) -> int:
        """Turn what stands between a shortcode and its end."""
        closing = None if tag.name in self._without else _CLOSING[tag.name].search(self._text, tag.end)
        if closing is None:
            self._without.add(tag.name)
            if tag.name == "qr" and tag.arguments.get("text"):
                self._put(tag, tag.end, qr_code("", tag.arguments))
            else:
                self._turning.unknown(f"{tag.name} (not closed)", tag.start)
            return tag.end
        inner = _uncommented(self._text[tag.end : closing.start()])
        if tag.name == "highlight":
            self._highlight(tag, inner, closing.start(), closing.end())
        elif tag.name == "qr":
            self._put(tag, closing.end(), qr_code(inner, tag.arguments))
        else:
            self._put(tag, closing.end(), f"<!--{inner.replace('--', '- -')}-->")
        return closing.end()

    def _highlight(self, tag: Tag, code: str, inner_end: int, end: int) -> None:
        arguments, turning = tag.arguments, self._turning
        language = arguments.get("lang", 0)
        options = (
            re.split(r"\s*,\s*", arguments.get("options", 1).strip()) if len(arguments.positional) > 1 else []
        )
        left = [option for option in options if option and not option.lower().startswith("hl_inline")]
        if any(re.fullmatch(r"hl_inline\s*=\s*true", option, re.IGNORECASE) for option in options):
            self._put(tag, end, code_span(code.strip()), left)
            return
        if not _LANGUAGE.fullmatch(language):
            left += [language] if language else []
            language = ""
        leading = turning.marks_before(tag.start)
        block = fenced(re.sub(r"\A(?:[ \t]*\n)+", "", code.rstrip()), language, leading or "")
        before = "" if leading is not None else "\n\n"
        after = "" if turning.ends_line(end) else "\n\n"
        turning.mark(inner_end, end, "end of the shortcode highlight")
        self._put(tag, end, before + block + after, left, mark_only=True)

    def _details(self, tag: Tag, leading: str | None) -> str:
        """The summary in bold on a line of its own: raw HTML is text in most sites."""
        summary = " ".join((tag.arguments.get("summary") or tag.arguments.get("title") or "Details").split())
        self._open_details.append(tag)
        bold = summary if "*" in summary else f"**{summary}**"
        if leading is None:
            return f"{bold} "
        return f"{bold}\n"

    def _reference(self, tag: Tag) -> str:
        """A link's address becomes the path; alone in a text it becomes a link that shows its path."""
        named = tag.arguments.get("path", 0)
        if not named:
            return ""
        found = self._resolve(named)
        if found is None:
            self._turning.remark(
                f"nothing here is called {named}", tag.start, "the link is kept and shown as text"
            )
            found = named
        if self._turning.is_in_address(tag.start):
            return self._turning.as_address(tag.start, found)
        return link(named, found)

    def _put(
        self, tag: Tag, end: int, written: str, left: list[str] | None = None, *, mark_only: bool = False
    ) -> None:
        left = [*tag.arguments.left(), *(left or [])]
        what = f"shortcode {tag.name}" + (f" without {', '.join(left)}" if left else "")
        turning = self._turning
        if mark_only:
            turning.mark(tag.start, tag.end, what)
            turning.turn(tag.start, end, written, f"code of the {what}", len(left))
        else:
            turning.turn(tag.start, end, written, f"text ({what})", len(left))

    def _uncomment(self, start: int, end: int) -> None:
        code = self._text[start:end]
        if "/*" in code:
            shown = _uncommented(code)
            if shown != code:
                self._turning.replace(start, end, shown)

    def _uncommented(self, start: int, inside: int) -> int:
        """Take the comment marks off one shortcode; where to go on."""
        closing = "*/" + (">" if self._text[inside - 1] == "<" else "%") + "}}"
        end = -1 if closing in self._without else self._text.find(closing, inside)
        if end < 0:
            self._without.add(closing)
            self._turning.unknown("/* (not closed)", start)
            return inside
        shown = self._text[start:inside] + self._text[inside + 2 : end] + closing[2:]
        self._turning.replace(start, end + len(closing), shown)
        return end + len(closing)


def _read_tag(text: str, start: int) -> Tag | None:
    """The shortcode that begins here, None where it has no end or is written as none can be."""
    name = _NAME.match(text, start)
    if name is None:
        return None
    positional: list[str] = []
    named: dict[str, str] = {}
    at = name.end()
    while (end := _END.match(text, at)) is None:
        argument = _ARGUMENT.match(text, at)
        if argument is None:
            return None
        written = argument["quoted"]
        if written is not None:
            written = written.replace('\\"', '"')
        else:
            written = argument["raw"] if argument["raw"] is not None else argument["bare"]
        if argument["key"]:
            named[argument["key"]] = written
        else:
            positional.append(written)
        at = argument.end()
    arguments = Arguments(tuple(positional), named)
    return Tag(name["name"], arguments, bool(name["closing"]), bool(end["own"]), start, end.end())


def _uncommented(code: str) -> str:
    """Code in which shortcodes are shown, without their comment marks."""
    parts: list[str] = []
    at = 0
    closings = {"<": "*/>}}", "%": "*/%}}"}
    while match := _COMMENTED.search(code, at):
        end = code.find(closings[match[1]], match.end())
        if end < 0:
            break
        parts += (code[at : match.start()], "{{", match[1], code[match.end() : end], closings[match[1]][2:])
        at = end + 5
    return "".join([*parts, code[at:]])
