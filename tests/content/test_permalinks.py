import unicodedata
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.schema import Config
from digest.content.addresses import BadAddress, address_key, parse_address, quote_address
from digest.content.drafts import Draft, EntryDraft, IssueDraft, PageDraft, TermDraft
from digest.content.permalinks import address_of, aliases_of, check_patterns, slug_of
from digest.content.places import place_of
from digest.problems import DigestError

DEFAULT = Config()


def page(path: str, **fields: object) -> Draft:
    """A draft of the type its path calls for."""
    place = place_of(path)
    kind: type[PageDraft] = PageDraft
    if place.section == "entries" and not place.is_index:
        kind = EntryDraft
    elif place.section == "issues" and not place.is_index:
        kind = IssueDraft
    elif place.section in {"topics", "tags"} and place.is_index and "/" in place.folder:
        kind = TermDraft
        fields["taxonomy"] = place.section
    draft = kind(
        path=path,
        section=place.section,
        folder=place.folder,
        name=place.name,
        is_index=place.is_index,
        is_bundle=place.is_bundle,
        **fields,  # type: ignore[arg-type]  # each test passes fields of the right type
    )
    assert isinstance(draft, PageDraft)
    return draft


@pytest.mark.parametrize(
    ("path", "address"),
    [
        ("content/_index.md", "/"),
        ("content/about.md", "/about/"),
        ("content/about/index.md", "/about/"),
        ("content/entries/_index.md", "/entries/"),
        ("content/entries/2025/w20/BLIP3-o/index.md", "/entries/blip3-o/"),
        ("content/entries/any/where.md", "/entries/where/"),
        ("content/entries/2025-05-12-大模型.md", "/entries/大模型/"),
        ("content/issues/2025-W20.md", "/issues/2025-w20/"),
        ("content/issues/2026-02-13.md", "/issues/2026-02-13/"),
        ("content/issues/Special Edition.md", "/issues/special-edition/"),
        ("content/topics/3d/_index.md", "/topics/3d/"),
        ("content/tags/大模型/_index.md", "/tags/大模型/"),
        ("content/topics/_index.md", "/topics/"),
        ("content/notes/_index.md", "/notes/"),
        ("content/notes/Sub/my_post.md", "/notes/sub/my_post/"),
        ("content/notes/2024-01-02-con.md", "/notes/con-x/"),
        ("content/C++/notes.md", "/c/notes/"),
    ],
)
def test_addresses_by_place(path: str, address: str) -> None:
    assert address_of(page(path), DEFAULT) == address


def test_a_slug_comes_before_the_file_name_and_the_title_after_it() -> None:
    assert address_of(page("content/notes/a.md", slug="My-Slug"), DEFAULT) == "/notes/my-slug/"
    assert address_of(page("content/entries/a.md", slug="大模型"), DEFAULT) == "/entries/大模型/"
    assert address_of(page("content/entries/++.md", title="C plus"), DEFAULT) == "/entries/c-plus/"
    assert slug_of(page("content/entries/++.md", title="++")).startswith("n-")


@pytest.mark.parametrize("slug", ["../../etc", "a/b", "a\\b", "a\x00b", "%2e%2e", "..", "+++"])
def test_a_slug_that_cannot_be_one_is_refused_at_its_place(slug: str) -> None:
    draft = page("content/entries/a.md", slug=slug, places={"slug": (4, 1)})
    with pytest.raises(DigestError) as failure:
        address_of(draft, DEFAULT)
    assert [(p.path, p.line) for p in failure.value.problems] == [("content/entries/a.md", 4)]


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("/all_modality", "/all_modality/"),
        ("/all_modality/", "/all_modality/"),
        ("deep/er//x/", "/deep/er/x/"),
        ("/About/Us", "/about/us/"),
        ("/old.html", "/old.html"),
        ("/x/index.html", "/x/"),
        ("/%E5%A4%A7/", "/大/"),
        ("/e\u0301/", "/é/"),
        ("/e%CC%81/", "/é/"),
        ("/two  words/", "/two-words/"),
        ("/gpt-4.5", "/gpt-4.5/"),
        ("/feeds/", "/feeds/"),
    ],
)
def test_url_overrides_everything(url: str, address: str) -> None:
    assert address_of(page("content/entries/a.md", url=url, slug="b"), DEFAULT) == address


@pytest.mark.parametrize("url", ["/", "/entries/", "/Tags", "/archive/", "/404.html"])
def test_an_entry_takes_no_page_of_the_program(url: str) -> None:
    with pytest.raises(DigestError, match="program"):
        address_of(page("content/entries/a.md", url=url), DEFAULT)


BAD = [
    "../x", "/a/../b", "/a/./b", "//evil.example/", "http://evil.example", "a\\b", "C:/x", "/%2e%2e/x",
    "/a%2fb", "/a%5Cb", "/%00", "/%252e", "/%ff", "/a\x00", "/a\x7f", "/a\nb", "/\u202ea", "/．．/x", "/a／b",
    "/‥/", "/con/", "/NUL.html", "/a?b", "/a#b", "/<b>/", '/"/', "/.git/x", "/a./", "   ", "/" + "页" * 61,
    "/" + "a/" * 41,
    "/" + "abcdefghijklmnopqrstuvwxyz/" * 39, "/\ud800",
]  # fmt: skip
RESERVED = [
    "/index.xml", "/notes/atom.xml", "/feed.json", "/Sitemap.xml", "/robots.txt", "/feeds.opml",
    "/citations.bib", "/api/x", "/API/", "/assets/style", "/notes/page/2/", "/page/3",
]  # fmt: skip


@pytest.mark.parametrize("url", [*BAD, *RESERVED])
def test_an_address_that_leaves_the_site_or_is_taken_is_refused_at_its_place(url: str) -> None:
    draft = page("content/a.md", url=url, places={"url": (3, 1)})
    with pytest.raises(DigestError) as failure:
        address_of(draft, DEFAULT)
    problem = failure.value.problems[0]
    assert (problem.path, problem.line, problem.column, problem.severity) == ("content/a.md", 3, 1, "error")


@pytest.mark.parametrize("path", ["content/api/x.md", "content/assets/_index.md", "content/api.md"])
def test_folders_of_the_program_are_refused_by_place_too(path: str) -> None:
    with pytest.raises(DigestError, match="the program"):
        address_of(page(path), DEFAULT)


DATE = datetime(2025, 5, 4, 23, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("pattern", "address"),
    [
        ("/:year/:month/:day/:slug/", "/2025/05/04/the-title/"),
        ("/:section/:filename", "/notes/my_name/"),
        ("/:sections/:contentbasename/", "/notes/sub/my_name/"),
        ("/x/:slugorfilename/", "/x/my_name/"),
        ("/x/:slugorcontentbasename/", "/x/my_name/"),
        ("/:title.html", "/the-title.html"),
        (":weekday-:yearday", "/0-124/"),
        ("/:monthname/:weekdayname/:title/", "/may/sunday/the-title/"),
    ],
)
def test_patterns_of_a_section(pattern: str, address: str) -> None:
    config = Config(permalinks={"notes": pattern})
    draft = page("content/notes/sub/my_name.md", title="The Title", date=DATE)
    assert not check_patterns(config)
    assert address_of(draft, config) == address
    assert address_of(page("content/other/a.md"), config) == "/other/a/"
    assert address_of(page("content/notes/_index.md"), config) == "/notes/"


def test_a_pattern_of_entries_takes_their_slug() -> None:
    config = Config(permalinks={"entries": "/works/:slug/"})
    assert address_of(page("content/entries/a/index.md", title="T"), config) == "/works/a/"


def test_an_unknown_token_and_a_missing_date_are_told() -> None:
    config = Config(permalinks={"notes": "/:yaer/:slug/", "more": "/../:slug/"})
    problems = check_patterns(config)
    assert [problem.path for problem in problems] == ["digest.yaml", "digest.yaml"]
    assert '":yaer"' in problems[0].message
    with pytest.raises(DigestError, match=":yaer"):
        address_of(page("content/notes/a.md"), config)
    with pytest.raises(DigestError, match="no date"):
        address_of(page("content/notes/a.md"), Config(permalinks={"notes": "/:year/:filename/"}))


def test_aliases_stand_beside_the_page_unless_they_begin_at_the_root() -> None:
    draft = page(
        "content/notes/new.md", aliases=("old", "../up", "/Abs/x", "sub/x.html", "/notes/new/", "old/")
    )
    expected = ("/notes/old/", "/up/", "/Abs/x/", "/notes/sub/x.html")
    assert aliases_of(draft, "/notes/new/") == expected
    assert aliases_of(page("content/_index.md", aliases=("home",)), "/") == ("/home/",)


def test_every_bad_alias_is_told() -> None:
    draft = page("content/a.md", aliases=("../../out", "ok", "//evil", "/api/x"), places={"aliases": (5, 1)})
    with pytest.raises(DigestError) as failure:
        aliases_of(draft, "/a/")
    assert len(failure.value.problems) == 3
    assert {problem.line for problem in failure.value.problems} == {5}


def test_addresses_are_quoted_for_links() -> None:
    assert quote_address("/tags/大/") == "/tags/%E5%A4%A7/"
    assert quote_address("/a_b/c.html") == "/a_b/c.html"
    assert quote_address("/a b\"<'>/") == "/a%20b%22%3C'%3E/"


def test_the_key_is_shared_by_what_a_file_system_may_confuse() -> None:
    assert address_key("/É/") == address_key("/e\u0301/")
    assert address_key("/a/") != address_key("/b/")


@given(
    st.text() | st.text(alphabet="aB./\\%2ef5c:?#\x00\u202e．／‥ \n页"), st.sampled_from(["", "/", "/a/b/"])
)
def test_what_is_accepted_stays_inside_and_is_canonical(text: str, base: str) -> None:
    try:
        address = parse_address(text, base=base)
    except BadAddress:
        return
    assert address.startswith("/")
    assert address.casefold().endswith(("/", ".html"))
    assert "//" not in address
    assert not {".", ".."} & set(address.split("/"))
    assert not set("\\%:?#") & set(address)
    assert not {"Cc", "Cs", "Zl", "Zp"} & {unicodedata.category(character) for character in address}
    assert parse_address(address) == address
