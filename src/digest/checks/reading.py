"""A site as a build reads it, kept in memory: drafts for the rules over texts, everything else for those over links."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

import msgspec

from digest.catalog.catalog import Visibility, build_catalog
from digest.catalog.document import Detail, Document
from digest.checks.finding import Finding, Rule
from digest.config.schema import Config
from digest.content.drafts import Draft
from digest.content.permalinks import check_patterns
from digest.content.read import read_draft
from digest.content.scan import Tree, scan
from digest.engine.assets import published_files
from digest.engine.sources import decode_detail, make_reader, shown_texts
from digest.problems import DigestError, Problem
from digest.references import References, resolve_references
from digest.site import Site, assemble, generated_addresses

_FORMULA = "a formula is shown as its TeX"


class Reading(msgspec.Struct, frozen=True):
    """What a build would make of the files: `drafts` by path, `details` of those that became documents."""

    root: Path
    config: Config
    drafts: Mapping[str, Draft]
    details: Mapping[str, Detail]
    site: Site
    references: References
    findings: tuple[Finding, ...]


def read_site(root: Path, config: Config, clock: datetime) -> Reading:
    """Read every file of a site, as it would be built at this moment; what is wrong with one hides no other."""
    tree = scan(root)
    findings = _of("content", (*check_patterns(config), *tree.problems))
    texts = shown_texts(tree) if config.entries.full_text else {}
    reader = make_reader(root, config, b"", texts)()
    drafts: dict[str, Draft] = {}
    details: dict[str, Detail] = {}
    documents: list[Document] = []
    for file in tree.pages:
        [result] = reader.read([file.path])
        if result.document is None:
            findings += _of("content", result.problems)
            continue
        documents.append(result.document)
        details[file.path] = decode_detail(result.stored)
        findings += [_of_notice(problem) for problem in result.document.notices]
        draft = _draft(root, file.path, config)
        if draft is not None:
            drafts[file.path] = draft
    catalog, problems = build_catalog(documents, Visibility(clock))
    findings += _of("content", problems)
    site, warnings = assemble(catalog, config)
    findings += [Finding(each, "reference" if "pick" in each.message else "content") for each in warnings]
    files, unpublished = published_files(tree, catalog.documents)
    findings += _of("content", unpublished)
    references, dead = resolve_references(catalog, files, generated_addresses(site))
    findings += _of("reference", dead)
    findings += _of("reference", _dead_in_drafts(documents, tree, config, clock))
    return Reading(root, config, drafts, details, site, references, tuple(findings))


def _dead_in_drafts(documents: list[Document], tree: Tree, config: Config, clock: datetime) -> list[Problem]:
    """Dead references of what is not shown yet: in a site in which everything is shown, as it may be one day."""
    everything = Visibility(clock, drafts=True, future=True, expired=True)
    catalog, _ = build_catalog(documents, everything)
    site, _ = assemble(catalog, config)
    files, _ = published_files(tree, catalog.documents)
    _, dead = resolve_references(catalog, files, generated_addresses(site))
    hidden = {document.path for document in documents if Visibility(clock).hidden_reason(document)}
    return [problem for problem in dead if problem.path in hidden]


def _draft(root: Path, path: str, config: Config) -> Draft | None:
    """The draft of a file that was read a moment ago; None where it is gone since."""
    try:
        return read_draft((root / path).read_bytes(), path=path, config=config)[0]
    except (DigestError, OSError):
        return None


def _of(rule: Rule, problems: tuple[Problem, ...] | list[Problem]) -> list[Finding]:
    return [Finding(problem, rule) for problem in problems]


def _of_notice(problem: Problem) -> Finding:
    """A notice of reading by its rule: those of the renderer are about markup, formulas and links in a page."""
    if problem.message.startswith(_FORMULA):
        return Finding(problem, "maths")
    if problem.message.startswith("`**`"):
        return Finding(problem, "markup")
    is_link = "link" in problem.message or "image" in problem.message
    return Finding(problem, "reference" if is_link else "content")
