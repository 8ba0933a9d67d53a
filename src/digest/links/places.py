"""What is known about the addresses of single hosts: two addresses of one page, and which work a page is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple
from urllib.parse import unquote

from digest.links.address import Address, spelt, without_foreign_escapes

# As in `exporters/identifiers.py`, which takes the ids apart that are made here.
_ARXIV_ID = (
    r"(?:arxiv:)?(?:(?P<new>[0-9]{4}\.[0-9]{4,5})|(?P<archive>[a-z]+(?:-[a-z]+)?)(?:\.[a-z-]+)?/(?P<old>[0-9]{7}))"
    r"(?P<version>v[0-9]+)?(?=https?:|[^0-9a-z]|$)"
)
_ARXIV = re.compile(rf"/(?:abs|pdf|html|format|src|e-print|ps)/{_ARXIV_ID}", re.ASCII)
_ALPHAXIV = re.compile(rf"/(?:[a-z]{{2}}/)?(?:abs|overview|pdf|html|resources)/{_ARXIV_ID}", re.ASCII)
_HUB_PAPER = re.compile(rf"/papers/{_ARXIV_ID}", re.ASCII)
_PAPERS_COOL = re.compile(rf"/arxiv/{_ARXIV_ID}", re.ASCII)
_ARXIV_NAME = re.compile(rf"arxiv:\s*{_ARXIV_ID}$", re.ASCII)
_ARXIV_DOI = re.compile(rf"10\.48550/arxiv\.{_ARXIV_ID}$", re.ASCII)
_DOI = re.compile(r"10\.[0-9]{4,9}/[^\s{}\\\x00-\x1f\x7f]+")
_DOI_NAME = re.compile(r"doi:\s*(10\..*)", re.IGNORECASE)

_REPOSITORY_NAME = re.compile(
    r"(?:git@github\.com:|(?:ssh|git|git\+https|git\+ssh)://(?:git@)?github\.com/)([^/]+/[^/]+)/?",
    re.IGNORECASE,
)
_OWNER = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
_NAME = re.compile(r"(?!\.+$)[A-Za-z0-9_.-]+")
_FRONT_PAGE = re.compile(r"(?:tree/(?:main|master)|blob/(?:main|master)/readme(?:\.md)?)?", re.IGNORECASE)
# First names of the pages of GitHub and Hugging Face themselves, which no user can have.
_NAMES_ON_GITHUB = """
    about account apps articles blog business careers codespaces collections contact copilot customer-stories
    dashboard discussions enterprise events explore features gist github-copilot home issues join login logout
    marketplace mobile new newsroom notifications open-source organizations orgs partners payments premium-support
    pricing pulls readme resources search security sessions settings signup site solutions sponsors stars team
    topics trending users why-github
"""
_NAMES_ON_HUB = """
    about api blog brand chat collections datasets docs enterprise inference inference-endpoints join landing
    languages learn login models new organizations papers posts pricing search settings spaces storage support tasks
"""
_GITHUB_PAGES, _HUB_PAGES = frozenset(_NAMES_ON_GITHUB.split()), frozenset(_NAMES_ON_HUB.split())
_HUB_FRONT_PAGE = re.compile(r"(?:tree/(?:main|master)|summary|files|quickstart)?")

_OPENREVIEW_ID = re.compile(r"[A-Za-z0-9_-]+")
_ACL = re.compile(
    r"/(?:anthology/)?(?:papers/(?:[A-Za-z0-9]+/){1,2})?"
    r"(?:(?P<old>[A-Za-z][0-9]{2}-[0-9]{4})|(?P<new>[0-9]{4}\.[A-Za-z0-9_]+-[A-Za-z0-9_]+\.[0-9]+))"
    r"(?:\.?v[0-9]+)?(?:\.(?:pdf|bib|xml|endf))?/?",
    re.ASCII,
)
_VIDEO_ID = re.compile(r"(?!videoseries)[A-Za-z0-9_-]{11}")
_BILIBILI_ID = re.compile(r"(?:bv([0-9A-Za-z]{10})|av([0-9]+))", re.IGNORECASE | re.ASCII)
_WECHAT_SHORT = re.compile(r"/s/([A-Za-z0-9_-]{10,40})/?")
_BIZ = re.compile(r"[A-Za-z0-9+=]+")
_NUMBER = re.compile(r"[0-9]+", re.ASCII)
_ZHIHU = re.compile(r"/question/[0-9]+(?:/answer/[0-9]+)?|/answer/[0-9]+|/pin/[0-9]+", re.ASCII)
_ZHIHU_ARTICLE = re.compile(r"/(?:p|tardis/[a-z]+/art)/([0-9]+)/?", re.ASCII)
_FILE = re.compile(r"\.(?:html?|pdf|md|txt|xml|json|png|jpe?g|gif|webp|svg|mp4|zip)$", re.IGNORECASE)


class Place(NamedTuple):
    """Where an address leads: the id of the work it stands for, the address of the page in its canonical form.

    `version` is that of an arXiv paper ("v2"), "" where the address names none.
    """

    key: str
    url: str
    version: str = ""


def place_of(address: Address) -> Place:
    """The place an address stands for, whichever way it was written."""
    host = address.host.removeprefix("www.")
    rule = _RULES.get(host)
    if rule is None and host.endswith(".arxiv.org"):
        rule = _arxiv
    if rule is None and host.endswith((".github.io", ".gitlab.io")):
        rule = _project_site
    return (rule(address) if rule else None) or _page(address)


def named_place(text: str) -> Place | None:
    """The place of a name that is no web address: `arXiv:2505.09568`, `doi:10…`, `git@github.com:o/r.git`."""
    text = without_foreign_escapes(text)
    if found := _ARXIV_NAME.match(text.lower()):
        return _paper(found)
    if found := _DOI_NAME.fullmatch(text):
        return _doi(found[1])
    if found := _REPOSITORY_NAME.fullmatch(text):
        return _repository(found[1].split("/"), "")
    return None


def _page(address: Address) -> Place:
    return Place(f"url:{address.url}", address.url)


def _paper(found: re.Match[str], page: str = "https://arxiv.org/abs/") -> Place:
    number = found["new"] or f"{found['archive']}/{found['old']}"
    return Place(f"arxiv:{number}", page + number, found["version"] or "")


def _arxiv(address: Address) -> Place | None:
    found = _ARXIV.match(unquote(address.path).lower())
    return _paper(found) if found else None


def _alphaxiv(address: Address) -> Place | None:
    found = _ALPHAXIV.match(unquote(address.path).lower())
    return _paper(found, "https://www.alphaxiv.org/abs/") if found else None


def _papers_cool(address: Address) -> Place | None:
    found = _PAPERS_COOL.match(unquote(address.path).lower())
    return _paper(found, "https://papers.cool/arxiv/") if found else None


def _doi_page(address: Address) -> Place | None:
    return _doi(unquote(address.path).lstrip("/"))


def _doi(written: str) -> Place | None:
    value = written.lower()
    if found := _ARXIV_DOI.match(value):
        return _paper(found)
    if not _DOI.fullmatch(value):
        return None
    path = value.replace("%", "%25").replace("?", "%3F").replace("#", "%23")
    return Place(f"doi:{value}", f"https://doi.org/{spelt(path)}")


def _github(address: Address) -> Place | None:
    below = "?" + "&".join(address.query) if address.query else ""
    return _repository(address.parts, below)


def _repository(parts: list[str], query: str) -> Place | None:
    """A repository, or a page in it: an issue or a folder is another page of the same work."""
    if len(parts) < 2:
        return None
    owner, name, *rest = parts
    name = name.strip()
    if name.lower().endswith(".git"):
        name = name[: -len(".git")]
    if owner.lower() in _GITHUB_PAGES or not _OWNER.fullmatch(owner) or not _NAME.fullmatch(name):
        return None
    below = "/".join(part for part in rest if part)
    url = f"https://github.com/{owner}/{name}"
    if not _FRONT_PAGE.fullmatch(below):
        url += "/" + spelt(below) + query
    return Place(f"github:{owner}/{name}".lower(), url)


def _raw_file(address: Address) -> Place | None:
    place = _repository(address.parts[:2], "")
    return Place(place.key, address._replace(scheme="https").url) if place else None


def _hugging_face(address: Address) -> Place:
    address = address._replace(scheme="https", host="huggingface.co")
    if found := _HUB_PAPER.match(unquote(address.path).lower()):
        return _paper(found, "https://huggingface.co/papers/")
    first = address.parts[0] if address.parts else ""
    if first in {"datasets", "spaces"}:
        return _on_hub(address, 3)
    return _page(address) if first in _HUB_PAGES else _on_hub(address, 2)


def _modelscope(address: Address) -> Place:
    address = address._replace(scheme="https", host="modelscope.cn")
    first = address.parts[0] if address.parts else ""
    return _on_hub(address, 3) if first in {"models", "datasets", "studios"} else _page(address)


def _on_hub(address: Address, length: int) -> Place:
    """A model, dataset or demo: the first `length` names of the path, whichever page of it is shown."""
    if len(address.parts) < length:
        return _page(address)
    work = address._replace(path="/" + "/".join(address.parts[:length]), query=(), fragment="")
    below = "/".join(address.parts[length:])
    return Place(f"url:{work.url}", work.url if _HUB_FRONT_PAGE.fullmatch(below) else address.url)


def _openreview(address: Address) -> Place | None:
    number = address.parameter("id")
    if address.path not in {"/forum", "/pdf", "/attachment"} or not _OPENREVIEW_ID.fullmatch(number):
        return None
    forum = f"https://openreview.net/forum?id={number}"
    return Place(f"url:{forum}", address.url if address.path == "/attachment" else forum)


def _acl_anthology(address: Address) -> Place | None:
    found = _ACL.fullmatch(address.path)
    if not found:
        return None
    url = f"https://aclanthology.org/{(found['old'] or '').upper() or found['new'].lower()}/"
    return Place(f"url:{url}", url)


def _youtube(address: Address) -> Place | None:
    parts = address.parts
    number = address.parameter("v") if parts == ["watch"] else ""
    if len(parts) > 1 and parts[0] in {"embed", "shorts", "live", "v"}:
        number = parts[1]
    elif address.host.endswith("youtu.be") and parts:
        number = parts[0]
    if not _VIDEO_ID.fullmatch(number):
        return None
    url = f"https://www.youtube.com/watch?v={number}"
    return Place(f"url:{url}", url)


def _bilibili(address: Address) -> Place | None:
    parts = address.parts
    number = next((part for part in parts if _BILIBILI_ID.fullmatch(part)), "")
    if address.host == "player.bilibili.com":
        aid = address.parameter("aid")
        number = address.parameter("bvid") or (f"av{aid}" if aid else "")
    found = _BILIBILI_ID.fullmatch(number)
    if not found:
        return None
    url = f"https://www.bilibili.com/video/{'BV' + found[1] if found[1] else 'av' + found[2]}"
    # The parts of one video are pages of their own.
    part = address.parameter("p")
    return Place(f"url:{url}", f"{url}?p={part}" if _NUMBER.fullmatch(part) and int(part) > 1 else url)


def _zhihu(address: Address) -> Place | None:
    if found := _ZHIHU_ARTICLE.fullmatch(address.path):
        url = f"https://zhuanlan.zhihu.com/p/{found[1]}"
    elif _ZHIHU.fullmatch(address.path.rstrip("/")):
        url = f"https://www.zhihu.com{address.path.rstrip('/')}"
    else:
        return None
    return Place(f"url:{url}", url)


def _wechat(address: Address) -> Place | None:
    if short := _WECHAT_SHORT.fullmatch(address.path):
        return Place(f"wechat:{short[1]}", f"https://mp.weixin.qq.com/s/{short[1]}")
    biz = address.parameter("__biz")
    mid, idx = address.parameter("mid", "appmsgid"), address.parameter("idx", "itemidx") or "1"
    if address.path.rstrip("/") not in {"/s", "/mp/appmsg/show"} or not _BIZ.fullmatch(biz):
        return None
    if not _NUMBER.fullmatch(mid) or not _NUMBER.fullmatch(idx):
        return None
    # Without its signature the address of an article may not open.
    signature = address.parameter("sn", "sign")
    url = f"https://mp.weixin.qq.com/s?__biz={biz.replace('+', '%2B')}&mid={mid}&idx={idx}"
    return Place(f"wechat:{biz}/{mid}/{idx}", f"{url}&sn={signature}" if signature.isalnum() else url)


def _project_site(address: Address) -> Place:
    """A site of GitHub or GitLab: the folder of a project, with or without its slash or the name of its page."""
    path = address.path.removesuffix("index.html")
    if len(address.parts) == 1 and not _FILE.search(path):
        path = path.rstrip("/") + "/"
    return _page(address._replace(scheme="https", path=path))


_RULES: dict[str, Callable[[Address], Place | None]] = {
    "arxiv.org": _arxiv,
    "ar5iv.org": _arxiv,
    "xxx.lanl.gov": _arxiv,
    "alphaxiv.org": _alphaxiv,
    "papers.cool": _papers_cool,
    "doi.org": _doi_page,
    "dx.doi.org": _doi_page,
    "github.com": _github,
    "raw.githubusercontent.com": _raw_file,
    "huggingface.co": _hugging_face,
    "hf.co": _hugging_face,
    "hf-mirror.com": _hugging_face,
    "modelscope.cn": _modelscope,
    "modelscope.ai": _modelscope,
    "openreview.net": _openreview,
    "aclanthology.org": _acl_anthology,
    "aclweb.org": _acl_anthology,
    "youtu.be": _youtube,
    "youtube.com": _youtube,
    "m.youtube.com": _youtube,
    "music.youtube.com": _youtube,
    "youtube-nocookie.com": _youtube,
    "bilibili.com": _bilibili,
    "m.bilibili.com": _bilibili,
    "player.bilibili.com": _bilibili,
    "b23.tv": _bilibili,
    "zhihu.com": _zhihu,
    "zhuanlan.zhihu.com": _zhihu,
    "mp.weixin.qq.com": _wechat,
}
