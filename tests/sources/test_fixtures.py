"""Every collected document has its facts in a test: what is new in the collection must be looked at first."""

import json
from pathlib import Path

import pytest

from building import SHARED

MANIFEST = SHARED / "fixtures" / "MANIFEST.jsonl"


def test_every_collected_document_is_named_in_a_test() -> None:
    if not MANIFEST.exists():
        pytest.skip("the collected documents are not there")
    tests = "".join(file.read_text("utf-8") for file in Path(__file__).parent.rglob("test_*.py"))
    names = [json.loads(line)["file"] for line in MANIFEST.read_text("utf-8").splitlines()]
    assert names
    missing = [
        name
        for name in names
        if ".expected." not in name
        and f'"{Path(name).name}"' not in tests
        and f'"{Path(name).stem}"' not in tests
    ]
    assert missing == []
