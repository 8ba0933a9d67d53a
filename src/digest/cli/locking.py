"""The lock every command takes before it writes into a project."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from digest.cli.console import Console

LOCK = Path(".digest/lock")

no_wait_option = click.option(
    "--no-wait", is_flag=True, help="Stop at once when another digest command is writing into this project."
)


@contextmanager
def project_lock(console: Console, holder: str, *, no_wait: bool) -> Iterator[None]:
    """Hold the lock of the project for the length of the block; what a killed run had begun is completed first.

    Args:
        console: names the project, and says who is waited for.
        holder: what others are told about us, such as `digest mv`.
        no_wait: whether to refuse rather than wait.

    Raises:
        DigestError: somebody else holds it and `no_wait` is on, it cannot be made, or what was begun cannot be
            completed.
    """
    from digest.output.lock import hold_lock  # noqa: PLC0415 - commands that only read need no lock

    def tell(who: str) -> None:
        console.info(f"waiting for {who}")

    with hold_lock(console.root / LOCK, wait=not no_wait, holder=holder, on_wait=tell):
        from digest.ingest.apply import complete_steps  # noqa: PLC0415 - as above

        console.problems(complete_steps(console.root))
        yield
