# ruff: noqa: E501, ISC004 - small documents read better in one line
"""HTML to Markdown, piece by piece."""

import html

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from digest.render.markdown import Markdown
from digest.sources.pages.document import parse_text
from digest.sources.pages.markdown import escaped, to_markdown
from digest.sources.pages.prepare import prepare

from .page_measure import words_of_html

URL = "https://example.org/posts/one"
MATHJAX = "<script src='https://cdn.example/mathjax/tex-chtml.js'></script>"


RENDERER = Markdown()


def text_of(text: str) -> str:
    """What a reader sees of Markdown that this program renders."""
    return words_of_html(RENDERER.render(text).html)


def markdown(html: str) -> str:
    tree = parse_text(html)
    assert tree is not None
    prepare(tree, URL)
    return to_markdown(tree, URL).rstrip("\n")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>One</p><p>Two<br>lines</p>", "One\n\nTwo\\\nlines"),
        ("loose <b>bold </b>words<div>box</div>tail", "loose **bold** words\n\nbox\n\ntail"),
        ("<h2>Title <a class=anchor href='#title'>#</a></h2><p>x</p>", "## Title\n\nx"),
        ("<p><em>a</em><strong>b</strong> <code>c`d</code></p>", "*a***b** ``c`d``"),
        ("<p><b></b>x<i> </i>y</p>", "x y"),
        ("<p>重点是<strong>奖励：</strong>它</p>", "重点是**奖励：**它"),
        ("<p><del>old</del></p>", "~~old~~"),
        ("<ul><li>a<ul><li>b</li></ul></li><li><p>c</p></li></ul>", "- a\n\n  - b\n\n- c"),
        ("<ul><li>a</li><li>b</li></ul>", "- a\n- b"),
        ("<ol start=3><li>a</li><li>b</li></ol>", "3. a\n4. b"),
        ("<blockquote><p>a</p><p>b</p></blockquote>", "> a\n>\n> b"),
        ("<p>x</p><hr><p>y</p>", "x\n\n---\n\ny"),
        ("<p>10<sup>6</sup> H<sub>2</sub>O</p>", "10^6 H2O"),
        ("<dl><dt>Term</dt><dd>Meaning</dd></dl>", "**Term**\n\nMeaning"),
    ],
)
def test_texts(html: str, text: str) -> None:
    assert markdown(html) == text


@pytest.mark.parametrize(
    "words",
    ["# no heading", "1. no item", "12) no item", "- no item", "+ no item", "> no quote", "*no* emphasis*", "_no_ snake_case", "a `tick",
     "[no](link)", "![no](picture)", "<b>no tag</b>", "&lt; no entity", "| no | table |", "$5 and $6", "~~no~~", "---", "===", "~~~ no fence",
     "back\\slash", "{% no liquid %}", "a {: .b}", "{{< no >}}", "[^1]", ": no definition", "***", "<https://example.org>", "a\u00a0\u00a0b"],
)  # fmt: skip
def test_text_stays_text(words: str) -> None:
    """What the renderer of this program makes of it is the text again."""
    html = "<p>" + words.replace("&", "&amp;").replace("<", "&lt;") + "</p>"
    assert text_of(markdown(html)).split() == words.split()


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<a href='/a'>x</a>", "[x](https://example.org/a)"),
        ("<a href='b(c)'>x [y]</a>", "[x \\[y\\]](https://example.org/posts/b%28c%29)"),
        ("See!<a href='/a'>x</a>", "See\\![x](https://example.org/a)"),
        ("<b>See!</b><a href='/a'>x</a>", "**See!**[x](https://example.org/a)"),
        ("<span>See!</span><a href='/a'>x</a>", "See\\![x](https://example.org/a)"),
        ("<a href='javascript:alert(1)'>x</a>", "x"),
        ("<a href='#part'>x</a>", "x"),
        ("<a href='https://a.example/'></a>y", "y"),
        ("<a href='https://a.example/'> x </a>y", "[x](https://a.example/) y"),
        ("<a href='https://link.zhihu.com/?target=https%3A//a.example/b'>x</a>", "[x](https://a.example/b)"),
        ("<a href='/a'><img src=b.png alt='*B*'></a>", "[![\\*B\\*](https://example.org/posts/b.png)](https://example.org/a)"),
        ("<iframe src='https://www.youtube.com/embed/abc123DEF45'></iframe>",
         "[https://www.youtube.com/watch?v=abc123DEF45](https://www.youtube.com/watch?v=abc123DEF45)"),
        ("<iframe src='https://evil.example/'></iframe>x", "x"),
    ],
)  # fmt: skip
def test_links(html: str, text: str) -> None:
    assert markdown(html) == text


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ("<img src=a.png>", "https://example.org/posts/a.png"),
        ("<img data-src=/a.png src=data:image/gif;base64,AAAA>", "https://example.org/a.png"),
        ("<img src=/lazy/blank.gif data-original=/a.png>", "https://example.org/a.png"),
        ("<img src=/small.jpg data-actualsrc=/a.png>", "https://example.org/a.png"),
        ("<img srcset='/s.png 300w, /a.png 1200w, /m.png 600w'>", "https://example.org/a.png"),
        (
            "<picture><source srcset='/a.png 2x, /s.png 1x'><img src=data:,></picture>",
            "https://example.org/a.png",
        ),
        ("<img src=/blank.gif><noscript><img src=/a.png></noscript>", "https://example.org/a.png"),
        (
            "<figure><img class=lazy src=data:,><noscript>&lt;img src=/a.png&gt;</noscript></figure>",
            "https://example.org/a.png",
        ),
    ],
)
def test_lazy_pictures(html: str, address: str) -> None:
    assert markdown(f"<p>x</p>{html}") == f"x\n\n![]({address})"


@pytest.mark.parametrize(
    "html",
    [
        "<img>",
        "<img src=data:image/png;base64,AA>",
        "<img src=/a.gif width=1 height=1>",
        "<img src='javascript:x'>",
    ],
)
def test_pictures_of_nothing(html: str) -> None:
    assert markdown(f"<p>x{html}</p>") == "x"


@pytest.mark.parametrize(
    ("html", "lines", "language"),
    [
        ("<pre>a\n\n\n  b</pre>", ["a", "", "", "  b"], ""),
        ("<pre><code class='language-python'>a\n  b\n</code></pre>", ["a", "  b"], "python"),
        ("<pre class='brush:java;toolbar'>a</pre>", ["a"], "java"),
        ("<div class='highlight-source-shell'><pre>a</pre></div>", ["a"], "shell"),
        ("<pre>a<br>&nbsp;&nbsp;b</pre>", ["a", "  b"], ""),
        ("<pre data-lang=go><code>a</code><code>  b</code></pre>", ["a", "  b"], "go"),
        ("<pre><div>a</div><div>  b</div></pre>", ["a", "  b"], ""),
        ("<pre><code><span class='token comment'>// a</span>\nb</code></pre>", ["// a", "b"], ""),
        ("<figure class='highlight cpp'><table><tr><td class=gutter><pre>1\n2</pre></td><td class=code><pre>a\n  b</pre></td></tr></table></figure>",
         ["a", "  b"], ""),
        ("<div class=highlight><table class=lntable><tr><td><pre><span class=lnt>1\n</span></pre></td><td><pre><code class=language-rust>a</code></pre>"
         "</td></tr></table></div>", ["a"], "rust"),
        ("<div class='syntaxhighlighter python'><table><tr><td class=gutter><div class=line>1</div><div class=line>2</div></td><td class=code>"
         "<div class='line number1'><code>if</code> <code>a:</code></div><div class=line><code>&nbsp;&nbsp;</code><code>b</code></div></td></tr></table></div>",
         ["if a:", "  b"], "python"),
        ("<pre><span class=line-numbers-rows><span></span></span>a<button>Copy</button></pre>", ["a"], ""),
    ],
)  # fmt: skip
def test_code(html: str, lines: list[str], language: str) -> None:
    assert markdown(f"<p>x</p>{html}").split("\n")[2:] == [f"```{language}", *lines, "```"]


def test_a_fence_is_longer_than_what_it_holds() -> None:
    assert markdown("<pre>```\nx\n````</pre>") == "`````\n```\nx\n````\n`````"


def test_a_language_is_a_word() -> None:
    assert markdown("<pre data-lang='py\" onclick=x'><code class='language-a\"b'>x</code></pre>").startswith(
        "```a\n"
    )


def test_tables() -> None:
    html = "<table><caption>Scores</caption><tr><th>a|b<th>c</tr><tr><td>1<br>2<td><b>x</b></tr><tr><td>3</tr></table>"
    assert markdown(html) == "Scores\n\n| a\\|b | c |\n| --- | --- |\n| 1 2 | **x** |\n| 3 |  |"
    assert markdown("<table><tr><td><p>Only</p><td><pre>code</pre></table>") == "Only\n\n```\ncode\n```"
    assert markdown("<table><tr><td>One</td></tr><tr><td>column</td></tr></table>") == "One\n\ncolumn"


@pytest.mark.parametrize(
    "html",
    [
        "<p>Said<sup id=fnref:1><a href='#fn:1'>1</a></sup>.</p><ol><li id=fn:1><p>Note <a href='#fnref:1'>↩</a></p></li></ol>",
        f"<p>Said<a class=footnote-anchor href='{URL}#footnote-1'>1</a>.</p>"
        f"<div class=footnote><a id=footnote-1 href='{URL}#footnote-anchor-1'>1</a><div><p>Note</p></div></div>",
        "<p>Said<a href='#_ftn1'>[1]</a>.</p><p><a id=_ftn1 href='#_ftnref1'>[1]</a> Note</p>",
    ],
)
def test_footnotes(html: str) -> None:
    assert markdown(html) == "Said[^1].\n\n[^1]: Note"


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>a <span class=ztext-math data-tex='x_1*y_2'>x1y2</span> b</p>", "a $x_1*y_2$ b"),
        ("<p>a <img class=latex alt='\\alpha_1' src='https://s0.wp.com/latex.php?latex=x'> b</p>", "a $\\alpha_1$ b"),
        ("<p>a <img alt='\\alpha_1' src='https://www.zhihu.com/equation?tex=x'> b</p>", "a $\\alpha_1$ b"),
        ("<p>a <span class=katex><span class=katex-mathml><math><semantics><mi>g</mi><annotation encoding='application/x-tex'>g_*</annotation>"
         "</semantics></math></span><span class=katex-html>g</span></span> b</p>", "a $g_*$ b"),
        ("<span class=katex-display><span class=katex><math display=block><annotation encoding='application/x-tex'>g</annotation></math></span></span>",
         "$$\ng\n$$"),
        ("<p>a <math alttext='x_i'><mi>x</mi></math></p>", "a $x_i$"),
        ("<p>a <span class=MathJax_Preview>x</span><script type='math/tex'>x_i</script> b</p>", "a $x_i$ b"),
        ("<p>a</p><script type='math/tex; mode=display'>x_i</script>", "a\n\n$$\nx_i\n$$"),
        (MATHJAX + "<p>a $x_1$ and \\(y_2\\) <code>$z_3$</code></p>", "a $x_1$ and $y_2$ `$z_3$`"),
        (MATHJAX + "<p>$$a_1<br>b_2$$</p><p>x \\[c_3\\] y</p>", "$$\na_1 b_2\n$$\n\nx\n\n$$\nc_3\n$$\n\ny"),
        (MATHJAX + "<p>$$a<em>1 + b</em>2$$</p>", "$$\na_1 + b_2\n$$"),
        (MATHJAX + "<p>costs $5 and $6</p>", "costs \\$5 and \\$6"),
        ("<p>no script: $x_1$</p>", "no script: \\$x_1\\$"),
        ("<p><span data-tex='a $ b'>x</span> c</p>", "$a b$ c"),
    ],
)  # fmt: skip
def test_formulas(html: str, text: str) -> None:
    assert markdown(html) == text


@pytest.mark.parametrize(
    "tag", ["div", "b", "ul><li", "blockquote", "table><tr><td", "span", "a href=x", "details"]
)
def test_depth(tag: str) -> None:
    levels = 240 // (tag.count("<") + 1)
    assert "word" in markdown(f"<{tag}>" * levels + "word")
    assert "above" in markdown("<p>above</p>" + f"<{tag}>" * 20_000 + "word")


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="ab*_`[]()<>#!\\&;$|~{}:-+=.1 \n", max_size=40))
def test_any_text_is_read_back(words: str) -> None:
    """Whatever a page says in its paragraphs, a reader of the Markdown sees the same characters."""
    html = "<p>x" + words.replace("&", "&amp;").replace("<", "&lt;") + "x</p>"
    assert text_of(markdown(html)).split() == f"x{words}x".split()


@settings(deadline=None, max_examples=150)
@given(st.text(alphabet="<>/abpdivsrchef=\"' &;#0123", max_size=80))
def test_any_markup_gives_text(html: str) -> None:
    tree = parse_text(f"<p>x</p>{html}")
    assert tree is not None
    prepare(tree, URL)
    assert "x" in to_markdown(tree, URL)


@pytest.mark.parametrize(
    ("written", "text"),
    [
        ("it&#146;s &#x93;so&#148;", "it’s “so”"),
        ("&#8217;&#x4E2D;&#38;", "’中&"),
        ("a&#1;b&#xFFFE;&#xD800;&#1114112;&#129;", "a\ufffdb\ufffd\ufffd\ufffd\ufffd"),
        ("&&#1;#1;", "&\ufffd#1;"),
        ("a\x01b&\x01#1;", "ab\ufffd"),
    ],
)
def test_references_to_impossible_characters(written: str, text: str) -> None:
    """The tree may hold them once, but nothing can be put in their place: it took the rest of the page with it."""
    page = f"{MATHJAX}<p>{written} $x$</p><p title='{written}'><img src='a.png' alt='{written}'></p>"
    tree = parse_text(page)
    assert tree is not None
    prepare(tree, URL)
    assert f"<p>{text} " in html.unescape(etree.tostring(tree, encoding="unicode"))
    assert tree.xpath("string(//img/@alt)") == text


def test_escapes_are_only_where_they_are_needed() -> None:
    assert escaped("snake_case, 2 < 3 & {x}") == "snake_case, 2 < 3 & {x}"
