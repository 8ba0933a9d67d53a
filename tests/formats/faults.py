"""What the tests of readers share: the problems of a reading, as (line, column) or as words."""

from collections.abc import Callable

import pytest

from digest.problems import DigestError, Problem


def problems_of(read: Callable[[], object]) -> tuple[Problem, ...]:
    """The problems that `read` raises; the test fails where it raises none."""
    with pytest.raises(DigestError) as caught:
        read()
    return caught.value.problems


def places_of(read: Callable[[], object]) -> list[tuple[int, int]]:
    """Line and column of each problem that `read` raises."""
    return [(problem.line, problem.column) for problem in problems_of(read)]
