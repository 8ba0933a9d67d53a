"""Telling what an assistant says to its user from what it says about the work: chatter and refusals.

Only whole paragraphs at the ends of a block count, only with an announcement or an offer, and only where every
sentence speaks to the user: `好的模型需要……` and `当然，扩散模型……` are text about the work.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from digest.text.blocks import is_rule

CHATTER = "assistant's chatter, not analysis"
"""Why such a line is left out."""

_MOST_OF_CHATTER = 600  # characters; longer paragraphs say something
_MOST_OF_REFUSAL = 1500
_MOST_OF_ITEM = 80

_NAMED = re.compile(r"《[^《》]{0,300}》|“[^“”]{0,300}”|「[^「」]{0,300}」|\"[^\"]{0,300}\"")
_SENTENCE_END = re.compile(r"(?<=[。！？!?；])\s*|(?<=\.)\s+")
_BLOCK = re.compile(r"\s*(?:#{1,6}\s|[-*+]\s|[0-9]{1,3}[.)]\s|```|~~~|\||<)")

_WORK = r"(?:分析|总结|摘要|解读|评估|概述|综述|翻译|梳理|报告|介绍|评述|审阅)"
_WORK_EN = (
    r"(?:analysis|summary|breakdown|overview|review|report|explanation|translation|assessment|digest|list)"
)
_EXPERT = r"(?:专家|研究生|研究员|研究者|学者|科学家|工程师|教授|助手|助理|模型|审稿人|AI)"
_EXPERT_EN = r"(?:expert|researcher|student|assistant|model|scientist|engineer|professor|reviewer|AI)"
_YES = r"(?:好的?|当然(?:可以)?|没问题|可以|明白了?|收到|了解|非常乐意|很(?:高兴|乐意)|您好|你好)"
_YES_EN = (
    r"(?:sure(?: thing)?|certainly|of course|absolutely|okay|ok|alright|great|understood|got it|no problem|gladly|"
    r"hello|hi|thanks|thank you)"
)


def any_of(*patterns: str) -> re.Pattern[str]:
    """One pattern for several, whatever the case of letters."""
    return re.compile("|".join(patterns), re.IGNORECASE)


_GREETING = any_of(rf"{_YES}[\s，,。.！!、~～：:]*", rf"{_YES_EN}[\s,.!:—–-]*")
_OPENING = any_of(
    rf"{_YES}\s*[，,。！!、~～：:]",
    rf"{_YES_EN}\s*[,.!:—–-]",
    rf"作为(?:一?[名位个])?[^。，,]{{0,40}}{_EXPERT}[，,]\s*(?:我(?!们)|以下|下面)",
    rf"(?:以下|下面|这里)是[^。]{{0,60}}(?:我|您|你|论文|文章|该|《》)[^。]{{0,80}}{_WORK}",
    r"这是[^。]{0,60}(?:您|你)",
    rf"我(?:将|会|来)[^。]{{0,120}}{_WORK}",
    r"(?:根据|遵循|按照|基于|针对|感谢)(?:您|你)",
    r"(?:here(?:['’]s| is| are)|below (?:is|are))\b[^.]{0,160}(?:\byou|\bpaper|\babstract|\barticle|《》)",
    r"let me\b|I(?:['’]ll| will|['’]d| would)\b",
    rf"as an? [^,.]{{0,80}}\b{_EXPERT_EN},?\s+(?:I\b|here\b)",
    r"(?:based on|following|as per) your\b",
)
_ANNOUNCEMENT = any_of(
    r"我(?:将|会|来)",
    rf"我(?:已|对|从|根据|按照|为您|为你)[^。]{{0,80}}{_WORK}",
    rf"(?:以下|下面|这|这里)是[^。]{{0,120}}{_WORK}",
    r"\bI(?:['’]ll| will| am going to|['’]m going to|['’]d be|['’]ve| have(?! n)| would be)\b|\blet me\b",
    rf"\b(?:here(?:['’]s| is| are)|below (?:is|are))\b[^.]{{0,120}}\b{_WORK_EN}\b",
)
_TO_USER = any_of(r"您|你(?!好)|\byou(?:r|rs)?\b")
_FOLLOWS = re.compile(r"[：:]\s*\Z")

_OFFER = any_of(
    r"希望[^。！]{0,40}?(?:对|为|给|帮助|帮到|能让)(?:到)?(?:您|你)",
    rf"希望(?:这|本|以上|上述)[^，。]{{0,8}}{_WORK}[^。]{{0,20}}(?:帮助|参考|启发|价值|有用)",
    r"(?:如果?|若)(?:您|你)[^。]{0,40}(?:随时|告诉我|告知我|联系我|提问|问我)",
    r"(?:如果|如有|如需|若有|若需)[^。]{0,30}(?:随时|请(?:告诉|告知|联系)|告诉我|联系我)",
    r"请随时|欢迎随时|(?:请|可以)告诉我",
    r"\blet me know\b|\bfeel free to\b|\bdon['’]t hesitate\b|\bI hope\b|\bhope (?:this|that|it) helps\b",
    r"\b(?:I['’]m |I am |I['’]d be |I would be )?happy to (?:help|elaborate|clarify|provide|answer|discuss)\b",
    r"\b(?:would|do) you (?:like|want) me to\b|\bif you have any (?:\w+ )?questions\b",
)

_CLOSED = re.compile(rf"以上(?:就)?是[^。]{{0,60}}{_WORK}")

_ASKED = any_of(
    r"(?:请|麻烦)(?:您|你)?(?:先|直接|务必)?[^。，,]{0,16}"
    r"(?:提供|上传|粘贴|发送|发给|给出|贴出|分享|附上|补充)[^。]{0,24}"
    r"(?:论文|内容|原文|正文|全文|文本|文件|PDF|链接|材料|摘要|方法)",
    r"\b(?:please|could you|can you|kindly)\b[^.?!]{0,40}\b(?:provide|share|upload|paste|send|attach|supply)\b",
)
_PROMISE = any_of(
    r"我(?:将|会|来|才能|可以|就能)[^。]{0,20}(?:您|你|分析|总结|摘要|解读|评估|概述|翻译|梳理|评述)",
    r"\bI(?:['’]ll| will| can|['’]d be)\b[^.]{0,40}\b(?:summar|analy|translat|review|explain|help|provide|give)",
)
_DENIED = any_of(
    r"(?:抱歉|对不起|很遗憾|不好意思)[^。]{0,30}(?:我|无法|不能|没有|未能)",
    r"我(?:目前|暂时|现在|还)?(?:无法|不能|没有办法|没法|尚未|没有)(?:直接)?"
    r"(?:访问|打开|查看|读取|获取|阅读|看到|分析|提供|完成|处理|收到|下载|浏览)",
    r"(?:您|你)(?:还|尚|并|似乎|好像)?(?:没有|未)(?:能)?(?:提供|上传|给出|附上|粘贴)",
    r"\bI(?:['’]m| am) (?:\w+ )?(?:sorry|unable|not able)\b|\bI apologi[sz]e\b",
    r"\bI (?:cannot|can['’]t|can not|could not|couldn['’]t|do not have|don['’]t have|don['’]t see)\b",
    r"\byou (?:have not|haven['’]t|did not|didn['’]t)\b",
)
_ALL_THE_SAME = any_of(r"(?:但|不过|然而|however|but)[^。.]{0,12}(?:根据|基于|从摘要|based on|from the)")


class Cut(NamedTuple):
    """What is left of a block, and what was cut from its ends: line numbers from 1, `last` inclusive.

    Nothing is left where `last` is less than `first`.
    """

    first: int
    last: int
    chatter: tuple[tuple[int, int], ...]
    rules: tuple[int, ...]


def cut_chatter(lines: Sequence[str]) -> Cut:
    """Cut paragraphs of chatter, rules and blank lines from both ends of a block."""
    first, last = 1, len(lines)
    chatter: list[tuple[int, int]] = []
    rules: list[int] = []
    while first <= last:
        line = lines[first - 1]
        end = _paragraph_end(lines, first, last)
        if is_rule(line):
            rules.append(first)
        elif line.strip():
            if end < first or not is_opening(" ".join(lines[first - 1 : end])):
                break
            chatter.append((first, end))
            first = end
        first += 1
    while first <= last:
        line = lines[last - 1]
        start = _paragraph_start(lines, first, last)
        if is_rule(line):
            rules.append(last)
        elif line.strip():
            if start > last or not is_closing(" ".join(lines[start - 1 : last])):
                break
            chatter.append((start, last))
            last = start
        last -= 1
    return Cut(first, last, tuple(sorted(chatter)), tuple(sorted(rules)))


def is_opening(paragraph: str) -> bool:
    """Whether a first paragraph only tells the user what the assistant is about to do."""
    text = _bare(paragraph)
    if len(paragraph) > _MOST_OF_REFUSAL or len(text) > _MOST_OF_CHATTER or not _OPENING.match(text):
        return False
    sentences = _sentences(text)
    announced = any(_ANNOUNCEMENT.search(sentence) for sentence in sentences)
    speaks = any(_TO_USER.search(sentence) for sentence in sentences)
    if not announced and not (speaks and _FOLLOWS.search(text)):
        return False
    return all(_is_to_user(sentence) for sentence in sentences)


def is_closing(paragraph: str) -> bool:
    """Whether a last paragraph only hopes to be of use, or offers more."""
    text = _bare(paragraph)
    if len(paragraph) > _MOST_OF_REFUSAL or len(text) > _MOST_OF_CHATTER:
        return False
    sentences = _sentences(text)
    return any(map(_OFFER.search, sentences)) and all(
        _OFFER.search(sentence) or _CLOSED.match(sentence) or _is_to_user(sentence) for sentence in sentences
    )


def is_refusal(lines: Sequence[str]) -> bool:
    """Whether a whole block asks for the paper, or declines, instead of saying anything about it."""
    written = [line for line in lines if line.strip() and not is_rule(line)]
    if sum(map(len, written)) > _MOST_OF_REFUSAL:
        return False
    prose = [line for line in written if not _BLOCK.match(line)]
    if any(len(line) > _MOST_OF_ITEM for line in written if _BLOCK.match(line)):
        return False
    sentences = [sentence for line in prose for sentence in _sentences(_bare(line))]
    refusing = [s for s in sentences if _ASKED.search(s) or _DENIED.search(s)]
    if not refusing or any(_ALL_THE_SAME.search(sentence) for sentence in sentences):
        return False
    others = [s for s in sentences if s not in refusing and not _is_to_user(s) and not _OFFER.search(s)]
    return len(others) * 2 < len(sentences)


def asks_for_text(paragraph: str) -> bool:
    """Whether a sentence asks for the paper and promises to work on it; an editor who asks for papers does not."""
    return any(
        _ASKED.search(sentence) and _PROMISE.search(sentence) for sentence in _sentences(_bare(paragraph))
    )


def _is_to_user(sentence: str) -> bool:
    return bool(_GREETING.fullmatch(sentence) or _TO_USER.search(sentence) or _ANNOUNCEMENT.search(sentence))


def _bare(paragraph: str) -> str:
    return _NAMED.sub("《》", paragraph[: _MOST_OF_REFUSAL + 1]).strip("*_> \t")


def _sentences(text: str) -> list[str]:
    return [sentence for part in _SENTENCE_END.split(text) if (sentence := part.strip("*_ \t"))]


def _paragraph_end(lines: Sequence[str], first: int, last: int) -> int:
    """The last line of the paragraph that starts at `first`; less than `first` where no paragraph does."""
    end = first - 1
    while end < last and lines[end].strip() and not _BLOCK.match(lines[end]) and not is_rule(lines[end]):
        end += 1
    return end


def _paragraph_start(lines: Sequence[str], first: int, last: int) -> int:
    """The first line of the paragraph that ends at `last`; more than `last` where it is none of its own."""
    start = last
    while start >= first and lines[start - 1].strip() and not is_rule(lines[start - 1]):
        if _BLOCK.match(lines[start - 1]):
            return start + 1 if lines[start - 1].lstrip().startswith("#") else last + 1
        start -= 1
    return start + 1
