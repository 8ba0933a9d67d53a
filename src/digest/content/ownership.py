"""Which fields of a file the machine still owns: those that hold what it wrote, told by a digest of the value."""

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


def record_data(record: Auto) -> Data:
    """A record of `auto` as it stands in front matter."""
    found: dict[str, Data] = {"by": record.by}
    if record.sha:
        found["sha"] = record.sha
    if record.value:
        found["value"] = [*record.value]
    return found
