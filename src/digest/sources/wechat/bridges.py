"""Items of bridges that turn accounts into feeds (RSSHub, wewe-rss, we-mp-rss): what of them can be believed.

A bridge reads the same pages and fails in the same ways, so its full text may be empty, or the words of a CAPTCHA
(rachelos/we-mp-rss issue 149), and its link may lead to the bridge itself.
"""

from __future__ import annotations

import html

import msgspec

from digest.links.canonical import canonical, work_key
from digest.sources.wechat.kinds import error_rule
from digest.sources.wechat.markup import parse, without_scripts

_SHORT = 200  # characters; error texts are shorter, an article that quotes one is longer
_MAX_BYTES = 4_000_000  # characters of a full text that is looked at


class BridgeItem(msgspec.Struct, frozen=True, kw_only=True):
    """What an item of a bridge is good for.

    `url` is the address of the article in its one form, "" where the item names none; `id` its id as entries have
    it. `content` is HTML to be read, "" where the article has to be asked for. `refused` is the rule by which the
    content was no text of an article (captcha, deleted ...), "" where there was nothing wrong with it.
    """

    url: str
    id: str
    content: str = ""
    refused: str = ""

    @property
    def is_gone(self) -> bool:
        """Whether the article will not come back, so that nobody need ask for it."""
        return self.refused in {"deleted", "violation"}

    @property
    def to_fetch(self) -> str:
        """The address to ask for the text, "" where there is one already or none to be had."""
        return "" if self.content or self.is_gone else self.url


def read_bridge_item(link: str, guid: str = "", content: str = "") -> BridgeItem:
    r"""Judge an item.

    Args:
        link: the item's link; `&amp;`, `\x26amp;` and the backslashes of a shell in it do no harm.
        guid: its identity, often the same address or the short id of the article.
        content: its full text or description, as HTML.
    """
    url = article_address(link) or article_address(guid) or _short_address(guid)
    refused = refused_content(content)
    key = work_key(url) if url else ""
    usable = "" if refused or not _has_something(content) else content[:_MAX_BYTES]
    return BridgeItem(url=url, id=key if key.startswith("wechat:") else "", content=usable, refused=refused)


def article_address(written: str) -> str:
    """The address of a WeChat article in its one form; "" for anything else, also for other pages of the site."""
    url = canonical(html.unescape(written.strip()))
    return url if work_key(url).startswith("wechat:") else ""


def refused_content(content: str) -> str:
    """The rule by which a text is that of an error page; "" for a text that may be an article's.

    All of it has to be short: an article about CAPTCHAs may say what they say.
    """
    words = _words(content)
    return error_rule(words) if len(words) <= _SHORT else ""


def _short_address(guid: str) -> str:
    """Some bridges name an item by the short id alone."""
    guid = guid.strip()
    is_id = len(guid) == 22 and guid.isascii() and guid.replace("-", "").replace("_", "").isalnum()
    return f"https://mp.weixin.qq.com/s/{guid}" if is_id else ""


def _has_something(content: str) -> bool:
    return bool(_words(content)) or "<img" in content


def _words(content: str) -> str:
    markup, _ = without_scripts(content[:_MAX_BYTES])
    return (
        " ".join(parse(markup).get_text(" ").split())
        if "<" in markup
        else " ".join(html.unescape(markup).split())
    )
