"""Whole sites of Hugo and Jekyll: every page, and the files beside them, as files of this program."""

from __future__ import annotations

import posixpath
from collections.abc import Callable
from functools import partial
from pathlib import Path

import msgspec

from digest.formats.nodes import Plain
from digest.importers.imported import Imported, Setting
from digest.importers.trees.files import Walked, walk
from digest.importers.trees.hugo_site import HugoConfig, hugo_config, language_of, unknown_tokens
from digest.importers.trees.jekyll_tree import read_jekyll_tree
from digest.importers.trees.pages import Carried, SourcePage, carry
from digest.importers.trees.parts import (
    HARMLESS,
    MARKDOWN,
    PICTURES,
    WHY_KIND,
    Extras,
    assemble,
    check_sections,
    read_config,
    skipped_remark,
)
from digest.importers.trees.post import hugo_rules
from digest.problems import DigestError, Problem, error, warning

_HUGO_CONFIGS = tuple(
    f"{name}.{end}" for name in ("hugo", "config") for end in ("toml", "yaml", "yml", "json")
)
_NOT_CONTENT = frozenset(["node_modules", "bower_components"])


def read_tree(folder: Path, setting: Setting) -> tuple[Imported, ...]:
    """Every page of a Hugo or Jekyll site, one `Imported` each, and a last one with all other files.

    Args:
        folder: a folder with `content/` (Hugo) or `_posts/` (Jekyll), or one of these two itself.
        setting: what readers may know.

    Raises:
        DigestError: it is neither, or some file of it cannot be read or taken over: then nothing is.
    """
    if not folder.is_dir():
        raise DigestError([error("there is no such folder", path=str(folder))])
    if folder.name in ("", "..") and folder.resolve().name in ("content", "_posts"):
        folder = folder.resolve()
    if folder.name == "content":
        return _read_hugo(folder.parent, setting, whole=False, content="content")
    if folder.name == "_posts":
        return read_jekyll_tree(folder.parent, setting, whole=False)
    content = _content_folder(folder)
    if (folder / "_posts").is_dir() or (folder / "_config.yml").is_file():
        if content is None or not _hugo_config_files(folder):
            return read_jekyll_tree(folder, setting, whole=True)
    elif content is None:
        message = "this folder is the site of neither Hugo (content/) nor Jekyll (_posts/, _config.yml)"
        hint = "name the folder that holds these; single documents are imported by their files"
        raise DigestError([error(message, path=str(folder), hint=hint)])
    return _read_hugo(folder, setting, whole=True, content=content)


def _content_folder(root: Path) -> str | None:
    """The folder with the pages, where its configuration says or where it usually is."""
    try:
        name = _hugo_config(root).content
    except DigestError:
        name = "content"  # said again, with its reason, when the tree is read
    inside = name and not name.startswith("/") and ".." not in name.split("/")
    return name if inside and (root / name).is_dir() else None


def _read_hugo(root: Path, setting: Setting, *, whole: bool, content: str) -> tuple[Imported, ...]:
    config = _hugo_config(root)
    top = (content, "static", "assets") if whole else (content,)
    walked = walk(root, skip=lambda inner: posixpath.basename(inner) in _NOT_CONTENT, top=top)
    pages = {
        inner: inner for inner in walked.files if inner.startswith(f"{content}/") and _is_markdown(inner)
    }
    targets = {inner: f"content/{inner.removeprefix(content)[1:]}" for inner in pages}
    check_sections(targets, walked)
    extras = Extras(walked)
    for target in targets.values():
        extras.take_place(target)
    inners = {inner: target.removeprefix("content/") for inner, target in targets.items()}
    bundles = {posixpath.dirname(inner) for inner in inners.values() if _is_bundle(inner)}
    indexes = (inner for inner in inners.values() if posixpath.basename(inner).startswith("_index."))
    config = msgspec.structs.replace(config, indexed=frozenset(map(posixpath.dirname, indexes)))
    _copy_files(walked, content, bundles, extras)
    find = _finder(list(inners.values()))
    carried: list[tuple[str, Carried]] = []
    problems: list[Problem] = []
    remarks = _hugo_remarks(config, root, walked, whole=whole)
    for inner, target in targets.items():
        data = walked.read(inner)
        if data is None:
            continue
        below = inners[inner]
        page = SourcePage(walked.name(inner), below, target, data)
        is_part = not _is_bundle(below) and bool(_bundle_of(below, bundles))
        rules = hugo_rules(
            page, config, partial(find, below), known=not is_part or bool(language_of(below, config))
        )
        try:
            carried.append(
                (posixpath.dirname(below) if _is_bundle(below) else "", carry(page, rules, setting.zone))
            )
        except DigestError as failure:
            problems += failure.problems
        remarks += _page_remark(below, bundles, config, page.shown)
    return assemble(walked, carried, extras, remarks, problems)


def _copy_files(walked: Walked, content: str, bundles: set[str], extras: Extras) -> None:
    """Everything but pages: from among them, from `static/`, and pictures from `assets/`."""
    for inner in walked.files:
        top, _, below = inner.partition("/")
        if top == "static":
            extras.copy_static(inner, inner)
    for inner in walked.files:
        top, _, below = inner.partition("/")
        if inner.startswith(f"{content}/") and not _is_markdown(inner):
            below = inner.removeprefix(f"{content}/")
            if below.lower().endswith(HARMLESS):
                extras.copy(inner, f"content/{below}", _bundle_of(below, bundles))
            else:
                extras.left.add(inner, WHY_KIND)
        elif top == "assets":
            if below.lower().endswith(PICTURES):
                extras.copy(inner, f"static/{below}")
            else:
                extras.left.add(inner, "only the pictures of assets/ are taken over")


def _bundle_of(below: str, bundles: set[str]) -> str:
    folder = posixpath.dirname(below)
    while folder and folder not in bundles:
        folder = posixpath.dirname(folder)
    return folder


def _is_markdown(inner: str) -> bool:
    return inner.lower().endswith(MARKDOWN)


def _is_bundle(below: str) -> bool:
    folder, name = posixpath.split(below)
    return bool(folder) and posixpath.splitext(name)[0] == "index"


def _finder(pages: list[str]) -> Callable[[str, str], str | None]:
    """Leads from what a `ref` names, on a page, to a path this program resolves to the page that is meant."""
    by_path: dict[str, str] = {}
    by_name: dict[str, list[str]] = {}
    for page in pages:
        stem = posixpath.splitext(page)[0].lower()
        folder, name = posixpath.split(stem)
        by_path[page.lower()] = by_path[stem] = page
        if name in ("index", "_index"):
            by_path[folder] = page
            name = posixpath.basename(folder)
        by_name.setdefault(name, []).append(page)

    def find(page: str, named: str) -> str | None:
        path, mark, fragment = named.partition("#")
        if not path:
            return named if fragment else None
        folder = posixpath.dirname(page)
        wanted = path.strip("/").lower()
        joined = posixpath.normpath(posixpath.join(folder, path))
        beside = None if path.startswith("/") else by_path.get(joined.lower())
        if beside is not None:
            is_exact = joined in (beside, posixpath.splitext(beside)[0], posixpath.dirname(beside))
            return named if is_exact else f"/{beside}{mark}{fragment}"
        above = posixpath.normpath(posixpath.join(posixpath.dirname(folder), path)).lower()
        found = by_path.get(above) if not path.startswith("/") and _is_bundle(page) else None
        found = found or by_path.get(posixpath.normpath(wanted))
        if found is None and "/" not in wanted:
            several = by_name.get(posixpath.splitext(wanted)[0] if wanted.endswith(MARKDOWN) else wanted, [])
            found = several[0] if len(several) == 1 else None
        return f"/{found}{mark}{fragment}" if found else None

    return find


def _page_remark(below: str, bundles: set[str], config: HugoConfig, shown: str) -> list[Problem]:
    """A remark on a page that is another thing here than it was to Hugo."""
    language = language_of(below, config)
    folder, name = posixpath.split(below)
    if language and language != config.language:
        message = f"this is a page in another language ({language}), and a page of its own here"
        if folder in bundles and name.startswith("index."):
            message = (
                f"this is a page in another language ({language}); beside an index.md it gets no page here"
            )
        return [warning(message, path=shown, hint="a site here has one language")]
    bundle = _bundle_of(below, bundles)
    if not bundle or _is_bundle(below):
        return []
    message = f"to Hugo this is a part of {bundle}/, and no page"
    if folder != bundle:
        message += "; it is one here"
    return [warning(message, path=shown, hint="move its text into the page, or leave it out")]


def _hugo_config_files(root: Path) -> list[Path]:
    """Configuration files, those that win last."""
    single = next((root / name for name in _HUGO_CONFIGS if (root / name).is_file()), None)
    split = root / "config/_default"
    several = sorted(split.iterdir()) if split.is_dir() else []
    found = [single] if single else []
    return found + [file for file in several if file.suffix in (".toml", ".yaml", ".yml", ".json")]


def _hugo_config(root: Path) -> HugoConfig:
    values: dict[str, Plain] = {}
    for file in _hugo_config_files(root):
        found = read_config(file, file.as_posix())
        if file.parent == root or file.stem in ("hugo", "config"):
            values |= {key.lower(): value for key, value in found.items()}
        else:
            values[file.stem.lower()] = found
    return hugo_config(values)


def _hugo_remarks(config: HugoConfig, root: Path, walked: Walked, *, whole: bool) -> list[Problem]:
    """What of the site's configuration and folders does not come along."""
    remarks = skipped_remark(walked, "packages of other programs")
    for section, pattern in {**config.pages, **config.sections}.items():
        unknown = ", ".join(unknown_tokens(pattern))
        if unknown:
            message = f"permalinks of {section}: {unknown} is not known here, its pages get addresses of this program"
            remarks.append(warning(message, path=walked.shown))
    if config.folders:
        names = ", ".join(config.folders)
        message = f"languages have folders of their own ({names}): these count as folders of the site here"
        remarks.append(warning(message, path=walked.shown, hint="import each of them by itself"))
    if config.ugly:
        remarks.append(
            warning("uglyURLs: every page keeps its .html by an url of its own", path=walked.shown)
        )
    if not whole:
        message = "static/ and assets/ beside this folder are not taken over"
        if (root / "static").is_dir() or (root / "assets").is_dir():
            remarks.append(warning(message, path=walked.shown, hint="import the folder above it for these"))
        return remarks
    others = ("layouts", "themes", "data", "i18n", "archetypes", "public", "resources", "node_modules")
    there = [name for name in others if (root / name).is_dir()]
    if there:
        names = ", ".join(f"{name}/" for name in there)
        remarks.append(warning(f"not looked into: {names} (only Hugo reads these)", path=walked.shown))
    return remarks
