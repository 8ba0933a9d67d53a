"""Options that name a day, a week or a moment, as callbacks for click."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from digest.text.weeks import Period, Week, parse_period, parse_week

def read_moment(_context: click.Context, _option: click.Parameter, value: str | None) -> datetime | None:
    """Read a date or date-time in ISO 8601, possibly without an offset (see `in_zone`).

    Raises:
        click.BadParameter: it is neither.
    """
    if value is None:
        return None
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        example = "2026-02-13 or 2026-02-13T09:30:00+08:00"
        raise click.BadParameter(f'"{value}" is not a date like {example}') from None


def read_week(_context: click.Context, _option: click.Parameter, value: str | None) -> Week | None:
    """Read an ISO week.

    Raises:
        click.BadParameter: it is none, or the year has no such week.
    """
    if value is None:
        return None
    try:
        return parse_week(value)
    except ValueError as failure:
        raise click.BadParameter(str(failure)) from None


def in_zone(moment: datetime | None, zone: ZoneInfo) -> datetime:
    """A moment given on the command line, or now, as the clocks of the site show it, to the second."""
    if moment is None:
        moment = datetime.now(UTC)
    elif moment.tzinfo is None:
        moment = moment.replace(tzinfo=zone)
    try:
        return moment.astimezone(zone).replace(microsecond=0)
    except OverflowError:
        raise click.UsageError(f"{moment.isoformat()} is outside the calendar in {zone}") from None


def period_named(text: str) -> Period | None:
    """The week or day a text names, None for any other text."""
    try:
        return parse_period(text)
    except ValueError:
        return None


def read_period(_context: click.Context, _option: click.Parameter, value: str | None) -> Period | None:
    """Read an ISO week or a day.

    Raises:
        click.BadParameter: it is neither, or does not exist.
    """
    if value is None:
        return None
    try:
        return parse_period(value)
    except ValueError as failure:
        raise click.BadParameter(str(failure)) from None
