"""Pictures of an article: which address counts, which pictures are none of the article's own."""

from __future__ import annotations

import re
from urllib.parse import urlsplit, urlunsplit

from bs4.element import Tag

from digest.links.address import spelt, without_foreign_escapes
from digest.sources.wechat.markup import attribute, classes

REFERER = "https://mp.weixin.qq.com/"
"""The `Referer` mmbiz.qpic.cn answers with the picture to; to others it sends a placeholder."""

_MAX_LENGTH = 2000  # characters of an address
# How the picture was loaded, not which it is.
_NOISE = re.compile(r"(?:tp=webp|wx_lazy=.*|wx_co=.*|usePicPrefetch=.*|wxfrom=.*|retryload=.*|random=.*)\Z")
_OTHERS = re.compile(
    r"//(?:wx\.qlogo\.cn/|mp\.weixin\.qq\.com/(?:mp/qrcode|rr\b|cgi-bin/)|open\.weixin\.qq\.com/qr/|res\.wx\.qq\.com/)"
    r"|/mmhead/|/icon_?emoji|pic_blank\.gif",
    re.IGNORECASE,
)
"""Avatars, QR codes that the site makes, icons and blanks of its own."""

_NO_ALT = frozenset({"图片", "image", "img", "picture", "cover_image", "封面图片"})
_RATIO = re.compile(r"[0-9]{1,4}(?:\.[0-9]{1,20})?")
_PIXELS = re.compile(r"([0-9]{1,5})(?:\.[0-9]+)?(?:px)?")


def image_address(tag: Tag) -> str:
    """The address of a picture, "" where it is no picture of the article.

    `data-src` counts before `src`, which holds a blank or nothing until a script fills it.
    """
    if "mp-style-type" in classes(tag) or _is_pixel(tag):
        return ""
    for name in ("data-src", "data-original", "data-backsrc", "src"):
        if address := clean_image_address(attribute(tag, name)):
            return "" if _OTHERS.search(address) else address
    return ""


def clean_image_address(written: str) -> str:
    """An http or https address without what says only how the picture is loaded; "" for anything else."""
    text = without_foreign_escapes(written)
    if text.startswith("//"):
        text = "https:" + text
    if len(text) > _MAX_LENGTH or any(character <= " " for character in text):
        return ""
    try:
        parts = urlsplit(text)
    except ValueError:
        return ""
    if parts.scheme not in {"http", "https"} or not parts.netloc or "\\" in parts.netloc:
        return ""
    if not parts.netloc.endswith((".qpic.cn", ".qlogo.cn")):
        return spelt(text)
    query = "&".join(pair for pair in parts.query.split("&") if not _NOISE.match(pair))
    return spelt(urlunsplit(("https", parts.netloc, parts.path, query, "")))


def image_ratio(tag: Tag) -> float:
    """The height of a picture by its width, as the editor noted it; 0 where it did not, or has cut it."""
    if any(name.startswith("data-crop") for name in tag.attrs):
        return 0.0
    written = _RATIO.fullmatch(attribute(tag, "data-ratio").strip())
    return shape(float(written[0]), 1) if written else 0.0


def shape(height: float, width: float) -> float:
    """Height by width, 0 where these can be no picture's."""
    return height / width if 0 < height < 100_000 and 0 < width < 100_000 else 0.0


def image_words(tag: Tag) -> str:
    """What the author says a picture shows; the site's own word for "picture" says nothing."""
    words = " ".join(attribute(tag, "alt").split())
    return "" if words.lower() in _NO_ALT else words[:300]


def emoji(tag: Tag) -> str:
    """The words of a small picture that stands for them (`[微笑]`), "" for other pictures."""
    is_emoji = any(name.startswith(("icon_emotion", "icon_smiley", "emoji")) for name in classes(tag))
    return image_words(tag) if is_emoji else ""


def _is_pixel(tag: Tag) -> bool:
    for name in ("data-w", "width", "height"):
        size = _PIXELS.fullmatch(attribute(tag, name).strip())
        if size and int(size[1]) <= 2:
            return True
    return False
