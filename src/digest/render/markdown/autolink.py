"""Addresses typed as they are: `http://` and `https://` become links that end where the address ends.

A general link finder takes Chinese text and full-width brackets into the address, makes `README.md` and
`cs.CV` links, and costs 0.45 ms an entry; this rule looks at `://` only and takes ASCII characters only.
"""

from __future__ import annotations

from markdown_it.rules_inline import StateInline

from digest.links.find import AFTER_SCHEME, MAX_LENGTH, address_ending


def bare_address(state: StateInline, silent: bool) -> bool:
    """Inline rule, called at the `:` of `://`."""
    src, pos = state.src, state.pos
    if src[pos] != ":" or state.linkLevel > 0 or not src.startswith("://", pos):
        return False
    scheme = src[max(pos - 5, 0) : pos].lower()
    if scheme.endswith("http"):
        scheme = "http"
    elif scheme != "https":
        return False
    start = pos - len(scheme)
    if start > 0 and src[start - 1].isascii() and src[start - 1].isalnum():
        return False
    match = AFTER_SCHEME.match(src, pos, state.posMax)
    if not match or match.end() - start > MAX_LENGTH:
        return False
    end = pos + len(address_ending(match[0]))
    if end <= pos + len("://"):
        return False
    if not silent:
        # No rule starts at a letter, so the scheme is always the end of the text not yet made a token.
        state.pending = state.pending[: -len(scheme)]
        url = src[start:end]
        token = state.push("link_open", "a", 1)
        token.attrs = {"href": url}
        token.markup, token.info = "linkify", "auto"
        state.push("text", "", 0).content = url
        token = state.push("link_close", "a", -1)
        token.markup, token.info = "linkify", "auto"
    state.pos = end
    return True
