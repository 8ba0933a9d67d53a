"""Views for every template: full ones in both languages, and ones with nothing that may be left out."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypedDict

import msgspec
from markupsafe import Markup

from digest.pages.index_views import (
    IssuesPage,
    IssuesYear,
    NotFoundPage,
    RedirectPage,
    SearchPage,
    TermGroup,
    TermsPage,
    WeekView,
)
from digest.pages.issue_views import (
    HomePage,
    IssueLine,
    IssuePage,
    IssueSectionView,
    UpdateView,
)
from digest.pages.views import (
    Anchor,
    CardGroup,
    CardView,
    CoverageView,
    DateView,
    EntryItem,
    EntryPage,
    FeedView,
    Head,
    HeadingView,
    ImageView,
    LinkView,
    ListPage,
    NavItem,
    Pager,
    PageView,
    SectionItem,
    SectionPage,
    SiteView,
    TermView,
    TextPage,
)

Say = Callable[[str], str]

LONG_ZH = "面向长上下文与全模态输入的统一训练框架：从数据配方、并行策略到推理加速的一次完整复盘"
LONG_EN = (
    "A Unified Training Stack for Long-Context Omni-Modal Models: Data Recipes, Parallelism, "
    "Serving and Everything That Broke Along the Way"
)
BODY = Markup(
    '<p>这套方法把<strong>扩散头</strong>接在自回归主干之后，<a href="https://example.org/a" '
    'rel="noopener noreferrer">代码</a>已经放出。</p><ul><li>一处值得细看的消融</li></ul>'
)


def site(language: str = "zh", say: Say = str) -> SiteView:
    zh = language == "zh"
    return SiteView(
        title=say("多模态研究周报" if zh else "The Weekly Digest"),
        url="https://example.org/d/",
        home="/d/",
        language=language,
        description=say("每周一期，读完值得读的论文。" if zh else "What was worth reading this week."),
        author=say("编辑部" if zh else "The editors"),
        navigation=tuple(
            NavItem(key=key, title=say(title), url=f"/d/{key}/")
            for key, title in (("issues", "各期"), ("topics", "话题"), ("tags", "标签"), ("search", "搜索"))
        ),
        more=(NavItem(key="archive", title=say("归档" if zh else "Archive"), url="/d/archive/"),),
        assets={name: f"/d/assets/{name}" for name in ("theme.css", "theme.js", "icon.svg")},
    )


def head(say: Say = str) -> Head:
    return Head(
        canonical="https://example.org/d/entries/x/",
        description=say("一句话说明。"),
        type="article",
        image="https://example.org/d/x.png",
        noindex=True,
        feeds=(
            FeedView(title=say("RSS"), url="/d/index.xml", type="application/rss+xml"),
            FeedView(title=say("JSON"), url="/d/feed.json", type="application/feed+json"),
        ),
        citation=(("citation_title", say("题名")), ("citation_author", say("Li, Wei"))),
        json_ld=Markup('{"@type":"ScholarlyArticle"}'),
    )


def term(name: str, say: Say = str, count: int = 0, description: str = "") -> TermView:
    return TermView(
        name=say(name),
        url=f"/d/tags/{name}/",
        slug=name,
        count=count,
        description=say(description) if description else "",
    )


def date() -> DateView:
    return DateView(iso="2025-05-14", text="2025年5月14日")


def card(say: Say = str, *, full: bool = True, lang: str = "") -> CardView:
    if not full:
        return CardView(
            title=say("没有旁白的条目"),
            url="/d/entries/bare/",
            original="",
            lang="",
            date=None,
            source="",
            authors="",
            minutes=0,
            excerpt="",
            topics=(),
            tags=(),
        )
    return CardView(
        title=say(LONG_EN if lang == "en" else LONG_ZH),
        url="/d/entries/long/",
        original="https://arxiv.org/abs/2505.09568",
        lang=lang,
        date=date(),
        source=say("arXiv"),
        authors=say("Li Wei, Ana Souza, 王小明 等"),
        minutes=4,
        excerpt=say("先训练理解，再训练生成，两步各用各的数据；消融说明次序比配比更要紧。"),
        topics=(term("multimodal", say),),
        tags=tuple(term(name, say) for name in ("lora", "大模型", "vlm", "diffusion", "serving")),
    )


def item(say: Say = str, *, number: int = 1, full: bool = True, lang: str = "") -> EntryItem:
    plain = card(say, full=full, lang=lang)
    return EntryItem(
        **msgspec.structs.asdict(plain),
        anchor=f"entry-{number}",
        note=BODY if full and number % 3 else Markup(""),
        summary=Markup("<p>机器写的两句概要。</p>") if full else Markup(""),
        abstract=Markup(f"<p>{'We study how one model can read, see and speak. ' * 8}</p>")
        if full
        else Markup(""),
        abstract_lang="en",
        image=image(say) if full and number == 1 else None,
        links=links(say) if full else (),
        machine=full,
        more=full,
        all_authors=tuple(say(name) for name in ("Ada Lovelace", "王小明")) if full else (),
        subjects=(say("cs.CV"),) if full else (),
        findings=(Markup("<p>提升了 <strong>5%</strong>。</p>"),) if full else (),
    )


def image(say: Say = str) -> ImageView:
    return ImageView(src="/d/entries/long/a.png", alt=say("三个方框和两支箭头"), credit=say("编辑部自绘"))


def links(say: Say = str) -> tuple[LinkView, ...]:
    return (
        LinkView(url="https://arxiv.org/pdf/2505.09568", kind="paper", label=say("论文")),
        LinkView(url="https://github.com/example/x", kind="code", label=say("代码"), title=say("训练脚本")),
    )


def anchor(say: Say = str) -> Anchor:
    return Anchor(title=say(LONG_EN), url="/d/entries/other/", lang="en")


def line(say: Say = str, *, full: bool = True) -> IssueLine:
    return IssueLine(
        title=say("统一模型学会了画图"),
        url="/d/issues/2025-w20/",
        name="2025-W20",
        number=37 if full else None,
        date=date(),
        count=41,
        summary=say("生成与理解合流的一周。") if full else "",
        period=say("2025 年第 20 周 · 5月12日—18日") if full else "",
        lang="en" if full else "",
    )


def issue(say: Say = str, *, full: bool = True, entries: int = 6, daily: bool = False) -> IssuePage:
    items = tuple(
        item(say, number=number, full=number % 4 != 0, lang="en" if number % 2 else "")
        for number in range(1, entries + 1)
    )
    half = entries // 2
    parts = (("multimodal", items[:half]), ("3d", items[half:]))
    return IssuePage(
        **base("issue", say, "issues"),
        line=line(say, full=full),
        daily=daily,
        updates=(UpdateView(entry=anchor(say), lines=((date(), say("v2")),)),) if full else (),
        minutes=25,
        editorial=BODY if full else Markup(""),
        summary=Markup("<p>这一周，理解与生成走到了一起。</p>") if full else Markup(""),
        highlights=tuple(say(text) for text in ("语音合成追上真人", "三维资产可控了")) if full else (),
        cover=image(say) if full else None,
        outline=tuple(
            HeadingView(level=2, text=say(text), url=f"#{text}", count=20) for text in ("multimodal", "3d")
        )
        if full
        else (),
        references=True,
        sections=tuple(
            IssueSectionView(title=say(name), id=name, url=f"/d/topics/{name}/", entries=part)
            for name, part in parts
        )
        if full
        else (),
        tags=(term("lora", say, 3),) if full else (),
        newer=anchor(say) if full else None,
        older=anchor(say) if full else None,
        earlier_years=(anchor(say),) if full else (),
        citations="/d/issues/2025-w20/citations.bib" if full else "",
    )


class Base(TypedDict):
    """Fields of every page."""

    kind: str
    title: str
    url: str
    lang: str
    head: Head
    section: str


def base(kind: str, say: Say = str, section: str = "", *, full: bool = True, lang: str = "zh") -> Base:
    return {
        "kind": kind,
        "title": say(LONG_ZH),
        "url": f"/d/{section}/",
        "lang": lang,
        "head": head(say) if full else Head(canonical=""),
        "section": section,
    }


def pages(card_html: Markup, say: Say = str, *, full: bool = True) -> dict[str, PageView | RedirectPage]:
    """One page for every template, by its file name and, where it has two shapes, which of them."""
    toc = (HeadingView(level=2, text=say("起点"), url="#a"), HeadingView(level=3, text=say("细节"), url="#b"))
    body = Markup('<h2 id="a">起点</h2><p>正文。</p><h3 id="b">细节</h3>') + BODY if full else Markup("")
    one = anchor(say) if full else None
    many = (anchor(say),) if full else ()
    terms = (term("lora", say, 3), term("多模态", say, 2, "看图说话的一切。")) if full else ()
    topic = msgspec.structs.replace(
        term("3d", say, 5, "三维内容。"), latest=(anchor(say),), feed="/d/topics/3d/index.xml"
    )
    weeks = (
        WeekView(number=19, title=say("2025 年第 19 周"), url=""),
        WeekView(number=20, title=say("2025 年第 20 周"), url="/d/issues/2025-w20/"),
    )
    whole_issue = issue(say, full=full)
    cards = (card_html, card_html)
    pager = (
        Pager(number=2, newer="/d/tags/lora/", older="/d/tags/lora/page/3/")
        if full
        else Pager(number=1, newer="", older="")
    )
    years = (IssuesYear(year="2025", issues=(line(say), line(say, full=False)), weeks=weeks),) if full else ()

    def common(kind: str, lang: str = "zh") -> Base:
        return base(kind, say, "tags", full=full, lang=lang)

    return {
        "issue.html#daily": issue(say, full=full, daily=True),
        "home.html": HomePage(
            **common("home"),
            body=body,
            issue=whole_issue if full else None,
            contents=(anchor(say),) if full else (),
            issues=(line(say), line(say, full=False)) if full else (),
            topics=terms,
            latest=cards if full else (),
        ),
        "issue.html": whole_issue,
        "entry.html": EntryPage(
            **common("entry", "en"),
            original="https://arxiv.org/abs/2505.09568" if full else "",
            date=date() if full else None,
            updated=date() if full else None,
            source=say("arXiv") if full else "",
            source_url="/d/sources/arxiv/" if full else "",
            authors=(say("Li Wei"), say("王小明")) if full else (),
            author_urls=("/d/authors/li-wei/", "") if full else (),
            organizations=(say("某大学"), say("Lab")) if full else (),
            venue=say("ICML 2025") if full else "",
            subjects=("cs.CV", say("机器学习")) if full else (),
            minutes=3 if full else 0,
            image=image(say) if full else None,
            note=body,
            toc=toc if full else (),
            summary=BODY if full else Markup(""),
            abstract=BODY if full else Markup(""),
            abstract_lang="en",
            findings=(Markup("速度<em>翻倍</em>"), Markup("显存减半")) if full else (),
            links=links(say) if full else (),
            identifiers=links(say) if full else (),
            coverage=(
                CoverageView(
                    url="https://example.org/n", title=say("一篇报道"), name=say("某号"), date="2025-05-15"
                ),
            )
            if full
            else (),
            history=(("2025-06-01", say("被会议接收")),) if full else (),
            topics=terms,
            tags=terms,
            issue=one,
            newer=one,
            older=one,
            related=many,
            bibtex=say("@misc{li2025, title={X}}") if full else "",
            machine=dict.fromkeys(("summary", "findings"), "") if full else {},
            source_text=BODY if full else Markup(""),
            source_address="https://example.com/a" if full else "",
        ),
        "list.html": ListPage(
            **common("list"),
            heading=say("标签：lora"),
            body=body,
            toc=toc if full else (),
            groups=(
                CardGroup(
                    title=say("看与画"),
                    url="/d/issues/2025-w20/",
                    cards=cards,
                    period=say("第 20 周"),
                    lang="en",
                ),
                CardGroup(title="", url="", cards=cards),
            )
            if full
            else (),
            pager=pager,
            near=terms,
            children=terms,
            citations="/d/tags/lora/citations.bib" if full else "",
        ),
        "terms.html": TermsPage(
            **common("terms"),
            body=body,
            groups=(
                TermGroup(title=say("A-Z"), terms=terms, rare=terms[:1]),
                TermGroup(title="", terms=(topic,), rare=terms),
            )
            if full
            else (),
        ),
        "issues.html": IssuesPage(**common("issues"), body=body, years=years),
        "archive.html": IssuesPage(**common("archive"), body=body, years=years),
        "page.html": TextPage(
            **common("page", "en"),
            date=date() if full else None,
            updated=date() if full else None,
            authors=(say("编辑"),) if full else (),
            body=body,
            toc=toc if full else (),
            topics=terms,
            tags=terms,
            newer=one,
            older=one,
        ),
        "section.html": SectionPage(
            **common("section"),
            body=body,
            toc=toc if full else (),
            sections=many,
            items=(
                SectionItem(
                    title=say("一页"), url="/d/notes/a/", lang="en", date=date(), summary=say("说明")
                ),
                SectionItem(title=say("又一页"), url="/d/notes/b/", lang="", date=None, summary=""),
            )
            if full
            else (),
            pager=pager,
        ),
        "search.html": SearchPage(**common("search"), topics=terms, tags=terms),
        "404.html": NotFoundPage(**common("404"), issue=one, ways=many),
        "redirect.html": RedirectPage(
            url="/d/entries/x/",
            canonical="https://example.org/d/entries/x/",
            title=say("搬走的页面"),
            lang="zh",
        ),
    }
