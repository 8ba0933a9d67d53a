"""The desk on which a change of several files is laid out: what each file would hold, nothing written yet."""

from __future__ import annotations

from collections.abc import Iterable

from digest.ingest.plan import Removal, Step
from digest.ingest.sheet import ReadFile


class Desk:
    """Files of a site as they would be; a file nobody put here is as it is on the disk."""

    def __init__(self, read_file: ReadFile) -> None:
        self._read_file = read_file
        self._files: dict[str, bytes | None] = {}

    def read(self, path: str) -> bytes | None:
        """The bytes a file would have, None where there would be none."""
        return self._files[path] if path in self._files else self._read_file(path)

    def put(self, path: str, data: bytes | None) -> None:
        """Lay out the bytes of a file; None takes it away."""
        self._files[path] = data

    def listed(self, paths: Iterable[str]) -> tuple[str, ...]:
        """The files there would be, of those that are there and those laid out."""
        found = {*paths, *self._files}
        return tuple(sorted(path for path in found if self.read(path) is not None))

    def steps(self) -> tuple[Step | Removal, ...]:
        """What it takes to get there from the disk: files that are written, then those that go."""
        steps: list[Step] = []
        removals: list[Removal] = []
        for path, data in sorted(self._files.items()):
            before = self._read_file(path)
            if data is not None and data != before:
                steps.append(Step(path, data, before))
            elif data is None and before is not None:
                removals.append(Removal(path, before))
        return (*steps, *removals)
