"""Names of authors, shortened for lists."""

from __future__ import annotations

from collections.abc import Sequence

from digest.text.cjk import is_cjk

SHOWN = 3


def short_authors(names: Sequence[str], language: str) -> str:
    """The first three names, then `et al.` or `等`, by the language of the entry.

    Args:
        names: all authors in their order.
        language: a language tag; every form of `zh` is Chinese, everything else reads as English.

    Returns:
        `A, B, C et al.`, or `甲、乙、丙等`; empty without names.
    """
    shown = names[:SHOWN]
    rest = len(names) > SHOWN
    if language.lower().partition("-")[0] != "zh":
        return ", ".join(shown) + (" et al." if rest else "")
    if all(is_cjk(name[-1:]) for name in shown):
        return "、".join(shown) + ("等" if rest else "")
    return ", ".join(shown) + (" 等" if rest else "")
