"""Jekyll's Liquid in a body, as the Markdown it stands for.

Jekyll runs Liquid before Markdown, also in code. What a writer did about that (`{% raw %}` around code) goes,
in code too; every other tag inside code is left alone, since it is mostly there to be shown.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping

import msgspec

from digest.importers.trees.turning import CODE, Turned, Turning, fenced, link

_TOKEN = re.compile(CODE + r"|(?P<tag>\{%)|(?P<output>\{\{)", re.MULTILINE)
# A tag never holds the opening of another one: so no attempt to read one runs past the next.
_TAG = re.compile(r"\{%-?\s*+(?P<name>\w++)(?P<rest>(?:[^%{]|%(?!\})|\{(?!%))*+)%\}")
_OUTPUT = re.compile(r"\{\{-?(?P<rest>(?:[^{}]|\}(?!\})|\{(?![%{]))*+)\}\}")
# How writers show a brace: `{{ '{{' }}`.
_MARK = re.compile(r"\{\{-?\s*+([\"'])(?P<mark>\{\{|\{%|%\}|\}\})\1\s*+-?\}\}")
_END_RAW = re.compile(r"\{%-?\s*+endraw\s*+-?%\}")
_END_HIGHLIGHT = re.compile(r"\{%-?\s*+(?:endhighlight\s*+-?%\}|(?P<raw>raw)\s*+-?%\})")
_END_COMMENT = re.compile(r"\{%-?\s*+endcomment\s*+-?%\}")
_RAW_MARKS = re.compile(r"\{%-?\s*+(?:end)?raw\s*+-?%\}")
_LANGUAGE = re.compile(r"[\w+#.-]+")
_LITERAL = re.compile(r"(?P<quote>[\"'])(?P<text>.*)(?P=quote)", re.DOTALL)
_FILTER = re.compile(r"\s*\|\s*")


class Names(msgspec.Struct, frozen=True):
    """What the tags of one document may speak of.

    `post` and `file` lead to the address of a post by its name and of a file by its path, None where there is
    none. `page` and `site` hold front matter and configuration, as far as they are text.
    """

    post: Callable[[str], str | None]
    file: Callable[[str], str | None]
    page: Mapping[str, str] = {}
    site: Mapping[str, str] = {}


def turn_liquid(body: str, *, path: str, first_line: int, names: Names) -> Turned:
    """The body with its Liquid turned into Markdown; what is not understood stays text and is named.

    Args:
        body: the Markdown.
        path: the file, for remarks.
        first_line: the line of the file on which the body starts.
        names: what tags may speak of.
    """
    if "{%" not in body and "{{" not in body:
        return Turned(body)
    return _Walk(body, path, first_line, names).run()


def has_liquid(text: str) -> bool:
    """Whether a text holds one of Jekyll's own tags."""
    return bool(re.search(r"\{%-?\s*+(?:highlight|post_url|link|raw|include|include_relative)\b", text))


class _Walk:
    def __init__(self, body: str, path: str, first_line: int, names: Names) -> None:
        self._text = body
        self._turning = Turning(body, path, first_line)
        self._names = names
        self._without: set[str] = set()

    def run(self) -> Turned:
        text, turning = self._text, self._turning
        at = 0
        while match := _TOKEN.search(text, at):
            start = match.start()
            if match["tag"]:
                at = self._tag(start)
            elif match["output"]:
                at = self._output(start)
            else:
                at = turning.code.end(match)
                for mark in _RAW_MARKS.finditer(text, start, at):
                    turning.mark(mark.start(), mark.end(), "tag raw")
                    turning.turn(mark.start(), mark.end(), "", "code")
        return turning.close("Liquid tag")

    def _tag(self, start: int) -> int:
        """Turn the tag that begins here; where to go on."""
        turning, match = self._turning, _TAG.match(self._text, start)
        if match is None:
            turning.unknown("{% (not closed)", start)
            return start + 2
        name, rest, end = match["name"], match["rest"].removesuffix("-").strip(), match.end()
        if name == "raw":
            closing = self._closing("endraw", _END_RAW, end)
            if closing is not None:
                turning.mark(start, end, "tag raw")
                turning.turn(start, end, "", "text (as it is)")
                turning.replace(closing.start(), closing.end(), "")
                turning.mark(closing.start(), closing.end(), "end of the tag raw")
                return closing.end()
        elif name == "highlight":
            return self._highlight(start, end, rest)
        elif name == "comment":
            closing = self._closing("endcomment", _END_COMMENT, end)
            if closing is not None:
                hidden = self._text[end : closing.start()].replace("--", "- -")
                turning.turn(start, closing.end(), f"<!--{hidden}-->", "comment")
                return closing.end()
        elif name in ("post_url", "link") and rest and "{{" not in rest:
            self._link(name, rest, start, end)
            return end
        elif name == "gist" and re.fullmatch(r"[\w-]+/\w+", rest):
            turning.turn(start, end, link(f"Gist: {rest}", f"https://gist.github.com/{rest}"), "text (gist)")
            return end
        turning.unknown(name, start)
        return end

    def _closing(self, name: str, pattern: re.Pattern[str], at: int) -> re.Match[str] | None:
        found = None if name in self._without else pattern.search(self._text, at)
        if found is None:
            self._without.add(name)
        return found

    def _highlight(self, start: int, end: int, rest: str) -> int:
        turning = self._turning
        closing = self._closing("endhighlight", _END_HIGHLIGHT, end)
        while closing is not None and closing["raw"]:
            after = self._closing("endraw", _END_RAW, closing.end())
            closing = self._closing("endhighlight", _END_HIGHLIGHT, (after or closing).end())
        if closing is None:
            turning.unknown("highlight (not closed)", start)
            return end
        language, _, options = rest.partition(" ")
        left = re.findall(r"\w+(?:=\"[^\"]*\"|=\S+)?", options)
        if not _LANGUAGE.fullmatch(language):
            left, language = ([language] if language else []) + left, ""
        code = _RAW_MARKS.sub("", self._text[end : closing.start()]).rstrip()
        code = re.sub(r"\A(?:[ \t]*\n)+", "", code)
        leading = turning.marks_before(start)
        before = "" if leading is not None else "\n\n"
        after_all = "" if turning.ends_line(closing.end()) else "\n\n"
        block = fenced(code, language, leading or "")
        what = "tag highlight" + (f" without {', '.join(left)}" if left else "")
        turning.mark(start, end, what)
        turning.mark(closing.start(), closing.end(), "end of the tag highlight")
        turning.turn(start, closing.end(), before + block + after_all, "code", len(left))
        return closing.end()

    def _link(self, name: str, rest: str, start: int, end: int) -> None:
        turning = self._turning
        found = self._names.post(rest) if name == "post_url" else self._names.file(rest)
        if found is None:
            turning.remark(f"nothing here is called {rest}", start, "the link is kept and shown as text")
            found = rest if rest.startswith("/") else f"/{rest}"
        self._put_address(found, rest, start, end, f"tag {name}")

    def _put_address(self, found: str, shown: str, start: int, end: int, what: str) -> None:
        """An address where one is meant, elsewhere a link: there the reader saw the address itself."""
        turning = self._turning
        is_address = turning.is_in_address(start)
        written = turning.as_address(start, found) if is_address else link(shown, found)
        turning.turn(start, end, written, f"text ({what})")

    def _output(self, start: int) -> int:
        """Turn `{{ … }}`; where to go on."""
        turning, match = self._turning, _OUTPUT.match(self._text, start)
        mark = _MARK.match(self._text, start)
        if mark is not None:
            turning.turn(start, mark.end(), mark["mark"], "text (as it is)")
            return mark.end()
        if match is None:
            # `{{<` and the like are no Liquid; an opening without an end is a thing to look at.
            turning.unknown("{{ (not closed)", start)
            return start + 2
        rest = match["rest"].removesuffix("-").strip()
        written = self._value(rest, start)
        if written is None:
            turning.unknown(f"{{{{ {' '.join(rest.split())[:60]} }}}}", start)
        else:
            turning.turn(start, match.end(), written, "text (Liquid)")
        return match.end()

    def _value(self, rest: str, start: int) -> str | None:
        """What an output shows; None where that is not known here."""
        literal = _LITERAL.match(rest)
        if literal is not None and not re.search(re.escape(literal["quote"]), literal["text"]):
            value: str | None = literal["text"]
            filters = _FILTER.split(rest[literal.end() :])[1:]
        else:
            value, *filters = _FILTER.split(rest)
            value = self._named(value, start)
        if not rest or value is None:
            return None
        for name in filters:
            if name in ("relative_url", "absolute_url"):
                value = value if value.startswith(("/", "http:", "https:", "#")) else f"/{value}"
            elif name not in ("prepend: site.baseurl", "prepend: site.url", "escape", "strip", "uri_escape"):
                return None
        return value

    def _named(self, name: str, start: int) -> str | None:
        """The value of a name; in an address the site's own place is nothing: links here begin at its root."""
        names = self._names
        if name in ("site.url", "site.baseurl"):
            key = name.removeprefix("site.")
            if self._turning.is_in_address(start):
                return ""
            return names.site.get(key, "" if key == "baseurl" else None)
        owner, _, key = name.partition(".")
        if owner == "page":
            return names.page.get(key)
        return names.site.get(key) if owner == "site" else None
