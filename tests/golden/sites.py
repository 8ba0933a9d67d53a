"""Which files of which site are compared as text, and what they are compared with."""

from __future__ import annotations

import subprocess
from pathlib import Path

from building import CLOCK, PRIVATE, build_site, copy_test_site, digest, files_of

GOLDEN = Path(__file__).parent
TEXT = (".html", ".xml", ".json", ".bib", ".opml", ".txt")
CHOSEN: dict[str, tuple[str, ...]] = {
    "minimal": (),
    "chinese": (
        "index.html",
        "issues/2024-w10/index.html",
        "entries/qiangdiao/index.html",
        "entries/lianjie/index.html",
        "entries/gongshi/index.html",
        "entries/jiaozhu/index.html",
        "entries/english/index.html",
        "jekyll_post/index.html",
        "notes/index.html",
        "tags/vlm/index.html",
        "atom.xml",
    ),
    "themed": ("index.html", "entries/brush/index.html", "404.html"),
}
"""Files of each site; none chosen means every text file but style sheets."""


def built(name: str, folder: Path) -> dict[str, str]:
    """The files of a site that are compared, as a build makes them now."""
    site = copy_test_site(name, folder)
    build_site(site, folder / "out")
    files = files_of(folder / "out")
    chosen = CHOSEN[name] or [path for path in files if path.endswith(TEXT)]
    return {path: files[path].decode() for path in chosen}


def expected(name: str) -> dict[str, str]:
    """The files as reviewed."""
    folder = GOLDEN / name
    return {
        path.relative_to(folder).as_posix(): path.read_bytes().decode()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def broken_report(folder: Path) -> tuple[subprocess.CompletedProcess[str], bool]:
    """What a build of the site `broken` says, and whether it wrote anything."""
    site = copy_test_site("broken", folder)
    result = digest("build", "-s", site, "-d", folder / "out", "--clock", CLOCK, cwd=folder)
    written = (folder / "out").exists() and any(
        path.is_file() for path in (folder / "out").rglob("*") if PRIVATE not in path.parts
    )
    return result, written
