"""What a model may write: each field with the key of front matter it fills and its bounds. There is nothing else."""

from __future__ import annotations

import msgspec

from digest.config.schema import ModelField


class Field(msgspec.Struct, frozen=True):
    """One field: `key` is the front matter it fills ("body" for what follows), `limit` counts characters of a text.

    `most` is how many texts it holds; a field of more than one is a list. `is_prose` tells that it has sentences.
    """

    name: ModelField
    key: str
    limit: int
    most: int = 1
    is_prose: bool = True

    @property
    def is_list(self) -> bool:
        """Whether it is a list of texts."""
        return self.most > 1


FIELDS: dict[ModelField, Field] = {
    "summary": Field("summary", "summary", 600),
    "findings": Field("findings", "findings", 300, most=5),
    "analysis": Field("analysis", "body", 6000),
    "executive": Field("executive", "summary", 2000),
    "title": Field("title", "translated_title", 200, is_prose=False),
}
OF_ISSUES = frozenset({"executive"})
"""Fields of an issue; all others belong to entries."""
