"""`digest categorize` on entries: what it fills, what it renews, and what it never touches."""

import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cli.commands import refused, run, tree
from digest.cli import categorize, importing, main
from digest.config.load import load_config
from digest.content.collect import collect
from digest.content.drafts import EntryDraft
from digest.content.ownership import value_digest
from digest.output.lock import hold_lock

CONFIG = """site: {title: T, language: zh, timezone: UTC, base_url: https://example.org/d/}
topics:
  - {id: birds, name: {zh: 鸟类, en: Birds}, include: [gull, heron, 海鸥]}
  - {id: gulls, name: {zh: 鸥, en: Gulls}, include: ["title:gull"], implies: [birds]}
  - {id: boats, include: [skiff, 小舟], exclude: [airship]}
tags:
  - {name: 羽毛渲染, names: {zh: 羽毛渲染, en: feather rendering}, aliases: [feather rendering, plumage]}
"""
GULL = (
    "---\nid: arxiv:2505.09001\ntitle: Gulls and Plumage\nabstract: Feather rendering.  # good\n---\nNote.\n"
)
SKIFF = "---\ntitle: 小舟与海鸥\nlinks:\n  - https://example.org/gull/heron  # no bird\n---\n"
PATH = "content/entries/2025/gull/index.md"


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "digest.yaml", CONFIG)
    put(tmp_path, PATH, GULL)
    put(tmp_path, "content/entries/skiff.md", SKIFF)
    put(tmp_path, "content/entries/_index.md", "---\ntitle: Gull section\n---\n")
    put(tmp_path, "content/posts/gull.md", "---\ntitle: A gull in another section\n---\n")
    put(tmp_path, "content/issues/2025-W20.md", "---\ntitle: The gull issue\n---\n")
    return tmp_path


def put(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text, encoding="utf-8")


def text(root: Path, path: str = PATH) -> str:
    return (root / path).read_text(encoding="utf-8")


def change(root: Path, old: str, new: str, path: str = PATH) -> None:
    before = text(root, path)
    assert old in before
    put(root, path, before.replace(old, new))


def entry(root: Path, path: str = PATH) -> EntryDraft:
    config, _ = load_config(root)
    collection = collect(root, config)
    assert collection.problems == ()
    return next(found for found in collection.entries if found.path == path)


def without_lock(files: dict[str, bytes]) -> dict[str, bytes]:
    return {path: data for path, data in files.items() if not path.startswith(".digest/")}


def test_entries_get_topics_and_tags_and_nothing_else_changes(site: Path) -> None:
    before = tree(site)
    result = run(categorize.command, site)
    after = without_lock(tree(site))
    assert {path for path in after if after[path] != before[path]} == {PATH, "content/entries/skiff.md"}
    gull, skiff = entry(site), entry(site, "content/entries/skiff.md")
    assert (gull.topics, gull.tags) == (("birds", "gulls"), ("羽毛渲染",))
    assert (skiff.topics, skiff.tags) == (("birds", "boats"), ())
    assert text(site).startswith(GULL.removesuffix("---\nNote.\n"))
    assert text(site).endswith("---\nNote.\n")
    assert "topics: +birds +gulls" in result.stdout
    assert "2 entries changed, 0 as before" in result.stderr


def test_the_record_has_the_value_its_hash_and_every_reason(site: Path) -> None:
    run(categorize.command, site)
    gull = entry(site)
    for field, values in (("topics", gull.topics), ("tags", gull.tags)):
        record = gull.auto[field]
        assert (record.by, record.value, record.sha) == ("categorize", values, value_digest([*values]))
    reasons = "\n".join(gull.auto["topics"].why)
    assert re.search(r"^birds \d\.\d\d/\d\.\d\d: .*gull.* in title [+]\d", reasons, re.MULTILINE)
    assert re.search(
        r"^羽毛渲染 1\.00/0\.50 \(registry\): plumage in title [+]1\.00", gull.auto["tags"].why[0]
    )


def test_a_second_run_changes_no_byte(site: Path) -> None:
    run(categorize.command, site)
    before = tree(site)
    result = run(categorize.command, site)
    assert tree(site) == before
    assert result.stdout == ""
    assert "0 entries changed, 2 as before" in result.stderr


def test_a_dry_run_says_what_a_run_does_and_writes_nothing(site: Path) -> None:
    before = tree(site)
    shown = run(categorize.command, site, "--dry-run").stdout
    assert tree(site) == before
    assert run(categorize.command, site).stdout == shown
    change(site, "include: [gull, heron, 海鸥]", "include: [heron]", "digest.yaml")
    change(site, '"title:gull"', "plumage", "digest.yaml")
    change(site, "[skiff, 小舟]", "[skiff, 小舟, gull]", "digest.yaml")
    before = tree(site)
    shown = run(categorize.command, site, "--dry-run").stdout
    assert tree(site) == before
    assert f"{PATH}\n  topics: +boats\n      birds" in shown
    assert "content/entries/skiff.md\n  topics: -birds\n" in shown
    assert "feather" not in shown  # the tags are what they were


@pytest.mark.parametrize(
    ("old", "new", "topics"),
    [
        ("topics:\n  - birds\n  - gulls\n", "topics: [boats]\n", ("boats",)),
        ("  - birds\n  - gulls\n", "  - birds\n  - gulls\n  - boats\n", ("birds", "gulls", "boats")),
        ("topics:\n  - birds\n  - gulls\n", "", ()),
        ("topics:\n  - birds\n  - gulls\n", "topics: []\n", ()),
        ("topics:\n  - birds\n  - gulls\n", "topics:\n", ()),
    ],
)
def test_what_an_editor_changed_or_removed_stays(
    site: Path, old: str, new: str, topics: tuple[str, ...]
) -> None:
    run(categorize.command, site)
    front, mark, rest = text(site).partition("auto:")  # the record stays as it is
    assert old in front
    put(site, PATH, front.replace(old, new) + mark + rest)
    change(site, "include: [gull, heron, 海鸥]", "include: [nothing]", "digest.yaml")
    change(site, "aliases: [feather rendering, plumage]", "aliases: [nothing]", "digest.yaml")
    run(categorize.command, site, PATH.split("/")[-2])
    found = entry(site)
    assert found.topics == topics
    assert found.tags == ("羽毛渲染",)  # still found under its other names
    run(categorize.command, site)
    assert entry(site).topics == topics


def test_what_the_machine_owns_follows_the_rules_and_goes_with_them(site: Path) -> None:
    run(categorize.command, site)
    change(site, "include: [gull, heron, 海鸥]", "include: [crow]", "digest.yaml")
    change(site, '["title:gull"]', "[raven]", "digest.yaml")
    change(
        site,
        "names: {zh: 羽毛渲染, en: feather rendering}, aliases: [feather rendering, plumage]",
        "aliases: []",
        "digest.yaml",
    )
    run(categorize.command, site)
    assert text(site) == GULL  # nothing of the machine is left
    assert entry(site, "content/entries/skiff.md").topics == ("boats",)
    put(site, "digest.yaml", CONFIG)
    run(categorize.command, site)
    assert entry(site).topics == ("birds", "gulls")


def test_fields_without_a_record_are_the_editors(site: Path) -> None:
    put(site, PATH, GULL.replace("---\nNote", "topics: [boats]\ntags:\n---\nNote"))
    before = text(site)
    run(categorize.command, site)
    assert text(site) == before


@pytest.mark.parametrize("name", ["content/posts/gull.md", "content/entries/_index.md", "content/issues"])
def test_pages_of_sections_are_no_entries(site: Path, name: str) -> None:
    before = tree(site)
    with pytest.raises(SystemExit) as leaving:
        main.run(["--source", str(site), "categorize", str(site / name)])
    assert leaving.value.code == 1
    assert without_lock(tree(site)) == before


def test_leaving_with_0_means_done(site: Path) -> None:
    for _ in range(2):
        with pytest.raises(SystemExit) as leaving:
            main.run(["--source", str(site), "categorize"])
        assert leaving.value.code == 0


def test_entries_are_named_by_path_folder_slug_or_id_and_unknown_names_hide_no_other(site: Path) -> None:
    for name in (str(site / PATH), str(site / "content/entries/2025"), "gull", "arxiv:2505.09001"):
        assert run(categorize.command, site, name, "--dry-run").stdout.splitlines()[0] == PATH
        assert "skiff" not in run(categorize.command, site, name, "--dry-run").stdout
    result = run(categorize.command, site, "gul", "skiff", "nobody")
    assert 'no entry "gul"' in result.stderr
    assert 'no entry "nobody"' in result.stderr
    assert entry(site, "content/entries/skiff.md").topics == ("birds", "boats")


def test_a_file_that_cannot_be_read_is_named_and_hides_no_other(site: Path) -> None:
    put(site, "content/entries/broken.md", "---\ntitle: [\n---\n")
    put(site, "content/entries/wrong.md", "---\ntitle: A gull\ntgas: x\n---\n")
    result = run(categorize.command, site)
    assert "broken.md:" in result.stderr
    assert "wrong.md:3:1" in result.stderr
    assert entry_of(site, PATH).topics == ("birds", "gulls")


def entry_of(root: Path, path: str) -> EntryDraft:
    config, _ = load_config(root)
    return next(found for found in collect(root, config).entries if found.path == path)


@pytest.mark.parametrize(
    "written", ['+++\ntitle = "A gull"\n[params]\nx = 1\n+++\nText.\n', '{"title": "A gull"}\nText.\n']
)
def test_toml_and_json_are_filled_and_emptied_as_well(site: Path, written: str) -> None:
    path = "content/entries/other.md"
    put(site, "digest.yaml", CONFIG.replace("site:", "content: {unknown_keys: allow}\nsite:"))
    put(site, path, written)
    run(categorize.command, site)
    assert entry(site, path).topics == ("birds", "gulls")
    change(site, "include: [gull, heron, 海鸥]", "include: [crow]", "digest.yaml")
    run(categorize.command, site)
    assert entry(site, path).topics == ("birds", "gulls")  # implied
    change(site, '["title:gull"]', "[raven]", "digest.yaml")
    run(categorize.command, site)
    assert text(site, path) == written


def test_lines_that_somebody_rearranged_are_left_with_a_warning(site: Path) -> None:
    run(categorize.command, site)
    change(site, "  - birds\n  - gulls\n", "  - birds  # sure\n  - gulls\n")  # the same value in other lines
    change(site, "include: [gull, heron, 海鸥]", "include: [crow]", "digest.yaml")
    change(site, '["title:gull"]', "[raven]", "digest.yaml")
    before = text(site)
    assert f"{PATH}: warning" in run(categorize.command, site).stderr
    assert text(site) == before


def test_turned_off_it_does_nothing(site: Path) -> None:
    put(site, "digest.yaml", CONFIG + "categorize: {topics: false, tags: false}\n")
    before = tree(site)
    assert "nothing to do" in run(categorize.command, site, "--dry-run").stderr
    assert tree(site) == before
    put(site, "digest.yaml", CONFIG + "categorize: {topics: false}\n")
    run(categorize.command, site)
    assert (entry(site).topics, entry(site).tags) == ((), ("羽毛渲染",))


def test_what_an_import_gave_and_an_editor_removed_is_not_given_again(site: Path, tmp_path: Path) -> None:
    bib = site / "a.bib"
    bib.write_text(
        "@article{a, title={A heron}, url={https://h.example.org/}, keywords={waders}}\n", encoding="utf-8"
    )
    run(importing.command, site, str(bib))
    path = "content/entries/undated/a-heron/index.md"
    heron = entry(site, path)
    assert (heron.tags, heron.topics, set(heron.auto)) == (("waders",), ("birds",), {"topics"})
    change(site, "tags:\n  - waders\n", "", path)
    change(site, "aliases: [feather rendering, plumage]", "aliases: [heron]", "digest.yaml")
    run(categorize.command, site)
    assert entry(site, path).tags == ()
    assert entry(site, path).topics == ("birds",)


def test_the_lock_of_the_project_is_respected(site: Path) -> None:
    with hold_lock(site / ".digest/lock", wait=False, holder="somebody", on_wait=print):
        assert "somebody" in refused(categorize.command, site, "--no-wait")
        run(categorize.command, site, "--dry-run")  # reads alone


def test_modes_do_not_mix(site: Path) -> None:
    assert run(categorize.command, site, "--jsonl", "--dry-run").exit_code == 2


@pytest.mark.parametrize("title", ['"\\u200b gull"', "Ω gull Ω", "'😀gull'", '"gull\\tgull"'])
def test_odd_titles_and_articles_do_no_harm(site: Path, title: str) -> None:
    put(site, PATH, GULL.replace("Gulls and Plumage", title))
    put(site, "content/entries/2025/gull/source.md", "plumage " * 130_000)
    run(categorize.command, site)
    assert entry(site).topics == ("birds", "gulls")
    (site / "content/entries/2025/gull/source.md").write_bytes(b"\xff\xfe")
    assert "0 entries changed" in run(categorize.command, site).stderr


_LINES = st.lists(
    st.sampled_from(
        [
            "tags: [mine]",
            "topics: []",
            "summary: gull 小舟 LoRA",
            "aliases: [x]",
            "draft: true  # later",
            "weight: 3",
        ]
    ),
    unique_by=lambda line: line.split(":")[0],
)


@settings(max_examples=40, deadline=None)
@given(st.text(alphabet="gull 小舟羽毛渲染:#-\"'é", max_size=20), _LINES, st.sampled_from(["\n", "\r\n"]))
def test_any_entry_keeps_its_lines_and_is_done_after_one_run(
    tmp_path_factory: pytest.TempPathFactory, words: str, lines: list[str], newline: str
) -> None:
    root = tmp_path_factory.mktemp("site")
    put(root, "digest.yaml", CONFIG)
    own = ["---", "title: A gull", *lines, "---", words.replace("---", ""), ""]
    file = root / "content/entries/a.md"
    file.parent.mkdir(parents=True)
    file.write_bytes(newline.join(own).encode())
    run(categorize.command, root)
    data = file.read_bytes()
    left = iter(data.decode().split(newline))
    assert all(line in left for line in own)  # in order, with something between
    run(categorize.command, root)
    assert file.read_bytes() == data


def test_a_model_that_cannot_be_read_ends_the_run(site: Path) -> None:
    put(site, ".digest/state/categorizer.json", "{bad")
    before = tree(site)
    assert "categorizer.json" in refused(categorize.command, site)
    assert tree(site) == before
