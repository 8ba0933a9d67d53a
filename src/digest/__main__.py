"""Entry point of the console command and of `python -m digest`."""

from __future__ import annotations

import os
import sys

from digest.engine.quick import recall


def main() -> None:
    """Run the command line, or repeat at once what a build with nothing to do would say."""
    arguments = sys.argv[1:]
    _open_what_is_closed()
    if "build" in arguments and (answer := _recalled(arguments)):
        said, warned = answer
        sys.stderr.write(warned)
        sys.stdout.buffer.write(said.encode(sys.stdout.encoding, "backslashreplace"))
        return
    from digest.cli.main import run  # noqa: PLC0415 - click alone takes longer than the answer above

    run(arguments)


def _open_what_is_closed() -> None:
    """Put nothing where a caller closed a standard stream (`digest ... >&-`), as Python then has none at all."""
    sys.stdin = sys.stdin or open(os.devnull, encoding="utf-8")  # noqa: SIM115, PTH123 - as long as the process
    sys.stdout = sys.stdout or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as above
    sys.stderr = sys.stderr or open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115, PTH123 - as above


def _recalled(arguments: list[str]) -> tuple[str, str] | None:
    try:
        return recall(arguments, os.getcwd())  # noqa: PTH109 - pathlib takes 7 ms
    except OSError:
        return None  # the command line will say that the working directory is gone


if __name__ == "__main__":
    main()
