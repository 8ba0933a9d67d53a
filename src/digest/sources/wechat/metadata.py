"""Who says what, when and where: everything a WeChat page says but the text itself."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from datetime import datetime, timedelta, timezone

import msgspec
from bs4 import BeautifulSoup
from bs4.element import Tag

from digest.links.address import read_address, spelt, without_foreign_escapes
from digest.links.canonical import canonical, work_key
from digest.sources.wechat.images import clean_image_address
from digest.sources.wechat.markup import attribute, by_id
from digest.sources.wechat.scripts import Value, fields_of, text_of
from digest.text.clean import clean_line

CHINA = timezone(timedelta(hours=8))
"""The zone of every time a page shows."""

_NAMES = """
    cgiDataNew biz mid idx sn appmsgid ct create_time createTime nickname msg_title msg_link msg_cdn_url
    msg_source_url author item_show_type is_pay_subscribe is_user_title
"""
VARIABLES = frozenset(_NAMES.split())
"""The variables of a page's scripts that are read."""

_MAX_TITLE = 300  # characters
_MAX_NAME = 100
_BIZ = re.compile(r"[A-Za-z0-9+=]{4,40}")
_NUMBER = re.compile(r"[0-9]{1,20}", re.ASCII)
_EPOCH = re.compile(r"[0-9]{9,10}", re.ASCII)
_FIRST_EPOCH = 1_325_376_000  # 2012, when public accounts began
_STAMP = re.compile(
    r"\s*([0-9]{4})(?:-|年)([0-9]{1,2})(?:-|月)([0-9]{1,2})日?(?:[ T]+([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?)?\s*",
    re.ASCII,
)
_ENTITY = re.compile(r"&(?:amp|lt|gt|quot|nbsp|#[0-9]{1,6}|#x[0-9a-fA-F]{1,5});")
_REPRINT = "2"


class Metadata(msgspec.Struct, frozen=True, kw_only=True):
    """What a page says about its article; what it does not say is empty.

    `title` is only what the account wrote as one: a text post may have none. `biz`, `mid`, `idx` identify the
    article, `short` is the id of its short address. `show` is the number of the page's kind. `reprint_of` is the
    address of the article this one is a copy of, `reprint_from` whose it is.
    """

    title: str = ""
    account: str = ""
    author: str = ""
    date: datetime | None = None
    biz: str = ""
    mid: str = ""
    idx: str = ""
    short: str = ""
    url: str = ""
    cover: str = ""
    source_url: str = ""
    show: str = "0"
    is_paid: bool = False
    reprint_of: str = ""
    reprint_from: str = ""

    @property
    def id(self) -> str:
        """The id of the article as entries have it, "" where the page tells none."""
        if self.biz and self.mid:
            return f"wechat:{self.biz}/{self.mid}/{self.idx}"
        return f"wechat:{self.short}" if self.short else ""


def read_metadata(tree: BeautifulSoup, values: Mapping[str, Value], url: str) -> Metadata:
    """Gather what the page says: first from its data, then from its text, then from its head.

    Args:
        tree: the page without its scripts.
        values: the `VARIABLES` of its scripts.
        url: the address it came from.
    """
    data = fields_of(values, "cgiDataNew")
    account = _name(text_of(data, "nick_name") or _text(tree, "js_name") or text_of(values, "nickname"))
    addresses = (url, text_of(data, "link"), text_of(values, "msg_link"), _meta(tree, "og:url"))
    keys = [work_key(html.unescape(address)) for address in addresses]
    biz, mid, idx = _numbers(values, data, keys)
    short = next((key.partition(":")[2] for key in keys if key.startswith("wechat:") and "/" not in key), "")
    rights = fields_of(data, "copyright_info")
    is_reprint = text_of(rights, "copyright_stat") == _REPRINT
    # Shown under the name of the account, an author says nothing more.
    author = _name(
        text_of(data, "author")
        or _meta(tree, "author")
        or _text(tree, "js_author_name")
        or text_of(values, "author")
    )
    return Metadata(
        title=_title(tree, values, data),
        account=account,
        author="" if author == account else author,
        date=_date(values, data),
        biz=biz,
        mid=mid,
        idx=idx,
        short=short,
        url=_url(biz, mid, idx, short, _signature(values, data), url),
        cover=_cover(tree, values, data),
        source_url=_web(text_of(data, "source_url") or text_of(values, "msg_source_url")),
        show=text_of(data, "item_show_type") or text_of(values, "item_show_type") or "0",
        is_paid="1" in {text_of(data, "is_pay_subscribe"), text_of(values, "is_pay_subscribe")},
        reprint_of=_web(text_of(rights, "reprint_url")) if is_reprint else "",
        reprint_from=_name(text_of(rights, "platform")) if is_reprint else "",
    )


def _title(tree: BeautifulSoup, values: Mapping[str, Value], data: Mapping[str, Value]) -> str:
    post = fields_of(data, "text_page_info")
    if "0" in {text_of(post, "is_user_title"), text_of(values, "is_user_title")}:
        return ""
    written = (
        text_of(data, "title")
        or _text(tree, "activity-name")
        or text_of(values, "msg_title")
        or _meta(tree, "og:title")
    )
    return clean_line(_unescaped(written))[:_MAX_TITLE]


def _unescaped(written: str) -> str:
    """A text out of a script: escaped for HTML, and once more where the page was put together."""
    text = html.unescape(written)
    return html.unescape(text) if _ENTITY.search(text) else text


def _date(values: Mapping[str, Value], data: Mapping[str, Value]) -> datetime | None:
    """When it was published. Of two accounts the page gives the seconds count, the written time ends in minutes."""
    for written in (
        text_of(values, "ct"),
        text_of(data, "ori_create_time"),
        text_of(data, "create_timestamp"),
        text_of(values, "create_time"),
    ):
        if _EPOCH.fullmatch(written) and int(written) >= _FIRST_EPOCH:
            return datetime.fromtimestamp(int(written), CHINA)
    for written in (text_of(data, "create_time"), text_of(values, "createTime")):
        if match := _STAMP.fullmatch(written):
            year, month, day, hour, minute, second = (int(part or 0) for part in match.groups())
            try:
                return datetime(year, month, day, hour, minute, second, tzinfo=CHINA)
            except ValueError:
                continue
    return None


def _numbers(values: Mapping[str, Value], data: Mapping[str, Value], keys: list[str]) -> tuple[str, str, str]:
    biz = text_of(data, "bizuin") or text_of(values, "biz")
    mid = text_of(data, "mid") or text_of(values, "mid", "appmsgid")
    idx = text_of(data, "idx") or text_of(values, "idx")
    if _BIZ.fullmatch(biz) and _NUMBER.fullmatch(mid) and mid.strip("0"):
        return biz, mid, idx if _NUMBER.fullmatch(idx) and idx.strip("0") else "1"
    for key in keys:
        if key.startswith("wechat:") and key.count("/") == 2:
            biz, mid, idx = key.removeprefix("wechat:").split("/")
            return biz, mid, idx
    return "", "", ""


def _signature(values: Mapping[str, Value], data: Mapping[str, Value]) -> str:
    return text_of(data, "sn") or text_of(values, "sn")


def _url(biz: str, mid: str, idx: str, short: str, signature: str, asked: str) -> str:
    if short:
        return f"https://mp.weixin.qq.com/s/{short}"
    if biz and mid:
        long = f"https://mp.weixin.qq.com/s?__biz={biz.replace('+', '%2B')}&mid={mid}&idx={idx}"
        return canonical(f"{long}&sn={signature}" if signature.isalnum() else long)
    return canonical(asked)


def _cover(tree: BeautifulSoup, values: Mapping[str, Value], data: Mapping[str, Value]) -> str:
    written = text_of(data, "cdn_url") or text_of(values, "msg_cdn_url") or _meta(tree, "og:image")
    return clean_image_address(html.unescape(written))


def _web(written: str) -> str:
    """An address of the web, "" for anything else."""
    address = read_address(html.unescape(written))
    if address is None:
        return ""
    return (
        canonical(address.url)
        if address.host == "mp.weixin.qq.com"
        else spelt(without_foreign_escapes(written))
    )


def _name(written: str) -> str:
    return clean_line(_unescaped(written))[:_MAX_NAME]


def _text(tree: BeautifulSoup, name: str) -> str:
    found = by_id(tree, name)
    return " ".join(found.get_text().split()) if found else ""


def _meta(tree: BeautifulSoup, name: str) -> str:
    for key in ("property", "name"):
        found = tree.find("meta", attrs={key: name})
        if isinstance(found, Tag) and (content := attribute(found, "content").strip()):
            return content
    return ""
