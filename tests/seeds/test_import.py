"""The five documents this project started from, imported, built and exported.

The counts were made by reading the documents, once; how the finer ones were made stands beside the tests of each
reader in `tests/importers`.
"""

import json
from collections import Counter
from pathlib import Path
from typing import NamedTuple, cast

import pytest

from building import build_site, write
from cli.commands import run, tree
from digest.cli import importing
from digest.config.load import load_config
from digest.content.collect import Collection, collect
from digest.content.drafts import IssueDraft, TermDraft
from digest.ingest.categorizing import is_machines
from digest.links.find import find_addresses
from importing import SEEDS
from site_check import check_site, summary

CONFIG = "site: {title: 周报, language: zh, timezone: Asia/Shanghai, base_url: https://example.org/d/}\n"
NUMBERS = ("000", "001", "002", "003", "004")


class Site(NamedTuple):
    """A seed imported into a fresh site."""

    number: str
    root: Path
    document: Path
    report: dict[str, object]
    collection: Collection

    @property
    def text(self) -> str:
        """The document."""
        return self.document.read_text(encoding="utf-8")


@pytest.fixture(scope="module", params=NUMBERS)
def site(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Site:
    number: str = request.param
    found = sorted(SEEDS.glob(f"{number}_*"))
    if not found:
        pytest.skip("the seed documents (../shared/seeds) are not here")
    root = tmp_path_factory.mktemp(number)
    write(root, "digest.yaml", CONFIG)
    report = do_import(root, found[0])
    return Site(number, root, found[0], report, collect(root, load_config(root)[0]))


def do_import(root: Path, document: Path) -> dict[str, object]:
    file = root.parent / f"{root.name}.json"
    run(importing.command, root, str(document), "--report", str(file))
    return cast("dict[str, object]", json.loads(file.read_text(encoding="utf-8")))


def content(root: Path) -> dict[str, bytes]:
    return tree(root / "content")


COUNTS: dict[str, dict[str, int]] = {
    # Six sections with a 概要; 14 numbered references; five or six tags in each 标签 line: 5+5+5+6+5+5.
    "000": {"entries": 6, "links": 14, "images": 6, "tags": 31, "dated": 6, "coverage": 0},
    # 23 headlines (7 before the first section, then 2, 1, 4, 4, 1, 1, 1 and 2), of which two are one article.
    "001": {"entries": 22, "links": 38, "images": 0, "tags": 0, "dated": 22, "coverage": 13},
    # 27 `#Name` lines; 67 addresses below the first line, two of them twice in one article.
    "002": {"entries": 27, "links": 65, "images": 0, "tags": 0, "dated": 0, "coverage": 0},
    # Ten papers, each with its page at arXiv and its PDF.
    "003": {"entries": 10, "links": 20, "images": 0, "tags": 0, "dated": 10, "coverage": 0},
    # Nine dated `###`, three dated `####`, and 阿里云, whose date stands in its paragraph. Pictures: LLaMA-Omni,
    # Qwen2.5, Uni-MoE-2.0, Ming, Stream, OmniVinci and LongCat.
    "004": {"entries": 13, "links": 28, "images": 7, "tags": 0, "dated": 13, "coverage": 8},
}


def test_counts(site: Site) -> None:
    entries = site.collection.entries
    assert {
        "entries": len(entries),
        "links": sum(len(entry.links) for entry in entries),
        "images": sum(entry.image is not None for entry in entries),
        "tags": sum(len(entry.tags) for entry in entries if not is_machines("tags", entry)),
        "dated": sum(entry.publish_date is not None for entry in entries),
        "coverage": sum(len(entry.coverage) for entry in entries),
    } == COUNTS[site.number]
    assert site.collection.problems == ()


def test_works_without_tags_get_few(site: Site) -> None:
    given = [entry for entry in site.collection.entries if is_machines("tags", entry)]
    assert bool(given) == (COUNTS[site.number]["tags"] == 0)
    assert all(1 <= len(entry.tags) <= 5 for entry in given)


def test_the_page_a_document_is(site: Site) -> None:
    pages = {
        draft.path: draft for draft in site.collection.drafts if not draft.path.startswith("content/entries/")
    }
    expected = {
        "000": "content/issues/2025-W20.md",
        "001": "content/topics/multimodal/_index.md",
        "003": "content/issues/2026-02-13.md",
        "004": "content/topics/omni-modal/_index.md",
    }
    assert list(pages) == ([expected[site.number]] if site.number in expected else [])
    for page in pages.values():
        if isinstance(page, IssueDraft):
            ids = [entry.id for entry in site.collection.entries]
            assert sorted(page.picks or ()) == sorted(ids)
        else:
            assert isinstance(page, TermDraft)
            assert page.body.count("](/entries/") >= len(site.collection.entries)


def test_the_books_close(site: Site) -> None:
    """Each line that is not blank is in one sum or list, and none is unaccounted for."""
    report = site.report
    lines = [number for number, line in enumerate(site.text.split("\n"), 1) if line.strip()]
    dropped = cast("list[dict[str, object]]", report["dropped"])
    assert report["seen"] == len(lines)
    assert report["failed"] == report["pending"] == []
    assert cast("int", report["new"]) + cast("int", report["merged"]) + len(dropped) == len(lines)
    assert report["updated"] == report["unchanged"] == 0
    assert all(line["why"] for line in dropped)
    (document,) = cast("list[dict[str, list[dict[str, object]]]]", report["documents"])
    covered = [
        number
        for account in document["accounts"]
        for number in range(cast("int", account["first"]), cast("int", account["last"]) + 1)
    ]
    assert Counter(covered).most_common(1)[0][1] == 1
    assert set(lines) <= set(covered)


def test_every_address_is_in_the_result_or_the_report(site: Site) -> None:
    kept = b"\n".join(content(site.root).values()).decode()
    reported = json.dumps(site.report["dropped"], ensure_ascii=False)
    addresses = {found.url for found in find_addresses(site.text)}
    assert len(addresses) > 10
    assert [url for url in sorted(addresses) if url not in kept and url not in reported] == []


def test_a_second_import_changes_nothing(site: Site) -> None:
    before = tree(site.root)
    report = do_import(site.root, site.document)
    assert tree(site.root) == before
    assert report["new"] == report["updated"] == report["merged"] == 0


def test_it_builds_without_a_finding(site: Site, tmp_path: Path) -> None:
    built = build_site(site.root, tmp_path / "public", clock="2026-11-20T00:00:00Z")
    assert [problem for problem in built.problems if problem.severity == "error"] == []
    findings = check_site(tmp_path / "public", "https://example.org/d/")
    assert summary(findings) == summary([])


def test_all_five_in_one_site(tmp_path: Path) -> None:
    documents = sorted(SEEDS.glob("00[0-4]_*"))
    if len(documents) != len(NUMBERS):
        pytest.skip("the seed documents (../shared/seeds) are not here")
    site = tmp_path / "site"
    write(site, "digest.yaml", CONFIG)
    run(importing.command, site, *map(str, documents))
    together = content(site)
    run(importing.command, site, *map(str, reversed(documents)))
    assert content(site) == together
    build_site(site, tmp_path / "public", clock="2026-11-20T00:00:00Z")
    assert summary(check_site(tmp_path / "public", "https://example.org/d/")) == summary([])
