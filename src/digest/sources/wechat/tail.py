"""What accounts put around an article: requests to follow, to like and to scan, lists of their other articles.

Only short blocks at the two ends go, from the outside inwards up to the first that says something else, and what
went is told. A line inside an article may ask for what it likes.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.links.address import read_address
from digest.links.find import find_addresses
from digest.sources.wechat.blocks import Figure, Heading, Paragraph, Part, Rule, Run

_LONGEST = 80  # characters of a line that asks for something
_MOST = 40  # blocks that are looked at from one end
_LEFT = 0.3  # the share of a line that may be other words than those of asking
_SHORT = 6  # characters that may be left of a short one

_ASKS = re.compile(
    "长按|扫码|扫一扫|二维码|点赞|点个赞|在看|三连|星标|蓝字|阅读原文|轻触阅读|预览时标签不可点|继续滑动看下一个|求关注|"
    "关注(?:我们|我|公众号|本公众号|本号|账号)|(?:欢迎|点击|记得|立即|求)关注|点个关注"
)
_ASKING_WORDS = re.compile(
    "预览时标签不可点|继续滑动看下一个|轻触阅读原文|阅读原文|公众号|二维码|小程序|微信号|视频号|点个赞|点赞|在看|转发|分享|收藏|"
    "星标|设为|置顶|关注|三连|一键|长按|扫码|扫一扫|扫描|识别|点击|蓝字|名片|卡片|下方|上方|文末|左下角|右下角|欢迎|记得|别忘了|"
    "喜欢|觉得|不错|有用|有帮助|文章|内容|本文|我们|大家|朋友|支持|鼓励|更多|了解|查看|获取|添加|加入|微信|交流群|读者群|好友|"
    "如果|可以|请|点|给|个|我|你|的|吧|哦|呀|啦|再走|走|和|或|与|及|把|对|就|来|哟|为|一下|随手|顺手|最后|帮|让|一|本|号|账号"
)
_MARKS = re.compile(r"[\W_]+")
_ENDING = re.compile(r"(?:END|The End|全文完|完)?", re.IGNORECASE)
_OWN_LIST = re.compile(
    "(?:往期|历史|热门|推荐|相关|更多|精彩|猜你)(?:推荐|精彩|回顾|文章|精选|好文|内容|热文|阅读|精华|喜欢|往期){1,3}"
)


def without_frame(parts: Sequence[Part]) -> tuple[list[Part], tuple[str, ...]]:
    """The blocks without what asks for attention at both ends, and the texts that went."""
    kept = list(parts)
    end = _asking_end(kept, _own_list(kept))
    head = _asking_start(kept[:end])
    cut = [*kept[:head], *kept[end:]]
    return kept[head:end], tuple(text for part in cut if (text := _told(part)))


def _own_list(parts: Sequence[Part]) -> int:
    """Where the list of the account's other articles begins that ends the article; the end without one."""
    leads = False
    for position in range(len(parts) - 1, max(-1, len(parts) - _MOST), -1):
        part = parts[position]
        if isinstance(part, Paragraph | Heading) and _OWN_LIST.fullmatch(_MARKS.sub("", part.words)):
            return position if leads else len(parts)
        if _leads_to_article(part):
            leads = True
        elif not _asks(part):
            break
    return len(parts)


def _asking_end(parts: Sequence[Part], end: int) -> int:
    """Where the last blocks begin that only ask; pictures go only beside a line about a QR code."""
    for position in range(end - 1, max(-1, end - _MOST), -1):
        part = parts[position]
        is_code = (
            isinstance(part, Figure)
            and not part.href
            and any(
                _is_about_code(other)
                for other in (*parts[position - 1 : position], *parts[position + 1 : position + 2])
            )
        )
        if not (_asks(part) or is_code or isinstance(part, Rule)):
            break
        end = position
    return end


def _asking_start(parts: Sequence[Part]) -> int:
    position = 0
    while position < min(3, len(parts) - 1) and _asks(parts[position]):
        position += 1
    return position


def _asks(part: Part) -> bool:
    if not isinstance(part, Paragraph | Heading) or any(_leads_out(run) for run in part.runs):
        return False
    words = part.words.strip()
    if len(words) > _LONGEST:
        return False
    bare = _MARKS.sub("", words)
    if _ENDING.fullmatch(bare):
        return True
    left = len(_ASKING_WORDS.sub("", bare))
    return bool(_ASKS.search(bare)) and left <= max(_SHORT, _LEFT * len(bare))


def _is_about_code(part: Part) -> bool:
    return (
        _asks(part)
        and isinstance(part, Paragraph | Heading)
        and bool(re.search("扫|二维码|长按|识别", part.words))
    )


def _leads_out(run: Run) -> bool:
    """Whether a run is a formula, a picture, or an address outside of the site."""
    if run.tex or run.src or next(find_addresses(run.text), None):
        return True
    return bool(run.href) and not _is_own(run.href)


def _leads_to_article(part: Part) -> bool:
    """Whether a block is nothing but links to articles of the site."""
    if isinstance(part, Figure):
        return _is_own(part.href)
    if not isinstance(part, Paragraph):
        return False
    texts = [run for run in part.runs if not run.is_break and _MARKS.sub("", run.text)]
    return bool(texts) and all(_is_own(run.href) for run in texts)


def _is_own(url: str) -> bool:
    address = read_address(url)
    return address is not None and address.host == "mp.weixin.qq.com"


def _told(part: Part) -> str:
    if isinstance(part, Paragraph | Heading):
        return " ".join(part.words.split())
    return "(picture)" if isinstance(part, Figure) else ""
