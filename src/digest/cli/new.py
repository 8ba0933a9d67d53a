"""`digest new`: a file to start writing in."""

from __future__ import annotations

from datetime import date, datetime, time
from pathlib import Path
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import click
import msgspec

from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import in_zone, period_named, read_moment
from digest.config.load import load_config
from digest.config.schema import DEFAULT_TOPICS, Config, TopicConfig
from digest.config.tags import TagNames
from digest.content.addresses import address_key
from digest.content.collect import collect
from digest.content.permalinks import address_of
from digest.files.atomic import write_new
from digest.formats.write import Data, write_yaml
from digest.problems import DigestError, error
from digest.text.clean import clean_line
from digest.text.dates import rfc3339
from digest.text.names import fold_name
from digest.text.slugs import is_plain_slug, slugify, with_suffix
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
    help="When an entry was first seen (its publishDate), or the date of an issue or page; both also decide the week."
    " Now, if left out.",
)
@click.option("--id", "topic_id", metavar="ID", help="The id of a topic, where its title cannot be one.")
@click.option("--clock", callback=read_moment, metavar="ISO-DATETIME", help="The moment to take for now.")
@no_wait_option
@click.pass_obj
def command(
    console: Console,
    *,
    kind: Kind,
    title: str,
    moment: datetime | None,
    topic_id: str | None,
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
    if topic_id is not None and kind != "topic":
        raise click.UsageError(f"--id goes with topic, not with {kind}")
    config, _ = load_config(console.root)
    now = in_zone(moment or clock, ZoneInfo(config.site.timezone))
    _check_year(now.date())
    with project_lock(console, "digest new", no_wait=no_wait):
        path, fields = _draft_of(kind, title, topic_id, now, config, console.root)
        _write(console.root, path, fields, _OTHERWISE.get(kind, "choose another title"))
    console.result(path)
    if kind == "topic":
        _advise(path.split("/")[2], title, config, console)


_OTHERWISE: dict[Kind, str] = {
    "issue": "start that of another week with --date DATE",
    "topic": "choose another title or --id",
}
"""What to do instead where a file is already there."""


def _draft_of(
    kind: Kind, title: str, topic_id: str | None, now: datetime, config: Config, root: Path
) -> tuple[str, dict[str, Data]]:
    """Where the new file goes and its front matter."""
    match kind:
        case "entry":
            return _entry(title, now, config, root)
        case "issue":
            return _issue(title, now, config)
        case "topic":
            return f"content/topics/{_topic_id(title, topic_id, config)}/_index.md", {"title": title}
        case "tag":
            return f"content/tags/{TagNames(config).slug(title)}/_index.md", {"title": title}
        case "page":
            fields: dict[str, Data] = {"title": title, "date": rfc3339(now), "draft": True}
            return f"content/{slugify(title)}.md", fields


def _check_year(day: date) -> None:
    if day.year not in _YEARS:
        raise click.UsageError(
            f"a date in the year {day.year:04} cannot be read again: years run from {_YEARS[0]} to {_YEARS[-1]}"
        )


def _write(root: Path, path: str, fields: dict[str, Data], otherwise: str) -> None:
    try:
        write_new(root / path, f"---\n{write_yaml(fields)}---\n\n".encode(), called=path)
    except FileExistsError:
        hint = f"open it, or {otherwise}"
        raise DigestError([error("this file is already there", path=path, hint=hint)]) from None


def _entry(title: str, now: datetime, config: Config, root: Path) -> tuple[str, dict[str, Data]]:
    """An entry in the folder of its week, under a slug no other page has.

    `date` is the source's, which nobody knows yet; `publishDate` is when we first saw the work. It names no topics and
    tags, since an empty list would be somebody's word that there are none.
    """
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
        "publishDate": rfc3339(now),
        "draft": True,
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


def _topic_id(title: str, topic_id: str | None, config: Config) -> str:
    """The id that was asked for, else that of the configured topic of this name, else one made from the title.

    Raises:
        click.UsageError: it cannot be the id of a topic, or belongs to another name.
    """
    wanted = fold_name(title)
    for topic in config.topics:
        if wanted in {fold_name(name) for name in (topic.id, topic.name.zh, topic.name.en)}:
            if topic_id not in (None, topic.id):
                raise click.UsageError(f'digest.yaml gives the topic "{title}" the id {topic.id}')
            return topic.id
    found = slugify(title) if topic_id is None else topic_id
    if is_plain_slug(found):
        return found
    rule = 'an id has lower-case letters a to z, digits and "-"'
    if topic_id is not None:
        raise click.UsageError(f'"{topic_id}" cannot be the id of a topic: {rule}')
    raise click.UsageError(
        f'no id can be made from "{title}": {rule}. Give it one: digest new topic "{title}" --id embodied-ai'
    )


def _advise(topic_id: str, title: str, config: Config, console: Console) -> None:
    """Say what to write into `digest.yaml`, where that does not list the topic yet."""
    if any(topic.id == topic_id for topic in config.topics):
        return
    new: Data = {"id": topic_id, "name": {config.site.language: title}}
    # The very object of the defaults: a file that lists the same four already reads as another one.
    if config.topics is DEFAULT_TOPICS:
        block = write_yaml({"topics": [*(_as_written(topic) for topic in DEFAULT_TOPICS), new]})
        console.info(
            "digest.yaml lists no topics, so the site has the four that come with the program; listing any replaces "
            f"them. To have this one too, add them all:\n\n{block}"
        )
    else:
        block = write_yaml({"topics": [new]}).partition("\n")[2]
        console.info(f"add it to the topics in digest.yaml, so that entries can carry it:\n\n{block}")


def _as_written(topic: TopicConfig) -> Data:
    """A topic as `digest.yaml` spells it, without what is empty."""
    fields: dict[str, Data] = msgspec.json.decode(msgspec.json.encode(topic))  # makes lists of tuples, too
    return {key: value for key, value in fields.items() if value}
