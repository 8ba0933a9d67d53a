"""Which fields of an entry the machine still owns: those that hold what it wrote, told by a digest of the value."""

from __future__ import annotations

import hashlib
import json

from digest.content.drafts import Auto
from digest.formats.write import Data


def value_digest(value: Data) -> str:
    """The digest of a value of front matter, as `auto: {FIELD: {sha}}` keeps it: 16 hexadecimal digits.

    Of its JSON with sorted keys, so that neither the style of the YAML nor the order of keys changes it.
    """
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def is_as_written(record: Auto, value: Data) -> bool:
    """Whether a field still holds what the machine wrote."""
    return record.sha == value_digest(value)


def record_data(record: Auto) -> dict[str, Data]:
    """A record as front matter, in the order it is written in."""
    found: dict[str, Data] = {"by": record.by}
    if record.sha:
        found["sha"] = record.sha
    if record.value:
        found["value"] = [*record.value]
    if record.why:
        found["why"] = [*record.why]
    return found
