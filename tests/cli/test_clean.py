from pathlib import Path

from cli.commands import make_site, run, tree
from digest.cli import clean
from digest.output.artifact import Artifact
from digest.output.writer import OutputWriter


def built(site: Path, folder: str = "public") -> Path:
    with OutputWriter(site / folder) as writer:
        writer.write(Artifact("index.html", b"home"))
        writer.write(Artifact("entries/a/index.html", b"entry"))
        writer.commit()
    (site / ".digest/cache/deep").mkdir(parents=True, exist_ok=True)
    (site / ".digest/cache/deep/index").write_bytes(b"x")
    return site / folder


def test_removes_what_a_build_made_and_nothing_else(tmp_path: Path) -> None:
    site = make_site(tmp_path, about="---\ntitle: A\n---\n")
    public = built(site)
    (public / "CNAME").write_text("mine", encoding="utf-8")
    (site / ".digest/state").mkdir()
    (site / ".digest/state/rejected.jsonl").write_text("{}\n", encoding="utf-8")
    result = run(clean.command, site)
    assert "2 files removed" in result.stdout
    left = {name for name in tree(site) if not name.startswith("public/.digest/")}
    assert left == {"digest.yaml", "content/about.md", "public/CNAME", ".digest/state/rejected.jsonl"}


def test_cleaning_twice_and_cleaning_nothing_is_fine(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    assert run(clean.command, site).stdout == ""
    built(site)
    run(clean.command, site)
    assert run(clean.command, site).stdout == ""


def test_a_folder_no_build_made_is_left_alone(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (site / "public").mkdir()
    (site / "public/index.html").write_text("mine", encoding="utf-8")
    run(clean.command, site)
    assert (site / "public/index.html").is_file()


def test_another_output_folder_can_be_named(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    out = built(site, "elsewhere")
    run(clean.command, site, "-d", str(out))
    assert not (out / "index.html").exists()


def test_a_cache_that_is_a_link_loses_the_link_alone(tmp_path: Path) -> None:
    site = make_site(tmp_path)
    (tmp_path / "precious").mkdir()
    (tmp_path / "precious/file").write_text("mine", encoding="utf-8")
    (site / ".digest").mkdir()
    (site / ".digest/cache").symlink_to(tmp_path / "precious")
    run(clean.command, site)
    assert (tmp_path / "precious/file").is_file()
    assert not (site / ".digest/cache").is_symlink()
