"""The key of the service: a value that shows as stars, and texts that would give it away."""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterable, MutableMapping
from typing import NoReturn
from urllib.parse import quote

from digest.problems import DigestError, error

_PART = 12  # characters of a key in a row that count as the key
_LEAST = 8  # a local service may be given any word for a key; one this short stands in texts by itself
_TOKENS = re.compile(
    r"\bsk-[A-Za-z0-9_-]{16,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\bgithub_pat_\w{20,}|\bAKIA[0-9A-Z]{16}\b|\bAIza[\w-]{30,}"
    r"|\bxox[abprs]-[A-Za-z0-9-]{10,}|\bhf_[A-Za-z0-9]{20,}|\bglpat-[\w-]{16,}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}"
    r"|-----BEGIN [A-Z ]*PRIVATE KEY-----"
)
"""Shapes of the tokens of common services."""


class Secret:
    """A key; `str`, `repr` and formatting give stars, and it cannot be pickled."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def __repr__(self) -> str:
        return "********"

    def __bool__(self) -> bool:
        return bool(self._value)

    def __reduce__(self) -> NoReturn:
        raise TypeError("a secret is not written anywhere")

    def reveal(self) -> str:
        """The key itself, for the one header it is sent in."""
        return self._value


def take_key(environment: MutableMapping[str, str], name: str) -> Secret:
    """The key in a variable of the environment, which is taken out of it: no program started later sees it.

    Raises:
        DigestError: it cannot be sent in a header.
    """
    value = environment.pop(name, "").strip()
    if value and not (value.isascii() and value.isprintable() and " " not in value):
        hint = "it holds spaces or characters outside ASCII: copy it again"
        raise DigestError([error(f"the key in {name} cannot be sent", hint=hint)])
    return Secret(value)


def gives_away(text: str, secrets: Iterable[Secret]) -> bool:
    """Whether a text holds a token, or one of these keys or a part of it, also encoded or spelt with gaps."""
    if _TOKENS.search(text):
        return True
    squeezed = "".join(text.split())
    return any(
        part in each for secret in secrets if secret for part in _parts(secret) for each in (text, squeezed)
    )


def _parts(secret: Secret) -> set[str]:
    value = secret.reveal()
    if len(value) < _LEAST:
        return set()
    forms = {value, value[::-1], quote(value, safe=""), json.dumps(value)[1:-1], value.encode().hex()}
    parts = {form[start : start + _PART] for form in forms for start in range(max(1, len(form) - _PART + 1))}
    for shift in range(3):
        # The groups of base64 depend on what stands before; those at both ends hold some of it, and are left out.
        encoded = base64.b64encode(b"\0" * shift + value.encode()).decode().rstrip("=")
        parts.add(encoded[4:-4] or encoded)
    return {part for part in parts if len(part) >= min(_PART, len(value))}
