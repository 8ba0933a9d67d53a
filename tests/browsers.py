"""Where Chromium is, and how to get it. Needs nothing installed: `run.py` asks before it has installed anything."""

from __future__ import annotations

import os
import shutil
import subprocess

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
HOW_TO_GET_ONE = (
    "Chromium was not found. Debian: apt-get install chromium. Ubuntu, where that is a snap: Google's package "
    "google-chrome-stable. Fedora: dnf install chromium. Another place can be named in the variable CHROMIUM."
)


def find_chromium() -> str | None:
    """The program, or None where there is none that starts (on Ubuntu the package may be a note about a snap)."""
    named = os.environ.get("CHROMIUM")
    for name in (named,) if named else NAMES:
        found = shutil.which(name)
        if found and subprocess.run([found, "--version"], capture_output=True, check=False).returncode == 0:
            return found
    return None
