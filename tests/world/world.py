"""The Internet as `digest fetch` sees it, on one server of this machine.

    with World() as world:
        world.papers(300)
        world.arxiv.fail(busy(retry_after=1), page=2)
        site = world.write_site(tmp_path, [{"id": "papers", "kind": "arxiv", "categories": ["cs.CV"]}])
        ... run `digest fetch` in it ...
        assert world.requests("export.arxiv.org")

Every host is served below a path of its name, and the `fetch.mirrors` of the site lead there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from fetch.server import Reply, Request, Server, reply
from world.arxiv import Announcements, Api, Pages, Store
from world.blogs import Blog
from world.host import Asked, Host, asked_of
from world.huggingface import DailyPapers
from world.papers import Paper, make_papers
from world.wechat import Bridge, PictureHost, Wechat

Source = Mapping[str, object]
ARXIV_HOSTS = ("export.arxiv.org", "rss.arxiv.org", "arxiv.org")
DELAYS = {"default": 0, "arxiv": 0, "wechat": 0}
_Kind = TypeVar("_Kind", bound=Host)


class World:
    """All hosts, and the log of what they were asked. A context manager."""

    def __init__(self) -> None:
        self.server = Server()
        self.server.fallback = self._answer
        self.store = Store()
        self.hosts: dict[str, Host] = {}
        """Every host by its name."""
        self.arxiv = self.add(Api(self.store))
        self.announcements = self.add(Announcements(self.store))
        self.pages = self.add(Pages(self.store))
        self.wechat = self.add(Wechat())
        self.pictures = self.add(PictureHost())
        self.huggingface = self.add(DailyPapers())
        self._log_starts_at = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, value: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.close()

    def add(self, host: _Kind) -> _Kind:
        """Put a host into the world."""
        self.hosts[host.name] = host
        return host

    def blog(self, name: str = "blog.example.org", *, robots: str = "") -> Blog:
        """A blog: the one of this name, or a new one."""
        known = self.hosts.get(name)
        return known if isinstance(known, Blog) else self.add(Blog(name, robots=robots))

    def bridge(self, name: str = "bridge.local") -> tuple[Bridge, str]:
        """A new bridge and the address of its feed: one on this machine, not behind a mirror."""
        bridge = Bridge(self.add(Host(name)))
        return bridge, f"{self.server.base}/{name}{bridge.path}"

    def papers(self, count: int, *, seed: int = 1, days: float = 5) -> list[Paper]:
        """Give arXiv so many papers; returns them, the oldest first."""
        papers = make_papers(count, seed=seed, days=days)
        self.store.add(papers)
        return papers

    def requests(self, *hosts: str) -> list[Asked]:
        """What these hosts, or all, were asked since the log was cleared, in order of arrival."""
        found = [asked_of(request) for request in self.server.requests[self._log_starts_at :]]
        return [asked for asked in found if not hosts or asked.host in hosts]

    def clear_log(self) -> None:
        """Begin a new log."""
        self._log_starts_at = len(self.server.requests)

    def write_site(
        self, root: Path, sources: Sequence[Source], *, zone: str = "Asia/Shanghai", **fetch: object
    ) -> Path:
        """Write the `digest.yaml` of a site with these sources into a folder; `fetch` are keys of that name."""
        config = {
            "site": {"title": "T", "language": "zh", "timezone": zone, "base_url": "https://example.org/d/"},
            "fetch": {
                "contact": "https://example.org/about",
                "allow_private_hosts": ["127.0.0.1"],
                "mirrors": self.mirrors(),
                "delays": DELAYS,
                "timeout": 5,
                **fetch,
            },
            "sources": list(sources),
        }
        root.mkdir(parents=True, exist_ok=True)
        # JSON is YAML.
        (root / "digest.yaml").write_text(json.dumps(config, indent=2, ensure_ascii=False), encoding="utf-8")
        return root

    def mirrors(self) -> dict[str, str]:
        """Where each host of the world is served."""
        return {f"https://{name}": f"{self.server.base}/{name}/" for name in self.hosts}

    def _answer(self, request: Request) -> Reply:
        asked = asked_of(request)
        host = self.hosts.get(asked.host)
        return host.answer(asked) if host else reply(f"no host {asked.host}", status=502)


def ids_of(papers: Iterable[Paper]) -> list[str]:
    """The ids their entries have, sorted."""
    return sorted(paper.id for paper in papers)
