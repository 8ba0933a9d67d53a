"""Strangers who mean harm: no forbidden address is asked, no run falls over, nobody's memory is filled."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from msgspec.structs import replace

from building import SHARED, build_site
from fetch.server import Reply, bomb, dripping, flood_of_headers, raw, redirect, reply
from markdown.hostile import BREAKS, HTML
from site_check import check_site
from world.canaries import Canaries
from world.feeds import Post
from world.fetching import CLOCK, LATER, NoReport, entries, entry_with, fetch, ids, kept
from world.host import Host
from world.papers import FIRST_DAY
from world.wechat import Story
from world.world import Source, World

VECTORS = [*HTML, *BREAKS]
FIXTURES = SHARED / "fixtures"
BASE = "https://digest.test/"
"""No host of a document that was collected."""
PEAK = 300
"""Megabytes no process of a run may take (promise S4)."""
HUGE = 9_900_000
"""Bytes of a feed that is just not too large to be read."""
MEASURE = """
import json, resource, subprocess, sys
code = subprocess.run([sys.executable, "-m", "digest", *sys.argv[1:]]).returncode
print(json.dumps([code, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024]))
"""
"""Runs digest below a small process, which then knows the peak of whichever of its descendants took most, in MB."""


@pytest.fixture
def canaries() -> Iterator[Canaries]:
    with Canaries() as canaries:
        yield canaries


def rss(world: World, name: str = "blog.example.org", **more: object) -> Source:
    return {"id": name.split(".", maxsplit=1)[0], "kind": "rss", "url": f"https://{name}/feed.xml", **more}


def test_links_pictures_and_pages_lead_to_no_forbidden_address(
    world: World, folder: Path, canaries: Canaries
) -> None:
    blog = world.blog()
    feed = blog.feed()
    pictures = "".join(f'<img src="{url}x.png"><a href="{url}">paper</a>' for url in canaries.addresses)
    feed.posts = [blog.post(1, more=pictures), blog.post(2, more=pictures)]
    feed.posts += [
        Post(url=url, title=f"Lured to {number}", summary="<p>words</p>", guid=f"lure-{number}")
        for number, url in enumerate(canaries.addresses)
    ]
    stories = [
        Story(
            number=number,
            title=f"第{number}个诱饵",
            more=f'<p><img data-src="{url}a.png"></p>',
            mentions=(f"论文：{url}",),
        )
        for number, url in enumerate(canaries.addresses, 1)
    ]
    sharing = [
        Story(number=100 + number, title="转", kind="shared", shares=url)
        for number, url in enumerate(canaries.addresses)
    ]
    world.wechat.publish(*stories, *sharing)
    sources: list[Source] = [
        rss(world, full_text=True, max_results=100),
        {
            "id": "account",
            "kind": "wechat",
            "urls": [one.url for one in (*stories, *sharing)],
            "max_results": 200,
        },
    ]
    site = world.write_site(folder, sources, retries=0)
    run = fetch(site)
    assert canaries.visits == []
    assert run.books.seen >= 2 + len(canaries.addresses) + len(stories)
    assert set(ids(site)) >= {story.id for story in stories}
    _no_private_addresses(site)


@pytest.mark.parametrize("where", ["feed", "page", "picture", "daily", "api", "robots"])
def test_redirects_lead_to_no_forbidden_address(
    world: World, folder: Path, canaries: Canaries, where: str
) -> None:
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1, full=False)]
    world.papers(2)
    story = Story(number=1, title="一")
    world.wechat.publish(story)
    host, path = {
        "feed": (blog, "/feed.xml"),
        "page": (blog, "/posts/1"),
        "robots": (blog, "/robots.txt"),
        "picture": (world.pictures, story.picture(0)),
        "daily": (world.huggingface, ""),
        "api": (world.arxiv, "/api/query"),
    }[where]
    sources: list[Source] = [
        rss(world, full_text=True),
        {"id": "account", "kind": "wechat", "urls": [story.url]},
        {"id": "hf", "kind": "huggingface"},
        {"id": "papers", "kind": "arxiv", "categories": ["cs.*"]},
    ]
    site = world.write_site(folder, sources, retries=0)
    for url in canaries.addresses:
        host.heal()
        host.fail(lambda _, url=url: redirect(url), path=path, always=True)  # type: ignore[misc]  # one address a turn
        fetch(site, "--refresh")
        assert canaries.visits == [], url


def test_a_bridge_of_ones_own_leads_to_itself_alone(world: World, folder: Path, canaries: Canaries) -> None:
    """An allowed host is asked because the site's owner named it, not because a feed on it names another port."""
    bridge, url = world.bridge()
    bridge.stories = [Story(number=1, title="一")]
    world.wechat.publish(*bridge.stories)
    local = world.hosts["bridge.local"]
    words = "".join(f'<img src="{address}a.png">' for address in canaries.addresses)
    posts = [
        Post(url=address, title=f"t {number}", summary=words)
        for number, address in enumerate(canaries.addresses)
    ]
    feed = world.blog("other.example.org").feed()
    feed.posts = posts
    local.on("/lures.xml", reply(feed.document(), type="application/rss+xml"))
    sources: list[Source] = [
        {"id": "bridge", "kind": "wechat", "url": url},
        {
            "id": "lures",
            "kind": "rss",
            "url": f"{world.server.base}/bridge.local/lures.xml",
            "full_text": True,
        },
    ]
    fetch(world.write_site(folder, sources, retries=0))
    assert canaries.visits == []


def test_pictures_in_the_full_text_of_a_bridge_lead_nowhere_else(
    world: World, folder: Path, canaries: Canaries
) -> None:
    words = "<p>海鸥模型在开阔水面上的表现，以及风怎样影响它的估计，作者又为什么要量这么多次。</p>" * 9
    pictures = "".join(f'<img src="{address}a.png">' for address in canaries.addresses)
    feed = world.blog("other.example.org").feed()
    feed.posts = [Post(url=Story(number=1, title="").url, title="一", content=words + pictures)]
    fetch(world.write_site(folder, [{"id": "bridge", "kind": "wechat", "url": feed.url}], retries=0))
    assert canaries.visits == []
    assert len(entries(folder)) == 1


def test_without_leave_a_private_source_is_not_asked(world: World, folder: Path, canaries: Canaries) -> None:
    for url in canaries.addresses:
        source = {"id": "private", "kind": "rss", "url": url}
        site = world.write_site(folder, [source], allow_private_hosts=[], mirrors={}, retries=0)
        # Some are refused with the configuration, before there is anything to report.
        with suppress(NoReport):
            assert fetch(site).code == 3
    assert canaries.visits == []


def test_answers_no_server_should_give(world: World, folder: Path) -> None:
    blog = world.blog("good.example.org")
    good = blog.feed()
    good.posts = [blog.post(1)]
    answers: dict[str, Reply] = {
        "bomb": bomb(50_000_000),
        "headers": flood_of_headers(200_000),
        "slow": dripping("<rss>" + " " * 1000, pause=0.2),
        "noise": raw(b"\x00\xff\xfe not http at all \r\n\r\n" * 50),
        "nothing": reply(""),
        "binary": reply(bytes(range(256)) * 500, type="application/rss+xml"),
        "utf16": reply("<rss version='2.0'><channel/></rss>".encode("utf-16")),
        "loop": redirect("https://loop.example.org/feed.xml"),
        "large": reply(b"<rss>" + b" " * 11_000_000, type="application/rss+xml"),
    }
    for name, answer in answers.items():
        world.add(Host(f"{name}.example.org")).on("/feed.xml", answer)
    sources = [rss(world, f"{name}.example.org") for name in answers]
    site = world.write_site(folder, [*sources, rss(world, "good.example.org")], timeout=2, retries=0)
    run = fetch(site)
    assert run.code == 3
    assert [entry.title for entry in entries(site)] == [good.posts[0].title]
    assert {record.what for record in run.books.failed} == {source["url"] for source in sources} - {
        "https://utf16.example.org/feed.xml"
    }


def test_vectors_in_every_field_stay_text(world: World, folder: Path, tmp_path: Path) -> None:
    assert len(VECTORS) > 50
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [
        Post(
            url=f"https://blog.example.org/v/{number}",
            title=f"{vector} {number}",
            content=f"<p>words {vector} words</p>" * 3,
            summary=vector,
            guid=f"v{number}",
            authors=(vector,),
            tags=(vector,),
        )
        for number, vector in enumerate(VECTORS)
    ]
    site = world.write_site(folder, [rss(world, max_results=1000)], publish="auto")
    run = fetch(site)
    assert run.books.seen == len(VECTORS)
    assert run.books.new >= len(VECTORS) * 0.95
    before = kept(site)
    fetch(site, "--refresh", clock=LATER)
    assert kept(site) == before
    config = json.loads((site / "digest.yaml").read_text(encoding="utf-8"))
    (site / "digest.yaml").write_text(
        json.dumps({**config, "entries": {"full_text": True}}), encoding="utf-8"
    )
    report = build_site(site, tmp_path / "public", base_url=BASE, clock="2025-06-01T00:00:00Z")
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert check_site(tmp_path / "public", BASE) == []


@pytest.mark.parametrize("order", ["good first", "bad first", "good before", "bad before"])
def test_a_feed_cannot_speak_for_another_source(world: World, folder: Path, order: str) -> None:
    (paper,) = world.papers(1)
    blog, thief = world.blog("good.example.org"), world.blog("bad.example.org")
    feed, stolen = blog.feed(), thief.feed()
    feed.posts = [blog.post(1)]
    stolen.posts = [
        Post(
            url=url,
            title="Buy Pills",
            summary="<p>Pills.</p>",
            guid=feed.posts[0].key,
            date=FIRST_DAY,
            authors=("A Thief",),
        )
        for url in (feed.posts[0].url, f"https://arxiv.org/abs/{paper.number}", "https://bad.example.org/own")
    ]
    sources: list[Source] = [
        {"id": "papers", "kind": "arxiv", "categories": ["cs.*"]},
        rss(world, "good.example.org"),
        rss(world, "bad.example.org"),
    ]
    site = world.write_site(folder, sources if order.startswith("good") else sources[::-1])
    if order == "good before":
        fetch(site, "papers", "good")
    if order == "bad before":
        fetch(site, "bad")
    fetch(site, "--refresh")
    fetch(site, "--refresh", clock=LATER)
    found = entry_with(site, paper.id)
    assert (found.title, found.authors) == (paper.title, paper.authors)
    assert "gulls share one wind" in found.abstract
    assert len(ids(site)) == 3
    if order != "bad before":  # who comes first is believed about a page nobody has vouched for
        assert entry_with(site, f"url:{feed.posts[0].url}").title == feed.posts[0].title


@pytest.mark.parametrize("order", ["", "account first", "bad first"])
def test_a_feed_cannot_speak_for_an_article_of_wechat(world: World, folder: Path, order: str) -> None:
    story = Story(number=1, title="海鸥为什么不怕风")
    world.wechat.publish(story)
    feed = world.blog("bad.example.org").feed()
    pills = Post(url=story.url, title="Buy Pills", content="<p>Pills.</p>" * 50, guid="x", date=FIRST_DAY)
    feed.posts = [pills]
    account: Source = {"id": "account", "kind": "wechat", "urls": [story.url]}
    site = world.write_site(folder, [account, rss(world, "bad.example.org")])
    if order:
        fetch(site, order.split(maxsplit=1)[0])
    fetch(site, "--refresh")
    (entry,) = entries(site)
    text = (site / entry.path).with_name("source.md").read_text(encoding="utf-8")
    if order == "account first":
        assert (entry.title, "Pills" in text) == (story.title, False)
    before = kept(site)
    fetch(site, "--refresh", clock=LATER)
    assert kept(site) == before


def test_the_text_of_an_article_is_that_of_the_source_that_brought_it(world: World, folder: Path) -> None:
    blog = world.blog("good.example.org")
    feed = blog.feed()
    feed.posts = [blog.post(1)]
    other = world.blog("bad.example.org").feed()
    other.posts = [replace(feed.posts[0], content="<p>Pills.</p>" * 50, guid="x")]
    site = world.write_site(folder, [rss(world, "good.example.org"), rss(world, "bad.example.org")])
    fetch(site, "good")
    before = (site / entries(site)[0].path).with_name("source.md").read_bytes()
    fetch(site, "--refresh", clock=LATER)
    (entry,) = entries(site)
    assert (site / entry.path).with_name("source.md").read_bytes() == before


def test_every_collected_document_through_the_sources(world: World, folder: Path, tmp_path: Path) -> None:
    if not FIXTURES.is_dir():
        pytest.skip("the collected documents are not beside the repository")
    sources: list[Source] = []
    files = [file for file in sorted(FIXTURES.rglob("*")) if file.is_file() and ".expected" not in file.name]
    assert len(files) > 40
    for kind in ("feeds", "pages", "wechat", "arxiv"):
        host = world.add(Host(f"{kind}.example.org"))
        for file in files:
            if file.parent.name != kind or file.name == "MANIFEST.jsonl":
                continue
            url = host.on(f"/{file.name}", reply(file.read_bytes(), type=_type_of(file)))
            name = f"{kind}-{file.stem.lower().replace('_', '-').replace('.', '-')}"
            source: Source = {"id": name, "kind": "rss", "url": url, "max_results": 500}
            sources.append(source if _is_feed(file) else {"id": name, "kind": "page", "urls": [url]})
    short = [file for file in files if file.parent.name == "wechat" and file.suffix == ".html"]
    urls = [
        world.wechat.on(f"/s/{number:022}", reply(file.read_bytes())) for number, file in enumerate(short)
    ]
    sources.append({"id": "account", "kind": "wechat", "urls": [url for url in urls if url]})
    site = world.write_site(folder, sources, publish="auto", retries=0)
    run = fetch(site, clock="2026-11-20T12:00:00+08:00")
    assert run.books.seen > 200
    assert run.books.new > 150
    before = kept(site)
    again = fetch(site, "--refresh", clock="2026-11-20T14:00:00+08:00")
    assert (again.books.new, again.books.updated) == (0, 0)
    assert kept(site) == before
    report = build_site(site, tmp_path / "public", base_url=BASE, clock="2027-01-01T00:00:00Z")
    assert [problem for problem in report.problems if problem.severity == "error"] == []
    assert check_site(tmp_path / "public", BASE) == []


def test_a_huge_hostile_feed_takes_little_memory(world: World, folder: Path) -> None:
    blog = world.blog("good.example.org")
    good = blog.feed()
    good.posts = [blog.post(1)]
    # Those that take most, of more that were tried: markup and references without end, one endless word.
    shapes = {"deep": b"<b>", "references": b"&#x4e2d;&amp;", "word": b"x"}
    for name, piece in shapes.items():
        start = (
            b"<rss version='2.0'><channel><title>h</title><item><title>t</title><link>/1</link><description>"
        )
        body = start + piece * ((HUGE - len(start)) // len(piece))
        world.add(Host(f"{name}.example.org")).on("/feed.xml", reply(body, type="application/rss+xml"))
    sources = [rss(world, f"{name}.example.org") for name in shapes]
    site = world.write_site(folder, [*sources, rss(world, "good.example.org")], timeout=60, retries=0)
    code, peak = _measured("-s", str(site), "fetch", "--clock", CLOCK)
    assert peak < PEAK
    assert code in {0, 3}
    assert good.posts[0].title in [entry.title for entry in entries(site)]


def _measured(*words: str) -> tuple[int, int]:
    """The exit code of a run of digest, and the most memory one of its processes took, in MB."""
    done = subprocess.run(
        [sys.executable, "-c", MEASURE, *words], capture_output=True, check=True, timeout=300, text=True
    )
    code, peak = json.loads(done.stdout.splitlines()[-1])
    return code, peak


def _no_private_addresses(site: Path) -> None:
    """No picture of an entry is one of the site owner's own network."""
    for entry in entries(site):
        if entry.image is not None:
            assert "127.0.0" not in entry.image.src


def _is_feed(file: Path) -> bool:
    return file.suffix in {".xml", ".json", ".rss"} or file.name == "not_a_feed.html"


def _type_of(file: Path) -> str:
    return {".xml": "application/xml", ".rss": "application/rss+xml", ".json": "application/feed+json"}.get(
        file.suffix, "text/html"
    )
