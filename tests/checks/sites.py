"""A small site around one text, for tests of what is found in it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from building import write
from digest.checks.check import check_site
from digest.checks.finding import Finding
from digest.config.load import load_config

DATED = 5
"""Lines of an entry before its body: three dashes, title, date, links, three dashes."""


def entry(title: str, body: str, *, front: str = "", links: bool = True, day: str = "2026-05-11") -> str:
    """A file of an entry; further front matter stands below the first lines."""
    lines = ["---", f"title: {title}", f"date: {day}"]
    lines += ["links: [{kind: paper, url: https://example.org/p}]"] if links else []
    lines += [front] if front else []
    return "\n".join([*lines, "---", body, ""])


def findings(
    root: Path, body: str = "", *, front: str = "", text: str = "", language: str = "en"
) -> list[Finding]:
    """What is found in a site whose entry `one` has this body, or is this text; its neighbours are clean."""
    config = f"site: {{title: T, language: {language}, timezone: UTC, base_url: https://example.org/d/}}\n"
    write(root, "digest.yaml", config)
    write(root, "content/entries/one.md", text or entry("One", body, front=front))
    write(root, "content/entries/other.md", entry("Other", "## There\n\nText.[^1]\n\n[^1]: A note."))
    write(root, "content/entries/hidden.md", entry("Hidden", "Text.", front="draft: true"))
    return list(check_site(root, load_config(root)[0], datetime(2026, 12, 1, tzinfo=UTC)))


def rules(found: Iterable[Finding]) -> list[str]:
    """The rules that found something, in the order of places."""
    return [one.rule for one in found]
