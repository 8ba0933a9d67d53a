"""The parts of the manual that the program itself says: help texts, keys of the configuration, views of templates."""

from __future__ import annotations

import ast
import inspect
import re
import textwrap
import types
import typing
from collections.abc import Callable, Mapping
from pathlib import Path

import click
import msgspec
from markupsafe import Markup

from building import ROOT
from digest.cli.main import COMMANDS, group, shared_options
from digest.config.schema import DEFAULT_TOPICS
from digest.pages import index_views, issue_views, views
from digest.pages.views import View

_PART = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)
_BLOCK = re.compile(r"{%-? block (\w+)")
TOPICS = ", ".join(topic.id for topic in DEFAULT_TOPICS)
_WORDS: dict[object, str] = {
    str: "text",
    int: "number",
    bool: "true or false",
    Markup: "HTML",
    object: "value",
}


def renewed(text: str) -> str:
    """A page with every part between `<!-- generated: NAME -->` and `<!-- end -->` as it should be.

    Raises:
        KeyError: a part has a name that is none of `PARTS`.
    """
    return _PART.sub(lambda match: f"{match[1]}\n{PARTS[match[2]]().strip()}\n\n{match[3]}", text)


def command_help() -> str:
    """The help of every command, as a terminal of 100 columns shows it; options all share stand once at the end."""
    context = click.Context(group, info_name="digest")
    shared = {option.name for option in shared_options()}
    lines: list[str] = []
    for name in COMMANDS:
        command = group.get_command(context, name)
        assert command is not None
        own = [parameter for parameter in command.params if parameter.name not in shared]
        shown = type(command)(name, params=own, help=command.help, add_help_option=False)
        lines += [f"### digest {name}", "", "```text", _help(shown, context, name), "```", ""]
    everywhere = click.Command("", params=[*shared_options()], add_help_option=False)
    options = _help(everywhere, context, "").partition("Options:\n")[2]
    return "\n".join([*lines, "### Everywhere", "", "```text", textwrap.dedent(options), "```"])


def _help(command: click.Command, parent: click.Context, name: str) -> str:
    context = click.Context(command, info_name=name, parent=parent, terminal_width=100, max_content_width=100)
    return re.sub(r"[ \t]+$", "", command.get_help(context), flags=re.MULTILINE)


class ConfigKey(typing.NamedTuple):
    """A key of `defaults.yaml`: its path, its default as written, what its comment or its section's says of it."""

    path: str
    default: str
    comment: str


def config_keys() -> list[ConfigKey]:
    """Every key of `defaults.yaml` that has a value of its own, in order."""
    found: list[ConfigKey] = []
    stack: list[str] = []
    comment: list[str] = []
    comments: dict[str, str] = {}
    for line in (ROOT / "src/digest/config/defaults.yaml").read_text("utf-8").splitlines():
        match = re.fullmatch(r"( *)(\w+):(?: (.*))?", line)
        if line.lstrip().startswith("# "):
            comment.append(line.lstrip()[2:])
            continue
        depth = len(match[1]) // 2 if match else 0
        if match and not (depth and stack[:1] == ["topics"]):
            stack = [*stack[:depth], match[2]]
            path = ".".join(stack)
            said = " ".join(part for part in comment if not part.startswith("  "))
            comments[path] = said or comments.get(stack[0], "")
            value = match[3] or (f"[{TOPICS}]" if path == "topics" else "")
            if value:
                found.append(ConfigKey(path, value, comments[path]))
        comment = []
    return found


def config_list() -> str:
    """The keys of the configuration as a list: a table of them is too wide for a phone."""
    return "\n".join(f"- `{key.path}: {key.default}` {_said(key.comment)}" for key in config_keys())


def _said(comment: str) -> str:
    """What a comment says: the type of a key in brackets, then what it is for."""
    kind, colon, meaning = comment.partition(": ")
    if not colon or kind.count("`") % 2:
        kind, meaning = comment, ""
    return f"({kind}): {meaning.removesuffix('.')}." if meaning else f"({kind})."


def template_table() -> str:
    """Which template shows which view, and the blocks it lets others replace."""
    lines = ["| template | `page` is | blocks |", "| --- | --- | --- |"]
    names = {name: cls for cls in _views() for name in _templates_of(cls)}
    for file in sorted((ROOT / "templates").glob("*.html")):
        cls = names.get(file.name)
        blocks = ", ".join(f"`{block}`" for block in _BLOCK.findall(file.read_text("utf-8")))
        lines.append(f"| `{file.name}` | {_link(cls) if cls else 'any of these'} | {blocks or 'none'} |")
    return "\n".join(lines)


def view_reference() -> str:
    """Every view with its fields."""
    return "\n\n".join(_described(cls) for cls in _views())


def _views() -> list[type[View]]:
    """The classes of the three modules of views, in the order in which they stand there."""
    found: list[type[View]] = []
    for module in (views, issue_views, index_views):
        for cls in vars(module).values():
            if inspect.isclass(cls) and issubclass(cls, View) and cls not in (View, *found):
                found.append(cls)
    return found


def _templates_of(cls: type[View]) -> list[str]:
    first = (cls.__doc__ or "").partition(":")[0]
    return re.findall(r"`([\w]+\.html)`", first) if first.startswith("`") else []


def _described(cls: type[View]) -> str:
    parts = [f"### {cls.__name__}", inspect.cleandoc(cls.__doc__ or "")]
    base = cls.__base__
    if base is not None and base is not View and issubclass(base, View):
        parts.append(f"All fields of {_link(base)}, and:")
    inherited = {field.name for field in msgspec.structs.fields(base)} if base and base is not View else set()
    hints = typing.get_type_hints(cls)
    notes = _field_notes(cls)
    fields = [field.name for field in msgspec.structs.fields(cls) if field.name not in inherited]
    if fields:
        lines = []
        for name in fields:
            note = f": {notes[name]}" if name in notes else ""
            lines.append(f"- `{name}` ({_words(hints[name])}){note}")
        parts.append("\n".join(lines))
    return "\n\n".join(parts)


def _field_notes(cls: type[View]) -> dict[str, str]:
    """The string that stands behind a field, by the field's name."""
    (tree,) = ast.parse(textwrap.dedent(inspect.getsource(cls))).body
    assert isinstance(tree, ast.ClassDef)
    notes = {}
    for field, after in zip(tree.body, tree.body[1:], strict=False):
        if (
            isinstance(field, ast.AnnAssign)
            and isinstance(field.target, ast.Name)
            and isinstance(after, ast.Expr)
            and isinstance(after.value, ast.Constant)
        ):
            notes[field.target.id] = " ".join(str(after.value.value).split())
    return notes


def _words(kind: object) -> str:
    """A type in words."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (types.UnionType, typing.Union):
        return f"{_words(arguments[0])} or none"
    if origin is tuple:
        if arguments[-1] is Ellipsis:
            return f"list: {_words(arguments[0])}"
        return f"pair: {' and '.join(_words(each) for each in arguments)}"
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return f"mapping: {_words(arguments[1])} by name"
    if isinstance(kind, type) and issubclass(kind, View):
        return _link(kind)
    return _WORDS[kind]


def _link(cls: type[View]) -> str:
    return f"[{cls.__name__}](#{cls.__name__.lower()})"


PARTS: dict[str, Callable[[], str]] = {
    "commands": command_help,
    "configuration": config_list,
    "templates": template_table,
    "views": view_reference,
}
"""What makes each generated part."""


def stale(pages: list[Path]) -> dict[Path, str]:
    """The pages whose generated parts are not as they should be, with what they should say."""
    texts = {page: page.read_text("utf-8") for page in pages}
    return {page: new for page, text in texts.items() if (new := renewed(text)) != text}
