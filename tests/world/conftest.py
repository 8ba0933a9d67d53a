"""One world a test, and one process that reads for all of them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path

import pytest

from digest.sources.bounded.readers import Readers
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


@pytest.fixture(scope="session")
def readers() -> Iterator[Readers]:
    """The process that reads strangers' documents; starting it takes longer than most runs here."""
    with Readers() as readers:
        yield readers


@pytest.fixture(autouse=True)
def _one_reader_for_all_runs(readers: Readers, monkeypatch: pytest.MonkeyPatch) -> None:
    """Runs in this process share it; those in processes of their own start their own, as they do everywhere."""
    for command in ("fetch", "add"):
        monkeypatch.setattr(f"digest.cli.{command}.Readers", lambda: nullcontext(readers))
