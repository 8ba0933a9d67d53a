"""What an entry's id tells about the work: where it lives and under which number it is known."""

from __future__ import annotations

import re
from functools import lru_cache

import msgspec

from digest.exporters.addresses import encoded, web_address
from digest.text.clean import clean_line

# The two forms of arXiv ids: since April 2007, and before (archive, subject class, number).
_ARXIV_NEW = re.compile(r"([0-9]{4}\.[0-9]{4,5})(?:v[0-9]+)?")
_ARXIV_OLD = re.compile(r"([a-z]+(?:-[a-z]+)?)(?:\.[A-Za-z-]+)?/([0-9]{7})(?:v[0-9]+)?")
_ARXIV_DOI = "10.48550/arxiv."
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s{}\\]+")
_WECHAT_KEY = re.compile(r"([A-Za-z0-9+=]+)/([0-9]+)/([0-9]+)")
_WECHAT_SHORT = re.compile(r"[A-Za-z0-9_-]{10,40}")
_GITHUB = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*/[A-Za-z0-9_.-]+")


class Identifier(msgspec.Struct, frozen=True):
    """An id taken apart.

    `scheme` is `arxiv`, `doi`, `wechat`, `github`, `url` or whatever else stood before the colon; `value`
    what stood after it, in its canonical form (arXiv without version and subject class, DOI in lower case).
    `url` is the canonical address, "" where none follows from the id, and `pdf_url` that of the PDF where its
    form is known.
    """

    scheme: str
    value: str
    url: str = ""
    pdf_url: str = ""


@lru_cache(maxsize=1024)  # asked five times an entry by feeds, citations and metadata
def identify(entry_id: str) -> Identifier:
    """Take the id of an entry apart: `arxiv:2505.09568`, `doi:10...`, `wechat:BIZ/MID/IDX` ...

    arXiv's own DOIs (`10.48550/arXiv.ID`) count as arXiv ids. A WeChat address made of the three numbers
    lacks the signature of a shared link, so prefer the entry's own link where it has one.
    """
    scheme, colon, value = clean_line(entry_id).partition(":")
    if not colon:
        return Identifier("", scheme)
    scheme, value = scheme.strip().lower(), value.strip()
    match scheme:
        case "arxiv":
            return _arxiv(value)
        case "doi":
            lowered = value.lower()
            if lowered.startswith(_ARXIV_DOI):
                return _arxiv(value[len(_ARXIV_DOI) :])
            return Identifier(
                scheme,
                lowered,
                encoded(f"https://doi.org/{_doi_path(lowered)}") if _DOI.fullmatch(value) else "",
            )
        case "wechat":
            return Identifier(scheme, value, _wechat_url(value))
        case "github":
            return Identifier(
                scheme, value, f"https://github.com/{value}" if _GITHUB.fullmatch(value) else ""
            )
        case "url":
            return Identifier(scheme, value, web_address(value))
    return Identifier(scheme, value)


def _arxiv(value: str) -> Identifier:
    if new := _ARXIV_NEW.fullmatch(value):
        number = new[1]
    elif old := _ARXIV_OLD.fullmatch(value):
        number = f"{old[1]}/{old[2]}"
    else:
        return Identifier("arxiv", value)
    return Identifier("arxiv", number, f"https://arxiv.org/abs/{number}", f"https://arxiv.org/pdf/{number}")


def _doi_path(doi: str) -> str:
    # Some DOIs hold the characters that end the path of an address, or start an escape.
    return doi.replace("%", "%25").replace("?", "%3F").replace("#", "%23")


def _wechat_url(value: str) -> str:
    if key := _WECHAT_KEY.fullmatch(value):
        return f"https://mp.weixin.qq.com/s?__biz={key[1].replace('+', '%2B')}&mid={key[2]}&idx={key[3]}"
    return f"https://mp.weixin.qq.com/s/{value}" if _WECHAT_SHORT.fullmatch(value) else ""
