"""Key phrases of a work: what its title says and its text says again.

A title is made of the words that matter and of words that sell. What is a term of the field stands in the abstract
again, as it is; the rest is said otherwise there. So a phrase counts when it recurs, and common words make none.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence, Set

import msgspec

from digest.categorize.labels import Token, capitals, is_han, tokens_of
from digest.categorize.words import MAX_TITLE, raw_words

MAX_PHRASES = 2
"""Phrases of a work that may become tags: they are guesses, and a page with one entry helps nobody."""
_RECURS = 3
"""Times a phrase must stand in the text besides the title."""
_WORDS = (2, 3)
_LONGEST_ACRONYM = 5
_HAN_LENGTHS = range(4, 9)  # shorter runs are everyday words, longer ones are sentences
_BREAKS = re.compile(r"[^\w\s\-\u2010-\u2015'’.]|\.(?=\s|$)|\s[-\u2010-\u2015]+\s")

_COMMON_WORDS = """
a about above accurate accurately across adaptive advanced after against aligning all along also among an
and any apart approach are around as assisted at automated automatic aware bad based be because been
before being below best better between beyond big bit boosting bridge bridging bring broad build building
by can case casual challenge characterizing chinese coarse common complete complex comprehensive
consistent context controllable cost cross custom data decoupled deep demystifying dense detail detailed
detecting different difficult direct distinct diverse do does dual dynamic easy effective efficient
efficiently elementary embedded emerging empirical enabling end english enhanced enhancing equipped
essential evaluating evaluation every exact explicit exploring external fail fast faster field fine first
flexible for framework from full fully general generalizable generalized generic global good grounded
guide guided guiding has have heavy hierarchical high high-quality how human hybrid if implicit important
improved improving in incentivizing infinite initial inside insight interactive internal into introducing
investigating is issue it its joint key know language large latent learn learning less let leveraging
life lightweight limited local long longer low make making many massive matter method minimal mitigating
mixed model more most multi multiple native natural near nearest need network new next not novel
numerical of on one online only open optimal or our out over overview paper paradigm parallel partial
perspective pipeline plug potential powerful practical predicting principled problem progress progressive
pure quality quick rapid ready real recipe reducing reliable report resolving rethinking revisiting rich
robust scalable scale scaled scaling second section see seeing self self-supervised serving simple single
small smart solution sparse special specific stable state step strategy strong structured study super
survey system task technical technique temporal textural the their them then theory there they think this
through time to too top total toward towards traditional train training true two ultimate unbounded
uncertain understanding unified unifying universal unleashing unlocking unseen up us use using vast
versatile via want we what when where which while who why wide wild will with within without work world
you your zero
"""
_COMMON = frozenset(_COMMON_WORDS.split())
"""Words at whose edge no phrase ends or begins, in their singular."""

_HAN_BREAK = re.compile(
    # Words that hold one of the breaks and are whole themselves.
    "(端到端|对齐|对比|对抗|对话|对象|对称|用户|应用|通用|调用|复用|在线|行为|上下文|中间|中文|下游|上采样|下采样|后训练|前向|后向|分为)"
    "|(?:的|了|与|和|及|或|在|是|对|把|被|让|从|到|用|为|于|将|以|并|而|也|都|更|最|就|能|可|会|要|有|无|吗|呢|吧|啊|这|那|个|种|篇|款|新|再|先|又|"
    "如何|怎么|什么|为何|首个|全新|一个|一种|一文|面向|基于|通过|实现|提出|突破|发布|开源|超越|支持|打造|推出|解读|详解|综述|论文|"
    "模型|框架|方法|系统|研究|技术|算法|任务|问题|能力|数据|训练|推理|生成|学习|优化|性能|效果|实验|工作|团队|大学|研究院)"
)
"""What parts a Chinese title into runs: particles, and words too common to be part of a term that is not known."""


class Phrase(msgspec.Struct, frozen=True):
    """A phrase of a title, as its text writes it, and how often it stands there."""

    text: str
    times: int


def key_phrases(title: str, body: str, limit: int, taken: Set[str]) -> tuple[Phrase, ...]:
    """The phrases of a title that recur, most frequent first, none part of another.

    Args:
        title: the title, without the name of the work in front.
        body: everything else that is known of the work.
        limit: how much of the body is read, in characters.
        taken: keys of tokens that belong to labels which are known already.
    """
    candidates = dict.fromkeys(_latin_candidates(title[:MAX_TITLE], taken))
    found = [
        *_recurring(candidates, tokens_of(body, limit)),
        *_recurring_han(title[:MAX_TITLE], body[:limit], taken),
    ]
    found.sort(key=lambda phrase: (-phrase.times, -len(phrase.text), phrase.text))
    kept: list[Phrase] = []
    for phrase in found:
        words = phrase.text.casefold()
        if not any(words in other.text.casefold() or other.text.casefold() in words for other in kept):
            kept.append(phrase)
    return tuple(kept[:MAX_PHRASES])


def _latin_candidates(title: str, taken: Set[str]) -> Iterator[tuple[str, ...]]:
    """Rows of two or three words between two marks of punctuation that neither begin nor end common or taken."""
    for part in _BREAKS.split(title):
        words = [tokens_of(word, MAX_TITLE) for word in raw_words(part, MAX_TITLE)]
        for length in _WORDS:
            for chosen in zip(*(words[start:] for start in range(length)), strict=False):
                edges = (chosen[0][0], chosen[-1][0])
                # A word with hyphens tells of what kind the next one is, and is nothing without it.
                if len(chosen[-1]) == 1 and all(
                    _is_telling(token.key) and token.key not in taken for token in edges
                ):
                    yield tuple([token.key for word in chosen for token in word])


def _is_telling(key: str) -> bool:
    return key not in _COMMON and len(key) > 2 and key.isascii() and key.isalpha()


def _recurring(candidates: dict[tuple[str, ...], None], tokens: Sequence[Token]) -> Iterator[Phrase]:
    """The candidates that stand in a text often enough, written as it does most."""
    if not candidates:
        return
    seen: dict[tuple[str, ...], Counter[str]] = {}
    for length in {len(row) for row in candidates}:
        for start in range(len(tokens) - length + 1):
            row = tuple([token.key for token in tokens[start : start + length]])
            if row in candidates:
                written = " ".join(_as_text(token) for token in tokens[start : start + length])
                seen.setdefault(row, Counter())[written] += 1
    # A row of three takes along the rows of two in it, unless those stand elsewhere as well.
    for row, spelled in seen.items():
        times = spelled.total()
        longer = max(
            (other.total() for words, other in seen.items() if len(words) > len(row) and _holds(words, row)),
            default=0,
        )
        if times - longer >= _RECURS:
            yield Phrase(min(spelled, key=lambda text: (-spelled[text], text)), times)


def _holds(words: tuple[str, ...], row: tuple[str, ...]) -> bool:
    return any(words[start : start + len(row)] == row for start in range(len(words) - len(row) + 1))


def _as_text(token: Token) -> str:
    """A word in lower case, unless capitals are part of it."""
    is_shouted = token.raw.isupper() and len(token.raw) > _LONGEST_ACRONYM
    return token.raw if capitals(token.raw) == 2 and not is_shouted else token.raw.lower()


def _recurring_han(title: str, body: str, taken: Set[str]) -> Iterator[Phrase]:
    for run in re.findall(r"[\u3400-\u4dbf\u4e00-\u9fff]+", title):
        for part in _parted(run):
            is_known = sum(character in taken for character in part) * 2 > len(part)
            if len(part) not in _HAN_LENGTHS or is_known:
                continue
            times = body.count(part)
            if times >= _RECURS and _stands_alone(part, body):
                yield Phrase(part, times)


def _stands_alone(part: str, body: str) -> bool:
    """Whether a run of Han characters is a unit: what stands before it varies, and what stands behind it.

    A part of a longer word always has the same neighbour there (branching entropy, Harris 1955, in its simplest form).
    """
    before: set[str] = set()
    behind: set[str] = set()
    for number, match in enumerate(re.finditer(re.escape(part), body)):
        for seen, position in ((before, match.start() - 1), (behind, match.end())):
            neighbour = body[position : position + 1] if position >= 0 else ""
            seen.add(neighbour if is_han(neighbour) else str(number))  # a mark is an edge each time
    return len(before) > 1 and len(behind) > 1


def _parted(run: str) -> Iterator[str]:
    """A run of Han characters cut at particles and common words."""
    start = 0
    for match in _HAN_BREAK.finditer(run):
        if match[1]:
            continue  # a whole word that only looks like a break
        yield run[start : match.start()]
        start = match.end()
    yield run[start:]
