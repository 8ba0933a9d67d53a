"""Clearing up after a build that was interrupted."""

from __future__ import annotations

from pathlib import Path

import msgspec

from digest.files.failures import os_failure
from digest.output.journal import JOURNAL, STAGING, Journal, carry_out, decode_journal, put_away
from digest.output.manifest import MANIFEST, decode_manifest, distrust, encode_manifest, verify
from digest.output.tree import Tree
from digest.problems import DigestError

PARTIAL = ".{}.digest-partial"
"""Where a first build grows, beside its output folder; by this name it is ours to remove."""
_REPAIRED = f"{STAGING}/repaired"  # not the staged manifest: half of this one must never be taken for it
_WAY_OUT = (
    "an interrupted build is being completed: if nothing helps, delete the output folder and build again"
)


def recover(folder: Path) -> bool:
    """Brings an output folder back to the end or the beginning of the build that was interrupted in it.

    Returns:
        Whether a journal was found and the build it belongs to completed.

    Raises:
        DigestError: when a file cannot be moved or removed; the next try goes on from there.
    """
    folder = folder.resolve()
    _remove_partial(folder)
    if not (folder / JOURNAL.partition("/")[0]).is_dir():
        return False
    with Tree(folder) as tree:
        data = tree.read(JOURNAL)
        if data is None:
            tree.remove_folder(STAGING)
            return False
        journal = decode_journal(data)
        if journal is None:
            # Files may have changed that nobody can name: ours are still ours, but all are written again.
            _distrust(tree, None)
        else:
            _complete(tree, journal)
            # A journal that outlived a power cut may have placed files whose bytes did not.
            _distrust(tree, folder)
        put_away(tree)
        return journal is not None


def _complete(tree: Tree, journal: Journal) -> None:
    try:
        carry_out(tree, journal)
    except DigestError as failure:
        raise DigestError(
            msgspec.structs.replace(problem, hint=f"{problem.hint}; {_WAY_OUT}" if problem.hint else _WAY_OUT)
            for problem in failure.problems
        ) from failure


def _distrust(tree: Tree, folder: Path | None) -> None:
    """Marks in the manifest what is not as it says in the folder; without a folder everything."""
    manifest = decode_manifest(tree.read(MANIFEST) or b"")
    doubted = verify(folder, manifest) if folder else list(manifest.files)
    if doubted:
        tree.remove(_REPAIRED)
        tree.create(_REPAIRED, encode_manifest(distrust(manifest, doubted)))
        tree.move(_REPAIRED, MANIFEST)


def _remove_partial(folder: Path) -> None:
    partial = folder.with_name(PARTIAL.format(folder.name))
    try:
        if not partial.is_dir():
            return
    except OSError as failure:
        raise os_failure(failure, str(partial), "read") from failure
    with Tree(folder.parent) as parent:
        parent.remove_folder(partial.name)
