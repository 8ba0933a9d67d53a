"""The blocks of a BibTeX file with their lines: records, abbreviations and what is neither.

The file is split by bibtexparser, which goes on behind a broken record and knows lines; its values are
evaluated here, as its own conversion of TeX loses what it does not know.
"""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING, NamedTuple

from digest.importers.document import Document
from digest.importers.records.bibtex_values import evaluate
from digest.importers.records.claims import Claims
from digest.problems import DigestError, Problem, error, warning

if TYPE_CHECKING:
    from bibtexparser.model import Block, Entry

_EARLY = "Unexpectedly reached end of file"


class BibField(NamedTuple):
    """A field: its key in lower case, its TeX, its lines."""

    key: str
    tex: str
    first: int
    last: int


class Record(NamedTuple):
    """A record: its type and key, its fields, its lines, which abbreviations it uses, its TeX by key."""

    kind: str
    key: str
    fields: tuple[BibField, ...]
    first: int
    last: int
    abbreviations: frozenset[int]
    texts: dict[str, str]

    def tex(self, *keys: str) -> str:
        """The TeX of the first of these fields that is there."""
        return next((found for key in keys if (found := self.texts.get(key))), "")


class BibFile(NamedTuple):
    """What a file holds: records in order, the lines of its abbreviations, remarks."""

    records: tuple[Record, ...]
    abbreviations: tuple[tuple[int, int], ...]
    remarks: tuple[Problem, ...]


def read_bib_file(document: Document, claims: Claims) -> BibFile:
    """Split a document into records; what is none goes into the books.

    Raises:
        DigestError: there is no record, or some are broken: all of them with their lines.
    """
    return _Splitting(document, claims).file()


class _Splitting:
    """One pass over the blocks of a file: what they define holds for those behind them."""

    def __init__(self, document: Document, claims: Claims) -> None:
        self._document = document
        self._claims = claims
        self._records: list[Record] = []
        self._texts: dict[str, str] = {}
        self._defined: dict[str, int] = {}
        self._abbreviations: list[tuple[int, int]] = []
        self._problems: list[Problem] = []
        self._remarks: list[Problem] = []

    def file(self) -> BibFile:
        """The whole file.

        Raises:
            DigestError: see `read_bib_file`.
        """
        from bibtexparser.entrypoint import parse_string  # noqa: PLC0415  (no other command needs it)

        # It tells its log about every broken block, and that goes to standard error; they are reported below.
        logging.getLogger("bibtexparser").setLevel(logging.CRITICAL + 1)
        for block in parse_string(self._document.text, parse_stack=[]).blocks:
            first = (block.start_line or 0) + 1
            self._block(block, first, first + (block.raw or "").rstrip().count("\n"))
        if not self._problems and not self._records:
            hint = "a record begins with a line like: @article{key,"
            self._problems.append(self._error("there is no BibTeX record in this document", 1, hint))
        if self._problems:
            raise DigestError(self._problems)
        return BibFile(tuple(self._records), tuple(self._abbreviations), tuple(self._remarks))

    def _block(self, block: Block, first: int, last: int) -> None:
        from bibtexparser import model  # noqa: PLC0415  (as above)
        from bibtexparser.exceptions import BlockAbortedException  # noqa: PLC0415 - loaded for this form alone

        if isinstance(block, model.DuplicateBlockKeyBlock | model.DuplicateFieldKeyBlock):
            assert block.ignore_error_block is not None
            block = block.ignore_error_block
        if isinstance(block, model.Entry):
            self._record(block, first, last)
        elif isinstance(block, model.String):
            name = block.key.strip().lower()
            try:
                self._texts[name] = evaluate(str(block.value), self._texts).tex
            except ValueError as failure:
                self._problems.append(self._error(f"@string {name[:40]}: {failure}", first))
            self._defined[name] = len(self._abbreviations)
            self._abbreviations.append((first, last))
        elif isinstance(block, model.ParsingFailedBlock):
            fault = block.error
            reason = fault.abort_reason if isinstance(fault, BlockAbortedException) else ""
            self._problems.append(_failed(self._document.path, first, reason, block.raw or ""))
        elif isinstance(block, model.Preamble):
            self._claims.drop("TeX for the preamble of a document", first, last)
        elif isinstance(block, model.ExplicitComment):
            self._claims.drop("a comment", first, last)
        else:
            self._claims.drop("text outside the records", first, last)

    def _record(self, entry: Entry, first: int, last: int) -> None:
        fields: list[BibField] = []
        used: set[int] = set()
        starts = [field.start_line + 1 for field in entry.fields]
        for field, start, following in zip(entry.fields, starts, [*starts, last + 1][1:], strict=True):
            end = max(start, following - 1)
            # The end of the record may stand on lines of its own.
            while end > start and not self._document.lines[end - 1].strip(" \t,})"):
                end -= 1
            try:
                found = evaluate(str(field.value), self._texts)
            except ValueError as failure:
                message = f"{field.key[:40]} of the record `{entry.key[:60]}`: {failure}"
                self._problems.append(self._error(message, start))
                continue
            used.update(self._defined[name] for name in found.used)
            if found.unknown:
                message = f"the abbreviation `{found.unknown[0][:60]}` is not defined here and stays as it is"
                hint = "define it with @string"
                self._remarks.append(warning(message, path=self._document.path, line=start, hint=hint))
            fields.append(BibField(field.key.lower(), found.tex, start, end))
        kind = entry.entry_type.lower()
        texts = {field.key: field.tex for field in reversed(fields) if field.tex}
        self._records.append(Record(kind, entry.key, tuple(fields), first, last, frozenset(used), texts))

    def _error(self, message: str, line: int, hint: str = "") -> Problem:
        return error(message, path=self._document.path, line=line, hint=hint)


def _failed(path: str, line: int, reason: str, raw: str) -> Problem:
    start = " ".join(raw[:60].split())
    if _EARLY in reason:
        message = f"the document ends early: `{start}` is not closed"
        return error(message, path=path, line=line, hint="get the whole of it, or close it with }")
    why = " ".join(reason.split())[:160].rstrip(". ") or "it cannot be read"
    hint = "look for a brace, a quote or a comma too few or too many"
    return error(f"the record `{start}` is broken: {why}", path=path, line=line, hint=hint)
