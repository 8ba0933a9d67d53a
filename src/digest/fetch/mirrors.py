"""Mirrors: requests to an origin go to another base, while the identity of what comes back stays with the origin."""

from __future__ import annotations

from collections.abc import Mapping

from digest.fetch.policy import Target, read_target


class Mirrors:
    """Leads from URLs to where they are served, and back.

    `table` takes origins to bases, such as `{"https://export.arxiv.org": "https://mirror.example/arxiv/"}`.
    """

    def __init__(self, table: Mapping[str, str]) -> None:
        self._bases = {
            read_target(origin).origin: _without_slash(read_target(base)) for origin, base in table.items()
        }

    def served(self, target: Target) -> Target:
        """Where a URL is asked: below the base of its origin, or where it says."""
        base = self._bases.get(target.origin)
        return target if base is None else base._replace(path=base.path + target.path)

    def original(self, found: Target, asked: Target) -> Target:
        """The identity of an address that the server of `asked` redirects to, resolved against where it was served.

        An address below the mirror's base, or elsewhere on the mirror's host where the mirror passed on a path
        of the origin as it was, belongs to the origin.
        """
        base = self._bases.get(asked.origin)
        if base is None or found.origin != base.origin:
            return found
        path = found.path
        if path.startswith(f"{base.path}/"):
            path = path.removeprefix(base.path)
        return read_target(asked.origin + path)


def _without_slash(base: Target) -> Target:
    return base._replace(path=base.path.rstrip("/"))
