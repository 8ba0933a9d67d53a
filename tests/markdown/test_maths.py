from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render import maths
from digest.render.maths import MAX_DEPTH, MAX_LENGTH, to_mathml

FORMULAS = [
    "x^2",
    r"\frac{a}{b}",
    r"\sum_{i=1}^n x_i",
    r"\mathcal{L}(\theta) = \mathbb{E}_{x \sim p}[\log q_\theta(x)]",
    r"\begin{pmatrix}a & b\\c & d\end{pmatrix}",
    r"\begin{cases}a & x>0\\b & x\le 0\end{cases}",
    r"\begin{array}{l|c}a&b\\\hline c&d\end{array}",
    r"\begin{align}a&=b\\c&=d\end{align}",
    r"\arg\max_x f(x)",
    r"\sqrt[3]{x} \cdot \left( \overline{y} \right)",
    r"\text{if } x \in \mathbf{R}, \ \cancel{y} \boxed{z}",
    r"\mathbbm{1} \mathds{R} \mbox{a b}",
    r"\begin{align}a\label{eq:one}\end{align}",
    "准确率 = x",
    "a < b > c & d",
]


@pytest.mark.parametrize("tex", [tex for tex in FORMULAS if "&" not in tex or "\\" in tex])
@pytest.mark.parametrize("display", [False, True])
def test_formulas_become_mathml_without_styles_that_parses_as_xml(tex: str, display: bool) -> None:
    formula = to_mathml(tex, display)
    assert formula.problem == ""
    assert " style=" not in formula.html
    root = ElementTree.fromstring(formula.html)
    assert root.tag == "math"
    assert root.get("display") == ("block" if display else None)


@pytest.mark.parametrize(
    ("tex", "part"),
    [
        (r"\nosuchcommand{x}", "nosuchcommand"),
        (r"\frac{a}", ""),
        (r"x^", ""),
        ("{", ""),
        ("a & b", ""),
        (r"\href{javascript:alert(1)}{x}", r"\href"),
        (r"\url{x}", r"\url"),
        (r"\htmlClass{a}{b}", r"\htmlClass"),
        (r"\includegraphics{a.png}", r"\includegraphics"),
        (r"\unicode{x41}", r"\unicode"),
        (r"\eqref{a}", r"\eqref"),
        ("x" * (MAX_LENGTH + 1), str(MAX_LENGTH)),
        ("{" * (MAX_DEPTH + 1) + "}" * (MAX_DEPTH + 1), str(MAX_DEPTH)),
        ("^{" * 1400, str(MAX_DEPTH)),
        (r"\newcommand{\a}{\a\a}\a", ""),
    ],
)
def test_what_cannot_be_converted_is_shown_as_escaped_tex_with_a_reason(tex: str, part: str) -> None:
    formula = to_mathml(tex)
    assert re.fullmatch(r'<code class="tex">[^<]*</code>', formula.html)
    assert formula.problem
    assert part in formula.problem
    assert "\x1b" not in formula.problem


def test_depth_and_length_at_the_limit_are_converted() -> None:
    assert not to_mathml("{" * MAX_DEPTH + "x" + "}" * MAX_DEPTH).problem
    assert not to_mathml("x" * MAX_LENGTH).problem


@pytest.mark.parametrize("part", ["<script>alert(1)</script>", '"><img src=x onerror=alert(1)>', "&lt;b&gt;"])
@pytest.mark.parametrize("command", [r"\text{%s}", r"\mbox{%s}", r"\operatorname{%s}", "%s", r"\nosuch{%s}"])
def test_markup_in_tex_is_text(command: str, part: str) -> None:
    html = to_mathml(command % part).html
    assert not re.search(r"<(?!/?(?:math|m[a-z]+|code)\b)", html)
    assert "onerror" not in re.sub(r">[^<]*<", "><", html)


def test_cells_are_aligned_by_classes() -> None:
    html = to_mathml(r"\begin{aligned}a&=b\end{aligned}").html
    assert 'class="tex-end"' in html
    assert 'class="tex-start"' in html
    html = to_mathml(r"\begin{array}{l|c}a&b\\\hline c&d\end{array}").html
    assert "tex-line-end" in html
    assert "tex-line-top" in html


def test_function_application_is_a_character_not_an_entity() -> None:
    html = to_mathml(r"\arg\max_x").html
    assert "\u2061" in html
    assert "&Apply" not in html


def test_a_macro_does_not_outlive_its_formula() -> None:
    assert not to_mathml(r"\newcommand{\mine}{x}\mine").problem
    assert "mine" in to_mathml(r"\mine + 1").problem


ELEMENTS = """
    math mrow mi mn mo mtext mspace msup msub msubsup mfrac munder mover munderover mtable mtr mtd ms mpadded
    mphantom mmultiscripts mprescripts none msqrt mroot mstyle menclose merror code
"""
TEX = st.lists(
    st.sampled_from([*"\\{}^_&$#%<>\"'[]()xy1 \n", "\\frac", "\\left(", "\\text{", "中"]), max_size=40
).map("".join)


@settings(max_examples=300, deadline=None)
@given(TEX)
def test_any_tex_gives_allowed_elements_only(tex: str) -> None:
    html = to_mathml(tex).html
    assert set(re.findall(r"</?([A-Za-z]+)", html)) <= set(ELEMENTS.split())
    assert " style=" not in html
    ElementTree.fromstring(html)


@pytest.mark.parametrize(
    "returned",
    [
        '<math onclick="x"><mi>x</mi></math>',
        '<math><mi href="x">x</mi></math>',
        '<math><mi id="x">x</mi></math>',
        "<math><script>x</script></math>",
        "<math><mi>x<y</mi></math>",
        "<math><mi data='x'>x</mi></math>",
        "<math><!-- x --></math>",
        "<math>" + "<mi>x</mi>" * 100_000 + "</math>",
    ],
)
def test_the_converter_is_not_trusted(returned: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Converter:
        def convert_with_local_state(self, latex: str, *, displaystyle: bool) -> str:
            return returned

    monkeypatch.setattr(maths, "_converter", Converter)
    to_mathml.cache_clear()
    try:
        assert to_mathml("x").html == '<code class="tex">x</code>'
    finally:
        to_mathml.cache_clear()
