"""Failures that may pass by themselves, apart from those that will not."""

from __future__ import annotations

from digest.fetch.exchange import FetchFailure


class PassingFailure(FetchFailure):
    """A failure that another try may cure: a dropped connection, a cut body, a server too busy to answer."""
