"""Choosing the entries of an issue: what was written about, what can be tried, what is new, something of each topic."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from digest.issues.pool import Candidate
from digest.summarize.trends import TermCounts, terms_of_work

CODE = 1.5
COVERAGE = 1.0  # an article
MOST_COVERAGE = 3  # articles: what all the world writes about is no better for the tenth
NOVELTY = 1.0
TEXT = 0.5  # a summary or abstract to show
BALANCE = 0.5
"""What an entry loses for every one of its topic that was picked before it."""


def ranked(
    candidates: Sequence[Candidate], topics: Mapping[str, object], earlier: Sequence[TermCounts], most: int
) -> tuple[Candidate, ...]:
    """The best candidates, best first, at most `most`; of equals the order they came in holds.

    Args:
        candidates: what there is.
        topics: the topics of the site, by id; the first of an entry's that is one of them is its topic.
        earlier: the terms of the issues before this one.
        most: how many to choose.
    """
    queues: dict[str, list[tuple[float, int]]] = {}
    for number, candidate in enumerate(candidates):
        topic = topic_of(candidate, topics)
        queues.setdefault(topic, []).append((-_score(candidate, earlier), number))
    for queue in queues.values():
        queue.sort(reverse=True)  # the best at the end
    picked: list[Candidate] = []
    taken = dict.fromkeys(queues, 0)
    while len(picked) < most:
        open_topics = [topic for topic, queue in queues.items() if queue]
        if not open_topics:
            break
        # The first of the best in a topic is its last; among topics the lower number wins a tie.
        topic = min(
            open_topics,
            key=lambda topic: (queues[topic][-1][0] + BALANCE * taken[topic], queues[topic][-1][1]),
        )
        picked.append(candidates[queues[topic].pop()[1]])
        taken[topic] += 1
    return tuple(picked)


def topic_of(candidate: Candidate, topics: Mapping[str, object]) -> str:
    """The id of the topic a work stands under in an issue, "" for none."""
    return next((topic for topic in candidate.document.topics if topic in topics), "")


def _score(candidate: Candidate, earlier: Sequence[TermCounts]) -> float:
    draft = candidate.draft
    return (
        CODE * candidate.has_code
        + COVERAGE * min(len(draft.coverage), MOST_COVERAGE)
        + NOVELTY * _novelty(candidate, earlier)
        + TEXT * bool(draft.summary or draft.abstract or draft.body)
    )


def _novelty(candidate: Candidate, earlier: Sequence[TermCounts]) -> float:
    """The share of the terms of a work that none of the issues before had; a half where it has no terms."""
    terms = terms_of_work(candidate.document.title, candidate.document.tags)
    if not terms:
        return 0.5
    return sum(not any(key in each.counts for each in earlier) for key in terms) / len(terms)
