"""Names people give to tags and the like, and when two of them are one."""

from __future__ import annotations

import unicodedata


def fold_name(name: str) -> str:
    """A name for comparison: composed (NFC), case folded, inner white space single, none around it."""
    return " ".join(unicodedata.normalize("NFC", name).casefold().split())
