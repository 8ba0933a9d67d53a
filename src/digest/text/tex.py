r"""TeX in bibliographies as text: accents, signs and dashes, without braces; maths stays between dollars.

Converters for whole TeX documents drop commands they do not know and all that follows a `%`, which BibTeX takes
for a sign: here an unknown command stays as it is written.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", '"': "\u0308", "=": "\u0304", ".": "\u0307",
    "u": "\u0306", "v": "\u030c", "H": "\u030b", "c": "\u0327", "d": "\u0323", "b": "\u0331", "r": "\u030a",
    "k": "\u0328",
}  # fmt: skip
_SIGNS = {
    "ss": "ß", "ae": "æ", "AE": "Æ", "oe": "œ", "OE": "Œ", "aa": "å", "AA": "Å", "o": "ø", "O": "Ø", "l": "ł",
    "L": "Ł", "i": "ı", "j": "ȷ", "dh": "ð", "DH": "Ð", "th": "þ", "TH": "Þ", "dj": "đ", "DJ": "Đ", "ng": "ŋ",
    "NG": "Ŋ", "S": "§", "P": "¶", "copyright": "©", "pounds": "£", "euro": "€", "dag": "†", "ddag": "‡",
    "ldots": "…", "dots": "…", "textellipsis": "…", "textendash": "–", "textemdash": "—", "textquoteleft": "‘",
    "textquoteright": "’", "textquotedblleft": "“", "textquotedblright": "”", "textquotesingle": "'",
    "textregistered": "®", "texttrademark": "™", "textdegree": "°", "textmu": "µ", "textbar": "|",
    "textless": "<", "textgreater": ">", "textunderscore": "_", "textdollar": "$", "textbackslash": "\\",
    "textbraceleft": "{", "textbraceright": "}", "textasciitilde": "~", "textasciicircum": "^",
    "textbullet": "•", "textperiodcentered": "·", "guillemotleft": "«", "guillemotright": "»", "LaTeX": "LaTeX",
    "TeX": "TeX", "BibTeX": "BibTeX", "quad": " ", "qquad": " ", "space": " ", "newline": " ",
}  # fmt: skip
_STYLES = (
    "emph|textbf|textit|textrm|textsf|texttt|textsc|textmd|textup|textsl|textnormal|textsuperscript"
    "|textsubscript|mbox|text|underline|uppercase|lowercase|MakeUppercase|MakeLowercase"
)
_SWITCHES = (
    "em|it|bf|sc|rm|tt|sf|sl|bfseries|itshape|scshape|upshape|slshape|rmfamily|sffamily|ttfamily|normalfont"
    "|tiny|scriptsize|footnotesize|small|normalsize|large|Large|protect|relax|noopsort"
)
_LETTER = r"(?:\\[ij](?![A-Za-z])|[^\W\d_])"
# Nothing is tried twice: what a pattern may run over ends at the next of its kind.
_TOKEN = re.compile(
    r"(?P<maths>\$(?:[^$\\]|\\.)++\$)"
    r"|\\\((?P<round>(?:[^\\]|\\[^()])*+)\\\)"
    r"|\\ensuremath\s*+\{(?P<ensured>[^{}]*+)\}"
    r"|\\(?:url|path|nolinkurl)\s*+\{(?P<url>[^{}]*+)\}"
    r"|\\href\s*+\{(?P<target>[^{}]*+)\}"
    r"|(?P<address>https?://(?:[^\s{}\\]|\\[_%&#~])++)"
    rf"|\\(?:(?P<accent>[`'^\"~=.])\s*+|(?P<named>[uvHcdbrk])(?:(?![A-Za-z])\s*+))"
    rf"(?:\{{\s*+(?P<braced>{_LETTER}?)\s*+\}}|(?P<bare>{_LETTER}))"
    r"|\\(?P<sign>" + "|".join(sorted(_SIGNS, key=len, reverse=True)) + r")(?![A-Za-z])(?:\{\}|\s++)?"
    rf"|(?P<style>\\(?:{_STYLES})\s*+(?=\{{)|\\(?:{_SWITCHES})(?![A-Za-z])\s*+|\\[/!-]|[{{}}])"
    r"|\\(?P<escaped>[&%$#_{}])"
    r"|(?P<blank>\\[ ,;:>]|\\\\|~)"
    r"|(?P<dash>---?|``|''|`)"
    r"|(?P<unknown>\\[A-Za-z]++(?:\{[^{}]*+\})?)",
    re.DOTALL,
)
_PRINTED = {"---": "—", "--": "–", "``": "“", "''": "”", "`": "‘"}
_ESCAPED = re.compile(r"\\([_%&#~$])")


def text_of_tex(tex: str) -> str:
    """The text of a field, its white space as written."""
    return _TOKEN.sub(_text, tex)


def address_of_tex(tex: str) -> str:
    r"""A field that holds an address or an identifier: as written, but for `\\url{…}`, escapes and braces."""
    text = re.sub(r"\\(?:url|path|nolinkurl)\s*+(?=\{)", "", tex)
    return re.sub(r"[{}]", "", _ESCAPED.sub(r"\1", text)).strip()


def _text(token: re.Match[str]) -> str:
    kind = token.lastgroup
    assert kind is not None
    value = token[kind]
    if kind in {"round", "ensured"}:
        return f"${value}$" if value.strip() else ""
    if kind in {"url", "address"}:
        return _ESCAPED.sub(r"\1", value)
    if kind == "target":
        return _ESCAPED.sub(r"\1", value) + " "
    if kind in {"braced", "bare"}:
        accent = _ACCENTS[token["accent"] or token["named"]]
        letter = {"\\i": "i", "\\j": "j"}.get(value, value)
        return unicodedata.normalize("NFC", letter + accent) if letter else token["accent"] or token[0]
    if kind == "sign":
        return _SIGNS[value]
    if kind == "style":
        return ""
    if kind == "blank":
        return " "
    return _PRINTED[value] if kind == "dash" else value
