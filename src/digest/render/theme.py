"""Themes: `themes/NAME/` with `theme.yaml`, `static/` and `templates/`, the site's own or one we ship.

`theme.yaml` knows `name` and `version` (for people), `extends` (another theme whose files serve where this
one has none), `requires` (the oldest `digest` it works with) and `options` (names and texts that templates see
as `site.options`, with their defaults; a site chooses others in `site.theme_options`). All of them may be left out.
"""

from __future__ import annotations

import difflib
import hashlib
import re
from collections.abc import Mapping as Names
from pathlib import Path, PurePosixPath

import msgspec

from digest import __version__
from digest.formats.nodes import Mapping, Node, Scalar
from digest.formats.yaml import read_yaml
from digest.problems import DigestError, Problem, error
from digest.render.layers import Layer, Layers
from digest.render.resources import bundled_folder

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,79}")
_VERSION = re.compile(r"\d{1,6}(?:\.\d{1,6}){0,3}")
_KEYS = ("name", "version", "extends", "requires", "options")


class StaticFile(msgspec.Struct, frozen=True):
    """A file of a theme: `name` below `static/` (`fonts/a.woff2`), where it is, hash of its bytes."""

    name: str
    path: Path
    sha256: str

    @property
    def hashed_name(self) -> str:
        """The name that changes with the bytes (`theme.1f2e3d4c.css`); pages link to this one."""
        name = PurePosixPath(self.name)
        return str(name.with_name(f"{name.stem}.{self.sha256[:8]}{name.suffix}"))


class Theme(msgspec.Struct, frozen=True):
    """A theme with everything it takes from the themes it extends.

    `templates` are the folders of the theme itself and then of those it extends, nearest first; `static` maps
    a file's name to the nearest file of that name.
    """

    options: dict[str, str]
    templates: tuple[Layer, ...]
    static: dict[str, StaticFile]


class _Manifest(msgspec.Struct, frozen=True):
    """What one `theme.yaml` says, and where the theme is."""

    folder: Path
    label: str
    extends: str
    extends_place: tuple[int, int]
    options: dict[str, str]


def load_theme(root: Path, name: str, chosen: Names[str, str] | None = None) -> Theme:
    """The theme `name` of the site at `root`: its own `themes/NAME`, else the one we ship.

    `chosen` are options the site sets. Raises DigestError for a theme that is not there, a `theme.yaml` that cannot
    be read, themes that extend each other in a circle, and options the theme does not have.
    """
    chain: dict[str, _Manifest] = {}
    wanted, asked_in, place = name, "digest.yaml", (0, 0)
    while wanted:
        if wanted in chain:
            circle = " -> ".join([*chain, wanted])
            raise _failure(f"themes extend each other in a circle: {circle}", asked_in, place)
        manifest = _find(root, wanted, asked_in, place)
        chain[wanted] = manifest
        wanted, asked_in, place = manifest.extends, f"{manifest.label}/theme.yaml", manifest.extends_place
    options: dict[str, str] = {}
    static: dict[str, StaticFile] = {}
    for manifest in reversed(chain.values()):
        options |= manifest.options
        static |= _static_files(manifest.folder / "static")
    return Theme(
        options=_chosen(options, chosen or {}, name),
        templates=tuple(
            Layer(manifest.folder / "templates", f"{manifest.label}/templates") for manifest in chain.values()
        ),
        static=dict(sorted(static.items())),
    )


def _chosen(defaults: dict[str, str], chosen: Names[str, str], theme: str) -> dict[str, str]:
    """The options of a theme as a site wants them."""
    problems = []
    for key in chosen:
        if key not in defaults:
            near = difflib.get_close_matches(key, defaults, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"its options: {', '.join(defaults) or 'none'}"
            message = f'site.theme_options: the theme "{theme}" has no option "{key}"'
            problems.append(error(message, path="digest.yaml", hint=hint))
    if problems:
        raise DigestError(problems)
    return defaults | dict(chosen)


def template_layers(root: Path, theme: Theme) -> Layers:
    """The folders of templates of the site at `root`, in the order in which they are asked."""
    return Layers(
        (
            Layer(root / "templates", "templates"),
            *theme.templates,
            Layer(bundled_folder("templates"), "(bundled) templates"),
        )
    )


def _find(root: Path, name: str, asked_in: str, place: tuple[int, int]) -> _Manifest:
    if not _NAME.fullmatch(name):
        hint = "a theme is the name of a folder in themes/: letters, digits, - and _"
        raise _failure(f"{name!r} is no name of a theme", asked_in, place, hint)
    own, bundled = root / "themes" / name, bundled_folder("themes") / name
    if own.is_dir():
        return _read(own, f"themes/{name}")
    if bundled.is_dir():
        return _read(bundled, f"(bundled) themes/{name}")
    known = sorted(
        {path.name for folder in (own.parent, bundled.parent) if folder.is_dir() for path in folder.iterdir()}
    )
    near = difflib.get_close_matches(name, known, n=1)
    hint = f'did you mean "{near[0]}"?' if near else f"themes there are: {', '.join(known)}"
    raise _failure(f'there is no theme "{name}"', asked_in, place, hint)


def _read(folder: Path, label: str) -> _Manifest:
    path = f"{label}/theme.yaml"
    try:
        text = (folder / "theme.yaml").read_text("utf-8")
    except FileNotFoundError:
        text = ""  # a folder with a style sheet is a theme already
    except (OSError, UnicodeDecodeError) as failure:
        raise _failure(f"cannot be read: {failure}", path, (0, 0)) from failure
    mapping = read_yaml(text, path=path)
    problems: list[Problem] = []
    for key, (line, column) in mapping.places.items():
        if key not in _KEYS:
            near = difflib.get_close_matches(key, _KEYS, n=1)
            hint = f'did you mean "{near[0]}"?' if near else f"known keys: {', '.join(_KEYS)}"
            problems.append(error(f'unknown key "{key}"', path=path, line=line, column=column, hint=hint))
    values = {key: _text(mapping, key, path, problems) for key in ("name", "version", "extends", "requires")}
    options = mapping.values.get("options", Mapping({}, {}, 0, 0))
    if not isinstance(options, Mapping):
        problems.append(
            error("options must be names with texts", path=path, line=options.line, column=options.column)
        )
        options = Mapping({}, {}, 0, 0)
    _check_requires(mapping, values["requires"], path, problems)
    found = {key: _text(options, key, path, problems) for key in options.values}
    if problems:
        raise DigestError(problems)
    return _Manifest(folder, label, values["extends"], _place(mapping.values.get("extends")), found)


def _check_requires(mapping: Mapping, requires: str, path: str, problems: list[Problem]) -> None:
    if not requires:
        return
    line, column = _place(mapping.values["requires"])
    if not _VERSION.fullmatch(requires):
        hint = "the oldest version it works with, such as 0.1"
        problems.append(error("requires must be a version", path=path, line=line, column=column, hint=hint))
        return
    ours = _VERSION.match(__version__)
    if ours and _numbers(requires) > _numbers(ours[0]):
        message = f"this theme needs digest {requires} or newer; this is {__version__}"
        problems.append(error(message, path=path, line=line, column=column))


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split("."))


def _text(mapping: Mapping, key: str, path: str, problems: list[Problem]) -> str:
    node = mapping.values.get(key)
    if node is None:
        return ""
    if not isinstance(node, Scalar):
        problems.append(error(f"{key} must be text", path=path, line=node.line, column=node.column))
        return ""
    return node.text or ""


def _place(node: Node | None) -> tuple[int, int]:
    return (node.line, node.column) if node is not None else (0, 0)


def _failure(message: str, path: str, place: tuple[int, int], hint: str = "") -> DigestError:
    return DigestError([error(message, path=path, line=place[0], column=place[1], hint=hint)])


def _static_files(folder: Path) -> dict[str, StaticFile]:
    """Files below `folder` by name, without hidden ones and those a link takes elsewhere."""
    inside = folder.resolve()
    found = {}
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        hidden = any(part.startswith(".") for part in name.parts)
        if not hidden and path.is_file() and path.resolve().is_relative_to(inside):
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found[name.as_posix()] = StaticFile(name.as_posix(), path, digest)
    return found
