"""Rules for sites whose articles stand in places we know: where the body, the author and the date are.

Addresses decide, not what a page says of itself; a selector that finds nothing leaves the page to the general way.
Selectors are XPath, because class names alone are not: see `_has`.
"""

from __future__ import annotations

from typing import NamedTuple
from urllib.parse import urlsplit

from lxml.html import HtmlElement


def _has(*names: str) -> str:
    """A condition: an element has one of these classes."""
    return " or ".join(f"contains(concat(' ', normalize-space(@class), ' '), ' {name} ')" for name in names)


class Rule(NamedTuple):
    """Where things stand on a site; `without` is removed from the body. "" for what the general way finds."""

    hosts: tuple[str, ...]
    body: str
    without: str = ""
    author: str = ""
    date: str = ""


_SUBSTACK_EXTRAS = (
    "subscription-widget-wrap",
    "subscription-widget",
    "button-wrapper",
    "image-link-expand",
    "captioned-button-wrap",
    "header-anchor-parent",
    "header-anchor-widget",
    "digest-post-embed",
)
_BODY_NAMES = (
    "entry-content",
    "post-content",
    "post-body",
    "article-content",
    "article-body",
    "markdown-body",
    "e-content",
    "post__content",
    "article__content",
    "blog-content",
    "rich-text-content",
)
RULES = (
    Rule(
        ("zhuanlan.zhihu.com", "zhihu.com"),
        f"//*[{_has('Post-RichText')}]|//*[{_has('AnswerItem', 'QuestionAnswer-content')}]//*[{_has('RichText')}]",
        author=f"//*[{_has('Post-Author', 'AuthorInfo')}]//meta[translate(@itemprop, 'N', 'n')='name']/@content",
    ),
    Rule(
        ("blog.csdn.net",),
        "//*[@id='content_views']",
        f".//*[{_has('hide-preCode-box', 'article-copyright', 'htmledit_views_footer')}]",
        f"//*[@id='uid']//*[{_has('name')}]/text()|//a[{_has('follow-nickName')}]/text()",
        f"//*[{_has('article-bar-top', 'bar-content')}]//*[{_has('time')}]/text()",
    ),
    Rule(
        ("cnblogs.com",),
        "//*[@id='cnblogs_post_body']",
        f".//*[{_has('cnblogs_code_toolbar', 'cnblogs_code_copy')}]",
        date="//*[@id='post-date']/text()",
    ),
    Rule(
        ("juejin.cn",),
        f"//*[@id='article-root']|//*[{_has('article-viewer')}]",
        f".//*[{_has('copy-code-btn', 'code-block-extension-header')}]",
        f"//*[{_has('author-name')}]//*[{_has('name')}]/text()",
        f"//time[{_has('time')}]/@datetime",
    ),
    Rule(("blog.51cto.com",), f"//*[{_has('editor-container')}]"),
    Rule(("jianshu.com",), f"//article[.//p]|//*[{_has('show-content-free')}]"),
    Rule(("segmentfault.com",), f"//article[{_has('article-content')}]|//*[{_has('article-content')}]"),
    Rule(("cloud.tencent.com",), f"//*[{_has('mod-content__markdown', 'rno-markdown')}]"),
    Rule(("developer.aliyun.com",), f"//*[{_has('article-content')}]"),
    Rule(
        ("substack.com",),
        f"//*[{_has('available-content')}]//*[{_has('body')}]|//*[{_has('available-content')}]",
        f".//*[{_has(*_SUBSTACK_EXTRAS)}]",
    ),
    Rule(
        ("lesswrong.com", "alignmentforum.org", "forum.effectivealtruism.org"),
        f"//*[@id='postContent']|//*[{_has('ContentStyles-postBody', 'PostsPage-postContent')}]",
    ),
    Rule(
        ("blogspot.com", "blogger.com"),
        f"//*[{_has('post-body')}]",
        author=f"//*[{_has('post-author')}]//*[{_has('fn')}]//text()",
    ),
    Rule(
        ("github.blog",),
        f"//*[{_has('post__content', 'post-content', 'post__body')}]",
        f".//*[{_has('post__related', 'post-author', 'tags')}]",
    ),
)
"""In the order in which they are tried; a host includes what stands before it (`a.substack.com`)."""

_GENERATORS = (
    (f"//*[{_has('available-content')}]", "substack.com"),
    ("//meta[@name='generator' and @content='blogger']", "blogspot.com"),
)
"""Sites of many hosts, known by an element only they have."""


def rule_for(url: str, tree: HtmlElement) -> Rule | None:
    """The rule of the site an address belongs to, or that made the page."""
    try:
        host = urlsplit(url).hostname or ""
    except ValueError:
        host = ""
    for rule in RULES:
        if any(host == name or host.endswith("." + name) for name in rule.hosts):
            return rule
    for mark, name in _GENERATORS:
        if tree.xpath(mark):
            return next(rule for rule in RULES if name in rule.hosts)
    return None


KNOWN_BODIES = f"//*[contains(concat(' ', @itemprop, ' '), ' articleBody ')]|//*[{_has(*_BODY_NAMES)}]"
"""Names that many sites give the body of an article, and some give other things."""


def elements(tree: HtmlElement, path: str) -> list[HtmlElement]:
    """The elements a selector finds."""
    found = tree.xpath(path) if path else []
    return (
        [element for element in found if isinstance(element, HtmlElement)] if isinstance(found, list) else []
    )


def texts(tree: HtmlElement, path: str) -> list[str]:
    """The texts or values of attributes a selector finds, those that are not empty."""
    found = tree.xpath(path) if path else []
    return (
        [text for part in found if isinstance(part, str) and (text := part.strip())]
        if isinstance(found, list)
        else []
    )
