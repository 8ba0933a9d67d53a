"""Formulas of titles as characters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.text.formulas import shown_title


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        (r"$\pi_0$: A Policy", "π₀: A Policy"),
        (r"$\pi_{0.5}$ and $\pi^*_{0.6}$", "π0.5 and π*0.6"),
        ("$ω$Test: on the Web", "ωTest: on the Web"),
        ("$K$-means", "K-means"),
        (r"2$\times$ Faster, S$^{3}$AM, TD$^2$", "2× Faster, S³AM, TD²"),
        (
            r"In $\mathcal{O}(n^2)$, not $O(n \log n)$ or $O(\log(n))$",
            "In O(n²), not O(n log n) or O(log(n))",
        ),
        (r"$10^{-3}$ of $\mathbb{R}^d$ with $x_{ij} \leq 1$", "10⁻³ of ℝᵈ with xᵢⱼ ≤1"),
        (r"Text$\to$Image at 90$^\circ$", "Text→Image at 90°"),
        (r"$\text{RL}^{\text{th}}$ $\bm{\alpha}\,\%$ $f'$", "RLᵗʰ α % f′"),
        ("$E=mc^2$", "E=mc²"),
        ("a $b$ c$ d", "a b c$ d"),
    ],
)
def test_what_characters_can_say(written: str, shown: str) -> None:
    assert shown_title(written) == shown


@pytest.mark.parametrize(
    "title",
    [
        "No formula",
        "From $5 to $6, US$5 and HK$6",
        "The $PATH$ of a shell",
        r"$\frac{a}{b}$ and $\sqrt{2}$",
        r"$x^{y^z}$ $x^{\prime\prime}$ $_$ $x_$ ${a$ $a}$ $\text$",
        r"$\unknown$ $\href{javascript:x}{y}$",
        r"\$x\$ and $$y$$",
        "Ends with $",
        "$" + "a+" * 150 + "b$",
    ],
)
def test_what_stays_as_it_is_written(title: str) -> None:
    assert shown_title(title) == title


PIECES = st.sampled_from(
    ["$", "\\", "{", "}", "_", "^", "\\pi", "\\text", "\\mathbb", "a", "0", " ", "\\,", "中"]
)


@given(st.lists(PIECES, max_size=30).map("".join))
def test_no_title_breaks_it(title: str) -> None:
    """What lies outside of formulas stays; the depth of braces is bounded by the length of a formula."""
    shown = shown_title(title)
    assert shown.count("中") == title.count("中")
    assert shown_title("${" + "{" * 300 + "$") == "${" + "{" * 300 + "$"


def test_titles_without_dollars_are_untouched() -> None:
    assert shown_title(r"\alpha_1 {x}") == r"\alpha_1 {x}"
