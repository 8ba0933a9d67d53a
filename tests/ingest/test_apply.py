"""All steps of a plan, or none."""

from pathlib import Path

import pytest

from building import snapshot, write
from digest.ingest.apply import apply_steps
from digest.ingest.plan import Step
from digest.problems import DigestError


def test_files_are_written_in_order(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "old")
    seen: list[int] = []
    steps = [Step("a.md", b"new", b"old"), Step("deep/er/b.md", b"b"), Step("deep/c.md", b"c")]
    apply_steps(tmp_path, steps, seen.append)
    assert snapshot(tmp_path) == {"a.md": b"new", "deep/er/b.md": b"b", "deep/c.md": b"c"}
    assert seen == [1, 2, 3]


@pytest.mark.parametrize(
    ("last", "message"),
    [
        (Step("a.md/below.md", b"x"), "a.md/below.md"),
        (Step("there.md", b"x"), "there.md"),
        (Step("there.md", b"x", b"something else"), "changed this file meanwhile"),
        (Step("gone.md", b"x", b"was here"), "changed this file meanwhile"),
        (Step("../outside.md", b"x"), "lies outside"),
    ],
)
def test_when_one_fails_none_is_taken(tmp_path: Path, last: Step, message: str) -> None:
    site = tmp_path / "site"
    write(site, "a.md", "old")
    write(site, "there.md", "there")
    write(site, "deep/kept.md", "kept")
    before = snapshot(tmp_path)
    steps = [Step("a.md", b"new", b"old"), Step("new/er/b.md", b"b"), Step("deep/er/c.md", b"c"), last]
    with pytest.raises(DigestError) as failure:
        apply_steps(site, steps)
    assert message in str(failure.value)
    assert snapshot(tmp_path) == before
    assert not (site / "new").exists()
    assert not (site / "deep/er").exists()


def test_an_interruption_takes_back_what_was_written(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "old")

    def interrupt(done: int) -> None:
        if done == 2:
            raise KeyboardInterrupt

    steps = [Step("a.md", b"new", b"old"), Step("b.md", b"b"), Step("c.md", b"c")]
    with pytest.raises(KeyboardInterrupt):
        apply_steps(tmp_path, steps, interrupt)
    assert snapshot(tmp_path) == {"a.md": b"old"}
