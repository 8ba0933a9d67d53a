"""The manifest: which files of the output folder are ours, and what they hold.

It lies in the output folder at `.digest/manifest`, so that it cannot be mistaken for another folder's. Only
files it lists are ever deleted. Equal sites have equal manifests, byte for byte.
"""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Iterable
from pathlib import Path

import msgspec

from digest.output.paths import PRIVATE_FOLDER
from digest.output.sealed import SEAL_LENGTH, seal, seal_of, unseal

MANIFEST = f"{PRIVATE_FOLDER}/manifest"
_HEADER = "digest manifest 1"
UNKNOWN = bytes(16)
"""In place of a hash: the file is ours, but what it holds is not certain and must be written again."""


class Manifest(msgspec.Struct, frozen=True):
    """Every file of a finished build: path to the first 16 bytes of its SHA-256 and its size in bytes."""

    files: dict[str, tuple[bytes, int]] = {}

    def knows(self, path: str) -> bool:
        """Whether the file is ours and holds what the last build wrote, as far as was recorded."""
        return self.files.get(path, (UNKNOWN, 0))[0] != UNKNOWN


def fingerprint(data: bytes) -> tuple[bytes, int]:
    """What the manifest notes about a file: the first 16 bytes of its SHA-256, its size."""
    return hashlib.sha256(data).digest()[:16], len(data)


def distrust(manifest: Manifest, paths: Iterable[str]) -> Manifest:
    """The manifest with these files marked as ours but of unknown content."""
    return Manifest({**manifest.files, **{path: (UNKNOWN, 0) for path in paths if path in manifest.files}})


def encode_manifest(manifest: Manifest) -> bytes:
    """The manifest as text: a header, sorted lines `hash size path`, a checksum."""
    return seal(
        _HEADER, [f"{mark.hex()} {size} {path}" for path, (mark, size) in sorted(manifest.files.items())]
    )


def decode_manifest(data: bytes) -> Manifest:
    """The manifest a text holds; an empty one when the text is damaged or of another version."""
    files: dict[str, tuple[bytes, int]] = {}
    try:
        for line in unseal(_HEADER, data) or ():
            mark, size, path = line.split(" ", 2)
            files[path] = (bytes.fromhex(mark), int(size))
    except ValueError:
        return Manifest()
    return Manifest(files)


def read_manifest(folder: Path) -> Manifest:
    """The manifest of an output folder; an empty one when there is none or it cannot be read."""
    try:
        return decode_manifest((folder / MANIFEST).read_bytes())
    except OSError:
        return Manifest()


def manifest_digest(folder: Path) -> bytes:
    """The checksum an output folder's manifest ends with: names the state of the site in 32 bytes.

    Only the end of the file is read. Whoever remembers something about the pages (fingerprints) should
    remember this with it, and forget both when it differs; empty without a manifest.
    """
    try:
        with (folder / MANIFEST).open("rb") as file:
            file.seek(-SEAL_LENGTH, os.SEEK_END)
            return seal_of(file.read())
    except OSError:
        return b""


def verify(folder: Path, manifest: Manifest) -> list[str]:
    """The paths that are missing, no regular files or of another size than noted; contents are not read."""
    root = f"{folder}/"
    wrong = []
    for path, (_, size) in manifest.files.items():
        try:
            found = os.lstat(root + path)
        except OSError:
            wrong.append(path)
            continue
        if found.st_size != size or not stat.S_ISREG(found.st_mode):
            wrong.append(path)
    return wrong
