"""What `Markdown` returns beside HTML, and what it promises about its input."""

from __future__ import annotations

import re
import subprocess
import sys
from typing import Literal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.markdown import BodyLink, Heading, Markdown, Rendered

from .cases import readable

MARKDOWN = Markdown()


def notices(rendered: Rendered) -> list[tuple[int, str]]:
    return [(notice.line, notice.message) for notice in rendered.notices]


def test_links_and_images_are_listed_by_slot_with_their_lines() -> None:
    rendered = MARKDOWN.render('[a](x.md)\n\ntext ![i](p.png)\n[b](<y z.md> "t")\n', first_line=11)
    assert rendered.links == (BodyLink("x.md", 11), BodyLink("y z.md", 14, "t"))
    assert rendered.images == ("p.png",)
    assert readable(rendered.html).count("⟦L0⟧a⟦l0⟧") == 1
    assert 'src="⟦I0⟧"' in readable(rendered.html)


def test_lines_are_counted_over_joined_and_hard_breaks_and_formulas() -> None:
    rendered = MARKDOWN.render("中\n文\n\nx  \ny $a\nb$\n[l](x.md)\n", first_line=5)
    assert rendered.links == (BodyLink("x.md", 11),)


@pytest.mark.parametrize(
    ("body", "line", "part"),
    [
        ("a\n\n前文** 粗**后\n", 3, "`**`"),
        ("a\n\n**never closed\n", 3, "`**`"),
        ("a\n[x](javascript:alert)\n", 2, "javascript:alert"),
        ("a\n[x]()\n", 2, "no address"),
        ("[x](#nowhere)\n", 1, "#nowhere"),
        ("a\n\n![x](http://a.example/i.png)\n", 3, "https"),
        ("![x](data:image/png;base64,AA)\n", 1, "data:image"),
        ("a\nb $\\nosuch$\n", 2, "\\nosuch"),
        ("a\n\n$$\n\\nosuch\n$$\n", 3, "\\nosuch"),
        ("a\nb <div>\n\n<b>c</b>\n", 2, "raw HTML"),
        (">" * 200 + "a\n", 1, "too deep"),
    ],
)
def test_what_is_odd_is_noticed_once_at_its_line(body: str, line: int, part: str) -> None:
    found = MARKDOWN.render(body).notices
    assert [notice.line for notice in found] == [line]
    assert part in found[0].message
    assert found[0].hint


def test_a_formula_with_a_problem_is_noticed_each_time_it_is_rendered() -> None:
    assert MARKDOWN.render("$\\again$").notices == MARKDOWN.render("$\\again$").notices != ()


@pytest.mark.parametrize(
    "body", ["2**3 and f(**kwargs)\n", "src/**/*.py\n", "\\*\\* x\n", "`** x`\n", "a < b > c\n"]
)
def test_text_that_only_looks_like_markup_is_not_noticed(body: str) -> None:
    assert MARKDOWN.render(body).notices == ()


def test_headings_are_returned_with_level_text_and_id() -> None:
    rendered = MARKDOWN.render("# 甲 `x`\n\n## **B** $y$ [l](x.md)\n", title="other")
    assert rendered.headings == (Heading(2, "甲 x", "甲-x"), Heading(3, "B y l", "b-y-l"))


def test_a_dropped_heading_is_nowhere() -> None:
    rendered = MARKDOWN.render("# 标题\n\ntext [l](#标题)\n", title=" 标题 ")
    assert rendered.headings == ()
    assert rendered.text == "text l"
    assert rendered.html == "<p>text l</p>\n"


def test_only_a_leading_heading_is_dropped() -> None:
    assert len(MARKDOWN.render("text\n\n# T\n", title="T").headings) == 1
    assert MARKDOWN.render("<!-- c -->\n* content\n{:toc}\n\n# T\n", title="T").headings == ()
    assert len(MARKDOWN.render("## T\n", title="T").headings) == 1


def test_fragments_reach_headings_that_come_later_and_carry_the_prefix_slot() -> None:
    html = readable(MARKDOWN.render("[l](#后来)\n\n## 后来\n").html)
    assert 'href="#⟦F⟧%E5%90%8E%E6%9D%A5"' in html
    assert 'id="⟦P⟧后来"' in html


def test_a_table_of_contents_is_wanted_only_where_it_is_asked_for() -> None:
    assert MARKDOWN.render("* content\n{:toc}\n").toc_wanted
    assert not MARKDOWN.render("* content\n").toc_wanted
    assert not MARKDOWN.render("`{:toc}` and\n\n    {:toc}\n").toc_wanted


@pytest.mark.parametrize("policy", ["escape", "sanitise"])
@pytest.mark.parametrize("body", ["first\n\n<!--more-->\n\nsecond\n", "first <!-- more -->\n\nsecond\n"])
def test_more_ends_the_lead(body: str, policy: str) -> None:
    rendered = Markdown(html="escape" if policy == "escape" else "sanitise").render(body)
    assert rendered.lead.replace(" </p>", "</p>") == "<p>first</p>\n"
    assert "second" in rendered.html
    assert "more" not in rendered.html


@pytest.mark.parametrize(
    "body",
    [
        "text only\n",
        "a <!--more--> b\n",
        "- a\n\n  <!--more-->\n- b\n",
        "`<!--more-->`\n",
        "> a\n> <!--more-->\n",
    ],
)
def test_no_lead_without_a_mark_of_its_own(body: str) -> None:
    assert MARKDOWN.render(body).lead == ""


def test_the_lead_ends_at_the_first_mark() -> None:
    assert MARKDOWN.render("a\n\n<!--more-->\n\nb\n\n<!--more-->\n\nc").lead == "<p>a</p>\n"


def test_the_lead_has_no_links_that_lead_nowhere_from_it() -> None:
    rendered = MARKDOWN.render("a[^1] [s](#s) [x](x.md)\n\n<!--more-->\n\n## S\n\n[^1]: note\n")
    assert readable(rendered.lead) == "<p>a s ⟦L0⟧x⟦l0⟧</p>\n"


def test_a_lead_does_not_end_inside_raw_html() -> None:
    rendered = Markdown(html="sanitise").render("<div>\n\na\n\n<!--more-->\n\nb\n\n</div>\n")
    assert rendered.lead == ""


def test_text_is_plain_without_code_blocks_and_footnotes() -> None:
    body = (
        "# 标题\n\n**粗** `code` $x^2$ [链](x.md) ![图](p.png) https://a.example/x。\n续\n\n```\nblock\n```\n\n"
        "- 甲[^1]\n- 乙\n\n| a | b |\n|---|---|\n| 1 | 2 |\n\n$$\ny\n$$\n\n词\n: 义\n\n[^1]: note\n"
    )
    assert MARKDOWN.render(body).text.split("\n") == [
        "标题",
        "粗 code x^2 链 https://a.example/x。续",
        "甲",
        "乙",
        "a b",
        "1 2",
        "y",
        "词",
        "义",
    ]


def test_text_holds_the_words_of_sanitised_html_without_its_tags() -> None:
    assert Markdown(html="sanitise").render("<div>a &lt; <b>b</b></div>\n\n<b>c</b>\n").text == "a < b\nc"


def test_the_language_says_the_words_we_add() -> None:
    assert 'aria-label="done"' in Markdown(language="en").render("- [x] a\n").html
    assert 'aria-label="已完成"' in Markdown(language="zh").render("- [x] a\n").html


def test_windows_and_old_mac_line_ends_are_line_ends() -> None:
    assert MARKDOWN.render("a\r\n\r\nb\rc").html == MARKDOWN.render("a\n\nb\nc").html


def test_controls_noncharacters_and_surrogates_never_come_through() -> None:
    rendered = MARKDOWN.render("a\x00\x02L0\x03\x1b\x7f\x85\ufdd0\ufffe\U0010ffff\ud800b\t\n")
    assert rendered.html == "<p>aL0\ufffdb</p>\n"


def test_an_entity_makes_no_control() -> None:
    assert "\x02" not in MARKDOWN.render(
        "&#2;L0&#3; [a](&#2;) `&#2;` ![&#2;](https://a.example/&#2;)"
    ).html.replace("\x02L0\x03a\x02l0\x03", "")


DECEIVING = [0x202A, 0x202E, 0x2066, 0x2069, 0xE0000, 0xE0041, 0xE007F, 0xFDD0, 0xFFFE, 0x10FFFF]


@pytest.mark.parametrize("code", DECEIVING)
@pytest.mark.parametrize("policy", ["escape", "sanitise"])
def test_what_reorders_or_hides_text_becomes_nothing(
    code: int, policy: Literal["escape", "sanitise"]
) -> None:
    markdown = Markdown(html=policy)
    for written in (chr(code), f"&#{code};", f"&#x{code:X};", f"&#X{code:x};"):
        assert markdown.render(f"a{written}b").html == "<p>ab</p>\n", written
        rendered = markdown.render(
            f"# a{written}b\n\n[a{written}](https://a.example/ 'b{written}') ![a{written}](i.png 'b{written}') x\n\n"
            f"![a](j.png 'c{written}')\n\n<b title='a{written}'>b{written}</b>\n\n<div>{written}</div>\n"
        )
        assert chr(code) not in rendered.html + rendered.text + rendered.headings[0].text


@pytest.mark.parametrize("code", DECEIVING[:7])
def test_an_address_that_reads_otherwise_is_refused(code: int) -> None:
    for address in (
        f"https://a.example/&#{code};gnp.exe",
        f"page&#{code};.md",
        f"https://a&#{code};.example/",
    ):
        rendered = MARKDOWN.render(f"[x]({address})")
        assert (rendered.html, rendered.links) == ("<p>x</p>\n", ())
        [notice] = rendered.notices
        assert "cannot be linked" in notice.message
        assert chr(code) not in notice.message
        assert MARKDOWN.render(f"![x]({address})").html == "<p>x</p>\n"


def test_marks_and_joiners_that_spelling_needs_stay() -> None:
    text = "a\u200eb\u200fc\u200cd\u200de"
    assert MARKDOWN.render(text).html == f"<p>{text}</p>\n"
    assert MARKDOWN.render("&lrm;&rlm;&zwj;&zwnj;").html == "<p>\u200e\u200f\u200d\u200c</p>\n"


def test_rendering_leaves_nothing_behind_for_the_next_body() -> None:
    markdown = Markdown()
    body = "[a]: https://a.example/\n[^1]: n\n\n[a] x[^1] $y$ [l](z.md)\n\n## S\n"
    first = markdown.render(body)
    assert markdown.render("[a] x[^1]\n\n## S\n").html == '<p>[a] x[^1]</p>\n<h2 id="\x02P\x03s">S</h2>\n'
    assert markdown.render(body) == first


MARKUP = st.lists(
    st.sampled_from(
        [*"*_~`[]()!<>&$:{}#-+=|^\\\"'/.\n \tx1", "中", "。", "“", "🚀", "\x02", "\ud800", "http://"]
    ),
    max_size=60,
).map("".join)


@settings(max_examples=300, deadline=None)
@given(MARKUP)
def test_any_text_renders_to_balanced_slots(body: str) -> None:
    rendered = MARKDOWN.render(body)
    html = rendered.html
    slots = re.findall("\x02(?:([LlI])([0-9]+)|[PFT])\x03", html)
    assert html.count("\x02") == html.count("\x03") == len(slots)
    assert [n for kind, n in slots if kind == "L"] == [n for kind, n in slots if kind == "l"]
    assert {int(n) for kind, n in slots if kind == "L"} <= set(range(len(rendered.links)))
    assert sum(kind == "I" for kind, _ in slots) <= len(rendered.images)
    assert "\x02" not in rendered.text
    html.encode("utf-8")


def test_importing_the_package_loads_neither_parser_nor_converters() -> None:
    heavy = ("markdown_it", "pygments", "math_core", "nh3")
    code = f"import sys, digest.render.markdown; print([m for m in {heavy!r} if m in sys.modules])"
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_body_without_code_formulas_and_html_loads_none_of_their_converters() -> None:
    heavy = ("pygments", "math_core", "nh3")
    code = (
        "import sys; from digest.render.markdown import Markdown; Markdown(html='sanitise').render('# a *b*');"
        f" print([m for m in {heavy!r} if m in sys.modules])"
    )
    result = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert result.stdout.strip() == "[]"


def test_a_very_long_footnote_label_is_text() -> None:
    assert "<sup" in MARKDOWN.render(f"x[^{'a' * 200}]\n\n[^{'a' * 200}]: note\n").html
    assert "<sup" not in MARKDOWN.render(f"x[^{'a' * 201}]\n\n[^{'a' * 201}]: note\n").html


def test_a_comment_that_never_ends_swallows_nothing_where_html_is_allowed() -> None:
    html = Markdown(html="sanitise").render("<!-- open\n\nafter\n").html
    assert html == "<p>&lt;!-- open</p>\n<p>after</p>\n"


def test_a_note_marked_where_no_mark_is_shown_has_no_way_back() -> None:
    html = MARKDOWN.render("![x[^1]](https://a.example/i.png)\n\n[^1]: note\n").html
    assert "note" in html
    assert "href" not in html


@pytest.mark.parametrize(
    "inside", ["![i](http://b.example/i.png)", "x^[note]", "[i](https://b.example/)", "https://b.example/"]
)
def test_nothing_becomes_a_link_inside_a_raw_link(inside: str) -> None:
    html = Markdown(html="sanitise").render(f'<a href="https://a.example/">{inside}</a>\n').html
    assert html[: html.index("</a>")].count("<a ") == 1
