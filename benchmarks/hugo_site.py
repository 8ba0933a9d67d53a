"""Write the Hugo twin of a generated digest site, from the same entry files.

    python benchmarks/hugo_site.py DIGEST_DIR HUGO_DIR

The layouts in `hugo/` make what `digest build` makes.

**Equal:** entry pages (byline, terms, links, abstract, body, BibTeX, previous and next, five related by
tags, `citation_*`, OpenGraph, JSON-LD); weekly issue pages by topic; home with the newest issue; lists of
50 for entries, tags, topics, sources, and authors from 3 entries on; archive; 404; RSS, Atom and JSON Feed
(20 items, summaries) for home, entries, issues, every tag and topic; `citations.bib` for issues, tags and
topics; OPML, sitemap, robots, one JSON shard a week; TeX to MathML at build time; highlighting with CSS
classes; summary and abstract read as Markdown; the same base address. Neither side minifies. Both write the
same files, but for list pages, `/search/` and theme assets.

**Different, in Hugo's favour:** this script hands it the ISO week and source of an entry as terms, and only
those authors who have a page; `digest` works that out in its own time. Hugo's pages get the nearest
neighbours in the lists of their tags as related entries, not a ranking: its own `Related` made a build of
10,000 entries more than twice as long. Front matter is not checked for unknown keys, and emphasis beside
Chinese punctuation stays literal. A list item and a BibTeX record are made once and kept with the page,
which is faster than Hugo's partial cache (that forgets all but 1,000), and summaries go around `.Summary`,
which renders a body again for each format.

**Different, in digest's favour:** its lists are cut from the oldest end with 50 to 99 items on the first
page, which makes one list page fewer for every list of more than 50. KaTeX knows more TeX than math-core
and takes longer for it. The Hugo layouts were written by the people who wrote `digest`.

Hugo has no incremental build, so its edit and no-change times are full builds over a warm cache of its own.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import yaml

AUTHOR_NEEDS = 3
"""An author gets a page from this many entries on, as in the configuration's default."""

SKELETON = Path(__file__).with_name("hugo")


class _Entry(NamedTuple):
    path: Path
    front: str
    body: str
    authors: tuple[str, ...]
    source: str
    topics: tuple[str, ...]
    published: datetime


def _read(path: Path) -> tuple[str, str]:
    """Return front matter and body of a file `generate.py` wrote."""
    _, front, body = path.read_text(encoding="utf-8").split("---\n", 2)
    return front, body


def _entry(path: Path) -> _Entry:
    front, body = _read(path)
    # The C loader where there is one; the files are our own, so the safe schema is all that is needed.
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    said = yaml.load(front, Loader=loader)
    return _Entry(
        path=path,
        front=front,
        body=body,
        authors=tuple(said["authors"]),
        source=said["source"]["name"],
        topics=tuple(said["topics"]),
        published=said["publishDate"],
    )


def _term(values: Sequence[str]) -> str:
    return "[" + ", ".join(f'"{value}"' for value in values) + "]"


def _hugo_front(entry: _Entry, has_page: set[str]) -> str:
    """The same lines, `lang` and `authors` under names that mean nothing to Hugo, and the terms."""
    year, week, _ = entry.published.isocalendar()
    known = [name for name in entry.authors if name in has_page]
    front = entry.front.replace("\nlang: ", "\nlanguage: ", 1).replace("\nauthors: ", "\nall_authors: ", 1)
    return (
        f"{front}authors: {_term(known)}\nissues: {_term([f'{year}-W{week:02d}'])}\n"
        f'sources: {_term([entry.source])}\nfirst_topic: "{entry.topics[0]}"\n'
    )


def write_hugo_site(digest_site: Path, hugo_site: Path) -> int:
    """Write the twin of `digest_site` into `hugo_site`, which must be new or empty; return how many entries.

    Raises:
        FileExistsError: `hugo_site` holds something already.
    """
    if hugo_site.exists() and any(hugo_site.iterdir()):
        raise FileExistsError(f"{hugo_site}: is not empty; name a folder that is new or empty")
    shutil.copytree(SKELETON, hugo_site, dirs_exist_ok=True)
    entries = [_entry(path) for path in sorted((digest_site / "content/entries").rglob("*.md"))]
    counts = Counter(name for entry in entries for name in entry.authors)
    has_page = {name for name, count in counts.items() if count >= AUTHOR_NEEDS}
    for entry in entries:
        target = hugo_site / entry.path.relative_to(digest_site)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = f"---\n{_hugo_front(entry, has_page)}---\n{entry.body}"
        target.write_bytes(text.encode())
    _write_lists(digest_site, hugo_site)
    return len(entries)


def _write_lists(digest_site: Path, hugo_site: Path) -> None:
    """Titles of topics and sections, the archive, and the weeks that have an issue file."""
    content = hugo_site / "content"
    configuration = yaml.safe_load((digest_site / "digest.yaml").read_text(encoding="utf-8"))
    pages = {
        f"topics/{topic['id']}/_index.md": f"title: {topic['name']['zh']}\n"
        for topic in configuration["topics"]
    }
    pages |= {
        "entries/_index.md": "title: 条目\n",
        "issues/_index.md": "title: 期刊\n",
        "tags/_index.md": "title: 标签\n",
        "topics/_index.md": "title: 主题\n",
        "archive.md": "title: 归档\nlayout: archive\n",
    }
    bodies: dict[str, str] = {}
    for path in sorted((digest_site / "content/issues").glob("*.md")):
        front, body = _read(path)
        name = f"issues/{path.stem.lower()}/_index.md"
        # The title of a term is its name; what the editor calls the issue is its headline.
        pages[name] = f"title: {path.stem}\n" + front.replace("title: ", "headline: ", 1)
        bodies[name] = body
    for name, front in pages.items():
        target = content / name
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(f"---\n{front}---\n{bodies.get(name, '')}".encode())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Write the Hugo twin of a generated digest site.")
    parser.add_argument("digest_site", type=Path, metavar="DIGEST_DIR", help="a site written by generate.py")
    parser.add_argument("hugo_site", type=Path, metavar="HUGO_DIR", help="a new or empty folder")
    options = parser.parse_args(arguments)
    try:
        count = write_hugo_site(options.digest_site, options.hugo_site)
    except (FileExistsError, FileNotFoundError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{options.hugo_site}: {count} entries")
    return 0


if __name__ == "__main__":
    sys.exit(main())
