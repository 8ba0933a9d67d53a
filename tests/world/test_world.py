"""The world itself: what its hosts say is what the readers of each source read, and its faults are what they claim."""

from __future__ import annotations

import json
import re
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from cli.commands import run
from digest.cli import add
from digest.fetch.client import Client
from digest.fetch.exchange import FetchFailure, Wanted
from digest.fetch.limits import Limits
from digest.fetch.settings import FetchSettings
from digest.gather.one import Surroundings, read_address
from digest.sources.article import Article, NotAnArticle
from digest.sources.arxiv.announcements import feed_address, read_announcements
from digest.sources.arxiv.client import Found, search_all
from digest.sources.arxiv.figures import teaser
from digest.sources.arxiv.papers import article_of
from digest.sources.arxiv.query import Options, Window, by_ids, questions, window
from digest.sources.arxiv.records import ArxivTrouble, read_api
from digest.sources.bounded.readers import Readers
from digest.sources.feeds.articles import feed_articles
from digest.sources.feeds.read import read_feed
from digest.sources.picture_files import Room, with_picture_files
from digest.sources.pictures import read_picture
from digest.sources.wechat.bridges import read_bridge_item
from world.blogs import CHALLENGE, CODE, FORMULA, LOGIN
from world.faults import busy, cut_in_half, dropped, empty_page, html_page, silent, too_many, truncated
from world.feeds import Format, Post
from world.host import gaps, overlaps
from world.papers import FIRST_DAY
from world.pictures import PLACEHOLDER
from world.wechat import Kind, Story
from world.world import World, ids_of

NOW = datetime(2025, 5, 20, 9, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
NO_TRIES = Limits(connect=1, idle=0.3, whole=1, retries=0)


def client(world: World, limits: Limits | None = None) -> Client:
    settings = FetchSettings(
        mirrors=world.mirrors(),
        allow_private_hosts=("127.0.0.1",),
        delays={"default": 0.0, "arxiv": 0.0, "wechat": 0.0},
    )
    return Client(settings, limits=limits)


def search(world: World, span: Window | None = None, query: str = "") -> Found:
    span = span or window(NOW, since=FIRST_DAY)
    options = Options(query=query, categories=() if query else ("cs.*",), max_results=500)
    return search_all(questions(options, span), client(world).get)


def read(world: World, readers: Readers, url: str) -> Article:
    around = Surroundings(client=client(world), readers=readers, room=Room(), now=NOW)
    return read_address(url, around).record.article


def test_both_forms_of_arxiv_say_the_same(world: World) -> None:
    papers = world.papers(25)
    world.arxiv.form = "legacy"
    old = search(world)
    world.arxiv.form = "2026"
    new = search(world)
    assert ids_of(papers) == sorted(f"arxiv:{paper.id}" for paper in new.papers)
    assert (old.failures, old.dropped, new.failures, new.dropped) == ((), (), (), ())
    assert [article_of(paper).item for paper in old.papers] == [
        article_of(paper).item for paper in new.papers
    ]
    newest = max(papers, key=lambda paper: paper.published)
    assert article_of(new.papers[0]).item.title == newest.title
    assert new.papers[0].authors[0].name == newest.authors[0]


def test_a_search_has_pages_a_window_and_an_order(world: World) -> None:
    papers = world.papers(230, days=40)
    span = window(NOW, last=NOW)
    within = [paper for paper in papers if span.start <= paper.published <= span.end]
    found = search(world, span)
    assert 0 < len(within) < 100
    assert found.total == len(within)
    assert [paper.id for paper in found.papers] == [paper.number for paper in reversed(within)]
    whole = search(world, window(NOW, since=papers[0].published, until=papers[-1].published), "all:gulls")
    assert len(whole.papers) == 230
    assert [request.parameter("start") for request in world.requests()] == ["0", "0", "100", "200"]


def test_ids_are_found_missing_or_refused(world: World) -> None:
    papers = world.papers(3)
    found = search_all(by_ids([papers[1].number, "2505.99999"]), client(world).get)
    assert [paper.id for paper in found.papers] == [papers[1].number]
    assert found.missing == ("2505.99999",)
    with pytest.raises(FetchFailure) as failure:
        client(world).get(Wanted(url="https://export.arxiv.org/api/query?id_list=abc", sort="api"))
    assert failure.value.status == 400
    with pytest.raises(FetchFailure):
        client(world).get(
            Wanted(url="https://export.arxiv.org/api/query?search_query=all:x&max_results=40000")
        )
    world.papers(2100)
    answer = client(world).get(
        Wanted(url="https://export.arxiv.org/api/query?search_query=all:x&max_results=3000")
    )
    page = read_api(answer.body, answer.url)
    assert (page.total, page.length) == (2100, 2000)


def test_announcements(world: World) -> None:
    papers = world.papers(12)
    world.announcements.announce(papers[:8])
    world.announcements.announce(papers[8:10], "cross")
    world.announcements.announce(papers[10:], "replace")
    url = feed_address(["cs.CV", "cs.CL", "cs.LG", "cs.AI"])
    answer = client(world).get(Wanted(url=url, sort="feed"))
    listed = read_announcements(answer.body, answer.url)
    assert [item.type for item in listed.items] == ["new"] * 8 + ["cross"] * 2 + ["replace"] * 2
    assert [item.paper.title for item in listed.items] == [paper.title for paper in papers]
    assert [tuple(a.name for a in item.paper.authors) for item in listed.items] == [p.authors for p in papers]
    again = client(world).get(Wanted(url=url, sort="feed", etag=answer.headers["etag"]))
    assert again.status == 304
    world.announcements.rest(datetime(2025, 5, 24, 4, tzinfo=UTC))
    answer = client(world).get(Wanted(url=url, sort="feed"))
    assert read_announcements(answer.body, answer.url).items == ()
    with pytest.raises(FetchFailure):
        client(world).get(Wanted(url=feed_address(["no.such"]), sort="feed"))


def test_a_page_of_a_paper_has_its_teaser(world: World) -> None:
    papers = world.papers(11)
    answer = client(world).get(Wanted(url=f"https://arxiv.org/html/{papers[10].number}v{papers[10].version}"))
    image = teaser(answer.body, answer.url)
    assert image is not None
    assert image.src.endswith(f"/html/{papers[10].number}v{papers[10].version}/x1.png")
    assert image.alt == f"Gulls above {papers[10].number}."
    assert read_picture(client(world).get(Wanted(url=image.src, sort="image")).body).width == 640
    with pytest.raises(FetchFailure):
        client(world).get(Wanted(url=f"https://arxiv.org/html/{papers[9].number}v1"))


@pytest.mark.parametrize("kind", ["article", "pictures", "text"])
def test_wechat_layouts(world: World, readers: Readers, kind: Kind) -> None:
    story = Story(number=3, title="海鸥为什么不怕风", kind=kind)
    world.wechat.publish(story)
    for url in (story.url, story.long_url):
        article = read(world, readers, url)
        assert (article.item.id, article.item.title) == (story.id, story.title)
        assert article.item.date == story.moment
        assert article.item.source is not None
        assert article.item.source.name == story.account
        assert "海鸥模型在开阔水面上表现平稳" in article.item.text
        assert "关注" not in article.item.text
    if kind == "article":
        assert "for gull in gulls:\n    gull.fly()" in article.item.text
        _, files, problems = with_picture_files(article, client(world).found_on(story.url), Room())
        assert len(files) == 3
        assert problems == ()
        assert world.pictures.placeholders == 0


def test_a_shared_post_leads_to_the_article(world: World, readers: Readers) -> None:
    story = Story(number=4, title="原文")
    world.wechat.publish(story, Story(number=5, title="转", kind="shared", shares=story.url))
    assert read(world, readers, Story(number=5, title="").url).item.id == story.id


@pytest.mark.parametrize("kind", ["deleted", "violation", "unavailable", "captcha"])
def test_wechat_pages_that_are_no_article(world: World, readers: Readers, kind: Kind) -> None:
    story = Story(number=6, title="不在了", kind=kind)
    world.wechat.publish(story)
    with pytest.raises(NotAnArticle) as failure:
        read(world, readers, story.url)
    assert failure.value.what == kind
    assert failure.value.stop_host == (kind == "captcha")


def test_pictures_of_wechat_look_at_the_referer(world: World) -> None:
    url = f"https://mmbiz.qpic.cn{Story(number=1, title='').picture(0)}"
    own, foreign = (
        client(world).get(Wanted(url=url, sort="image", referer=referer)).body
        for referer in ("https://mp.weixin.qq.com/", "https://example.org/d/")
    )
    assert foreign == PLACEHOLDER != own


def test_a_bridge(world: World) -> None:
    bridge, url = world.bridge()
    bridge.stories = [Story(number=1, title="一"), Story(number=2, title="二")]
    judged = {}
    for texts in ("none", "full", "captcha"):
        bridge.texts = texts
        answer = client(world).get(Wanted(url=url, sort="feed"))
        feed = read_feed(answer.body, answer.url, answer.headers, now=NOW)
        judged[texts] = [read_bridge_item(entry.url, entry.key, entry.summary) for entry in feed.entries]
        assert [item.url for item in judged[texts]] == [story.url for story in bridge.stories]
    assert {item.refused for item in judged["captcha"]} == {"captcha"}
    assert all(item.content for item in judged["full"])
    assert not any(item.content or item.refused for item in judged["none"])


@pytest.mark.parametrize("form", ["rss", "atom", "json"])
def test_feeds_of_a_blog(world: World, form: Format) -> None:
    blog = world.blog()
    feed = blog.feed("/feed", form)
    feed.posts = [blog.post(2), blog.post(1, dated=False, full=False), blog.post(3, guid="")]
    feed.posts.append(feed.posts[0])
    answer = client(world).get(Wanted(url=feed.url, sort="feed"))
    reading = feed_articles(read_feed(answer.body, answer.url, answer.headers, now=NOW))
    assert [article.item.title for article in reading.articles] == [post.title for post in feed.posts[:3]]
    assert [article.item.date for article in reading.articles] == [post.date for post in feed.posts[:3]]
    assert [len(article.pictures) for article in reading.articles] == [1, 0, 1]
    assert [dropped.why for dropped in reading.dropped] == ["the feed holds it twice"]
    again = client(world).get(
        Wanted(
            url=feed.url,
            sort="feed",
            etag=answer.headers["etag"],
            last_modified=answer.headers["last-modified"],
        )
    )
    assert again.status == 304
    moved = feed.move("/new", 308)
    assert client(world).get(Wanted(url=blog.url("/feed"), sort="feed")).moved_to == moved


def test_pages_of_a_blog(world: World, readers: Readers) -> None:
    blog = world.blog(robots="User-agent: *\nDisallow: /private/\n")
    for number in (7, 8):
        post = blog.post(
            number, more='<p>The code: <a href="https://github.com/example-labs/x">here</a>.</p>'
        )
        item = read(world, readers, post.url).item
        assert (item.title, item.date, item.authors) == (post.title, post.date, post.authors)
        assert CODE in item.text
        assert FORMULA in item.text
        assert "newsletter" not in item.text
        assert re.search(r"\]\([0-9a-f]+\.png\)", item.text)
    for page, what in ((LOGIN, "login"), (CHALLENGE, "challenge")):
        with pytest.raises(NotAnArticle) as no:
            read(world, readers, blog.on("/no", page))
        assert no.value.what == what
    with pytest.raises(FetchFailure) as failure:
        client(world).get(Wanted(url=blog.on("/private/1", LOGIN)))
    assert failure.value.why == "forbidden"


def test_daily_papers(world: World) -> None:
    papers = world.papers(4)
    world.huggingface.show("2025-05-15", papers)
    url = "https://huggingface.co/api/daily_papers?date="
    listed = json.loads(client(world).get(Wanted(url=f"{url}2025-05-15", sort="api")).body)
    assert [record["paper"]["id"] for record in listed] == [paper.number for paper in papers]
    assert json.loads(client(world).get(Wanted(url=f"{url}2025-05-17", sort="api")).body) == []


def test_faults_come_in_turn_and_end(world: World) -> None:
    world.papers(30)
    world.arxiv.fail(busy(0), too_many(0), html_page, empty_page, cut_in_half, truncated, dropped, silent)
    url = "https://export.arxiv.org/api/query?search_query=all:x&max_results=30"
    asked = client(world, NO_TRIES)
    seen = []
    for _ in range(9):
        try:
            read_api(asked.get(Wanted(url=url, sort="api")).body, url)
            seen.append("read")
        except FetchFailure as failure:
            seen.append(failure.why)
        except ArxivTrouble as failure:
            seen.append(failure.why)
    assert seen == ["busy", "busy", "no feed", "empty", "cut", "broken", "broken", "too slow", "read"]
    assert world.arxiv.unused_faults == 0
    assert len(gaps(world.requests())) == 8
    assert overlaps(world.requests()) == []


def test_faults_of_a_page_wait_for_it(world: World) -> None:
    world.papers(150)
    world.arxiv.fail(html_page, page=2)
    found = search(world)
    assert len(found.papers) == 150
    assert [request.parameter("start") for request in world.requests()] == ["0", "100", "100"]


def test_generated_papers_are_different_works(world: World) -> None:
    papers = world.papers(600)
    assert len({paper.title for paper in papers}) == len({paper.number for paper in papers}) == 600
    assert Post(url="https://a.example/1", title="t").key == "https://a.example/1"


def test_a_site_of_the_world_leads_to_it(world: World, tmp_path: Path) -> None:
    (paper,) = world.papers(1)
    blog = world.blog()
    post = blog.post(1)
    site = world.write_site(tmp_path, [{"id": "papers", "kind": "arxiv", "categories": ["cs.CV"]}])
    result = run(add.command, site, f"https://arxiv.org/abs/{paper.number}", post.url, "--clock", str(NOW))
    assert result.stdout.count("added as") == 2
    assert [asked.host for asked in world.requests()][:1] == ["export.arxiv.org"]
    world.clear_log()
    assert world.requests() == []
