"""How the model that ships is trained: its topics, what is believed beforehand, its thresholds, its validation."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from digest.categorize.model import Model
from digest.categorize.training.labelled import Labelled, corrected, read_labelled, shipped_corrections
from digest.categorize.training.measure import NONE, macro, scores
from digest.categorize.training.prior import PRIOR, PRIOR_BIAS
from digest.categorize.training.train import Seen, Settings, see, train
from digest.categorize.training.validate import (
    Scores,
    best_thresholds,
    chosen,
    left_out_scores,
    list_folds,
    random_folds,
)

TOPICS = ("multimodal", "omni-modal", "rl-infra", "3d")
IMPLIES = {"omni-modal": "multimodal"}
ABOUT = "Made by python -m digest.categorize.training; weights are log-odds. Do not edit: change lexicon.txt and train."

SHIPPED = Settings(
    prior=PRIOR,
    prior_bias=PRIOR_BIAS,
    emphasis={"omni-modal": 1.5, "rl-infra": 2.0},  # rare in the gold file, not less wanted
    thresholds={"multimodal": 0.35, "omni-modal": 0.33, "rl-infra": 0.5, "3d": 0.38},
)


def shipped_texts(gold: Path) -> list[Labelled]:
    """The texts the model is trained with.

    Raises:
        DigestError: the file cannot be read as labelled texts.
        OSError: it cannot be read at all.
    """
    return corrected(read_labelled(gold.read_bytes(), path=str(gold)), shipped_corrections())


def train_shipped(texts: Sequence[Labelled]) -> Model:
    """The model that ships."""
    return train(seen_by_the_model(texts), TOPICS, SHIPPED, ABOUT)


def seen_by_the_model(texts: Sequence[Labelled]) -> list[Seen]:
    """What the model sees of texts: their concepts, and the words of their titles.

    The words of abstracts made no difference in cross-validation (macro F1 0.939 with, 0.938 without) and took half of
    the time of a decision.
    """
    return [see(each, body_words=False) for each in texts]


def report(texts: Sequence[Labelled]) -> Iterator[str]:
    """Lines that say how right models are about texts and lists they had not seen."""
    seen = seen_by_the_model(texts)
    chinese = [each.lang == "zh" for each in texts]
    full: list[Scores] = []
    for name, folds in (("five folds", random_folds(len(texts))), ("lists left out", list_folds(texts))):
        found, bare = left_out_scores(seen, TOPICS, SHIPPED, folds)
        full.append(found)
        yield f"{name}: best thresholds {best_thresholds(found, seen, TOPICS)}"
        yield _line(name, seen, found, [True] * len(seen))
        yield _line(f"{name}, Chinese", seen, found, chinese)
        yield _line(f"{name}, no abstract", seen, bare, [True] * len(seen))
    both = [*full[0], *full[1]]
    yield f"best thresholds for both: {best_thresholds(both, [*seen, *seen], TOPICS)}"


def _line(name: str, seen: Sequence[Seen], found: Scores, which: Sequence[bool]) -> str:
    decided = chosen(found, SHIPPED.thresholds, IMPLIES)
    judged = [(each.topics, topics) for each, topics, used in zip(seen, decided, which, strict=True) if used]
    result = scores(judged, TOPICS)
    parts = [f"{topic} {result[topic].f1:.3f}" for topic in TOPICS]
    none = result[NONE]
    return (
        f"{name:28} n={len(judged):<5} macro {macro(result):.3f}  {'  '.join(parts)}"
        f"  none P {none.precision:.3f} R {none.recall:.3f}"
    )
