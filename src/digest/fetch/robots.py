"""What a site asks of programs in its robots.txt, by RFC 9309: the longest rule that matches a path decides."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import NamedTuple

from digest.fetch.exchange import FetchFailure

MAX_BYTES = 500 * 1024
"""What lies behind is not read (RFC 9309, section 2.5)."""

MAX_AGE = 86_400.0
"""For how many seconds a file is believed (section 2.4)."""

TOKEN = "digest"  # noqa: S105  (the name this program has in robots.txt, in lower case)

_MAX_RULES = 5000
_MAX_PATTERN = 2048
_MAX_DELAY = 60.0
_ESCAPE = re.compile(r"%([0-9A-Fa-f]{2})")
_UNRESERVED = re.compile(r"[A-Za-z0-9\-._~]")
_DELAY = re.compile(r"[0-9]{1,4}(?:\.[0-9]{0,3})?")
_NAME = re.compile(r"[A-Za-z_-]+|\*")


class Rule(NamedTuple):
    """`Allow` or `Disallow` of the paths that start like a pattern, in which `*` and `$` have a meaning."""

    allow: bool
    pattern: str


class Robots(NamedTuple):
    """What one robots.txt says to us. `delay` is the pause in seconds it asks for, 0 where it asks for none."""

    rules: tuple[Rule, ...] = ()
    delay: float = 0.0

    def allows(self, path: str) -> bool:
        """Whether a path with its query may be asked; between equals, allowing wins."""
        path = _spelt(path)
        if path == "/robots.txt":
            return True
        best = max(
            ((len(rule.pattern), rule.allow) for rule in self.rules if _matches(rule.pattern, path)),
            default=(0, True),
        )
        return best[1]


ALLOW_ALL = Robots()
DISALLOW_ALL = Robots((Rule(allow=False, pattern="/"),))


def parse_robots(data: bytes, token: str = TOKEN) -> Robots:
    """The rules for the program called `token`, or else those for everyone; lines that are no rules are ignored."""
    groups: dict[str, list[Rule]] = {}
    delays: dict[str, float] = {}
    names: list[str] = []
    is_in_rules = False
    for line in data[:MAX_BYTES].decode("utf-8-sig", "replace").splitlines():
        key, colon, value = line.partition("#")[0].partition(":")
        key, value = key.strip().lower(), value.strip()
        if not colon:
            continue
        if key == "user-agent":
            names = [] if is_in_rules else names
            is_in_rules = False
            found = _NAME.match(value)
            name = found[0].lower() if found else ""
            names.append(name)
            if name in (token, "*"):
                groups.setdefault(name, [])
        elif key in ("allow", "disallow"):
            is_in_rules = True
            if value and len(value) <= _MAX_PATTERN:
                for name in set(names) & groups.keys():
                    groups[name].append(Rule(key == "allow", _spelt(value)))
        elif key == "crawl-delay":  # no part of the RFC, but arXiv and others say it
            is_in_rules = True
            if _DELAY.fullmatch(value):
                delays.update(dict.fromkeys(set(names) & groups.keys(), min(float(value), _MAX_DELAY)))
    chosen = token if token in groups else "*"
    return Robots(tuple(groups.get(chosen, ())[:_MAX_RULES]), delays.get(chosen, 0.0))


class RobotsFiles:
    """The robots.txt of each origin, asked once a day at most. May be shared by threads: at worst one asks twice.

    A file that is not there (4xx, or redirects without end) allows everything, one that the server fails to give
    (5xx) nothing (RFC 9309, sections 2.3.1.2 to 2.3.1.4).
    """

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._known: dict[str, tuple[float, Robots | FetchFailure]] = {}

    def of(self, origin: str, read: Callable[[str], bytes]) -> Robots:
        """What the site at an origin (`https://example.org`) asks for; `read` gets the file at a URL.

        Raises:
            FetchFailure: where the file could not even be asked for; the rest of the site will fare no better.
        """
        known = self._known.get(origin)
        if known is None or self._clock() - known[0] >= MAX_AGE:
            known = self._known[origin] = (self._clock(), _read(f"{origin}/robots.txt", read))
        if isinstance(known[1], FetchFailure):
            raise known[1]
        return known[1]

    def delay_of(self, origin: str) -> float:
        """The pause in seconds that the file of an origin asks for, as far as it has been read."""
        known = self._known.get(origin)
        return known[1].delay if known is not None and isinstance(known[1], Robots) else 0.0


def _read(url: str, read: Callable[[str], bytes]) -> Robots | FetchFailure:
    try:
        return parse_robots(read(url))
    except FetchFailure as failure:
        if failure.why in ("gone", "redirects") or (400 <= failure.status < 500 and failure.why != "busy"):
            return ALLOW_ALL
        return DISALLOW_ALL if failure.why == "status" else failure


def _matches(pattern: str, path: str) -> bool:
    """Whether a path starts like a pattern; time is linear, each part is looked for once."""
    is_anchored = pattern.endswith("$")
    first, *rest = pattern.removesuffix("$").split("*")
    if not path.startswith(first):
        return False
    position = len(first)
    if not rest:
        return position == len(path) or not is_anchored
    last = rest.pop() if is_anchored else ""
    for part in rest:
        position = path.find(part, position)
        if position < 0:
            return False
        position += len(part)
    return len(path) - len(last) >= position and path.endswith(last)


def _spelt(path: str) -> str:
    """One spelling of escapes: what needs none has none, the rest is in capitals, letters beyond ASCII have one."""
    escaped = "".join(
        character
        if character.isascii()
        else "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))
        for character in path
    )
    return _ESCAPE.sub(_spelt_escape, escaped)


def _spelt_escape(match: re.Match[str]) -> str:
    character = chr(int(match[1], 16))
    return character if _UNRESERVED.fullmatch(character) else match[0].upper()
