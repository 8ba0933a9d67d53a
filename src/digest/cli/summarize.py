"""`digest summarize`: let the configured language model write what nobody has written yet."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, get_args
from zoneinfo import ZoneInfo

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import read_week
from digest.config.load import load_config
from digest.config.schema import Config, ModelConfig, ModelField
from digest.content.collect import Collection, collect, entry_week, find_entry, paths_in_site
from digest.content.drafts import EntryDraft, IssueDraft
from digest.problems import DigestError, Problem, warning
from digest.text.weeks import Week

if TYPE_CHECKING:
    from digest.assist.asking import Assistant, Post
    from digest.assist.run import Task
    from digest.assist.secret import Secret


@click.command(
    "summarize", help="Let the configured language model write summaries and the like, where none are."
)
@click.argument("entries", nargs=-1, metavar="ENTRY...")
@click.option(
    "--week", callback=read_week, metavar="WEEK", help="Every entry of this ISO week, and its issue."
)
@click.option(
    "--field",
    "fields",
    multiple=True,
    type=click.Choice(get_args(ModelField)),
    help="What to write; may be given several times.  [default: summary.model.fields]",
)
@click.option("--dry-run", is_flag=True, help="Say what would be asked; ask and write nothing.")
@click.option("--again", is_flag=True, help="Ask again where an earlier answer was refused.")
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    entries: tuple[str, ...],
    week: Week | None,
    fields: tuple[ModelField, ...],
    dry_run: bool,
    again: bool,
    no_wait: bool,
) -> None:
    """Fill the fields of entries and issues that are empty or a machine's, one question an article.

    Without a model, or where it cannot be asked, everything stays as it is, with a warning, and the exit code is 0.

    Raises:
        DigestError: an entry was not found, or a file cannot be read or written.
    """
    if bool(entries) == (week is not None):
        raise click.UsageError("name the entries, or a week with --week, but not both")
    config, warnings = load_config(console.root)
    console.problems(warnings)
    model = config.summary.model
    if not (model.base_url and model.name):
        hint = "name one under `summary: {model: {base_url, name}}` in digest.yaml"
        console.problems([warning("no language model is configured, so nothing was asked", hint=hint)])
        return
    collection = collect(console.root, config)
    chosen = _chosen(console, config, collection, entries, week)
    assistant = _assistant(console, config, again=again, dry_run=dry_run)
    names = fields or model.fields
    if dry_run:
        for task in [*_entries(console, chosen), *_issues(console, config, week)]:
            _foretell(console, config, assistant, task, names)
        return
    outcomes = 0
    for stage in (_entries(console, chosen), _issues(console, config, week)):
        outcomes += _fill(console, config, assistant, stage, names, no_wait=no_wait)
    _account(console, assistant, outcomes)


def _assistant(console: Console, config: Config, *, again: bool, dry_run: bool) -> Assistant:
    from digest.assist.answers import ANSWERS, read_answers  # noqa: PLC0415 - with the network, not for --help
    from digest.assist.asking import Assistant  # noqa: PLC0415 - as above
    from digest.assist.prompts import load_prompts  # noqa: PLC0415 - as above
    from digest.assist.secret import take_key  # noqa: PLC0415 - as above
    from digest.ingest.apply import read_site_file  # noqa: PLC0415 - as above

    model, language = config.summary.model, config.site.language
    key = take_key(os.environ, model.key_env)
    prompts = load_prompts(console.root, language)
    answers = read_answers(read_site_file(console.root, ANSWERS))
    post = None if dry_run else _post(model, key, config)
    return Assistant(model, prompts, language, answers, post, (key,), again=again)


def _post(model: ModelConfig, key: Secret, config: Config) -> Post:
    from msgspec.structs import replace  # noqa: PLC0415 - where something is asked

    from digest.fetch.post import POST_LIMITS, Poster  # noqa: PLC0415 - as above
    from digest.fetch.settings import read_settings  # noqa: PLC0415 - as above

    settings, _ = read_settings(config.fetch)
    seconds = float(model.timeout)
    limits = replace(POST_LIMITS, whole=seconds, idle=seconds, retries=model.retries)
    headers = {"Authorization": f"Bearer {key.reveal()}"} if key else {}
    url = model.base_url.rstrip("/") + "/chat/completions"
    return Poster(url, headers, limits=limits, allowed_private=settings.allow_private_hosts).post


def _chosen(
    console: Console, config: Config, collection: Collection, names: Sequence[str], week: Week | None
) -> tuple[EntryDraft, ...]:
    """The entries somebody means.

    Raises:
        DigestError: one of them was not found.
    """
    if week is not None:
        zone = ZoneInfo(config.site.timezone)
        console.problems(problem for problem in collection.problems if problem.severity == "error")
        return tuple(entry for entry in collection.entries if entry_week(entry, zone) == week)
    paths = paths_in_site(names, console.root)
    chosen: dict[str, EntryDraft] = {}
    problems: set[Problem] = set()
    for name in names:
        try:
            entry = find_entry(name, collection, path=paths.get(name, ""))
            chosen[entry.path] = entry
        except DigestError as failure:
            problems |= set(failure.problems)
    if problems:
        raise DigestError(problems)
    return tuple(chosen.values())


def _entries(console: Console, entries: Sequence[EntryDraft]) -> Iterator[Task]:
    """What may be read for each entry: the text of the article beside it as well."""
    from digest.assist.fill import article_of  # noqa: PLC0415 - not for --help
    from digest.assist.run import Task  # noqa: PLC0415 - as above
    from digest.cli.article_text import article_text  # noqa: PLC0415 - as above

    for entry in entries:
        yield Task(entry, article_of(entry, article_text(console.root, entry)))


def _issues(console: Console, config: Config, week: Week | None) -> Iterator[Task]:
    """The issue of a week and the summaries of its entries, as they are by now."""
    from digest.assist.fill import article_of_issue  # noqa: PLC0415 - not for --help
    from digest.assist.run import Task  # noqa: PLC0415 - as above

    if week is None:
        return
    collection = collect(console.root, config)
    zone = ZoneInfo(config.site.timezone)
    for issue in collection.drafts:
        if not isinstance(issue, IssueDraft) or issue.name != str(week):
            continue
        if issue.picks is None:
            entries = [entry for entry in collection.entries if entry_week(entry, zone) == week]
        else:
            entries = [entry for pick in issue.picks for entry in _picked(pick, collection)]
        yield Task(issue, article_of_issue(issue, entries))


def _picked(pick: str, collection: Collection) -> list[EntryDraft]:
    """The entry of a pick; none where there is none, which a build and `digest check` say."""
    try:
        return [find_entry(pick, collection)]
    except DigestError:
        return []


def _foretell(
    console: Console, config: Config, assistant: Assistant, task: Task, names: Sequence[ModelField]
) -> None:
    """Say what would be asked about one file."""
    from digest.assist.run import open_fields  # noqa: PLC0415 - not for --help

    fields = open_fields(task, assistant, names, config)
    if fields:
        unknown = assistant.unknown(fields, task.article)
        size = f"{assistant.size(unknown, task.article):,} characters" if unknown else "answered before"
        console.result(f"{task.draft.path}: {', '.join(field.name for field in fields)} ({size})")


def _fill(
    console: Console,
    config: Config,
    assistant: Assistant,
    tasks: Iterator[Task],
    names: Sequence[ModelField],
    *,
    no_wait: bool,
) -> int:
    """Fill the files of some tasks, with a line for each; how many were filled."""
    from digest.assist.run import fill  # noqa: PLC0415 - not for --help

    def locked() -> AbstractContextManager[None]:
        return project_lock(console, "digest summarize", no_wait=no_wait)

    count = 0
    for outcome in fill(console.root, tasks, assistant, names, config, locked):
        console.problems(outcome.problems)
        if outcome.fields:
            count += 1
            cost = f"{outcome.characters:,} characters" if outcome.was_asked else "answered before"
            console.info(f"{outcome.path}: {', '.join(outcome.fields)} ({cost})")
    return count


def _account(console: Console, assistant: Assistant, count: int) -> None:
    """Say what the run came to."""
    cost = assistant.cost
    if assistant.stopped:
        hint = "what is left keeps the texts it has; run again to go on"
        console.problems([warning(assistant.stopped, hint=hint)])
    calls = f"{cost.calls} {'question' if cost.calls == 1 else 'questions'}"
    tokens = f", {cost.tokens:,} tokens" if cost.tokens else ""
    console.result(
        f"{count} {'file' if count == 1 else 'files'} filled; {calls} asked, {cost.sent:,} characters sent and "
        f"{cost.received:,} received{tokens}"
    )
