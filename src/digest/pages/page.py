"""What a page is before it is rendered: an output file, who makes it, and the fingerprint of what it shows."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable

import msgspec


class Page(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file of the site.

    `path` is relative to the output folder; `kind` names the maker in `pages.makers`; `key` and `number` say which
    of its pages this is. Two builds give the same bytes for a page if its fingerprint is the same.
    """

    path: str
    kind: str
    key: str
    number: int
    fingerprint: bytes

    @property
    def address(self) -> str:
        """Where readers find it: `/tags/` for `tags/index.html`."""
        return address_of_path(self.path)


def address_of_path(path: str) -> str:
    """The address under which an output file is read."""
    if path == "index.html":
        return "/"
    return "/" + path.removesuffix("index.html") if path.endswith("/index.html") else "/" + path


def path_of_address(address: str) -> str:
    """The output file that answers for an address."""
    return address[1:] + "index.html" if address.endswith("/") else address[1:]


def fingerprint(salt: bytes, parts: Iterable[bytes]) -> bytes:
    """16 bytes that stand for everything a page shows. The separator is in no text, which are cleaned of it."""
    return hashlib.sha256(salt + b"\x1f".join(parts)).digest()[:16]


def page_slices(count: int, size: int) -> list[tuple[int, int]]:
    """Cut a list of `count` newest-first items into pages from its oldest end.

    The first page holds `size` to `2 * size - 1` items, every other exactly `size`, so that a new item rewrites the
    first page and not all of them. Returns start and end of each page, at least one page.
    """
    pages = max(1, count // size)
    first = count - (pages - 1) * size
    return [(0, first)] + [(first + n * size, first + (n + 1) * size) for n in range(pages - 1)]
