"""Who owns which field of the file of an issue, whatever an editor did to it."""

from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from digest.config.schema import Config
from digest.content.drafts import Image, IssueDraft
from digest.content.read import read_draft
from digest.issues.issue_file import FIELDS, Fields, is_owned, new_file, updated_file

PATH = "content/issues/2025-W20.md"
FIRST: Fields = {
    "title": "One | Two",
    "number": 37,
    "date": datetime(2025, 5, 18, tzinfo=UTC),
    "cover": Image("https://example.org/a.png", "A", "Ada"),
    "summary": "本期收录 2 篇。",
    "highlights": ("One: a thing", "二：- 物 #x"),
    "picks": ("arxiv:2505.00001", "two"),
}
LATER: Fields = {
    "title": "Three",
    "number": 99,
    "date": datetime(2026, 1, 1, tzinfo=UTC),
    "cover": Image("https://example.org/b.png"),
    "summary": "Two\nlines.",
    "highlights": ("Three",),
    "picks": ("three",),
}
EDITED = {
    "title": "title: Mine",
    "number": "number: 5",
    "date": "date: 2025-05-17",
    "cover": "cover: /images/mine.png",
    "summary": "summary: My words.",
    "highlights": "highlights: [mine]",
    "picks": "picks: [mine]",
}


def read(data: bytes) -> IssueDraft:
    draft, warnings = read_draft(data, path=PATH, config=Config())
    assert isinstance(draft, IssueDraft)
    assert not warnings
    return draft


def block(text: str, field: str) -> str:
    """The lines of a top-level key."""
    lines = text.split("\n")
    start = next(n for n, line in enumerate(lines) if line.startswith(f"{field}:"))
    end = next(n for n in range(start + 1, len(lines)) if lines[n][:1] not in (" ", ""))
    return "\n".join(lines[start:end]) + "\n"


def values(draft: IssueDraft) -> dict[str, object]:
    return {name: getattr(draft, name) for name in FIELDS}


def test_what_was_written_reads_back_and_is_the_programs() -> None:
    draft = read(new_file(FIRST))
    assert values(draft) == dict(FIRST)
    assert not any(is_owned(draft, name) for name in FIELDS)


@given(
    st.dictionaries(st.sampled_from(FIELDS), st.sampled_from(["change", "remove"])),
    st.text(alphabet="字ab # -\n", max_size=40),
)
def test_what_an_editor_changed_or_removed_stays_and_the_rest_follows(
    edits: dict[str, str], body: str
) -> None:
    text = new_file(FIRST).decode()
    for field, what in edits.items():
        text = text.replace(block(text, field), f"{EDITED[field]}\n" if what == "change" else "", 1)
    text += body
    before = read(text.encode())
    after = read(updated_file(text.encode(), before, LATER, Config()))
    once = {"number", "date"}
    for field in FIELDS:
        assert is_owned(before, field) == (field in edits)
        kept = field in edits or field in once
        assert getattr(after, field) == (getattr(before, field) if kept else LATER[field])
    assert after.body == before.body


@given(st.sets(st.sampled_from(FIELDS)))
def test_a_file_a_person_began_is_filled_where_it_says_nothing(begun: set[str]) -> None:
    lines = "".join(f"{EDITED[field]}  # kept\n" for field in FIELDS if field in begun)
    empty = {"title": "title: ''\n", "summary": 'summary: ""\n', "highlights": "highlights: []\n"}
    lines += "".join(text for field, text in empty.items() if field not in begun)
    data = f"---\n{lines}---\nThe editorial.\n".encode()
    before = read(data)
    filled = updated_file(data, before, FIRST, Config())
    after = read(filled)
    for field in FIELDS:
        assert getattr(after, field) == (getattr(before, field) if field in begun else FIRST[field])
    assert filled.count(b"# kept") == len(begun)
    assert updated_file(filled, after, FIRST, Config()) == filled


def test_what_has_no_value_any_more_goes_and_may_come_back() -> None:
    """The cover of a work that was rejected, and the editor's own beside it."""
    first = new_file(FIRST)
    without = {name: LATER[name] for name in LATER if name not in ("cover", "highlights")}
    after = updated_file(first, read(first), without, Config())
    assert (read(after).cover, read(after).highlights) == (None, ())
    assert read(updated_file(after, read(after), LATER, Config())).cover == LATER["cover"]
    mine = first.replace(b"https://example.org/a.png", b"https://example.org/mine.png")
    kept = read(updated_file(mine, read(mine), without, Config()))
    assert kept.cover is not None
    assert kept.cover.src == "https://example.org/mine.png"


def test_an_emptied_field_stays_empty() -> None:
    text = new_file(FIRST).decode().replace(block(new_file(FIRST).decode(), "highlights"), "highlights: []\n")
    assert read(updated_file(text.encode(), read(text.encode()), LATER, Config())).highlights == ()
