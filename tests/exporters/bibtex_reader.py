"""A small BibTeX reader for the tests: records, braced values, month names; braces counted as BibTeX does."""

from __future__ import annotations

import re

_RECORD = re.compile(r"@([a-z]+)\{([^\s,{}]+),")
_FIELD = re.compile(r"\s*([A-Za-z]+) = ")


def read_bibtex(text: str) -> list[tuple[str, str, dict[str, str]]]:
    """Kind, key and fields of every record; fails on anything it does not understand."""
    records: list[tuple[str, str, dict[str, str]]] = []
    place = 0
    while text[place:].strip():
        record = _RECORD.match(text, place + len(text[place:]) - len(text[place:].lstrip()))
        assert record, text[place:]
        fields: dict[str, str] = {}
        place = record.end()
        while field := _FIELD.match(text, place):
            value, place = _value(text, field.end())
            assert field[1] not in fields, field[1]
            fields[field[1]] = value
            place += text.startswith(",", place)
        assert text.startswith("\n}", place), text[place:]
        place += 2
        records.append((record[1], record[2], fields))
    return records


def _value(text: str, start: int) -> tuple[str, int]:
    if text[start] != "{":
        word = re.compile(r"[a-z]{3}").match(text, start)
        assert word, text[start:]
        return word[0], word.end()
    depth = 0
    for place in range(start, len(text)):
        depth += (text[place] == "{") - (text[place] == "}")
        if depth == 0:
            return text[start + 1 : place], place + 1
    raise AssertionError(f"never closed: {text[start:]}")


def names(field: str) -> list[str]:
    """Authors of a field, split at each `and` outside braces."""
    parts = [""]
    depth = 0
    for word in re.split(r"(\s+)", field):
        if depth == 0 and word.lower() == "and":
            parts.append("")
        else:
            parts[-1] += word
        depth += word.count("{") - word.count("}")
    return [part.strip() for part in parts]


def plain(field: str) -> str:
    """What TeX would print of an escaped field, maths left as it is."""
    for command, sign in (
        (r"\textbackslash{}", "\0"), (r"\textbraceleft{}", "\1"), (r"\textbraceright{}", "\2"),
        (r"\textasciitilde{}", "~"), (r"\textasciicircum{}", "^"),
    ):  # fmt: skip
        field = field.replace(command, sign)
    field = re.sub(r"\\([&%$#_])", r"\1", field)
    return field.replace("{", "").replace("}", "").translate({0: "\\", 1: "{", 2: "}"})
