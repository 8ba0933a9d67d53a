import json
import os
import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.config.schema import Config
from digest.content import edit
from digest.content.drafts import EntryDraft, Link
from digest.content.edit import (
    AddValue,
    AppendItem,
    AppendValue,
    Change,
    RemoveValue,
    SetKey,
    SetValue,
    edit_file,
)
from digest.content.read import read_draft
from digest.content.splices import FrontMatter, append_item, set_key
from digest.formats.write import Data
from digest.problems import DigestError

CONFIG = Config()
ENTRY = "content/entries/a.md"


def edited(root: Path, text: str, *changes: Change) -> str:
    """The text of an entry after changes; line ends and all, as they stand in the file."""
    file = root / ENTRY
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(text.encode())
    edit_file(root, ENTRY, changes, CONFIG)
    return file.read_bytes().decode()


PUBLISH = SetKey("draft", False)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: T\ndraft: true\n---\nBody\n", "---\ntitle: T\ndraft: false\n---\nBody\n"),
        (
            "---\ndraft:   true   # not yet\ntitle: T\n---\n",
            "---\ndraft:   false   # not yet\ntitle: T\n---\n",
        ),
        ("---\r\ntitle: T\r\ndraft: true\r\n---\r\nB", "---\r\ntitle: T\r\ndraft: false\r\n---\r\nB"),
        ('\ufeff---\ntitle: T\n"draft": "true"\n---\n', '\ufeff---\ntitle: T\n"draft": false\n---\n'),
        ('+++\ndraft = true # no\ntitle = "T"\n+++\nB', '+++\ndraft = false # no\ntitle = "T"\n+++\nB'),
        ('{\n  "title": "T",\n  "draft": true\n}\nB', '{\n  "title": "T",\n  "draft": false\n}\nB'),
        ('{"draft":true,"title":"T"}\n', '{"draft":false,"title":"T"}\n'),
    ],
)
def test_sets_a_key_and_keeps_every_other_byte(tmp_path: Path, before: str, after: str) -> None:
    assert edited(tmp_path, before, PUBLISH) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("---\ntitle: T\n# end\n---\nB\n", "---\ntitle: T\n# end\nslug: new-名\n---\nB\n"),
        ("---\ntitle: T\n---\n---\nB\n", "---\ntitle: T\nslug: new-名\n---\n---\nB\n"),
        ("---\ntitle: T\nslug:\n---\n---\nB\n", "---\ntitle: T\nslug: new-名\n---\n---\nB\n"),
        ("---\ntitle: T\nslug:  # none\n---\n", "---\ntitle: T\nslug:  new-名 # none\n---\n"),
        ("---\nslug: 'it''s'\ntitle: T\n---\n", "---\nslug: new-名\ntitle: T\n---\n"),
        ("\n---\ntitle: T\n---", "\n---\ntitle: T\nslug: new-名\n---"),
        ("---\r\ntitle: T\r\n---\r\n", "---\r\ntitle: T\r\nslug: new-名\r\n---\r\n"),
        (
            '+++\ntitle = "T"\n[params]\na = 1\n+++\n',
            '+++\nslug = "new-名"\ntitle = "T"\n[params]\na = 1\n+++\n',
        ),
        ('{"title": "T"}\n', '{"slug": "new-名","title": "T"}\n'),
        ('{\n  "title": "T"\n}\n', '{\n  "slug": "new-名",\n  "title": "T"\n}\n'),
    ],
)
def test_adds_a_key_that_is_missing(tmp_path: Path, before: str, after: str) -> None:
    assert edited(tmp_path, before, SetKey("slug", "new-名")) == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("title: T\n", "title: T\naliases: [/old/]\n"),
        ("title: T\naliases: []\n", "title: T\naliases: [/old/]\n"),
        ("title: T\naliases: [/a/, /b/]  # two\n", "title: T\naliases: [/a/, /b/, /old/]  # two\n"),
        ("title: T\naliases: [/a/, ]\n", "title: T\naliases: [/a/, /old/, ]\n"),
        (
            "aliases: [\n  /a/,  # x\n  '/]/'\n]\ntitle: T\n",
            "aliases: [\n  /a/,  # x\n  '/]/',\n  /old/\n]\ntitle: T\n",
        ),
        ("aliases:\n  - /a/\n  # more\n\ntitle: T\n", "aliases:\n  - /a/\n  - /old/\n  # more\n\ntitle: T\n"),
        ("aliases:\n- /a/\n- /b/\ntitle: T\n", "aliases:\n- /a/\n- /b/\n- /old/\ntitle: T\n"),
        ("aliases: # none\ntitle: T\n", "aliases: [/old/] # none\ntitle: T\n"),
        ("aliases:\ntitle: T\n", "aliases: [/old/]\ntitle: T\n"),
        ("aliases: /a/\ntitle: T\n", "aliases: [/a/, /old/]\ntitle: T\n"),
        ("aliases: '/a, b/' # x\ntitle: T\n", "aliases: ['/a, b/', /old/] # x\ntitle: T\n"),
    ],
)
def test_appends_to_a_yaml_list_in_its_own_style(tmp_path: Path, before: str, after: str) -> None:
    assert (
        edited(tmp_path, f"---\n{before}---\nB\n", AppendItem("aliases", "/old/")) == f"---\n{after}---\nB\n"
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('+++\ntitle = "T"\n+++\n', '+++\naliases = ["/old/"]\ntitle = "T"\n+++\n'),
        (
            "+++\ntitle = 'T'\naliases = ['/a/']\n+++\n",
            "+++\ntitle = 'T'\naliases = ['/a/', \"/old/\"]\n+++\n",
        ),
        (
            '+++\ntitle = "T"\naliases = [\n  "/a/",\n  "/b/", # x\n]\n+++\n',
            '+++\ntitle = "T"\naliases = [\n  "/a/",\n  "/b/",\n  "/old/", # x\n]\n+++\n',
        ),
        ('{"title": "T", "aliases": ["/a/"]}\n', '{"title": "T", "aliases": ["/a/", "/old/"]}\n'),
        ('{"title": "T"}\n', '{"aliases": ["/old/"],"title": "T"}\n'),
        (
            '{\n  "aliases": [\n    "/a/"\n  ],\n  "title": "T"\n}\n',
            '{\n  "aliases": [\n    "/a/",\n    "/old/"\n  ],\n  "title": "T"\n}\n',
        ),
    ],
)
def test_appends_to_toml_and_json_lists(tmp_path: Path, before: str, after: str) -> None:
    assert edited(tmp_path, before, AppendItem("aliases", "/old/")) == after


def test_several_changes_are_one_write(tmp_path: Path) -> None:
    text = edited(
        tmp_path, "---\ntitle: T\n---\n", SetKey("slug", "bee"), AppendItem("aliases", "/entries/a/")
    )
    assert text == "---\ntitle: T\nslug: bee\naliases: [/entries/a/]\n---\n"


@pytest.mark.parametrize(
    "front_matter",
    [
        "title: T\nslug: |-\n  many\n",
        "title: T\nslug: a\n  b\n",
        'title: T\nslug: "a\n  b"\n',
    ],
)
def test_leaves_forms_it_does_not_know_to_people(tmp_path: Path, front_matter: str) -> None:
    text = f"---\n{front_matter}---\n"
    with pytest.raises(DigestError, match="one line") as failure:
        edited(tmp_path, text, SetKey("slug", "new"))
    assert failure.value.problems[0].path == ENTRY
    assert failure.value.problems[0].hint
    assert (tmp_path / ENTRY).read_text(encoding="utf-8") == text


def test_a_file_without_front_matter_is_left_alone(tmp_path: Path) -> None:
    path = "content/about.md"
    (tmp_path / "content").mkdir()
    (tmp_path / path).write_text("# About\n", encoding="utf-8")
    with pytest.raises(DigestError, match="no front matter"):
        edit_file(tmp_path, path, [SetKey("slug", "b")], CONFIG)


def test_a_splice_that_alters_more_never_reaches_the_disk(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    text = "---\ntitle: T\ndraft: true\n---\nBody\n"
    monkeypatch.setattr(
        edit, "set_key", lambda matter, *_: matter.text.replace("true", "false").replace("T", "U")
    )
    with pytest.raises(DigestError, match="also alter title"):
        edited(tmp_path, text, PUBLISH)
    monkeypatch.setattr(edit, "set_key", lambda matter, *_: matter.text.replace("true", "maybe"))
    with pytest.raises(DigestError, match="would break"):
        edited(tmp_path, text, PUBLISH)
    assert (tmp_path / ENTRY).read_text(encoding="utf-8") == text


def test_a_file_somebody_changes_meanwhile_is_not_overwritten(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def change_and_set(matter: FrontMatter, key: str, value: str | bool) -> str:
        (tmp_path / ENTRY).write_text("---\ntitle: Mine\n---\n", encoding="utf-8")
        return set_key(matter, key, value)

    monkeypatch.setattr(edit, "set_key", change_and_set)
    with pytest.raises(DigestError, match="meanwhile"):
        edited(tmp_path, "---\ntitle: T\ndraft: true\n---\n", PUBLISH)
    assert "Mine" in (tmp_path / ENTRY).read_text(encoding="utf-8")


def test_a_file_outside_the_site_is_not_touched(tmp_path: Path) -> None:
    site = tmp_path / "site"
    (site / "content").mkdir(parents=True)
    outside = tmp_path / "outside.md"
    outside.write_text("---\ntitle: T\ndraft: true\n---\n", encoding="utf-8")
    (site / "content/a.md").symlink_to(outside)
    with pytest.raises(DigestError, match="outside"):
        edit_file(site, "content/a.md", [PUBLISH], CONFIG)
    assert "true" in outside.read_text(encoding="utf-8")


def test_an_edit_that_changes_nothing_writes_nothing(tmp_path: Path) -> None:
    edited(tmp_path, "---\ntitle: T\ndraft: false\n---\n")
    before = (tmp_path / ENTRY).stat()
    edit_file(tmp_path, ENTRY, [PUBLISH], CONFIG)
    assert (tmp_path / ENTRY).stat().st_ino == before.st_ino


def test_a_link_inside_the_site_keeps_pointing_to_the_file_that_changes(tmp_path: Path) -> None:
    file, link = tmp_path / "content/real.md", tmp_path / ENTRY
    link.parent.mkdir(parents=True)
    file.write_text("---\ntitle: T\ndraft: true\n---\n", encoding="utf-8")
    file.chmod(0o640)
    link.symlink_to(file)
    edit_file(tmp_path, ENTRY, [PUBLISH], CONFIG)
    assert "draft: false" in file.read_text(encoding="utf-8")
    assert stat.S_IMODE(file.stat().st_mode) == 0o640
    assert link.is_symlink()


def test_a_disk_that_refuses_is_told_by_the_name_of_the_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    text = "---\ntitle: T\ndraft: true\n---\n"
    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(DigestError, match="the disk is full") as failure:
        edited(tmp_path, text, PUBLISH)
    assert failure.value.problems[0].path == ENTRY
    assert {path.name: path.read_text("utf-8") for path in (tmp_path / ENTRY).parent.iterdir()} == {
        "a.md": text
    }


VALUES = st.text(alphabet="ab名'\"#:,[]{}\\- /&*!|>%@`", max_size=12)


@given(title=VALUES, alias=VALUES, slug=st.sampled_from(["b", "名-2", "true", "null", "12-30", "2411"]))
def test_whatever_the_other_values_they_read_the_same_after(title: str, alias: str, slug: str) -> None:
    front = f"title: {json.dumps('T' + title)}\naliases: [{json.dumps('/a' + alias)}] # x\ndraft: true\n"
    before, _ = read_draft(f"---\n{front}---\nB\n".encode(), path=ENTRY, config=CONFIG)
    matter = FrontMatter(f"---\n{front}---\nB\n", before.places, before.body_line)
    text = set_key(matter, "slug", slug)
    middle, _ = read_draft(text.encode(), path=ENTRY, config=CONFIG)
    text = append_item(FrontMatter(text, middle.places, middle.body_line), "aliases", "/old/")
    after, _ = read_draft(text.encode(), path=ENTRY, config=CONFIG)
    assert after.slug == slug
    assert after.aliases == (*before.aliases, "/old/")
    assert (after.title, after.draft, after.body) == (before.title, True, before.body)


LINKS = (
    "---\ntitle: T  # mine\nlinks:\n  - kind: paper\n    url: https://a.example/1  # the paper\n"
    "tags: [x]\n---\nBody\n"
)


def added_link(url: str) -> AppendValue:
    return AppendValue("links", {"url": url}, Link(url=url))


def test_a_mapping_is_added_to_a_list_of_mappings() -> None:
    change = AppendValue(
        "links", {"kind": "code", "url": "https://b.example/"}, Link(kind="code", url="https://b.example/")
    )
    data, draft = edit.edited(LINKS.encode(), ENTRY, [change], CONFIG)
    added = "  - kind: code\n    url: https://b.example/\n"
    assert data.decode() == LINKS.replace("tags:", f"{added}tags:")
    assert isinstance(draft, EntryDraft)
    assert [link.url for link in draft.links] == ["https://a.example/1", "https://b.example/"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "---\ntitle: T\nlinks: [{url: https://a.example/}]  # one\n---\n",
            '---\ntitle: T\nlinks: [{url: https://a.example/}, {"url": "https://b.example/"}]  # one\n---\n',
        ),
        (
            "---\ntitle: T\nlinks: https://a.example/\n---\n",
            '---\ntitle: T\nlinks: [https://a.example/, {"url": "https://b.example/"}]\n---\n',
        ),
        ("---\ntitle: T\nlinks: []\n---\n", '---\ntitle: T\nlinks: [{"url": "https://b.example/"}]\n---\n'),
        ("---\ntitle: T\nlinks:\n---\n", '---\ntitle: T\nlinks: [{"url": "https://b.example/"}]\n---\n'),
        (
            '{"title": "T", "links": [{"url": "https://a.example/"}]}\n',
            '{"title": "T", "links": [{"url": "https://a.example/"}, {"url": "https://b.example/"}]}\n',
        ),
        (
            "+++\ntitle = 'T'\nlinks = [{url = 'https://a.example/'}]\n+++\n",
            "+++\ntitle = 'T'\nlinks = [{url = 'https://a.example/'}, { \"url\" = \"https://b.example/\" }]\n+++\n",
        ),
    ],
)
def test_a_mapping_is_added_in_the_style_of_the_list(before: str, after: str) -> None:
    data, _ = edit.edited(before.encode(), ENTRY, [added_link("https://b.example/")], CONFIG)
    assert data.decode() == after


@pytest.mark.parametrize(
    "before", ['+++\ntitle = "T"\n[params]\na = "b"\n+++\nBody\n', '{"title": "T"}\nBody\n']
)
def test_toml_and_json_take_values_of_any_shape(before: str) -> None:
    link = Link(kind="code", url="https://b.example/?a=1&b=2", title='名 "x" \\ y')
    value: Data = [{"kind": link.kind, "url": link.url, "title": link.title}]
    changes = [AddValue("links", value, (link,)), AddValue("abstract", "one\n\n  two", "one\n\n  two")]
    data, draft = edit.edited(before.encode(), ENTRY, changes, CONFIG)
    assert isinstance(draft, EntryDraft)
    assert (draft.links, draft.abstract, draft.body) == ((link,), "one\n\n  two", "Body\n")
    assert len(data.splitlines()) <= len(before.splitlines()) + 2


def test_a_key_with_a_value_of_many_lines_is_added_at_the_end() -> None:
    change = AddValue("findings", ["one", "two: x"], ("one", "two: x"))
    data, _ = edit.edited(LINKS.replace("\n", "\r\n").encode(), ENTRY, [change], CONFIG)
    added = 'findings:\r\n  - one\r\n  - "two: x"\r\n---\r\nBody'
    assert added in data.decode()


@pytest.mark.parametrize(
    ("text", "change"),
    [
        (LINKS, AddValue("title", "U", "U")),
        ("---\ntitle: T\nlinks: {url: https://a.example/}\n---\n", added_link("https://b.example/")),
        ("---\ntitle: T\nlinks: https://a.example/,b\n---\n", added_link("https://b.example/")),
        ("---\ntitle: T\n---\n", added_link("https://b.example/")),
        (LINKS, added_link("javascript:x")),
    ],
)  # fmt: skip
def test_a_value_that_cannot_be_added_safely_is_refused(text: str, change: Change) -> None:
    with pytest.raises(DigestError) as failure:
        edit.edited(text.encode(), ENTRY, [change], CONFIG)
    assert change.key in str(failure.value)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_key_is_taken_out_with_all_its_lines_and_no_other(tmp_path: Path, newline: str) -> None:
    before = "---\ntitle: T\ntags:\n  - a\n  - b c\n# about the next\nweight: 3\n---\nBody\n"
    change = RemoveValue("tags", ["a", "b c"], ())
    text = edited(tmp_path, before.replace("\n", newline), change)
    assert text == before.replace("tags:\n  - a\n  - b c\n", "").replace("\n", newline)


@pytest.mark.parametrize(
    "before",
    [
        '+++\ntitle = "T"\n[params]\nx = 1\n+++\nBody\n',
        '+++\r\ntitle = "T"\r\n+++\r\nBody\r\n',
        '{"title": "T"}\nBody\n',
        '{\n  "title": "T",\n  "weight": 3\n}\nBody\n',
        "---\ntitle: T\n---\nBody\n",
    ],
)
def test_a_value_is_added_changed_and_taken_out_in_every_form(tmp_path: Path, before: str) -> None:
    texts = ("a", 'b "c" \\ d')
    one: Data = [*texts]
    two: Data = ["x"]
    with_one = edited(tmp_path, before, AddValue("tags", one, texts))
    with_two = edited(tmp_path, with_one, SetValue("tags", one, two, ("x",)))
    assert with_two != with_one != before
    assert edited(tmp_path, with_two, RemoveValue("tags", two, ())) == before


@pytest.mark.parametrize(
    "written", ["tags: [a]\n", "tags:\n  - a  # mine\n", "tags:\n  - a\n  - b\n", 'tags:\n  - "a"\n']
)
def test_a_key_in_other_lines_than_the_programs_is_not_taken_out(tmp_path: Path, written: str) -> None:
    with pytest.raises(DigestError):
        edited(tmp_path, f"---\ntitle: T\n{written}---\n", RemoveValue("tags", ["a"], ()))
