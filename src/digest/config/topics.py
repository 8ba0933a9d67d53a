"""Finding a topic of the configuration by what people call it."""

from __future__ import annotations

import re
from collections.abc import Sequence

from digest.config.schema import TopicConfig
from digest.text.names import fold_name


def topic_named(title: str, topics: Sequence[TopicConfig]) -> TopicConfig | None:
    """The topic whose id or name a title is or holds, the longest of them; Latin words only as a whole."""
    folded = fold_name(title)
    best: tuple[int, TopicConfig] | None = None
    for topic in topics:
        for name in map(fold_name, (topic.id, topic.name.zh, topic.name.en)):
            if name and (best is None or len(name) > best[0]) and _holds(folded, name):
                best = (len(name), topic)
    return best[1] if best else None


def _holds(text: str, name: str) -> bool:
    """Whether a text holds a name (`3d`, but not in `3dgs`; `LLM` also where Han characters stand beside it)."""
    start = r"(?<![a-z0-9])" if name[0].isascii() else ""
    end = r"(?![a-z0-9])" if name[-1].isascii() else ""
    return re.search(start + re.escape(name) + end, text) is not None
