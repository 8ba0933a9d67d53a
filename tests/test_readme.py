"""The README's samples are what it says they are: its entry and issue build without a warning."""

import re
from pathlib import Path

import pytest

from building import build_site
from digest.cli.main import COMMANDS

ROOT = Path(__file__).resolve().parent.parent
FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def samples(kind: str) -> list[str]:
    return [text for name, text in FENCE.findall((ROOT / "README.md").read_text("utf-8")) if name == kind]


def test_the_sample_entry_and_issue_build(tmp_path: Path) -> None:
    entry, issue = samples("markdown")
    folder = tmp_path / "content/entries/blip3-o"
    folder.mkdir(parents=True)
    (tmp_path / "digest.yaml").write_text("site: {title: Sample, base_url: https://example.org/}\n", "utf-8")
    (folder / "index.md").write_text(entry.replace("draft: true", "draft: false"), "utf-8")
    (folder / "teaser.png").write_bytes(
        (ROOT / "content/entries/2025/w20/cast").glob("*.png").__next__().read_bytes()
    )
    other = entry.replace("2505.09568", "2505.07291").replace("draft: true", "draft: false")
    (tmp_path / "content/entries/other.md").write_text(other.replace("image:", "# image:"), "utf-8")
    (tmp_path / "static/images").mkdir(parents=True)
    (tmp_path / "static/images/cover.png").write_bytes((folder / "teaser.png").read_bytes())
    (tmp_path / "content/issues").mkdir()
    (tmp_path / "content/issues/2025-W20.md").write_text(issue, "utf-8")

    report = build_site(tmp_path, tmp_path / "public", clock="2026-01-01T00:00:00Z")

    assert [str(problem) for problem in report.problems] == []
    page = (tmp_path / "public/issues/2025-w20/index.html").read_text("utf-8")
    assert "The editorial." in page
    assert page.count('class="h-entry"') == 2


def test_the_first_line_that_builds_is_the_build_line() -> None:
    lines = [line for text in samples("sh") for line in text.splitlines() if "digest build" in line]

    assert lines[0].startswith("python3 -m venv .venv && .venv/bin/pip install --quiet . && ")


def test_every_command_has_a_line_in_the_table() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    assert sorted(re.findall(r"^\| `digest (\w+)[^|]*` \| .+ \|$", text, re.MULTILINE)) == sorted(COMMANDS)


@pytest.mark.parametrize("name", ["README.md", ".github/CONTRIBUTING.md"])
def test_links_lead_to_files_that_are_there(name: str) -> None:
    file = ROOT / name
    targets = re.findall(r"(?<!!)\[[^\]]*\]\(([^)#:]+)\)", file.read_text("utf-8"))
    missing = [target for target in targets if not (file.parent / target).exists()]
    assert missing == []
    assert targets or name != "README.md"


def test_the_folders_of_the_architecture_are_those_there_are() -> None:
    """Every package of the program has its line in the contributing guide, and no line is about one that is gone."""
    text = (ROOT / ".github/CONTRIBUTING.md").read_text("utf-8")
    rows = re.findall(r"^\| (`[^|]+`) \| .+ \|$", text, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`(\w+)/`", row)}
    packages = {file.parent.name for file in (ROOT / "src/digest").glob("*/__init__.py")}
    assert named == packages
