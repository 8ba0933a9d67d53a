from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config.load import load_config, parse_config
from digest.config.schema import (
    DEFAULT_TOPICS,
    CategorizeConfig,
    Config,
    Names,
    SourceConfig,
    TagConfig,
    TaxonomyConfig,
)
from digest.problems import DigestError, Problem


def errors_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(DigestError) as caught:
        parse_config(text.encode())
    return caught.value.problems


def read(text: str) -> Config:
    config, warnings = parse_config(text.encode())
    assert warnings == ()
    return config


def test_a_folder_without_configuration_hints_at_init(tmp_path: Path) -> None:
    with pytest.raises(DigestError, match="digest init DIR"):
        load_config(tmp_path)


def test_a_folder_in_place_of_the_file_is_an_error_not_a_traceback(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").mkdir()
    with pytest.raises(DigestError, match=r"digest\.yaml"):
        load_config(tmp_path)


def test_an_empty_file_is_all_defaults(tmp_path: Path) -> None:
    (tmp_path / "digest.yaml").write_bytes(b"")
    assert load_config(tmp_path) == (Config(), ())
    assert [topic.id for topic in Config().topics] == ["multimodal", "omni-modal", "rl-infra", "3d"]
    assert all(
        topic.name.zh and topic.name.en and topic.description.zh and topic.description.en
        for topic in DEFAULT_TOPICS
    )


def test_what_is_given_is_read_the_rest_is_default() -> None:
    config = read(
        "site: {title: 周报, base_url: 'https://example.org/digest', language: en, timezone: Europe/London}\n"
        "topics: [{id: agents, name: {zh: 智能体}, description: One sentence}]\n"
        "tags: [{name: LoRA, aliases: [低秩适配]}]\n"
        "build: {paginate: 10, outputs: [rss]}\n"
        "taxonomies: {tags: {min: 2}}\n"
        "permalinks: {posts: '/:year/:slug/'}\n"
    )
    assert config.site.title == "周报"
    assert config.site.theme == "default"
    assert config.topics[0].name == Names(zh="智能体")
    assert config.topics[0].description == Names(zh="One sentence", en="One sentence")
    assert config.tags == (TagConfig("LoRA", aliases=("低秩适配",)),)
    assert (config.build.paginate, config.build.outputs, config.build.output) == (10, ("rss",), "public")
    assert config.taxonomies == {"authors": TaxonomyConfig(3), "tags": TaxonomyConfig(2)}
    assert config.permalinks == {"posts": "/:year/:slug/"}


def test_an_empty_list_of_topics_is_no_topics() -> None:
    assert read("topics: []").topics == ()
    assert read("topics:").topics == DEFAULT_TOPICS


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("https://example.org", "https://example.org/"),
        ("http://localhost:8000/a/b//", "http://localhost:8000/a/b/"),
        ("https://例子.中国/周报", "https://例子.中国/周报/"),
    ],
)
def test_base_url_ends_in_one_slash(written: str, expected: str) -> None:
    assert read(f"site: {{base_url: '{written}'}}").site.base_url == expected


@pytest.mark.parametrize(
    "written",
    [
        *(
            "example.org",
            "/digest/",
            "//example.org/",
            "ftp://example.org/",
            "javascript:alert(1)",
            "https://",
        ),
        *("https:///x", "https://user@example.org/", "https://example.org/?a", "https://example.org/#a", ""),
        *(
            "https://example.org/a b",
            "https://example.org:port/",
            "https://[::1/",
            "https://x/../y",
            'https://x/"',
        ),
    ],
)
def test_other_base_urls_are_refused_at_their_place(written: str) -> None:
    [problem] = errors_of(f"site:\n  base_url: '{written}'")
    assert (problem.path, problem.line, problem.column) == ("digest.yaml", 2, 13)


@pytest.mark.parametrize("written", ["Asia/Shanghi", "../etc/passwd", "/etc/passwd", "Asia", "", "北京"])
def test_unknown_time_zones_are_refused(written: str) -> None:
    [problem] = errors_of(f"site: {{timezone: '{written}'}}")
    assert (problem.line, problem.column) == (1, 18)
    assert "Asia/Shanghai" in problem.hint or "did you mean" in problem.hint


def test_all_errors_come_at_once_in_order_with_their_places() -> None:
    problems = errors_of(
        "site: {titel: x, language: fr}\n"
        "build: {paginate: 0, jobs: many, output: ''}\n"
        "topcs: []\n"
        "issues: {period: month, images: 1}\n"
        "taxonomies: {author: {min: 0}}\n"
    )
    assert [(problem.line, problem.column) for problem in problems] == [
        (1, 8), (1, 28), (2, 19), (2, 28), (2, 42), (3, 1), (4, 18), (4, 33), (5, 14), (5, 28),
    ]  # fmt: skip
    assert 'did you mean "title"?' in problems[0].hint
    assert 'did you mean "topics"?' in problems[5].hint


@pytest.mark.parametrize(
    ("value", "fits"), [("1", True), ("1000", True), ("0", False), ("1001", False), ("-5", False)]
)
def test_pages_hold_1_to_1000(value: str, fits: bool) -> None:
    if fits:
        assert read(f"build: {{paginate: {value}}}").build.paginate == int(value)
    else:
        assert "from 1 to 1000" in errors_of(f"build: {{paginate: {value}}}")[0].hint


@pytest.mark.parametrize(
    ("topics", "places", "word"),
    [
        ("[{id: a}, {id: b}, {id: a}]", [(1, 33)], "two topics"),
        ("[{id: Big Topic}]", [(1, 15)], "big-topic"),
        ("[{id: ../x}]", [(1, 15)], "cannot be the id"),
        ("[{id: 具身}]", [(1, 15)], "cannot be the id"),
        ("[{id: ''}]", [(1, 15)], "cannot be the id"),
        ("[{name: x}]", [(1, 10)], "id"),
        ("[{id: a, parent: b}]", [(1, 26)], "unknown topic"),
        ("[{id: a, implies: [b, c]}]", [(1, 27), (1, 27)], "unknown topic"),
        (
            "[{id: a, parent: b}, {id: b, parent: c}, {id: c, parent: a}, {id: d, parent: a}]",
            [(1, 26)],
            "a, b, c",
        ),
        ("[{id: a, parent: a}]", [(1, 26)], "lead back"),
        ("[{id: a, implies: b}, {id: b, implies: [a]}]", [(1, 27)], "a, b"),
    ],
)
def test_topics_must_agree(topics: str, places: list[tuple[int, int]], word: str) -> None:
    problems = errors_of(f"topics: {topics}")
    assert [(problem.line, problem.column) for problem in problems] == places
    assert word in str(problems[0])
    assert '", d' not in str(problems[0])


def test_a_hierarchy_without_a_circle_is_fine() -> None:
    config = read("topics: [{id: a}, {id: b, parent: a, implies: [a]}, {id: c, parent: b, implies: [a, b]}]")
    assert config.topics[2].implies == ("a", "b")


@pytest.mark.parametrize(
    "tags",
    [
        "[{name: a, aliases: [x]}, {name: b, aliases: [X]}]",
        "[{name: a, aliases: [b]}, {name: b}]",
        "[{name: a, names: {en: Same}}, {name: b, names: {en: same}}]",
        "[{name: é}, {name: É}]",
        "[{name: C++}, {name: C}]",
        "[{name: a, slug: b}, {name: b}]",
        "[{name: a, slug: 'A B'}]",
        "[{name: ''}]",
    ],
)
def test_a_name_or_slug_belongs_to_one_tag(tags: str) -> None:
    assert errors_of(f"tags: {tags}")[0].line == 1


def test_a_tag_may_repeat_its_own_name() -> None:
    config = read(
        "tags:\n- {name: VLM, names: {zh: 视觉, en: VLM}, aliases: [vlm, 视觉]}\n"
        "- {name: C++, slug: cpp}\n- {name: C}"
    )
    assert [tag.name for tag in config.tags] == ["VLM", "C++", "C"]


def test_keys_of_later_commands_are_kept_as_written() -> None:
    config = read(
        "sources:\n- {id: cv, kind: arxiv, query: 'cat:cs.CV', max_results: 50}\n"
        "- {id: blog, kind: rss, url: u}\n"
        "fetch: {delays: {arxiv: 3}, publish: picks}\nsummary: {length: 90, by: model}\n"
        "check: {external: [a]}\n"
    )
    assert config.sources == (
        SourceConfig("cv", "arxiv", {"query": "cat:cs.CV", "max_results": "50"}),
        SourceConfig("blog", "rss", {"url": "u"}),
    )
    assert config.fetch == {"delays": {"arxiv": "3"}, "publish": "picks"}
    assert (config.summary.length, config.summary.options) == (90, {"by": "model"})
    assert config.check == {"external": ["a"]}


def test_options_of_the_categorizer_are_typed() -> None:
    config = read("categorize: {tags: false, max_tags: 3, floors: {macro_f1: 0.9, chinese: 1}}")
    assert config.categorize == CategorizeConfig(
        tags=False, max_tags=3, floors={"macro_f1": 0.9, "chinese": 1.0}
    )
    assert Config().categorize.max_tags == 5


@pytest.mark.parametrize(
    ("written", "column", "word"),
    [
        ("max_tag: 3", 3, 'did you mean "max_tags"?'),
        ("max_tags: 21", 13, "out of range"),
        ("max_tags: few", 13, "whole number"),
        ("tags: maybe", 9, "true or false"),
        ("floors: {macro_f1: 1.5}", 22, "from 0 to 1"),
        ("floors: {macro_f1: high}", 22, "expected a number"),
        ("floors: {macro_f1: nan}", 22, "expected a number"),
        ("floors: [0.9]", 11, "mapping"),
    ],
)
def test_other_options_of_the_categorizer_are_refused_at_their_place(
    written: str, column: int, word: str
) -> None:
    [problem] = errors_of(f"categorize:\n {{{written}}}")
    assert (problem.line, problem.column) == (2, column)
    assert word in str(problem)


@pytest.mark.parametrize(
    ("term", "word"),
    [
        ("gull^0", "between 0 and 10"),
        ("title:gull^11", "between 0 and 10"),
        ("title:-^2", "no letter or digit"),
        ("x" * 201, "at most 200"),
    ],
)
@pytest.mark.parametrize("key", ["include", "exclude"])
def test_terms_that_cannot_be_read_are_refused_at_their_place(key: str, term: str, word: str) -> None:
    [problem] = errors_of(f"topics:\n- {{id: a, {key}: [fine, 'title:3DGS^2', '{term}']}}")
    assert (problem.line, problem.column) == (2, 43)
    assert word in problem.message
    assert "title:3DGS^2" in problem.hint


def test_everything_wrong_with_the_registry_is_said_at_once_where_it_stands() -> None:
    problems = errors_of(
        "topics:\n"
        "  - id: a\n"
        "    implies: [b, c]\n"
        "    include: [fine, '']\n"
        "  - {id: b, implies: a, include: [x, '--', ' '], exclude: [X]}\n"
        "  - {id: a, exclude: ''}\n"
        "tags:\n"
        "  - name: VLM\n"
        "    slug: vision-models\n"
        "    aliases: [视觉语言模型, 'Vision  Model', ]\n"
        "  - name: 图文模型\n"
        "    aliases: [vision model,\n"
        "              视觉语言模型, vlm, 图文模型, VISION-MODELS, '']\n"
        "    names: {en: VLM}\n"
        "  - name: '  '\n"
    )
    assert [(problem.line, problem.column) for problem in problems] == [
        (3, 14), (3, 14),  # a circle, an unknown topic
        (4, 21),  # an empty term
        (5, 38), (5, 44), (5, 60),  # one without a word, an empty one, one that says both
        (6, 10), (6, 22),  # an id twice, an empty term alone
        (12, 15), (13, 15), (13, 34), (13, 49), (14, 12),  # names of the other tag, and an empty alias
        (15, 11),  # no name
    ]  # fmt: skip
    assert "in line 10" in problems[8].hint
    assert '"视觉语言模型" belongs to two tags, "VLM" and "图文模型"' in problems[9].message


@pytest.mark.parametrize(
    "sources",
    ["[{id: a, kind: arxv}]", "[{kind: rss}]", "[{id: a}]", "[{id: a, kind: rss}, {id: a, kind: page}]",
     "[{id: A B, kind: rss}]", "[rss]", "[{id: a, kind: [rss]}]"],
)  # fmt: skip
def test_sources_need_an_id_of_their_own_and_a_known_kind(sources: str) -> None:
    assert errors_of(f"sources: {sources}")[0].line == 1


@pytest.mark.parametrize(
    "data",
    [
        b"\xff\xfea",
        "site: {title: 周报}".encode("gbk"),
        b"a: b\n" + b"# " * 600_000,
        b"- a",
        b"a: &x b",
        b"a: b: c",
    ],
)
def test_unreadable_files_are_problems_of_the_file(data: bytes) -> None:
    with pytest.raises(DigestError, match=r"digest\.yaml"):
        parse_config(data)


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(
        ["site", "topics", "tags", "sources", "build", "taxonomies", "summary", "issues", "fetch"]
    ),
    st.sampled_from(
        ["", "x", "[]", "{}", "[x]", "[[]]", "[{}]", "{a: b}", "{a: []}", "{id: [x]}", "[{id: {}, name: []}]"]
    ),
    st.sampled_from(
        ["title", "base_url", "timezone", "paginate", "output", "authors", "length", "name", "slug", "kind"]
    ),
)
def test_values_of_the_wrong_shape_are_problems(key: str, value: str, inner: str) -> None:
    for text in (
        f"{key}: {value}",
        f"{key}: {{{inner}: {value or 'x'}}}",
        f"{key}: [{{{inner}: {value or 'x'}}}]",
    ):
        try:
            config, _ = parse_config(text.encode())
        except DigestError as fault:
            placed = all(problem.line <= 1 for problem in fault.problems)
        else:
            placed = isinstance(config, Config)
        assert placed
