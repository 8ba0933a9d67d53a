"""`digest new`: a file to start writing in."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import click

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import in_zone, period_named, read_moment
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.addresses import address_key
from digest.content.collect import collect
from digest.content.edit import write_new
from digest.content.permalinks import address_of
from digest.formats.write import Data, write_yaml
from digest.problems import DigestError, error
from digest.text.clean import clean_line
from digest.text.dates import rfc3339
from digest.text.names import fold_name
from digest.text.slugs import slugify, with_suffix
from digest.text.weeks import Period, Week, period_days, week_of_day

Kind = Literal["entry", "issue", "topic", "tag", "page"]
KINDS: tuple[Kind, ...] = get_args(Kind)

_YEARS = range(1000, 9999)
"""Years a date can have in a content file; as in `formats.fields.moment`."""


@click.command("new", help=f"Start a file. The first argument is one of: {', '.join(KINDS)}.")
@click.argument("kind", type=click.Choice(KINDS), metavar="KIND")
@click.argument("title")
@click.option(
    "--date",
    "moment",
    callback=read_moment,
    metavar="DATE",
    help="Its date, which also decides the week of an entry or issue; now, if left out.",
)
@click.option("--clock", callback=read_moment, metavar="ISO-DATETIME", help="The moment to take for now.")
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    kind: Kind,
    title: str,
    moment: datetime | None,
    clock: datetime | None,
    no_wait: bool,
) -> None:
    """Write a file with front matter and print its path; a file that exists is never touched.

    Raises:
        DigestError: there is such a file already, or it cannot be written.
    """
    title = clean_line(title)
    if not title:
        raise click.UsageError("a title needs at least one visible character")
    config, _ = load_config(console.root)
    now = in_zone(moment or clock, ZoneInfo(config.site.timezone))
    _check_year(now.date())
    with project_lock(console, "digest new", no_wait=no_wait):
        path, fields = _draft_of(kind, title, now, config, console)
        _write(console.root, path, fields)
    console.result(path)


def _draft_of(
    kind: Kind, title: str, now: datetime, config: Config, console: Console
) -> tuple[str, dict[str, Data]]:
    """Where the new file goes and its front matter."""
    match kind:
        case "entry":
            return _entry(title, now, config, console.root)
        case "issue":
            return _issue(title, now, config)
        case "topic":
            return f"content/topics/{_topic_id(title, config, console)}/_index.md", {"title": title}
        case "tag":
            from digest.catalog.terms import TermNames  # noqa: PLC0415 - the catalog is for this kind alone

            return f"content/tags/{TermNames(config).slug(title)}/_index.md", {"title": title}
        case "page":
            fields: dict[str, Data] = {"title": title, "date": rfc3339(now), "draft": True}
            return f"content/{slugify(title)}.md", fields


def _check_year(day: date) -> None:
    if day.year not in _YEARS:
        raise click.UsageError(
            f"a date in the year {day.year:04} cannot be read again: years run from {_YEARS[0]} to {_YEARS[-1]}"
        )


def _write(root: Path, path: str, fields: dict[str, Data]) -> None:
    try:
        write_new(root / path, f"---\n{write_yaml(fields)}---\n\n")
    except FileExistsError:
        raise DigestError(
            [error("this file is already there", path=path, hint="open it, or choose another title")]
        ) from None
    except OSError as failure:
        raise DigestError([error(f"cannot be written: {failure.strerror}", path=path)]) from None


def _entry(title: str, now: datetime, config: Config, root: Path) -> tuple[str, dict[str, Data]]:
    """An entry in the folder of its week, under a slug no other page has."""
    week = week_of_day(now.date())
    folder = f"content/entries/{week.year:04}/w{week.number:02}"
    plain = slugify(title)
    slug, number = plain, 1
    taken = _taken_addresses(root, config)
    while address_key(f"/entries/{slug}/") in taken or (root / folder / slug).exists():
        number += 1
        slug = with_suffix(plain, str(number))
    fields: dict[str, Data] = {
        "title": title,
        "date": rfc3339(now),
        "draft": True,
        "topics": [],
        "tags": [],
        "links": [],
        "summary": "",
    }
    return f"{folder}/{slug}/index.md", fields


def _taken_addresses(root: Path, config: Config) -> set[str]:
    taken = set()
    for draft in collect(root, config).drafts:
        try:
            taken.add(address_key(address_of(draft, config)))
        except DigestError:  # a build says what is wrong with it
            continue
    return taken


def _issue(title: str, now: datetime, config: Config) -> tuple[str, dict[str, Data]]:
    """An issue of the period its title names (`2026-W08`), else of the period the date falls into."""
    period: Period | None = period_named(title)
    if period is None:
        day: date = now.date()
        period = day if config.issues.period == "day" else week_of_day(day)
    else:
        last_day = period_days(period)[1]
        _check_year(last_day)
        if last_day < now.date():
            now = datetime.combine(last_day, time(), now.tzinfo)
    name = str(period) if isinstance(period, Week) else period.isoformat()
    fields: dict[str, Data] = {
        "title": title,
        "date": rfc3339(now),
        "draft": True,
        "summary": "",
        "highlights": [],
    }
    return f"content/issues/{name}.md", fields


def _topic_id(title: str, config: Config, console: Console) -> str:
    """The id of the configured topic of this name, else a new one with a hint to configure it."""
    wanted = fold_name(title)
    for topic in config.topics:
        if wanted in {fold_name(name) for name in (topic.id, topic.name.zh, topic.name.en)}:
            return topic.id
    slug = slugify(title)
    console.info(f"add {slug} to topics in digest.yaml, so that entries can carry it")
    return slug
