"""What a text states that can be looked up in another, whatever their languages: numbers, names and addresses.

Numbers are compared by value and unit (1,000 = 1000 = 一千 = 1k; 16.9M = 1690万; 30% = 百分之三十), names by their
letters without hyphens (GPT-4 = GPT4, but never GPT-4o). What is Chinese and no number is not compared.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

import msgspec

from digest.links.canonical import canonical
from digest.links.find import find_addresses
from digest.text.cjk import count, is_cjk

_FULL_WIDTH = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}

_SCALES = {
    "百": 2, "千": 3, "万": 4, "百万": 6, "千万": 7, "亿": 8, "十亿": 9, "百亿": 10, "千亿": 11, "万亿": 12,
    "k": 3, "K": 3, "thousand": 3, "M": 6, "million": 6, "B": 9, "b": 9, "billion": 9, "T": 12, "trillion": 12,
    "hundred": 2,
}  # fmt: skip
"""Words behind a number, as powers of ten."""
_UNITS = {
    "%": r"\\?%|percent\b|per cent\b",
    "points": r"(?:percentage[ -])?points?\b|个?百分点",
    "times": r"[x×](?![A-Za-z0-9])|倍|times\b|-?fold\b",
    "ms": r"ms\b|毫秒|milliseconds?\b",
    "s": r"s\b|秒|seconds?\b|sec\b",
    "min": r"min\b|mins\b|分钟|minutes?\b",
    "h": r"h\b|小时|hours?\b|hrs?\b",
    "day": r"天|days?\b",
    "month": r"个月|months?\b",
    "year": r"年|years?\b",
    "TB": r"TB\b", "GB": r"GB\b|GiB\b", "MB": r"MB\b|MiB\b", "KB": r"[kK]B\b",
    "km": r"km\b|公里|千米|kilomet(?:er|re)s?\b",
    "cm": r"cm\b|厘米", "mm": r"mm\b|毫米", "m": r"m\b|米|met(?:er|re)s?\b",
    "kg": r"kg\b|公斤|千克", "Hz": r"Hz\b|赫兹", "fps": r"fps\b|FPS\b|帧",
}  # fmt: skip
_STRICT = frozenset({"%", "points"})
"""Units that must stand in the source; any other may be left out there, but not be another one."""
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_UNIT = "|".join(f"(?P<u{number}>{pattern})" for number, pattern in enumerate(_UNITS.values()))
_NAMES_OF_UNITS = tuple(_UNITS)
_NUMBER = re.compile(
    r"(?<![A-Za-z0-9_.])(?<![A-Za-z]-)(?P<number>[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?)"
    rf"(?:\s?(?:{_UNIT})|\s?(?P<scale>{_SCALE})(?![A-Za-z])(?:\s?(?:{_UNIT.replace('?P<u', '?P<v')}))?)?"
)
_SIZE = re.compile(r"(?<=[0-9])[x×*](?=[0-9])")
_GLUED = re.compile(r"[A-Za-z]|-[A-Za-z]{2}")
_RANGE = re.compile(r"\s*(?:[-–—~至到]|to)\s*")
_ENUMERATOR = re.compile(r"\s*[(（]?[0-9]{1,2}[.)、）](?=\D)")
_YEAR = re.compile(r"(?:19|20)[0-9]{2}")

_HAN_DIGITS = dict(zip("零〇一二两三四五六七八九", (0, 0, 1, 2, 2, 3, 4, 5, 6, 7, 8, 9), strict=True))
_HAN_UNITS = {"十": 10, "百": 100, "千": 1000}
_HAN_GROUPS = {"万": 10**4, "亿": 10**8}
_HAN = "零〇一二两三四五六七八九十百千万亿"
_HAN_NUMBER = re.compile(
    rf"(?P<percent>百分之)?(?P<number>[{_HAN}]+(?:点[零〇一二三四五六七八九]+)?)(?P<times>倍)?"
)
_HAN_STATED = re.compile(rf"[一二两三四五六七八九十](?=[{_HAN}]*[十百千万亿])[{_HAN}]+")
"""Written numbers that a text states: of one character, they are mostly parts of words (一种, 统一, 三维)."""
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen"
    " eighteen nineteen twenty"
)
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety"
_WORDS = {word: number for number, word in enumerate(_SMALL.split())}
_WORDS |= {word: 10 * number for number, word in enumerate(_TENS.split(), 2)}
_WORD = re.compile(rf"(?<![A-Za-z-])(?:{'|'.join(_WORDS)})(?![A-Za-z])", re.IGNORECASE)
_WORD_SCALE = re.compile(r"\s(hundred|thousand|million|billion|trillion)\b")
_TWICE = re.compile(r"\b(?:twice|double[sd]?|doubling)\b|翻倍|翻番", re.IGNORECASE)
_MONTHS = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
]
_MONTH = re.compile(
    rf"\b({'|'.join(month[:3] for month in _MONTHS)})[a-z]*\.?(?=\s[0-9])|(?<=[0-9]\s)({'|'.join(_MONTHS)})\b"
)

_TOKEN = re.compile(r"[A-Za-z0-9]+(?:[-_.+/'’&][A-Za-z0-9]+)*\+*")
_PARTS = re.compile(r"[-_./&]")
_ORDINAL = re.compile(r"[0-9]+(?:st|nd|rd|th)", re.IGNORECASE)
_SHORT_FOR = {
    "ai": ("artificial intelligence", "人工智能", "language model", "neural", "learning", "模型", "智能"),
    "llm": ("large language model", "大语言模型", "大型语言模型", "大模型"),
    "vlm": ("vision-language model", "vision language model", "visual language model", "视觉语言模型"),
    "mllm": ("multimodal large language model", "multimodal llm", "多模态大语言模型", "多模态大模型"),
    "vla": ("vision-language-action", "视觉-语言-动作", "视觉语言动作"),
    "sota": ("state-of-the-art", "state of the art"),
    "rl": ("reinforcement learning", "强化学习"),
    "rlhf": ("reinforcement learning from human feedback", "人类反馈"),
    "nlp": ("natural language processing", "自然语言处理"),
    "cv": ("computer vision", "计算机视觉"),
    "rag": ("retrieval-augmented", "retrieval augmented", "检索增强"),
    "cot": ("chain-of-thought", "chain of thought", "思维链"),
    "moe": ("mixture-of-experts", "mixture of experts", "混合专家"),
    "sft": ("supervised fine-tuning", "supervised finetuning", "监督微调"),
    "3d": ("three-dimensional", "三维"),
    "2d": ("two-dimensional", "二维"),
}
"""Short forms and what they may stand for; any other must stand in the source as it is."""


class Number(NamedTuple):
    """A number: its value, and its unit as a key of `_UNITS`, "" for none or another."""

    value: Decimal
    unit: str = ""


class Facts(msgspec.Struct, frozen=True):
    """What a text states: numbers, names as they are spelt, addresses."""

    numbers: tuple[Number, ...]
    names: tuple[str, ...]
    addresses: tuple[str, ...]


class Known(msgspec.Struct, frozen=True):
    """What a source holds, as it is looked up: units by value, squeezed names, its words, canonical addresses."""

    numbers: dict[Decimal, frozenset[str]]
    names: frozenset[str]
    text: str
    addresses: frozenset[str]

    def missing(self, facts: Facts) -> tuple[str, ...]:
        """What the source does not bear out, in words for a person."""
        return (
            *(f"{number.value:f}{number.unit}" for number in facts.numbers if not self._has_number(number)),
            *(name for name in facts.names if not self._has_name(name)),
            *(address for address in facts.addresses if canonical(address) not in self.addresses),
        )

    def _has_number(self, number: Number) -> bool:
        units = self.numbers.get(number.value)
        if units is None:
            return False
        if not number.unit or number.unit in units:
            return True
        return number.unit not in _STRICT and "" in units

    def _has_name(self, name: str) -> bool:
        squeezed = _squeezed(name)
        forms = {squeezed, squeezed.removesuffix("s")}
        if not forms.isdisjoint(self.names):
            return True
        return any(phrase in self.text for form in forms for phrase in _SHORT_FOR.get(form, ()))


def facts_of(sentence: str) -> Facts:
    """What one sentence of a machine states."""
    text = _plain(sentence)
    addresses = tuple(found.url for found in find_addresses(text))
    for address in addresses:
        text = text.replace(address, " ")
    body = (
        _ENUMERATOR.sub(lambda match: " " * len(match[0]), text, count=1) if _ENUMERATOR.match(text) else text
    )
    numbers = [*_numbers(body), *_stated_in_words(body)]
    return Facts(tuple(numbers), tuple(dict.fromkeys(_names(body))), addresses)


def known_facts(source: str) -> Known:
    """Everything in a source that a sentence may be borne out by."""
    text = _plain(source)
    addresses = frozenset(canonical(found.url) for found in find_addresses(text))
    numbers: dict[Decimal, set[str]] = {}
    for number in (*_numbers(text), *_in_words(text)):
        numbers.setdefault(number.value, set()).add(number.unit)
    names: set[str] = set()
    before = ""
    for match in _TOKEN.finditer(text):
        parts = [part for part in _PARTS.split(match[0]) if part]
        for start in range(len(parts)):
            for end in range(start + 1, min(len(parts), start + 6) + 1):
                names.add(_squeezed("".join(parts[start:end])))
        for part in parts:
            if part.isdecimal() and any(map(str.isalpha, match[0])):  # the 4 of GPT-4
                numbers.setdefault(Decimal(part), set()).add("")
        names.add(before + _squeezed(match[0]))
        before = _squeezed(match[0])
    return Known(
        {value: frozenset(units) for value, units in numbers.items()},
        frozenset(names),
        " ".join(text.casefold().split()),
        addresses,
    )


def _plain(text: str) -> str:
    """Half-width letters and digits, and sizes such as 512x512 apart."""
    return _SIZE.sub(" × ", text.translate(_FULL_WIDTH))


def _squeezed(name: str) -> str:
    return re.sub(r"[^a-z0-9+]", "", name.casefold().replace("’s", "").replace("'s", ""))


def _numbers(text: str) -> Iterator[Number]:
    """Numbers in digits; those that are part of a name (`GPT-4`, `3D`) are not among them."""
    found: list[tuple[Number, int, int]] = []
    for match in _NUMBER.finditer(text):
        if _GLUED.match(text, match.end()):
            continue
        unit = next((name for name, u in zip(_NAMES_OF_UNITS, _unit_groups(match), strict=True) if u), "")
        value = Decimal(match["number"].replace(",", ""))
        if unit == "year" and _YEAR.fullmatch(match["number"]):
            unit = ""
        if match["scale"]:
            value *= Decimal(10) ** _SCALES[match["scale"]]
        found.append((Number(value.normalize(), unit), match.start(), match.end()))
    for index, (number, _, end) in enumerate(found):
        following = found[index + 1] if index + 1 < len(found) else None
        if not number.unit and following and _RANGE.fullmatch(text, end, following[1]):
            yield Number(number.value, following[0].unit)  # 30-40%
        else:
            yield number


def _unit_groups(match: re.Match[str]) -> list[str | None]:
    return [match[f"u{number}"] or match[f"v{number}"] for number in range(len(_NAMES_OF_UNITS))]


def _stated_in_words(text: str) -> Iterator[Number]:
    """Numbers in words that a sentence states."""
    for match in _HAN_NUMBER.finditer(text):
        if match["percent"] or match["times"] or _HAN_STATED.fullmatch(match["number"]):
            yield from _han_number(match)
    for match in _WORD.finditer(text):
        if _WORDS[match[0].lower()] > 1:
            yield Number(Decimal(_WORDS[match[0].lower()]))


def _in_words(text: str) -> Iterator[Number]:
    """Every number in words of a source, also where it may be part of another word."""
    for match in _HAN_NUMBER.finditer(text):
        yield from _han_number(match)
    for match in _WORD.finditer(text):
        value = Decimal(_WORDS[match[0].lower()])
        yield Number(value)
        if scale := _WORD_SCALE.match(text, match.end()):
            yield Number((value * Decimal(10) ** _SCALES[scale[1]]).normalize())
    if _TWICE.search(text):
        yield Number(Decimal(2), "times")
    for match in _MONTH.finditer(text):
        name = (match[1] or match[2])[:3]
        yield Number(Decimal(1 + [month[:3] for month in _MONTHS].index(name)))


def _han_number(match: re.Match[str]) -> Iterator[Number]:
    value = _han_value(match["number"])
    if value is not None:
        yield Number(value, "%" if match["percent"] else "times" if match["times"] else "")


def _han_value(written: str) -> Decimal | None:
    """The value of a number in Chinese characters, None for what is none, such as 千万 alone."""
    whole, _, fraction = written.partition("点")
    total, group, digit = 0, 0, -1
    for character in whole:
        if character in _HAN_DIGITS:
            if digit >= 0 and group == 0 and total == 0:
                return _digit_by_digit(written)
            digit = _HAN_DIGITS[character]
        elif character in _HAN_UNITS:
            if digit < 0 and (character != "十" or group):
                return None
            group += (1 if digit < 0 else digit) * _HAN_UNITS[character]
            digit = -1
        else:
            group += max(digit, 0)
            if group == 0:
                return None
            total, group, digit = total + group * _HAN_GROUPS[character], 0, -1
    value = Decimal(total + group + max(digit, 0))
    if fraction:
        value += Decimal("0." + "".join(str(_HAN_DIGITS[each]) for each in fraction))
    return value.normalize()


def _digit_by_digit(written: str) -> Decimal | None:
    """二〇二五 and the like."""
    if any(character not in _HAN_DIGITS for character in written):
        return None
    return Decimal("".join(str(_HAN_DIGITS[character]) for character in written)).normalize()


def _names(text: str) -> Iterator[str]:
    """Tokens that name something: with a digit and a letter, two capitals, or one where no sentence begins."""
    han, words = count(text)
    is_chinese = han > words
    for match in _TOKEN.finditer(text):
        token = match[0].removesuffix("'s").removesuffix("’s")
        if (
            not any(character.isalpha() for character in token)
            or _ORDINAL.fullmatch(token)
            or len(token) == 1
        ):
            continue
        if any(character.isdigit() for character in token):
            if not _NUMBER.fullmatch(token):
                yield token
        elif sum(character.isupper() for character in token) > 1 or (
            token[0].isupper() and (is_chinese or not _begins(text, match.start()))
        ):
            yield token


def _begins(text: str, start: int) -> bool:
    """Whether a word begins a sentence, or something quoted or listed: there everybody writes a capital."""
    before = text[:start].rstrip()
    return not before or before[-1] in ".!?:;。！？：；“\"'(（[「" or is_cjk(before[-1])
