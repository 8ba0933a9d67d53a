"""Sites to look at, and the browser that does."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from browser import Browser
from browsers import HOW_TO_GET_ONE, find_chromium
from building import ROOT, build_site, copy_own_site, copy_test_site, files_of

BASE_URL = "https://example.org/d/"
CLOCK = "2026-12-01T00:00:00Z"
AXE = ROOT / ".cache" / "axe.min.js"


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], dict[str, bytes]]:
    """The published files of a site, built when first asked for.

    `own` is this repository's; `wide-paper` is `tests/sites/wide` as it is, with a theme of CSS alone, and `wide`
    the same with the default theme; any other is one of `tests/sites`.
    """
    known: dict[str, dict[str, bytes]] = {}

    def files(name: str) -> dict[str, bytes]:
        if name not in known:
            folder = tmp_path_factory.mktemp(name)
            site = copy_own_site(folder) if name == "own" else copy_test_site(name.partition("-")[0], folder)
            if name == "wide":
                config = (site / "digest.yaml").read_text(encoding="utf-8")
                assert "theme: paper" in config
                (site / "digest.yaml").write_text(
                    config.replace("theme: paper", "theme: default"), encoding="utf-8"
                )
            build_site(site, folder / "out", base_url=BASE_URL, clock=CLOCK)
            known[name] = files_of(folder / "out")
        return known[name]

    return files


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for all tests of a process."""
    if find_chromium() is None:
        pytest.skip(HOW_TO_GET_ONE)
    with Browser({}, BASE_URL) as browser:
        yield browser


@pytest.fixture
def reader(chromium: Browser, built: Callable[[str], dict[str, bytes]]) -> Callable[[str], Browser]:
    """A browser at one of these sites, with a window of 1280 pixels and nothing remembered."""

    def at(name: str) -> Browser:
        chromium.files = built(name)
        chromium.view(1280)
        chromium.forget()
        return chromium

    return at


@pytest.fixture(scope="session")
def axe() -> str:
    """The program that finds faults of accessibility."""
    if not AXE.exists():
        pytest.skip("axe-core is not in .cache; tests/run.py fetches it")
    return Path(AXE).read_text(encoding="utf-8")
