"""When two things are one work."""

import pytest

from digest.content.drafts import Coverage, Link, Source
from digest.ingest.identity import identity_of, is_same_work
from digest.ingest.works import sort_by_work
from digest.items import Item
from digest.text.titles import folded_title


def item(
    title: str = "Some long enough title", *links: Link | Coverage, source: str = "", id_: str = ""
) -> Item:
    return Item(
        title=title,
        id=id_,
        links=tuple(link for link in links if isinstance(link, Link)),
        coverage=tuple(link for link in links if isinstance(link, Coverage)),
        source=Source(url=source) if source else None,
    )


PAPER = Link(kind="paper", url="https://arxiv.org/pdf/2505.09568v2")
OTHER_PAPER = Link(kind="paper", url="https://arxiv.org/abs/2505.07747")
CODE = Link(kind="code", url="https://github.com/Owner/Repo/tree/main")
ARTICLE = Coverage(kind="wechat", url="https://mp.weixin.qq.com/s/gNcdw9cu7LDXowtrlrtx-g?scene=1")
PROJECT = Link(kind="project", url="https://someone.github.io/thing/")


@pytest.mark.parametrize(
    ("work", "expected"),
    [
        (item("A", CODE, PAPER), "arxiv:2505.09568"),
        (item("A", Link(kind="paper", url="https://doi.org/10.48550/arXiv.2505.09568")), "arxiv:2505.09568"),
        (item("A", Link(kind="paper", url="https://doi.org/10.1000/XYZ")), "doi:10.1000/xyz"),
        (item("A", id_="arxiv:2505.09568v3"), "arxiv:2505.09568"),
        (item("A", CODE, ARTICLE), "github:owner/repo"),
        (item("A", ARTICLE), "wechat:gNcdw9cu7LDXowtrlrtx-g"),
        (
            item("A", source="https://mp.weixin.qq.com/s/gNcdw9cu7LDXowtrlrtx-g"),
            "wechat:gNcdw9cu7LDXowtrlrtx-g",
        ),
        (item("A", PROJECT), "url:https://someone.github.io/thing/"),
        (item("立知 Uni-MoE"), "title:立知-uni-moe"),
        (item("A", PAPER, id_="url:https://blog.example/1#a"), "url:https://blog.example/1#a"),
    ],
)
def test_an_id_follows_from_the_best_address(work: Item, expected: str) -> None:
    assert identity_of(work).ids[0].casefold() == expected.casefold()


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (item("标题甲", PAPER), item("Title B", PAPER), True),
        (item("标题甲", PAPER, CODE, ARTICLE), item("标题甲", OTHER_PAPER, CODE, ARTICLE), False),
        (item("标题甲", PAPER, ARTICLE), item("标题乙", ARTICLE), True),
        (item("MiniModel-o", CODE), item("MiniModel-o: a small model", CODE), True),
        (item("MiniModel-o 4", CODE), item("MiniModel-o 45", CODE), False),
        (item("MiniModel-V", CODE), item("OtherModel", CODE), False),
        (item("Uni-MoE", CODE), item("Uni-MoEXYZ", CODE), False),
        (item("Uni-MoE", CODE), item("Uni-MoE Audio", CODE), False),
        (item("Uni-MoE", CODE), item("Uni-MoE：统一的专家混合", CODE), True),
        (item("A page of many things", PROJECT), item("Another thing", PROJECT), False),
        (item("Technical Report"), item("Technical Report", PAPER), True),
        (item("Technical Report", CODE), item("Technical Report", PAPER), False),
        (item("Report"), item("Report", PAPER), False),
        (item("A", id_="url:https://blog.example/1#a"), item("B", id_="url:https://blog.example/1#a"), True),
        (item("A", id_="url:https://blog.example/1#a"), item("A", id_="url:https://blog.example/1#b"), False),
    ],
    ids=lambda value: str(value) if isinstance(value, bool) else "",
)
def test_same_work(one: Item, other: Item, same: bool) -> None:
    assert is_same_work(identity_of(one), identity_of(other)) is same
    assert is_same_work(identity_of(other), identity_of(one)) is same


def test_titles_are_compared_without_width_case_and_punctuation() -> None:
    assert folded_title("Ｂｌｉｐ３-o：统一 模型") == folded_title("BLIP3o 统一模型")
    assert folded_title("⽣成") == folded_title("生成")


def test_items_about_one_work_are_known_by_what_each_says() -> None:
    first = item("大模型将何去何从？", ARTICLE)
    second = item("回顾并总结通用视觉模型", ARTICLE, PAPER)
    third = item("别的工作", OTHER_PAPER)
    works = sort_by_work([[first, third], [second]], [])
    assert [len(work.origins) for work in works] == [2, 1]
    assert works[0].item.title == "大模型将何去何从？"
    assert works[0].item.links == (PAPER,)
    assert works[0].item.coverage == (ARTICLE,)
    assert works[0].identity.ids[0] == "arxiv:2505.09568"
