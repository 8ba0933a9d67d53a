"""Teaser figures of HTML pages: the first real one, at the right address, or none."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.content.drafts import Image
from digest.content.works import is_web_address
from digest.sources.arxiv.figures import teaser

URL = "https://arxiv.org/html/2501.00001v2"
FOLDER = f"{URL}/"


def picture(src: str = "x1.png", width: str = "600", height: str = "300") -> str:
    sizes = (f' width="{width}"' if width else "") + (f' height="{height}"' if height else "")
    return f'<img src="{src}" class="ltx_graphics ltx_img_landscape"{sizes} alt="Refer to caption">'


def figure(inside: str, caption: str = "What it shows.", number: str = "1", kind: str = "ltx_figure") -> str:
    tag = f'<span class="ltx_tag ltx_tag_figure">Figure {number}: </span>'
    words = f'<figcaption class="ltx_caption">{tag}{caption}</figcaption>'
    return f'<figure id="S1.F{number}" class="{kind}">{inside}{words}</figure>'


def page(*parts: str, base: str = "") -> bytes:
    head = f'<base href="{base}">' if base else ""
    return (
        f"<!DOCTYPE html><html><head><meta charset='utf-8'><title>A Title</title>{head}</head><body>"
        "<header><img src='/static/logo.png' width='900' class='ltx_graphics'></header>"
        f"<article class='ltx_document'><h1 class='ltx_title ltx_title_document'>A Title</h1>{''.join(parts)}"
        "</article></body></html>"
    ).encode()


def source(body: bytes, url: str = URL) -> str | None:
    found = teaser(body, url)
    return found.src if found else None


def test_the_first_figure_and_its_caption() -> None:
    caption = 'A  <em>model</em> of <math alttext="x_{i}"><mi>x</mi></math>\nfor “all”.'
    body = page("<p>Text</p>", figure(picture(), caption), figure(picture("x2.png"), number="2"))
    assert teaser(body, URL) == Image(
        src=f"{FOLDER}x1.png", alt="A model of $x_{i}$ for “all”.", credit="arXiv:2501.00001"
    )


@pytest.mark.parametrize(
    ("base", "src", "address"),
    [
        ("", "x1.png", f"{FOLDER}x1.png"),
        ("/html/2501.00001v2/", "x1.png", f"{FOLDER}x1.png"),
        ("https://arxiv.org/html/2501.00001v2/", "extracted/7/fig/a.png", f"{FOLDER}extracted/7/fig/a.png"),
        ("arxiv.org/html/2501.00001v2/", "x1.png", f"{FOLDER}x1.png"),
        ("https://evil.example/", "x1.png", f"{FOLDER}x1.png"),
        ("http://[", "x1.png", f"{FOLDER}x1.png"),
        ("", "2501.00001v2/x1.png", f"{FOLDER}x1.png"),
        ("/html/2501.00001v2/", "2501.00001v2/x1.png", f"{FOLDER}x1.png"),
        ("", "/html/2501.00001v2/x1.png", f"{FOLDER}x1.png"),
        ("", "arxiv.org/html/2501.00001v2/x1.png", f"{FOLDER}x1.png"),
        ("", "https://arxiv.org/html/2501.00001v2/x1.JPEG", f"{FOLDER}x1.JPEG"),
        ("", "https://evil.example/x1.png", None),
        ("", "//evil.example/x1.png", None),
        ("", "data:image/png;base64,AAAA", None),
        ("", "javascript:alert(1).png", None),
        ("", "x1.svg", None),
        ("", "x1", None),
        ("", "", None),
        ("", "http://[/x1.png", None),
    ],
)
def test_addresses(base: str, src: str, address: str | None) -> None:
    assert source(page(figure(picture(src)), base=base)) == address


def test_the_address_of_the_page_may_end_otherwise() -> None:
    for url in (FOLDER, f"{URL}#S1", f"{URL}?x=1"):
        assert source(page(figure(picture())), url) == f"{FOLDER}x1.png"
    assert source(page(figure(picture())), "file:///etc/passwd") is None
    bare = "https://arxiv.org/html/2501.00001"
    assert source(page(figure(picture("2501.00001/x1.png"))), bare) == f"{bare}/x1.png"


@pytest.mark.parametrize(
    "parts",
    [
        [],
        ["<p>Text</p>", picture()],
        [figure("", "Refer to caption")],
        [figure(picture(width="40", height="40"))],
        [figure(picture(width="900", height="20"))],
        [figure("<table></table>", kind="ltx_table")],
        [figure(picture(), kind="ltx_table")],
        [f"<div class='ltx_authors'>{figure(picture())}</div>"],
        [f"<h1 class='ltx_title'>{figure(picture())}</h1>"],
        [figure("<object type='image/svg+xml' data='x1.svg' class='ltx_graphics' width='600'></object>")],
        [figure("<img src='x1.png' width='600'>")],
    ],
)
def test_rather_none_than_a_logo(parts: list[str]) -> None:
    assert teaser(page(*parts), URL) is None


def test_a_small_figure_is_passed_over() -> None:
    body = page(
        figure(picture("logo.png", "120", "60")),
        figure(picture("x2.png", "480.5px")),
        figure(picture("x3.png")),
    )
    assert source(body) == f"{FOLDER}x2.png"


def test_a_picture_without_a_size_is_a_figure() -> None:
    assert (
        source(page(figure(f"<picture><source srcset='x.svg'>{picture(width='', height='')}</picture>")))
        == f"{FOLDER}x1.png"
    )


def test_panels_share_a_caption() -> None:
    panels = "".join(
        figure(picture(f"p{number}.png", width), f"Panel {number}", kind="ltx_figure ltx_figure_panel")
        for number, width in enumerate(("210", "400", "400", "90"))
    )
    found = teaser(page(figure(panels, "All of them.")), URL)
    assert found is not None
    assert (found.src, found.alt) == (f"{FOLDER}p1.png", "All of them.")


def test_long_captions_are_cut() -> None:
    found = teaser(page(figure(picture(), "word " * 200)), URL)
    assert found is not None
    assert found.alt.endswith(" word…")
    assert len(found.alt) <= 301


def test_a_figure_without_caption() -> None:
    body = page(f'<figure class="ltx_figure">{picture()}</figure>')
    assert teaser(body, URL) == Image(src=f"{FOLDER}x1.png", alt="", credit="arXiv:2501.00001")


@given(st.binary(max_size=100), st.integers(0, 1000))
def test_damaged_pages(junk: bytes, at: int) -> None:
    body = page(figure(picture()), figure(picture("x2.png")))
    found = teaser(body[:at] + junk + body[at:], URL)
    assert found is None or (is_web_address(found.src) and found.src.startswith("https://arxiv.org/"))


@pytest.mark.parametrize("part", ["<div>", "<figure class='ltx_figure'>", "<b><p>", "<math>"])
def test_deep_pages_end(part: str) -> None:
    teaser(b"<html><body>" + part.encode() * 20_000 + figure(picture()).encode(), URL)
