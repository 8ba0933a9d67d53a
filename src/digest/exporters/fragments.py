"""Joining JSON fragments that were rendered one by one."""

from __future__ import annotations

from collections.abc import Sequence


def with_list(head: str, key: str, items: Sequence[str]) -> str:
    """A JSON object, not empty, with one more key at its end: the list of some JSON values, a line each."""
    lines = "\n" + ",\n".join(items) + "\n" if items else ""
    return f'{head[:-1]},"{key}":[{lines}]}}\n'
