from __future__ import annotations

from digest.render.slots import fill_slots, quote_fragment

BODY = (
    '<p>\x02L0\x03a\x02l0\x03 \x02L1\x03b\x02l1\x03 <img src="\x02I0\x03"> '
    '<h2 id="\x02P\x03x"><a href="#\x02F\x03x"></a></h2>\x02T\x03'
)


def never(number: int) -> str:
    raise AssertionError(number)


def test_html_without_slots_is_returned_as_it_is() -> None:
    html = "<p>text</p>"
    assert fill_slots(html, link=never, image=never) is html


def test_every_slot_is_filled() -> None:
    filled = fill_slots(
        BODY,
        link=lambda number: ('href="/a/"', None)[number],
        image=lambda number: f"/i{number}.png",
        prefix="条-",
        toc="<nav></nav>",
    )
    assert filled == (
        '<p><a href="/a/">a</a> b <img src="/i0.png"> '
        '<h2 id="条-x"><a href="#%E6%9D%A1-x"></a></h2><nav></nav>'
    )


def test_an_image_address_and_a_prefix_cannot_leave_their_attribute() -> None:
    filled = fill_slots(BODY, link=lambda _: None, image=lambda _: '"><script>&', prefix='"><b>')
    assert 'src="&quot;&gt;&lt;script&gt;&amp;"' in filled
    assert 'id="&quot;&gt;&lt;b&gt;x"' in filled
    assert 'href="#%22%3E%3Cb%3Ex"' in filled


def test_each_link_is_asked_for_once() -> None:
    asked: list[int] = []

    def link(number: int) -> str:
        asked.append(number)
        return "href"

    fill_slots(BODY, link=link, image=lambda _: "")
    assert asked == [0, 1]


def test_what_is_filled_in_is_not_filled_again() -> None:
    assert fill_slots("\x02T\x03", link=never, image=never, toc="\x02P\x03", prefix="x") == "\x02P\x03"


def test_fragments_are_percent_encoded() -> None:
    assert quote_fragment("甲 b'\"<&fn:1") == "%E7%94%B2%20b%27%22%3C%26fn:1"
