"""Write a digest site of any size, the same bytes for the same seed.

    python benchmarks/generate.py DIR --entries 10000 --seed 1

Half of the entries are Chinese and half English, 100 an ISO week backwards from 2025-W20, with 5 of 300 tags
(near Zipf's law) and 1 or 2 of 8 topics each, bodies of about 2 kB (see `prose.Writer.body` for what is in
them), and an issue file for the newest four weeks. Entry number k depends on the seed and k alone, so a small
site is the newest part of a large one. All text is made up from `languages` and `material`.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Sequence
from datetime import datetime, timedelta, timezone
from pathlib import Path
from typing import NamedTuple

import material
from languages import CHINESE, ENGLISH
from prose import Dice, Writer, author, tags_of

PER_WEEK = 100
TAGS_PER_ENTRY = 5
WEEKS_WITH_ISSUE_FILE = 4
MOST_ENTRIES = 100_000
"""Entry numbers are the five digits after the point of an arXiv id."""

SHANGHAI = timezone(timedelta(hours=8))
NEWEST_MONDAY = datetime(2025, 5, 12, tzinfo=SHANGHAI)
BASE_URL = "https://digest.example.org/"


class GeneratedFile(NamedTuple):
    """A file of the site: its path from the site's root, forward slashes, and its text."""

    path: str
    text: str


def _quoted(value: str) -> str:
    """A JSON string is a YAML double-quoted scalar."""
    return json.dumps(value, ensure_ascii=False)


def _flow(values: Sequence[str]) -> str:
    return "[" + ", ".join(_quoted(value) for value in values) + "]"


def week_of(number: int) -> tuple[int, int]:
    """Return ISO year and ISO week of an entry by its number, 0 being the newest."""
    monday = NEWEST_MONDAY - timedelta(weeks=number // PER_WEEK)
    year, week, _ = monday.isocalendar()
    return year, week


def entry(number: int, seed: int, *, bundles: bool = False) -> GeneratedFile:
    """Return entry `number`, 0 being the newest; even numbers are Chinese, odd ones English."""
    dice = Dice(f"{seed}/{number}")
    language = ENGLISH if number % 2 else CHINESE
    year, week = week_of(number)
    # 100 minutes apart, newest first, all inside the week: 99 x 100 minutes are under seven days.
    published = (
        NEWEST_MONDAY
        - timedelta(weeks=number // PER_WEEK)
        + timedelta(minutes=100 * (99 - number % PER_WEEK))
    )
    dated = published - timedelta(hours=dice.below(120))
    arxiv_id = f"{dated:%y%m}.{number:05d}"
    slug = f"{dice.pick(material.CODE_NAMES).replace('_', '-')}-{number:05d}"
    page_url = f"https://work.example.org/{slug}"
    writer = Writer(language, dice, page_url)

    topics = [dice.pick(material.TOPICS)[0]]
    second = dice.pick(material.TOPICS)[0]
    if dice.once_in(3) and second not in topics:
        topics.append(second)
    address = f"https://arxiv.org/abs/{arxiv_id}"
    source_url = address if language.source_kind == "arxiv" else f"https://articles.example.org/{slug}"
    authors = dict.fromkeys(author(dice, language) for _ in range(dice.between(3, 6)))
    source_name = _quoted(dice.pick(language.sources))
    lines = [
        f'id: "arxiv:{arxiv_id}"',
        f"title: {_quoted(writer.title())}",
        f"date: {dated.isoformat()}",
        f"publishDate: {published.isoformat()}",
        f"lang: {language.code}",
        f"authors: {_flow(list(authors))}",
        f"organizations: {_flow([dice.pick(language.organizations)])}",
        f"tags: {_flow(tags_of(dice, TAGS_PER_ENTRY))}",
        f"topics: {_flow(topics)}",
        f"source: {{kind: {language.source_kind}, name: {source_name}, url: {_quoted(source_url)}}}",
        "links:",
        f"  - {{kind: paper, url: {_quoted(address)}}}",
    ]
    if dice.once_in(2):
        lines.append(f"  - {{kind: code, url: {_quoted(f'https://code.example.org/{slug}')}}}")
    if dice.once_in(5):
        lines.append(f"venue: {_quoted(dice.pick(language.venues))}")
    lines.append(f"abstract: {_quoted(writer.paragraph(4))}")
    lines.append(f"summary: {_quoted(writer.paragraph(2))}")
    folder = f"content/entries/{year}/w{week:02d}"
    path = f"{folder}/{slug}/index.md" if bundles else f"{folder}/{slug}.md"
    return GeneratedFile(path, "\n".join(["---", *lines, "---", "", writer.body()]))


def issue(weeks_back: int, number: int, seed: int) -> GeneratedFile:
    """Return the issue file of a week, counted back from the newest; `number` is its running number."""
    dice = Dice(f"{seed}/issue/{weeks_back}")
    writer = Writer(CHINESE, dice, BASE_URL)
    monday = NEWEST_MONDAY - timedelta(weeks=weeks_back)
    year, week, _ = monday.isocalendar()
    name = f"{year}-W{week:02d}"
    lines = [
        f"title: {_quoted(f'第 {number} 期：{writer.title()}')}",
        f"number: {number}",
        f"date: {(monday + timedelta(days=6, hours=18)).isoformat()}",
        f"summary: {_quoted(writer.paragraph(2))}",
        f"highlights: {_flow([writer.paragraph(1) for _ in range(3)])}",
    ]
    return GeneratedFile(f"content/issues/{name}.md", "\n".join(["---", *lines, "---", "", writer.body()]))


def configuration() -> GeneratedFile:
    """Return the `digest.yaml` of the site: eight topics, everything else at or near its default."""
    lines = [
        "site:",
        "  title: 基准周报",
        f"  base_url: {BASE_URL}",
        "  language: zh",
        "  timezone: Asia/Shanghai",
        "  description: 一个用来计时的生成站点。",
        "topics:",
    ]
    for name, chinese, english, about_zh, about_en in material.TOPICS:
        lines.append(f"  - id: {_quoted(name)}")
        lines.append(f"    name: {{zh: {_quoted(chinese)}, en: {_quoted(english)}}}")
        lines.append(f"    description: {{zh: {_quoted(about_zh)}, en: {_quoted(about_en)}}}")
    lines += ["issues:", f"  max_entries: {PER_WEEK}", "build:", "  paginate: 50", "  feed_items: 20", ""]
    return GeneratedFile("digest.yaml", "\n".join(lines))


def write_site(folder: Path, entries: int, seed: int, *, bundles: bool = False) -> int:
    """Write a whole site into `folder` and return how many files that took.

    Raises:
        FileExistsError: the folder holds something already.
    """
    if folder.exists() and any(folder.iterdir()):
        raise FileExistsError(f"{folder}: is not empty; name a folder that is new or empty")
    weeks = -(-entries // PER_WEEK)
    files = [configuration()]
    files += [issue(back, weeks - back, seed) for back in range(min(WEEKS_WITH_ISSUE_FILE, weeks))]
    made: set[Path] = set()
    count = 0
    for group in (files, (entry(number, seed, bundles=bundles) for number in range(entries))):
        for file in group:
            target = folder / file.path
            if target.parent not in made:
                target.parent.mkdir(parents=True, exist_ok=True)
                made.add(target.parent)
            target.write_bytes(file.text.encode())
            count += 1
    return count


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; return its exit code."""
    parser = argparse.ArgumentParser(description="Write a seeded digest site to measure with.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--entries", type=int, default=10_000, help=f"1 to {MOST_ENTRIES:,} (default 10,000)")
    parser.add_argument("--seed", type=int, default=1, help="another seed, another site (default 1)")
    parser.add_argument("--bundles", action="store_true", help="write slug/index.md instead of slug.md")
    options = parser.parse_args(arguments)
    if not 1 <= options.entries <= MOST_ENTRIES:
        parser.error(f"--entries {options.entries}: from 1 to {MOST_ENTRIES}, please")
    try:
        count = write_site(options.folder, options.entries, options.seed, bundles=options.bundles)
    except (FileExistsError, NotADirectoryError) as problem:
        print(problem, file=sys.stderr)
        return 1
    print(f"{options.folder}: {count} files, {options.entries} entries, seed {options.seed}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
