import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.formats.nodes import plain
from digest.formats.write import Data, write_yaml
from digest.formats.yaml import read_yaml
from digest.problems import DigestError

CONTROLS = "".join(map(chr, [*range(9), 11, 12, *range(14, 32), 127, *range(128, 133), *range(134, 160)]))
AWKWARD = (
    *("", " ", "no", "Yes", "null", "~", "true", "12:30", "2411.10", "0x1f", "1e3", "-1", ".5", "<<", "="),
    *("---", "--- x", "...", "- a", "? a", "a: b", "a:", "a #b", "#a", "&a", "*a", "!a", "|", ">", "%a"),
    *("@a", "`a", "[a", "{a", "a, b]", "'a'", '"a"', "a\\b", 'it\'s "so"', " a", "a ", "\ta", "a\tb", "😀"),
    *("\n", "a\n", "a\n\n", "\na", "a\n b\n  c", "a\n\nb", "a\n---\nb", "a\n# b", "a\r\nb", "a\n\tb"),
    *("a\n \nb", "标题：一", "a\x85b", "a\u2028b", "a\u2029", "\ufeffa", "\ufffe", "\xa0a\xa0"),
)
texts = (
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters=CONTROLS), max_size=30)
    | st.text(st.sampled_from(" \t\n\r:#-'\"\\|>&*!%@`{}[],?~ab1一。：\x85\u2028\ufeff\xa0._=<"), max_size=12)
    | st.sampled_from(AWKWARD)
)
data = st.recursive(
    texts | st.integers() | st.booleans() | st.none(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(texts, inner, max_size=3),
    max_leaves=5,
)


def as_text(value: Data) -> object:
    """The value as a reader gives it back: scalars as text."""
    if isinstance(value, dict):
        return {key: as_text(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [as_text(inner) for inner in value]
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, int) else value


@settings(max_examples=2000, deadline=None)
@given(texts)
def test_any_text_reads_back_the_same(text: str) -> None:
    values: dict[str, Data] = {"a": text, text: "b", "c": [text, {"d": text}], "e": "f"}
    assert plain(read_yaml(write_yaml(values), path="x")) == values


@settings(max_examples=200, deadline=None)
@given(st.dictionaries(texts, data, max_size=3))
def test_any_data_reads_back_the_same_as_text(values: dict[str, Data]) -> None:
    assert plain(read_yaml(write_yaml(values), path="x")) == as_text(values)


@pytest.mark.parametrize("text", AWKWARD)
@pytest.mark.parametrize("shape", ["value", "item", "inner", "key"])
def test_awkward_texts_read_back_the_same_everywhere(text: str, shape: str) -> None:
    shapes: dict[str, dict[str, Data]] = {
        "value": {"a": text, "b": "c"},
        "item": {"a": [text, [text], {"x": text, "y": text}], "b": "c"},
        "inner": {"a": {"b": {"c": text}, "d": text}},
        "key": {text: "a", f"{text}x": "b"},
    }
    values = shapes[shape]
    written = write_yaml(values)
    assert plain(read_yaml(written, path="x")) == values
    assert plain(read_yaml(written, path="x", libyaml=False)) == values


@pytest.mark.parametrize("text", [text for text in AWKWARD if text not in ("<<", "=")])
def test_other_readers_take_text_for_text(text: str) -> None:
    assert yaml.safe_load(write_yaml({"a": text, text or "b": "c"})) == {"a": text, text or "b": "c"}


def test_the_form_people_edit() -> None:
    values: dict[str, Data] = {
        "id": "arxiv:2505.09568",
        "title": "BLIP3-o: 统一模型",
        "date": "2025-05-14T17:11:07Z",
        "number": 3,
        "draft": True,
        "summary": "一句" * 200,
        "tags": ["大模型", "C #1"],
        "links": [{"kind": "paper", "url": "https://arxiv.org/abs/2505.09568#a"}, "x"],
        "source": {"kind": "arxiv", "name": None},
        "abstract": "one\n\n  two",
        "nothing": [],
        "empty": {},
    }
    assert write_yaml(values) == (
        "id: arxiv:2505.09568\n"
        'title: "BLIP3-o: 统一模型"\n'
        "date: 2025-05-14T17:11:07Z\n"
        "number: 3\n"
        "draft: true\n"
        f"summary: {'一句' * 200}\n"
        "tags:\n  - 大模型\n"
        '  - "C #1"\n'
        "links:\n  - kind: paper\n    url: https://arxiv.org/abs/2505.09568#a\n  - x\n"
        "source:\n  kind: arxiv\n  name: null\n"
        "abstract: |-\n  one\n\n    two\n"
        "nothing: []\n"
        "empty: {}\n"
    )
    assert write_yaml({}) == ""


@pytest.mark.parametrize("character", [*CONTROLS, "\ud800"])
@pytest.mark.parametrize("shape", ["a{}b", "a\n{}"])
def test_controls_are_refused(character: str, shape: str) -> None:
    text = shape.format(character)
    shapes: list[dict[str, Data]] = [{"a": text}, {text: "a"}, {"a": [text]}]
    for values in shapes:
        with pytest.raises(DigestError, match=f"U\\+{ord(character):04X}"):
            write_yaml(values)


def test_what_could_not_be_read_back_is_refused() -> None:
    deep: Data = "x"
    for _ in range(25):
        deep = [deep]
    refused: list[dict[str, Data]] = [
        {"a": deep},
        {"k" * 501: "x"},
        {f"k{number}": "x" for number in range(201)},
    ]
    for values in refused:
        with pytest.raises(DigestError):
            write_yaml(values)
    deepest: Data = "x"
    for _ in range(19):
        deepest = [deepest]
    assert plain(read_yaml(write_yaml({"a": deepest, "k" * 500: "x"}), path="x")) == {
        "a": deepest,
        "k" * 500: "x",
    }
