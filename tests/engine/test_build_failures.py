"""A build that fails or is killed leaves the last good site, or one that the next build completes."""

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from building import CLOCK, build_site, copy_test_site, differing, digest, files_of, snapshot, write
from digest.problems import DigestError
from engine.edits import EditedSite

BROKEN = "---\ntitle: [unclosed\n---\nText.\n"


def test_a_broken_file_leaves_the_last_good_site(tmp_path: Path) -> None:
    site = copy_test_site("minimal", tmp_path)
    build_site(site, tmp_path / "out")
    before = snapshot(tmp_path / "out")
    write(site, "content/entries/new.md", "---\ntitle: New\ndate: 2024-05-01\n---\nText.\n")
    write(site, "content/entries/broken.md", BROKEN)
    result = digest("build", "-s", site, "-d", tmp_path / "out", "--clock", CLOCK, cwd=tmp_path)
    assert result.returncode == 1
    assert "content/entries/broken.md:2:" in result.stderr
    assert "Traceback" not in result.stderr
    assert snapshot(tmp_path / "out") == before


def test_keep_going_builds_the_rest(tmp_path: Path) -> None:
    site = copy_test_site("minimal", tmp_path)
    clean = copy_test_site("minimal", tmp_path / "clean")
    build_site(site, tmp_path / "out")
    for root in (site, clean):
        write(root, "content/entries/new.md", "---\ntitle: New\ndate: 2024-05-01\n---\nText.\n")
    write(site, "content/entries/broken.md", BROKEN)
    options = ("-d", tmp_path / "out", "--clock", CLOCK, "--keep-going")
    result = digest("build", "-s", site, *options, cwd=tmp_path)
    assert result.returncode == 1
    assert "content/entries/broken.md:2:" in result.stderr
    build_site(clean, tmp_path / "expected")
    assert differing(files_of(tmp_path / "out"), files_of(tmp_path / "expected")) == []
    again = digest("build", "-s", site, *options, cwd=tmp_path)
    assert again.returncode == 1, "a build with errors is not remembered as one with nothing to do"
    assert "content/entries/broken.md:2:" in again.stderr


@pytest.mark.parametrize("template", ["base.html", "entry.html", "parts/card.html", "list.html"])
@pytest.mark.parametrize("text", ["{% if %}", "{{ page.nonsense.more }}"])
def test_a_broken_template_leaves_the_last_good_site(tmp_path: Path, template: str, text: str) -> None:
    site = copy_test_site("minimal", tmp_path)
    build_site(site, tmp_path / "out")
    before = snapshot(tmp_path / "out")
    write(site, f"templates/{template}", text)
    with pytest.raises(DigestError) as failure:
        build_site(site, tmp_path / "out")
    assert f"templates/{template}:1" in str(failure.value)
    assert snapshot(tmp_path / "out") == before


def test_a_template_no_entry_can_be_made_with_takes_no_list_away(tmp_path: Path) -> None:
    """Keeping going means the rest; when not even a list can be made the site stays."""
    site = copy_test_site("minimal", tmp_path)
    build_site(site, tmp_path / "out")
    before = snapshot(tmp_path / "out")
    write(site, "templates/parts/card.html", "{% if %}")
    with pytest.raises(DigestError):
        build_site(site, tmp_path / "out", keep_going=True)
    assert snapshot(tmp_path / "out") == before


def test_a_site_that_lost_all_its_content_is_not_published(tmp_path: Path) -> None:
    site = copy_test_site("minimal", tmp_path)
    build_site(site, tmp_path / "out")
    before = snapshot(tmp_path / "out")
    for file in (site / "content/entries").iterdir():
        file.unlink()
    with pytest.raises(DigestError, match="nothing to publish"):
        build_site(site, tmp_path / "out")
    assert snapshot(tmp_path / "out") == before


def test_killed_builds_are_completed_by_the_next(tmp_path: Path) -> None:
    """Ten builds killed at random moments, over one output folder and one cache; then one that is not."""
    site = EditedSite(tmp_path / "site", 3)
    out = tmp_path / "out"
    build_site(site.root, out)
    pause = random.Random(4)
    command = [
        sys.executable,
        "-m",
        "digest",
        "build",
        "-s",
        str(site.root),
        "-d",
        str(out),
        "--clock",
        CLOCK,
    ]
    for number in range(10):
        site.edit_config()
        site.add_entry()
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as process:
            # Most of a build of this size lies between these moments; the last ones always get to write.
            time.sleep(0.15 + 0.5 * pause.random() * (number % 5 + 1) / 5)
            process.send_signal(signal.SIGKILL)
        assert (out / "index.html").read_bytes().rstrip().endswith(b"</html>")
    build_site(site.root, out)
    build_site(site.copy(tmp_path / "copy"), tmp_path / "clean")
    assert differing(files_of(out), files_of(tmp_path / "clean")) == []


def test_what_others_put_into_the_output_folder_stays(tmp_path: Path) -> None:
    site = copy_test_site("minimal", tmp_path)
    write(tmp_path, "out/CNAME", "example.org\n")
    build_site(site, tmp_path / "out")
    (site / "content/entries/paper-lanterns.md").unlink()
    build_site(site, tmp_path / "out")
    assert (tmp_path / "out/CNAME").read_text(encoding="utf-8") == "example.org\n"
    assert not (tmp_path / "out/entries/paper-lanterns").exists()
