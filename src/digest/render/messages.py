"""The words of the interface in Chinese and English, and `t`, which templates call to get them.

Keys beginning with `nav_`, `kind_` or `lang_`, and those in `VIEW_KEYS`, are for the code that builds views;
all others are used by the bundled templates. Values in braces are filled in by name. Where a word changes
with a number, a language gives two forms and `count` chooses: the first for exactly one.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final

Text = Callable[..., str]
"""`t(key, **values)`: the words for `key`; KeyError for an unknown key or a missing value."""

_Forms = str | tuple[str, str]

VIEW_KEYS: Final = frozenset({"all_entries", "opml_title", "other", "week"})

_ZH: Final[dict[str, _Forms]] = {
    # Frame
    "skip": "跳到正文",
    "site_navigation": "站内导航",
    "feeds": "订阅",
    "scheme": "外观",
    "scheme_system": "跟随系统",
    "scheme_light": "浅色",
    "scheme_dark": "深色",
    "made_with": "由 digest 生成",
    # Entries
    "read_original": "阅读原文",
    "permalink": "详情",
    "draft": "草稿，尚未发布",
    "minutes": "{count} 分钟",
    "more": "继续阅读",
    "read_analysis": "阅读本站解读",
    "summary": "概要",
    "abstract": "摘要",
    "findings": "要点",
    "machine_summary": "机器撰写，未经编辑核对",
    "authors": "作者",
    "organizations": "机构",
    "venue": "发表于",
    "subjects": "学科",
    "updated": "更新于",
    "links": "相关链接",
    "identifiers": "编号",
    "coverage": "相关报道",
    "history": "更新记录",
    "source_text": "原文",
    "source_of_text": "来源：",
    "cite": "引用（BibTeX）",
    "copy": "复制",
    "copied": "已复制",
    "related": "相关条目",
    "in_issue": "收录于",
    "image_credit": "图：{credit}",
    "topics": "话题",
    "tags": "标签",
    "neighbours": "前后页面",
    "newer": "较新：",
    "older": "较旧：",
    # Issues
    "issue_number": "第 {number} 期",
    "entry_count": "{count} 篇",
    "highlights": "本期要点",
    "updates": "往期更新",
    "references": "参考链接",
    "outline": "本期目录",
    "issue_tags": "本期标签",
    "citations": "本页全部引用（BibTeX）",
    "newer_issue": "下一期：",
    "older_issue": "上一期：",
    "earlier_years": "往年此周",
    "read_issue": "阅读本期全文",
    "recent_issues": "往期",
    "latest": "最新条目",
    # Lists and indexes
    "toc": "目录",
    "entries": "条目",
    "near": "常与这些标签一起出现",
    "children": "下级话题",
    "pages": "翻页",
    "page_number": "第 {number} 页",
    "newer_page": "较新的一页",
    "older_page": "较旧的一页",
    "rare": "只用过一次的 {count} 个",
    "subsections": "分栏",
    "weeks_of": "{year} 年各周",
    "topic_feed": "订阅这个话题",
    # Search, nothing there, moved
    "search_label": "搜索条目、标签和话题",
    "search_button": "搜索",
    "browse": "从话题或标签找起：",
    "not_found": "这个地址没有页面，可能已经改名，也可能抄漏了一段。可以从下面几处接着看：",
    "newest_issue": "最新一期：",
    "moved": "这个页面已经搬到：",
    "empty_site": "这里还没有条目。运行 digest new entry 加上标题，写完去掉 draft 一行，"
    "再运行 digest build，第一篇就会出现在这里。",
    "empty_list": "这里还没有条目，可以先看看上面导航里的其他栏目。",
    "empty_issues": "还没有出过一期，可以先看看上面导航里的其他栏目。",
    # For the builders of views
    "nav_issues": "各期",
    "nav_topics": "话题",
    "nav_tags": "标签",
    "nav_entries": "条目",
    "nav_sources": "来源",
    "nav_authors": "作者",
    "nav_archive": "归档",
    "nav_search": "浏览",
    "nav_feed": "订阅",
    "nav_feeds": "全部订阅（OPML）",
    "nav_not_found": "没有这个页面",
    "kind_paper": "论文",
    "kind_code": "代码",
    "kind_model": "模型",
    "kind_dataset": "数据集",
    "kind_demo": "演示",
    "kind_project": "项目主页",
    "kind_video": "视频",
    "kind_article": "文章",
    "kind_discussion": "讨论",
    "lang_zh": "中文",
    "lang_zh-hant": "繁体中文",
    "lang_en": "英文",
    "lang_ja": "日文",
    "lang_ko": "韩文",
    "lang_de": "德文",
    "lang_fr": "法文",
    "lang_es": "西班牙文",
    "lang_ru": "俄文",
    "all_entries": "全部条目",
    "opml_title": "{site}的全部订阅",
    "other": "其他",
    "week": "{year} 年第 {week} 周",
}

_EN: Final[dict[str, _Forms]] = {
    # Frame
    "skip": "Skip to content",
    "site_navigation": "Site",
    "feeds": "Feeds",
    "scheme": "Colours",
    "scheme_system": "As the system",
    "scheme_light": "Light",
    "scheme_dark": "Dark",
    "made_with": "Made with digest",
    # Entries
    "read_original": "Read the original",
    "permalink": "Details",
    "draft": "Draft, not published",
    "minutes": "{count} min",
    "more": "Read on",
    "read_analysis": "Read our analysis",
    "summary": "Summary",
    "abstract": "Abstract",
    "findings": "Key findings",
    "machine_summary": "Written by a machine, not checked by an editor",
    "authors": "Authors",
    "organizations": "Organisations",
    "venue": "Venue",
    "subjects": "Subjects",
    "updated": "Updated",
    "links": "Links",
    "identifiers": "Identifiers",
    "coverage": "Coverage",
    "history": "History",
    "source_text": "Full text",
    "source_of_text": "Source:",
    "cite": "Cite (BibTeX)",
    "copy": "Copy",
    "copied": "Copied",
    "related": "Related entries",
    "in_issue": "Appeared in",
    "image_credit": "Image: {credit}",
    "topics": "Topics",
    "tags": "Tags",
    "neighbours": "Neighbouring pages",
    "newer": "Newer:",
    "older": "Older:",
    # Issues
    "issue_number": "No. {number}",
    "entry_count": ("{count} entry", "{count} entries"),
    "highlights": "Highlights",
    "updates": "Updates to earlier issues",
    "references": "References",
    "outline": "In this issue",
    "issue_tags": "Tags of this issue",
    "citations": "All citations of this page (BibTeX)",
    "newer_issue": "Next issue:",
    "older_issue": "Previous issue:",
    "earlier_years": "This week in earlier years",
    "read_issue": "Read the whole issue",
    "recent_issues": "Earlier issues",
    "latest": "Latest entries",
    # Lists and indexes
    "toc": "Contents",
    "entries": "Entries",
    "near": "Often used with",
    "children": "Sub-topics",
    "pages": "Pages",
    "page_number": "Page {number}",
    "newer_page": "Newer",
    "older_page": "Older",
    "rare": ("{count} used once", "{count} used once each"),
    "subsections": "Sections",
    "weeks_of": "Weeks of {year}",
    "topic_feed": "Feed of this topic",
    # Search, nothing there, moved
    "search_label": "Search entries, tags and topics",
    "search_button": "Search",
    "browse": "Start from a topic or a tag:",
    "not_found": "There is no page at this address: it may have been renamed, or a part of the address is "
    "missing. You can go on from here:",
    "newest_issue": "Newest issue:",
    "moved": "This page has moved to:",
    "empty_site": "There are no entries yet. Run digest new entry with a title, write it, take its draft line out, "
    "run digest build, and the first one appears here.",
    "empty_list": "There are no entries here yet; the navigation above leads to the rest of the site.",
    "empty_issues": "There is no issue yet; the navigation above leads to the rest of the site.",
    # For the builders of views
    "nav_issues": "Issues",
    "nav_topics": "Topics",
    "nav_tags": "Tags",
    "nav_entries": "Entries",
    "nav_sources": "Sources",
    "nav_authors": "Authors",
    "nav_archive": "Archive",
    "nav_search": "Browse",
    "nav_feed": "Feed",
    "nav_feeds": "All feeds (OPML)",
    "nav_not_found": "Page not found",
    "kind_paper": "Paper",
    "kind_code": "Code",
    "kind_model": "Model",
    "kind_dataset": "Dataset",
    "kind_demo": "Demo",
    "kind_project": "Project page",
    "kind_video": "Video",
    "kind_article": "Article",
    "kind_discussion": "Discussion",
    "lang_zh": "Chinese",
    "lang_zh-hant": "Traditional Chinese",
    "lang_en": "English",
    "lang_ja": "Japanese",
    "lang_ko": "Korean",
    "lang_de": "German",
    "lang_fr": "French",
    "lang_es": "Spanish",
    "lang_ru": "Russian",
    "all_entries": "All entries",
    "opml_title": "All feeds of {site}",
    "other": "Other",
    "week": "Week {week}, {year}",
}

WORDS: Final[Mapping[str, Mapping[str, _Forms]]] = {"zh": _ZH, "en": _EN}
"""Language of the interface to its words by key; every language has the same keys."""


def messages(language: str) -> Text:
    """The function `t(key, **values)` for one language of the interface (`zh` or `en`).

    Raises KeyError for another language.
    """
    words = WORDS[language]

    def t(key: str, **values: str | int | None) -> str:
        forms = words[key]
        if isinstance(forms, str):
            return forms.format_map(values) if values else forms
        return forms[values["count"] != 1].format_map(values)

    return t


def language_name(code: str, language: str) -> str:
    """What the language `code` (BCP 47: `en`, `zh-Hant`) is called in the interface; else the code itself."""
    words = WORDS[language]
    wanted = code.lower()
    name = words.get(f"lang_{wanted}") or words.get(f"lang_{wanted.partition('-')[0]}")
    return name if isinstance(name, str) else code
