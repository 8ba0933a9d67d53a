"""Where a paper appeared or will appear, from its comment and journal reference; nothing where they do not say."""

from __future__ import annotations

import re

from digest.sources.arxiv.text import plain_text

_LONGEST = 160  # characters of a venue

_ACRONYMS = (
    "CVPR|ICCV|ECCV|WACV|BMVC|ACCV|3DV|ICML|ICLR|NeurIPS|NIPS|AAAI|IJCAI|UAI|AISTATS|COLT|COLM|CoRL|RSS|ICRA|IROS|ACL"
    "|EMNLP|NAACL|EACL|AACL|COLING|CoNLL|TACL|LREC|INTERSPEECH|Interspeech|ICASSP|ASRU|SLT|ISMIR|MICCAI|MIDL|ISBI|SIGGRAPH"
    "|SIGGRAPH Asia|KDD|WWW|WSDM|CIKM|SIGIR|RecSys|ECIR|SIGMOD|VLDB|PVLDB|ICDE|EDBT|MLSys|OSDI|SOSP|NSDI|ATC|USENIX ATC"
    "|EuroSys|ASPLOS|ISCA|MICRO|HPCA|SIGCOMM|FAST|PPoPP|DAC|ICCAD|DATE|ICSE|FSE|ESEC/FSE|ASE|ISSTA|ICST|PLDI|POPL|OOPSLA"
    "|STOC|FOCS|SODA|ICALP|CHI|UIST|CSCW|CCS|USENIX Security|NDSS|TMLR|JMLR|TPAMI|IJCV|ACM MM|ACM Multimedia|ICME|MLHC"
)
_STATEMENT = re.compile(
    r"(?<![\w-])(?:"
    r"accepted(?: for (?:publication|presentation|inclusion|oral presentation|poster presentation))?"
    r"(?: as an? [\w -]{1,40}?)? (?:at|to|by|in|for|into)"
    rf"|accepted:?(?= (?-i:(?:ACM |IEEE |IEEE/CVF )?(?:{_ACRONYMS})\b))"
    r"|(?:to|will) (?:appear|be (?:published|presented)) (?:in|at)"
    r"|(?:has |have )?(?:appeared|been published|published(?: as an? [\w -]{1,40}?)?|presented) (?:in|at)"
    r"|camera[ -]ready(?: version)? (?:of|for|in|at)(?= (?-i:[A-Z]))"
    r"|in(?=\s?proceedings of)"
    r") ",
    re.IGNORECASE,
)
# "Not yet accepted to", "submitted to": what stands before the statement in its sentence.
_DENIAL = re.compile(
    r"\b(?:not|never|submitted|submission|under review|rejected|if|until|being|extends?|extended|withdrawn)\b",
    re.IGNORECASE,
)
_LEADING = re.compile(r"(?:the )?proceedings of (?:the )?|the ", re.IGNORECASE)
_COUNT = (
    r"\d+ ?(?:pages?|figures?|figs?\b|tables?|pp\b|appendi|supplement|main|algorithms?|references|theorems?)"
)
# What follows a comma and no longer belongs to the name of a venue.
_ASIDE = (
    rf"{_COUNT}|(?:pp?|pages?)\.? ?\d|co-?located|project|code|website|web ?page|demo|data(?:set)?\b|github|http"
    r"|with \w|camera|extended|full version|this |we |submitted|see |source|available|supplement|including|for more"
    r"|video|published|comments?|v\d|arxiv|and (?:code|project|the code|presented|published)|please|first |equal "
    r"|minor |corrected"
)
_END = re.compile(
    rf"[;|]|https?://|\s-{{1,2}}\s|\s[–—]\s|,\s*(?:{_ASIDE})|\.\s+(?=[A-Z0-9\[(\"'“])|\.\s*\Z|:\s|\((?={_ASIDE})"
    rf"|\s(?={_COUNT})|\sas an? (?:\w+ )?(?:paper|poster|oral|spotlight|talk)",
    re.IGNORECASE,
)
_ABBREVIATIONS = re.compile(
    r"(?:\b(?:Proc|Conf|Int|Intl|Trans|J|Symp|Lett|Rev|Phys|Math|Chem|Comput|Comp|Sci|Appl|Res|Soc|Ann|Adv|Eng|Inf|Nat"
    r"|Am|Amer|Acad|Astron|Astrophys|Mon|Not|R|Vol|No|St|Dr|vs|ser|Commun|Stat|Syst|Technol|Univ|Dept|Mach|Learn|IEEE"
    r"|Workshop|Mag|Bull|Sel|Top|Quant|Theor|Exp|Mod|Opt|Expr|Mech|Acta|Mat|Softw|Netw|Artif|Intell)|\b[A-Z])\Z"
)
# "CVPR 2025", "ICLR'24 (Oral)", "NeurIPS 2024 Spotlight" where nothing else stands in the sentence.
_ALONE = re.compile(
    rf"(?:(?:ACM|IEEE|IEEE/CVF|AAAI|USENIX) )?(?:{_ACRONYMS})[- ]?(?:20\d\d|['’]\d\d)"
    r"(?i:,? (?:findings|main(?: conference| track)?|datasets and benchmarks(?: track)?|workshops?))?"
    r"(?i:,? \(?(?:oral|spotlight|poster|highlight|best paper(?: award)?|long paper|short paper|demo)\)?)?"
)
_ALONE_ENDINGS = re.compile(
    r"[,:]? (?:camera[- ]ready(?: version)?|accepted|paper|accepted paper|conference paper)\Z", re.IGNORECASE
)
_SENTENCES = re.compile(r"[;|]|\.\s|\.\Z|,\s|\s[-–—]\s|:\s")


def venue_of(comment: str, journal_ref: str = "") -> str:
    """The venue of a paper as one line of text, "" where neither says one.

    A comment is believed where it says that the paper was accepted or appears ("accepted to ICML 2025", "to
    appear in ..."), or where a sentence of it is the name of a well-known conference and its year. A paper that
    is only submitted has no venue. Else it is the journal reference as its authors wrote it.
    """
    return venue_in_comment(comment) or plain_text(journal_ref)[:300]


def venue_in_comment(comment: str) -> str:
    """The venue a comment names; "" where it names none or only hopes for one."""
    text = plain_text(comment)[:2000]
    for found in _STATEMENT.finditer(text):
        sentence = re.split(r"[.;|]\s|,\s", text[: found.start()])[-1]
        if not _DENIAL.search(sentence) and (venue := _venue(text[found.end() :])):
            return venue
    for sentence in _SENTENCES.split(text):
        words = _ALONE_ENDINGS.sub("", sentence.strip(" ()[]"))
        if _ALONE.fullmatch(words + ")" if words.count("(") > words.count(")") else words):
            return words + ")" * (words.count("(") - words.count(")"))
    return ""


def _venue(rest: str) -> str:
    end = len(rest)
    for mark in _END.finditer(rest):
        if mark[0].startswith(".") and _ABBREVIATIONS.search(rest[: mark.start()]):
            continue
        end = mark.start()
        break
    venue = _LEADING.sub("", rest[:end].strip(" ,.:\"'“”"), count=1) if _LEADING.match(rest) else rest[:end]
    venue = venue.strip(" ,.:\"'“”")
    if venue.count("(") > venue.count(")"):
        venue = venue.rpartition("(")[0].rstrip(" ,")
    is_name = bool(re.search(r"[A-Z]", venue)) and re.search(r"[A-Z].*[A-Za-z]|[A-Z]{2}", venue)
    return venue if is_name and 3 <= len(venue) <= _LONGEST else ""
