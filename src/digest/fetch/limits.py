"""How long, how much and how often: the numbers of promises S2 and S3 in one place."""

from __future__ import annotations

import msgspec

from digest.fetch.exchange import Sort


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Limits of one request, redirects and further tries included. Times are in seconds, sizes in bytes."""

    connect: float = 10.0  # name, connection and TLS
    idle: float = 15.0  # between two reads
    whole: float = 60.0  # everything but the pauses that politeness asks for
    header_bytes: int = 65_536
    body_bytes: int = 10_000_000  # as it travels
    image_bytes: int = 5_000_000
    inflated_factor: int = 3  # how much more than `body_bytes` a body may be once decompressed
    ratio: int = 100  # decompressed to compressed
    ratio_from: int = 100_000  # decompressed bytes from which the ratio counts
    redirects: int = 5
    retries: int = 2  # further tries after the first
    backoff: float = 1.0  # the pause before the second try, doubled before each next one
    busy_backoff: float = 5.0  # the same after 429 and 503 without Retry-After
    longest_wait: float = 60.0  # a server that asks for more is not waited for

    def body_limit(self, sort: Sort) -> int:
        """The most bytes a body of this sort may have as it travels."""
        return min(self.body_bytes, self.image_bytes) if sort == "image" else self.body_bytes
