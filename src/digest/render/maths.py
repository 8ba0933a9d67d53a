"""TeX to MathML: one module, one converter (math-core), and limits around it.

The limits are needed: deep nesting kills the process inside the converter, so length and brace depth are
checked before. What comes back is compared with an allow-list of elements and attributes all the same.
"""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import NamedTuple

from math_core import LatexError, LatexToMathML

MAX_LENGTH = 3000
"""Longest formula that is converted, in characters."""
MAX_DEPTH = 100
"""Deepest nesting of braces that is converted."""
_MAX_OUTPUT = 500_000

_MACROS = {"mathbbm": r"\mathbb{#1}", "mathds": r"\mathbb{#1}", "mbox": r"\text{#1}"}

# Commands that make addresses, markup or references; refused by name whatever the converter does with them.
_REFUSED = re.compile(
    r"\\(?:href|url|html[A-Za-z]*|includegraphics|unicode|style|class|cssId|data|eqref|ref|cite|input|include)"
    r"(?![A-Za-z])"
)
_LABEL = re.compile(r"\\label[ \t]*\{[^{}]*\}")

_ELEMENT_NAMES = """
    math menclose merror mfrac mi mmultiscripts mn mo mover mpadded mphantom mprescripts mroot mrow ms mspace
    msqrt mstyle msub msubsup msup mtable mtd mtext mtr munder munderover none
"""
_ATTRIBUTE_NAMES = """
    accent accentunder columnspan depth dir display displaystyle fence form height largeop linethickness
    lspace mathvariant maxsize minsize movablelimits notation rowspan rspace scriptlevel separator stretchy
    symmetric voffset width
"""
_ELEMENTS = frozenset(_ELEMENT_NAMES.split())
_ATTRIBUTES = frozenset(_ATTRIBUTE_NAMES.split())
_TAG = re.compile(r"<(/?)([a-z]+)((?: [a-z-]+=\"[^\"<>]*\")*)(/?)>")
_ATTRIBUTE = re.compile(r" ([a-z-]+)=\"([^\"<>]*)\"")
# The converter places table cells by `style`, which a strict content policy forbids; the theme knows these
# classes.
_CLASSES = (
    ("text-align: left", "tex-start"),
    ("text-align: right", "tex-end"),
    ("border-top:", "tex-line-top"),
    ("border-bottom:", "tex-line-bottom"),
    ("border-left:", "tex-line-start"),
    ("border-right:", "tex-line-end"),
    ("padding-left:1em", "tex-gap"),
    ("width: 50%", "tex-half"),
    ("width: 100%", "tex-full"),
)


class Formula(NamedTuple):
    """A converted formula: `html` is always safe; `problem` says why it is only its TeX, or is empty."""

    html: str
    problem: str = ""


class _NotAllowedError(Exception):
    """The converter's output holds something the allow-list does not."""


@lru_cache(maxsize=4096)
def to_mathml(tex: str, display: bool = False) -> Formula:
    r"""Convert TeX (without its dollars) to a `<math>` element.

    Never raises: what cannot be converted is shown as `<code class="tex">`. Equal formulas are converted once
    (kept: the last 4096).
    """
    problem = _refusal(tex)
    if not problem:
        try:
            return Formula(
                _checked(_converter().convert_with_local_state(_LABEL.sub("", tex), displaystyle=display))
            )
        except LatexError as error:
            problem = re.sub(r"^\d+: ", "", str(error)).rstrip(".")
        except _NotAllowedError as error:
            problem = str(error)
        except BaseException as error:
            # A panic in the Rust code arrives as an exception beside Exception, and is no reason to stop a
            # build.
            if type(error).__name__ != "PanicException":
                raise
            problem = "the converter failed on it"
    return Formula(f'<code class="tex">{html.escape(tex)}</code>', problem)


@lru_cache(maxsize=1)
def _converter() -> LatexToMathML:
    return LatexToMathML(macros=_MACROS, fancy_error=False)


def _refusal(tex: str) -> str:
    if len(tex) > MAX_LENGTH:
        return f"longer than {MAX_LENGTH} characters"
    depth = deepest = 0
    for char in tex:
        if char == "{":
            depth += 1
            deepest = max(deepest, depth)
        elif char == "}":
            depth -= 1
    if deepest > MAX_DEPTH:
        return f"braces nested more than {MAX_DEPTH} deep"
    refused = _REFUSED.search(tex)
    return f"the command {refused[0]} is not allowed" if refused else ""


def _checked(mathml: str) -> str:
    """`mathml` with classes for styles, after making sure that it holds allowed markup only.

    Raises:
        _NotAllowedError: it does not.
    """
    # The only named entity the converter writes is none in XML, and this ends up in feeds.
    mathml = mathml.replace("&ApplyFunction;", "\u2061")
    if len(mathml) > _MAX_OUTPUT:
        raise _NotAllowedError("it becomes too large")
    checked = _TAG.sub(_checked_tag, mathml)
    if "<" in _TAG.sub("", checked) or ">" in _TAG.sub("", checked):
        raise _NotAllowedError("the converter returned unexpected markup")
    return checked


def _checked_tag(tag: re.Match[str]) -> str:
    closing, name, attributes, empty = tag.groups()
    if name not in _ELEMENTS:
        raise _NotAllowedError(f"it needs the element <{name}>, which is not allowed")
    kept = "".join(_checked_attribute(attribute) for attribute in _ATTRIBUTE.finditer(attributes))
    # HTML knows no empty-element syntax outside foreign content; written out it is right in HTML and in XML.
    return f"<{closing}{name}{kept}></{name}>" if empty else f"<{closing}{name}{kept}>"


def _checked_attribute(attribute: re.Match[str]) -> str:
    name, value = attribute.groups()
    if name == "style":
        classes = " ".join(label for rule, label in _CLASSES if rule in value)
        return f' class="{classes}"' if classes else ""
    if name == "class":
        return f' class="{value}"' if re.fullmatch(r"menclose-[a-z-]+", value) else ""
    if name not in _ATTRIBUTES:
        raise _NotAllowedError(f"it needs the attribute {name}, which is not allowed")
    return attribute[0]
