"""The teaser of a paper: the first real figure of its HTML page, or none.

The pages are LaTeXML's (https://arxiv.org/html/IDvN): figures are `figure.ltx_figure`, pictures `img.ltx_graphics`
with their size in pixels, captions `figcaption.ltx_caption`.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

from bs4 import BeautifulSoup, Tag

from digest.content.drafts import Image
from digest.content.works import is_web_address
from digest.links.canonical import arxiv_version
from digest.sources.arxiv.records import arxiv_id
from digest.text.clean import clean_line

MAX_BYTES = 1_500_000
"""How much of a page is looked at; a teaser stands near its beginning."""
MIN_WIDTH = 200
"""Narrower pictures are logos and emoji, in pixels."""
_MIN_HEIGHT = 40
_MAX_CAPTION = 300

_MAX_DEPTH = 100  # elements around a figure
_FRAME = frozenset(("header", "nav", "footer"))
_NOT_THE_WORK = frozenset(
    ("ltx_authors", "ltx_title", "ltx_bibliography", "ltx_page_header", "ltx_page_footer")
)
_RASTER = re.compile(r"\.(?:png|jpe?g|gif|webp|avif)\Z", re.IGNORECASE)
_SIZE = re.compile(r"([0-9]{1,5})(?:\.[0-9]+)?(?:px)?")
_HOST_WITHOUT_SCHEME = re.compile(r"(?:www\.)?arxiv\.org/", re.IGNORECASE)
_PROLOG = re.compile(rb"\A\s*<\?xml[^>]{0,200}\?>")


def teaser(body: bytes, url: str) -> Image | None:
    """The first figure that is wide enough, with its caption as `alt`; of several panels the widest.

    Args:
        body: The page.
        url: Where it came from, with its version.

    Returns:
        The picture, its address that of the page's own host and of a raster format, or None.
    """
    if b"ltx_figure" not in body or not is_web_address(url):
        return None
    page = BeautifulSoup(_PROLOG.sub(b"", body[:MAX_BYTES]), "lxml", from_encoding="utf-8")
    base = _base(page, url)
    for figure in page.select("figure.ltx_figure"):
        if not _stands_in_the_work(figure):
            continue
        found = [
            (width, address)
            for picture in figure.select("img.ltx_graphics")
            if (width := _width(picture)) and (address := _address(picture, base, url))
        ]
        if found:
            _, address = max(found, key=lambda candidate: candidate[0])  # the first one of equal width
            number, _ = arxiv_id(url)
            return Image(src=address, alt=_caption(figure), credit=f"arXiv:{number}" if number else "")
    return None


def _stands_in_the_work(figure: Tag) -> bool:
    """Whether it is no panel of another figure, and not with the title, the authors or the page's own frame."""
    for depth, parent in enumerate(figure.parents):
        classes = parent.get_attribute_list("class")
        if depth > _MAX_DEPTH or parent.name in _FRAME or not _NOT_THE_WORK.isdisjoint(classes):
            return False
        if parent.name == "figure" and "ltx_figure" in classes:
            return False
    return True


def _base(page: BeautifulSoup, url: str) -> str:
    """What addresses on the page are relative to: its own base, else the page as a folder."""
    element = page.find("base", href=True)
    written = str(element["href"]).strip() if isinstance(element, Tag) else ""
    if _HOST_WITHOUT_SCHEME.match(written):
        written = f"https://{written}"
    folder = url.partition("#")[0].partition("?")[0].rstrip("/") + "/"
    try:
        base = urljoin(folder, written) if written else folder
    except ValueError:
        return folder
    return base if _host(base) == _host(url) else folder


def _address(picture: Tag, base: str, url: str) -> str:
    source = str(picture.get("src", "")).strip()
    if not source or source.startswith(("data:", "#")):
        return ""
    if _HOST_WITHOUT_SCHEME.match(source):
        source = f"https://{source}"
    last = base.rstrip("/").rpartition("/")[2]
    # Some pages name the paper again: `2505.09568v1/x1.png` on the page 2505.09568v1 itself.
    first, slash, rest = source.partition("/")
    if (
        slash
        and rest
        and (first == last or (arxiv_id(f"arxiv:{first}")[0] and arxiv_version(f"arxiv:{first}")))
    ):
        base = base.rstrip("/").rpartition("/")[0] + "/"
    try:
        address = urljoin(base, source)
        path = urlsplit(address).path
    except ValueError:
        return ""
    is_ours = is_web_address(address) and _host(address) == _host(url)
    return address if is_ours and _RASTER.search(path) else ""


def _width(picture: Tag) -> int:
    """Its width in pixels, 0 where it is too small to be a figure; where none is written it counts as just enough."""
    width, height = (_SIZE.fullmatch(str(picture.get(name, "")).strip()) for name in ("width", "height"))
    if height and int(height[1]) < _MIN_HEIGHT:
        return 0
    if not width:
        return MIN_WIDTH
    return int(width[1]) if int(width[1]) >= MIN_WIDTH else 0


def _caption(figure: Tag) -> str:
    """The caption of the whole figure without its number; formulas as TeX between dollars."""
    own = figure.find("figcaption", recursive=False) or figure.find("figcaption")
    if not isinstance(own, Tag):
        return ""
    for number in own.select(".ltx_tag"):
        number.decompose()
    for formula in own.select("math"):
        tex = str(formula.get("alttext", "")).strip()
        formula.replace_with(f"${tex}$" if tex and "$" not in tex else " ")
    caption = clean_line(own.get_text())
    if len(caption) <= _MAX_CAPTION:
        return caption
    return caption[:_MAX_CAPTION].rpartition(" ")[0].rstrip(" ,.;:") + "…"


def _host(address: str) -> str:
    try:
        return (urlsplit(address).hostname or "").removeprefix("www.")
    except ValueError:
        return ""
