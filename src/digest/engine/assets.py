"""Files that are copied as they are: `static/`, what lies beside the pages, and the theme's."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping, Sequence
from pathlib import Path

import msgspec

from digest.catalog.document import Document
from digest.content.scan import File, Tree
from digest.problems import Problem, error
from digest.render.theme import Theme


class Asset(msgspec.Struct, frozen=True):
    """A file to copy: where it goes, where it is, and a mark that changes when it may have changed."""

    path: str
    source: Path
    mark: bytes


def published_files(tree: Tree, documents: Sequence[Document]) -> dict[str, str]:
    """The address of every file that is published beside the pages, by its path in the site.

    A file in a bundle goes where the bundle's page goes, and nowhere if that is not shown; any other keeps its
    place below `content/`; those of `static/` go to the root. Markdown below a bundle is no file of its own.
    """
    bundles = {posixpath.dirname(d.path): d.address for d in documents if d.is_bundle}
    addresses: dict[str, str] = {}
    for file in tree.resources:
        folder = posixpath.dirname(file.path)
        inner = posixpath.basename(file.path)
        while folder not in bundles and folder != "content":
            folder, _, last = folder.rpartition("/")
            inner = f"{last}/{inner}"
        if folder == "content":
            addresses[file.path] = "/" + file.path.removeprefix("content/")
        elif bundles[folder].endswith("/"):
            addresses[file.path] = bundles[folder] + inner
    addresses.update({file.path: "/" + file.path.removeprefix("static/") for file in tree.static})
    return addresses


def content_assets(root: Path, tree: Tree, files: Mapping[str, str], settled_before: int) -> list[Asset]:
    """Everything to copy from `content/` and `static/`.

    A file changed at or after `settled_before` (ns) could change once more without its times telling: its mark is
    good for this build alone.
    """
    found = [file for file in (*tree.resources, *tree.static) if file.path in files]
    return [Asset(files[file.path][1:], root / file.path, _mark(file, settled_before)) for file in found]


def theme_assets(theme: Theme) -> tuple[list[Asset], dict[str, str]]:
    """The theme's files under their plain and their hashed names, and the addresses pages link to."""
    assets: list[Asset] = []
    addresses: dict[str, str] = {}
    for name, file in theme.static.items():
        mark = bytes.fromhex(file.sha256)[:16]
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
    mark = f"{file.path}\x1f{file.size}\x1f{file.mtime_ns}\x1f{file.ctime_ns}"
    if max(file.mtime_ns, file.ctime_ns) >= settled_before:
        mark += f"\x1f{settled_before}"
    return mark.encode()
