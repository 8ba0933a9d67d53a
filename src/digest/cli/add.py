"""`digest add`: one work by its address, now."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import click

from digest.cli.console import Console
from digest.cli.filing import file_records, plan_records
from digest.cli.locking import no_wait_option, project_lock
from digest.cli.moments import in_zone, read_moment
from digest.config.load import load_config
from digest.fetch.client import Client
from digest.fetch.exchange import FetchFailure
from digest.fetch.settings import read_settings
from digest.gather.completing import LEFT_ALONE
from digest.gather.one import Addressed, Surroundings, read_address
from digest.gather.state import read_state
from digest.ingest.apply import read_site_file
from digest.ingest.fetching import Met
from digest.ingest.memory import MEMORY, read_memory
from digest.problems import DigestError, Problem, error
from digest.sources.article import NotAnArticle
from digest.sources.bounded.readers import Readers
from digest.sources.picture_files import Room

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
    state = read_state(lambda path: read_site_file(console.root, path))
    filed = read_memory(read_site_file(console.root, MEMORY)).keys()
    found: dict[str, Addressed] = {}
    problems: list[Problem] = []
    with Client(settings) as client, Readers() as readers:
        around = Surroundings(
            client=client, readers=readers, room=Room(), now=now, papers=state.papers, filed=filed
        )
        for url in dict.fromkeys(urls):
            try:
                found[url] = read_address(url, around)
            except NotAnArticle as failure:
                if failure.stop_host:
                    client.leave_alone(url, LEFT_ALONE)
                problems.append(error(f"not added: {failure} ({failure.what})", path=url))
            except FetchFailure as failure:
                problems.append(error(f"could not be read: {failure.message}", path=url))
    console.problems(problem for one in found.values() for problem in one.problems)
    if found:
        met = [Met("arxiv", one.papers, one.completed) for one in found.values() if one.papers]
        papers = [record for one in met for record in one.gathered.records]  # first: they name their entries
        records = [*papers, *(one.record for one in found.values())]
        with project_lock(console, "digest add", no_wait=no_wait):
            added = plan_records(console.root, records, config, now=now, as_drafts=as_drafts)
            file_records(console.root, added, met, records, now)
        console.problems(added.problems)
        for url, outcome in zip(found, added.outcomes[len(papers) :], strict=True):
            console.result(f"{url}: {_SAID[outcome.state].format(path=outcome.path)}")
    if problems:
        raise DigestError(problems)
