"""The journal: what a staged build still has to do to the site, so that the next run can finish it.

A build is decided at the moment its journal is in place. Every step can be done again without harm.
"""

from __future__ import annotations

import msgspec

from digest.output.manifest import MANIFEST
from digest.output.paths import PRIVATE_FOLDER, check_path
from digest.output.sealed import seal, unseal
from digest.output.tree import Tree
from digest.problems import DigestError

JOURNAL = f"{PRIVATE_FOLDER}/journal"
STAGING = f"{PRIVATE_FOLDER}/staging"
STAGED_MANIFEST = f"{STAGING}/manifest"
STAGED_JOURNAL = f"{STAGING}/journal"
_HEADER = "digest journal 1"


class Journal(msgspec.Struct, frozen=True):
    """The steps in their order: delete `clear`, rename into `place`, delete `drop`, replace the manifest.

    The n-th path of `place` is staged under the number n. `clear` holds old files that stand in the way of
    new ones (an old `a` under a new `a/b`; `A` and `a` where case does not count).
    """

    clear: tuple[str, ...] = ()
    place: tuple[str, ...] = ()
    drop: tuple[str, ...] = ()


def staged(number: int) -> str:
    """Where the n-th new file waits; flat, because a folder for each would cost more than the file."""
    return f"{STAGING}/{number}"


def encode_journal(journal: Journal) -> bytes:
    """The journal as text under a checksum."""
    return seal(
        _HEADER,
        [
            *(f"clear {path}" for path in journal.clear),
            *(f"place {path}" for path in journal.place),
            *(f"drop {path}" for path in journal.drop),
        ],
    )


def decode_journal(data: bytes) -> Journal | None:
    """The journal a text holds, or None when it is damaged, of another version or names a forbidden path."""
    lines = unseal(_HEADER, data)
    if lines is None:
        return None
    steps: dict[str, list[str]] = {"clear": [], "place": [], "drop": []}
    for line in lines:
        step, _, path = line.partition(" ")
        try:
            check_path(path)
            steps[step].append(path)
        except (DigestError, KeyError):
            return None
    return Journal(tuple(steps["clear"]), tuple(steps["place"]), tuple(steps["drop"]))


def carry_out(tree: Tree, journal: Journal) -> int:
    """Does all that is not done yet and says how many old files were deleted; the journal stays."""
    removed = 0
    # Where case does not count, deleting `A` after `a` is in place would delete `a`: clearing ends before
    # placing begins, so it is only done again while nothing was placed.
    if journal.clear and tree.size(staged(0)) is not None:
        removed += sum([tree.remove(path) for path in journal.clear])
    for number, path in enumerate(journal.place):
        tree.move(staged(number), path)
    removed += sum([tree.remove(path) for path in journal.drop])
    tree.move(STAGED_MANIFEST, MANIFEST)
    return removed


def put_away(tree: Tree) -> None:
    """Takes the journal away, which ends the build, and what is left in staging."""
    tree.remove(JOURNAL)
    tree.remove_folder(STAGING)
