"""The `Retry-After` header: seconds, or a date."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MOST = 30 * 86_400.0
"""No answer is longer than 30 days, in seconds."""

_SECONDS = re.compile(r"[0-9]+(?:\.[0-9]*)?")


def read_retry_after(value: str, now: datetime) -> float | None:
    """The seconds to wait from `now`; None where the header says nothing that can be understood."""
    written = value.strip()[:100]
    if _SECONDS.fullmatch(written):
        return min(float(written), MOST)
    try:
        moment = parsedate_to_datetime(written)
        # A date without a zone is in UTC, the only zone HTTP knows.
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        seconds = (moment - now).total_seconds()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return min(max(seconds, 0.0), MOST)
