"""The text of the article beside an entry, as a source gave it."""

from __future__ import annotations

from pathlib import Path

from digest.content.drafts import EntryDraft
from digest.content.read import read_source_text
from digest.ingest.apply import read_site_file


def article_text(root: Path, entry: EntryDraft) -> str:
    """The Markdown of the `source.md` in the folder of an entry, "" where there is none.

    Raises:
        DigestError: it cannot be read.
    """
    if not entry.is_bundle:
        return ""
    path = f"{entry.path.rpartition('/')[0]}/source.md"
    data = read_site_file(root, path)
    return read_source_text(data, path=path).body if data is not None else ""
