"""Records of what the machine wrote: they read back exactly, whatever they hold."""

from hypothesis import given, settings
from hypothesis import strategies as st

from digest.config.schema import Config
from digest.content.drafts import Auto, EntryDraft
from digest.content.ownership import is_as_written, record_data, value_digest
from digest.content.read import read_draft
from digest.formats.write import write_yaml

_LINE = st.text(st.characters(exclude_categories=["Cc", "Cs", "Cn", "Co"]), min_size=1, max_size=40)


@settings(max_examples=80, deadline=None)
@given(st.lists(_LINE, max_size=4).map(tuple), st.lists(_LINE, max_size=4).map(tuple))
def test_a_record_reads_back_as_it_was_written(value: tuple[str, ...], why: tuple[str, ...]) -> None:
    record = Auto("categorize", value_digest([*value]), value, why)
    front = write_yaml({"title": "T", "auto": {"tags": record_data(record)}})
    draft, _ = read_draft(f"---\n{front}---\n".encode(), path="content/entries/a.md", config=Config())
    assert isinstance(draft, EntryDraft)
    assert draft.auto["tags"] == record
    assert is_as_written(draft.auto["tags"], [*value])
