"""What both kinds of sites share: which files may be published, where they go, and the result of a tree."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from digest.content.addresses import address_key
from digest.formats.decode import decode
from digest.formats.json import read_json
from digest.formats.nodes import Plain, plain
from digest.formats.toml import read_toml
from digest.formats.yaml import read_yaml
from digest.importers.document import Document
from digest.importers.imported import FilePart, Imported
from digest.importers.trees.files import LeftOut, Walked
from digest.importers.trees.pages import Carried
from digest.problems import DigestError, Problem, error, warning

MARKDOWN = (".md", ".markdown")
PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif")
HARMLESS = (
    *PICTURES,
    ".mp4",
    ".webm",
    ".mp3",
    ".ogg",
    ".wav",
    ".pdf",
    ".csv",
    ".tsv",
    ".json",
    ".bib",
    ".txt",
    ".zip",
)
"""Files the build publishes from among the content."""
_ACTIVE = (
    *(".html", ".htm", ".xhtml", ".shtml", ".mht", ".php"),
    *(".js", ".mjs", ".cjs", ".wasm", ".swf"),
    *(".svg", ".svgz", ".xml", ".xsl"),
)
"""Files in which a browser may find scripts."""
_OWN_SECTIONS = ("entries", "issues", "topics", "tags")
_MAX_CONFIG = 1_000_000

WHY_KIND = "a file of this kind is not published from among pages"
WHY_ACTIVE = "a browser would run it as a page of the site: put it below static/ yourself if you trust it"
WHY_TAKEN = "another file goes to the same place"


class Extras:
    """The files beside the pages, and who they belong to."""

    def __init__(self, walked: Walked) -> None:
        self._walked = walked
        self._taken: set[str] = set()
        self._of_bundles: dict[str, list[FilePart]] = {}
        self._others: list[FilePart] = []
        self.left = LeftOut()

    def take_place(self, target: str) -> bool:
        """Whether a place was free; it is taken now, also for names that differ in case alone."""
        key = address_key(target)
        if key in self._taken:
            return False
        self._taken.add(key)
        return True

    def copy(self, inner: str, target: str, bundle: str = "") -> None:
        """Take a file over; `bundle` is the folder of the page it belongs to."""
        if not self.take_place(target):
            self.left.add(inner, WHY_TAKEN)
            return
        data = self._walked.read(inner)
        if data is not None:
            part = FilePart(target, data)
            (self._of_bundles.setdefault(bundle, []) if bundle else self._others).append(part)

    def copy_static(self, inner: str, target: str) -> None:
        """Take a file over that goes below `static/`, if no browser would run it."""
        if target.lower().endswith(_ACTIVE):
            self.left.add(inner, WHY_ACTIVE)
        else:
            self.copy(inner, target)

    def of_bundle(self, folder: str) -> tuple[FilePart, ...]:
        """The files of one page."""
        return tuple(self._of_bundles.get(folder, ()))

    @property
    def others(self) -> tuple[FilePart, ...]:
        """The files of no page."""
        return tuple(self._others)


def check_sections(targets: Mapping[str, str], walked: Walked) -> None:
    """Refuse pages in sections that belong to this program; the text of a topic or tag is welcome.

    Raises:
        DigestError: naming every such file.
    """
    problems: list[Problem] = []
    for inner, target in targets.items():
        _, section, *rest = target.split("/")
        if section not in _OWN_SECTIONS or not rest:
            continue
        is_term = section in ("topics", "tags") and len(rest) <= 2 and rest[-1].startswith("_index.")
        is_index = len(rest) == 1 and rest[0].startswith("_index.")
        if not is_term and not is_index:
            message = f"{target.rpartition('/')[0]}/ is kept for what this program makes of works, and this is a page"
            hint = f"rename the folder {section}/ before the import, for example to {section}-old/"
            problems.append(error(message, path=walked.name(inner), hint=hint))
    if problems:
        raise DigestError(problems)


def assemble(
    walked: Walked,
    carried: Sequence[tuple[str, Carried]],
    extras: Extras,
    remarks: Sequence[Problem],
    problems: Sequence[Problem],
) -> tuple[Imported, ...]:
    """The documents of a tree, and last a document without lines that holds all other files and remarks.

    Args:
        walked: the tree.
        carried: the folder of each page's bundle ("" for others), and the page.
        extras: the other files.
        remarks: on the tree as a whole.
        problems: all that stands against the import.

    Raises:
        DigestError: there are problems.
    """
    problems = [*problems, *walked.problems]
    if problems:
        raise DigestError(problems)
    documents: list[Imported] = []
    addresses: dict[str, str] = {}
    remarks = [*remarks, *walked.remarks, *extras.left.remarks(walked)]
    for bundle, page in carried:
        document = page.imported
        if bundle:
            document = msgspec.structs.replace(document, files=(*document.files, *extras.of_bundle(bundle)))
        key = address_key(page.address)
        if key in addresses:
            message = f"{addresses[key]} has the same address, {page.address}: the site will not build"
            hint = "give one of them another url"
            remarks.append(warning(message, path=document.document.path, hint=hint))
        addresses.setdefault(key, document.document.path)
        documents.append(document)
    counts = {"files beside the pages": len(extras.others), "files left out": len(extras.left)}
    rest = Imported(
        form="hugo",
        document=Document(walked.shown, ()),
        files=extras.others,
        counts={name: count for name, count in counts.items() if count},
        remarks=tuple(sorted(remarks)),
    )
    return (*documents, rest)


def read_config(file: Path, shown: str) -> dict[str, Plain]:
    """A configuration file, in the language its name says.

    Raises:
        DigestError: it cannot be read.
    """
    try:
        text = decode(file.read_bytes(), path=shown, limit=_MAX_CONFIG)
    except OSError as failure:
        raise DigestError([error(f"cannot be read: {failure.strerror}", path=shown)]) from None
    reader = {".toml": read_toml, ".json": read_json}.get(file.suffix, read_yaml)
    return {key: plain(node) for key, node in reader(text, path=shown).values.items()}


def skipped_remark(walked: Walked, what: str) -> list[Problem]:
    """One remark on the folders that were not looked into."""
    if not walked.skipped:
        return []
    names = ", ".join(f"{posixpath.normpath(folder)}/" for folder in walked.skipped)
    return [warning(f"not looked into: {names} ({what})", path=walked.shown)]
