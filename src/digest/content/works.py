"""Converters for what belongs to a work: where it was found, its links, coverage, picture and history.

An address that no browser should follow (`javascript:` and the like) never becomes part of a draft: it is
left out with a warning, so that a stranger's record cannot stop a build.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from msgspec.structs import replace

from digest.content.drafts import Auto, Coverage, HistoryLine, Image, IssueSection, Link, Source
from digest.content.values import line
from digest.formats.fields import Convert, Reading, dict_of, place_of, printable, text
from digest.formats.nodes import Mapping, Node, Scalar, Sequence, describe
from digest.formats.structs import S, struct_of, structs_of
from digest.text.clean import clean_line, is_deceiving

_WEB_ADDRESS = re.compile(
    r"https?://(?:\[[0-9a-f:.]+\]|[^\s/?#\"<>\\^`{|}\[\]\x00-\x1f\x7f]+)(?:[/?#:][^\s\"<>\\\x00-\x1f\x7f]*)?",
    re.IGNORECASE,
)
_LOCAL_PATH = re.compile(r"[^\"<>\\\x00-\x1f\x7f]+")
_HISTORY = re.compile(r"([0-9]{4}-[0-9]{2}(?:-[0-9]{2})?) *[:：] *(.+)", re.DOTALL)
_DAY_OR_MONTH = re.compile(r"[0-9]{4}-[0-9]{2}(?:-[0-9]{2})?")

_ADDRESSES = frozenset(["url", "src"])

_read_source = struct_of(Source)
_read_link = struct_of(Link)
_read_coverage = struct_of(Coverage)
_read_image = struct_of(Image)
_read_history = struct_of(HistoryLine)
_read_sections = structs_of(IssueSection)

auto: Convert[dict[str, Auto | None]] = dict_of(struct_of(Auto))
"""What the machine filled, by field."""


def sections(node: Node, reading: Reading) -> tuple[IssueSection, ...]:
    """The named parts of an issue."""
    return tuple([_in_lines(section) for section in _read_sections(node, reading)])


def is_web_address(written: str) -> bool:
    """Whether this is an absolute http or https address that can stand in a link as it is."""
    return _WEB_ADDRESS.fullmatch(written) is not None and not is_deceiving(written)


def source(node: Node, reading: Reading) -> Source | None:
    """Where a work was found: a mapping, an address or a name."""
    if isinstance(node, Scalar):
        written = line(node, reading)
        if not written:
            return None
        if not is_web_address(written):
            return Source(name=written)
        if node.text is not None and is_deceiving(node.text):
            _leave_out(node, node.text, reading)
            return None
        return Source(url=written)
    found = _read_source(node, reading)
    if found is None:
        return None
    found = _in_lines(found)
    if not found.url or is_web_address(found.url):
        return found
    _leave_out(node, found.url, reading)
    return Source(kind=found.kind, name=found.name)


def links(node: Node, reading: Reading) -> tuple[Link, ...]:
    """The addresses of a work; one on this site starts with a single `/`."""
    kept = []
    for item, link in _each(node, _read_link, reading):
        if is_web_address(link.url) or _is_own_address(link.url):
            kept.append(link)
        else:
            _leave_out(item, link.url, reading)
    return tuple(kept)


def coverage(node: Node, reading: Reading) -> tuple[Coverage, ...]:
    """Articles of others about the work."""
    kept = []
    for item, article in _each(node, _read_coverage, reading):
        if is_web_address(article.url):
            kept.append(article)
        else:
            _leave_out(item, article.url, reading)
    return tuple(kept)


def image(node: Node, reading: Reading) -> Image | None:
    """A picture: an https address or a path beside the file, or a mapping with one; of a list the first.

    Where any key is allowed (pages that come from Hugo), `image` and `url` stand for `src`, `caption` for
    `alt`, and a mapping without any of them is no picture.
    """
    if isinstance(node, Sequence):
        first = node.items[0] if node.items else node
        return None if isinstance(first, Sequence) else image(first, reading)
    if isinstance(node, Mapping) and reading.unknown_keys == "allow":
        node = _with_usual_keys(node)
        if "src" not in node.values:
            return None
    elif isinstance(node, Scalar) and not node.text:
        return None
    found = _read_image(node, reading)
    if found is None:
        return None
    found = _in_lines(found)
    if found.src.lower().startswith("https://") and is_web_address(found.src):
        return found
    if _is_local_path(found.src):
        return found
    place = _place_of_address(node)
    if found.src.lower().startswith("http://"):
        hint = "copy the picture beside the file"
        reading.warn(place, "a picture needs an https address, this one is left out", hint)
    else:
        _leave_out(node, found.src, reading)
    return None


def history(node: Node, reading: Reading) -> tuple[HistoryLine, ...]:
    """Dated lines: `2025-06-01: v2`, in quotes or not, or mappings of date and text."""
    items = node.items if isinstance(node, Sequence) else (node,)
    lines = (_history_line(item, reading) for item in items)
    return tuple([found for found in lines if found is not None])


def _history_line(node: Node, reading: Reading) -> HistoryLine | None:
    found: HistoryLine | None = None
    if isinstance(node, Scalar):
        matched = _HISTORY.fullmatch(clean_line(node.text or ""))
        if matched:
            found = HistoryLine(date=matched[1], text=matched[2])
    elif isinstance(node, Mapping) and len(node.values) == 1:
        # Without quotes, YAML takes `2025-06-01: v2` for a mapping of one key.
        [(key, value)] = node.values.items()
        if _DAY_OR_MONTH.fullmatch(key):
            found = HistoryLine(date=key, text=text(value, reading))
    elif isinstance(node, Mapping):
        found = _read_history(node, reading)
        if found is None:
            return None
    if found is None:
        message = f"expected a dated line, found {describe(node)} without a date"
        reading.error(place_of(node), message, 'write it as "2025-06-01: what happened"')
        return None
    if not _is_day_or_month(found.date):
        reading.error(place_of(node), f'"{printable(found.date)}" is not a date', "write it as 2025-06-01")
    return _in_lines(found)


def _is_day_or_month(written: str) -> bool:
    if not _DAY_OR_MONTH.fullmatch(written):
        return False
    try:
        date.fromisoformat(written if len(written) == 10 else f"{written}-01")
    except ValueError:
        return False
    return True


def _each(node: Node, convert: Convert[S | None], reading: Reading) -> Iterator[tuple[Node, S]]:
    """The items of a list, or one alone, with what they were read to; what could not be is left out."""
    for item in node.items if isinstance(node, Sequence) else (node,):
        if isinstance(item, Scalar) and not item.text:
            continue
        found = convert(item, reading)
        if found is not None:
            yield item, _in_lines(found)


def _in_lines(found: S) -> S:
    """The same with every text a clean line, but for its addresses, which are taken or refused as written."""
    cleaned: dict[str, str] = {}
    for name in found.__struct_fields__:
        value = getattr(found, name)
        if isinstance(value, str) and name not in _ADDRESSES and (line_of := clean_line(value)) != value:
            cleaned[name] = line_of
    return replace(found, **cleaned) if cleaned else found


def _with_usual_keys(node: Mapping) -> Mapping:
    values = {_USUAL_IMAGE_KEYS.get(key, key): value for key, value in reversed(node.values.items())}
    places = {_USUAL_IMAGE_KEYS.get(key, key): place for key, place in node.places.items()}
    return Mapping(values, places, node.line, node.column)


_USUAL_IMAGE_KEYS = {"image": "src", "url": "src", "caption": "alt"}


def _is_own_address(written: str) -> bool:
    return written[:1] == "/" and written[:2] != "//" and _is_path(written)


def _is_local_path(written: str) -> bool:
    """Whether this is a path, in the site or beside the file: no scheme, no other host."""
    scheme = written.split("/", 1)[0]
    return ":" not in scheme and written[:2] != "//" and _is_path(written)


def _is_path(written: str) -> bool:
    return _LOCAL_PATH.fullmatch(written) is not None and not is_deceiving(written)


def _leave_out(node: Node, written: str, reading: Reading) -> None:
    message = f'"{printable(written)}" is not a web address, it is left out'
    reading.warn(_place_of_address(node), message, "an address starts with https:// or http://")


def _place_of_address(node: Node) -> tuple[int, int]:
    if isinstance(node, Mapping):
        node = node.values.get("url") or node.values.get("src") or node
    return place_of(node)
