"""What asking a source needs of the world around it, handed in so that tests can hand in another world."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, tzinfo

import msgspec

from digest.fetch.cache import CachingClient
from digest.fetch.client import Client
from digest.sources.arxiv.updates import Known
from digest.sources.bounded.readers import Readers
from digest.sources.picture_files import Room

OUT_OF_TIME = "its date is outside the time that was asked for"
"""Why an article is left out under `--since` and `--until`."""
RUN_SECONDS = 900.0
"""How long a whole run may ask (promise S3); what is left waits for the next one."""


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """The ways to ask and to read, and the moment at which that happens.

    `client` asks the network, `kept` asks it only for what may have changed, `readers` read strangers' documents in
    a bounded process, `room` is what there is for pictures. `since` and `until` are the ends somebody asked for.
    `papers` are those of arXiv that are known. `is_over` says whether the time of the run is up.
    """

    client: Client
    kept: CachingClient
    readers: Readers
    room: Room
    now: datetime
    zone: tzinfo
    since: datetime | None = None
    until: datetime | None = None
    refresh: bool = False
    papers: Mapping[str, Known] = {}
    is_over: Callable[[], bool] = lambda: False

    @property
    def has_window(self) -> bool:
        """Whether somebody asked for a time of their own; then nothing is remembered as reached."""
        return self.since is not None or self.until is not None

    def is_wanted(self, date: datetime | None) -> bool:
        """Whether an article of this date lies in the time that was asked for; one without a date always does."""
        if date is None:
            return True
        return (self.since is None or date >= self.since) and (self.until is None or date <= self.until)
