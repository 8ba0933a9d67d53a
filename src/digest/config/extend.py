"""Adds sources to the text of a `digest.yaml` and leaves every byte of its editor where it is."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from msgspec.structs import replace

from digest.config.load import CONFIG_NAME, MAX_BYTES, parse_config
from digest.config.schema import SourceConfig
from digest.formats import nodes
from digest.formats.decode import decode
from digest.formats.nodes import Plain
from digest.formats.write import Data, write_yaml
from digest.formats.yaml import read_yaml
from digest.problems import DigestError, error
from digest.text.slugs import with_suffix

_MARK = "\ufeff"
# Where YAML ends a line.
_LINE = re.compile("[^\r\n\x85\u2028\u2029]*(?:\r\n|[\r\n\x85\u2028\u2029]|\\Z)")
_END_MARK = re.compile(r"(?:\.\.\.|---)(?:\s|\Z)")
_EMPTY_FLOW = re.compile(r"\[[ \t]*\][ \t]*(?=#|[\r\n\x85\u2028\u2029]|\Z)")


def with_sources(text: str, sources: Sequence[SourceConfig]) -> str:
    """The text of a `digest.yaml` with sources added at the end of its list.

    Nothing that stands there is changed, but for an empty `[]` that makes room. A source whose address (for
    arXiv, whose categories) is configured already is left out; an id that is taken gets a number.

    Raises:
        DigestError: the text is no configuration, or its list is written so that nothing can be added.
    """
    if text.startswith(_MARK):
        return _MARK + with_sources(text.removeprefix(_MARK), sources)
    old, _ = parse_config(text.encode())
    new = _missing(sources, old.sources)
    if not new:
        return text
    block = write_yaml({"sources": [_data(source) for source in new]}).splitlines()[1:]
    extended = _inserted(text, block)
    try:
        result = parse_config(extended.encode())[0] if extended else None
    except DigestError:
        result = None
    if extended is None or result != replace(old, sources=(*old.sources, *new)):
        hint = "\n".join(("add these lines to `sources` yourself:", *block))
        raise DigestError([error("no source can be added to this file", path=CONFIG_NAME, hint=hint)])
    return extended


def _missing(sources: Sequence[SourceConfig], known: Sequence[SourceConfig]) -> tuple[SourceConfig, ...]:
    places = {place for source in known for place in _places(source)}
    numbers = {source.id: 1 for source in known}
    missing: list[SourceConfig] = []
    for source in sources:
        own = _places(source)
        if own and own <= places:
            continue
        name = source.id
        while name in numbers:
            numbers[source.id] += 1
            name = with_suffix(source.id, str(numbers[source.id]))
        places |= own
        numbers[name] = 1
        missing.append(replace(source, id=name))
    return tuple(missing)


def _places(source: SourceConfig) -> set[str]:
    """What a source reads, in one spelling."""
    found = {_address(text) for key in ("url", "urls") for text in _texts(source.options.get(key))}
    if source.kind == "arxiv" and (categories := sorted(_texts(source.options.get("categories")))):
        # An arXiv source is its categories; the same ones asked for otherwise are another source.
        announced = str(source.options.get("announcements")).lower()
        return {f"arxiv {announced} {' '.join(categories)}"}
    return found


def _texts(value: Plain) -> Iterable[str]:
    values = value if isinstance(value, list) else [value]
    return [text for text in values if isinstance(text, str) and text]


def _address(url: str) -> str:
    try:
        parts = urlsplit(url.strip())
    except ValueError:
        return url
    query = f"?{parts.query}" if parts.query else ""
    return f"{parts.netloc.lower()}{parts.path.rstrip('/')}{query}"


def _data(source: SourceConfig) -> dict[str, Data]:
    return {"id": source.id, "kind": source.kind} | {
        key: _value(value) for key, value in source.options.items()
    }


def _value(value: Plain) -> Data:
    """A value as people write it: the reader keeps `true` as text, the writer would put that in quotes."""
    if isinstance(value, list):
        return [_value(part) for part in value]
    if isinstance(value, dict):
        return {key: _value(part) for key, part in value.items()}
    return {"true": True, "false": False}.get(value, value) if value is not None else None


def _inserted(text: str, block: Sequence[str]) -> str | None:
    """The text with the items of a list (indented by two) in its `sources`; None where they have no place."""
    lines = [line for line in _LINE.findall(text) if line]
    root = read_yaml(decode(text.encode(), path=CONFIG_NAME, limit=MAX_BYTES), path=CONFIG_NAME)
    ends = [number for number, line in enumerate(lines) if number and _END_MARK.match(line)]
    if "sources" not in root.values:
        first = next((number for number in ends if number >= root.line), len(lines))
        return _spliced(lines, first, ([""] if text.strip() else []) + ["sources:", *block])
    line, _ = root.places["sources"]
    later = [place[0] - 1 for place in root.places.values() if place[0] > line]
    before = min([*later, *(number for number in ends if number >= line), len(lines)])
    node = root.values["sources"]
    if isinstance(node, nodes.Scalar) and node.text is None:
        rest = lines[line - 1].split("sources", 1)[1]
        if not re.fullmatch(r"[\"']?\s*:\s*(?:#.*)?\s*", rest):
            return None
        return _spliced(lines, line, block)
    if not isinstance(node, nodes.Sequence):
        return None
    start = lines[node.line - 1][node.column - 1 :]
    if not node.items and (flow := _EMPTY_FLOW.match(start)):
        rest = start[flow.end() :]
        head = lines[node.line - 1][: node.column - 1].rstrip()
        comment = f"  {rest}" if rest.startswith("#") else rest
        lines[node.line - 1] = head + comment
        return _spliced(lines, node.line, block)
    if not start.startswith("-"):
        return None
    pad = " " * (node.column - 1)
    return _spliced(
        lines, _end_of_list(lines, node.items[-1].line, before), [pad + line[2:] for line in block]
    )


def _end_of_list(lines: Sequence[str], first: int, before: int) -> int:
    """Behind which of the lines (as many of them) a list ends, given the line of its last item.

    Comments at the margin belong to what follows, those that are indented to the list.
    """
    end = before
    while end > first and (not lines[end - 1].strip() or lines[end - 1].startswith("#")):
        end -= 1
    return end


def _spliced(lines: Sequence[str], at: int, block: Sequence[str]) -> str:
    """The lines with a block behind the first `at`, in the line ends of the file."""
    ending = "\r\n" if lines and lines[0].endswith("\r\n") else "\n"
    head = "".join(lines[:at])
    if head and not head.endswith(("\n", "\r", "\x85", "\u2028", "\u2029")):
        head += ending
    return head + "".join(line + ending for line in block) + "".join(lines[at:])
