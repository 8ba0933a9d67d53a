"""mp.weixin.qq.com and its pictures: the layouts of articles, the pages that are none, the CAPTCHA, and bridges."""

from __future__ import annotations

import html
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Literal
from urllib.parse import parse_qs, quote, urlsplit

import msgspec

from fetch.server import Reply, redirect, reply
from world.host import Asked, Host
from world.papers import FIRST_DAY
from world.pictures import PLACEHOLDER, png
from world.texts import chinese

Kind = Literal["article", "pictures", "text", "shared", "deleted", "violation", "unavailable", "captcha"]
BIZ = "MzTest0001=="
CAPTCHA_TEXT = "<p>环境异常</p><p>当前环境异常，完成验证后即可继续访问。</p><p>去验证</p>"
_TAIL = ("—END—", "点击下方名片，关注我们", "长按识别二维码，加入交流群", "点赞、在看、转发三连支持一下")
_CAPTCHA_PATH = "/mp/wappoc_appmsgcaptcha"


class Story(msgspec.Struct, frozen=True, kw_only=True):
    """An article of an account: the numbers of its key, its title, and HTML that is added at its end.

    `mentions` are addresses at the end of the text, written as WeChat makes people write them: without links.
    """

    number: int
    title: str
    kind: Kind = "article"
    account: str = "海鸥研究社"
    more: str = ""
    mentions: tuple[str, ...] = ()
    pictures: int = 2
    shares: str = ""

    @property
    def short(self) -> str:
        """The 22 characters of its short address."""
        return f"Seagulls{self.number:014d}"

    @property
    def mid(self) -> int:
        """The number of its message."""
        return 2_247_000_000 + self.number

    @property
    def id(self) -> str:
        """As entries have it: the key of the message, its place in it."""
        return f"wechat:{BIZ}/{self.mid}/1"

    @property
    def url(self) -> str:
        """Its short address."""
        return f"https://mp.weixin.qq.com/s/{self.short}"

    @property
    def long_url(self) -> str:
        """The address the app gives, with its noise."""
        return (
            f"https://mp.weixin.qq.com/s?__biz={BIZ}&mid={self.mid}&idx=1&sn={self.number:032x}"
            "&chksm=ab12&scene=126&sharer_shareinfo=x#wechat_redirect"
        )

    @property
    def moment(self) -> datetime:
        """When it was published."""
        return FIRST_DAY + timedelta(hours=3 * self.number % 96)

    def picture(self, place: int) -> str:
        """The path of a picture of it."""
        return f"/mmbiz_png/gull{self.number:04}x{place}/640"


class Wechat(Host):
    """Articles by their short and long addresses. `captcha_after` articles a CAPTCHA comes, and stays."""

    def __init__(self) -> None:
        super().__init__("mp.weixin.qq.com")
        self._stories: dict[str, Story] = {}
        self.captcha_after: int | None = None
        self._served = 0

    def publish(self, *stories: Story) -> None:
        """Put articles up."""
        for story in stories:
            self._stories |= {story.short: story, f"{story.mid}/1": story}

    def honest(self, asked: Asked) -> Reply:
        """As `Host.honest`."""
        if asked.path == _CAPTCHA_PATH:
            return reply(_captcha_page())
        story = self._find(asked)
        if story is None:
            return super().honest(asked)
        if story.kind == "captcha" or (self.captcha_after is not None and self._served >= self.captcha_after):
            target = quote(f"https://mp.weixin.qq.com{asked.target}", safe="")
            return redirect(
                f"https://mp.weixin.qq.com{_CAPTCHA_PATH}?poc_token=HDtest&target_url={target}", 302
            )
        self._served += 1
        return reply(page_of(story))

    def _find(self, asked: Asked) -> Story | None:
        if asked.path.startswith("/s/"):
            return self._stories.get(asked.path.removeprefix("/s/"))
        query = parse_qs(urlsplit(asked.target).query)
        key = f"{query.get('mid', [''])[0]}/{query.get('idx', [''])[0]}"
        return self._stories.get(key) if asked.path == "/s" and query.get("__biz") == [BIZ] else None


class PictureHost(Host):
    """mmbiz.qpic.cn: a picture for WeChat's own pages, a placeholder for every other `Referer`, or for all.

    `placeholders` counts those that a foreign `Referer` got.
    """

    def __init__(self) -> None:
        super().__init__("mmbiz.qpic.cn")
        self.placeholders = 0
        self.refuses_all = False

    def honest(self, asked: Asked) -> Reply:
        """As `Host.honest`."""
        if not asked.path.startswith("/mmbiz_"):
            return super().honest(asked)
        referer = asked.headers.get("referer", "")
        if referer and urlsplit(referer).hostname != "mp.weixin.qq.com":
            self.placeholders += 1
            return reply(PLACEHOLDER, type="image/png")
        if self.refuses_all:
            return reply(PLACEHOLDER, type="image/png")
        return reply(png(600, 300, sum(asked.path.encode()) % 256), type="image/png")


class Bridge:
    """A feed that wewe-rss makes of an account, at a path of a host of its own.

    `texts` says what stands in an item: nothing, the whole text, or the CAPTCHA the bridge itself met.
    """

    def __init__(self, host: Host, path: str = "/feeds/MP_WXS_100001.rss") -> None:
        self.path = path
        self.stories: list[Story] = []
        self.texts: Literal["none", "full", "captcha"] = "none"
        host.on(path, self._answer)

    def _answer(self, _: Asked) -> Reply:
        items = "".join(map(self._item, self.stories))
        document = (
            '<?xml version="1.0" encoding="utf-8"?>\n<rss version="2.0"><channel><title>海鸥研究社</title>'
            f"<link>http://127.0.0.1:4000{self.path}</link><description></description>"
            f"<generator>WeWe-RSS</generator><language>zh-cn</language>{items}</channel></rss>"
        )
        return reply(document, type="application/rss+xml; charset=utf-8")

    def _item(self, story: Story) -> str:
        text = {"none": "", "full": body_of(story), "captcha": CAPTCHA_TEXT}[self.texts]
        return (
            f"<item><title><![CDATA[{story.title}]]></title><link>{story.url}</link>"
            f'<guid isPermaLink="true">{story.url}</guid><pubDate>{format_datetime(story.moment)}</pubDate>'
            f"<description><![CDATA[{text}]]></description></item>"
        )


def page_of(story: Story) -> str:
    """The page of an article, whatever it shows."""
    match story.kind:
        case "article":
            return _article_page(story, body_of(story))
        case "shared":
            return _article_page(
                story, "", around=f'<div id="js_share_source" data-url="{story.shares}"></div>'
            )
        case "pictures" | "text":
            return _data_page(story)
        case "deleted":
            return _notice("该内容已被发布者删除")
        case "violation":
            return _notice("此内容因违规无法查看", "由用户投诉并经平台审核，涉嫌违反相关法律法规和政策")
        case "unavailable":
            return (
                "<!DOCTYPE html><html><head><title>该内容暂时无法查看</title></head><body>"
                '<div class="panel"><div class="mesg-block"><p>该内容暂时无法查看</p></div></div></body></html>'
            )
        case "captcha":
            return _captcha_page()


def body_of(story: Story) -> str:
    """The HTML of the text, with lazy pictures, code in lines and the tail that asks people to follow."""
    words = [f"<section><span leaf>{text}</span></section>" for text in chinese(story.number)]
    pictures = [
        f'<p><img class="rich_pages" data-src="https://mmbiz.qpic.cn{story.picture(place)}?wx_fmt=png&amp;from=appmsg"'
        ' data-type="png" src="data:image/gif;base64,R0lGODlhAQABAAAAACw="></p>'
        for place in range(story.pictures)
    ]
    code = (
        '<section class="code-snippet__fix"><ul class="code-snippet__line-index"><li></li><li></li></ul>'
        '<pre data-lang="python"><code><span leaf>for gull in gulls:</span></code>'
        "<code><span leaf>    gull.fly()</span></code></pre></section>"
    )
    addresses = "".join(f"<p>{html.escape(url)}</p>" for url in story.mentions)
    tail = "".join(f"<p>{words}</p>" for words in _TAIL)
    return "".join([*words[:3], *pictures, code, *words[3:], story.more, addresses, tail])


def _article_page(story: Story, body: str, *, around: str = "") -> str:
    title, account = html.escape(story.title), html.escape(story.account)
    cover = f"https://mmbiz.qpic.cn/mmbiz_jpg/cover{story.number:04}/0?wx_fmt=jpeg"
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<meta property="og:title" content="{title}"><meta name="author" content="">
<meta property="og:url" content="{html.escape(story.long_url)}"><meta property="og:image" content="{cover}">
<script>
var biz = null;
window.lib = {{nick_name: '微信广告', title: "not this one"}};
var biz = "" || "{BIZ}"; var mid = "" || "" || "{story.mid}"; var idx = "" || "" || "1";
var sn = "" || "" || "{story.number:032x}";
var nickname = htmlDecode("{account}"); var ct = "{int(story.moment.timestamp())}";
var msg_title = '{title}'.html(false); var msg_link = "{story.long_url.replace("&", "&amp;")}";
var item_show_type = "0";
</script></head><body><div id="js_article">
<h1 class="rich_media_title" id="activity-name"> {title} </h1><a id="js_name"> {account} </a>
<em id="publish_time"></em>{around}
<div class="rich_media_content" id="js_content" style="visibility: hidden; opacity: 0;">{body}</div>
</div></body></html>"""


def _data_page(story: Story) -> str:
    """Picture posts and texts: everything stands in a script."""
    show = 8 if story.kind == "pictures" else 10
    text = "\\x0a".join(chinese(story.number, 4))
    local = story.moment.astimezone(UTC) + timedelta(hours=8)
    pictures = ", ".join(
        f"{{cdn_url: JsDecode('https://mmbiz.qpic.cn{story.picture(place)}?wx_fmt=png'), width: '600' * 1}}"
        for place in range(story.pictures)
    )
    content = (
        f"content_noencode: JsDecode('{text}'), picture_page_info_list: [{pictures}],"
        if show == 8
        else f"text_page_info: {{content_noencode: JsDecode('{text}'), is_user_title: '1' * 1,}},"
    )
    place = '<div id="js_content">海鸥研究社, ,</div>' if show == 10 else ""
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8">
<meta property="og:title" content="{html.escape(story.title)}">
<script>
window.item_show_type = '{show}';
window.cgiDataNew = {{
  base_resp: {{ret: '0' * 1, errmsg: JsDecode('ok'),}},
  title: JsDecode('{story.title}'), nick_name: JsDecode('{story.account}'), bizuin: JsDecode('{BIZ}'),
  mid: '{story.mid}' * 1, idx: '1' * 1, item_show_type: '{show}' * 1,
  create_time: JsDecode('{local:%Y-%m-%d %H:%M}'), ori_create_time: '{int(story.moment.timestamp())}' * 1,
  {content}
}};
</script></head><body><div id="js_article">{place}</div></body></html>"""


def _notice(title: str, words: str = "") -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body class="zh_CN">
<script>var biz = '' || ''; var mid = '' || ''; window.cgiData = {{nick_name: '海鸥研究社'}};</script>
<div class="weui-msg"><div class="weui-msg__icon-area"><i class="weui-icon-warn"></i></div>
<div class="weui-msg__text-area"><div class="weui-msg__title warn">{title}</div>
<p class="weui-msg__desc">{words}</p></div>
<div class="weui-footer"><p class="weui-footer__links"><a href="https://mp.weixin.qq.com/">微信公众平台运营中心</a></p></div>
</div></body></html>"""


def _captcha_page() -> str:
    return f"""<!DOCTYPE html><html><head><meta charset="utf-8"><title></title></head><body class="zh_CN ">
<div class="weui-msg"><div class="weui-msg__text-area"><h2 class="weui-msg__title">环境异常</h2>
{CAPTCHA_TEXT}</div></div></body></html>"""


def deleted(stories: Iterable[Story]) -> list[Story]:
    """The same articles after their account took them back."""
    return [msgspec.structs.replace(story, kind="deleted") for story in stories]
