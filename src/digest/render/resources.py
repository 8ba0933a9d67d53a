"""Where the templates and themes that come with the program are on this machine."""

from __future__ import annotations

from pathlib import Path
from typing import Literal

_PACKAGE = Path(__file__).resolve().parent.parent


def bundled_folder(kind: Literal["templates", "themes"]) -> Path:
    """The folder of the templates or themes we ship.

    A wheel carries them inside the package (`digest/bundled/`); a checkout has them at the root of the
    repository, where people edit them.
    """
    inside_wheel = _PACKAGE / "bundled" / kind
    return inside_wheel if inside_wheel.is_dir() else _PACKAGE.parents[1] / kind
