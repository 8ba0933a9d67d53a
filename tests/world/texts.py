"""Running text in both languages, each piece different and long enough to be an article."""

from __future__ import annotations

_ENGLISH = (
    "The model of wings behaves calmly above open water, and the wind spoils its estimates less than was feared.",
    "We measured {0} flights before we trusted it, and threw away every one that began in rain.",
    "What the numbers of run {0} do not show is how often the bird simply turned around.",
    "A smaller table of {0} rows would have said the same, so the authors print only that one.",
    "None of this needs a larger machine: {0} minutes on an old laptop repeat the whole study.",
)
_CHINESE = (
    "海鸥模型在开阔水面上表现平稳，风对它的估计影响比预想的要小。",
    "我们先测量了{0}次飞行才敢相信它，凡是在雨中起飞的记录一律舍弃。",
    "第{0}组数字没有说明的是：鸟儿有多少次只是掉头飞了回去。",
    "只有{0}行的小表格也能说明同样的事情，所以作者只印了这一张。",
    "整个实验并不需要更大的机器，一台旧笔记本运行{0}分钟就能复现。",
)


def english(number: int, paragraphs: int = 8) -> list[str]:
    """Paragraphs of English; another number is another text."""
    return _paragraphs(_ENGLISH, " ", number, paragraphs)


def chinese(number: int, paragraphs: int = 8) -> list[str]:
    """Paragraphs of Chinese."""
    return _paragraphs(_CHINESE, "", number, paragraphs)


def _paragraphs(sentences: tuple[str, ...], between: str, number: int, count: int) -> list[str]:
    return [
        between.join(
            sentences[(number + at + step) % len(sentences)].format(number * 100 + at * 7 + step + 2)
            for step in range(3)
        )
        for at in range(count)
    ]
