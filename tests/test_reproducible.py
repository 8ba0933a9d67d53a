"""The same files and the same moment give the same bytes, whatever else differs."""

import random
import shutil
from pathlib import Path

import pytest

from building import CLOCK, copy_own_site, differing, digest, files_of, snapshot
from engine.edits import EditedSite

ENTRIES = 170
"""Enough that two processes are started for reading and for rendering."""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, dict[str, bytes]]:
    """A site's sources and what a plain build makes of them."""
    folder = tmp_path_factory.mktemp("reproducible")
    site = EditedSite(folder / "site", 42, entries=ENTRIES)
    return site.root, build(site.copy(folder / "first"), folder / "out")


def build(
    root: Path, output: Path, *options: str, environment: dict[str, str] | None = None
) -> dict[str, bytes]:
    """Build in a process of its own; what digest keeps in the output folder must be the same as well."""
    arguments = ("--clock", CLOCK, "--jobs", "1", *options)
    result = digest("build", "-s", root, "-d", output, *arguments, cwd=root, environment=environment)
    assert result.returncode == 0, result.stderr
    return snapshot(output)


def copy(root: Path, target: Path) -> Path:
    return Path(shutil.copytree(root, target))


@pytest.mark.parametrize(
    "environment",
    [
        {"PYTHONHASHSEED": "1", "TZ": "Pacific/Kiritimati", "LC_ALL": "C.utf8"},
        {"PYTHONHASHSEED": "2", "TZ": "America/Los_Angeles", "LC_ALL": "C"},
    ],
    ids=["kiritimati", "plain-c"],
)
def test_hash_seed_time_zone_and_locale(
    built: tuple[Path, dict[str, bytes]], tmp_path: Path, environment: dict[str, str]
) -> None:
    root, expected = built
    assert (
        differing(build(copy(root, tmp_path / "s"), tmp_path / "o", environment=environment), expected) == []
    )


def test_two_processes(built: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    root, expected = built
    assert differing(build(copy(root, tmp_path / "s"), tmp_path / "o", "--jobs", "2"), expected) == []


def test_order_of_the_folder(built: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """Files written in another order lie in another order on most disks, and have other times on all."""
    root, expected = built
    files = [file for file in root.rglob("*") if file.is_file()]
    random.Random(5).shuffle(files)
    for file in files:
        target = tmp_path / "s" / file.relative_to(root)
        target.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(file, target)
    assert differing(build(tmp_path / "s", tmp_path / "o"), expected) == []


def test_another_moment_at_which_the_same_is_visible(
    built: tuple[Path, dict[str, bytes]], tmp_path: Path
) -> None:
    root, expected = built
    later = ("--clock", "2031-07-01T12:34:56+05:45")
    assert differing(build(copy(root, tmp_path / "s"), tmp_path / "o", *later), expected) == []


def test_any_state_of_the_cache(built: tuple[Path, dict[str, bytes]], tmp_path: Path) -> None:
    """Warm, half deleted, cut short, with flipped bytes, and switched off."""
    root, expected = built
    site, output = copy(root, tmp_path / "s"), tmp_path / "o"
    chance = random.Random(6)
    assert differing(build(site, output), expected) == []
    assert differing(build(site, output), expected) == []
    for harm in (_delete, _cut, _flip, _flip, _empty):
        cache = sorted(file for file in (site / ".digest/cache").iterdir() if file.is_file())
        assert cache
        for file in chance.sample(cache, (len(cache) + 1) // 2):
            harm(file, chance)
        shutil.rmtree(output)
        assert differing(build(site, output), expected) == [], harm.__name__
        for file in chance.sample(sorted((site / ".digest/cache").iterdir()), 2):
            harm(file, chance)
        assert differing(build(site, output), expected) == [], harm.__name__
    assert differing(build(site, output, "--no-cache"), expected) == []
    assert differing(build(site, tmp_path / "new", "--no-cache"), expected) == []


def _delete(file: Path, _chance: random.Random) -> None:
    file.unlink()


def _cut(file: Path, chance: random.Random) -> None:
    data = file.read_bytes()
    file.write_bytes(data[: chance.randint(0, len(data))])


def _flip(file: Path, chance: random.Random) -> None:
    data = bytearray(file.read_bytes())
    for _ in range(20 if data else 0):
        data[chance.randrange(len(data))] ^= 1 << chance.randrange(8)
    file.write_bytes(data)


def _empty(file: Path, _chance: random.Random) -> None:
    file.write_bytes(b"")


def test_our_own_site(tmp_path: Path) -> None:
    site = copy_own_site(tmp_path)
    builds = []
    for seed, jobs in (("1", "1"), ("2", "2")):
        output = tmp_path / f"out-{seed}"
        arguments = ("--clock", "2026-12-01T00:00:00Z", "--jobs", jobs, "--no-cache")
        result = digest(
            "build", "-s", site, "-d", output, *arguments, cwd=tmp_path, environment={"PYTHONHASHSEED": seed}
        )
        assert result.returncode == 0, result.stderr
        builds.append(files_of(output))
    assert differing(*builds) == []
