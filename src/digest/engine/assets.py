"""Files that are copied as they are: `static/`, what lies beside the pages, and the theme's."""

from __future__ import annotations

import posixpath
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

import msgspec

from digest.catalog.document import Document
from digest.content.scan import File, Tree
from digest.problems import Problem, error, warning
from digest.references import PICTURES
from digest.render.theme import Theme

COPIED = "copy\x1f"
"""How every mark of a copied file begins; fingerprints of pages are 16 bytes."""


class Asset(msgspec.Struct, frozen=True):
    """A file to copy: where it goes, where it is, and a mark that changes when it may have changed."""

    path: str
    source: Path
    mark: bytes


class Assets(msgspec.Struct, frozen=True):
    """Everything to copy: the site's `own` files (static, theme), and `resources` from among its content.

    A file of the site's own may take the place of a generated page; one from the content never takes any.
    """

    own: Sequence[Asset]
    resources: Sequence[Asset]


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
"""Files below `content/` that may be published: none a browser would run as a page of this site."""


def published_files(tree: Tree, documents: Sequence[Document]) -> tuple[dict[str, str], list[Problem]]:
    """The address of every file that is published beside the pages, by its path in the site.

    A file in a bundle goes where the bundle's page goes, and nowhere if that is not shown; any other keeps its
    place below `content/`; those of `static/` go to the root. The problems are files of `content/` of a kind that
    is not published from there: content is text and pictures, what runs in a browser belongs to `static/`.
    """
    shown = {posixpath.dirname(d.path): d.address for d in documents if d.is_bundle}
    bundles = {
        posixpath.dirname(f.path)
        for f in tree.pages
        if f.path.lower().endswith(("/index.md", "/index.markdown"))
    }
    addresses: dict[str, str] = {}
    problems: list[Problem] = []
    for file in tree.resources:
        if not file.path.lower().endswith(HARMLESS):
            message = "a file of this kind is not published from content/"
            hint = "put it below static/ if it is meant for readers, or out of the site"
            problems.append(warning(message, path=file.path, hint=hint))
            continue
        folder = posixpath.dirname(file.path)
        inner = posixpath.basename(file.path)
        while folder not in bundles and folder != "content":
            folder, _, last = folder.rpartition("/")
            inner = f"{last}/{inner}"
        if folder == "content":
            addresses[file.path] = _normal("/" + file.path.removeprefix("content/"))
        elif shown.get(folder, "").endswith("/"):
            addresses[file.path] = _normal(shown[folder] + inner)
    addresses.update({file.path: _normal("/" + file.path.removeprefix("static/")) for file in tree.static})
    return addresses, problems


def _normal(address: str) -> str:
    """Composed characters: some systems write file names decomposed, and links do not."""
    return unicodedata.normalize("NFC", address)


def copied_files(
    root: Path, files: Iterable[File], addresses: Mapping[str, str], settled_before: int
) -> list[Asset]:
    """What to copy of some files.

    A file changed at or after `settled_before` (ns) could change once more without its times telling: its mark is
    good for this build alone.
    """
    return [
        Asset(addresses[file.path][1:], root / file.path, _mark(file, settled_before))
        for file in files
        if file.path in addresses
    ]


def theme_assets(theme: Theme) -> tuple[list[Asset], dict[str, str]]:
    """The theme's files under their plain and their hashed names, and the addresses pages link to."""
    assets: list[Asset] = []
    addresses: dict[str, str] = {}
    for name, file in theme.static.items():
        mark = f"{COPIED}{file.sha256}".encode()
        assets += [Asset(f"assets/{target}", file.path, mark) for target in (name, file.hashed_name)]
        addresses[name] = f"/assets/{file.hashed_name}"
    return assets, addresses


def read_asset(asset: Asset) -> bytes | Problem:
    """The bytes of a file to copy."""
    try:
        return asset.source.read_bytes()
    except OSError as failure:
        return error(f"cannot be copied: {failure.strerror}", path=str(asset.source))


def _mark(file: File, settled_before: int) -> bytes:
    mark = f"{COPIED}{file.path}\x1f{file.size}\x1f{file.mtime_ns}\x1f{file.ctime_ns}"
    if max(file.mtime_ns, file.ctime_ns) >= settled_before:
        mark += f"\x1f{settled_before}"
    return mark.encode()
