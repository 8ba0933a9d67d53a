"""The sheet a plan is drawn up on: files to write so far, what is remembered, what an editor should know."""

from __future__ import annotations

import re
from collections.abc import Callable

from digest.content.read import read_source_text
from digest.ingest.memory import MEMORY, Given, Memory, Written, file_digest, memory_bytes
from digest.ingest.plan import Outcome, Step
from digest.problems import DigestError, Problem, warning
from digest.text.clean import clean_text

ReadFile = Callable[[str], bytes | None]
"""The bytes of a file of the site by its path, None where there is none."""

_END = b"\n---\n"
_DRAFT_MARK = re.compile(rb"\ndraft: true(?=\n)")
_ANY_MARK = re.compile(rb"\ndraft: (?:true|false)(?=\n)")


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

    def whole_file(
        self, path: str, data: bytes, document: str, *, title: str = "", as_draft: bool = False
    ) -> Outcome:
        """Plan a file that is written whole, or not at all where a person has another one.

        Args:
            path: where it goes.
            data: its bytes.
            document: the key of the document it is made from.
            title: its title, for the report.
            as_draft: whether it waits to be published; one that is there already goes on as it is.
        """
        digest = {document: file_digest(data)}
        written = self.memory.get(path)
        planned = self.steps.get(path)
        there = planned.data if planned else self.read_file(path)
        if there == data and written is None:
            self.memory[path] = Written(
                key=path, path=path, sha=_digest(data), items=digest
            )  # of an import cut off
        if there == data or (there is not None and written and digest.items() <= written.items.items()):
            return Outcome(state="unchanged", path=path, title=title)
        if there is not None and (planned or not _may_replace(written, document, there)):
            return Outcome(state="kept", path=path, title=title)
        self.memory[path] = Written(key=path, path=path, sha=_digest(data), items=digest)
        if as_draft if there is None else _DRAFT_MARK.search(there.partition(_END)[0] + b"\n"):
            data = data.replace(_END, b"\ndraft: true" + _END, 1)
        self.steps[path] = Step(path, data, there)
        return Outcome(state="new" if there is None else "updated", path=path, title=title)

    def article_text(self, path: str, text: str, known: Given | None, document: str) -> Given | None:
        """Plan the `source.md` beside an entry.

        Args:
            path: the entry.
            text: the text of the article, "" for none.
            known: what an import wrote there before.
            document: the key of the document.

        Returns:
            What is written there now; None where there is no room for it, or another text stays.
        """
        if not text:
            return known
        folder, _, name = path.rpartition("/")
        if name != "index.md":
            message = "only an entry in a folder of its own can have the text of an article beside it"
            self.problems.append(
                warning(message, path=path, hint=f"move it to {path.removesuffix('.md')}/index.md")
            )
            return None
        beside = f"{folder}/source.md"
        data = f"{clean_text(text).strip()}\n".encode()
        there = self.read_file(beside)
        if there is None and known is not None:
            return None  # somebody took it away
        if there is not None and there != data and known is not None and known.by not in {"", document}:
            return None  # the first document that brought a text has the word
        if there is not None and there != data and (known is None or known.sha != file_digest(there)):
            self.problems.append(warning("this text is another one and stays as it is", path=beside))
            return None
        if there != data:
            self.steps[beside] = Step(beside, data, there)
        return Given(file_digest(data), document)

    def text_beside(self, path: str) -> str:
        """The text of the article beside an entry, as it will be."""
        return article_beside(path, self._planned)

    def _planned(self, path: str) -> bytes | None:
        step = self.steps.get(path)
        return step.data if step else self.read_file(path)

    def remember(self) -> None:
        """Plan the file of the memory, last of all: a crash then repeats work and skips none."""
        if self.memory != self._before:
            self.steps[MEMORY] = Step(MEMORY, memory_bytes(self.memory), self.read_file(MEMORY))


def article_beside(path: str, read_file: ReadFile) -> str:
    """The text of the article beside an entry; "" where there is none, or none that can be read.

    What is wrong with it a build says.
    """
    folder, _, name = path.rpartition("/")
    beside = f"{folder}/source.md"
    data = read_file(beside) if name == "index.md" else None
    if data is None:
        return ""
    try:
        return read_source_text(data, path=beside).body
    except DigestError:
        return ""


def _digest(data: bytes) -> str:
    """The digest of a file whether it is published or not: `digest publish` is no editing."""
    return file_digest(_ANY_MARK.sub(b"", data, count=1))


def _may_replace(written: Written | None, document: str, there: bytes) -> bool:
    """Whether a file is as this very document, or `digest init`, made it."""
    return (
        written is not None
        and written.sha == _digest(there)
        and (not written.items or document in written.items)
    )
