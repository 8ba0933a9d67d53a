r"""Text as TeX, for bibliographies.

Everything TeX would act on is written so that it prints; only maths between dollar signs stays TeX, and only
if each of its commands is on a list of harmless ones: titles come from strangers, and `$\input{...}$` would
otherwise run in the reader's own document.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# Braces as commands: BibTeX counts `\{` too when it looks for the end of a field.
_ESCAPES = {
    "&": r"\&",
    "%": r"\%",
    "$": r"\$",
    "#": r"\#",
    "_": r"\_",
    "{": r"\textbraceleft{}",
    "}": r"\textbraceright{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "\\": r"\textbackslash{}",
}
_SPECIAL = re.compile(r"[&%$#_{}~^\\]")
# A Latin word with what stands inside names of models: BLIP3-o, Qwen2.5-VL, C++.
_WORD = re.compile(r"[A-Za-z\u00c0-\u024f0-9][A-Za-z\u00c0-\u024f0-9.+-]*")
# No blank inside the dollars' edges and no digit after: "$5 and $6" are prices.
_MATHS = re.compile(r"\$(?=[^\s$])((?:[^$\\]|\\[^$])+)(?<![\s\\])\$(?![0-9])")
_COMMAND = re.compile(r"\\([A-Za-z]+|.)")

_TITLE_PART = re.compile(f"{_SPECIAL.pattern}|{_WORD.pattern}")

_LETTERS = """
    alpha beta gamma delta epsilon varepsilon zeta eta theta vartheta iota kappa lambda mu nu xi pi
    varpi rho varrho sigma varsigma tau upsilon phi varphi chi psi omega Gamma Delta Theta Lambda Xi Pi
    Sigma Upsilon Phi Psi Omega aleph beth ell hbar imath jmath wp Re Im partial nabla infty emptyset
    varnothing forall exists neg prime
"""
_OPERATORS = """
    times div pm mp cdot cdots ldots dots vdots ddots ast star circ bullet oplus otimes odot dagger
    ddagger wedge vee cap cup setminus leq le geq ge neq ne ll gg approx equiv sim simeq cong propto
    subset supset subseteq supseteq in ni notin to mapsto gets leftarrow rightarrow leftrightarrow
    Leftarrow Rightarrow Leftrightarrow longrightarrow uparrow downarrow updownarrow nearrow searrow
    parallel perp mid nmid sum prod int oint lim sup inf max min arg log ln lg exp sin cos tan det dim
    ker deg gcd Pr bmod pmod
"""
_LAYOUT = """
    langle rangle lceil rceil lfloor rfloor lbrace rbrace vert Vert left right big Big bigl bigr Bigl
    Bigr frac dfrac tfrac sqrt binom over underline overline hat widehat tilde widetilde bar vec dot
    ddot check breve acute grave mathrm mathbf mathit mathsf mathtt mathcal mathbb mathfrak mathscr
    boldsymbol bm text textrm textbf textit texttt textsf operatorname quad qquad
"""
_HARMLESS = frozenset(_LETTERS.split()) | frozenset(_OPERATORS.split()) | frozenset(_LAYOUT.split())
_HARMLESS_SIGNS = frozenset(" ,;:!|{}")


def escape(text: str) -> str:
    """Text without maths (a name) so that TeX prints it as it is."""
    return _SPECIAL.sub(lambda match: _ESCAPES[match[0]], text)


def text_with_maths(text: str) -> str:
    """Text in which harmless `$...$` stays maths and everything else prints as it is."""
    return _outside_maths(text, escape, "{}")


def title(text: str) -> str:
    """A title, with braces where bibliography styles must not change capitals.

    They lower-case titles, maths too. Protected are words with a capital after their start or beside a digit
    (`BLIP3-o`, `LLaVA`, `Qwen2.5`), single capitals other than the article (`R&D`) and all maths; plain
    capitalised words are left to the style.
    """
    return _outside_maths(text, _escape_title, "{{{}}}")


def _outside_maths(text: str, convert: Callable[[str], str], maths_form: str) -> str:
    pieces: list[str] = []
    start = 0
    for match in _MATHS.finditer(text):
        if _is_harmless(match[1]):
            pieces += (convert(text[start : match.start()]), maths_form.format(match[0]))
            start = match.end()
    return "".join((*pieces, convert(text[start:])))


def _escape_title(text: str) -> str:
    return _TITLE_PART.sub(_title_part, text)


def _title_part(match: re.Match[str]) -> str:
    part = match[0]
    if part in _ESCAPES:
        return _ESCAPES[part]
    word = part.rstrip(".")
    if not _has_lasting_capital(word):
        return part
    return f"{{{word}}}{part[len(word) :]}"


def _has_lasting_capital(word: str) -> bool:
    if word.lower() == word:
        return False
    if any(letter.isdigit() for letter in word):
        return True
    # Each side of a hyphen is a word of its own: "Self-Improving" is title case, "Qwen-VL" is not.
    sides = word.split("-")
    return any(
        side[1:].lower() != side[1:] or (len(side) == 1 and side.isupper() and side != "A") for side in sides
    )


def _is_harmless(maths: str) -> bool:
    if "^^" in maths or any(sign in maths for sign in "%#&~"):
        return False
    if any(name not in _HARMLESS and name not in _HARMLESS_SIGNS for name in _COMMAND.findall(maths)):
        return False
    return _braces_balance(maths)


def _braces_balance(maths: str) -> bool:
    """Whether braces close what they open, as TeX counts them and also as BibTeX does (escaped ones too)."""
    for counted in (maths, re.sub(r"\\[{}]", "", maths)):
        depth = 0
        for sign in counted:
            depth += (sign == "{") - (sign == "}")
            if depth < 0:
                return False
        if depth:
            return False
    return True
