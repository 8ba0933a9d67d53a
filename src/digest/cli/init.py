"""`digest init`: a small site in a new folder, which builds at once."""

from __future__ import annotations

import shlex
from collections.abc import Iterator
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path

import click

from digest.cli.console import Console
from digest.files.atomic import write_new
from digest.ingest.memory import MEMORY, Written, file_digest, memory_bytes
from digest.problems import DigestError, error


@click.command("init", help="Make a new site in DIR, which must be empty or not there yet.")
@click.argument("directory", metavar="DIR", type=click.Path(file_okay=False, path_type=Path))
@click.option(
    "--lang",
    type=click.Choice(["zh", "en"]),
    default="zh",
    show_default=True,
    help="The language of the site and of its example pages.",
)
@click.pass_obj
def command(console: Console, directory: Path, lang: str) -> None:
    """Copy the scaffold of a language into an empty folder.

    Raises:
        DigestError: the folder is not empty or cannot be written; files already copied are removed again.
    """
    try:
        if directory.exists() and any(directory.iterdir()):
            hint = "name a folder that does not exist yet"
            raise DigestError([error("this folder is not empty", path=str(directory), hint=hint)])
        _copy(lang, directory)
    except OSError as failure:
        reason = f"cannot make the site: {failure.strerror}"
        raise DigestError([error(reason, path=str(failure.filename or directory))]) from None
    console.result(str(directory))
    console.info(f"now: digest build -s {shlex.quote(str(directory))}")


def _copy(lang: str, directory: Path) -> None:
    written: list[Path] = []
    scaffold = resources.files("digest") / "scaffold"
    try:
        for name, file in (*_files(scaffold / "common"), *_files(scaffold / lang)):
            path = directory / name
            write_new(path, file.read_bytes())
            written.append(path)
        _remember(directory, written)
    except (OSError, DigestError):
        for path in written:
            path.unlink(missing_ok=True)
        raise


def _remember(directory: Path, written: list[Path]) -> None:
    """Note the example pages as ours: until somebody edits one, an import may put its own in its place."""
    pages = {path.relative_to(directory).as_posix(): path.read_bytes() for path in written}
    memory = {
        path: Written(key=path, sha=file_digest(data))
        for path, data in pages.items()
        if path.startswith("content/")
    }
    write_new(directory / MEMORY, memory_bytes(memory))
    written.append(directory / MEMORY)


def _files(folder: Traversable) -> Iterator[tuple[str, Traversable]]:
    """Every file below a folder of the scaffold and its path in the new site, sorted.

    A name like `dot-gitignore` becomes `.gitignore`: under its real name the file would already act inside
    this repository and be left out of archives.
    """
    for entry in sorted(folder.iterdir(), key=lambda entry: entry.name):
        name = entry.name
        if name.startswith("dot-"):
            name = "." + name.removeprefix("dot-")
        if entry.is_dir():
            for inner, file in _files(entry):
                yield f"{name}/{inner}", file
        else:
            yield name, entry
