"""Items of feeds that bridges make."""

from urllib.parse import quote

import pytest

from building import SHARED
from digest.sources.wechat.bridges import article_address, read_bridge_item

SHORT = "https://mp.weixin.qq.com/s/AbCdEfGhIjKlMnOpQrStUv"
LONG = "https://mp.weixin.qq.com/s?__biz=MzA=&mid=5&idx=1&sn=ab"


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        (SHORT, SHORT),
        (f" {SHORT}?scene=1&amp;chksm=x#rd ", SHORT),
        (LONG.replace("https", "http") + "&chksm=1#wechat_redirect", LONG),
        (LONG.replace("&", "&amp;"), LONG),
        (LONG.replace("&", "&amp;amp;"), LONG),
        (LONG.replace("&", r"\x26amp;"), LONG),
        (LONG.replace("?", r"\?").replace("=", r"\=").replace("&", r"\&"), LONG),
        (f"https://mp.weixin.qq.com/mp/wappoc_appmsgcaptcha?poc_token=a&target_url={quote(SHORT, safe='')}", SHORT),
        ("https://mp.weixin.qq.com/mp/profile_ext?action=home&__biz=MzA=", ""),
        ("http://127.0.0.1:4000/feeds/MP_WXS_1.rss", ""),
        ("javascript:alert(1)", ""),
        ("", ""),
    ],
)  # fmt: skip
def test_address_of_an_article(written: str, expected: str) -> None:
    assert article_address(written) == expected


@pytest.mark.parametrize(
    ("content", "refused", "is_fetched"),
    [
        ("", "", True),
        ("  <p>&nbsp;</p> ", "", True),
        ("<p>正文。</p>", "", False),
        ("<p><img src='https://mmbiz.qpic.cn/a'></p>", "", False),
        ("<div><p>环境异常</p><p>当前环境异常，完成验证后即可继续访问。</p><p>去验证</p></div>", "captcha", True),
        ("当前环境异常，完成验证后即可继续访问。", "captcha", True),
        ("<p>该内容已被发布者删除</p>", "deleted", False),
        ("<p>此内容因违规无法查看</p>", "violation", False),
        ("<p>该内容暂时无法查看</p>", "unavailable", True),
        ("<p>很多人抓取文章时见过“环境异常，去验证”。" + "这篇文章讲它从何而来。" * 30 + "</p>", "", False),
        ("<script>环境异常</script><p>正文。</p>", "", False),
    ],
)  # fmt: skip
def test_content_of_an_item(content: str, refused: str, is_fetched: bool) -> None:
    item = read_bridge_item(SHORT, SHORT, content)
    assert (item.refused, item.to_fetch) == (refused, SHORT if is_fetched else "")
    assert item.content == ("" if is_fetched or refused else content)
    assert item.id == "wechat:AbCdEfGhIjKlMnOpQrStUv"


def test_the_guid_helps_where_the_link_leads_to_the_bridge() -> None:
    local = "http://127.0.0.1:8001/views/article/1"
    assert read_bridge_item(local, SHORT).url == SHORT
    assert read_bridge_item(local, "AbCdEfGhIjKlMnOpQrStUv").url == SHORT
    assert read_bridge_item(local, "guid 1").to_fetch == ""
    assert read_bridge_item(LONG).id == "wechat:MzA=/5/1"


def test_real_form_of_a_bridge() -> None:
    import feedparser

    file = SHARED / "fixtures" / "wechat" / "bridge_wewe_rss.rss"
    if not file.exists():
        pytest.skip("the real feeds are not beside the repository")
    entries = feedparser.parse(file.read_bytes()).entries
    first, second = (read_bridge_item(entry.link, entry.id, entry.get("summary", "")) for entry in entries)
    assert (first.to_fetch, first.refused) == ("https://mp.weixin.qq.com/s/KDWh_qGpFN5Vu1TR9t30Mw", "")
    assert (second.to_fetch, second.refused) == (
        "https://mp.weixin.qq.com/s/E3JvmKP-xo89ayESjH2Uvw",
        "captcha",
    )
