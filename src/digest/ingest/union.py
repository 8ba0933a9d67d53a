"""What an entry says once it also says what another one of the same work said.

Nothing it says is changed: lists get what is missing in them, fields it does not have are filled. Where both say
something else its own word stays, and the field is named.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, cast

import msgspec
from msgspec.structs import replace

from digest.config.schema import Config
from digest.content.drafts import Coverage, EntryDraft, HistoryLine, Image, Link
from digest.content.edit import AddValue, AppendItem, AppendValue, Change, SetValue, edited
from digest.content.ownership import auto_data
from digest.formats.write import Data
from digest.ingest.combine import other_titles, told_of
from digest.ingest.entry_file import entry_fields, item_of
from digest.links.canonical import canonical, work_key
from digest.problems import DigestError
from digest.text.dates import rfc3339
from digest.text.names import fold_name

_NAMES = ("authors", "organizations", "subjects", "topics", "tags")
_SINGLES = ("id", "lang", "source", "venue", "summary", "abstract", "description", "image", "weight")
_MARKS = ("toc", "noindex")
_ONLY_ITS_OWN = ("lastmod", "expiry_date")
"""What is true of one file and not of the work."""


class Stay(NamedTuple):
    """A field in which the entry does not say what the other one said, and why, where that is not plain."""

    field: str
    why: str = ""


class United(msgspec.Struct, frozen=True):
    """The entry: its bytes, how they read, the fields that are now exactly the other one's, and what stays."""

    data: bytes
    entry: EntryDraft
    filled: frozenset[str]
    stays: tuple[Stay, ...]


def united(
    data: bytes,
    first: EntryDraft,
    second: EntryDraft,
    config: Config,
    *,
    aliases: Sequence[str],
    image: Image | None,
) -> United:
    """Bring what a second entry says into the front matter of a first one.

    Args:
        data: the file of the first.
        first: the same, read.
        second: the other entry.
        config: for reading the file.
        aliases: further addresses for the first.
        image: the picture of the second, as the first has to name it.
    """
    union = _Union(data, first, config)
    second = replace(second, image=image)
    union.take_names(second)
    union.take_addresses(second)
    union.take_dates(second)
    union.take_singles(second)
    for alias in aliases:
        union.append("aliases", alias)
    union.take_auto(second)
    if second.title != first.title and second.title not in other_titles(union.entry):
        union.stays.insert(0, Stay("title"))
    stays = {stay.field: stay for stay in reversed(union.stays)}
    return United(union.data, union.entry, frozenset(union.filled), tuple(reversed(stays.values())))


class _Union:
    def __init__(self, data: bytes, entry: EntryDraft, config: Config) -> None:
        self.data = data
        self.entry = entry
        self.filled: set[str] = set()
        self.stays: list[Stay] = []
        self._is_coverage = False
        self._config = config

    def append(self, name: str, value: str, becomes: object = None) -> None:
        """Add a text to a list, which may be missing."""
        self._change(AppendItem(name, value, becomes))

    def take_names(self, second: EntryDraft) -> None:
        """Lists of names and texts: what is in neither spelling in the first one's."""
        for name in _NAMES:
            known = {fold_name(value) for value in getattr(self.entry, name)}
            missing = [value for value in getattr(second, name) if fold_name(value) not in known]
            self._extend(name, missing)
        known = {text.strip() for text in self.entry.findings}
        self._extend("findings", [text for text in second.findings if text.strip() not in known])
        lines = [line for line in second.history if line not in self.entry.history]
        if lines and "history" not in self.entry.places:
            self._fill("history", entry_fields(item_of(second), second.id)["history"], second.history)
            return
        for line in lines:
            self.append("history", f"{line.date}: {line.text}", HistoryLine(line.date, line.text))

    def take_addresses(self, second: EntryDraft) -> None:
        """Links and coverage; the article the second was found in is coverage of the work."""
        told = told_of(item_of(second), self.entry)
        self._is_coverage = told.source is None
        source, own = second.source, self.entry.source
        links, articles = list(told.links), list(told.coverage)
        if own and told.source and source and source.url and canonical(own.url) != canonical(source.url):
            key = work_key(source.url)
            links.append(
                Link(url=source.url, kind="paper" if key.startswith(("arxiv:", "doi:")) else "other")
            )
        if own and own.url:
            articles = [article for article in articles if canonical(article.url) != canonical(own.url)]
        self._extend_places("links", self.entry.links, links)
        self._extend_places("coverage", self.entry.coverage, articles)

    def take_dates(self, second: EntryDraft) -> None:
        """Dates where the first has none; never one that would move it to another week."""
        first = self.entry
        is_dated = bool(first.date or first.publish_date or first.issue)
        for name, field in (("date", "date"), ("publishDate", "publish_date")):
            moment = getattr(second, field)
            if moment is None or getattr(first, field) == moment:
                continue
            if not is_dated or (name == "date" and first.date is None and first.publish_date):
                self._fill(name, rfc3339(moment), moment)
            else:
                self.stays.append(Stay(name))
        if second.issue and second.issue != first.issue:
            if is_dated:
                self.stays.append(Stay("issue"))
            else:
                self._fill("issue", second.issue, second.issue)

    def take_singles(self, second: EntryDraft) -> None:
        """Fields of one value that the first does not have."""
        theirs = {**entry_fields(item_of(second), second.id), "description": second.description}
        for name in _SINGLES:
            value, present = getattr(second, name), getattr(self.entry, name)
            if value in (None, "") or value == present or (name == "id" and present):
                continue  # its id stays known by the memory of merges
            if name == "source" and self._is_coverage and self._holds(second):
                continue
            if present in (None, "") and not (name == "source" and self._is_coverage):
                self._fill(name, theirs[name], value)
            else:
                self.stays.append(Stay(name))
        for name in (*_MARKS, *_ONLY_ITS_OWN):
            value = getattr(second, name)
            if value and value != getattr(self.entry, name):
                self.stays.append(Stay(name))
        self._take_params(second)

    def take_auto(self, second: EntryDraft) -> None:
        """Fields that came over whole stay the program's if they were."""
        owned = {name: second.auto[name] for name in sorted(self.filled) if name in second.auto}
        owned = {**self.entry.auto, **owned}
        if owned == self.entry.auto:
            return
        before, after = auto_data(self.entry.auto), auto_data(owned)
        is_there = "auto" in self.entry.places
        change: Change = (
            SetValue("auto", before, after, owned) if is_there else AddValue("auto", after, owned)
        )
        self._change(change, is_needed=False)  # without it the field belongs to the editor

    def _take_params(self, second: EntryDraft) -> None:
        missing = {name: value for name, value in second.params.items() if name not in self.entry.params}
        for name in second.params:
            if name not in missing and second.params[name] != self.entry.params[name]:
                self.stays.append(Stay(f"params.{name}"))
        if missing and not self.entry.params and "params" not in self.entry.places:
            self._change(AddValue("params", cast("dict[str, Data]", missing), missing))
        elif missing:
            self.stays += [Stay(f"params.{name}") for name in missing]

    def _holds(self, second: EntryDraft) -> bool:
        """Whether an article among the coverage says all that the source of the second said."""
        source = second.source
        return source is not None and any(
            canonical(article.url) == canonical(source.url)
            and (article.kind, article.name) == (source.kind, source.name)
            for article in self.entry.coverage
        )

    def _extend(self, name: str, missing: Sequence[str]) -> None:
        """Add to a list, in the form the program writes where it is in that form, else in its own style."""
        present: tuple[str, ...] = getattr(self.entry, name)
        if not missing:
            return
        if name not in self.entry.places:
            self._fill(name, [*missing], tuple(missing))
            return
        whole = (*present, *missing)
        if present and self._change(SetValue(name, [*present], [*whole], whole), is_needed=False):
            return
        for value in missing:
            self.append(name, value)

    def _extend_places(
        self, name: str, present: Sequence[Link] | Sequence[Coverage], offered: Iterable[Link | Coverage]
    ) -> None:
        """Add what leads elsewhere; what the other knew of a place that is there fills its gaps."""
        fuller: list[Link | Coverage] = [*present]
        missing: dict[str, Link | Coverage] = {}
        places = {canonical(each.url): number for number, each in reversed([*enumerate(fuller)])}
        for each in offered:
            number = places.get(canonical(each.url))
            if number is None:
                missing.setdefault(canonical(each.url), each)
            else:
                fuller[number] = _filled_up(fuller[number], each)
        if fuller != list(present):
            before, after = (_mappings(values) for values in (present, fuller))
            self._change(SetValue(name, before, after, tuple(fuller)))
        if missing and name not in self.entry.places:
            self._fill(name, _mappings(missing.values()), tuple(missing.values()))
            return
        for each in missing.values():
            self._change(AppendValue(name, _mapping(each), each))

    def _fill(self, name: str, value: Data, becomes: object) -> None:
        if self._change(AddValue(name, value, becomes)):
            self.filled.add(name)

    def _change(self, change: Change, *, is_needed: bool = True) -> bool:
        try:
            self.data, draft = edited(self.data, self.entry.path, [change], self._config)
        except DigestError as failure:
            if is_needed:
                self.stays.append(Stay(change.key, failure.problems[0].message))
            return False
        assert isinstance(draft, EntryDraft)
        self.entry = draft
        return True


def _filled_up(known: Link | Coverage, other: Link | Coverage) -> Link | Coverage:
    """An address with what only the other one knew about it."""
    gaps: dict[str, str] = {}
    for name in known.__struct_fields__:
        if getattr(known, name) in ("", "other") and (text := getattr(other, name)):
            gaps[name] = text
    return msgspec.structs.replace(known, **gaps)


def _mappings(values: Iterable[Link | Coverage]) -> Data:
    return [_mapping(each) for each in values]


def _mapping(each: Link | Coverage) -> dict[str, Data]:
    """An address as entries hold it: `kind` first, nothing that is empty."""
    names = sorted(each.__struct_fields__, key=lambda name: name != "kind")
    return {name: text for name in names if (text := getattr(each, name)) and text != "other"}
