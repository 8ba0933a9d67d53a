"""What a sentence of an abstract is there for, told by its words: what the work does, what came out, what was before.

Weights are ours, found by trying.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Cue(NamedTuple):
    """Words to look for and what finding them weighs."""

    pattern: re.Pattern[str]
    weight: float


def _cue(weight: float, *patterns: str) -> Cue:
    """A cue that is there when one of the patterns is."""
    return Cue(re.compile("|".join(patterns), re.IGNORECASE), weight)


_ADVERBS = r"(?:\s+(?:therefore|thus|then|first|also|further|here|hereby|instead|next|\w{2,15}ly))?"
_WHO = (
    r"\b(?:we|this\s+(?:\w+\s+)?(?:paper|work|article|report|study|survey|thesis|research|review|letter|tutorial)"
    r"|(?:the|our)\s+(?:paper|work|article|study|research|authors?)|the\s+present\s+(?:paper|work|study))"
)
_STRONG = (
    r"(?:introduc|propos|present|devis)(?:e|es|ed)?|presents|develops?|designs?|unveils?|puts?\s+forward"
    r"|pioneers?"
)
_MEDIUM = (
    r"builds?|creates?|constructs?|releases?|formulates?|describes?|establish(?:es)?|provides?|contributes?"
    r"|offers?|suggests?|extends?|curates?|reformulates?|recasts?|adopts?|leverages?|employs?|instantiates?"
    r"|open-?sources?|synthesi[sz]es?|reviews?|surveys?|conducts?|implements?|trains?|reports?|frames?|bases?"
)
_WEAK = (
    r"stud(?:y|ies|ied)|investigate[sd]?|explore[sd]?|(?:re-?)?examine[sd]?|analy[sz]e[sd]?|revisits?"
    r"|address(?:es)?|tackles?|evaluate[sd]?|questions?|represents?|quantify|measures?|characteri[sz]es?|trained"
    r"|built|undertake|considers?|aims?\s+to|seeks?\s+to|shows?\s+how|argues?|focus(?:es)?|rethinks?|compares?"
)
_SHOW = r"show|shows|find|demonstrate|identify|discover|argue|prove"
_NO_NAME = r"(?!(?:this|that|it|these|those|there|here)\b)"
_NO_PROBLEM = (
    r"(?!(?:\w+\s+){0,2}"
    r"(?:challenging|fundamental|crucial|key|major|important|critical|powerful|promising|problem|issue|task)\b)"
)
_PARTY = r"(?:本文|本研究|本工作|本论文|该研究|该论文|这项(?:研究|工作)|这篇(?:论文|文章)|我们|作者|论文)"
_TESTS = (
    r"\b(?:experiment(?:s|al|ally)?|evaluations?|results|ablations?|empirical(?:ly)?|user\s+study|analysis)\b"
)
_TELL = (
    r"\b(?:shows?|demonstrat\w*|indicat\w*|reveal\w*|confirm\w*|suggest\w*|validat\w*|highlight\w*|prov\w+)\b"
)

METHOD = (
    _cue(3.0, rf"{_WHO}{_ADVERBS}\s+(?:{_STRONG})\b"),
    _cue(2.0, rf"{_WHO}{_ADVERBS}\s+(?:{_MEDIUM})\b"),
    _cue(1.5, rf"{_WHO}{_ADVERBS}\s+(?:{_WEAK})\b"),
    _cue(1.2, rf"{_WHO}{_ADVERBS}\s+(?:{_SHOW})\b"),
    _cue(2.0, r"\b(?:is|are|was|were)\s+(?:introduced|proposed|presented|developed)\b"),
    _cue(1.4, rf"^\W*{_NO_NAME}[\w.+-]+(?:\s+[\w.+-]+){{0,3}}\s+(?:is|are)\s+(?:an?|the)\s+{_NO_PROBLEM}"),
    _cue(
        1.4,
        r"\bin\s+th(?:is|e\s+present)\s+(?:paper|work|article|report|study|survey)\b",
        r"\bhere,?\s+we\b",
    ),
    _cue(
        0.8,
        r"\bto\s+(?:(?:this|that)\s+end|address|tackle|overcome|solve|bridge|fill|remedy|mitigate|combat)\b",
        r"\b(?:motivated|inspired)\s+by\b",
        r"\bbased\s+on\s+th(?:is|ese)\b",
    ),
    _cue(
        0.6,
        r"\b(?:an?|the|first|our|two|three)\s+(?:\w+[\s-]+){0,3}?"
        r"(?:novel|new|first|unified|simple|efficient|general|end-to-end)\b",
    ),
    _cue(0.6, r"\b(?:called|named|dubbed|termed|namely)\b"),
    _cue(1.2, r"\bour\s+(?:\w+\s+)?(?:new|resulting|proposed|key\s+idea|core\s+idea)\b"),
    _cue(
        0.4,
        r"\b(?:framework|method|approach|model|system|algorithm|benchmark|dataset|architecture|pipeline|paradigm)\b",
    ),
    _cue(
        3.0,
        _PARTY + r"[^。，；]{0,12}?(?:提出|介绍|推出|设计|构建|开发|发布|研究|探讨|引入|综述)",
    ),
    _cue(2.4, r"提出(?:了|一|的)?|推出|发布|研发|打造"),
    _cue(1.6, r"开源了?|引入|构建|设计|开发|介绍|探讨|训练(?:出|了)"),
    _cue(1.5, r"是(?:由.{0,20})?(?:一个|一种|一款|一套|首个|一项|.{0,12}(?:开发|推出|发布|提出|训练)的)"),
    _cue(0.6, r"旨在|用于|为了?解决|针对|全新|新的|首个|首次"),
    _cue(0.4, r"框架|方法|模型|系统|算法|基准|数据集|架构|范式"),
)
"""Words of a sentence that says what the work does."""

LATER = (
    _cue(
        1.2,
        r"\b(?:we|our\s+\w+)\s+(?:further|also|additionally|finally)\b",
        r"^\W*(?:finally|moreover|furthermore|additionally|in\s+addition|besides|second|third|then)\b",
        r"此外|最后|另外|进一步|其次",
    ),
    _cue(
        1.0,
        r"\bpreviously\s+proposed\b",
        r"\bprevious\s+(?:works?|research|efforts?|methods?)\b",
        r"\bprior\s+(?:works?|methods?)\b",
    ),
)
"""What comes after the first mention of it, or is somebody else's."""

RESULT = (
    _cue(
        1.6,
        r"\b(?:out-?perform|surpass|exceed|beat|match)(?:s|es|ed|ing)?\b",
        r"\bstate[\s-]of[\s-]the[\s-]art\b|\bSOTA\b|\bon\s+par\b",
    ),
    _cue(
        1.4,
        r"\b(?:achiev|attain|reach|obtain)(?:e|es|ed|s|ing)?\b(?!\s+this\b)",
        r"\bsuperior\b|\bsets?\s+a\s+new\b|\brecords?\b",
    ),
    _cue(
        1.2,
        r"\b(?:improv|reduc|increas|boost|cut|accelerat|decreas|gain|rais|speed(?:s|ed)?[\s-]?up)"
        r"(?:e|es|ed|s|ing|ements?|tion|ions)?\b",
    ),
    _cue(1.2, rf"{_TESTS}.{{0,80}}{_TELL}"),
    _cue(
        1.0,
        r"\bwe\s+(?:\w+\s+)?(?:find|found|observe|show|demonstrate|prove|discover)\b",
        r"\bour\s+(?:findings?|results?)\b",
    ),
    _cue(1.2, r"[0-9]\s?(?:\\?%|x\b|×|\$?\\times|倍|个百分点|points?\b|pp\b|fps\b|dB\b)"),
    _cue(0.4, r"(?<![A-Za-z0-9-])[0-9]+(?:[.,][0-9]+)+"),
    _cue(0.3, r"\b(?:benchmarks?|baselines?|compar\w+)\b"),
    _cue(1.6, r"优于|超过|超越|领先|登顶|最优|最佳|最好|最先进|第一名|媲美|持平|击败"),
    _cue(
        1.3,
        r"(?:显著|大幅|有效|平均|性能|准确率|速度|质量)"
        r"[^。；，]{0,10}(?:提升|提高|改善|降低|减少|加快|加速|缩短)",
    ),
    _cue(0.9, r"提升|提高|降低|减少|达到|取得|加速|节省"),
    _cue(1.4, r"(?:实验|结果|评测|测试|研究|分析)(?:结果)?(?:还|也)?(?:表明|显示|证明|发现|验证)"),
)
"""Words of a sentence that says what came out."""

BACKGROUND = (
    _cue(
        1.2,
        r"\bhowever\b|\bsuffers?\s+from\b|\bstruggles?\b|\bdespite\b|\balthough\b",
        r"\bremains?\s+(?:\w+\s+)?"
        r"(?:challeng\w+|unclear|unexplored|limited|difficult|open|underexplored|insufficient\w*|slow)",
    ),
    _cue(
        1.0,
        r"\bexisting\s+\w+|\brecent(?:ly)?\b|\btypically\b|\btraditional(?:ly)?\b|\bconventional\b",
        r"\b(?:have|has)\s+(?:been|become|emerged|shown|attracted|achieved|demonstrated|made)\b",
    ),
    _cue(1.0, r"然而|但是|现有|近年来|随着|传统|以往|仍(?:然)?(?:面临|存在)|挑战"),
)
"""Words of a sentence that says what was before."""

AVAILABILITY = (
    _cue(
        3.0,
        r"\b(?:available|released|found|open-?sourced)\s+(?:at|on|under|from|here)\b",
        r"\b(?:codes?|data|datasets?|models?|weights?|website|page|demos?)\b[^.]{0,60}"
        r"\b(?:available|released|accessible)\b",
        r"\b(?:project|web)\s*(?:page|site)\b",
    ),
    _cue(
        3.0,
        r"https?://|(?:代码|项目|论文|模型|数据)(?:主页|地址|链接)|体验地址|详见|论文[:：]",
        r"代码(?:已|和模型|均|将)?(?:开源|公开)",
    ),
)
"""Words of a sentence that says where to get it, which links say better."""


def weight(cues: tuple[Cue, ...], sentence: str) -> float:
    """The sum of the weights of the cues a sentence has, each once."""
    return sum(cue.weight for cue in cues if cue.pattern.search(sentence))
