"""Another entry in the picks of an issue, every other byte kept."""

import pytest

from digest.config.schema import Config
from digest.content.drafts import IssueDraft
from digest.content.picks import picks_of, with_other_pick
from digest.content.read import read_draft
from digest.problems import DigestError

PATH = "content/issues/2025-W20.md"


def changed(front: str, new: tuple[str, ...] = ("arxiv:2505.1", "gull")) -> str:
    draft, _ = read_draft(front.encode(), path=PATH, config=Config())
    assert isinstance(draft, IssueDraft)
    return with_other_pick(front, draft, "old-one", new, Config())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("picks: [old-one, b]", "picks: [arxiv:2505.1, b]"),
        ("picks: [ 'old-one' ]  # one", "picks: [ 'arxiv:2505.1' ]  # one"),
        (
            'picks:\n  - b  # b\n  - "old-one"\n  - old-one-2',
            'picks:\n  - b  # b\n  - "arxiv:2505.1"\n  - old-one-2',
        ),
        ("picks: [gull, old-one, b]", "picks: [gull, b]"),
        ("picks: [old-one, gull]", "picks: [gull]"),
        ("picks:\n  - old-one\n  - gull", "picks:\n  - gull"),
        ("picks: [old-one, b, old-one]", "picks: [arxiv:2505.1, b, arxiv:2505.1]"),
        (
            "sections:\n  - title: old-one\n    picks: [old-one]\n  - {title: B, picks: [b, old-one]}",
            "sections:\n  - title: old-one\n    picks: [arxiv:2505.1]\n  - {title: B, picks: [b, arxiv:2505.1]}",
        ),
        (
            "summary: '- old-one, old-one'\npicks: [old-one]",
            "summary: '- old-one, old-one'\npicks: [arxiv:2505.1]",
        ),
    ],
)
def test_only_the_pick_changes(before: str, after: str) -> None:
    text = "---\ntitle: T\n{}\n---\nThe [old-one] stays, - old-one too.\n- old-one\n"
    assert changed(text.format(before)) == text.format(after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            '+++\ntitle = "T"\npicks = ["old-one", "b"]\n+++\nX',
            '+++\ntitle = "T"\npicks = ["arxiv:2505.1", "b"]\n+++\nX',
        ),
        ('{"title": "T", "picks": ["old-one"]}\nX', '{"title": "T", "picks": ["arxiv:2505.1"]}\nX'),
        ("---\r\npicks:\r\n- old-one\r\n---\r\nX\r\n", "---\r\npicks:\r\n- arxiv:2505.1\r\n---\r\nX\r\n"),
    ],
)
def test_in_any_front_matter(before: str, after: str) -> None:
    assert changed(before) == after


@pytest.mark.parametrize(
    "front",
    ["picks: &p [old-one]\nhighlights: *p", "summary: &s old-one\npicks: [*s]", 'picks: ["old\\x2done"]'],
)
def test_a_form_that_needs_a_person_is_refused_with_its_place(front: str) -> None:
    with pytest.raises(DigestError) as failure:
        changed(f"---\n{front}\n---\n")
    assert failure.value.problems[0].path == PATH


def test_a_name_that_needs_quotes_gets_them() -> None:
    text = changed("---\npicks: [old-one]\n---\n", ("doi:10.1/(x), y: #1",))
    draft, _ = read_draft(text.encode(), path=PATH, config=Config())
    assert isinstance(draft, IssueDraft)
    assert picks_of(draft) == ("doi:10.1/(x), y: #1",)
