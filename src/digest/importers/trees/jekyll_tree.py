"""A Jekyll site: what each of its files is, where it goes, and how links name it."""

from __future__ import annotations

import posixpath
import re
from pathlib import Path

from digest.formats.nodes import Plain
from digest.importers.imported import Imported, Setting
from digest.importers.trees.files import Walked, walk
from digest.importers.trees.jekyll_pages import Role, jekyll_rules
from digest.importers.trees.jekyll_site import JekyllConfig, jekyll_config, post_of
from digest.importers.trees.pages import Carried, SourcePage, carry
from digest.importers.trees.parts import (
    MARKDOWN,
    Extras,
    assemble,
    check_sections,
    read_config,
    skipped_remark,
)
from digest.problems import DigestError, Problem, warning

_OF_PROGRAMS = frozenset(["node_modules", "vendor"])
_NOT_PUBLISHED = re.compile(
    r"Gemfile(?:\.lock)?|Rakefile|package(?:-lock)?\.json|.*\.gemspec|_config.*\.ya?ml", re.IGNORECASE
)
_SOURCES = (".scss", ".sass", ".coffee", ".rb")
_FRONT_MATTER = re.compile(rb"(?:\xef\xbb\xbf)?---[ \t]*\r?\n")
_PLAIN_LINE = re.compile(
    r"(permalink|url|baseurl|timezone|title):[ \t]*(?:\"([^\"]*)\"|'([^']*)'|([^#\n]*?))[ \t]*(?:#.*)?"
)


def read_jekyll_tree(root: Path, setting: Setting, *, whole: bool) -> tuple[Imported, ...]:
    """Every page of a Jekyll site, and a last document with all other files.

    Args:
        root: the folder of the site.
        setting: what readers may know.
        whole: False takes the folder `_posts/` alone.

    Raises:
        DigestError: some file of it cannot be read or taken over: then nothing is.
    """
    config, remarks = _config(root)
    walked = walk(root, skip=lambda inner: _is_skipped(inner, config), top=("",) if whole else ("_posts",))
    remarks += skipped_remark(walked, "only Jekyll or other programs read these")
    extras = Extras(walked)
    roles: dict[str, Role] = {}
    contents: dict[str, bytes] = {}
    for inner in walked.files:
        role = _role(inner, config)
        if inner.lower().endswith(MARKDOWN):
            data = walked.read(inner)
            if data is None:
                continue
            if not role.is_post and not _FRONT_MATTER.match(data):
                extras.left.add(inner, "no front matter: Jekyll makes no page of it")
                continue
            roles[inner], contents[inner] = role, data
    targets = _targets(roles, extras)
    check_sections(targets, walked)
    for inner in walked.files:
        if inner not in roles and not inner.lower().endswith(MARKDOWN):
            _copy(inner, walked, extras)
    posts: dict[str, str] = {}
    for inner, target in targets.items():
        if roles[inner].is_post:
            posts.setdefault(post_of(inner).stem, target)
            posts[_post_key(inner)] = target
    carried: list[tuple[str, Carried]] = []
    problems: list[Problem] = []

    def post(name: str) -> str | None:
        found = posts.get(_post_key(f"/{name}")) or posts.get(post_of(name).stem)
        return found.removeprefix("content") if found else None

    def file(path: str) -> str | None:
        inner = posixpath.normpath(path.lstrip("/"))
        if inner in targets:
            return targets[inner].removeprefix("content")
        return f"/{inner}" if inner in walked.files else None

    for inner, target in targets.items():
        page = SourcePage(walked.name(inner), inner, target, contents[inner])
        try:
            carried.append(
                ("", carry(page, jekyll_rules(page, roles[inner], config, post, file), setting.zone))
            )
        except DigestError as failure:
            problems += failure.problems
    return assemble(walked, carried, extras, remarks, problems)


def _is_skipped(inner: str, config: JekyllConfig) -> bool:
    name = posixpath.basename(inner)
    if name in _OF_PROGRAMS or inner in config.excluded:
        return True
    return name.startswith("_") and name not in ("_posts", "_drafts") and inner[1:] not in config.collections


def _role(inner: str, config: JekyllConfig) -> Role:
    folders = inner.split("/")[:-1]
    if "_posts" in folders:
        return Role(is_post=True)
    if "_drafts" in folders:
        return Role(is_post=True, is_draft=True)
    label = folders[0][1:] if folders and folders[0].startswith("_") else ""
    return Role(collection=label if label in config.collections else "")


def _targets(roles: dict[str, Role], extras: Extras) -> dict[str, str]:
    """Where each page goes; posts share a folder, but for those that would share a name."""
    targets: dict[str, str] = {}
    folders_with_pages = {
        folder for inner, role in roles.items() if not role.is_post for folder in _folders_of_others(inner)
    }
    for inner, role in roles.items():
        folder, name = posixpath.split(inner)
        end = posixpath.splitext(name)[1]
        if role.is_post:
            stem = post_of(inner).stem
            target = f"content/posts/{stem}{end}"
            if stem in ("index", "_index") or not extras.take_place(target):
                kept = re.sub(r"(?:^|/)_(?:posts|drafts)(?=/|$)", "/", folder).strip("/")
                target = re.sub("/{2,}", "/", f"content/posts/{kept or 'more'}/{stem}{end}")
                if not extras.take_place(target):
                    extras.left.add(inner, "another file goes to the same place")
                    continue
        else:
            if role.collection:
                folder = folder[1:]
            if posixpath.splitext(name)[0] == "index" and folder in folders_with_pages:
                name = f"_{name}"
            target = posixpath.join("content", folder, name)
            if not extras.take_place(target):
                extras.left.add(inner, "another file goes to the same place")
                continue
        targets[inner] = target
    return targets


def _folders_of_others(inner: str) -> list[str]:
    """The folders that hold a page, at any depth; not those it is itself the index of."""
    folder, name = posixpath.split(inner.removeprefix("_"))
    if posixpath.splitext(name)[0] == "index":
        folder = posixpath.dirname(folder)
    found = []
    while folder:
        found.append(folder)
        folder = posixpath.dirname(folder)
    return found


def _copy(inner: str, walked: Walked, extras: Extras) -> None:
    """A file that is no page: below `static/` at the same path, if it is meant for readers."""
    if _NOT_PUBLISHED.fullmatch(posixpath.basename(inner)) or inner.lower().endswith(_SOURCES):
        extras.left.add(inner, "only Jekyll or other programs read it")
        return
    if any(folder in ("_posts", "_drafts") for folder in inner.split("/")[:-1]):
        extras.left.add(inner, "Jekyll publishes no such file of _posts/")
        return
    if inner.lower().endswith((".css", ".txt", ".json", ".webmanifest")):
        data = walked.read(inner)
        if data is not None and _FRONT_MATTER.match(data):
            extras.left.add(inner, "a template that only Jekyll can fill")
            return
    extras.copy_static(inner, f"static/{inner}")


def _post_key(inner: str) -> str:
    """A post as `post_url` names it: the folders around and below `_posts`, and its name."""
    folder = re.sub(r"(?:^|/)_(?:posts|drafts)(?=/|$)", "/", posixpath.dirname(inner)).strip("/")
    return f"{re.sub('/{2,}', '/', folder)}/{post_of(inner).stem}"


def _config(root: Path) -> tuple[JekyllConfig, list[Problem]]:
    """The configuration; of one we cannot read the plain lines that decide about addresses."""
    file = next((root / name for name in ("_config.yml", "_config.yaml") if (root / name).is_file()), None)
    if file is None:
        return jekyll_config({}), []
    try:
        return jekyll_config(read_config(file, file.as_posix())), []
    except DigestError as failure:
        values: dict[str, Plain] = {}
        for line in file.read_bytes().decode("utf-8", "replace").splitlines():
            match = _PLAIN_LINE.fullmatch(line)
            if match:
                values[match[1]] = match[2] or match[3] or match[4] or ""
        first = failure.problems[0]
        message = f"of this configuration only permalink, url and timezone are read: {first.message}"
        return jekyll_config(values), [warning(message, path=first.path, line=first.line, hint=first.hint)]
