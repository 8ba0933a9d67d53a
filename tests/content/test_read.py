"""Reading drafts: which kind a file is, and the keys that every kind shares."""

from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config.schema import Config, ContentConfig, SiteConfig
from digest.content.drafts import Draft, EntryDraft, Image, IssueDraft, PageDraft, TermDraft
from digest.content.read import read_draft
from digest.problems import DigestError, Problem

SHANGHAI = ZoneInfo("Asia/Shanghai")
SEEDS = Path(__file__).parents[3] / "shared" / "seeds"


def read(text: str, path: str = "content/blog/a.md", config: Config | None = None) -> Draft:
    draft, warnings = read_draft(text.encode(), path=path, config=config or Config())
    assert warnings == ()
    return draft


def errors_of(text: str, path: str = "content/entries/a.md") -> tuple[Problem, ...]:
    with pytest.raises(DigestError) as caught:
        read_draft(text.encode(), path=path, config=Config())
    return caught.value.problems


@pytest.mark.parametrize(
    ("path", "kind", "section", "folder", "name"),
    [
        ("content/entries/2025/w20/blip3-o/index.md", EntryDraft, "entries", "entries/2025/w20", "blip3-o"),
        ("content/entries/a.md", EntryDraft, "entries", "entries", "a"),
        ("content/entries/_index.md", PageDraft, "entries", "entries", ""),
        ("content/entries/2025/_index.md", PageDraft, "entries", "entries/2025", ""),
        ("content/issues/2025-W20.md", IssueDraft, "issues", "issues", "2025-W20"),
        ("content/issues/2025-w20/index.md", IssueDraft, "issues", "issues", "2025-W20"),
        ("content/issues/2026-02-13.md", IssueDraft, "issues", "issues", "2026-02-13"),
        ("content/issues/_index.md", PageDraft, "issues", "issues", ""),
        ("content/topics/3d/_index.md", TermDraft, "topics", "topics/3d", ""),
        ("content/tags/大模型/_index.md", TermDraft, "tags", "tags/大模型", ""),
        ("content/topics/_index.md", PageDraft, "topics", "topics", ""),
        ("content/topics/3d/note.md", PageDraft, "topics", "topics/3d", "note"),
        ("content/blog/2025-01-02-x.md", PageDraft, "blog", "blog", "x"),
        ("content/about.md", PageDraft, "", "", "about"),
        ("content/_index.md", PageDraft, "", "", ""),
    ],
)
def test_the_path_says_which_kind_of_draft(
    path: str, kind: type, section: str, folder: str, name: str
) -> None:
    draft = read("---\ntitle: T\n---\nbody\n", path)
    assert type(draft) is kind
    assert (draft.path, draft.section, draft.folder, draft.name) == (path, section, folder, name)
    assert draft.is_index == path.endswith("_index.md")
    assert draft.is_bundle == path.endswith("/index.md")
    assert (draft.title, draft.body, draft.body_line) == ("T", "body\n", 4)
    if isinstance(draft, TermDraft):
        assert draft.taxonomy == section


COMMON = """---
title: 题目
date: 2025-05-12
lastmod: 2025-05-13T10:00:00Z
publishDate: 2025-05-14 08:30
expiryDate: 2026-01-01
draft: true
slug: my-slug
url: /x/y/
aliases: [/old/, /older/]
tags: [b, a, b]
topics: 3d
authors: [Ada, "Lin  Bo"]
summary: A *short* one.
description: plain
weight: 3
toc: true
lang: zh-Hant
noindex: true
image: {src: a.png, alt: Alt, credit: Me}
params: {mine: [1, {x: null}]}
---
"""


@pytest.mark.parametrize(
    "path",
    ["content/blog/a.md", "content/entries/a.md", "content/issues/2025-W20.md", "content/tags/x/_index.md"],
)
def test_common_keys_mean_the_same_everywhere(path: str) -> None:
    draft = read(COMMON, path)
    assert draft.date == datetime(2025, 5, 12, tzinfo=SHANGHAI)
    assert draft.lastmod == datetime(2025, 5, 13, 10, tzinfo=UTC)
    assert draft.publish_date == datetime(2025, 5, 14, 8, 30, tzinfo=SHANGHAI)
    assert draft.expiry_date == datetime(2026, 1, 1, tzinfo=SHANGHAI)
    assert (draft.title, draft.draft, draft.slug, draft.url) == ("题目", True, "my-slug", "/x/y/")
    assert (draft.aliases, draft.tags, draft.topics) == (("/old/", "/older/"), ("b", "a"), ("3d",))
    assert draft.authors == ("Ada", "Lin Bo")
    assert (draft.summary, draft.description, draft.weight) == ("A *short* one.", "plain", 3)
    assert (draft.toc, draft.lang, draft.noindex) == (True, "zh-Hant", True)
    assert draft.image == Image("a.png", "Alt", "Me")
    assert draft.params == {"mine": ["1", {"x": None}]}
    assert draft.places["url"] == (9, 1)
    assert draft.body_line == 23


def test_a_file_without_front_matter_is_a_page() -> None:
    draft = read("# Just text\n")
    assert (draft.title, draft.body, draft.body_line, draft.date) == ("", "# Just text\n", 1, None)


def test_dates_without_zone_are_in_that_of_the_site() -> None:
    config = Config(site=SiteConfig(timezone="America/New_York"))
    draft = read("---\ndate: 2025-01-15 10:00\n---\n", config=config)
    assert draft.date == datetime(2025, 1, 15, 15, tzinfo=UTC)


def test_the_file_name_gives_the_date_where_the_front_matter_gives_none() -> None:
    assert read("x", "content/blog/2025-01-02-x.md").date == datetime(2025, 1, 2, tzinfo=SHANGHAI)
    assert read("x", "content/blog/2025-01-02-x/index.md").date == datetime(2025, 1, 2, tzinfo=SHANGHAI)
    dated = read("---\ndate: 2024-12-31\n---\n", "content/blog/2025-01-02-x.md")
    assert dated.date == datetime(2024, 12, 31, tzinfo=SHANGHAI)
    assert read("x", "content/blog/0001-01-01-x.md").date is None


def test_keys_do_not_depend_on_case() -> None:
    draft = read("---\nTitle: T\npublishdate: 2025-01-01\nLASTMOD: 2025-01-02\n---\n", "content/entries/a.md")
    assert draft.title == "T"
    assert draft.publish_date == datetime(2025, 1, 1, tzinfo=SHANGHAI)
    assert draft.lastmod == datetime(2025, 1, 2, tzinfo=SHANGHAI)
    assert draft.places["publishDate"] == draft.places["publishdate"] == (3, 1)


def test_null_is_as_if_not_written() -> None:
    text = "---\ntitle: T\ndate:\ntags: ~\ndraft: null\nweight:\nimage:\n---\n"
    draft = read(text, "content/entries/a.md")
    assert (draft.date, draft.tags, draft.draft, draft.weight, draft.image) == (None, (), False, None, None)


@pytest.mark.parametrize(
    "path", ["content/entries/a.md", "content/issues/2025-W20.md", "content/topics/x/_index.md"]
)
def test_unknown_keys_follow_the_configuration(path: str) -> None:
    text = "---\ntitle: T\ntgas: [a]\n---\n"
    [problem] = errors_of(text, path)
    assert (problem.line, problem.column, problem.message) == (3, 1, 'unknown key "tgas"')
    assert '"tags"' in problem.hint
    warned, warnings = read_draft(
        text.encode(), path=path, config=Config(content=ContentConfig(unknown_keys="warn"))
    )
    assert [(problem.severity, problem.line) for problem in warnings] == [("warning", 3)]
    allowed = read(text, path, Config(content=ContentConfig(unknown_keys="allow")))
    assert warned.params == allowed.params == {"tgas": ["a"]}


def test_pages_keep_keys_of_their_own_as_params() -> None:
    draft = read(
        "---\ntitle: T\nparams: {a: 1, b: 2}\nb: 3\nkeywords: [x]\nlinkTitle: L\ncategories: [c]\n"
        "type: post\n"
        "cascade: {x: y}\nisCJKLanguage: true\nmenu: {main: {weight: 5}}\n---\n"
    )
    assert draft.params == {
        "a": "1", "b": "3", "keywords": ["x"], "linkTitle": "L", "categories": ["c"], "type": "post",
        "cascade": {"x": "y"}, "isCJKLanguage": "true", "menu": {"main": {"weight": "5"}},
    }  # fmt: skip


def test_hugo_pages_in_their_many_shapes() -> None:
    draft = read(
        "---\nauthor: {name: Ada, email: a@b}\ntoc: {enable: true}\n"
        "cover: {image: a.jpg, caption: C, hidden: true}\n"
        "images: [b.png, c.png]\nweight: [1]\n---\n"
    )
    assert draft.authors == ("Ada",)
    assert draft.image == Image("a.jpg", "C")
    assert draft.params == {"toc": {"enable": "true"}, "images": ["b.png", "c.png"], "weight": ["1"]}
    listed = read("---\nimages: [b.png, c.png]\n---\n")
    assert (listed.image, listed.params) == (Image("b.png"), {"images": ["b.png", "c.png"]})
    assert read("---\nfeatured_image: /b.png\n---\n").image == Image("/b.png")
    assert read("---\nauthors:\n- name: A\n- B\n---\n").authors == ("A", "B")


def test_toml_and_json_say_the_same_as_yaml() -> None:
    as_yaml = read("---\ntitle: T\ntags: [a]\ndate: 2025-01-02\ndraft: true\nweight: 2\nx: 1.50\n---\nbody")
    as_toml = read(
        "+++\ntitle = 'T'\ntags = ['a']\ndate = 2025-01-02\ndraft = true\nweight = 2\nx = 1.50\n+++\nbody"
    )
    as_json = read(
        '{"title": "T", "tags": ["a"],\n"date": "2025-01-02",\n"draft": true,\n"weight": 2,'
        '\n"x": 1.50\n}\nbody'
    )
    for other in (as_toml, as_json):
        assert msgspec.structs.replace(other, places={}, body_line=1) == msgspec.structs.replace(
            as_yaml, places={}, body_line=1
        )
    assert as_toml.places == as_yaml.places


def test_jekyll_pages() -> None:
    draft = read(
        "---\nlayout: post\ntitle:  T\ndate:   2025-08-08 16:52:00 +0800\ncategories: 大模型\n"
        "tags: qwen 多模态 qwen\n"
        "excerpt: E\npermalink: /all\npublished: false\n---\n* content\n{:toc}\n"
    )
    assert draft.date == datetime(2025, 8, 8, 8, 52, tzinfo=UTC)
    assert (draft.tags, draft.summary, draft.url, draft.draft) == (("qwen", "多模态"), "E", "/all", True)
    assert draft.params == {"layout": "post", "categories": "大模型"}
    assert draft.places["url"] == draft.places["permalink"] == (8, 1)
    assert draft.body == "* content\n{:toc}\n"


def test_jekyll_keys_are_custom_without_a_layout() -> None:
    draft = read("---\ntags: one tag\npermalink: /x\nexcerpt: E\npublished: false\n---\n")
    assert (draft.tags, draft.url, draft.summary, draft.draft) == (("one tag",), "", "", False)
    assert draft.params == {"permalink": "/x", "excerpt": "E", "published": "false"}


def test_jekyll_tags_may_be_a_list_and_published_true() -> None:
    draft = read("---\nlayout: post\ntags: [large model, b]\npublished: true\n---\n")
    assert (draft.tags, draft.draft) == (("large model", "b"), False)
    assert errors_of("---\nlayout: post\npublished: maybe\n---\n", "content/blog/a.md")[0].line == 3


def test_characters_that_hide_or_reorder_leave_titles_and_names() -> None:
    draft = read(
        '---\ntitle: "a\u202eb\u2066c\U000e0041d\\u0085e"\ntags: ["x\u200fy", "\u202e"]\n'
        'authors: ["A\u061cB"]\n---\n',
        "content/entries/a.md",
    )
    assert (draft.title, draft.tags, draft.authors) == ("abcd e", ("xy",), ("AB",))


def test_a_long_title_is_a_title() -> None:
    assert read(f"---\ntitle: {'长' * 300}\n---\n", "content/entries/a.md").title == "长" * 300


@pytest.mark.parametrize(
    "slug",
    ["../../etc", "a/b", "/a", "..", ".", "a\\b", "C:x", "a\u202eb", '"a\\tb"'],
)
@pytest.mark.parametrize("path", ["content/entries/a.md", "content/blog/a.md"])
def test_a_slug_is_one_part_of_an_address(slug: str, path: str) -> None:
    [problem] = errors_of(f"---\ntitle: T\nslug: {slug}\n---\n", path)
    assert (problem.line, problem.column) == (3, 7)
    assert "slug" in problem.hint


@pytest.mark.parametrize("slug", ["大模型", "foo_bar", "v1.2", "C++", "Hello World"])
def test_other_slugs_are_kept_as_written(slug: str) -> None:
    assert read(f"---\nslug: {slug}\n---\n").slug == slug


@pytest.mark.parametrize("lang", ["zh", "en", "zh-Hant", "zh-cn", "pt-BR", "yue"])
def test_languages(lang: str) -> None:
    assert read(f"---\nlang: {lang}\n---\n").lang == lang


@pytest.mark.parametrize(
    "lang", ["chinese", "z", "中文", "en_US", "en-", "zh-Hant-" + "x" * 9, '"en\\"onload"']
)
def test_languages_that_are_none(lang: str) -> None:
    assert errors_of(f"---\ntitle: T\nlang: {lang}\n---\n")[0].line == 3


def test_all_problems_of_a_file_come_at_once_in_order() -> None:
    problems = errors_of(
        "---\nweight: heavy\ndate: 2025-02-30\ntgas: x\ndraft: perhaps\ntags: {a: b}\nissue: 2025-W53\n"
        "links: [{kind: x}]\n---\n"
    )
    assert [problem.line for problem in problems] == [1, 2, 3, 4, 5, 6, 7, 8, 8]
    assert {problem.path for problem in problems} == {"content/entries/a.md"}


def test_two_spellings_of_one_key_are_an_error_where_files_are_strict() -> None:
    [problem] = errors_of("---\ntitle: T\nauthor: A\nauthors: [B]\n---\n")
    assert (problem.line, problem.column) == (4, 1)
    assert "line 3" in problem.message
    assert read("---\nauthor: A\nauthors: [B]\n---\n").authors == ("A",)


@pytest.mark.parametrize(
    "data",
    [
        *(b"\xff\xfe\x00", "---\ntitle: 题目\n---\n".encode("gbk"), b"---\ntitle: x\n", b"x" * 10_000_000),
        *(b"---\na: &x b\n---\n", b"---\ntitle: a: b\n---\n", b"---\n- a\n---\n", b"---\ntitle: \x00\n---\n"),
        *(b"+++\na = \n+++\n", b'{"a": }\n'),
    ],
)
def test_unreadable_files_are_problems_of_the_file(data: bytes) -> None:
    for path in ("content/entries/a.md", "content/blog/a.md"):
        with pytest.raises(DigestError, match=r"content/.*/a\.md:?[0-9:]*: error: "):
            read_draft(data, path=path, config=Config())


VALUES = st.sampled_from(
    ["", "x", "[]", "[x, [y], {z: 1}]", "{}", "{url: x, src: [1]}", "2025-01-01", "true", "-1", "\u202e"]
)
KEYS = st.sampled_from(
    [
        "title",
        "date",
        "draft",
        "slug",
        "url",
        "aliases",
        "tags",
        "topics",
        "authors",
        "summary",
        "weight",
        "toc",
        "lang",
        "image",
        "cover",
        "params",
        "id",
        "source",
        "links",
        "coverage",
        "venue",
        "subjects",
        "findings",
        "issue",
        "history",
        "auto",
        "number",
        "highlights",
        "picks",
        "sections",
        "layout",
        "permalink",
        "published",
    ]
)


@settings(max_examples=300, deadline=None)
@given(
    st.dictionaries(KEYS, VALUES, max_size=6),
    st.sampled_from(["entries/a.md", "issues/2025-W20.md", "topics/a/_index.md", "blog/2025-01-01-a.md"]),
    st.sampled_from(["error", "warn", "allow"]),
)
def test_any_shape_of_value_is_a_draft_or_problems(values: dict[str, str], path: str, unknown: str) -> None:
    text = "---\n" + "".join(f"{key}: {value}\n" for key, value in values.items()) + "---\n"
    config = Config(content=msgspec.convert({"unknown_keys": unknown}, ContentConfig))
    try:
        draft, problems = read_draft(text.encode(), path=f"content/{path}", config=config)
    except DigestError as fault:
        problems = fault.problems
    else:
        kept = msgspec.msgpack.encode(draft)
        assert msgspec.msgpack.decode(kept, type=Draft) == draft
        assert all(problem.severity == "warning" for problem in problems)
    assert list(problems) == sorted(problems)
    assert all(problem.path == f"content/{path}" and problem.line <= len(values) + 2 for problem in problems)


@pytest.mark.skipif(not SEEDS.is_dir(), reason="the seed documents (../shared/seeds) are not on this machine")
def test_seed_documents_are_read_as_they_are() -> None:
    [hugo] = SEEDS.glob("001_*.txt")
    [jekyll] = SEEDS.glob("004_*.txt")
    page = read(hugo.read_text(encoding="utf-8"))
    assert (page.title, page.toc, page.date) == ("多模态", True, datetime(2025, 8, 11, 16, tzinfo=UTC))
    page = read(jekyll.read_text(encoding="utf-8"))
    assert page.tags == ("qwen", "多模态", "阿里", "蚂蚁", "全模态", "双工", "实时")
    assert (page.title, page.url) == ("全模态大模型专题", "/all_modality")
    assert page.date == datetime(2025, 8, 8, 16, 52, tzinfo=SHANGHAI)
