import json
from pathlib import Path

import pytest

from cli.commands import make_site, refused, run
from digest.cli import list as list_command


@pytest.fixture
def site(tmp_path: Path) -> Path:
    make_site(
        tmp_path,
        **{
            "entries/old": "---\ntitle: Old\ndate: 2025-05-14\ntags: [LoRA, 大模型]\n"
            "topics: [3d]\nsource: arXiv\n---\n",
            "entries/new": "---\ntitle: New\ndate: 2025-05-21\ntags: [lora]\n---\n",
            "entries/draft": "---\ntitle: D\ndate: 2025-05-22\ntags: [hidden]\ndraft: true\n---\n",
            "issues/2025-W20": "---\ntitle: First\n---\n",
            "notes/n": "---\ntitle: Note\ndraft: true\ntags: [lora]\n---\n",
            "blog/b": "---\ntitle: Post\n---\n",
        },
    )
    return tmp_path


def lines(site: Path, *arguments: str) -> list[str]:
    return run(list_command.command, site, *arguments).stdout.splitlines()


def records(site: Path, *arguments: str) -> list[dict[str, object]]:
    found = json.loads(run(list_command.command, site, *arguments, "--json").stdout)
    assert isinstance(found, list)
    return found


def test_entries_last_seen_first(site: Path) -> None:
    assert lines(site, "entries") == [
        "2025-W21  draft  D  content/entries/draft.md  [draft]",
        "2025-W21  new  New  content/entries/new.md",
        "2025-W20  old  Old  content/entries/old.md",
    ]
    (site / "content/entries/found.md").write_text(
        "---\ntitle: Found\ndate: 2017-06-12\npublishDate: 2025-06-01\n---\n", encoding="utf-8"
    )
    assert lines(site, "entries")[0] == "2025-W22  found  Found  content/entries/found.md"


def test_entries_of_a_week(site: Path) -> None:
    assert lines(site, "entries", "--week", "2025-W20") == ["2025-W20  old  Old  content/entries/old.md"]
    assert records(site, "entries", "--week", "2025-w20") == [
        {
            "id": "",
            "slug": "old",
            "week": "2025-W20",
            "date": "2025-05-14T00:00:00Z",
            "title": "Old",
            "path": "content/entries/old.md",
            "draft": False,
            "address": "/entries/old/",
            "topics": ["3d"],
            "tags": ["LoRA", "大模型"],
        }
    ]


def test_the_slug_is_the_one_other_commands_take(site: Path) -> None:
    (site / "content/entries/old.md").write_text(
        "---\ntitle: Old\nslug: older\nurl: /elsewhere/\n---\n", encoding="utf-8"
    )
    assert "-  older  Old  content/entries/old.md" in lines(site, "entries")


def test_json_says_chinese_as_it_is_and_escapes_what_a_terminal_obeys(site: Path) -> None:
    name = "a\u202e\x9f.md"
    (site / "content/entries" / name).write_text("---\ntitle: 大模型\n---\n", encoding="utf-8")
    result = run(list_command.command, site, "entries", "--json")
    assert "大模型" in result.stdout
    assert not {"\u202e", "\x9f"} & set(result.stdout)
    assert f"content/entries/{name}" in {row["path"] for row in json.loads(result.stdout)}


def test_drafts_of_every_kind(site: Path) -> None:
    assert lines(site, "drafts") == [
        "2025-W21  draft  D  content/entries/draft.md  [draft]",
        "-  n  Note  content/notes/n.md  [draft]",
    ]
    assert lines(site, "drafts", "--week", "2025-W21") == [
        "2025-W21  draft  D  content/entries/draft.md  [draft]"
    ]


def test_issues_with_a_file_and_weeks_without(site: Path) -> None:
    assert lines(site, "issues") == [
        "-  2025-W21  1 entry, no file",
        "content/issues/2025-W20.md  2025-W20  First",
    ]
    assert [(row["address"], row["entries"]) for row in records(site, "issues")] == [
        ("/issues/2025-w21/", 1),
        ("/issues/2025-w20/", 1),
    ]
    assert lines(site, "issues", "--week", "2025-W20") == ["content/issues/2025-W20.md  2025-W20  First"]


def test_an_issue_that_is_not_shown_is_listed_with_the_reason(site: Path) -> None:
    (site / "content/issues/2025-W22.md").write_text(
        "---\ntitle: Next\ndraft: true\npicks: [old, new]\n---\n", encoding="utf-8"
    )
    assert lines(site, "issues")[0] == "content/issues/2025-W22.md  2025-W22  Next  [draft]"
    assert records(site, "issues")[0]["entries"] == 2


def test_what_a_build_would_not_show_counts_nowhere(site: Path) -> None:
    for name, keys in (("later", "publishDate: 2990-01-01"), ("gone", "expiryDate: 2025-06-01")):
        (site / f"content/entries/{name}.md").write_text(
            f"---\ntitle: T\ndate: 2025-05-14\n{keys}\ntags: [hidden]\nsource: arXiv\n---\n", encoding="utf-8"
        )
    assert {line.rpartition("  ")[2] for line in lines(site, "entries")} >= {
        "[draft]",
        "[future]",
        "[expired]",
    }
    assert not any("hidden" in line for kind in ("tags", "feeds") for line in lines(site, kind))
    assert lines(site, "sources") == ["arXiv  -  1"]
    assert [row["entries"] for row in records(site, "issues")] == [1, 1]


def test_terms_are_counted_by_slug_without_drafts(site: Path) -> None:
    assert lines(site, "tags") == ["/tags/lora/  2  LoRA", "/tags/大模型/  1  大模型"]
    assert lines(site, "topics")[0] == "/topics/3d/  1  3D"
    assert [row["entries"] for row in records(site, "topics")] == [1, 0, 0, 0]


def test_sources_configured_and_named_by_entries(site: Path) -> None:
    with (site / "digest.yaml").open("a", encoding="utf-8") as file:
        file.write("sources:\n  - {id: blog, kind: rss, url: https://example.org/feed}\n")
    (site / "content/entries/found.md").write_text(
        "---\ntitle: F\nsource: https://lab.example/post\n---\n", encoding="utf-8"
    )
    assert lines(site, "sources") == ["blog  rss  0", "arXiv  -  1", "lab.example  -  1"]


def test_feeds_by_absolute_address(site: Path) -> None:
    found = lines(site, "feeds")
    assert found[:3] == [f"https://example.org/d/{name}" for name in ("index.xml", "atom.xml", "feed.json")]
    assert "https://example.org/d/blog/atom.xml" in found
    assert "https://example.org/d/tags/%E5%A4%A7%E6%A8%A1%E5%9E%8B/feed.json" in found
    assert not any("hidden" in line or "/notes/" in line for line in found)


def test_a_file_that_cannot_be_read_hides_no_other(site: Path) -> None:
    (site / "content/entries/broken.md").write_text("---\ntitle: [\n---\n", encoding="utf-8")
    assert "broken.md:" in refused(list_command.command, site, "entries")


@pytest.mark.parametrize("arguments", [("poems",), (), ("tags", "--week", "2025-W20")])
def test_usage(site: Path, arguments: tuple[str, ...]) -> None:
    assert run(list_command.command, site, *arguments).exit_code == 2
