"""Which folders templates come from, and which file a template's name means.

A site's `templates/` lies over its theme's, over those of the themes that one extends, over the bundled ones.
A plain name (`entry.html`) means the uppermost file of that name. `theme:entry.html` leaves the site's own
folder out, and in a template of the same name means the next one down, so that a template can extend what it
replaces. `default:entry.html` means the bundled file.

This module stays free of the template engine: a build with nothing to do needs only `Layers.digest`.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

import msgspec

SUFFIX = ".html"
_THEMES_BEGIN = 1  # layer 0 is the site's own, whether or not it has one


class TemplateFile(msgspec.Struct, frozen=True):
    """A template on disk: `name` without prefix, number of its `layer`, and `label`, how messages call it."""

    name: str
    layer: int
    path: Path
    label: str


class Layer(msgspec.Struct, frozen=True):
    """A folder of templates; `label` stands for it in messages (`templates`, `themes/paper/templates`)."""

    folder: Path
    label: str


class Layers(msgspec.Struct, frozen=True):
    """All folders of templates, the site's own first and the bundled one last."""

    layers: tuple[Layer, ...]

    def find(self, name: str, *, asked_by: TemplateFile | None = None) -> TemplateFile | None:
        """The file that `name` means, None where there is none.

        `asked_by` is the template that extends, includes or imports it. Names that are no plain relative
        path, and files that a symbolic link takes out of their folder, are treated as not there.
        """
        prefix, colon, bare = name.rpartition(":")
        first = 0
        if colon:
            if prefix == "theme":
                first = _THEMES_BEGIN
                if asked_by is not None and asked_by.name == bare:
                    first = max(first, asked_by.layer + 1)
            elif prefix == "default":
                first = len(self.layers) - 1
            elif prefix.isdecimal():
                first = int(prefix)
            else:
                return None
        if not _is_plain(bare):
            return None
        for number in range(first, len(self.layers)):
            layer = self.layers[number]
            path = layer.folder / bare
            if path.is_file() and _is_inside(path, layer.folder):
                return TemplateFile(bare, number, path, f"{layer.label}/{bare}")
        return None

    def names(self) -> tuple[str, ...]:
        """Plain names of all templates of all layers, sorted."""
        return tuple(sorted({name for layer in self.layers for name, _ in _files(layer.folder)}))

    def digest(self) -> bytes:
        """Hash (32 bytes) over names and contents of all templates: pages made with another one are stale."""
        state = hashlib.sha256()
        for number, layer in enumerate(self.layers):
            for name, path in _files(layer.folder):
                data = path.read_bytes()
                state.update(f"{number}\0{name}\0{len(data)}\0".encode())
                state.update(data)
        return state.digest()


def exact_name(file: TemplateFile) -> str:
    """A name that means this very file, whatever lies above it."""
    return f"{file.layer}:{file.name}"


def _is_plain(name: str) -> bool:
    return (
        name.endswith(SUFFIX)
        and "\\" not in name
        and "\0" not in name
        and all(part not in {"", ".", ".."} for part in name.split("/"))
    )


def _is_inside(path: Path, folder: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _files(folder: Path) -> list[tuple[str, Path]]:
    """Templates of one folder by name, sorted, without those a link takes elsewhere."""
    return sorted(
        (path.relative_to(folder).as_posix(), path)
        for path in folder.rglob(f"*{SUFFIX}")
        if path.is_file() and _is_inside(path, folder)
    )
