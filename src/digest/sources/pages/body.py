"""Which element of a page is the article, and what inside it is not.

Rules for sites come first. Otherwise an extractor reads a copy of the page, and the element that holds the text it
found is taken from our own tree: extractors know what is text, but lose pictures, formulas and lines of code.
"""

from __future__ import annotations

import contextlib
import copy
import io
import logging
import re
from collections.abc import Iterator

from lxml import html
from lxml.html import HtmlElement

from digest.sources.pages.document import classes_of, is_element, parse_text, remove, remove_all, words_of
from digest.sources.pages.maths import TEX
from digest.sources.pages.rules import KNOWN_BODIES, Rule, elements

_PIECE = 24  # characters without spaces by which a block is recognised
_PARTS = frozenset({"p", "pre", "ul", "ol", "dl", "table", "li", "blockquote"})  # of an article
_NAMED = 0.7  # of the found text: an element with the name of a body that holds so much is the body
_DILUTE = 0.6  # an element of which less was found holds more than the article
_DENSE = 0.75  # an element of which so much was found holds nothing else
_LITTLE = 0.35  # of the page's text in paragraphs: an extractor that finds less has missed something
_BLOCKS = frozenset(
    {"p", "h1", "h2", "h3", "h4", "h5", "h6", "li", "pre", "blockquote", "td", "th", "dd", "dt", "figcaption", "div",
     "section", "article"}
)  # fmt: skip
_JUNK_TAGS = ("nav", "aside", "footer", "form", "dialog", "address")
_JUNK = re.compile(
    r"(?:^|[\s_-])(?:share|sharing|sharedaddy|social|related|recommend|recommended|newsletter|subscribe|subscription|"
    r"comments?|disqus|respond|breadcrumbs?|toc|table-of-contents|tableofcontents|post-meta|entry-meta|byline|"
    r"author-bio|about-author|author-card|author-box|author-info|post-tags|entry-tags|tags?|tag-list|tagcloud|paginat\w*|pager|"
    r"post-nav\w*|nav-links|prev|next|cookie|promo|sponsor|advert\w*|ads?|wpcnt|jp-relatedposts|likes?|rating|popup|modal|"
    r"post-footer|entry-footer|copyright|license|toolbar|reading-time|print|skip-link|banner|menu|sidebar|widget|"
    r"wpl-likebox|post-actions|edit-post|donate|reward|qrcode)(?:[\s_-]|$)"
)
_JUNK_BOXES = frozenset({"div", "section", "ul", "ol", "p", "span", "details", "header", "a", "table"})
# A short line such as "Paper, Code" is the most useful one of many articles.
_KEPT_AT_ENDS = frozenset(
    {"p", "figure", "img", TEX, "pre", "table", "blockquote", "h2", "h3", "h4", "h5", "h6"}
)
_SPACE = re.compile(r"\s+")


def find_body(tree: HtmlElement, rule: Rule | None) -> HtmlElement | None:
    """The element of a prepared page that is the article, cleaned; None where there is none."""
    if rule:
        found = [element for element in elements(tree, rule.body) if len(words_of(element)) > 100]
        # Of several, what stands around the others, then the first.
        outer = [
            element for element in found if not any(parent in found for parent in element.iterancestors())
        ]
        if outer:
            named = outer[0]
            remove_all(elements(named, rule.without))
            _remove_junk(named)
            return named
    pieces = _first_opinion(tree)
    body = _holder(tree, pieces)
    if body is None or _misses_much(tree, body):
        other = _second_opinion(tree)
        if other and len(other) > len(pieces) * 1.3:
            pieces, body = other, _holder(tree, other)
    elif _share(body, pieces) < _DILUTE:
        other = _second_opinion(tree)
        inner = _holder(tree, other) if other else None
        if (
            inner is not None
            and _is_inside(inner, body)
            and _share(inner, other) > _DENSE
            and len(words_of(inner)) > 1000
        ):
            pieces, body = other, inner
    if body is None:
        return None
    if _pictures(body) * 2 < _pictures(_article_around(body)):
        more = _second_opinion(tree)
        wider = _holder(tree, pieces | more) if more else None
        if wider is not None and _is_inside(body, wider) and len(words_of(wider)) < 1.3 * len(words_of(body)):
            body, pieces = wider, pieces | more
    body = _named_inside(body, pieces)
    _remove_junk(body)
    holding = _holding(body, pieces)
    _remove_lists_of_links(body, holding)
    _trim(body, holding)
    return body


def _named_inside(body: HtmlElement, pieces: set[str]) -> HtmlElement:
    """The one element inside a body that is called one and holds most of the found text; else the body itself."""
    whole = _weight(body, pieces)
    named = [
        element
        for element in elements(body, "." + KNOWN_BODIES.replace("|//", "|.//"))
        if element is not body
    ]
    outer = [element for element in named if not any(parent in named for parent in element.iterancestors())]
    large = [element for element in outer if _weight(element, pieces) >= _NAMED * whole]
    return large[0] if len(large) == 1 and whole else body


def _share(element: HtmlElement, pieces: set[str]) -> float:
    """Which part of an element's text was found."""
    return _weight(element, pieces) / max(len(_SPACE.sub("", words_of(element))), 1)


def _weight(element: HtmlElement, pieces: set[str]) -> int:
    return sum(_own_weight(part, pieces) for part in element.iter() if is_element(part))


def _first_opinion(tree: HtmlElement) -> set[str]:
    """The text trafilatura finds, in pieces."""
    import trafilatura  # noqa: PLC0415 - takes half a second to load

    logging.getLogger("trafilatura").setLevel(logging.CRITICAL + 1)
    logging.getLogger("htmldate").setLevel(logging.CRITICAL + 1)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        try:
            text = trafilatura.extract(
                _readable(tree),
                include_comments=False,
                include_tables=True,
                include_formatting=False,
                deduplicate=False,
            )
        except Exception:  # noqa: BLE001 - it promises nothing for hostile pages; there is a second opinion
            text = None
    return _pieces(text or "")


def _second_opinion(tree: HtmlElement) -> set[str]:
    """The text readability finds, in pieces."""
    from readability import Document  # noqa: PLC0415 - needed for few pages

    logging.getLogger("readability").setLevel(logging.CRITICAL + 1)
    try:
        found = Document(_readable(tree)).summary(html_partial=True)
    except Exception:  # noqa: BLE001 - as above
        return set()
    inner = parse_text(found)
    return _pieces(words_of(inner)) if inner is not None else set()


def _readable(tree: HtmlElement) -> str:
    """The page for extractors: formulas are words."""
    page = copy.deepcopy(tree)
    for formula in page.iter(TEX):
        formula.tag = "span"
    return str(html.tostring(page, encoding="unicode"))


def _pieces(text: str) -> set[str]:
    """Every run of `_PIECE` characters of a text; spaces do not count."""
    packed = _SPACE.sub("", text)
    return {packed[place : place + _PIECE] for place in range(max(len(packed) - _PIECE + 1, 0))}


def _holder(tree: HtmlElement, pieces: set[str]) -> HtmlElement | None:
    """The element that holds most of the text in pieces and little else."""
    found: dict[HtmlElement, int] = {}
    lengths: dict[HtmlElement, int] = {}
    for element in tree.iter():
        if not is_element(element) or element.tag not in _BLOCKS:
            continue
        packed = _SPACE.sub("", "".join(_own_text(element)))
        weight = _weight_of(packed, pieces)
        place: HtmlElement | None = element
        while packed and place is not None:
            lengths[place] = lengths.get(place, 0) + len(packed)
            if weight:
                found[place] = found.get(place, 0) + weight
            place = place.getparent()
    total = found.get(tree, 0)
    if not total:
        return None
    best, best_score = tree, 0.0
    body: HtmlElement | None = tree
    while body is not None and body.tag not in _PARTS:
        recall, precision = found[body] / total, found[body] / lengths[body]
        # Text that was found counts more than text that was not: what is beside an article can be removed.
        score = 5 * recall * precision / (recall + 4 * precision)
        if score >= best_score:
            best, best_score = body, score
        body = max((child for child in body if child in found), key=lambda child: found[child], default=None)
    return best


def _own_weight(element: HtmlElement, pieces: set[str]) -> int:
    """How many characters of the text directly in a block, its inline elements included, are in pieces."""
    if element.tag not in _BLOCKS:
        return 0
    return _weight_of(_SPACE.sub("", "".join(_own_text(element))), pieces)


def _weight_of(packed: str, pieces: set[str]) -> int:
    """The length of a text without spaces, if pieces of it were found; else 0."""
    if len(packed) < _PIECE:
        return 0
    places = {0, (len(packed) - _PIECE) // 2, len(packed) - _PIECE}
    return (
        len(packed)
        if sum(packed[place : place + _PIECE] in pieces for place in places) * 2 >= len(places)
        else 0
    )


def _own_text(element: HtmlElement) -> Iterator[str]:
    """The text of an element without that of blocks inside it."""
    yield element.text or ""
    for child in element:
        is_inline = is_element(child) and child.tag not in _BLOCKS
        if is_inline and not any(True for _ in child.iter("p", "div", "li", "h2", "pre", "section", "td")):
            yield from child.itertext()
        yield child.tail or ""


def _misses_much(tree: HtmlElement, body: HtmlElement) -> bool:
    """Whether a page has far more text in paragraphs than its body."""
    page = sum(len(words_of(part)) for part in tree.iter("p", "pre", "td"))
    return len(words_of(body)) < max(_LITTLE * page, 200)


def _article_around(body: HtmlElement) -> HtmlElement:
    """The `article` or `main` a body stands in, or itself."""
    return next((parent for parent in body.iterancestors() if parent.tag in {"article", "main"}), body)


def _pictures(element: HtmlElement) -> int:
    return sum(1 for _ in element.iter("img", TEX))


def _is_inside(element: HtmlElement, other: HtmlElement) -> bool:
    return any(parent is other for parent in element.iterancestors())


def _remove_junk(body: HtmlElement) -> None:
    """Remove what only stands beside articles: navigation, sharing, related posts, comments.

    A name alone condemns nothing that holds a good part of the text.
    """
    whole = max(len(words_of(body)), 1)
    walk = [child for child in body if is_element(child)]
    while walk:
        element = walk.pop()
        if element.tag in {"pre", "code", TEX}:
            continue  # a class of `comment` inside code is the colour of a comment
        named = element.tag in _JUNK_TAGS or (
            element.tag in _JUNK_BOXES and _JUNK.search(classes_of(element))
        )
        if (
            named
            and not any(True for _ in element.iter("pre"))
            and not any(note.get("data-footnote") for note in element.iter("li", "p", "div"))
            and len(words_of(element)) < 0.2 * whole
        ):
            remove(element)
        else:
            walk += [child for child in element if is_element(child)]


def _holding(body: HtmlElement, pieces: set[str]) -> set[HtmlElement]:
    """Every element of a body in which text was found."""
    holding: set[HtmlElement] = set()
    for element in body.iter():
        if is_element(element) and element not in holding and _own_weight(element, pieces):
            holding.add(element)
            for parent in element.iterancestors():
                if parent in holding:
                    break
                holding.add(parent)
    return holding


def _remove_lists_of_links(body: HtmlElement, holding: set[HtmlElement]) -> None:
    """Remove boxes of which nothing was found and most is links; the outermost, so each is looked at once."""
    walk = [child for child in body if is_element(child)]
    while walk:
        element = walk.pop()
        if element in holding:
            walk += [child for child in element if is_element(child)]
        elif (
            element.tag in {"div", "section", "ul", "ol", "table"}
            and not any(True for _ in element.iter("pre", TEX))
            and not element.get("data-footnote")
            and sum(1 for _ in element.iter("a")) >= 3
            and _is_mostly_links(element)
        ):
            remove(element)


def _trim(body: HtmlElement, holding: set[HtmlElement]) -> None:
    """Remove what stands before the first and after the last block of the text and holds none of it."""
    if body not in holding:
        return
    for children in (_outer(body), reversed(_outer(body))):
        for child in children:
            if (
                child in holding
                or child.tag in _KEPT_AT_ENDS
                or child.get("data-footnote")
                or _is_picture_alone(child)
                or any(True for _ in child.iter("pre", "table", TEX))
                or len((child.tail or "").strip()) >= _PIECE
                or (len(words_of(child)) > 200 and not _is_mostly_links(child))
            ):
                break
            remove(child)


def _outer(body: HtmlElement) -> list[HtmlElement]:
    return [child for child in body if is_element(child)]


def _is_picture_alone(element: HtmlElement) -> bool:
    return not words_of(element) and any(True for _ in element.iter("img"))


def _is_mostly_links(element: HtmlElement) -> bool:
    linked = sum(len(words_of(anchor)) for anchor in element.iter("a"))
    return linked * 2 > len(words_of(element))
