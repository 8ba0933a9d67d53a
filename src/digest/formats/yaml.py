"""Reads YAML strictly: text scalars with their places, and none of the features that surprise or explode.

The parser's events are walked directly: a loader would guess types (`2411.10`, `no`, `12:30`), keep the last
of two equal keys and lose the places, at twice the cost.
"""

from __future__ import annotations

from typing import Protocol, cast

import yaml
from yaml import events

from digest.formats import limits
from digest.formats.nodes import Mapping, Node, Scalar, Sequence, describe
from digest.formats.yaml_faults import explain, wide_colon
from digest.problems import DigestError, Problem, error

HAS_LIBYAML = bool(yaml.__with_libyaml__)
"""Whether the C parser is there; without it the pure Python one serves, fifteen times slower."""

# Typed as plain classes: the protocol below stands for all of them, so mypy would call every test false.
_ALIAS: type[object] = events.AliasEvent
_DOCUMENT_START: type[object] = events.DocumentStartEvent
_MAPPING_START: type[object] = events.MappingStartEvent
_MAPPING_END: type[object] = events.MappingEndEvent
_SCALAR: type[object] = events.ScalarEvent
_SEQUENCE_START: type[object] = events.SequenceStartEvent
_SEQUENCE_END: type[object] = events.SequenceEndEvent
_STREAM_END: type[object] = events.StreamEndEvent

_NULLS = frozenset({"", "~", "null", "Null", "NULL"})


class _Mark(Protocol):
    """A place as the parsers give it: both numbers from 0."""

    line: int
    column: int


class _Event(Protocol):
    """What the walk reads of an event; which of the attributes exist depends on its class."""

    start_mark: _Mark
    anchor: str | None
    tag: str | None
    value: str
    style: str | None


class _Parser(Protocol):
    def get_event(self) -> _Event: ...


def read_yaml(text: str, *, path: str, first_line: int = 1, libyaml: bool = HAS_LIBYAML) -> Mapping:
    """The mapping a YAML document holds; an empty document is an empty mapping.

    Every scalar is text. Duplicate keys, anchors, aliases, tags, a second document, keys that are not text,
    control characters and values past `formats.limits` are refused.

    Args:
        text: the document, without the fences of front matter.
        path: the file, for problems.
        first_line: the line of the file on which `text` starts.
        libyaml: False reads with the pure Python parser, as where libyaml is absent.

    Raises:
        DigestError: with every structural fault, or with the syntax fault that ended the reading.
    """
    try:
        return _Walk(_open_parser(text, libyaml=libyaml), path, first_line).document()
    except yaml.MarkedYAMLError as fault:
        raise DigestError([explain(fault, text, path=path, first_line=first_line)]) from None
    except (yaml.YAMLError, ValueError, OverflowError):
        # ReaderError and UnicodeEncodeError have no mark; the pure parser hands any \U escape to chr().
        limits.check_characters(text, path=path, first_line=first_line)
        raise DigestError(
            [error("a character or an escape that YAML does not allow", path=path, line=first_line)]
        ) from None


def _open_parser(text: str, *, libyaml: bool) -> _Parser:
    if libyaml:
        # The stubs do not export it; without libyaml it is not there at all.
        from yaml.cyaml import CParser  # type: ignore[attr-defined]  # noqa: PLC0415  (see above)

        return cast(_Parser, CParser(text))
    from digest.formats.yaml_pure import PureParser  # noqa: PLC0415  (rarely needed)

    return cast(_Parser, PureParser(text))


class _Walk:
    """One walk over the events of one document. Recursion is bounded by `limits.MAX_DEPTH`."""

    def __init__(self, parser: _Parser, path: str, first_line: int) -> None:
        self._next = parser.get_event
        self._path = path
        self._first_line = first_line
        self._problems: list[Problem] = []

    def document(self) -> Mapping:
        """The whole stream."""
        next_event = self._next
        next_event()  # the start of the stream
        event = next_event()
        if type(event) is _STREAM_END:
            return Mapping({}, {}, self._first_line, 1)
        event = next_event()
        root = self._node(event, 0)
        next_event()  # the end of the document
        event = next_event()
        if type(event) is _DOCUMENT_START:
            self._refuse(
                event, "a second document starts here", "keep one; `---` separates documents in YAML"
            )
        if isinstance(root, Scalar) and root.text is None:
            root = Mapping({}, {}, root.line, root.column)
        if not isinstance(root, Mapping):
            self._problems.append(
                wide_colon(
                    (root.text or "") if isinstance(root, Scalar) else "", path=self._path, line=root.line
                )
                or error(
                    f"expected lines of the form `key: value`, found {describe(root)}",
                    path=self._path,
                    line=root.line,
                    column=root.column,
                    hint="put a space after the colon: `title: ...`" if isinstance(root, Scalar) else "",
                )
            )
        if self._problems:
            raise DigestError(self._problems)
        assert isinstance(root, Mapping)
        return root

    def _node(self, event: _Event, depth: int) -> Node:
        kind = type(event)
        mark = event.start_mark
        line, column = mark.line + self._first_line, mark.column + 1
        if kind is _SCALAR:
            return Scalar(self._text(event), line, column)
        if kind is _ALIAS:
            hint = "write the value out; quote text that starts with `*`"
            self._refuse(event, "an alias (`*name`) is not allowed", hint)
            return Scalar(None, line, column)
        if depth >= limits.MAX_DEPTH:
            raise DigestError([*self._problems, limits.too_deep(path=self._path, line=line, column=column)])
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        if kind is _MAPPING_START:
            return self._mapping(line, column, depth)
        assert kind is _SEQUENCE_START
        return self._sequence(line, column, depth)

    def _text(self, event: _Event) -> str | None:
        """The text of a scalar event; None for a plain null."""
        if event.anchor is not None or event.tag is not None:
            self._refuse_extras(event)
        value = event.value
        style = event.style
        if not style and value in _NULLS:
            return None
        if style == '"':  # only here an escape may stand for what the source text cannot hold
            index = limits.forbidden_character(value)
            if index is not None:
                line, column = self._place(event)
                problem = limits.forbidden(value[index], path=self._path, line=line, column=column)
                self._note(problem)
        return value

    def _sequence(self, line: int, column: int, depth: int) -> Sequence:
        next_event = self._next
        items = []
        event = next_event()
        while type(event) is not _SEQUENCE_END:
            items.append(self._node(event, depth + 1))
            event = next_event()
        return Sequence(tuple(items), line, column)

    def _mapping(self, line: int, column: int, depth: int) -> Mapping:
        next_event = self._next
        values: dict[str, Node] = {}
        places: dict[str, tuple[int, int]] = {}
        event = next_event()
        while type(event) is not _MAPPING_END:
            mark = event.start_mark
            place = (mark.line + self._first_line, mark.column + 1)
            key = self._key(event, depth)
            value = self._node(next_event(), depth + 1)
            if key in places:
                self._note(
                    limits.duplicate_key(key, places[key], path=self._path, line=place[0], column=place[1])
                )
            elif key is not None:
                values[key] = value
                places[key] = place
                if len(values) > limits.MAX_KEYS:
                    problem = limits.too_many_keys(path=self._path, line=line, column=column)
                    raise DigestError([*self._problems, problem])
            event = next_event()
        return Mapping(values, places, line, column)

    def _key(self, event: _Event, depth: int) -> str | None:
        if type(event) is _SCALAR:
            text = self._text(event)
            if text is not None:
                return text
            message, hint = "a key is empty", 'write a name before the colon, or quote it: `"null": ...`'
        else:
            if type(event) is not _ALIAS:
                self._node(event, depth + 1)  # walked over, so that what follows is still read
            message = "a key must be text"
            hint = "quote the key; `{{ ... }}` or `[...]` at the start of a value needs quotes too"
        self._refuse(event, message, hint)
        return None

    def _refuse_extras(self, event: _Event) -> None:
        if event.anchor is not None:
            self._refuse(event, "an anchor (`&name`) is not allowed", "quote text that starts with `&`")
        if event.tag is not None:
            self._refuse(event, "a tag (`!name`) is not allowed", "quote text that starts with `!`")

    def _refuse(self, event: _Event, message: str, hint: str) -> None:
        line, column = self._place(event)
        self._note(error(message, path=self._path, line=line, column=column, hint=hint))

    def _note(self, problem: Problem) -> None:
        self._problems.append(problem)
        if len(self._problems) >= limits.MAX_PROBLEMS:
            raise DigestError(self._problems)

    def _place(self, event: _Event) -> tuple[int, int]:
        return event.start_mark.line + self._first_line, event.start_mark.column + 1
