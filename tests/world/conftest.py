"""One world a test."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from world.world import World


@pytest.fixture
def world() -> Iterator[World]:
    """A world without papers, posts or faults."""
    with World() as world:
        yield world


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder for a site, with room for reports beside it."""
    return tmp_path / "site"
