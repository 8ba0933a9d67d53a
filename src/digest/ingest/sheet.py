"""The sheet a plan is drawn up on: files to write so far, what is remembered, what an editor should know."""

from __future__ import annotations

from collections.abc import Callable

from digest.ingest.memory import MEMORY, Memory, Written, file_digest, memory_bytes
from digest.ingest.plan import Outcome, Step
from digest.problems import Problem, warning

ReadFile = Callable[[str], bytes | None]
"""The bytes of a file of the site by its path, None where there is none."""


class Sheet:
    """Steps by path, so that a file is written once; nothing is written here.

    Attributes:
        steps: what will be written.
        memory: what will be remembered, by key.
        problems: warnings about what was found.
        read_file: reads a file of the site.
    """

    def __init__(self, memory: Memory, read_file: ReadFile) -> None:
        self.steps: dict[str, Step] = {}
        self.memory = dict(memory)
        self.problems: list[Problem] = []
        self.read_file = read_file
        self._before = dict(memory)

    def whole_file(self, path: str, data: bytes, document: str, *, title: str = "") -> Outcome:
        """Plan a file that is written whole, or not at all where a person has another one."""
        digest = {document: file_digest(data)}
        written = self.memory.get(path)
        planned = self.steps.get(path)
        there = planned.data if planned else self.read_file(path)
        if there == data or (there is not None and written and digest.items() <= written.items.items()):
            return Outcome(state="unchanged", path=path, title=title)
        if there is not None and (planned or not written or written.sha != file_digest(there)):
            return Outcome(state="kept", path=path, title=title)
        self.steps[path] = Step(path, data, there)
        self.memory[path] = Written(key=path, path=path, sha=file_digest(data), items=digest)
        return Outcome(state="new" if there is None else "updated", path=path, title=title)

    def article_text(self, path: str, text: str, known: str) -> str:
        """Plan the `source.md` beside an entry at `path`.

        Args:
            path: the entry.
            text: the text of the article, "" for none.
            known: the digest of the one an import wrote, "" for none.

        Returns:
            The digest of the file as it will be; `known` where another one stays.
        """
        if not text:
            return known
        path = f"{path.removesuffix('index.md')}source.md"
        data = f"{text.strip()}\n".encode()
        there = self.read_file(path)
        if there is not None and there != data and file_digest(there) != known:
            self.problems.append(warning("this text is another one and stays as it is", path=path))
            return known
        if there != data:
            self.steps[path] = Step(path, data, there)
        return file_digest(data)

    def remember(self) -> None:
        """Plan the file of the memory, last of all: a crash then repeats work and skips none."""
        if self.memory != self._before:
            self.steps[MEMORY] = Step(MEMORY, memory_bytes(self.memory), self.read_file(MEMORY))
