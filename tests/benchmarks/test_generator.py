"""The generator of measuring sites: the same bytes for a seed, and the mix of content it promises."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
import sys
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
ENTRIES = 600


def generate(folder: Path, *options: str, hash_seed: str = "0") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, BENCHMARKS / "generate.py", folder, *options],
        env={**os.environ, "PYTHONHASHSEED": hash_seed},
        capture_output=True,
        text=True,
        check=False,
    )


def bytes_of(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("bench") / "site"
    assert generate(folder, "--entries", str(ENTRIES), "--seed", "7").returncode == 0
    return folder


@pytest.fixture(scope="module")
def entries(site: Path) -> list[tuple[Path, dict[str, Any], str]]:
    """Path, front matter and body of every entry, as plain YAML reads it: of any type."""
    found = []
    for path in sorted((site / "content/entries").rglob("*.md")):
        _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
        found.append((path, yaml.safe_load(front), body))
    return found


def test_same_seed_gives_same_bytes_whatever_the_hash_seed(site: Path, tmp_path: Path) -> None:
    again = tmp_path / "again"
    generate(again, "--entries", str(ENTRIES), "--seed", "7", hash_seed="4242")
    assert bytes_of(again) == bytes_of(site)


def test_another_seed_gives_other_entries(site: Path, tmp_path: Path) -> None:
    other = tmp_path / "other"
    generate(other, "--entries", "100", "--seed", "8")
    assert not set(bytes_of(other / "content").values()) & set(bytes_of(site / "content").values())


def test_a_small_site_is_the_newest_part_of_a_large_one(site: Path, tmp_path: Path) -> None:
    small = tmp_path / "small"
    generate(small, "--entries", "100", "--seed", "7")
    newest = bytes_of(site / "content/entries/2025/w20")
    assert bytes_of(small / "content/entries/2025/w20") == newest
    assert len(newest) == 100


def test_bundles_hold_the_same_text(site: Path, tmp_path: Path) -> None:
    bundled = tmp_path / "bundled"
    generate(bundled, "--entries", "100", "--seed", "7", "--bundles")
    flat = {
        name.replace(".md", "/index.md"): sha
        for name, sha in bytes_of(site / "content/entries/2025/w20").items()
    }
    assert bytes_of(bundled / "content/entries/2025/w20") == flat


def test_ids_and_slugs_are_unique_and_files_stand_in_their_week(
    entries: list[tuple[Path, dict[str, Any], str]],
) -> None:
    assert len({front["id"] for _, front, _ in entries}) == ENTRIES
    assert len({path.stem for path, _, _ in entries}) == ENTRIES
    for path, front, _ in entries:
        published: datetime = front["publishDate"]
        assert published >= front["date"]
        year, week, _ = published.isocalendar()
        assert path.parent.parts[-2:] == (str(year), f"w{week:02d}")
        assert re.fullmatch(rf"arxiv:{front['date']:%y%m}\.\d{{5}}", front["id"])


def test_a_hundred_entries_a_week_and_issue_files_for_the_newest_four(
    site: Path, entries: list[tuple[Path, dict[str, Any], str]]
) -> None:
    weeks = Counter("-".join(path.parent.parts[-2:]) for path, _, _ in entries)
    assert weeks == {f"2025-w{week}": 100 for week in range(15, 21)}
    issues = sorted(path.stem for path in (site / "content/issues").iterdir())
    assert issues == ["2025-W17", "2025-W18", "2025-W19", "2025-W20"]


def test_half_of_the_entries_are_chinese(entries: list[tuple[Path, dict[str, Any], str]]) -> None:
    assert Counter(front["lang"] for _, front, _ in entries) == {"zh": ENTRIES // 2, "en": ENTRIES // 2}
    for _, front, body in entries:
        # A word of each language that stands in no text of the other.
        assert ("。" in body) == (front["lang"] == "zh")


def test_five_tags_each_with_few_used_often(entries: list[tuple[Path, dict[str, Any], str]]) -> None:
    uses = Counter[str]()
    for _, front, _ in entries:
        assert len(set(front["tags"])) == 5
        uses.update(front["tags"])
    assert 250 < len(uses) <= 300
    ranked = [count for _, count in uses.most_common()]
    assert ranked[0] > 8 * ranked[200]


def test_topics_are_those_of_the_configuration(
    site: Path, entries: list[tuple[Path, dict[str, Any], str]]
) -> None:
    configuration = yaml.safe_load((site / "digest.yaml").read_text(encoding="utf-8"))
    known = {topic["id"] for topic in configuration["topics"]}
    assert len(known) == 8
    assert {topic for _, front, _ in entries for topic in front["topics"]} == known
    assert {len(front["topics"]) for _, front, _ in entries} == {1, 2}


def test_few_authors_have_three_entries(entries: list[tuple[Path, dict[str, Any], str]]) -> None:
    uses = Counter(name for _, front, _ in entries for name in front["authors"])
    often = sum(1 for count in uses.values() if count >= 3)
    assert 10 < often < len(uses) / 10


def test_bodies_are_two_kilobytes_and_hold_the_promised_mix(
    entries: list[tuple[Path, dict[str, Any], str]],
) -> None:
    bodies = [body for _, _, body in entries]
    sizes = [len(body.encode()) for body in bodies]
    assert 1850 < sum(sizes) / len(sizes) < 2150
    assert max(sizes) < 3000
    for body in bodies:
        assert "\n## " in body
        assert "\n- " in body
        assert "**" in body
        assert "https://" in body
    displays = [body for body in bodies if "\n$$\n" in body]
    assert ENTRIES / 4 * 0.75 < len(displays) < ENTRIES / 4 * 1.25
    assert all(re.search(r"[^$]\$[^$\n]+\$[^$]", body) for body in displays)
    assert ENTRIES / 4 * 0.75 < sum("```python" in body for body in bodies) < ENTRIES / 4 * 1.25
    either = sum("[^1]:" in body or "| ---" in body for body in bodies)
    assert ENTRIES / 8 * 0.6 < either < ENTRIES / 8 * 1.4


def test_every_slot_is_filled_and_fenced_python_compiles(
    entries: list[tuple[Path, dict[str, Any], str]],
) -> None:
    for path, front, body in entries:
        prose = "\n".join([front["title"], front["abstract"], front["summary"], body.split("```")[0]])
        without_maths = re.sub(r"\$[^$]+\$", "", prose.replace("$$", "$"))
        assert not re.search(r"[{}<>]", without_maths), path
        for block in re.findall(r"```python\n(.*?)```", body, re.DOTALL):
            compile(block, str(path), "exec")


def test_a_folder_in_use_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    refused = generate(tmp_path, "--entries", "1")
    assert refused.returncode == 1
    assert "is not empty" in refused.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("count", ["0", "-3", "100001", "many"])
def test_an_impossible_number_of_entries_is_a_usage_error(tmp_path: Path, count: str) -> None:
    assert generate(tmp_path / "site", "--entries", count).returncode == 2
    assert not (tmp_path / "site").exists()


def test_the_hugo_twin_holds_the_same_bodies_and_the_terms_hugo_cannot_work_out(
    site: Path, entries: list[tuple[Path, dict[str, Any], str]], tmp_path: Path
) -> None:
    twin = tmp_path / "hugo"
    subprocess.run([sys.executable, BENCHMARKS / "hugo_site.py", site, twin], check=True, capture_output=True)
    uses = Counter(name for _, front, _ in entries for name in front["authors"])
    for path, front, body in entries:
        _, hugo_front, hugo_body = (
            (twin / path.relative_to(site)).read_text(encoding="utf-8").split("---\n", 2)
        )
        said = yaml.safe_load(hugo_front)
        assert hugo_body == body
        assert said["all_authors"] == front["authors"]
        assert said["authors"] == [name for name in front["authors"] if uses[name] >= 3]
        assert said["issues"] == [f"2025-W{path.parent.name[1:]}"]
        assert said["sources"] == [front["source"]["name"]]
        assert all(said[key] == front[key] for key in ("id", "title", "date", "tags", "topics", "summary"))
    assert (twin / "hugo.yaml").is_file()
    headline = (twin / "content/issues/2025-w20/_index.md").read_text(encoding="utf-8")
    assert "\nheadline: " in headline
