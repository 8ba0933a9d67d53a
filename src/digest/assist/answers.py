"""What was answered before: `.digest/state/answers.jsonl`, sorted lines of JSON, to be kept under version control.

Each line is one field of one article under one prompt and model. What was refused is remembered too: the same
question would be paid for again, and answered alike.
"""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from digest.problems import DigestError, error

ANSWERS = ".digest/state/answers.jsonl"


class Remembered(msgspec.Struct, frozen=True, omit_defaults=True):
    """An answer about one field: its texts as the model gave them, or why they were refused."""

    key: str
    field: str
    model: str
    texts: tuple[str, ...] = ()
    refused: str = ""


def read_answers(data: bytes | None) -> dict[str, Remembered]:
    """The answers in the bytes of their file, by key; none for a site that asked nothing yet.

    Raises:
        DigestError: a line cannot be read.
    """
    found: dict[str, Remembered] = {}
    for number, line in enumerate((data or b"").splitlines(), 1):
        if not line.strip():
            continue
        try:
            answer = msgspec.json.decode(line, type=Remembered)
        except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError) as failure:
            hint = (
                "restore the file from version control, or delete the line: then that question is asked again"
            )
            message = f"cannot be read: {failure}"
            raise DigestError([error(message, path=ANSWERS, line=number, hint=hint)]) from None
        found[answer.key] = answer
    return found


def answers_bytes(answers: Mapping[str, Remembered]) -> bytes:
    """The file of answers."""
    return b"".join(msgspec.json.encode(answers[key]) + b"\n" for key in sorted(answers))
