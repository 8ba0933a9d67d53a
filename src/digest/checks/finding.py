"""One finding: a problem with its place, and the rule that found it."""

from __future__ import annotations

from typing import Literal

import msgspec

from digest.problems import Problem

Rule = Literal[
    "preamble",  # an assistant speaks to its user
    "afterword",  # ... hopes to be of use, or offers more
    "refusal",
    "prompt",  # a piece of the question, or of the marks between turns
    "language",
    "markup",
    "maths",
    "placeholder",
    "reference",  # a link, fragment, picture or pick that leads nowhere
    "fields",  # an entry that says too little
    "content",  # what a build says about the files
]


class Finding(msgspec.Struct, frozen=True, order=True):
    """What is wrong, where, and which rule says so."""

    problem: Problem
    rule: Rule
