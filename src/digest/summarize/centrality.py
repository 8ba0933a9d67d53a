"""How central sentences are to a text: the words they share with the others.

The graph of TextRank (Mihalcea and Tarau 2004) with the degree of a sentence in place of its rank, which needs no
iteration and orders a few dozen sentences much the same.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence

_WORD = re.compile(r"[^\W_]+(?:[-'’][^\W_]+)*")
_HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003347f]+")
STOP = frozenset(
    [
        "a", "about", "across", "after", "all", "also", "although", "an", "and", "any", "are", "as", "at", "be",
        "been", "being", "between", "both", "but", "by", "can", "could", "do", "does", "each", "for", "from", "had",
        "has", "have", "how", "however", "i", "if", "in", "into", "is", "it", "its", "may", "more", "most", "much",
        "not", "of", "on", "one", "only", "or", "other", "our", "over", "same", "should", "show", "shows", "so",
        "some", "such", "than", "that", "the", "their", "them", "then", "there", "these", "they", "this", "those",
        "through", "thus", "to", "two", "under", "up", "upon", "use", "used", "using", "via", "was", "we", "well",
        "were", "what", "when", "where", "which", "while", "who", "will", "with", "within", "would", "yet", "you",
        "your",
    ]
)  # fmt: skip
_STOP_HAN = frozenset("的了和与在是对为等及并中上将能可以其该这一个种有也而从到于")


def terms_of(text: str) -> frozenset[str]:
    """The words of a text that carry meaning: Latin words in lower case without plural `s`, pairs of Han characters."""
    found: set[str] = set()
    for match in _WORD.finditer(text):
        word = match[0]
        if not word.isascii() and _HAN.search(word):
            for run in _HAN.findall(word):
                found.update(
                    run[at : at + 2] for at in range(len(run) - 1) if not _STOP_HAN & set(run[at : at + 2])
                )
            word = _HAN.sub("", word)
        word = word.lower().strip("-'’")
        if len(word) > 1 and word not in STOP:
            found.add(word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word)
    return frozenset(found)


def centralities(terms: Sequence[frozenset[str]]) -> list[float]:
    """A value from 0 to 1 for each sentence, given its terms: 1 for the one that shares most with the others.

    The work is quadratic in the number of sentences: callers bound it.
    """
    degrees = [0.0] * len(terms)
    sizes = [math.log(1 + len(each)) for each in terms]
    for one in range(len(terms)):
        for other in range(one):
            shared = len(terms[one] & terms[other])
            if shared:
                similarity = shared / (sizes[one] + sizes[other])
                degrees[one] += similarity
                degrees[other] += similarity
    most = max(degrees, default=0.0)
    return [degree / most for degree in degrees] if most else degrees


def overlap(one: frozenset[str], other: frozenset[str]) -> float:
    """The share of the smaller set that is in the other."""
    smaller = min(len(one), len(other))
    return len(one & other) / smaller if smaller else 0.0
