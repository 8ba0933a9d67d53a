"""What rendering hands to the writer."""

from __future__ import annotations

import msgspec


class Artifact(msgspec.Struct, frozen=True):
    """One finished file of the site.

    `path` is relative to the output folder, with forward slashes and in NFC ("entries/x/index.html").
    """

    path: str
    data: bytes
