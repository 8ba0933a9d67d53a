"""Reads a mapping into a frozen struct by the types of its fields, so that the type is the schema."""

from __future__ import annotations

from collections.abc import Callable
from types import UnionType
from typing import Literal, TypeVar, cast, get_args, get_origin

import msgspec

from digest.formats.fields import (
    Convert,
    Reading,
    dict_of,
    flag,
    integer,
    list_of,
    number,
    one_of,
    place_of,
    text,
    texts,
)
from digest.formats.nodes import Mapping, Node, Plain, Scalar, describe, plain

S = TypeVar("S", bound=msgspec.Struct)

_OPTIONS = "options"
"""A field of this name takes, as plain values, the keys that are no fields."""


def struct_of(kind: type[S]) -> Convert[S | None]:
    """A converter from a mapping to `kind`; None, with a problem noted, where the mapping does not give one.

    Field types understood: str, int, float, bool, `Literal` of texts, `tuple[X, ...]`, `dict[str, X]`, structs, any
    of them `| None`, and `Plain`. A null leaves the default. A class method `from_text(text)` lets a bare
    text stand for the whole mapping. A key that is no field is reported as strictly as the file is read,
    where the struct forbids unknown fields; otherwise it passes, into `options` where there is such a field.
    """
    converters: dict[str, Convert[object]] = {}
    required: list[str] = []
    for field in msgspec.structs.fields(kind):
        if field.name != _OPTIONS:
            converters[field.name] = _converter(field.type)
            if field.required:
                required.append(field.name)
    strict = kind.__struct_config__.forbid_unknown_fields
    open_ended = _OPTIONS in kind.__struct_fields__
    from_text = cast("Callable[[str], S] | None", getattr(kind, "from_text", None))

    def convert(node: Node, reading: Reading) -> S | None:
        if isinstance(node, Scalar) and node.text is not None and from_text is not None:
            return from_text(node.text)
        if not isinstance(node, Mapping):
            hint = f"write its keys below it: {', '.join(converters)}"
            reading.error(place_of(node), f"expected a mapping, found {describe(node)}", hint)
            return None
        values: dict[str, object] = {}
        options: dict[str, Plain] = {}
        for key, value in node.values.items():
            converter = converters.get(key)
            if converter is None:
                if strict:
                    reading.unknown(key, node.places[key], converters)
                options[key] = plain(value)
            elif not (isinstance(value, Scalar) and value.text is None):
                result = converter(value, reading)
                if result is not None:
                    values[key] = result
        missing = [key for key in required if key not in values]
        if missing:
            reading.error(place_of(node), f'"{missing[0]}" is missing here')
            return None
        if open_ended:
            values[_OPTIONS] = options
        return kind(**values)

    return convert


def structs_of(kind: type[S]) -> Convert[tuple[S, ...]]:
    """A converter for a list of structs; one alone counts as a list of one."""
    convert_all = list_of(struct_of(kind))

    def convert(node: Node, reading: Reading) -> tuple[S, ...]:
        return tuple([item for item in convert_all(node, reading) if item is not None])

    return convert


def _converter(kind: object) -> Convert[object]:
    """The converter for the type of a field."""
    simple = _SIMPLE.get(kind)
    if simple is not None:
        return simple
    origin, arguments = get_origin(kind), get_args(kind)
    if origin is Literal:
        return one_of(arguments)
    if origin is UnionType:
        return _converter(next(argument for argument in arguments if argument is not type(None)))
    if origin is tuple:
        if arguments[0] is str:
            return texts
        if isinstance(arguments[0], type) and issubclass(arguments[0], msgspec.Struct):
            return structs_of(arguments[0])
        return list_of(_converter(arguments[0]))
    if origin is dict:
        return dict_of(_converter(arguments[1]))
    if isinstance(kind, type) and issubclass(kind, msgspec.Struct):
        return struct_of(kind)
    raise TypeError(f"no converter for a field of type {kind}")


def _plain(node: Node, reading: Reading) -> Plain:  # noqa: ARG001  (has the form of every converter)
    return plain(node)


_SIMPLE: dict[object, Convert[object]] = {str: text, int: integer, float: number, bool: flag, object: _plain}
