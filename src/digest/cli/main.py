"""The `digest` command: options every command takes, commands loaded when they are called, errors as text."""

from __future__ import annotations

import importlib
import sys
import traceback
from pathlib import Path
from typing import NoReturn

import click

from digest import __version__
from digest.cli.console import Console
from digest.problems import DigestError

COMMANDS = {
    "init": "Make a new site in a folder.",
    "add": "Add works by their addresses: arXiv, WeChat, GitHub, any article.",
    "fetch": "Ask the sources for new works and file them as drafts.",
    "import": "Turn documents people already have into content.",
    "new": "Make a new entry, issue, topic, tag or page.",
    "categorize": "Give entries the topics and tags nobody gave them.",
    "why": "Show which rule or term gave an entry its topics and tags.",
    "build": "Build the site.",
    "check": "Report what is wrong in content: dead links, missing fields, an assistant's chatter.",
    "list": "List entries, issues, tags, topics, sources, drafts or feeds.",
    "summarize": "Let the configured language model write summaries and the like, where none are.",
    "issue": "Assemble the issue of a week or day.",
    "publish": "Drop the draft mark of entries.",
    "reject": "Remove entries, and remember: they never come back.",
    "merge": "Make one entry of two that are one work, or take that back.",
    "mv": "Give an entry another slug, leaving an alias.",
    "export": "Write an issue or topic as a document.",
    "clean": "Remove the built site and the cache.",
}
"""Name and help line of every command, so that `digest --help` need not import any of them."""

_MODULES = {"import": "importing"}
"""Modules of commands whose names are words of Python."""

EXIT_PROBLEMS = 1
EXIT_INTERRUPTED = 130


class LazyGroup(click.Group):
    """A group whose commands live in `digest.cli.NAME` and are imported only when called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """All command names, in the order in which people meet them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import a command."""
        if cmd_name not in COMMANDS:
            return None
        command = importlib.import_module(f"digest.cli.{_MODULES.get(cmd_name, cmd_name)}").command
        if not isinstance(command, click.Command):
            return None
        known = {option for parameter in command.params for option in parameter.opts}
        command.params += [option for option in shared_options() if not known.intersection(option.opts)]
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002 - as above
        """List the commands from the table above."""
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command, or say which one was meant."""
        if args and args[0] not in COMMANDS and not args[0].startswith("-"):
            from difflib import get_close_matches  # noqa: PLC0415 - for mistakes alone

            near = get_close_matches(args[0], COMMANDS, 1)
            hint = f" Did you mean '{near[0]}'?" if near else ""
            raise click.UsageError(f"No such command '{args[0]}'.{hint}", ctx)
        return super().resolve_command(ctx, args)


def _set(context: click.Context, option: click.Parameter, value: object) -> None:
    """Note a shared option, given before or after the name of the command."""
    console = context.find_object(Console)
    if console is None:
        console = context.obj = Console(Path.cwd())
    if value is None or value is False:
        return
    if isinstance(value, Path):
        console.root = Path.cwd() / value
    else:
        setattr(console, str(option.name), value)


def shared_options() -> list[click.Option]:
    """Options every command takes, before or after its name."""
    return [
        click.Option(
            ["-s", "--source"],
            type=click.Path(path_type=Path),
            metavar="DIR",
            help="Site root, the folder of digest.yaml.  [default: .]",
            expose_value=False,
            callback=_set,
        ),
        click.Option(
            ["-q", "--quiet"],
            is_flag=True,
            help="Say only results and problems.",
            expose_value=False,
            callback=_set,
        ),
        click.Option(
            ["-v", "--verbose"],
            is_flag=True,
            help="Show the traceback of a failure.",
            expose_value=False,
            callback=_set,
        ),
        click.Option(
            ["--color"],
            type=click.Choice(["auto", "always", "never"]),
            help="When to use colour; NO_COLOR is respected.  [default: auto]",
            expose_value=False,
            callback=_set,
        ),
    ]


group = LazyGroup(
    "digest",
    params=shared_options(),
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    help="A curated research digest as a static site.",
    no_args_is_help=True,
)
click.version_option(__version__, prog_name="digest", message="%(prog)s %(version)s")(group)


def run(arguments: list[str]) -> NoReturn:
    """Run one command and leave the process with its exit code: 0 done, 1 problems, 2 wrong usage, 130 interrupted."""
    console = Console(Path(), verbose="-v" in arguments or "--verbose" in arguments)
    try:
        code = _run(arguments, console)
        sys.stdout.flush()
    except KeyboardInterrupt:
        console.info("interrupted")
        code = EXIT_INTERRUPTED
    except OSError as failure:
        console.info(f"error: standard output cannot be written: {failure.strerror}")
        code = EXIT_PROBLEMS
        sys.stdout = None  # nothing more goes there, not even when the interpreter leaves
    sys.exit(code)


def _run(arguments: list[str], console: Console) -> int:
    context: click.Context | None = None
    try:
        context = group.make_context("digest", arguments)
        with context:
            result = group.invoke(context)
            return result if isinstance(result, int) else 0
    except click.exceptions.Exit as leaving:
        return leaving.exit_code
    except click.Abort as failure:
        raise KeyboardInterrupt from failure
    except click.ClickException as failure:
        failure.show()
        return failure.exit_code
    except DigestError as failure:
        if context is not None and isinstance(context.obj, Console):
            console = context.obj
        console.problems(failure.problems)
        for note in getattr(failure, "__notes__", ()):
            console.info(note)
        if console.verbose:
            traceback.print_exc()
        return EXIT_PROBLEMS
    except BrokenPipeError:
        sys.stderr.close()
        return EXIT_PROBLEMS
    except OSError as failure:
        if console.verbose:
            traceback.print_exc()
        console.info(f"error: {failure.filename or 'the disk'}: {failure.strerror or failure}")
        return EXIT_PROBLEMS
    except Exception as failure:  # noqa: BLE001 - the one boundary: nobody should have to read a traceback
        if console.verbose:
            traceback.print_exc()
        else:
            console.info(f"error: {type(failure).__name__}: {failure}")
            console.info(
                "    hint: this is a fault of the program; run again with --verbose and report what it says"
            )
        return EXIT_PROBLEMS
