"""BibTeX for works: one record an entry, joined into `citations.bib`. Unicode is kept, as biber reads it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from hashlib import sha256

import msgspec

from digest.exporters import tex
from digest.exporters.addresses import web_address
from digest.exporters.identifiers import Identifier, identify
from digest.text.clean import clean_line

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_DATE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2]))?")
_YEAR = re.compile(r"(?<![0-9])((?:19|20)[0-9]{2})(?![0-9])")

_CONFERENCE = re.compile(r"conference|workshop|symposium|proceedings|meeting|会议", re.IGNORECASE)
_JOURNAL = re.compile(
    r"\b(?:journal|transactions|trans|letters|reviews?|magazine|annals|tpami|ijcv|jmlr|tmlr|jair|tacl|tog|tip|tnnls"
    r"|pnas)\b|^(?:nature|science|cell)\b|学报|期刊|杂志",
    re.IGNORECASE,
)
_CORPORATE = re.compile(
    r"\b(?:team|labs?|laboratory|inc|ltd|llc|corp|university|institute|group|research|consortium|collaboration"
    r"|foundation|academy|company|(?-i:AI)|deepmind|contributors)\b|团队|实验室|公司|大学|学院|研究院|研究所|研究中心|课题组",
    re.IGNORECASE,
)
_AND_OTHERS = frozenset({"et al.", "et al", "others", "and others", "等", "等人"})
_NAME_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
_UNTOLD = "a an the on of in for to and at by from with is are how why what do does can"
_STOP_WORDS = frozenset(_UNTOLD.split())
# Letters that Unicode does not take apart into an ASCII letter and an accent.
_ASCII = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "æ": "ae", "œ": "oe"}
)


class BibEntry(msgspec.Struct, frozen=True, kw_only=True):
    """A work to cite.

    `id` is the entry's id (`arxiv:2505.09568`), `date` when the work appeared (RFC 3339, a day, a month or a
    year), `url` where it can be read, `source` who published it where it is neither a paper nor code.
    `organizations` sign for a work without authors, and mark those authors that are no persons. `key` comes
    from `distinct_keys`; without it `citation_key` makes one.
    """

    id: str
    title: str
    authors: tuple[str, ...] = ()
    organizations: tuple[str, ...] = ()
    date: str = ""
    venue: str = ""
    url: str = ""
    source: str = ""
    key: str = ""


def bib_entry(entry: BibEntry) -> str:
    """One BibTeX record, ending in a line break.

    A venue makes it `@article` or `@inproceedings`, everything else is `@misc`; arXiv's number and the DOI
    are taken from the entry's id.
    """
    work = identify(entry.id)
    venue = published_in(entry.venue)
    year, month = _year_and_month(entry.date)
    if (held := _YEAR.search(venue)) and held[1] != year:
        # The date is often that of the preprint; its month says nothing about the conference.
        year, month = held[1], ""
    is_citable = bool(work.url) and work.scheme in {"arxiv", "doi", "github"}
    address = work.url if work.scheme == "arxiv" and work.url else web_address(entry.url) or work.url
    fields = [
        ("title", f"{{{tex.title(clean_line(entry.title))}}}"),
        ("author", _braced(_authors(entry))),
        ("year", _braced(year)),
        ("month", month),
        ("journal" if is_journal(venue) else "booktitle", _braced(tex.text_with_maths(venue))),
        *_eprint(work),
        ("doi", _braced(work.value if work.scheme == "doi" and work.url else "")),
        ("howpublished", _braced("" if venue or is_citable else tex.escape(clean_line(entry.source)))),
        # Styles print addresses with \url, which takes them as they are: nothing is escaped.
        ("url", _braced(address)),
    ]
    kind = "misc" if not venue else "article" if is_journal(venue) else "inproceedings"
    lines = ",\n".join(f"  {name} = {value}" for name, value in fields if value)
    return f"@{kind}{{{entry.key or citation_key(entry)},\n{lines}\n}}\n"


def bibliography(entries: Sequence[str]) -> str:
    """A whole `.bib` file from the records of `bib_entry`, in the order given."""
    return "\n".join(entries)


def citation_key(entry: BibEntry) -> str:
    """The key of a work: last name of the first author, year and first word of the title (`chen2025blip3o`).

    It depends on nothing but the entry. Where one of the three is missing or not in Latin letters, the key is
    made of the entry's id.
    """
    year, _ = _year_and_month(entry.date)
    signed = next((name for name in (*entry.authors, *entry.organizations) if clean_line(name)), "")
    name = _key_name(clean_line(signed), entry.organizations)
    word = next((part for part in _key_words(clean_line(entry.title)) if part not in _STOP_WORDS), "")
    return f"{name}{year}{word}" if name and year and word else _key_of_id(entry.id)


def distinct_keys(works: Iterable[tuple[str, str]]) -> list[str]:
    """Keys of all works of a site, no two alike, from the id of each and the key it would have alone.

    The first work keeps a key that several would have; the others get a suffix made of their own id (ids
    differ). Give the oldest first, so that a new entry changes no key that is in somebody's manuscript.
    """
    keys: dict[str, None] = {}
    for entry_id, alone in works:
        key = alone
        digits = 6
        while key in keys:
            key = f"{alone}-{_digest(entry_id)[:digits]}"
            digits += 1
        keys[key] = None
    return list(keys)


def published_in(venue: str) -> str:
    """A venue as one line; "" for arXiv, which is where a preprint lies and not where a paper appeared."""
    venue = clean_line(venue)
    return "" if venue.lower().startswith("arxiv") else venue


def is_journal(venue: str) -> bool:
    """Whether a venue reads like a journal; anything else is taken for a conference."""
    return bool(_JOURNAL.search(venue)) and not _CONFERENCE.search(venue)


def _braced(text: str) -> str:
    return f"{{{text}}}" if text else ""


def _year_and_month(date: str) -> tuple[str, str]:
    match = _DATE.match(date)
    if not match:
        return "", ""
    return match[1], _MONTHS[int(match[2]) - 1] if match[2] else ""


def _eprint(work: Identifier) -> tuple[tuple[str, str], ...]:
    if work.scheme != "arxiv" or not work.url:
        return ()
    return (("eprint", _braced(work.value)), ("archivePrefix", "{arXiv}"))


def _authors(entry: BibEntry) -> str:
    names = [name for author in entry.authors if (name := clean_line(author))]
    if names:
        return " and ".join(_author(name, entry.organizations) for name in names)
    return " and ".join(
        f"{{{tex.escape(name)}}}" for author in entry.organizations if (name := clean_line(author))
    )


def _author(name: str, organizations: tuple[str, ...]) -> str:
    if name.lower() in _AND_OTHERS:
        return "others"
    escaped = tex.escape(name)
    # Braces keep BibTeX from taking a name apart that is none, or that it could not take apart.
    whole = (
        _is_corporate(name, organizations)
        or escaped != name
        or name.count(",") > 2
        or name.startswith(",")
        or name.endswith(",")
        or "and" in name.lower().split()
    )
    return f"{{{escaped}}}" if whole else escaped


def _is_corporate(name: str, organizations: tuple[str, ...]) -> bool:
    return name in organizations or _CORPORATE.search(name) is not None


def _key_name(name: str, organizations: tuple[str, ...]) -> str:
    """The part of a key that names the first author: the last name, or an organisation's first word."""
    if not name.isascii() and any(_is_unspellable(letter) for letter in name):
        return ""
    if "," in name:
        name = name.partition(",")[0]
    words = [word for word in (_ascii_letters(part) for part in name.split()) if word]
    if not words:
        return ""
    if _is_corporate(name, organizations):
        return words[0]
    if len(words) > 1 and words[-1] in _NAME_SUFFIXES:
        words.pop()
    return words[-1]


def _key_words(title: str) -> Iterable[str]:
    for part in re.split(r"[\s:/,;()]+", title):
        if any(_is_unspellable(letter) for letter in part):
            # Half a word in front of Chinese would make a poor key.
            return
        if word := _ascii_letters(part):
            yield word


def _is_unspellable(letter: str) -> bool:
    """Whether a letter has no ASCII form (Han, Cyrillic ...)."""
    return letter.isalpha() and not _ascii_letters(letter)


def _ascii_letters(text: str) -> str:
    """Letters and digits of a word in ASCII, lower case, accents dropped."""
    plain = unicodedata.normalize("NFKD", text.translate(_ASCII))
    return "".join(letter for letter in plain.lower() if letter.isascii() and letter.isalnum())


def _key_of_id(entry_id: str) -> str:
    work = identify(entry_id)
    name = re.sub(r"[^a-z0-9]+", "-", work.value.lower()).strip("-")
    # WeChat's keys tell capitals from small letters, which BibTeX does not; addresses are long.
    if work.scheme in {"arxiv", "doi", "github"} and work.url and name and len(name) <= 40:
        return f"{work.scheme}-{name}"
    scheme = _ascii_letters(work.scheme)[:12] or "work"
    return f"{scheme}-{_digest(entry_id)[:10]}"


def _digest(entry_id: str) -> str:
    return sha256(entry_id.encode("utf-8", "backslashreplace")).hexdigest()
