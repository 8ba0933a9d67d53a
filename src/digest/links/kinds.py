"""What an address leads to (paper, code, model ...), and what the words beside it say about that."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, urlsplit

from digest.content.drafts import LinkKind

_PAPER_HOSTS = (
    "arxiv.org",
    "ar5iv.org",
    "ar5iv.labs.arxiv.org",
    "alphaxiv.org",
    "openreview.net",
    "aclanthology.org",
    "doi.org",
    "dx.doi.org",
    "openaccess.thecvf.com",
    "proceedings.mlr.press",
    "papers.nips.cc",
    "proceedings.neurips.cc",
    "ojs.aaai.org",
    "link.springer.com",
    "biorxiv.org",
    "medrxiv.org",
    "ieeexplore.ieee.org",
    "dl.acm.org",
)
_CODE_HOSTS = ("github.com", "gitee.com", "gitlab.com", "gitcode.com", "codeberg.org")
_VIDEO_HOSTS = ("youtube.com", "youtu.be", "bilibili.com", "b23.tv", "vimeo.com")
_ARTICLE_HOSTS = (
    "mp.weixin.qq.com",
    "zhuanlan.zhihu.com",
    "medium.com",
    "substack.com",
    "jiqizhixin.com",
    "qbitai.com",
    "36kr.com",
    "infoq.cn",
    "news.qq.com",
)
_HUBS = ("huggingface.co", "hf.co", "hf-mirror.com", "modelscope.cn", "modelscope.ai")
_PAGE_HOSTS = (".github.io", ".gitlab.io")

# Beside the work rather than of it: a plug-in by somebody else is not the code of the work.
_BESIDE = re.compile(r"comfyui|插件|扩展|\bplug-?ins?\b|\bextensions?\b", re.IGNORECASE | re.ASCII)
# From the most telling word to the least: "Hugging Face 模型库" is a model, "项目代码" code, "项目地址" a project.
_WORDS_OF_KINDS: tuple[tuple[LinkKind, str], ...] = (
    ("article", r"论文\s*(?:解读|精读|分享|介绍)"),
    ("code", r"(?:论文|\bpaper)\s*的?\s*(?:代码|仓库|code\b|repo)"),
    ("project", r"(?:论文|\bpaper)\s*的?\s*(?:主页|项目|官网|website\b|page\b|home ?page\b)"),
    ("paper", r"论文|技术报告|arxiv|\bpapers?\b|technical report|tech report|预印本|preprint|\bpdf\b"),
    ("dataset", r"数据集|\bdata ?sets?\b|benchmark|基准|评测集"),
    ("code", r"代码|仓库|github|gitee|\bcode\b|\brepo\b|repository"),
    ("demo", r"\bdemo\b|体验|试用|在线演示|演示|\bspaces?\b|playground|试玩"),
    ("model", r"模型|权重|hugging ?face|model ?scope|魔搭|\bmodels?\b|weights|checkpoint"),
    ("video", r"视频|\bvideos?\b|youtube|bilibili|b站"),
    ("article", r"博客|解读|文章|报道|介绍|公众号|\bblog\b|\bpost\b|\barticle\b|\bnews\b"),
    ("discussion", r"讨论|知乎问答|\bdiscussions?\b|hacker ?news|reddit"),
    ("project", r"主页|项目|官网|\bproject\b|\bhome ?page\b|\bwebsite\b|\bpage\b"),
)
_WORDS = tuple(
    (kind, re.compile(words, re.IGNORECASE | re.ASCII)) for kind, words in _WORDS_OF_KINDS
)  # \b beside Han


_ENDS_AS_LABEL = re.compile(
    r"(?:论文|技术报告|预印本|原文|链接|地址|主页|仓库|代码|博客)\s*$|(?:^|\s)(?:paper|pdf|arxiv|abs|link|code|repo)\s*$",
    re.IGNORECASE | re.ASCII,
)


def kind_of_address(url: str) -> LinkKind:
    """What the host and path of an address say it leads to; `other` where they say nothing."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return "other"
    host = (parts.hostname or "").removeprefix("www.")
    if _is_any(host, _HUBS):
        return _kind_on_hub(parts)
    if host.endswith(".hf.space"):
        return "demo"
    for kind, hosts in _KINDS_OF_HOSTS:
        if _is_any(host, hosts):
            is_file = kind == "code" and parts.path.lower().endswith(".pdf")
            return "other" if is_file else kind
    if host.endswith(_PAGE_HOSTS) or parts.path.startswith("/project"):
        return "project"
    return "other"


def kind_of_words(words: str) -> LinkKind:
    """What a label such as `论文链接`, `Github 仓库` or `Project page` says; `other` where it says nothing."""
    # Text copied from a PDF may write 文 as the radical ⽂; NFKC folds it, for this comparison alone.
    folded = unicodedata.normalize("NFKC", words)
    return next((kind for kind, pattern in _WORDS if pattern.search(folded)), "other")


def is_label(words: str) -> bool:
    """Whether words beside a link say what it is (`BLIP3-o 论文`, `PDF`), and are not the title of what it leads to."""
    return _ENDS_AS_LABEL.search(words) is not None


def link_kind(url: str, words: str = "") -> LinkKind:
    """The kind of a link by the words beside it and its address, the address first where it is beyond doubt."""
    by_address = kind_of_address(url)
    if by_address in {"paper", "dataset", "video", "article"}:
        return by_address
    if by_address == "code" and _BESIDE.search(words):
        return "other"
    by_words = kind_of_words(words) if words else "other"
    return by_address if by_words == "other" or by_words in _OVERRULED.get(by_address, ()) else by_words


# What words may say of an address that shows otherwise: a "project address" in a code host is the code, and a
# "paper" there is one only as a file, not as a whole repository (see `kind_of_address`).
_OVERRULED: dict[LinkKind, tuple[LinkKind, ...]] = {
    "code": ("project", "model", "paper"),
    "model": ("code",),
    "demo": ("code", "model"),
}

_KINDS_OF_HOSTS: tuple[tuple[LinkKind, tuple[str, ...]], ...] = (
    ("paper", _PAPER_HOSTS),
    ("code", _CODE_HOSTS),
    ("video", _VIDEO_HOSTS),
    ("article", _ARTICLE_HOSTS),
)


def _kind_on_hub(parts: SplitResult) -> LinkKind:
    first, _, rest = parts.path.strip("/").partition("/")
    named: dict[str, LinkKind] = {
        "papers": "paper",
        "datasets": "dataset",
        "spaces": "demo",
        "studios": "demo",
        "blog": "article",
        "posts": "discussion",
        "learn": "other",
        "docs": "other",
        "collections": "model",
        "models": "model",
    }
    if first in named:
        return named[first]
    return "model" if rest else "other"


def _is_any(host: str, hosts: tuple[str, ...]) -> bool:
    return any(host == name or host.endswith("." + name) for name in hosts)
