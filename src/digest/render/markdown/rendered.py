"""What Markdown becomes: HTML with slots for everything only the finished site knows.

A rendered body does not depend on where the site will live or on which other pages exist, so it can be kept
by the hash of its input. Two control characters, which no input can contain (they are removed on the way
in), mark what is filled in later by `fill_slots`:

    STX `L` n ETX ... STX `l` n ETX   an internal link: becomes <a ...>...</a>, or only its text
    STX `I` n ETX                     the address of a local image inside a src attribute
    STX `P` ETX                       a prefix inside ids; empty on the page itself
    STX `F` ETX                       the same prefix, percent-encoded, inside addresses that lead to those ids
    STX `T` ETX                       the table of contents, where the body asks for one
"""

from __future__ import annotations

import msgspec


class Heading(msgspec.Struct, frozen=True):
    """A heading of a body: level 2 to 6, plain text, and its id without the prefix slot."""

    level: int
    text: str
    id: str


class BodyLink(msgspec.Struct, frozen=True):
    """An internal link as written: target, place in the file, and its title attribute."""

    target: str
    line: int
    title: str = ""


class Notice(msgspec.Struct, frozen=True):
    """Something odd in a body that does not stop a build: line of the file, message, what to do."""

    line: int
    message: str
    hint: str = ""


class Rendered(msgspec.Struct, frozen=True):
    """A body as HTML with slots, and what else was learned on the way.

    `lead` is the part before `<!--more-->`, "" without one. `text` is the body as plain text (for excerpts,
    counts, descriptions). `links` and `images` are the slots' contents in order of their numbers.
    """

    html: str = ""
    lead: str = ""
    text: str = ""
    headings: tuple[Heading, ...] = ()
    links: tuple[BodyLink, ...] = ()
    images: tuple[str, ...] = ()
    notices: tuple[Notice, ...] = ()
    toc_wanted: bool = False
    """Whether the body asks for a table of contents in its own place (`{:toc}`), STX `T` ETX in `html`."""
