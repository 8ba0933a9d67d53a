"""`digest fetch` and WeChat: the CAPTCHA once, no page that is no article, pictures with the right Referer."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from world.fetching import LATER, entries, entry_with, fetch, ids
from world.pictures import PLACEHOLDER
from world.wechat import Kind, Story, deleted
from world.world import Source, World

CAPTCHA_WORDS = "环境异常"
STORIES = [Story(number=number, title=f"第{number}篇：风与海鸥") for number in range(1, 7)]


def account(stories: Sequence[Story]) -> Source:
    return {"id": "account", "kind": "wechat", "urls": [story.url for story in stories]}


def test_the_host_is_left_alone_after_its_first_captcha(world: World, folder: Path) -> None:
    world.wechat.publish(*STORIES)
    world.wechat.captcha_after = 2
    site = world.write_site(folder, [account(STORIES)])
    run = fetch(site)
    asked = [one.path for one in world.requests("mp.weixin.qq.com")]
    assert len(asked) == 4  # two articles, the third one, and where it was led
    assert asked[-1] == "/mp/wappoc_appmsgcaptcha"
    assert ids(site) == [story.id for story in STORIES[:2]]
    assert run.code == 3
    assert len(run.books.pending) + len(run.books.failed) == 4
    _no_captcha_words(site)
    world.wechat.captcha_after = None
    run = fetch(site, "--refresh", clock=LATER)
    assert (run.code, ids(site)) == (0, [story.id for story in STORIES])


def test_a_captcha_stops_every_source_that_asks_this_host(world: World, folder: Path) -> None:
    world.wechat.publish(*STORIES)
    world.wechat.captcha_after = 0
    bridge, url = world.bridge()
    bridge.stories = STORIES[3:]
    blog = world.blog()
    feed = blog.feed()
    feed.posts = [blog.post(1)]
    site = world.write_site(
        folder,
        [
            account(STORIES[:3]),
            {"id": "bridge", "kind": "wechat", "url": url},
            {"id": "blog", "kind": "rss", "url": feed.url},
        ],
    )
    run = fetch(site)
    assert len(world.requests("mp.weixin.qq.com")) == 2
    assert run.code == 3
    assert [entry.title for entry in entries(site)] == [feed.posts[0].title]


@pytest.mark.parametrize("kind", ["deleted", "violation", "unavailable", "captcha"])
def test_what_is_no_article_never_becomes_one(world: World, folder: Path, kind: Kind) -> None:
    gone = Story(number=9, title="不在了", kind=kind)
    world.wechat.publish(STORIES[0], gone)
    site = world.write_site(folder, [account([STORIES[0], gone])])
    run = fetch(site)
    assert ids(site) == [STORIES[0].id]
    said = {"deleted": run.books.dropped, "violation": run.books.dropped}.get(kind)
    said = run.books.pending + run.books.failed if said is None else said
    assert [record for record in said if gone.short in record.what or kind in record.why]
    _no_captcha_words(site)


def test_a_deleted_page_is_not_asked_again(world: World, folder: Path) -> None:
    (gone,) = deleted([Story(number=9, title="不在了")])
    world.wechat.publish(gone)
    site = world.write_site(folder, [account([gone])])
    fetch(site)
    world.clear_log()
    fetch(site, "--refresh", clock=LATER)
    assert world.requests("mp.weixin.qq.com") == []


def test_an_article_that_is_deleted_later_stays(world: World, folder: Path) -> None:
    world.wechat.publish(*STORIES)
    site = world.write_site(folder, [account(STORIES)])
    fetch(site)
    world.wechat.publish(*deleted(STORIES))
    fetch(site, "--refresh", clock=LATER)
    assert ids(site) == [story.id for story in STORIES]


def test_pictures_lie_beside_the_entry(world: World, folder: Path) -> None:
    world.wechat.publish(*STORIES[:3], Story(number=8, title="三张图", kind="pictures", pictures=3))
    site = world.write_site(folder, [account([*STORIES[:3], Story(number=8, title="三张图")])])
    fetch(site)
    referers = {one.headers.get("referer", "") for one in world.requests("mmbiz.qpic.cn")}
    assert {urlsplit(referer).hostname for referer in referers} == {"mp.weixin.qq.com"}
    assert world.pictures.placeholders == 0
    for entry in entries(site):
        folder_of_entry = (site / entry.path).parent
        text = (folder_of_entry / "source.md").read_text(encoding="utf-8")
        pictures = sorted(file.name for file in folder_of_entry.glob("*.png"))
        assert len(pictures) >= 2
        assert "mmbiz.qpic.cn" not in text
        assert all(name in text or (entry.image and entry.image.src == name) for name in pictures)


def test_placeholders_are_not_saved(world: World, folder: Path) -> None:
    world.wechat.publish(*STORIES[:2])
    world.pictures.refuses_all = True
    site = world.write_site(folder, [account(STORIES[:2])])
    fetch(site)
    assert ids(site) == [story.id for story in STORIES[:2]]
    saved = [file for file in (site / "content").rglob("*") if file.is_file()]
    assert not any(file.read_bytes() == PLACEHOLDER for file in saved)


@pytest.mark.parametrize("texts", ["none", "full", "captcha"])
@pytest.mark.parametrize("kind", ["wechat", "rss"])
def test_a_bridge_gives_the_articles_themselves(world: World, folder: Path, texts: str, kind: str) -> None:
    bridge, url = world.bridge()
    bridge.stories = STORIES[:4]
    bridge.texts = texts  # type: ignore[assignment]  # one of the three it may be
    world.wechat.publish(*STORIES[:4])
    site = world.write_site(folder, [{"id": "bridge", "kind": kind, "url": url}])
    run = fetch(site)
    assert run.code == 0
    assert sorted(entry.title for entry in entries(site)) == [story.title for story in STORIES[:4]]
    _no_captcha_words(site)
    if kind == "wechat":
        for entry in entries(site):
            text = (site / entry.path).with_name("source.md").read_text(encoding="utf-8")
            assert "海鸥模型在开阔水面上表现平稳" in text


def test_one_article_by_two_addresses_is_one_entry(world: World, folder: Path) -> None:
    world.wechat.publish(*STORIES[:2])
    bridge, url = world.bridge()
    bridge.stories = STORIES[:2]
    site = world.write_site(
        folder,
        [
            {"id": "account", "kind": "wechat", "urls": [STORIES[0].long_url, STORIES[0].url]},
            {"id": "bridge", "kind": "wechat", "url": url},
        ],
    )
    fetch(site)
    assert ids(site) == [story.id for story in STORIES[:2]]
    fetch(site, "--refresh", clock=LATER)
    assert ids(site) == [story.id for story in STORIES[:2]]


def test_a_shared_post_is_the_article_it_shares(world: World, folder: Path) -> None:
    sharing = Story(number=20, title="转发", kind="shared", shares=STORIES[0].url)
    world.wechat.publish(STORIES[0], sharing)
    site = world.write_site(folder, [account([sharing])])
    fetch(site)
    assert entry_with(site, STORIES[0].id).title == STORIES[0].title


def _no_captcha_words(site: Path) -> None:
    for file in (site / "content").rglob("*.md"):
        assert CAPTCHA_WORDS not in file.read_text(encoding="utf-8"), file
