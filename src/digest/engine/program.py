"""A digest of the program itself: results kept by another version of it are no longer true."""

from __future__ import annotations

import hashlib
import os
import sys

PACKAGES = (
    "jinja2",
    "markdown_it_py",
    "markupsafe",
    "math_core",
    "mdit_py_plugins",
    "nh3",
    "pygments",
    "pyyaml",
    "msgspec",
)


def program_digest() -> bytes:
    """Hash of our own source files, of the Python version, and of the versions of what shapes bytes.

    Our files are read rather than our version, so that a developer's edit counts as one: 3 ms for them all.
    Versions are taken from the names of `.dist-info` folders; `importlib.metadata` costs 15 ms for the same.
    """
    digest = hashlib.sha256(repr(sys.version_info[:2]).encode())
    package = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))  # noqa: PTH100, PTH120 - no pathlib yet
    for folder, folders, names in os.walk(package):
        folders[:] = sorted(name for name in folders if name not in ("__pycache__", "bundled"))
        for name in sorted(names):
            if name.endswith((".py", ".yaml")):
                with open(os.path.join(folder, name), "rb") as file:  # noqa: PTH118, PTH123 - as above
                    digest.update(name.encode() + hashlib.sha256(file.read()).digest())
    for version in _versions(os.path.dirname(package)):  # noqa: PTH120 - as above
        digest.update(version.encode())
    return digest.digest()


def _versions(beside: str) -> list[str]:
    found: set[str] = set()
    for folder in {beside, *(path for path in sys.path if path.endswith("-packages"))}:
        try:
            names = os.listdir(folder)  # noqa: PTH208 - as above
        except OSError:
            continue
        found.update(
            name.lower()
            for name in names
            if name.endswith(".dist-info") and name.lower().startswith(PACKAGES)
        )
    return sorted(found)
