"""Whole sites as dictionaries: what the tests of the writer write and compare."""

from __future__ import annotations

from pathlib import Path

from digest.output.artifact import Artifact
from digest.output.writer import OutputWriter, WriteReport

Site = dict[str, str]


def build(folder: Path, site: Site) -> WriteReport:
    """Writes a whole site as a build does."""
    with OutputWriter(folder) as out:
        for path, text in site.items():
            out.write(Artifact(path, text.encode()))
        return out.commit()


def site_of(folder: Path) -> Site:
    """Everything in an output folder but what digest keeps there for itself."""
    return {path: text for path, text in files_of(folder).items() if not path.startswith(".digest/")}


def files_of(folder: Path) -> Site:
    """Everything in a folder, links not followed."""
    return {
        str(path.relative_to(folder)): path.read_text(errors="replace")
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def folders_of(folder: Path) -> set[str]:
    """Every folder in a folder."""
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_dir()}
