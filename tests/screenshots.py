"""Take a picture of every page kind of a site: `python tests/screenshots.py FOLDER`, with the tests' interpreter.

It builds the site (this repository's own, or `--site DIR`) and shows one page of each kind in light and dark and in
three widths (360, 768 and 1280 CSS pixels), and once as print would have it. `--cover FILE` takes the picture for the
README instead: the top of an issue, light, 1280 by 800.

Needs Chromium, and fonts with Chinese characters for a true picture (`apt-get install fonts-noto-cjk`).
"""

from __future__ import annotations

import argparse
import importlib.util
import re
import sys
import tempfile
from collections.abc import Iterator, Mapping
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

if importlib.util.find_spec("digest") is None:
    sys.exit("run this with .venv/bin/python, which `python3 tests/run.py --version` sets up")

from browser import Browser, Scheme
from browsers import HOW_TO_GET_ONE, find_chromium
from building import ROOT, build_site, copy_own_site, copy_site, files_of
from digest.problems import DigestError

BASE_URL = "https://example.org/digest/"
WIDTHS = (360, 768, 1280)
SCHEMES: tuple[Scheme, ...] = ("light", "dark")
MOST_HEIGHT = 4000
"""CSS pixels of a page that a picture shows; what is below repeats."""
FIRST_ISSUE = "issues/2025-w20/"
KINDS = {
    "home": "",
    "issues": "issues/",
    "archive": "archive/",
    "entries": "entries/",
    "topics": "topics/",
    "tags": "tags/",
    "sources": "sources/",
    "search": "search/",
    "404": "404.html",
}
"""Pages there is one of."""
MANY = {
    "issue": 'class="page-issue"',
    "day": 'class="page-issue"',
    "entry": 'class="page-entry"',
    "topic": 'class="page-list"',
    "tag": 'class="page-list"',
    "source": 'class="page-list"',
    "section": 'class="page-section"',
    "page": 'class="page-page"',
}
"""Pages there are many of, and how their body is marked; lists and issues are told apart by where they are."""
_DAY = re.compile(r"issues/\d{4}-\d\d-\d\d/")


def pages_by_kind(files: Mapping[str, bytes]) -> dict[str, str]:
    """One page of every kind the site has, by its path: of the many of a kind the one with most in it."""
    found = {kind: path for kind, path in KINDS.items() if _file(path) in files}
    for kind, mark in MANY.items():
        candidates = [
            path
            for path, data in files.items()
            if path.endswith("/index.html")
            and f"<body {mark}>".encode() in data
            and (mark != MANY["topic"] or path.startswith(f"{kind}s/"))
            and (mark != MANY["issue"] or (kind == "day") == bool(_DAY.match(path)))
            and path not in {_file(known) for known in found.values()}
        ]
        if candidates:
            best = max(candidates, key=lambda path: (len(files[path]), path))
            found[kind] = best.removesuffix("index.html")
    return found


def _file(path: str) -> str:
    return path + "index.html" if not path or path.endswith("/") else path


def take(browser: Browser, pages: Mapping[str, str]) -> Iterator[tuple[str, bytes]]:
    """Every picture with the name of its file."""
    for kind, path in pages.items():
        for scheme in SCHEMES:
            for width in WIDTHS:
                browser.view(width, scheme=scheme)
                browser.open(path)
                yield f"{kind}-{scheme}-{width}.png", browser.picture(MOST_HEIGHT)
        browser.view(680, media="print")  # A4 less its margins, at 96 dots to the inch
        browser.open(path)
        yield f"{kind}-print.png", browser.picture(MOST_HEIGHT)


def cover(browser: Browser, pages: Mapping[str, str]) -> bytes:
    """What a reader sees first of an issue; of our own site the first one, so that the picture need not change."""
    browser.view(1280, 800)
    browser.open(pages.get("first issue", pages["issue"]))
    return browser.picture()


def main(arguments: list[str]) -> int:
    """Build, look, write."""
    words = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    words.add_argument("folder", type=Path, nargs="?", help="where the pictures go")
    words.add_argument("--site", type=Path, default=ROOT, metavar="DIR", help="another site than our own")
    words.add_argument("--kind", action="append", metavar="KIND", help="only this kind; may be repeated")
    words.add_argument("--cover", type=Path, metavar="FILE", help="the picture for the README instead")
    given = words.parse_args(arguments)
    if given.folder is None and given.cover is None:
        words.error("name a folder, or a file with --cover")
    if find_chromium() is None:
        print(HOW_TO_GET_ONE, file=sys.stderr)
        return 1
    with tempfile.TemporaryDirectory() as made:
        folder = Path(made)
        site = (
            copy_own_site(folder) if given.site.resolve() == ROOT else copy_site(given.site, folder / "site")
        )
        try:
            build_site(site, folder / "out", base_url=BASE_URL, clock="2027-01-01T00:00:00Z")
        except DigestError as failure:
            print(*failure.problems, sep="\n", file=sys.stderr)
            return 1
        files = files_of(folder / "out")
    pages = pages_by_kind(files)
    if given.cover is not None and f"{FIRST_ISSUE}index.html" in files:
        pages["first issue"] = FIRST_ISSUE
    with Browser(files, BASE_URL) as browser:
        if given.cover is not None:
            given.cover.write_bytes(cover(browser, pages))
            return 0
        given.folder.mkdir(parents=True, exist_ok=True)
        for name, picture in take(
            browser, {k: p for k, p in pages.items() if not given.kind or k in given.kind}
        ):
            (given.folder / name).write_bytes(picture)
            print(given.folder / name)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
