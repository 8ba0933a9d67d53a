"""Summary and findings of an entry that has none, quoted from its abstract or text when its issue publishes it."""

from __future__ import annotations

from collections.abc import Iterator

from digest.content.drafts import Auto, EntryDraft
from digest.content.edit import AddValue, Change, SetValue
from digest.content.ownership import auto_data, value_digest
from digest.formats.write import Data
from digest.summarize.extract import summarise, summary_and_findings
from digest.summarize.plain_quote import without_marks
from digest.text.clean import clean_text
from digest.text.inert import inert

BY = "quote"
"""Who fills these fields, in `auto`: a program that quotes and writes nothing of its own."""


def text_changes(entry: EntryDraft, length: int, article: str = "") -> tuple[Change, ...]:
    """What to add to the file of an entry; nothing where an editor removed it, or there is nothing to quote.

    Args:
        entry: as its file reads.
        length: of the summary, in units.
        article: Markdown of the text beside it, which speaks where there is no abstract.
    """
    found: dict[str, tuple[Data, object]] = {}
    for name, value in _texts(entry, length, article):
        if not getattr(entry, name) and name not in entry.places and name not in entry.auto:
            found[name] = (value if isinstance(value, str) else [*value], value)
    if not found:
        return ()
    changes: list[Change] = [AddValue(name, data, value) for name, (data, value) in found.items()]
    auto = {**entry.auto, **{name: Auto(by=BY, sha=value_digest(data)) for name, (data, _) in found.items()}}
    after = auto_data(auto)
    if "auto" in entry.places:
        before = auto_data(entry.auto)
        changes.append(SetValue("auto", before, after, auto))
    else:
        changes.append(AddValue("auto", after, auto))
    return tuple(changes)


def _texts(entry: EntryDraft, length: int, article: str) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    if not entry.abstract:
        words = without_marks(summarise(entry.title, article, length=length).text)
        if summary := inert(clean_text(words)):
            yield "summary", summary
        return
    quoted, results = summary_and_findings(entry.title, entry.abstract, length=length)
    if summary := clean_text(quoted.text):
        yield "summary", summary
    if findings := tuple(clean_text(sentence.text) for sentence in results):
        yield "findings", findings
