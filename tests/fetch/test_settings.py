from __future__ import annotations

import pytest

from digest.config.load import parse_config
from digest.config.schema import SourceKind
from digest.fetch.limits import Limits
from digest.fetch.settings import FetchSettings, read_settings
from digest.problems import DigestError

WHOLE = """
fetch:
  contact: https://example.org/about
  timeout: 30.5
  max_bytes: 2000000
  retries: 1
  publish: draft
  min_interval: {rss: 60}
  delays: {arxiv: 10, wechat: 5}
  mirrors:
    https://export.arxiv.org: https://a.mirror/sub/
  allow_private_hosts: [LocalHost, "[::1]", 192.168.1.5]
"""


def read(text: str) -> FetchSettings:
    return read_settings(parse_config(text.encode())[0].fetch)[0]


INTERVALS: dict[SourceKind, float] = {
    "rss": 3600,
    "arxiv": 43_200,
    "wechat": 3600,
    "page": 86_400,
    "huggingface": 3600,
}


def test_nothing_written_means_the_defaults() -> None:
    settings = read("fetch: {}")
    assert settings == FetchSettings() == read("fetch:\n  contact:\n")
    assert settings.limits == Limits()
    assert settings.delays == {"default": 1, "arxiv": 3, "wechat": 3}
    assert settings.min_interval == INTERVALS
    assert settings.publish == "picks"


def test_every_key() -> None:
    settings = read(WHOLE)
    assert settings == FetchSettings(
        contact="https://example.org/about",
        timeout=30.5,
        max_bytes=2_000_000,
        retries=1,
        publish="draft",
        min_interval={**INTERVALS, "rss": 60},
        delays={"default": 1, "arxiv": 10, "wechat": 5},
        mirrors={"https://export.arxiv.org": "https://a.mirror/sub/"},
        allow_private_hosts=("localhost", "::1", "192.168.1.5"),
    )
    limits = settings.limits
    assert (limits.whole, limits.body_bytes, limits.retries) == (30.5, 2_000_000, 1)


def test_no_part_of_a_request_may_take_longer_than_the_whole() -> None:
    limits = read("fetch: {timeout: 2}").limits
    assert (limits.connect, limits.idle, limits.whole) == (2, 2, 2)


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("tiemout: 3", "fetch.tiemout"),
        ("timeout: soon", "fetch.timeout"),
        ("timeout: 0", "fetch.timeout"),
        ("timeout: -1", "fetch.timeout"),
        ("timeout: 1e9", "fetch.timeout"),
        ("timeout: nan", "fetch.timeout"),
        ("timeout: [1]", "fetch.timeout"),
        ("max_bytes: 10 MB", "fetch.max_bytes"),
        ("max_bytes: 5", "fetch.max_bytes"),
        ("retries: 99", "fetch.retries"),
        ("publish: pick", "fetch.publish"),
        ("min_interval: 3600", "fetch.min_interval"),
        ("min_interval: {feed: 3600}", "fetch.min_interval"),
        ("min_interval: {rss: never}", "fetch.min_interval"),
        ("delays: {axriv: 3}", "fetch.delays"),
        ("delays: {default: -1}", "fetch.delays"),
        ("mirrors: [a]", "fetch.mirrors"),
        ("mirrors: {arxiv.org: https://a.mirror/}", "fetch.mirrors"),
        ("mirrors: {'https://arxiv.org/abs': https://a.mirror/}", "fetch.mirrors"),
        ("mirrors: {'https://arxiv.org': a.mirror}", "fetch.mirrors"),
        ("mirrors: {'https://arxiv.org': 'https://a:b@a.mirror/'}", "fetch.mirrors"),
        ("mirrors: {'https://arxiv.org': 'https://a.mirror/?u='}", "fetch.mirrors"),
        ("allow_private_hosts: ['localhost:4000']", "fetch.allow_private_hosts"),
        ("allow_private_hosts: ['http://localhost']", "fetch.allow_private_hosts"),
        ("allow_private_hosts: {localhost: 1}", "fetch.allow_private_hosts"),
        ("contact: 'a\\r\\nX-Evil: 1'", "fetch.contact"),
        ('contact: "a\\r\\nX-Evil: 1"', "fetch.contact"),
        ("contact: 张三", "fetch.contact"),
        ("contact: 'a) evil ('", "fetch.contact"),
        ("contact: [a, b]", "fetch.contact"),
    ],
)
def test_what_cannot_be_meant_is_a_problem_with_a_hint(line: str, message: str) -> None:
    with pytest.raises(DigestError) as failure:
        read(f"fetch:\n  {line}\n")
    (problem,) = failure.value.problems
    assert message in problem.message
    assert problem.path == "digest.yaml"
    assert problem.hint or "expected" in problem.message


def test_all_problems_are_shown() -> None:
    with pytest.raises(DigestError) as failure:
        read("fetch: {timeout: x, retries: y, publish: z, colour: red}")
    assert len(failure.value.problems) == 4


def test_less_than_arxiv_asks_for_is_a_warning() -> None:
    settings, (problem,) = read_settings({"delays": {"arxiv": "0.5"}})
    assert settings.delays["arxiv"] == 0.5
    assert problem.severity == "warning"
