"""A linear model of topics: a weight for each feature and topic, kept as a file people can read.

The file is JSON with one feature a line, sorted, so that a difference between two versions can be read too.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import lru_cache
from importlib.resources import files

import msgspec

from digest.problems import DigestError, error

VERSION = 1
MAX_BYTES = 20_000_000


class Topic(msgspec.Struct, frozen=True):
    """What a model knows of one topic: its log-odds where nothing is found, and the score that decides."""

    bias: float
    threshold: float


class Model(msgspec.Struct, frozen=True, kw_only=True):
    """Topics, and what each feature says for or against them, in log-odds."""

    version: int
    topics: dict[str, Topic]
    features: dict[str, dict[str, float]]
    about: str = ""

    def weigh(self, features: Iterable[str]) -> dict[str, list[tuple[str, float]]]:
        """The features that say something, with their weights, by topic."""
        found: dict[str, list[tuple[str, float]]] = {topic: [] for topic in self.topics}
        known = self.features
        for name in features:
            if name in known:
                for topic, weight in known[name].items():
                    found[topic].append((name, weight))
        return found


def read_model(data: bytes, *, path: str) -> Model:
    """The model in the bytes of its file.

    Raises:
        DigestError: it cannot be read, or is of another version of the program.
    """
    hint = "restore the file from version control, or train again: digest categorize --learn"
    try:
        model = msgspec.json.decode(data, type=Model)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as failure:
        raise DigestError([error(f"cannot be read: {failure}", path=path, hint=hint)]) from None
    if model.version != VERSION:
        message = f"is of version {model.version}, this program reads {VERSION}"
        raise DigestError([error(message, path=path, hint=hint)])
    strange = sorted(
        {topic for weights in model.features.values() for topic in weights} - model.topics.keys()
    )
    if strange:
        message = f'weighs a topic that it does not list: "{strange[0]}"'
        raise DigestError([error(message, path=path, hint=hint)])
    return model


def model_bytes(model: Model) -> bytes:
    """The file of a model."""
    lines = ["{", f'"version": {model.version},', f'"about": {_json(model.about)},', '"topics": {']
    lines.append(",\n".join(f"{_json(name)}: {_topic(model.topics[name])}" for name in sorted(model.topics)))
    lines += ["},", '"features": {']
    lines.append(
        ",\n".join(f"{_json(name)}: {_weights(model.features[name])}" for name in sorted(model.features))
    )
    lines += ["}", "}", ""]
    return "\n".join(lines).encode()


def _topic(topic: Topic) -> str:
    return f'{{"bias": {topic.bias}, "threshold": {topic.threshold}}}'


def _weights(weights: Mapping[str, float]) -> str:
    return "{" + ", ".join(f"{_json(topic)}: {weights[topic]}" for topic in sorted(weights)) + "}"


def _json(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


@lru_cache(maxsize=1)
def shipped_model() -> Model:
    """The model that comes with the program, trained by `digest.categorize.training`."""
    return read_model((files("digest.categorize") / "model.json").read_bytes(), path="model.json")
