"""The parts of an entry that many pages share, made once and kept: card, feed item, citation, index line."""

from __future__ import annotations

import hashlib

import msgspec

from digest.exporters.feed import FeedItem


class Fragments(msgspec.Struct, frozen=True, array_like=True):
    """An entry or page as it stands in lists (`card`), feeds, bibliographies and the index for programs.

    A feed item is kept as a value: in the long run few entries are in any feed, and three texts of each for all of
    them took more room and time than writing out those that are.
    """

    card: str
    feed: FeedItem
    bib: str = ""
    api: str = ""
    item: bytes = b""
    """digest of what an issue shows of it, which is rendered with the issue"""


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
    item: bytes


def digests_of(key: bytes, fragments: Fragments) -> FragmentDigests:
    """The digests of rendered fragments."""
    return FragmentDigests(
        key=key,
        card=_digest(fragments.card),
        feed=_digest(repr(fragments.feed)),
        bib=_digest(fragments.bib),
        api=_digest(fragments.api),
        item=fragments.item,
    )


def _digest(text: str) -> bytes:
    return hashlib.sha256(text.encode()).digest()[:12]
