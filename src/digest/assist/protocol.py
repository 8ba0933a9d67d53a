"""The OpenAI protocol, as far as it is used: one question, one answer that must be one JSON object."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from typing import NamedTuple

import msgspec

from digest.assist.fields import Field
from digest.text.clean import clean_text

_FENCED = re.compile(r"\s*```(?:json)?\s*\n(.*)\n```\s*", re.DOTALL)
_MOST_TOKENS = 100_000_000


class Refused(ValueError):  # noqa: N818 - it says what happened
    """An answer, or a part of it, that is not let through; `str()` says why and repeats nothing of it."""


class Told(NamedTuple):
    """What an answer said: texts by field, and the tokens it cost by its own account (0 where it does not say)."""

    texts: dict[str, tuple[str, ...]]
    tokens: int


class _Message(msgspec.Struct):
    content: str | None = None


class _Choice(msgspec.Struct):
    message: _Message
    finish_reason: str | None = None


class _Completion(msgspec.Struct):
    choices: list[_Choice]
    usage: msgspec.Raw = msgspec.Raw(b"{}")


class _Usage(msgspec.Struct):
    total_tokens: int = 0


def question(model: str, system: str, content: str) -> bytes:
    """The body of a request; the same question gives the same bytes."""
    return json.dumps(
        {
            "model": model,
            "messages": [{"role": "system", "content": system}, {"role": "user", "content": content}],
            "response_format": {"type": "json_object"},
            "temperature": 0,
        },
        ensure_ascii=False,
    ).encode("utf-8", "replace")


def read_answer(body: bytes, fields: Sequence[Field]) -> Told:
    """What the body of an answer says about the fields asked for; a field it leaves out is not there.

    Raises:
        Refused: it is no answer of this protocol, was cut short, or holds anything but these fields in their shapes.
    """
    try:
        completion = msgspec.json.decode(body, type=_Completion)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        raise Refused("the service did not answer as the OpenAI protocol has it") from None
    if not completion.choices:
        raise Refused("the answer is empty")
    choice = completion.choices[0]
    if choice.finish_reason == "length":
        raise Refused("the answer was cut short")
    content = choice.message.content or ""
    if not content.strip():
        raise Refused("the answer is empty")
    return Told(_texts(content, fields), _tokens(completion.usage))


def _texts(content: str, fields: Sequence[Field]) -> dict[str, tuple[str, ...]]:
    fenced = _FENCED.fullmatch(content)
    try:
        found = msgspec.json.decode(fenced[1] if fenced else content, type=_shape(fields))
    except (msgspec.MsgspecError, UnicodeError, RecursionError):
        names = ", ".join(field.name for field in fields)
        raise Refused(f"the answer is not one JSON object of {names} and nothing else") from None
    texts: dict[str, tuple[str, ...]] = {}
    for field in fields:
        value = getattr(found, field.name)
        if isinstance(value, str):
            texts[field.name] = (clean_text(value),)
        elif value:
            texts[field.name] = tuple(clean_text(text) for text in value)
    return texts


def _shape(fields: Sequence[Field]) -> type[msgspec.Struct]:
    """A struct of exactly these fields, each of which may be left out."""
    return msgspec.defstruct(
        "Answer",
        [(field.name, (list[str] if field.is_list else str) | None, None) for field in fields],
        forbid_unknown_fields=True,
    )


def _tokens(usage: msgspec.Raw) -> int:
    try:
        told = msgspec.json.decode(usage, type=_Usage | None) or _Usage()
    except msgspec.MsgspecError:
        return 0
    return min(max(told.total_tokens, 0), _MOST_TOKENS)
