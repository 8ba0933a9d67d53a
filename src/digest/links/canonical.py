"""The identity of addresses: which of them lead to one page, and which id stands for the work of a page.

Nothing is asked of the network, so a short link (`b23.tv/x`, `t.co/x`) stays what it is. Two pages of one work
(its paper at arXiv and at Hugging Face, an issue of its repository) have one key and two canonical addresses.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import unquote

from digest.links.address import Address, read_address
from digest.links.places import Place, named_place, place_of

_WRAPPERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "link.zhihu.com": ("", ("target",)),
    "link.juejin.cn": ("", ("target",)),
    "link.csdn.net": ("", ("target",)),
    "link.jianshu.com": ("", ("t",)),
    "gitee.com": ("/link", ("target",)),
    "google.com": ("/url", ("q", "url")),
    "scholar.google.com": ("/scholar_url", ("url",)),
    "youtube.com": ("/redirect", ("q",)),
    "c.pc.qq.com": ("/middlem.html", ("pfurl",)),
    "mp.weixin.qq.com": ("/mp/wappoc_appmsgcaptcha", ("target_url",)),
}
"""Hosts that lead on to another address: the path that does ("" for any) and the parameters that may hold it."""

_ESCAPED = re.compile(r"https?%3a", re.IGNORECASE)


def canonical(url: str) -> str:
    """The one address for all spellings of it, redirections unwrapped; what is no address comes back as it is.

    Known places (papers, repositories, videos, articles) get the form their own site uses, everything else
    keeps its path and parameters but for tracking. Letters keep their case, also where the place ignores it.
    """
    place = _place(url)
    return place.url if place else url


def work_key(url: str) -> str:
    """The id of the work an address stands for, as entries have it; "" for what is no http or https address.

    `arxiv:2505.09568`, `doi:10…`, `wechat:BIZ/MID/IDX` or `wechat:SHORTID`, `github:owner/repo` (in lower case),
    `url:ADDRESS` for any other page. An article of WeChat has two ids, of which one cannot be told from the other.
    """
    place = _place(url)
    return place.key if place else ""


def arxiv_version(url: str) -> str:
    """The version an address of an arXiv paper names, such as "v2"; "" where it names none."""
    place = _place(url)
    return place.version if place else ""


@lru_cache(maxsize=4096)
def _place(url: str) -> Place | None:
    if named := named_place(url):
        return named
    address = read_address(url)
    # Every turn takes a shorter address out of the last one.
    while address and (inner := read_address(_target(address))):
        address = inner
    return place_of(address) if address else None


def _target(address: Address) -> str:
    """Where a redirecting address leads, "" where that is not written in it."""
    path, names = _WRAPPERS.get(address.host.removeprefix("www."), ("", ()))
    if path and address.path.rstrip("/") != path:
        return ""
    target = address.parameter(*names)
    return unquote(target) if _ESCAPED.match(target) else target
