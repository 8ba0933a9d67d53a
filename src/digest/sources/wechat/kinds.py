"""What a page is that shows no article: deleted, blocked, a CAPTCHA, another kind of page.

All of them come with status 200. They are asked only once there is no article, for an article may quote any of
their texts.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from bs4 import BeautifulSoup
from bs4.element import Tag

from digest.sources.article import NotAnArticle
from digest.sources.wechat.markup import by_id

_MOST_TEXT = 600  # characters; an error page has a sentence or two


class _Rule(NamedTuple):
    what: str
    says: tuple[str, ...]
    retry: bool = False
    stop_host: bool = False


_RULES = (
    _Rule(
        "captcha",
        (
            "环境异常", "完成验证后即可继续访问", "去验证", "完成安全验证", "访问过于频繁", "操作频繁", "请求过于频繁",
        ),
        retry=True,
        stop_host=True,
    ),
    _Rule("deleted", ("已被发布者删除", "已被作者删除", "has been deleted by the author", "文章已删除", "内容已删除")),
    _Rule(
        "violation",
        (
            "因违规", "涉嫌违", "违反相关", "违反《", "违反微信", "已被屏蔽", "已被封", "已停止访问", "被投诉",
            "账号已注销", "帐号已注销", "自主注销", "账号已被冻结", "帐号已被冻结", "content violat",
            "due to violat", "account has been",
        ),
    ),
    _Rule("moved", ("已迁移", "账号迁移", "帐号迁移")),
    _Rule("expired", ("链接已过期", "link has expired", "已过期")),
    _Rule("restricted", ("仅粉丝", "关注后可", "无权查看", "没有权限", "仅作者可见")),
    _Rule(
        "unavailable",
        (
            "无法查看", "参数错误", "系统出错", "系统繁忙", "不存在", "unavailable", "try again", "parameter error",
        ),
        retry=True,
    ),
)  # fmt: skip
"""The rules by what their pages say, the more telling first."""

_CAPTCHA_PATH = "/mp/wappoc_appmsgcaptcha"
_OTHER_PAGES = {
    "/mp/aboutbiz": "account page",
    "/mp/profile_ext": "account page",
    "/mp/homepage": "account page",
    "/mp/getverifyinfo": "account page",
    "/mp/appmsgalbum": "album",
    "/mp/videochannel": "video",
}
_KINDS = {"5": "video", "6": "music", "7": "audio"}
"""Kinds of articles that are no text, by their number (DIYgod/RSSHub: lib/utils/wechat-mp.ts)."""


def kind_without_text(show: str) -> str:
    """The name of a kind of article that is no text; "" for the kinds that are."""
    return _KINDS.get(show, "")


def error_rule(text: str) -> str:
    """The rule whose page says this; "" for a text that is too long for one or says nothing of the kind."""
    rule = _rule_of(text)
    return rule.what if rule else ""


def explain(tree: BeautifulSoup, url: str, *, account: str = "") -> NotAnArticle:
    """Why a page that shows no article shows none.

    Args:
        tree: the page without its scripts.
        url: the address it came from, after redirects.
        account: the account's name, where the page still says it.
    """
    path = _path(url)
    if path == _CAPTCHA_PATH:
        return _answer(_RULES[0], "the site asks for a CAPTCHA")
    for said in (_headline(tree), _all_words(tree)):
        if rule := _rule_of(said):
            whose = f" (account {account})" if account else ""
            return _answer(rule, f"the page says: {said}{whose}")
        if what := _OTHER_PAGES.get(path) or ("account page" if tree.find(class_="about-page") else ""):
            return NotAnArticle(what, f"this is no article but another page of the site ({what})")
    if by_id(tree, "js_content") is not None:
        return NotAnArticle("empty", "the page has the place of an article, but nothing stands there")
    return NotAnArticle("unknown", "there is no article on the page, and nothing that says why")


def _answer(rule: _Rule, message: str) -> NotAnArticle:
    return NotAnArticle(rule.what, message, retry=rule.retry, stop_host=rule.stop_host)


def _rule_of(text: str) -> _Rule | None:
    if not text or len(text) > _MOST_TEXT:
        return None
    folded = text.lower()
    return next((rule for rule in _RULES if any(words in folded for words in rule.says)), None)


def _headline(tree: BeautifulSoup) -> str:
    """What an error page says in large letters."""
    for name in ("weui-msg__title", "mesg-block", "weui-msg__desc", "global_error_msg", "title_tips"):
        found = tree.find(class_=name)
        if isinstance(found, Tag) and (words := " ".join(found.get_text(" ").split())):
            return words
    return ""


def _all_words(tree: BeautifulSoup) -> str:
    body = tree.find("body")
    return " ".join(body.get_text(" ").split()) if isinstance(body, Tag) else ""


def _path(url: str) -> str:
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return parts.path.rstrip("/") if parts.hostname in {"mp.weixin.qq.com", "weixin.qq.com"} else ""
