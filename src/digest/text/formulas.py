r"""Formulas in titles, which are shown as plain lines: `$\pi_0$` reads as `π₀`.

A title is no Markdown: it stands in links, feeds, cards and the head of a page. What a line of characters can say is
said with them; a formula with more to it stays as its author wrote it. Files and bibliographies keep the TeX.
"""

from __future__ import annotations

import re

# As in `exporters.tex`: no blank inside the dollars' edges and no digit after, "$5 and $6" are prices.
_FORMULA = re.compile(r"(?<![\\$])\$(?=[^\s$])((?:[^$\\]|\\[^$])+)(?<![\s\\])\$(?![0-9$])")
_LONGEST = 200  # characters of a formula
_WORD = re.compile(r"[A-Za-z]{4,}")  # `$PATH$` is the name of something

_GREEK = """
    alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ mu μ
    nu ν xi ξ pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
    Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
"""
_OPERATORS = """
    times × div ÷ pm ± mp ∓ cdot · star ⋆ ast ∗ circ ∘ bullet • oplus ⊕ otimes ⊗ le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ ll ≪
    gg ≫ approx ≈ equiv ≡ sim ∼ simeq ≃ cong ≅ propto ∝ subset ⊂ subseteq ⊆ in ∈ notin ∉ to → rightarrow → leftarrow ←
    Rightarrow ⇒ leftrightarrow ↔ mapsto ↦ infty ∞ partial ∂ nabla ∇ forall ∀ exists ∃ ell ℓ hbar ℏ sum ∑ prod ∏ sqrt √
    dagger † degree ° cup ∪ cap ∩ perp ⊥ parallel ∥ langle ⟨ rangle ⟩ ldots … dots … cdots ⋯
"""
_NAMES = f"{_GREEK} {_OPERATORS}".split()
_SIGNS = dict(zip(_NAMES[::2], _NAMES[1::2], strict=True)) | {"quad": " ", "left": "", "right": ""}
_FUNCTIONS = frozenset(("log", "ln", "exp", "max", "min", "sin", "cos", "arg"))
_STYLE_NAMES = """
    mathrm mathbf mathit mathsf mathtt mathcal mathscr boldsymbol bm text textrm textbf textit textsf texttt textsc
    operatorname mbox
"""
_STYLES = frozenset(_STYLE_NAMES.split())
_DOUBLE = {"R": "ℝ", "N": "ℕ", "Z": "ℤ", "Q": "ℚ", "C": "ℂ", "E": "𝔼", "P": "ℙ"}
_RAISED = dict(
    zip(
        "0123456789+-=()Tabcdefghijklmnoprstuvwxyz*′∘°†⋆",
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ᵀᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ*′°°†⋆",
        strict=True,
    )
)
_LOWERED = dict(
    zip("0123456789+-=()aehijklmnoprstuvxβγρφχ", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₕᵢⱼₖₗₘₙₒₚᵣₛₜᵤᵥₓᵦᵧᵨᵩᵪ", strict=True)
)
_BESIDE = re.compile(r"[A-Za-z0-9.]{1,4}")  # a subscript that may stand on the line: `π0.5`
_TOKEN = re.compile(
    r"\\(?P<command>[A-Za-z]+) ?|\\(?P<space>[,;:! ])|\\(?P<sign>[%&#_{}|])|(?P<script>[_^])|(?P<open>\{)|(?P<close>\})"
    r"|(?P<plain>[^\\{}_^$])"
)


def shown_title(title: str) -> str:
    """A title with the characters for its formulas, where there are some; else as it is written."""
    if "$" not in title:
        return title
    return _FORMULA.sub(lambda match: _in_characters(match[1]) or match[0], title)


def _in_characters(tex: str) -> str:
    """A formula as characters; "" where characters cannot say it."""
    if len(tex) > _LONGEST or _WORD.fullmatch(tex):
        return ""
    reader = _Reader(tex)
    try:
        return reader.group(until_end=True).strip()
    except _Unsayable:
        return ""


class _Unsayable(Exception):  # noqa: N818 - it says what the formula is
    pass


class _Reader:
    """Reads a formula from left to right; groups are at most as deep as the formula is long."""

    def __init__(self, tex: str) -> None:
        self._tex = tex
        self._place = 0

    def group(self, *, until_end: bool = False) -> str:
        """What stands before the brace that closes a group, or before the end."""
        parts: list[str] = []
        while self._place < len(self._tex):
            token = self._next()
            if token["close"]:
                if until_end:
                    raise _Unsayable
                return "".join(parts)
            parts.append(self._said(token))
        if not until_end:
            raise _Unsayable
        return "".join(parts)

    def _next(self) -> re.Match[str]:
        token = _TOKEN.match(self._tex, self._place)
        if token is None:
            raise _Unsayable
        self._place = token.end()
        return token

    def _said(self, token: re.Match[str]) -> str:
        if token["open"]:
            return self.group()
        if token["script"]:
            return _scripted(self._argument(), is_raised=token["script"] == "^")
        if name := token["command"]:
            return self._commanded(name)
        if token["space"] is not None:
            return "" if token["space"] == "!" else " "
        if token["sign"]:
            return token["sign"]
        return {"~": " ", "'": "′"}.get(token["plain"], token["plain"])

    def _commanded(self, name: str) -> str:
        follows = self._tex[self._place : self._place + 1]
        if name in _STYLES:
            return self._argument()
        if name == "mathbb":
            return "".join(_DOUBLE.get(letter, letter) for letter in self._argument())
        if name in _FUNCTIONS:
            return f"{name} " if follows.isalnum() or follows == "\\" else name
        if name not in _SIGNS or (name == "sqrt" and follows in {"[", "{"}):
            raise _Unsayable
        return _SIGNS[name]

    def _argument(self) -> str:
        """What a command or script takes: a group, or one sign."""
        if self._place >= len(self._tex):
            raise _Unsayable
        token = self._next()
        if token["close"] or token["script"]:
            raise _Unsayable
        return self._said(token)


def _scripted(argument: str, *, is_raised: bool) -> str:
    characters = _RAISED if is_raised else _LOWERED
    if all(character in characters for character in argument):
        return "".join(characters[character] for character in argument)
    if not is_raised and _BESIDE.fullmatch(argument):
        return argument
    raise _Unsayable
