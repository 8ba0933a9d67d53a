"""Which topic a page is about, and where its text goes."""

from pathlib import Path

import pytest

from building import write
from digest.config.load import load_config
from digest.config.schema import Config
from digest.config.topics import topic_named
from digest.importers.imported import PagePart
from digest.ingest.pages import page_file

OWN_TOPICS = """site: {language: zh}
topics:
  - {id: agents, name: {zh: 智能体, en: Agents}}
  - {id: multi-agents, name: {zh: 多智能体, en: Multi-agent systems}}
"""


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("多模态", "multimodal"),
        ("全模态大模型专题", "omni-modal"),
        ("Papers on 3D", "3d"),
        ("RL Infrastructure weekly reading", "rl-infra"),
        ("3DGS 读书笔记", None),
        ("多模态LLM合集", "multimodal"),
        ("图神经网络", None),
    ],
)
def test_the_topic_of_a_page_is_named_in_its_title(title: str, expected: str | None) -> None:
    topic = topic_named(title, Config().topics)
    assert (topic.id if topic else None) == expected


def test_the_longest_name_wins(tmp_path: Path) -> None:
    write(tmp_path, "digest.yaml", OWN_TOPICS)
    topic = topic_named("多智能体专题", load_config(tmp_path)[0].topics)
    assert topic is not None
    assert topic.id == "multi-agents"


@pytest.mark.parametrize(
    ("page", "document", "beside", "path"),
    [
        (PagePart(title="多模态"), "/home/me/notes.md", False, "content/topics/multimodal/_index.md"),
        (PagePart(title="多模态"), "/home/me/notes.md", True, "content/imported/notes.md"),
        (PagePart(title="图神经网络"), "gnn.md", False, "content/topics/gnn/_index.md"),
        (
            PagePart(title="图神经网络", name="graph_nets"),
            "x.md",
            False,
            "content/topics/graph-nets/_index.md",
        ),
        (PagePart(title="图神经网络"), "图.md", False, "content/imported/图.md"),
    ],
)
def test_the_path_of_a_page(page: PagePart, document: str, beside: bool, path: str) -> None:
    assert page_file(page, document, Config(), beside=beside)[0] == path


def test_a_page_keeps_its_address_as_an_alias() -> None:
    page = PagePart(title="全模态", address="/all_modality", tags=("双工", "实时"), body="正文")
    _, data = page_file(page, "x.md", Config())
    assert data.decode() == (
        "---\ntitle: 全模态\ntags:\n  - 双工\n  - 实时\naliases:\n  - /all_modality/\n---\n正文\n"
    )
