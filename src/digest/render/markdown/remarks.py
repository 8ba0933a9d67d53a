"""Markup that stayed text although its writer meant it: found in text tokens, for a notice."""

from __future__ import annotations

import re

# Markers a writer meant: at the edge of the text, or beside a space or a CJK character; not `2**3` or
# `src/**/*.py`.
_STRAY_BOLD = re.compile(
    r"(?:^|[\s\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef])\*\*|\*\*(?:$|[\s\u2e80-\u9fff\uff00-\uffef])"
)
_TAG_TEXT = re.compile(
    r"</?(?:a|b|br|center|details|div|font|i|iframe|img|kbd|p|span|sub|sup|table|u|video)(?:\s[^<>]{0,400})?(?:>|$)",
    re.IGNORECASE,
)


def has_stray_bold(text: str) -> bool:
    """Whether `**` stands in `text` where it was meant to mark something bold."""
    return _STRAY_BOLD.search(text) is not None


def has_raw_html(text: str) -> bool:
    """Whether `text` shows a tag of everyday HTML."""
    return _TAG_TEXT.search(text) is not None
