"""Which entries are shown as related to another: the ones near it in the lists of its tags.

Comparing all pairs costs seconds at 10,000 entries, and weights over the whole collection would let one edit
change every page. So a tag's list is cut into blocks from its oldest end, and an entry is compared with the
entries of its own block and the two beside it; a block that stayed the same gives the same answer.
"""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain

import msgspec

from digest.catalog.document import Document
from digest.catalog.terms import Term

BLOCK = 8
SHOWN = 3


class Related(msgspec.Struct, frozen=True):
    """Paths of the related entries by path, best first.

    `whole` stands for everything they were made from, `inputs` for what each answer was made from.
    """

    whole: bytes = b""
    inputs: dict[str, bytes] = {}
    paths: dict[str, tuple[str, ...]] = {}


def find_related(
    entries: Sequence[Document],
    tag_slugs: Mapping[str, tuple[str, ...]],
    tags: Mapping[str, Term],
    previous: Related,
) -> Related:
    """Related entries for all `entries`, reusing answers of `previous` where nothing nearby changed.

    Ranked by number of shared tags met nearby, then nearness in time, then address.
    """
    marks = {
        entry.path: "\x1e".join((entry.path, entry.address, str(entry.seen), *tag_slugs[entry.path]))
        for entry in entries
        if entry.path in tag_slugs
    }
    whole = hashlib.sha256("\x1f".join(marks.values()).encode()).digest()
    if whole == previous.whole:
        return previous
    documents = {entry.path: entry for entry in entries}
    blocks: dict[str, list[list[str]]] = {}
    digests: dict[str, list[bytes]] = {}
    position: dict[tuple[str, str], int] = {}
    for slug, term in tags.items():
        cut = _blocks(term.members)
        blocks[slug] = cut
        digests[slug] = [
            hashlib.sha256("\x1f".join([marks[path] for path in block]).encode()).digest()[:8]
            for block in cut
        ]
        for number, block in enumerate(cut):
            for path in block:
                position[slug, path] = number
    inputs: dict[str, bytes] = {}
    paths: dict[str, tuple[str, ...]] = {}
    for entry in entries:
        slugs = tag_slugs.get(entry.path)
        if not slugs:
            continue
        near: list[tuple[str, int, int]] = []
        seen: list[bytes] = [entry.seen.to_bytes(8, "big", signed=True)]
        for slug in slugs:
            number = position[slug, entry.path]
            low, high = max(0, number - 1), number + 2
            near.append((slug, low, high))
            seen += digests[slug][low:high]
        digest = b"".join(seen)
        inputs[entry.path] = digest = hashlib.sha256(digest).digest()[:16]
        if previous.inputs.get(entry.path) == digest and entry.path in previous.paths:
            paths[entry.path] = previous.paths[entry.path]
        else:
            paths[entry.path] = _best(entry, near, blocks, documents)
    return Related(whole=whole, inputs=inputs, paths=paths)


def _blocks(members: Sequence[Document]) -> list[list[str]]:
    oldest_first = [document.path for document in reversed(members) if document.kind == "entry"]
    return [oldest_first[start : start + BLOCK] for start in range(0, len(oldest_first), BLOCK)]


def _best(
    entry: Document,
    near: Sequence[tuple[str, int, int]],
    blocks: Mapping[str, list[list[str]]],
    documents: Mapping[str, Document],
) -> tuple[str, ...]:
    shared = Counter(
        chain.from_iterable([path for slug, low, high in near for path in blocks[slug][low:high]])
    )
    del shared[entry.path]
    if not shared:
        return ()
    floor = sorted(shared.values(), reverse=True)[:SHOWN][-1]
    candidates = [
        (-number, abs(documents[path].seen - entry.seen), documents[path].address, path)
        for path, number in shared.items()
        if number >= floor
    ]
    candidates.sort()
    return tuple([candidate[3] for candidate in candidates[:SHOWN]])
