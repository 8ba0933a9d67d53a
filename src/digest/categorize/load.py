"""Makes the categorizer of a site from its configuration and what it learnt."""

from __future__ import annotations

from pathlib import Path

from digest.categorize.categorizer import Categorizer
from digest.categorize.model import MAX_BYTES, Model, read_model, shipped_model
from digest.categorize.rules import folded
from digest.config.schema import DEFAULT_TOPICS, Config
from digest.problems import DigestError, error

LEARNED = ".digest/state/categorizer.json"
"""The model a site trained on its own entries, kept under version control."""


def load_categorizer(config: Config, root: Path | None = None) -> Categorizer:
    """The categorizer of a site: its own model where it trained one, else the one that ships, and its terms.

    Args:
        config: the configuration; its topics are what is decided.
        root: the folder of the site; None outside of one.

    Raises:
        DigestError: the file of the site's own model cannot be read.
    """
    models = [("model", shipped_model())]
    if root is not None and (learned := learned_model(root)) is not None:
        models.insert(0, ("learned", learned))
    return Categorizer(config.topics, models, SHIPPED_TERMS)


def learned_model(root: Path) -> Model | None:
    """The model a site trained; None where it trained none.

    Raises:
        DigestError: its file cannot be read.
    """
    try:
        data = (root / LEARNED).read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as failure:
        raise DigestError([error(f"cannot be read: {failure.strerror}", path=LEARNED)]) from None
    if len(data) > MAX_BYTES:
        raise DigestError(
            [error("is larger than any model of ours", path=LEARNED, hint="delete it and train again")]
        )
    return read_model(data, path=LEARNED)


SHIPPED_TERMS = {
    topic.id: frozenset(
        [*(folded(term, 1) for term in topic.include), *(folded(term, -1) for term in topic.exclude)]
    )
    for topic in DEFAULT_TOPICS
}
"""The terms that ship with a topic: its model was trained with them, so they do not count a second time."""
