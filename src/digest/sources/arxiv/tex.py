r"""The TeX of arXiv's titles, abstracts and comments, taken apart: text, maths, addresses and marks.

What arXiv shows is not what TeX would print: metadata is prose in which some TeX is understood. A `%` is a
percent sign and no comment, a command that is not known stays as it is written, and dollars may be money.
pylatexenc, measured on recorded answers of the API, drops the rest of a line after a percent sign, closing
quotes, ampersands and unknown commands, and raises IndexError for `\href`.

The source of the rules: https://info.arxiv.org/help/prep.html (accents, paragraphs, no other TeX expected), and
the recorded answers.
"""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from digest.links.find import find_addresses
from digest.text.cjk import is_cjk
from digest.text.clean import clean_text
from digest.text.tex import text_of_tex

MAX_LENGTH = 20_000
"""Longest text that is read, in characters; arXiv allows 1920 for an abstract."""
MAX_FORMULA = 3000
"""Longest formula, in characters; a longer one is text, as it is for the renderer."""
PARAGRAPH = "\n\n"
"""What parts paragraphs within a piece of text; every other white space there is single blanks."""

Kind = Literal["text", "maths", "display", "address", "code", "open", "close", "link", "end"]


class Piece(NamedTuple):
    """One piece of a text.

    `text` of a `text`, `maths`, `display` or `code` is its content, of an `address` or a `link` the address, of
    `open` and `close` the mark (`*`, `**`). `link` and `end` enclose the words of a link.
    """

    kind: Kind
    text: str = ""


_MARKS = {"emph": "*", "textit": "*", "textsl": "*", "textbf": "**", "texttt": "`"}
_SWITCHES = {"em": "*", "it": "*", "sl": "*", "itshape": "*", "bf": "**", "bfseries": "**", "tt": "`"}
_SILENT_NAMES = "textsc textrm textsf textmd textup textnormal text mbox hbox underline uppercase lowercase"
_SILENT = frozenset(_SILENT_NAMES.split())
_ENVIRONMENTS = "equation|displaymath|align|eqnarray|gather|multline"
_LETTER = r"(?:\\[ij](?![A-Za-z])|[^\W\d_])"
# Nothing is tried twice: what a pattern may run over ends at the next of its kind.
_TOKEN = re.compile(
    r"\$\$(?P<display>(?:[^$\\]|\\.)++)\$\$"
    r"|\$(?P<maths>(?:[^$\\]|\\.)++)\$"
    r"|\\\((?P<round>(?:[^\\$]|\\[^()$])*+)\\\)"
    r"|\\\[(?P<square>(?:[^\\$]|\\[^\[\]$])*+)\\\]"
    rf"|\\begin\{{(?P<env>{_ENVIRONMENTS})\*?\}}"
    r"(?P<body>(?:[^\\$]|\\(?!(?:begin|end)\{(?P=env))[^$])*+)\\end\{(?P=env)\*?\}"
    r"|\\ensuremath\s*+\{(?P<ensured>[^{}$]*+)\}"
    r"|(?P<address>https?://(?:[^\s{}\\<>\"]|\\[_%&#]|\\~(?:\{\})?)++)"
    r"|\\(?:url|nolinkurl|path)\s*+\{(?P<url>[^{}]*+)\}"
    r"|\\href\s*+\{(?P<target>[^{}]*+)\}\s*+\{"
    rf"|(?P<accent>\\(?:[`'^\"~=.](?:\s*+\{{\s*+{_LETTER}?\s*+\}}|{_LETTER})"
    rf"|[uvHcdbrk](?![A-Za-z])\s*+(?:\{{\s*+{_LETTER}?\s*+\}}|{_LETTER})))"
    rf"|\{{\s*+\\(?P<switch>{'|'.join(_SWITCHES)})(?![A-Za-z])\s*+"
    r"|\\(?P<command>[A-Za-z]++)"
    r"|(?P<blank>\\[\s,;:>]|\\\\(?:\[[^\[\]$]{0,20}\])?)"
    r"|\\[/!@-]"
    r"|\\(?P<escaped>[^A-Za-z\s])"
    r"|(?<=[^\s~])(?P<tie>~)(?=[^\s~])"
    r"|(?<!-)(?P<dash>-{2,3})(?!-)"
    r"|(?P<quote>``|''|`|')"
    r"|(?P<brace>\{)|(?P<unbrace>\})"
    r"|(?P<text>(?:[^\\$`'{}~h-]|h(?!ttps?://))++)"
    r"|(?P<other>.)",
    re.DOTALL,
)
_ARGUMENTS = re.compile(r"(?:\{[^{}$]*+\})*+")
_GAP = re.compile(r"\{\}|\s++")
_ESCAPED_IN_ADDRESS = re.compile(r"\\([_%&#~])(?:(?<=~)\{\})?")
_WEB_ADDRESS = re.compile(r"https?://[A-Za-z0-9\[][A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{0,1990}", re.ASCII)
_NEW_PARAGRAPH = re.compile(r"\n[ \t]*\n\s*|\n {2,}")
_EMPTY_LINE = re.compile(r"\n[ \t]*\n")
_WORD = re.compile(r"[A-Za-z]{3,}")
_NO_PROSE = re.compile(r"[\\^_=<>]")
_PRINTED = {"---": "—", "--": "–", "``": "“", "''": "”"}


def read_tex(tex: str) -> tuple[Piece, ...]:
    """The pieces of a text, no two of text side by side.

    A line that begins with two blanks, and an empty line, begin a paragraph. Never raises; what is longer than
    `MAX_LENGTH` is cut.
    """
    reading = _Reading(clean_text(tex[:MAX_LENGTH]).strip())
    reading.read()
    return _merged(reading.pieces)


class _Frame(NamedTuple):
    """An open brace: the mark it puts around its content, or the address its content links to."""

    start: int
    mark: str = ""
    url: str = ""


class _Reading:
    def __init__(self, tex: str) -> None:
        self.pieces: list[Piece] = []
        self._tex, self._at = tex, 0
        self._frames: list[_Frame] = []
        self._marked = 0  # frames with a mark or a link; they are not put into each other
        self._quotes = 0

    def read(self) -> None:
        while self._at < len(self._tex):
            token = _TOKEN.match(self._tex, self._at)
            assert token is not None  # the last alternative takes any character
            self._at = token.end()
            self._token(token)

    def _text(self, text: str) -> None:
        if text:
            self.pieces.append(Piece("text", text))

    def _token(self, token: re.Match[str]) -> None:
        kind = token.lastgroup
        value = token[kind] if kind else ""
        match kind:
            case "display" | "maths" | "round" | "square" | "body" | "ensured":
                self._formula(kind, value, token)
            case "address" | "url":
                self._address(value, token)
            case "target":
                self._open(url=_web_address(value))
            case "switch":
                self._open(mark=_SWITCHES[value])
            case "command":
                self._command(value)
            case "accent":
                self._text(_accented(value))
            case "blank" | "tie":
                self._text(" ")
            case "dash":
                self._text(_PRINTED[value])
            case "quote":
                self._quote(value, token.start())
            case "brace":
                self._open()
            case "unbrace":
                self._close()
            case "escaped" | "text" | "other":
                self._text(value)

    def _formula(self, kind: str, value: str, token: re.Match[str]) -> None:
        is_display = kind in {"display", "square", "body"}
        tex = _formula(value)
        if kind == "body" and token["env"] not in {"equation", "displaymath"}:
            tex = " ".join(token[0].split())
        if not tex and kind != "maths":
            return  # nothing between the dollars prints nothing
        if not _is_maths(tex) or _EMPTY_LINE.search(value) or (kind == "maths" and self._is_money(token)):
            self._at = token.start() + (1 if token[0][0] == "$" else 2)
            self._text(self._tex[token.start() : self._at])
            return
        self.pieces.append(Piece("display" if is_display else "maths", tex))

    def _is_money(self, token: re.Match[str]) -> bool:
        """Whether two dollars are not those of a formula: `$5 to $6`, `5$ to 6$`, and words without any sign."""
        tex, value = self._tex, token["maths"]
        before, behind = tex[token.start() - 1 : token.start()], tex[token.end() : token.end() + 1]
        if (value[-1].isspace() and behind.isalnum()) or (value[0].isspace() and before.isalnum()):
            return True
        return not _NO_PROSE.search(value) and len(_WORD.findall(value)) > 2

    def _address(self, value: str, token: re.Match[str]) -> None:
        plain = _ESCAPED_IN_ADDRESS.sub(r"\1", value).replace("$", "%24")
        if token.lastgroup == "url":
            url = _web_address(plain)
            self.pieces.append(Piece("address", url) if url else Piece("text", plain))
            return
        found = next(find_addresses(plain), None)
        if found is None or found.start:
            self._text(plain)
            return
        self.pieces.append(Piece("address", found.url))
        # What does not belong to the address is read again; what is left of it was written without escapes
        # unless it holds one of these characters.
        rest = plain[found.end :]
        self._at = token.end() - len(rest) if value.endswith(rest) else token.end()
        if not value.endswith(rest):
            self._text(rest)

    def _command(self, name: str) -> None:
        has_argument = self._tex.startswith("{", self._at)
        if name in _MARKS and has_argument:
            self._at += 1
            self._open(mark=_MARKS[name])
        elif name not in _SILENT or not has_argument:
            written = f"\\{name}"
            printed = text_of_tex(written)
            if printed != written:
                gap = _GAP.match(self._tex, self._at)
                self._at = gap.end() if gap else self._at
                self._text(printed)
                return
            arguments = _ARGUMENTS.match(self._tex, self._at)
            self._at = arguments.end() if arguments else self._at
            self._text(written + (arguments[0] if arguments else ""))

    def _quote(self, value: str, start: int) -> None:
        if value in _PRINTED:
            self._text(_PRINTED[value])
            return
        before = self._tex[start - 1 : start] if start else ""
        behind = self._tex[start + 1 : start + 2]
        if value == "`" and not before.isalnum() and behind.strip():
            self._quotes += 1
            self._text("‘")
        elif self._quotes and before.strip() and not behind.isalnum():
            self._quotes -= 1
            self._text("’")
        else:
            self._text(value)

    def _open(self, *, mark: str = "", url: str = "") -> None:
        is_marked = bool(mark or url) and not self._marked
        self._frames.append(_Frame(len(self.pieces), mark, url) if is_marked else _Frame(len(self.pieces)))
        self._marked += is_marked
        self.pieces.append(Piece("text"))  # the place of what opens

    def _close(self) -> None:
        if not self._frames:
            return
        frame = self._frames.pop()
        if not frame.mark and not frame.url:
            return
        self._marked -= 1
        inside = _merged(self.pieces[frame.start :])
        del self.pieces[frame.start :]
        self.pieces += _linked(frame.url, inside) if frame.url else _marked(frame.mark, inside)


def _merged(pieces: list[Piece]) -> tuple[Piece, ...]:
    """The pieces with texts joined and their white space in order."""
    merged: list[Piece] = []
    texts: list[str] = []
    for piece in [*pieces, Piece("end")]:
        if piece.kind == "text":
            texts.append(piece.text)
            continue
        text = _spaced("".join(texts))
        if text:
            merged.append(Piece("text", text))
        texts.clear()
        merged.append(piece)
    return tuple(merged[:-1])


def _spaced(text: str) -> str:
    """Runs of white space as one blank, but where a paragraph ends."""
    parts = [re.sub(r"\s+", " ", part) for part in _NEW_PARAGRAPH.split(text)]
    for index in range(1, len(parts)):
        parts[index - 1] = parts[index - 1].rstrip()
        parts[index] = parts[index].lstrip()
    return PARAGRAPH.join(parts)


def _marked(mark: str, inside: tuple[Piece, ...]) -> list[Piece]:
    """Content between marks, the blanks at its ends outside; without marks where it has several paragraphs."""
    text = "".join(piece.text for piece in inside)
    if not text.strip() or any(piece.kind == "text" and PARAGRAPH in piece.text for piece in inside):
        return list(inside)
    opened, closed = [Piece("open", mark)], [Piece("close", mark)]
    if mark == "`":
        if "`" in text or any(piece.kind not in {"text", "address"} for piece in inside):
            return list(inside)
        inside, opened, closed = (Piece("text", text),), [], []
    trimmed = list(inside)
    before = behind = ""
    if trimmed[0].kind == "text" and trimmed[0].text[0] == " ":
        before, trimmed[0] = " ", Piece("text", trimmed[0].text[1:])
    if trimmed[-1].kind == "text" and trimmed[-1].text[-1:] == " ":
        behind, trimmed[-1] = " ", Piece("text", trimmed[-1].text[:-1])
    if mark == "`":
        trimmed = [Piece("code", trimmed[0].text)]
    trimmed = [piece for piece in trimmed if piece.text]
    return [Piece("text", before), *opened, *trimmed, *closed, Piece("text", behind)]


def _linked(url: str, inside: tuple[Piece, ...]) -> list[Piece]:
    """The words of a link; an address among them is text, for no link stands in another one."""
    words = [Piece("text", piece.text) if piece.kind == "address" else piece for piece in inside]
    text = "".join(piece.text for piece in words).strip()
    if not text or text == url or PARAGRAPH in text:
        return [Piece("address", url)] if not text or text == url else list(inside)
    return [Piece("link", url), *words, Piece("end")]


def _formula(value: str) -> str:
    r"""The TeX between delimiters in one line, without blanks at its ends, of which `\ ` is one."""
    tex = " ".join(value.split())
    while (len(tex) - len(tex.rstrip("\\"))) % 2:
        tex = tex[:-1].rstrip()
    return tex


def _is_maths(tex: str) -> bool:
    if not tex or len(tex) > MAX_FORMULA:
        return False
    return "\\" in tex or not any(is_cjk(character) for character in tex)


def _web_address(text: str) -> str:
    """A whole text that is an http or https address, with brackets written as escapes; "" otherwise."""
    text = _ESCAPED_IN_ADDRESS.sub(r"\1", text).strip()
    if not _WEB_ADDRESS.fullmatch(text):
        return ""
    for character in "()[]$'*":
        text = text.replace(character, f"%{ord(character):02X}")
    return text


def _accented(value: str) -> str:
    r"""The letter; `\"x` and `\'x` where no language has such a letter are quotes that something escaped."""
    if value[1] == '"' and value[-1] not in "aeiouyAEIOUY}":
        return value[1:]
    text = text_of_tex(value)
    return value[1:] if value[1] == "'" and len(text) > 1 and "{" not in value else text
