"""`digest add`: one work by its address, now."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import click

from digest.categorize.categorizer import load_categorizer
from digest.cli.console import Console
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import in_zone, read_moment
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.collect import collect
from digest.fetch.client import Client
from digest.fetch.exchange import FetchFailure
from digest.fetch.settings import read_settings
from digest.ingest.adding import Added, Fetched, Site, plan_added
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.memory import MEMORY, read_memory
from digest.ingest.plan import Outcome
from digest.ingest.rejected import REJECTED, identities, read_rejections
from digest.problems import DigestError, Problem, error
from digest.sources.article import NotAnArticle
from digest.sources.one import read_one
from digest.sources.picture_files import with_picture_files

_REST = 3600.0
"""Seconds for which a host that answered with a CAPTCHA is asked nothing more."""

_SAID = {
    "new": "added as {path}",
    "merged": "joined {path}",
    "updated": "brought up to date: {path}",
    "unchanged": "nothing new for {path}",
    "removed": "not added: it was removed before",
    "rejected": "not added: it was rejected before",
    "kept": "not added: {path} is in the way",
}


@click.command("add", help="Add works by their addresses: arXiv, WeChat, GitHub, any article.")
@click.argument("urls", nargs=-1, required=True, metavar="URL...")
@click.option("--draft", "as_drafts", is_flag=True, help="Mark what is made as drafts.")
@click.option("--clock", callback=read_moment, metavar="ISO-DATETIME", help="The moment to take for now.")
@no_wait_option
@click.pass_obj
def command(
    console: Console, *, urls: tuple[str, ...], as_drafts: bool, clock: datetime | None, no_wait: bool
) -> None:
    """Ask for each address, write what it holds, and say in one line what became of it.

    Raises:
        DigestError: an address holds no article or could not be read; the others are added.
    """
    config, warnings = load_config(console.root)
    settings, more = read_settings(config.fetch)
    console.problems([*warnings, *more])
    now = in_zone(clock, ZoneInfo(config.site.timezone))
    fetched: list[Fetched] = []
    asked: list[str] = []
    problems: list[Problem] = []
    with Client(settings) as client:
        for url in dict.fromkeys(urls):
            try:
                article = read_one(url, client.get, now=now, zone=now.tzinfo or ZoneInfo("UTC"))
            except NotAnArticle as failure:
                if failure.stop_host:
                    client.leave_alone(url, _REST)
                problems.append(error(f"not added: {failure} ({failure.what})", path=url))
            except FetchFailure as failure:
                problems.append(error(f"could not be read: {failure.message}", path=url))
            else:
                item, files, left = with_picture_files(article, client.found_on(url))
                console.problems(left)
                fetched.append(Fetched(f"source:{article.key}", item, files))
                asked.append(url)
    if fetched:
        with project_lock(console, "digest add", no_wait=no_wait):
            added = _plan(console, fetched, config, now, as_drafts)
            apply_steps(console.root, added.steps)
        console.problems(added.problems)
        _tell(console, asked, added.outcomes)
    if problems:
        raise DigestError(problems)


def _plan(
    console: Console, fetched: Sequence[Fetched], config: Config, now: datetime, as_drafts: bool
) -> Added:
    collection = collect(console.root, config)
    if broken := [problem for problem in collection.problems if problem.severity == "error"]:
        # An entry that cannot be read could be the very work that is added again.
        raise DigestError(broken)

    def read_file(path: str) -> bytes | None:
        return read_site_file(console.root, path)

    rejected = identities(read_rejections(read_file(REJECTED)).values())
    memory = read_memory(read_file(MEMORY))
    site = Site(collection, config, memory, rejected, lambda: load_categorizer(config, console.root))
    return plan_added(fetched, site, read_file, seen=now, as_drafts=as_drafts)


def _tell(console: Console, urls: Sequence[str], outcomes: Sequence[Outcome]) -> None:
    for url, outcome in zip(urls, outcomes, strict=True):
        console.result(f"{url}: {_SAID[outcome.state].format(path=outcome.path)}")
