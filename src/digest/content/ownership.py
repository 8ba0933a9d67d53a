"""Which fields of a file the machine still owns: those that hold what it wrote, told by a digest of the value."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping

from digest.content.drafts import Auto
from digest.formats.write import Data

FETCH = "fetch"
"""Who fills the fields of what a source brings, in `auto: {FIELD: {by}}`."""
MODEL = "model:"
"""How the name of a language model begins in `auto: {FIELD: {by}}`."""
_CARRIED_OVER = ("import", FETCH, "quote")
"""Programs that take a text over, quote from it or cut it short, but write none: the words are the author's own."""


def value_digest(value: Data) -> str:
    """The digest of a value of front matter, as `auto: {FIELD: {sha}}` keeps it: 16 hexadecimal digits.

    Of its JSON with sorted keys, so that neither the style of the YAML nor the order of keys changes it.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def machine_fields(auto: Mapping[str, Auto]) -> frozenset[str]:
    """The fields whose words a program found, rather than carried over from its source."""
    return frozenset(name for name, record in auto.items() if not record.by.startswith(_CARRIED_OVER))


def is_as_written(record: Auto, value: Data) -> bool:
    """Whether a field still holds what the machine wrote."""
    return record.sha == value_digest(value)


def auto_data(auto: Mapping[str, Auto]) -> Data:
    """`auto` as it is written."""
    return {name: record_data(record) for name, record in auto.items()}


def record_data(record: Auto) -> dict[str, Data]:
    """A record of `auto` as front matter, in the order it is written in; what it does not say is left out."""
    found: dict[str, Data] = {"by": record.by}
    if record.sha:
        found["sha"] = record.sha
    if record.value:
        found["value"] = [*record.value]
    if record.why:
        found["why"] = [*record.why]
    if record.input:
        found["input"] = record.input
    if record.quoted:
        found["quoted"] = record.quoted
    return found
