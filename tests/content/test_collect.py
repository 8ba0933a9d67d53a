from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from digest.config.schema import Config
from digest.content.collect import Collection, collect, entry_week, find_entry, paths_in_site
from digest.problems import DigestError
from digest.text.weeks import Week

CONFIG = Config()
SHANGHAI = ZoneInfo("Asia/Shanghai")


@pytest.fixture
def site(tmp_path: Path) -> Path:
    texts = {
        "content/entries/2025/w20/blip/index.md": "id: arxiv:2505.09568\ntitle: B\ndate: 2025-05-14\n",
        "content/entries/a.md": "title: A\nslug: shared\ndate: 2025-05-18T17:00:00Z\n",
        "content/entries/b.md": "title: B\nslug: shared\npublishDate: 2025-05-20\ndate: 2024-01-01\n",
        "content/entries/c.md": "title: C\nissue: 2025-W30\ndate: 2025-05-14\n",
        "content/entries/d.md": "title: D\n",
        "content/entries/broken.md": "title: [\n",
        "content/about.md": "title: About\n",
    }
    for path, front in texts.items():
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).write_text(f"---\n{front}---\n", encoding="utf-8")
    return tmp_path


@pytest.fixture
def collection(site: Path) -> Collection:
    return collect(site, CONFIG)


def test_a_broken_file_hides_no_other(collection: Collection) -> None:
    assert len(collection.drafts) == 6
    assert len(collection.entries) == 5
    assert {problem.path for problem in collection.problems} == {"content/entries/broken.md"}


@pytest.mark.parametrize(
    ("name", "path"),
    [
        ("arxiv:2505.09568", ""),
        ("blip", ""),
        ("/entries/Blip/", ""),
        ("x", "content/entries/2025/w20/blip"),
        ("x", "content/entries/2025/w20/blip/index.md"),
    ],
)
def test_an_entry_is_found_by_id_slug_and_path(collection: Collection, name: str, path: str) -> None:
    assert find_entry(name, collection, path=path).title == "B"


def test_an_unknown_name_gets_the_nearest_and_the_files_that_could_not_be_read(
    collection: Collection,
) -> None:
    with pytest.raises(DigestError) as failure:
        find_entry("blipp", collection)
    assert "did you mean blip?" in str(failure.value)
    assert "broken.md" in str(failure.value)


def test_a_name_of_two_entries_names_both(collection: Collection) -> None:
    with pytest.raises(DigestError, match=r"a\.md.*b\.md"):
        find_entry("shared", collection)


def test_the_week_of_an_entry(collection: Collection) -> None:
    weeks = {entry.path: entry_week(entry, SHANGHAI) for entry in collection.entries}
    assert weeks == {
        "content/entries/2025/w20/blip/index.md": Week(2025, 20),
        "content/entries/a.md": Week(2025, 21),  # Sunday evening in UTC is Monday in Shanghai
        "content/entries/b.md": Week(2025, 21),
        "content/entries/c.md": Week(2025, 30),
        "content/entries/d.md": None,
    }


def test_names_count_as_paths_only_inside_the_site(site: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(site / "content")
    names = ["entries/a.md", str(site / "content/about.md"), "blip", "/etc/passwd", "x" * 5000, "a\0b"]
    assert paths_in_site(names, site) == {
        "entries/a.md": "content/entries/a.md",
        str(site / "content/about.md"): "content/about.md",
    }
