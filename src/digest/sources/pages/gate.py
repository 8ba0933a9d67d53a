"""Pages that are no article although the answer was 200: challenges, logins, errors, other files.

An article may quote every one of these sentences, so they count in titles, and in a text only where it is short.
"""

from __future__ import annotations

import re

from digest.sources.article import NotAnArticle
from digest.text.cjk import count

LEAST = 30
"""Words (a Han character is one) of the shortest text that is an article."""
_SHORT = 400  # words: a page that says more is not a mere challenge
_OTHER_FILES = (
    (b"%PDF-", "a PDF"), (b"\x89PNG", "a picture"), (b"\xff\xd8\xff", "a picture"), (b"GIF8", "a picture"),
    (b"PK\x03\x04", "an archive"), (b"\x1f\x8b", "an archive"), (b"RIFF", "a media file"), (b"ID3", "a media file"),
    (b"OggS", "a media file"),
)  # fmt: skip
_CHALLENGE = re.compile(
    r"just a moment\.\.\.|checking (?:if the site connection is secure|your browser)|are you a robot|press & hold|"
    r"verify(?:ing)? (?:that )?you are (?:a )?human|attention required! \| cloudflare|captcha-delivery\.com|"
    r"enable javascript and cookies to continue|cf-browser-verification|_cf_chl_opt|ddos protection by|unusual traffic|"
    r"安全验证|请完成.{0,6}验证|环境异常|访问过于频繁|拖动.{0,4}滑块|人机验证|网络环境存在异常|__zse_ck|异常流量",
    re.IGNORECASE,
)
_LOGIN = re.compile(
    r"^(?:log ?in|sign ?in|登录|登陆|用户登录)\b|(?:log|sign) ?in to (?:continue|read)|登录后.{0,6}(?:查看|阅读|继续)|"
    r"请先登录|需要登录|subscribe to (?:continue|keep) reading|付费.{0,6}后.{0,4}阅读|"
    r"this (?:post|article) is for (?:paid|paying) subscribers",
    re.IGNORECASE,
)
_MISSING = re.compile(
    r"^(?:404|page not found|not found|403 forbidden|access denied|error \d{3}|(?:页面|文章|内容)(?:不存在|找不到))|"
    r"(?:page|article) (?:can(?:no|')t|could not) be found|您访问的页面|(?:文章|内容|页面).{0,4}已.{0,4}删除",
    re.IGNORECASE,
)


def refuse_other_files(body: bytes) -> None:
    """Refuse what its first bytes show to be another kind of file.

    Raises:
        NotAnArticle: it is.
    """
    start = body[:512].lstrip()
    for mark, kind in _OTHER_FILES:
        if start.startswith(mark):
            raise NotAnArticle("not html", f"the answer is {kind}, not a web page")
    if not start or b"<" not in body[:100_000]:
        raise NotAnArticle("not html", "the answer is empty or no HTML")


def refuse_barrier(title: str, page: str, raw: str) -> None:
    """Refuse a page that keeps its article behind something.

    Args:
        title: of the page.
        page: its words, all of them.
        raw: its source, for marks that scripts leave.

    Raises:
        NotAnArticle: a challenge (its host should be left alone for this run), a login, or an error page.
    """
    is_short = _words(page) < _SHORT
    looked_at = f"{title}\n{page if is_short else ''}"
    if _CHALLENGE.search(looked_at) or (is_short and _CHALLENGE.search(raw[:50_000])):
        raise NotAnArticle(
            "challenge", "the site wants to see a person and a browser first", retry=True, stop_host=True
        )
    if _LOGIN.search(title) or (is_short and _LOGIN.search(page)):
        raise NotAnArticle("login", "the site shows the article only to those who log in or pay")
    if _MISSING.search(title) or (is_short and _MISSING.search(page)):
        raise NotAnArticle("missing", "the page says that the article is not there")


def refuse_little(text: str) -> None:
    """Refuse a text that is too short for an article.

    Raises:
        NotAnArticle: it is.
    """
    if _words(text) < LEAST:
        raise NotAnArticle(
            "too little text", "no article was found on the page, or one of a few words", retry=False
        )


def _words(text: str) -> int:
    return sum(count(text[:100_000]))
