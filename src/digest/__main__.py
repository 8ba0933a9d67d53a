"""Entry point of the console command and of `python -m digest`."""

from __future__ import annotations

import sys


def main() -> None:
    """Run the command line."""
    from digest.cli.main import run  # noqa: PLC0415 - to leave room for answers that need no command line

    run(sys.argv[1:])


if __name__ == "__main__":
    main()
