"""The site as JSON."""

from __future__ import annotations

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.exporters.api import ApiEntry, ApiShard, api_index, api_item, api_shard, shard_path
from digest.text.clean import clean_line

from .samples import dates, many_texts, texts

ENTRY = ApiEntry(
    id="arxiv:2505.09568",
    title="BLIP3-o",
    url="https://example.org/entries/blip3-o/",
    original="https://arxiv.org/abs/2505.09568",
    date="2025-05-14T18:00:00+08:00",
    week="2025-W20",
    topics=("multimodal",),
    tags=("多模态",),
    authors=("Jiuhai Chen",),
    source="arXiv",
    summary="一个开放的模型",
    lang="en",
)
entries = st.builds(
    ApiEntry,
    id=texts,
    title=texts,
    url=texts,
    original=texts,
    date=dates,
    week=texts,
    topics=many_texts,
    tags=many_texts,
    authors=many_texts,
    source=texts,
    summary=texts,
    lang=texts,
)


def test_a_shard_lists_entries_a_line_each() -> None:
    bare = ApiEntry(
        id="url:https://example.com/", title="t", url="https://example.org/t/", original="ftp://x/"
    )
    assert api_shard("2025-W20", [api_item(ENTRY), api_item(bare)]) == (
        '{"version":1,"week":"2025-W20","entries":[\n'
        '{"id":"arxiv:2505.09568","title":"BLIP3-o","url":"https://example.org/entries/blip3-o/",'
        '"original":"https://arxiv.org/abs/2505.09568","date":"2025-05-14T18:00:00+08:00","week":"2025-W20",'
        '"topics":["multimodal"],"tags":["多模态"],"authors":["Jiuhai Chen"],"source":"arXiv",'
        '"summary":"一个开放的模型","lang":"en"},\n'
        '{"id":"url:https://example.com/","title":"t","url":"https://example.org/t/","original":"","date":"",'
        '"week":"","topics":[],"tags":[],"authors":[],"source":"","summary":"","lang":""}\n'
        "]}\n"
    )
    assert api_shard("", []) == '{"version":1,"week":"","entries":[]}\n'


def test_the_index_lists_shards_newest_first() -> None:
    shards = [
        ApiShard("2024-W52", "https://example.org/api/entries/2024-w52.json", 2),
        ApiShard("", "https://example.org/api/entries/undated.json", 1),
        ApiShard("2025-W20", "https://example.org/api/entries/2025-w20.json", 3),
    ]
    text = api_index("周报", "https://example.org/", "zh", shards)
    assert text == api_index("周报", "https://example.org/", "zh", shards[::-1])
    index = json.loads(text)
    assert list(index) == ["version", "title", "home", "language", "shards"]
    assert index["shards"][0] == {
        "week": "2025-W20",
        "url": "https://example.org/api/entries/2025-w20.json",
        "entries": 3,
    }
    assert [shard["week"] for shard in index["shards"]] == ["2025-W20", "2024-W52", ""]


def test_a_shard_lives_under_its_week() -> None:
    assert shard_path("2025-W20") == "api/entries/2025-w20.json"
    assert shard_path("") == "api/entries/undated.json"
    with pytest.raises(ValueError, match="not an ISO week"):
        shard_path("../../x")


@settings(max_examples=120, deadline=None)
@given(entries)
def test_any_text_stays_inside_its_value(entry: ApiEntry) -> None:
    shard = json.loads(api_shard(entry.week, [api_item(entry)]).encode())
    (value,) = shard["entries"]
    assert value["title"] == clean_line(entry.title)
    assert value["summary"] == clean_line(entry.summary)
    assert not value["original"] or value["original"].lower().startswith("http")
    assert " ".join(value) == "id title url original date week topics tags authors source summary lang"
