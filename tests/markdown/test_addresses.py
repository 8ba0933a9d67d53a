from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.render.markdown import addresses
from digest.render.markdown.addresses import Address, judge_image, judge_link

from .hostile import ADDRESSES


@pytest.mark.parametrize(
    ("written", "address"),
    [
        ("https://a.example/x?y=1#z", Address("external", "https://a.example/x?y=1#z")),
        ("http://a.example:8080", Address("external", "http://a.example:8080")),
        ("HTTPS://A.example/", Address("external", "https://A.example/")),
        ("https://a.example/中 'x'", Address("external", "https://a.example/%E4%B8%AD%20%27x%27")),
        ("https://例子.example/", Address("external", "https://xn--fsqu00a.example/")),
        ("mailto:me@a.example", Address("external", "mailto:me@a.example")),
        ("page.md#x", Address("internal", "page.md#x")),
        ("/a/b:c", Address("internal", "/a/b:c")),
        ("中文 页.md", Address("internal", "中文 页.md")),
        ("?q=a:b", Address("internal", "?q=a:b")),
        ("#甲", Address("fragment", "甲")),
        ("#", Address("fragment", "")),
        ("", Address("refused", "")),
        ("tel:1", Address("refused", "tel:1")),
        ("arXiv：https://arxiv.org/", Address("refused", "arXiv：https://arxiv.org/")),
    ],
)
def test_links_are_judged_by_an_allow_list(written: str, address: Address) -> None:
    assert judge_link(written) == address


@pytest.mark.parametrize(
    ("written", "kind"),
    [
        ("https://a.example/i.png", "external"),
        ("http://a.example/i.png", "insecure"),
        ("i.png", "internal"),
        ("#i", "refused"),
        ("mailto:me@a.example", "refused"),
        ("data:image/png;base64,AA", "refused"),
        ("", "refused"),
    ],
)
def test_images_come_over_https_or_from_the_site(written: str, kind: str) -> None:
    assert judge_image(written).kind == kind


@pytest.mark.parametrize(
    "written", ["/\t/evil.example", "\n//evil.example", "/\r\\evil.example", "\\\\evil.example"]
)
def test_white_space_that_browsers_drop_hides_no_host(written: str) -> None:
    assert judge_link(written).kind == "refused"


def test_an_internal_address_has_no_line_breaks_or_tabs() -> None:
    assert judge_link("a\tb\n.md") == Address("internal", "ab.md")


def test_what_the_normaliser_returns_is_not_trusted(monkeypatch: pytest.MonkeyPatch) -> None:
    for odd in (
        'https://a.example/"x',
        "javascript:x",
        "https://a.example/ x",
        "https://a.example/中",
        "https://a<b",
    ):
        monkeypatch.setattr(addresses, "normalizeLink", lambda _, odd=odd: odd)
        assert judge_link("https://a.example/中").kind == "refused"


@settings(max_examples=300, deadline=None)
@given(
    st.sampled_from([*ADDRESSES, "https://", "https://a.example/", "mailto:", "x", ""]),
    st.lists(
        st.sampled_from([*"a.:/?#@[]%\\\"'`<>{}|^ \t\n", "中", "\u2028", "\xa0", "%zz"]), max_size=10
    ).map("".join),
)
def test_an_external_address_is_plain_ascii_of_an_allowed_scheme(start: str, end: str) -> None:
    address = judge_link(start + end)
    if address.kind == "external":
        assert address.value.startswith(("https://", "http://", "mailto:"))
        assert address.value.isascii()
        assert not set(address.value) & set(" \t\n\r\"'<>`\\")
    elif address.kind == "internal":
        assert address.value[:2].replace("\\", "/") != "//"
