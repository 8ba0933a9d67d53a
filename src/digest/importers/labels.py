"""Label lines: `论文链接：https://…`, `机构： …`, `Paper: …`, with either colon, the value here or on the next line."""

from __future__ import annotations

import re
import unicodedata
from typing import Literal, NamedTuple

from digest.content.drafts import LinkKind
from digest.links.find import find_addresses
from digest.links.kinds import kind_of_words

Field = Literal["title", "authors", "organizations", "venue", "link", "date", "contact"]

# A bullet or number, bold marks, the label, a colon of either width, the rest. A label is short and has no
# punctuation of a sentence; the slash is for `Pusa 主页 / 代码库`.
_LABEL = re.compile(
    r"\s*(?:[-*+•·]\s+|[0-9]{1,2}[.、)]\s*)?(?:\*\*)?"
    r"(?P<label>[^\s:：*#>|｜，。,；;！!？?【】《》「」\[\]()（）][^:：*#>|｜，。,；;！!？?【】《》「」\[\]]{0,39}?)"
    r"\s{0,4}(?:\*\*)?\s{0,4}[:：]\s*(?:\*\*)?(?P<value>.*)"
)
_TITLES = re.compile(
    r"(?:论文|文章|报告|技术报告|paper )?(?:标题|题目|名称|名字)|(?:paper )?title", re.IGNORECASE
)
_AUTHORS = re.compile(r"(?:论文)?(?:全部)?作者(?:列表)?|authors?", re.IGNORECASE)
_ORGANIZATIONS = re.compile(
    r"(?:作者|研究|发文|所属|发表|完成|合作)?(?:机构|单位|团队)|affiliations?|institutions?|organi[sz]ations?",
    re.IGNORECASE,
)
_VENUES = re.compile(
    r"(?:发表于|录用于|收录于|会议|期刊|发表期刊|录用会议|会议/期刊)|venue|conference|journal", re.IGNORECASE
)
_DATES = re.compile(r"(?:发布|发表|提交|更新)?(?:日期|时间)|date|published", re.IGNORECASE)
_CONTACTS = re.compile(r"联系方式|联系邮箱|邮箱|e-?mail|contact", re.IGNORECASE)
_LINK_WORDS = re.compile(
    r"链接|地址|主页|仓库|代码|网址|官网|入口|网站|\b(?:link|url|page|repo|github|paper|code|demo|arxiv)\b",
    re.IGNORECASE | re.ASCII,
)
_CREDITS = re.compile(r"来源|出处|图源|转载|\b(?:source|credit|via)\b", re.IGNORECASE | re.ASCII)


class Label(NamedTuple):
    """A label line: what field it fills, the kind of link its words name, the words, and the value here."""

    field: Field
    kind: LinkKind
    words: str
    value: str


def read_label(line: str) -> Label | None:
    """A line as a label line, or None where its words are no label we know.

    `论文：https://…` and `技术报告： Some Title` differ by their value: a label that can name a paper or a project
    is a link where the value is empty or holds an address, else the title of a paper.
    """
    parts = _parts(line)
    if parts is None:
        return None
    words, value = parts
    folded = unicodedata.normalize("NFKC", words)  # as in `kind_of_words`
    field = next((field for field, pattern in _FIELDS if pattern.fullmatch(folded)), None)
    if field is not None:
        return Label(field, "other", words, value)
    kind = kind_of_words(words)
    has_address = "://" in value
    is_link = _LINK_WORDS.search(folded) is not None
    if has_address and (kind != "other" or is_link):
        return Label("link", kind, words, value)
    if not value and kind != "other" and is_link:
        return Label("link", kind, words, value)
    if value and not has_address and words in {"论文", "技术报告", "Paper", "paper", "Technical Report"}:
        return Label("title", "paper", words, value)
    return None


def read_named_address(line: str) -> Label | None:
    """A line of any short label and nothing but one address (`ComfyUI：https://…`), however the label reads.

    Its words may be about anything, so only readers of forms that list addresses like this should ask; a
    source or credit of a picture is none.
    """
    parts = _parts(line)
    if parts is None or _CREDITS.search(parts[0]):
        return None
    words, value = parts
    found = next(find_addresses(value), None)
    return Label("link", kind_of_words(words), words, value) if found and found.url == value else None


def split_names(value: str) -> tuple[str, ...]:
    """Names in a list: `A*, B (equal) , C` and `甲、乙和丙` without marks of footnotes."""
    value = " ".join(value.split())
    value = re.sub(r"[（(][^()（）]*[)）]", lambda note: note[0] if _is_part_of_name(note[0]) else "", value)
    names = re.split(r" ?[,，、;；] ?| and | & ", value)
    cleaned = (re.sub(r"[*†‡§¶✉#^]+|[⁰¹²³⁴⁵⁶⁷⁸⁹]+", "", name).strip(" .") for name in names)
    return tuple(dict.fromkeys(name for name in cleaned if any(letter.isalpha() for letter in name)))


_FIELDS: tuple[tuple[Field, re.Pattern[str]], ...] = (
    ("title", _TITLES),
    ("authors", _AUTHORS),
    ("organizations", _ORGANIZATIONS),
    ("venue", _VENUES),
    ("date", _DATES),
    ("contact", _CONTACTS),
)


def _is_part_of_name(note: str) -> bool:
    """Whether brackets hold a place or short name (`香港科技大学(广州)`), not a remark on contributions."""
    return not re.search(r"[*†‡]|贡献|通讯|equal|correspond|contribut", note, re.IGNORECASE)


def _parts(line: str) -> tuple[str, str] | None:
    """The words before the colon of a line, and what follows it."""
    match = _LABEL.fullmatch(line)
    if match is None:
        return None
    words, value = match["label"].strip(), match["value"].strip()
    if words.lower().endswith(("http", "https")):  # the colon is that of an address
        return None
    # `**论文标题：Title**`: the marks that opened before the label close behind the value.
    return words, value.removesuffix("**").rstrip() if value.count("**") % 2 else value
