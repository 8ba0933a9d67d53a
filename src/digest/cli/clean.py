"""`digest clean`: remove what a build made and can make again."""

from __future__ import annotations

import shutil
from pathlib import Path

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.config.load import load_config
from digest.problems import DigestError, error

CACHE = Path(".digest/cache")


@click.command("clean", help="Remove the cache and the files earlier builds wrote, and nothing else.")
@click.option(
    "-d",
    "--destination",
    type=click.Path(file_okay=False, path_type=Path),
    help="The output folder to clean, if it is not the one in digest.yaml.",
)
@no_wait_option
@click.pass_obj
def command(console: Console, destination: Path | None, no_wait: bool) -> None:
    """Remove `.digest/cache` and every file the manifest of the output folder lists.

    Raises:
        DigestError: something could not be removed.
    """
    config, _ = load_config(console.root)
    output = destination if destination is not None else console.root / config.build.output
    with project_lock(console, "digest clean", no_wait=no_wait):
        removed = _remove_output(output, no_wait=no_wait)
        if removed:
            console.result(f"{output}: {removed} files removed")
        if _remove_cache(console.root / CACHE):
            console.result(f"{CACHE.as_posix()} removed")


def _remove_output(output: Path, *, no_wait: bool) -> int:
    """Remove the files of the last build, by the rules of the writer that made them; returns how many."""
    from digest.output.lock import hold_lock, output_lock  # noqa: PLC0415 - other commands need no writer
    from digest.output.manifest import read_manifest  # noqa: PLC0415 - as above
    from digest.output.writer import OutputWriter  # noqa: PLC0415 - as above

    if not read_manifest(output).files:
        return 0
    with (
        hold_lock(output_lock(output), wait=not no_wait, holder="digest clean"),
        OutputWriter(output) as writer,
    ):
        return writer.commit().removed  # a site without pages: everything listed is out of date


def _remove_cache(cache: Path) -> bool:
    """Remove the cache folder; a link in its place is removed, not followed."""
    try:
        if cache.is_symlink():
            cache.unlink()
        elif cache.exists():
            shutil.rmtree(cache)
        else:
            return False
    except OSError as failure:
        path = failure.filename or cache
        raise DigestError([error(f"cannot be removed: {failure.strerror}", path=str(path))]) from None
    return True
