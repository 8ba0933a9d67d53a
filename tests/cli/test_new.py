from pathlib import Path

import pytest

from cli.commands import make_site, refused, run, tree
from digest.cli import new
from digest.config.load import load_config
from digest.config.schema import DEFAULT_TOPICS
from digest.content.collect import collect
from digest.content.drafts import Draft

CLOCK = ("--clock", "2026-12-31T12:00:00Z")


def only(root: Path) -> Draft:
    config, _ = load_config(root)
    collection = collect(root, config)
    assert not collection.problems
    (draft,) = collection.drafts
    return draft


def test_an_entry_begins_as_a_draft_in_the_folder_of_its_iso_week(tmp_path: Path) -> None:
    result = run(new.command, make_site(tmp_path), "entry", 'C++: "新" 方法 #1', *CLOCK)
    assert result.stdout == "content/entries/2026/w53/c-新-方法-1/index.md\n"
    entry = only(tmp_path)
    assert entry.title == 'C++: "新" 方法 #1'
    assert entry.draft
    assert entry.date is None  # the source's, which nobody has looked up yet
    assert entry.publish_date is not None
    assert entry.publish_date.isoformat() == "2026-12-31T12:00:00+00:00"


def test_the_date_decides_in_the_zone_of_the_site(tmp_path: Path) -> None:
    make_site(tmp_path)
    result = run(new.command, tmp_path, "entry", "A", "--date", "2025-05-18T23:30:00-08:00", *CLOCK)
    assert result.stdout == "content/entries/2025/w21/a/index.md\n"
    assert run(new.command, tmp_path, "entry", "B", "--date", "2025-05-18").stdout.startswith(
        "content/entries/2025/w20/"
    )


def test_an_address_that_is_taken_gets_a_number(tmp_path: Path) -> None:
    make_site(tmp_path, **{"entries/any/where": "---\ntitle: W\nslug: c\n---\n"})
    paths = [
        run(new.command, tmp_path, "entry", title, *CLOCK).stdout.strip() for title in ("C", "C++", "C#")
    ]
    assert paths == [f"content/entries/2026/w53/c-{number}/index.md" for number in (2, 3, 4)]


def test_a_folder_that_is_there_already_is_not_filled(tmp_path: Path) -> None:
    make_site(tmp_path)
    (tmp_path / "content/entries/2026/w53/c").mkdir(parents=True)
    assert (
        run(new.command, tmp_path, "entry", "C", *CLOCK).stdout == "content/entries/2026/w53/c-2/index.md\n"
    )


@pytest.mark.parametrize(
    ("title", "path"),
    [
        ("The Week", "content/issues/2026-W53.md"),
        ("2025-W20", "content/issues/2025-W20.md"),
        ("2026-02-13", "content/issues/2026-02-13.md"),
    ],
)
def test_an_issue_is_named_by_its_period(tmp_path: Path, title: str, path: str) -> None:
    assert run(new.command, make_site(tmp_path), "issue", title, *CLOCK).stdout == f"{path}\n"
    assert only(tmp_path).title == title


def test_an_issue_of_a_past_period_is_dated_at_its_end(tmp_path: Path) -> None:
    run(new.command, make_site(tmp_path), "issue", "2025-W20", *CLOCK)
    draft = only(tmp_path)
    assert draft.date is not None
    assert draft.date.date().isoformat() == "2025-05-18"


def test_a_daily_site_gets_daily_issues(tmp_path: Path) -> None:
    make_site(tmp_path)
    with (tmp_path / "digest.yaml").open("a", encoding="utf-8") as file:
        file.write("issues:\n  period: day\n")
    assert run(new.command, tmp_path, "issue", "Today", *CLOCK).stdout == "content/issues/2026-12-31.md\n"


def test_terms_take_the_names_of_the_configuration(tmp_path: Path) -> None:
    make_site(tmp_path)
    with (tmp_path / "digest.yaml").open("a", encoding="utf-8") as file:
        file.write("tags:\n  - {name: LoRA, slug: lora-family, aliases: [low-rank adaptation]}\n")
    assert run(new.command, tmp_path, "topic", "多模态").stdout == "content/topics/multimodal/_index.md\n"
    assert (
        run(new.command, tmp_path, "tag", "Low-Rank Adaptation").stdout
        == "content/tags/lora-family/_index.md\n"
    )


def pasted(said: str) -> str:
    """What a remark says to paste into `digest.yaml`."""
    return said.partition("\n\n")[2]


def test_a_new_topic_does_not_cost_the_site_its_four(tmp_path: Path) -> None:
    made = run(new.command, make_site(tmp_path), "topic", "World Models")
    assert made.stdout == "content/topics/world-models/_index.md\n"
    with (tmp_path / "digest.yaml").open("a", encoding="utf-8") as file:
        file.write(pasted(made.stderr))
    topics = load_config(tmp_path)[0].topics
    assert topics[:-1] == DEFAULT_TOPICS
    assert (topics[-1].id, topics[-1].name.en) == ("world-models", "World Models")
    again = run(new.command, tmp_path, "topic", "Robots")
    with (tmp_path / "digest.yaml").open("a", encoding="utf-8") as file:
        file.write(pasted(again.stderr))
    assert [topic.id for topic in load_config(tmp_path)[0].topics[4:]] == ["world-models", "robots"]


def test_a_topic_that_is_listed_needs_no_advice(tmp_path: Path) -> None:
    assert run(new.command, make_site(tmp_path), "topic", "multimodal").stderr == ""


def test_a_topic_without_an_id_in_ascii_asks_for_one(tmp_path: Path) -> None:
    make_site(tmp_path)
    before = tree(tmp_path)
    asked = run(new.command, tmp_path, "topic", "具身智能")
    assert asked.exit_code == 2
    assert "--id" in asked.stderr
    assert tree(tmp_path) == before
    made = run(new.command, tmp_path, "topic", "具身智能", "--id", "embodied")
    assert made.stdout == "content/topics/embodied/_index.md\n"
    assert only(tmp_path).title == "具身智能"


@pytest.mark.parametrize(
    "arguments",
    [("topic", "T", "--id", "具身"), ("topic", "多模态", "--id", "other"), ("entry", "T", "--id", "t")],
)
def test_an_id_that_cannot_be_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(new.command, make_site(tmp_path), *arguments).exit_code == 2


def test_a_week_that_has_an_issue_is_told_how_to_name_another(tmp_path: Path) -> None:
    run(new.command, make_site(tmp_path), "issue", "The Week", *CLOCK)
    assert "--date" in refused(new.command, tmp_path, "issue", "Another", *CLOCK)


def test_a_page_stands_at_the_top(tmp_path: Path) -> None:
    assert run(new.command, make_site(tmp_path), "page", "关于 我们").stdout == "content/关于-我们.md\n"


@pytest.mark.parametrize("kind", ["issue", "topic", "tag", "page"])
def test_a_file_that_exists_is_never_touched(tmp_path: Path, kind: str) -> None:
    make_site(tmp_path)
    run(new.command, tmp_path, kind, "Same", *CLOCK)
    before = tree(tmp_path)
    assert "already there" in refused(new.command, tmp_path, kind, "Same", *CLOCK)
    assert tree(tmp_path) == before


def test_hostile_titles_stay_inside_the_content_folder(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    site = make_site(tmp_path / "site")
    for title in ("../../etc/passwd", "CON", "/abs", "a\x00b\u202e", "---\ntitle: x", "页" * 300):
        run(new.command, site, "entry", title, *CLOCK)
    assert {path.name for path in tmp_path.iterdir()} == {"site"}
    config, _ = load_config(site)
    assert not collect(site, config).problems


@pytest.mark.parametrize("date", ["1000-01-02", "9998-12-30"])
@pytest.mark.parametrize("kind", ["entry", "issue", "page"])
def test_the_first_and_last_years_are_read_again(tmp_path: Path, kind: str, date: str) -> None:
    run(new.command, make_site(tmp_path), kind, "T", "--date", date)
    draft = only(tmp_path)
    found = draft.date or draft.publish_date
    assert found is not None
    assert found.date().isoformat() == date


@pytest.mark.parametrize("date", ["0001-01-02", "0999-12-31", "9999-01-01", "9999-12-31"])
def test_years_no_reader_takes_are_usage_errors(tmp_path: Path, date: str) -> None:
    before = tree(make_site(tmp_path))
    for arguments in (
        *((kind, "T", "--date", date) for kind in ("entry", "issue", "page")),
        ("page", "T", "--clock", date),
        ("issue", date),
    ):
        result = run(new.command, tmp_path, *arguments)
        assert (result.exit_code, date[:4] in result.stderr) == (2, True), arguments
    assert run(new.command, tmp_path, "issue", "0001-W01").exit_code == 2
    assert tree(tmp_path) == before


@pytest.mark.parametrize(
    "arguments", [("poem", "T"), ("entry",), ("entry", " \u202e "), ("entry", "T", "--date", "tomorrow")]
)
def test_what_cannot_be_meant_is_a_usage_error(tmp_path: Path, arguments: tuple[str, ...]) -> None:
    assert run(new.command, make_site(tmp_path), *arguments).exit_code == 2
