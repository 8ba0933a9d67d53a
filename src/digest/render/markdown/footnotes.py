"""Footnotes: `[^label]` with `[^label]: text` anywhere, and `^[text in place]`.

Definitions and their collection at the end are mdit-py-plugins'; the reference rule is ours, as the plugin's
looks to the end of the text for every `[^` and so takes quadratic time on a flood of them.
"""

from __future__ import annotations

import re

from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline
from mdit_py_plugins.footnote import footnote_plugin

_REFERENCE = re.compile(r"\[\^([^\s\]]{1,200})\]")


def install_footnotes(md: MarkdownIt) -> None:
    """Give `md` footnotes; rendering them is the writer's work."""
    md.use(footnote_plugin)
    md.inline.ruler.at("footnote_ref", footnote_reference)


def footnote_reference(state: StateInline, silent: bool) -> bool:
    """Inline rule, called at a `[`; numbers are given in order of first use."""
    match = _REFERENCE.match(state.src, state.pos, state.posMax)
    notes = state.env.get("footnotes")
    if not match or not notes or f":{match[1]}" not in notes["refs"]:
        return False
    if not silent:
        label, key = match[1], f":{match[1]}"
        number = notes["refs"][key]
        if number < 0:
            number = notes["refs"][key] = len(notes["list"])
            notes["list"][number] = {"label": label, "count": 0}
        use = notes["list"][number]["count"]
        notes["list"][number]["count"] += 1
        token = state.push("footnote_ref", "", 0)
        token.meta = {"id": number, "subId": use, "label": label}
    state.pos = match.end()
    return True
