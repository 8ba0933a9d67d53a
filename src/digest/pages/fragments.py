"""The parts of an entry that many pages share, rendered once and kept: card, feed items, citation, index line."""

from __future__ import annotations

import hashlib

import msgspec


class Fragments(msgspec.Struct, frozen=True, array_like=True):
    """An entry or page as it stands in lists (`card`), feeds, bibliographies and the index for programs."""

    card: str
    rss: str = ""
    atom: str = ""
    json: str = ""
    bib: str = ""
    api: str = ""


class FragmentDigests(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`key` stands for what the fragments were made from, the others for what came out of it.

    A list is rendered again only if the digest of a card in it changed: an edit that does not show in the card
    stops here.
    """

    key: bytes
    card: bytes
    feed: bytes
    bib: bytes
    api: bytes


def digests_of(key: bytes, fragments: Fragments) -> FragmentDigests:
    """The digests of rendered fragments."""
    return FragmentDigests(
        key=key,
        card=_digest(fragments.card),
        feed=_digest(fragments.rss + fragments.atom + fragments.json),
        bib=_digest(fragments.bib),
        api=_digest(fragments.api),
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:12]
