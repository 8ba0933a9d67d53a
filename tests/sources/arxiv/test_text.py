"""Titles and abstracts: what TeX becomes, and that nothing else becomes markup."""

from __future__ import annotations

import re

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest.render.markdown import Markdown
from digest.sources.arxiv.records import read_api
from digest.sources.arxiv.tex import MAX_FORMULA, MAX_LENGTH, read_tex
from digest.sources.arxiv.text import metadata_text, plain_text
from digest.text.clean import clean_text
from sources.arxiv.documents import recorded

MARKDOWN = Markdown(html="escape", language="en")

BOTH: list[tuple[str, str]] = [
    # Letters
    (r"Landauer-B\"uttiker, \'{E}cole, {\'e}t{\'{e}}", "Landauer-Büttiker, École, été"),
    (r"Stra\ss{}e, \o re, \L{}ukasz, \c{c}a, \c ca, Dvo\v{r}\'ak, \'{\i}", "Straße, øre, Łukasz, ça, ça, Dvořák, í"),
    (r"Erd\H{o}s, \AA rhus, \~nu, \^{o}, S\~ao, \u{g}, \k{a}, \r{u}", "Erdős, Århus, ñu, ô, São, ğ, ą, ů"),
    (r"he said \"hello\" to it", 'he said "hello" to it'),
    # Signs
    ("``quoted'' and `this' isn't", "“quoted” and ‘this’ isn't"),
    ("``Outer `inner' quote''", "“Outer ‘inner’ quote”"),
    ("1990--2000 and so---on, a-b", "1990–2000 and so—on, a-b"),
    (r"30\% of A\&B, i.i.d.\ samples, \#1 \ldots{} end", "30% of A&B, i.i.d. samples, #1 … end"),
    ("55.6% of it, not a comment", "55.6% of it, not a comment"),
    (r"Fig.~1, Dr.\,No, a\\b, \copyright 2025", "Fig. 1, Dr. No, a b, ©2025"),
    ("about ~100 papers", "about ~100 papers"),
    # Braces and commands without a look
    (r"{BERT} and \textsc{Small} \textrm{x} {\rm y} {\large z}", "BERT and Small x y z"),
    (r"an {open brace", "an open brace"),
    (r"a closed} brace", "a closed brace"),
    # Maths
    (r"$ω$Test with \(x^2\)", "$ω$Test with $x^2$"),
    (r"$ x $ and $\mathbf{x}_{i}$, $a_1*b_2$", r"$x$ and $\mathbf{x}_{i}$, $a_1*b_2$"),
    (r"$\text{a\$b}$ and $\%$", r"$\text{a\$b}$ and $\%$"),
    (r"$x\ $ next", "$x$ next"),
]  # fmt: skip
"""What abstracts and titles have in common."""

ABSTRACTS: list[tuple[str, str]] = [
    (r"\emph{very} \textit{so} \textbf{bold} {\em x }y {\bf z}", "*very* *so* **bold** *x* y **z**"),
    (r"\texttt{a_b*c} and \texttt{x`y}", r"`a_b*c` and x\`y"),
    (r"\emph{a \textbf{b} c}", "*a b c*"),
    (r"\emph{} \textbf{ }x", "x"),
    (r"\emph{'a'}b \emph{never closed", r"'a'b never closed"),
    (r"\url{https://a.example/b_c} \url{not one}", "https://a.example/b_c not one"),
    (r"\href{https://a.example/x}{our \emph{code}}", "[our code](https://a.example/x)"),
    (r"\href{https://a.example/f(1)}{f}", "[f](https://a.example/f%281%29)"),
    (r"\href{javascript:alert(1)}{f} \href{https://a b}{g}", "f g"),
    (r"\href{https://a.example}{https://a.example}", "https://a.example"),
    (r"!\href{https://a.example/i.png}{x} ^\href{https://a.example}{y}", r"\![x](https://a.example/i.png) \^[y](https://a.example)"),
    (r"see https://a.example/x\_y\%20z~u, and (https://b.example).", "see https://a.example/x_y%20z~u, and (https://b.example)."),
    (r"\[a = b\] or $$c$$ or \begin{equation}d\end{equation}", "$$a = b$$ or $$c$$ or $$d$$"),
    (r"\begin{align*}a &= b\\ c&=d\end{align*}", r"$$\begin{align*}a &= b\\ c&=d\end{align*}$$"),
    ("$a$$b$, $x$2, $y$ 3", "$a$ $b$, $x$&#50;, $y$ 3"),
    # Broken maths and money
    (r"\mathbfθ and \alpha{} decay", r"\\mathbfθ and \\alpha\{} decay"),
    ("it costs $5 alone", r"it costs \$5 alone"),
    ("from $5 to $6 for $n$ items", r"from \$5 to \$6 for $n$ items"),
    ("from 5$ to 6$ each", r"from 5\$ to 6\$ each"),
    (r"\$5 and \$$x$", r"\$5 and \$$x$"),
    ("$5 for training runs and $", r"\$5 for training runs and \$"),
    ("$x\n\ny$", "\\$x\n\ny\\$"),
    (r"\( open and \[ too", r"( open and \[ too"),
    ("$$x$y$$", r"\$$x$y\$\$"),
    # Markdown
    ("*a* _b_ c_d `e` [f](g) <h> a<b 1 < 2", r"\*a\* \_b\_ c_d ‘e’ \[f\](g) \<h> a\<b 1 < 2"),
    ("&amp; &#60; AT&T ~~x~~ {: .y}", r"\&amp; \&#60; AT&T \~\~x\~\~ : .y"),
    ("# a", r"\# a"), ("- a", r"\- a"), ("+ a", r"\+ a"), ("> a", r"\> a"), ("12. a", r"12\. a"), ("1) a", r"1\) a"),
    (": a", r"\: a"), ("----", r"\----"), ("-- a", "– a"), ("#a -b", "#a -b"), ("3.5 a", "3.5 a"),
    # Paragraphs
    ("  One\nline.\n  Two.\n\nThree.\n# four", "One line.\n\nTwo.\n\nThree. # four"),
    ("one\n\n- two\n\n3. three", "one\n\n\\- two\n\n3\\. three"),
    ("a  \t b\u00a0c\x00\u202ed", "a b cd"),
]  # fmt: skip

TITLES: list[tuple[str, str]] = [
    ("0", "0"),
    ("A title\n  on two lines", "A title on two lines"),
    (r"\emph{So} \textbf{it} \href{https://a.example}{is}", "So it is"),
    (r"*Not* _markup_ <b> [x] #1 & `y'", "*Not* _markup_ <b> [x] #1 & ‘y’"),
    (r"$$x$$ and \[y\]", "$x$ and $y$"),
    ("costs $5 and \\$6", "costs $5 and $6"),
    (r"\mathbfθ", r"\mathbfθ"),
]


@pytest.mark.parametrize(("tex", "text"), BOTH + ABSTRACTS)
def test_abstracts_are_markdown(tex: str, text: str) -> None:
    assert metadata_text(tex) == text


@pytest.mark.parametrize(("tex", "text"), [*[pair for pair in BOTH if "about ~" not in pair[0]], *TITLES])
def test_titles_are_plain(tex: str, text: str) -> None:
    assert plain_text(tex) == text


def formulas(html: str) -> int:
    return html.count("<math") + html.count('<code class="tex">')


def test_a_recorded_abstract_keeps_its_formulas() -> None:
    page = read_api(recorded("api_q_testing_s20_m10.xml"), "")
    paper = next(paper for paper in page.papers if paper.id == "2106.13414")
    text = metadata_text(paper.abstract)
    # Counted by a person: 19 between dollars and one display formula.
    whole = re.sub(r"\\\[.*?\\\]", "", paper.abstract, flags=re.DOTALL)
    inline = re.findall(r"\$[^$]+\$", whole)
    assert len(inline) == 19
    assert all(formula in text for formula in inline)
    assert r"$$\tilde Θ\left(\frac{\sqrt{n}}{\varepsilon_2^{2}}" in text
    assert text.count("$$") == 2
    assert formulas(MARKDOWN.render(text).html) == 20


def test_recorded_texts() -> None:
    tests = {paper.id: paper for paper in read_api(recorded("api_q_testing_s10_m10.xml"), "").papers}
    assert "the “Holy Trinity” of hypothesis" in metadata_text(tests["2406.19956"].abstract)
    assert "number of i.i.d. samples required" in metadata_text(tests["2403.16981"].abstract)
    assert r"only $50$ tests with a total of only $1000$ samples" in metadata_text(
        tests["2004.03322"].abstract
    )
    assert r"$25\%$ accuracy" in metadata_text(tests["2004.03322"].abstract)
    (legacy,) = read_api(recorded("api_legacy_form_1601.00001.xml"), "").papers
    text = metadata_text(legacy.abstract)
    assert text.startswith(
        "We extend the Landauer-Büttiker probe formalism for conductances to the high bias regime,"
    )
    assert "\n" not in text
    assert "distinct $I$-$V$ characteristics" in text


TEX = st.text(st.sampled_from([*"$$$\\\\{}[]()*_`'\"~#-+>.1 9&<!^:;%|=\nabchx ü花"]), max_size=60)
WORDS = st.lists(
    st.sampled_from([
        r"\emph{", r"\textbf{", r"\texttt{", "}", "{", r"\href{https://a.example/b}{", "https://a.example/x_y ",
        "$x^2$", "$", "$$", r"\(", r"\)", r"\[", r"\]", r"\begin{align}", r"\end{align}", r"\"",
        r"\'e", "``", "''", "`", "'",
        "--", "word ", "5 ", "_", "*", "!", "^", "[a](b)", "<b>", "\n  ", "\n\n", "- ", "# ",
        "1. ", "&lt;", "{: .a}", "\\",
        "~",
        "](", "http://", "\x02", "\ud800",
    ]),
    max_size=25,
).map("".join)  # fmt: skip
ALLOWED = re.compile(
    r"</?(?:p|em|strong|code|math|m[a-z]+|annotation)(?: [a-z-]+=\"[^\"<>]*\")*>"
    r"|<div class=\"maths\">|</div>|<a href=\"https?://[^\"<>]*\" rel=\"noopener noreferrer\">|</a>"
)


@given(st.one_of(TEX, WORDS, st.text(max_size=80)))
@example("!\\href{https://a.example}{x}")
@example("<\\href{https://a.example}{x}")
@example("$a$1. b")
@example("\\texttt{\\}`x`")
def test_nothing_turns_into_other_markup(tex: str) -> None:
    text = metadata_text(tex)
    html = MARKDOWN.render(text).html
    left = ALLOWED.sub("", html)
    assert "<" not in left, (text, html)
    pieces = read_tex(tex)
    assert html.count("<em>") <= sum(piece == ("open", "*") for piece in pieces)
    assert html.count("<strong>") <= sum(piece == ("open", "**") for piece in pieces)
    maths = [piece for piece in pieces if piece.kind in {"maths", "display"}]
    assert formulas(html) == len(maths), (text, html)
    for piece in maths:
        assert f"${piece.text}$" in text
    assert len(text) <= 8 * len(tex) + 8
    assert plain_text(tex).isprintable() or "\u200c" in tex or "\u200d" in tex or not tex.isascii()


@given(st.one_of(TEX, WORDS))
def test_formulas_come_from_the_text(tex: str) -> None:
    one_line = " ".join(clean_text(tex).split())
    for piece in read_tex(tex):
        if piece.kind in {"maths", "display"}:
            assert piece.text in one_line


@given(st.text(st.sampled_from("ab ü.,$xy^_0"), max_size=60))
def test_clean_titles_stay_as_they_are(title: str) -> None:
    once = plain_text(title)
    assert plain_text(once) == once


@pytest.mark.parametrize(
    "tex",
    [
        "$" * 20_000, "$a " * 7000, r"\(" * 10_000, r"\[" * 10_000, "{" * 20_000, r"\emph{" * 4000,
        r"\begin{align}" * 2000,
        r"\url{" * 4000, r"\a{" * 6000, "https://" * 2500, "`" * 20_000, r"\href{https://a.example}{" * 900,
        r"\'" * 10_000,
        "[" * 20_000, "\n  " * 6000, "&" * 20_000, "-" * 20_000,
    ],
)  # fmt: skip
def test_long_texts_end(tex: str) -> None:
    assert len(metadata_text(tex)) <= 8 * MAX_LENGTH
    plain_text(tex)


def test_what_is_too_long_is_cut() -> None:
    assert len(metadata_text("a" * (MAX_LENGTH + 5))) == MAX_LENGTH
    assert metadata_text("$" + "a" * (MAX_FORMULA + 1) + "$").startswith(r"\$a")
