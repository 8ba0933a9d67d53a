"""The running number of an issue."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from digest.site import Issue, issue_order


class Number(NamedTuple):
    """The number of an issue, None where it gets none; `why` says what an editor should know about that."""

    value: int | None
    why: str = ""


def next_number(name: str, issues: Sequence[Issue]) -> Number:
    """One more than the last number before it; 1 where no issue of its kind has a file yet.

    Issues that nobody numbered stay that way, and a number another issue has is not given twice.

    Args:
        name: of the issue.
        issues: those of its kind.
    """
    files = [issue for issue in issues if issue.document is not None and issue.name != name]
    before = [issue for issue in files if issue_order(issue.name) < issue_order(name)]
    given = {issue.document.number: issue.name for issue in files if issue.document and issue.document.number}
    numbers = [issue.document.number or 0 for issue in before if issue.document]
    if before and not any(numbers):
        return Number(None)
    value = max(numbers, default=0) + 1
    if value in given:
        return Number(None, f"number {value} belongs to {given[value]}, so this one gets none")
    return Number(value)
