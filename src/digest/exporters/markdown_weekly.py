"""A weekly issue as one document: title, cover, summary, contents, a section for each work, all references."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from digest.exporters.markdown import (
    MarkdownIssue,
    MarkdownLink,
    MarkdownWork,
    anchor,
    joined,
    link,
    with_headings_from,
)
from digest.text.titles import name_in, name_key

_RULE = "---"
_LABELS = {
    "paper": "论文",
    "code": "代码",
    "model": "模型",
    "dataset": "数据集",
    "demo": "演示",
    "project": "项目",
    "video": "视频",
    "article": "文章",
    "discussion": "讨论",
}


def weekly_markdown(issue: MarkdownIssue) -> str:
    """The document of a week; reading it back gives the same issue (see `digest import --form weekly`)."""
    references = list(_references(issue.works))
    blocks = [
        f"---\nnumber: {issue.number}\n---" if issue.number is not None else "",
        f"<!-- {issue.period} -->",
        f"# {issue.title}",
        f"![{_cover_alt(issue)}]({issue.cover})" if issue.cover else "",
        issue.body,
        *_summary(issue),
    ]
    if references:  # the reader of the form takes a table of contents without references for a cut document
        listed = (
            f"{number}. {link(work.title, '#' + anchor(work.title))}"
            for number, work in enumerate(issue.works, 1)
        )
        blocks += [_RULE, "## 目录", "\n".join(listed)]
    for work in issue.works:
        blocks += [_RULE, *_section(work)]
    if references:
        numbered = (f"{number}. {text}" for number, text in enumerate(references, 1))
        blocks += [_RULE, "### **参考链接**", "\n".join(numbered)]
    return joined(blocks)


def _summary(issue: MarkdownIssue) -> Iterator[str]:
    if not issue.summary and not issue.highlights:
        return
    yield "## 摘要"
    yield issue.summary
    if any("；" in text or ";" in text or text.endswith("。") for text in issue.highlights):
        yield "本周亮点："
        yield "\n".join(f"- {text}" for text in issue.highlights)
    elif issue.highlights:
        yield f"本周亮点：{'；'.join(issue.highlights)}。"


def _section(work: MarkdownWork) -> Iterator[str]:
    yield f"## {work.title}"
    if work.image:
        yield f"![{work.image_alt}]({work.image})"
    if work.summary or not work.abstract:
        yield f"**概要**：{work.summary}"
    else:
        yield f"**论文摘要**：{work.abstract}"
    if work.tags:
        yield "**标签**：" + " ".join(f"#{tag}" for tag in work.tags)
    body = with_headings_from(work.body, 3)
    if body and not work.tags:
        own_line = (
            body.startswith(("#", "-", "*", "+", ">", "|", "`", "~", "!", " ", "\t")) or body[0].isdigit()
        )
        yield "**编者按**：" + ("\n\n" if own_line else "") + body
    else:
        yield body


def _references(works: tuple[MarkdownWork, ...]) -> Iterator[str]:
    """The links of all works, each told by the name of its work."""
    keys = Counter(name_key(name_in(work.title))[0] for work in works)
    names = [
        name if (name := name_in(work.title)) and keys[name_key(name)[0]] == 1 else work.title
        for work in works
    ]
    taken = {name_key(name)[0] for name in names}
    for work, name in zip(works, names, strict=True):
        for each in work.links or ((MarkdownLink(work.url),) if work.url else ()):
            if not each.title:
                yield f"{name} {_LABELS.get(each.kind, '链接')}：{each.url}"
            elif _begins_with(each.title, name, taken):
                yield link(each.title, each.url)
            else:
                yield f"{name}：{link(each.title, each.url)}"


def _begins_with(title: str, name: str, names: set[str]) -> bool:
    """Whether a title is seen to belong to the work of a name: it begins with it and with no longer name."""
    key, own = name_key(title)[0], name_key(name)[0]
    if not key.startswith(own) or len(own) > 80:
        return False
    if any(other != own and other.startswith(own) and key.startswith(other) for other in names):
        return False
    rest = title[len(name) :]
    return title.startswith(name) and not (rest[:1].isascii() and rest[:1].isalnum())


def _cover_alt(issue: MarkdownIssue) -> str:
    if not issue.cover_credit or issue.cover_credit in issue.cover_alt:
        return issue.cover_alt
    credit = f"封面源自{issue.cover_credit}"
    return f"{issue.cover_alt}（{credit}）" if issue.cover_alt else credit
