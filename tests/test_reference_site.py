"""The reference digest says what it promises: how much, about what, in which languages, and in words of its own."""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import date
from functools import cache
from itertools import groupby
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from building import ROOT, SHARED
from digest.config.load import load_config
from digest.content.collect import Collection, collect, entry_week, find_entry
from digest.content.drafts import EntryDraft, IssueDraft, PageDraft, TermDraft
from digest.text.cjk import count
from digest.text.weeks import is_day_name, local_day, parse_week, week_of_day

ZONE = ZoneInfo("Asia/Shanghai")
TOPICS = ("multimodal", "omni-modal", "rl-infra", "3d")
FENCE = re.compile(r"^```\w+$", re.MULTILINE)
TABLE = re.compile(r"^\| :?-", re.MULTILINE)
INLINE_FORMULA = re.compile(r"(?<![$\w])\$[^$\n]+\$(?![$\w])")
DATED_ITEM = re.compile(r"^- (\d{4}-\d\d-\d\d) \[[^\]]+\]\(/entries/([^/]+)/\)：\S", re.MULTILINE)
ENTRY_LINK = re.compile(r"\]\(/entries/([^/]+)/\)")
HAN = re.compile("[\u3400-\u9fff]")
WORD = re.compile(r"[a-z0-9]+(?:['\u2019-][a-z0-9]+)*")


@cache
def site() -> Collection:
    """Every content file of this repository's own site."""
    config, _ = load_config(ROOT)
    collection = collect(ROOT, config)
    assert [str(problem) for problem in collection.problems] == []
    return collection


def entries(**having: str) -> list[EntryDraft]:
    """Entries whose field of each name is the value or holds it."""
    return [one for one in site().entries if all(value in getattr(one, key) for key, value in having.items())]


def issues(*, daily: bool = False) -> list[IssueDraft]:
    """The issues of weeks or of days, oldest first."""
    found = [d for d in site().drafts if isinstance(d, IssueDraft) and not d.is_index]
    return sorted((d for d in found if is_day_name(d.name) == daily), key=lambda d: d.name)


def terms(taxonomy: str) -> dict[str, TermDraft]:
    """The texts of topics or tags by their folder."""
    found = (d for d in site().drafts if isinstance(d, TermDraft) and d.taxonomy == taxonomy)
    return {d.folder.rpartition("/")[2]: d for d in found}


def picks(issue: IssueDraft) -> list[EntryDraft]:
    names = (issue.picks or ()) + tuple(pick for section in issue.sections for pick in section.picks)
    return [find_entry(name, site()) for name in dict.fromkeys(names)]


def seen(entry: EntryDraft) -> date:
    assert entry.publish_date, entry.path
    return local_day(entry.publish_date, ZONE)


def ids(prefix: str) -> list[EntryDraft]:
    return [one for one in site().entries if one.id.startswith(prefix)]


def test_there_are_enough_entries_in_enough_weeks_and_both_languages() -> None:
    assert len(site().entries) >= 40
    assert len({entry_week(one, ZONE) for one in site().entries}) >= 8
    assert len([one for one in site().entries if one.lang == "zh"]) >= 14
    assert len([one for one in site().entries if one.lang == "en"]) >= 14


@pytest.mark.parametrize("topic", TOPICS)
def test_every_topic_has_enough_entries(topic: str) -> None:
    assert len(entries(topics=topic)) >= 7


def test_what_is_omni_modal_is_multimodal() -> None:
    assert [one.path for one in entries(topics="omni-modal") if "multimodal" not in one.topics] == []


def test_the_language_of_an_entry_is_that_of_its_text() -> None:
    for one in site().entries:
        for text in (one.body, one.summary, *one.findings):
            han, words = count(text)
            assert (one.lang == "zh") == (han > words / 4), (one.path, text[:40])


def test_notes_are_short_and_say_something() -> None:
    for one in site().entries:
        han, words = count(re.sub(r"```.*?```", "", one.body, flags=re.DOTALL))
        assert 150 <= han + words * 2 <= 620, (one.path, han, words)
        assert one.summary, one.path


def test_nothing_was_seen_before_its_number_was_given() -> None:
    numbered = ids("arxiv:")
    assert len(numbered) >= 30
    for one in numbered:
        number = one.id.removeprefix("arxiv:")
        assert seen(one).isoformat()[2:7].replace("-", "") >= number[:4], one.path
        assert not one.date or one.date.date() <= seen(one), one.path


def test_works_of_every_kind_are_there() -> None:
    assert len(ids("github:")) >= 2
    assert len([one for one in ids("url:https://mp.weixin.qq.com/s/") if not one.coverage]) >= 3
    assert len([one for one in ids("url:") if one.source and one.source.kind in ("rss", "page")]) >= 3
    surveys = {"综述", "survey"}
    assert len([one for one in site().entries if surveys & set(one.tags)]) >= 3
    assert len([one for one in site().entries if any(link.kind == "model" for link in one.links)]) >= 5


def test_every_field_of_an_entry_is_in_use() -> None:
    for field, number in {
        "authors": 8, "organizations": 15, "subjects": 20, "venue": 4, "coverage": 8, "image": 6,
        "findings": 12, "history": 6,
    }.items():  # fmt: skip
        assert len([one for one in site().entries if getattr(one, field)]) >= number, field
    kinds = {link.kind for one in site().entries for link in one.links}
    assert kinds >= {"paper", "code", "model", "dataset", "demo", "project", "article"}
    assert {found.kind for one in site().entries for found in one.coverage} >= {"wechat", "article"}


def test_notes_use_what_markdown_here_can_do() -> None:
    bodies = [one.body for one in site().entries]
    assert sum("\n$$\n" in body for body in bodies) >= 5
    assert sum(INLINE_FORMULA.search(body) is not None for body in bodies) >= 5
    assert sum(TABLE.search(body) is not None for body in bodies) >= 5
    assert sum(FENCE.search(body) is not None for body in bodies) >= 2


def test_pictures_are_ours_small_and_described() -> None:
    pictures = [(one.image, (ROOT / one.path).parent) for one in site().entries if one.image]
    pictures += [(one.cover, ROOT / "static") for one in issues() if one.cover]
    for picture, folder in pictures:
        assert picture.alt, picture
        assert picture.credit, picture
        file = folder / picture.src.lstrip("/")
        data = file.read_bytes()
        assert data.startswith(b"\x89PNG\r\n\x1a\n"), file
        assert len(data) < 40_000, file
        width, height = struct.unpack(">II", data[16:24])
        assert 600 <= width <= 1280, file
        assert 200 <= height <= 720, file


def test_issues_are_numbered_and_hold_five_to_eight_works_of_their_week() -> None:
    assert len(issues()) >= 8
    assert [one.number for one in issues()] == list(range(1, len(issues()) + 1))
    assert len({one.title for one in issues()}) == len(issues())
    for issue in issues():
        works = picks(issue)
        assert 5 <= len(works) <= 8, issue.name
        assert {entry_week(one, ZONE) for one in works} == {parse_week(issue.name)}, issue.name
        assert issue.summary, issue.name
        assert 3 <= len(issue.highlights) <= 4, issue.name
        assert issue.picks, f"{issue.name} is not fixed: late entries would enter it"


def test_no_work_is_forgotten_by_the_issues() -> None:
    picked = {one.path for issue in (*issues(), *issues(daily=True)) for one in picks(issue)}
    assert {one.path for one in site().entries} - picked == set()


def test_three_issues_have_a_full_editorial_and_a_cover() -> None:
    full = []
    for issue in issues():
        han, words = count(issue.body)
        if issue.cover and (200 <= han <= 420 or (han == 0 and 80 <= words <= 180)):
            full.append(issue.name)
    assert len(full) >= 3


def test_one_issue_is_of_a_day_and_lies_beside_that_of_its_week() -> None:
    (daily,) = issues(daily=True)
    day = date.fromisoformat(daily.name)
    works = picks(daily)
    assert len(works) >= 8
    assert {seen(one) for one in works} == {day}
    week = next(one for one in issues() if parse_week(one.name) == week_of_day(day))
    assert {one.path for one in picks(week)} < {one.path for one in works}


@pytest.mark.parametrize("topic", TOPICS)
def test_a_topic_page_introduces_and_names_every_entry_of_its_topic(topic: str) -> None:
    page = terms("topics")[topic]
    introduction, *sections = re.split(r"^## ", page.body, flags=re.MULTILINE)
    assert count(introduction)[0] >= 60
    assert len(sections) >= 4
    items = DATED_ITEM.findall(page.body)
    for day, slug in items:
        assert seen(find_entry(slug, site())) == date.fromisoformat(day), slug
    for section in sections:
        days = [day for day, _ in DATED_ITEM.findall(section)]
        assert days == sorted(days), section.splitlines()[0]
    named = {find_entry(slug, site()).path for slug in ENTRY_LINK.findall(page.body)}
    elsewhere = "omni-modal" if topic == "multimodal" else ""
    members = {one.path for one in entries(topics=topic) if elsewhere not in one.topics}
    assert members - named == set()


def test_ten_tags_have_a_text_and_entries_to_go_with_it() -> None:
    config, _ = load_config(ROOT)
    assert len(terms("tags")) >= 10
    for tag in config.tags:
        if tag.slug in terms("tags"):
            labels = {tag.name, *tag.aliases}
            assert any(labels & set(one.tags) for one in site().entries), tag.slug
            assert terms("tags")[tag.slug].summary, tag.slug
    assert set(terms("tags")) <= {tag.slug for tag in config.tags}


@pytest.mark.parametrize("path", ["about.md", "feeds.md", "archive.md"])
def test_pages_about_the_site_are_there(path: str) -> None:
    found = [d for d in site().drafts if d.path == f"content/{path}"]
    assert found, path
    assert found[0].title, path
    assert found[0].body.strip(), path


def runs(text: str, *, han: int, words: int) -> Iterator[str]:
    """Every run of so many Han characters (other signs between them ignored) and of so many Latin words."""
    characters = "".join(HAN.findall(text))
    yield from (characters[start : start + han] for start in range(len(characters) - han + 1))
    latin = WORD.findall(text.lower())
    yield from (" ".join(latin[start : start + words]) for start in range(len(latin) - words + 1))


def own_words(draft: PageDraft) -> Iterator[str]:
    """The texts of a file that are nobody's name, title or address."""
    yield re.sub(r"https?://\S+", "", draft.body)
    yield draft.summary
    yield draft.description
    if isinstance(draft, EntryDraft):
        yield from draft.findings
        yield draft.abstract
    if isinstance(draft, IssueDraft):
        yield from draft.highlights


def test_runs_are_found_whatever_stands_between() -> None:
    assert list(runs("一二，三 x 四", han=3, words=9)) == ["一二三", "二三四"]
    assert list(runs("Don\u2019t copy, *ever*!", han=9, words=2)) == ["don\u2019t copy", "copy ever"]


def test_no_sentence_is_taken_from_the_documents_this_began_with() -> None:
    seeds = sorted((SHARED / "seeds").glob("*.txt"))
    if not seeds:
        pytest.skip(f"{SHARED / 'seeds'} is missing: nothing was compared")
    taken = {run for seed in seeds for run in runs(seed.read_text("utf-8"), han=25, words=12)}
    assert taken
    copied = [
        (path, run)
        for path, drafts in groupby(site().drafts, key=lambda draft: Path(draft.path))
        for draft in drafts
        for text in own_words(draft)
        for run in runs(text, han=25, words=12)
        if run in taken
    ]
    assert copied == []
