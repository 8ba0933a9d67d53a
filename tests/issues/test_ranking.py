import random

from hypothesis import given
from hypothesis import strategies as st

from digest.catalog.document import Document
from digest.content.drafts import Coverage, EntryDraft, Link
from digest.issues.pool import Candidate
from digest.issues.ranking import ranked
from digest.summarize.trends import count_terms

TOPICS = {"a": None, "b": None}


def candidate(
    name: str, topic: str = "", *, code: bool = False, articles: int = 0, title: str = ""
) -> Candidate:
    path = f"content/entries/{name}.md"
    title = title or "T"
    document = Document(
        path,
        "entry",
        "entries",
        "entries",
        name,
        f"/entries/{name}/",
        title,
        "en",
        topics=(topic,) if topic else (),
    )
    draft = EntryDraft(
        path=path,
        section="entries",
        folder="entries",
        name=name,
        title=title,
        links=(Link("https://example.org/", "code" if code else "paper"),),
        coverage=tuple(Coverage(f"https://example.org/{n}") for n in range(articles)),
    )
    return Candidate(document, draft)


def names(picks: tuple[Candidate, ...]) -> list[str]:
    return [pick.document.slug for pick in picks]


def test_coverage_then_code_then_the_order_they_came_in() -> None:
    pool = [
        candidate("plain"),
        candidate("other"),
        candidate("code", code=True),
        candidate("news", articles=2),
    ]
    assert names(ranked(pool, TOPICS, (), 9)) == ["news", "code", "plain", "other"]
    assert names(ranked(pool, TOPICS, (), 2)) == ["news", "code"]
    assert ranked(pool, TOPICS, (), 0) == ()


def test_ten_articles_are_worth_three() -> None:
    pool = [candidate("code", code=True, articles=3), candidate("all-the-world", articles=10)]
    assert names(ranked(pool, TOPICS, (), 9)) == ["code", "all-the-world"]


def test_a_topic_gives_way_to_others_the_more_of_it_are_picked() -> None:
    pool = [*[candidate(f"a{n}", "a", code=True) for n in range(6)], candidate("b0", "b"), candidate("none")]
    assert names(ranked(pool, TOPICS, (), 5)) == ["a0", "a1", "a2", "a3", "b0"]


def test_what_earlier_issues_had_gives_way_to_what_is_new() -> None:
    pool = [candidate("boats", title="X: slow boats"), candidate("trains", title="Y: night trains")]
    assert names(ranked(pool, TOPICS, [count_terms([("Z: slow boats", ())])], 9)) == ["trains", "boats"]


@given(st.integers(0, 2**32), st.integers(0, 12))
def test_the_same_candidates_give_the_same_picks_and_each_once(seed: int, most: int) -> None:
    dice = random.Random(seed)
    pool = [
        candidate(f"e{n}", dice.choice(["a", "b", ""]), code=dice.random() < 0.5, articles=dice.randrange(5))
        for n in range(10)
    ]
    picks = names(ranked(pool, TOPICS, (), most))
    assert picks == names(ranked(list(pool), TOPICS, (), most))
    assert len(picks) == len(set(picks)) == min(most, 10)
    assert names(ranked(pool, TOPICS, (), 10))[:most] == picks
