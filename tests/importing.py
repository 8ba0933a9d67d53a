"""What tests of importers share: reading a text as a document, and proving that its books are honest."""

import re
from collections import Counter
from datetime import datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import msgspec
import pytest

from building import ROOT
from digest.config.schema import DEFAULT_TOPICS
from digest.importers.document import Document, read_document
from digest.importers.imported import Imported, Reader, Setting
from digest.importers.stamps import find_stamp
from digest.links.find import find_addresses

SEEDS = ROOT.parent / "shared/seeds"
ZONE = ZoneInfo("Asia/Shanghai")
SETTING = Setting(zone=ZONE, language="zh", topics=DEFAULT_TOPICS)

_WORD = re.compile(r"[A-Za-z0-9]+|[\u3400-\u9fff\uf900-\ufaff]+")


def seed(number: str) -> bytes:
    """The bytes of a seed document (`000` to `004`); the test is skipped where they are not there."""
    found = sorted(SEEDS.glob(f"{number}_*"))
    if not found:
        pytest.skip("the seed documents (../shared/seeds) are not here")
    return found[0].read_bytes()


def document(text: str | bytes, path: str = "paste.md") -> Document:
    return read_document(text.encode() if isinstance(text, str) else text, path)


def read(reader: Reader, text: str | bytes, setting: Setting = SETTING) -> Imported:
    """Read a document and check what holds for every reading: each line that is not blank has its account."""
    source = document(text)
    imported = reader(source, setting)
    numbers = [number for number in range(1, len(source.lines) + 1) if not source.is_blank(number)]
    assert [account.line for account in imported.accounts] == numbers
    assert [account for account in imported.accounts if account.verdict == "failed"] == []
    for account in imported.accounts:
        assert account.detail, account
        assert (account.item >= 0) == (account.verdict == "entry"), account
        assert account.item < len(imported.items), account
    return imported


def verdicts(imported: Imported) -> Counter[str]:
    return Counter(account.verdict for account in imported.accounts)


def dropped(imported: Imported) -> dict[int, str]:
    """Line and reason of everything left out."""
    return {a.line: a.detail for a in imported.accounts if a.verdict == "dropped"}


def kept_text(imported: Imported) -> str:
    """All texts of the result, one after the other."""
    parts: list[str] = []

    def walk(value: object) -> None:
        if isinstance(value, str):
            parts.append(value)
        elif isinstance(value, datetime):
            parts.append(value.isoformat())
        elif isinstance(value, bytes):
            parts.append(value.decode("utf-8", "replace"))
        elif isinstance(value, dict):
            for item in value.values():
                walk(item)
        elif isinstance(value, list | tuple):
            for item in value:
                walk(item)

    for value in (imported.items, imported.issue, imported.page, imported.sources, imported.files):
        walk(msgspec.to_builtins(value, builtin_types=(datetime, bytes)))
    return "\n".join(parts)


def lost_words(imported: Imported) -> dict[int, list[str]]:
    """Words of lines that are said to be in an entry or page and are not; dates are left aside."""
    kept = " ".join(_WORD.findall(kept_text(imported)))
    lost: dict[int, list[str]] = {}
    for account in imported.accounts:
        if account.verdict not in {"entry", "page"}:
            continue
        line = imported.document.lines[account.line - 1]
        stamp = find_stamp(line, ZONE)
        while stamp is not None:
            line = f"{line[: stamp.start]} {line[stamp.end :]}"
            stamp = find_stamp(line, ZONE)
        missing = [word for word in _WORD.findall(line) if word not in kept]
        if missing:
            lost[account.line] = missing
    return lost


def lost_addresses(imported: Imported) -> dict[int, list[str]]:
    """Addresses of the document that are neither in the result nor on a line reported as left out."""
    kept = kept_text(imported)
    reported = {account.line for account in imported.accounts if account.verdict == "dropped"}
    lost: dict[int, list[str]] = {}
    for number, line in enumerate(imported.document.lines, 1):
        missing = [found.url for found in find_addresses(line) if found.url not in kept]
        if missing and number not in reported:
            lost[number] = missing
    return lost


def own(name: str) -> str:
    """One of our own documents in `tests/importers/documents`."""
    return (Path(__file__).parent / "importers/documents" / name).read_text(encoding="utf-8")
