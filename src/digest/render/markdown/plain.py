"""A line of prose without any markup, which most summaries and abstracts are: no parser is needed for it."""

from __future__ import annotations

import re

from digest.render.markdown.rendered import Rendered

# Every character an inline rule can start at, but for a colon without slashes behind it.
_MARKUP = re.compile(r"[\\`*_~!\[\]<>&${}|^]|://")


def render_prose(text: str) -> Rendered | None:
    """What the parser would make of one line that begins with a letter and holds no markup; None for other texts.

    A twelfth of the parser's time. `tests/markdown/test_plain.py` holds it to the parser's answers.
    """
    if not text or not text[0].isalpha() or text[-1] == " " or not text.isprintable() or _MARKUP.search(text):
        return None
    return Rendered(html=f"<p>{text}</p>\n", text=" ".join(text.split()) if "  " in text else text)
