import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest.content.front_matter import FrontMatterKind, SplitFile, read_front_matter, split_file
from digest.formats.nodes import plain
from digest.problems import DigestError, Problem


def problem_of(data: bytes) -> Problem:
    with pytest.raises(DigestError) as caught:
        split_file(data, path="content/a.md")
    [problem] = caught.value.problems
    assert problem.path == "content/a.md"
    return problem


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: b\n---\nbody\n", SplitFile("yaml", "a: b\n", 2, "body\n", 4)),
        ("---\na: b\n---", SplitFile("yaml", "a: b\n", 2, "", 4)),
        ("---\n---\n\nbody", SplitFile("yaml", "", 2, "\nbody", 3)),
        ("--- \na: b\n--- \t\nbody", SplitFile("yaml", "a: b\n", 2, "body", 4)),
        ("\n\n---\na: b\n---\nbody", SplitFile("yaml", "a: b\n", 4, "body", 6)),
        (
            "---\na: |\n  ---\n  x\n---\nbody\n---\n",
            SplitFile("yaml", "a: |\n  ---\n  x\n", 2, "body\n---\n", 6),
        ),
        ("---\na: b\n----\nc: d\n---\n", SplitFile("yaml", "a: b\n----\nc: d\n", 2, "", 6)),
        ("+++\na = 1\n+++\nbody", SplitFile("toml", "a = 1\n", 2, "body", 4)),
        ('{\n"a": "}"\n}\n\nbody', SplitFile("json", '{\n"a": "}"\n}', 1, "\nbody", 4)),
        ('{"a": {}} body', SplitFile("json", '{"a": {}}', 1, " body", 1)),
        ('\n{"a": 1}\nbody', SplitFile("json", '{"a": 1}', 2, "body", 3)),
        ("body\n---\na: b\n---\n", SplitFile("none", "", 1, "body\n---\na: b\n---\n", 1)),
        ("----\nbody", SplitFile("none", "", 1, "----\nbody", 1)),
        ("--- a\nbody", SplitFile("none", "", 1, "--- a\nbody", 1)),
        ("    ---\nbody", SplitFile("none", "", 1, "    ---\nbody", 1)),
        ("{{< figure >}}", SplitFile("none", "", 1, "{{< figure >}}", 1)),
        ("{:toc}\nbody", SplitFile("none", "", 1, "{:toc}\nbody", 1)),
        ("{% raw %}", SplitFile("none", "", 1, "{% raw %}", 1)),
        ("", SplitFile("none", "", 1, "", 1)),
        ("\n \n", SplitFile("none", "", 1, "\n \n", 1)),
    ],
)
def test_the_two_parts_and_their_lines(text: str, expected: SplitFile) -> None:
    for variant in (text, text.replace("\n", "\r\n"), text.replace("\n", "\r"), "\ufeff" + text):
        assert split_file(variant.encode(), path="a.md") == expected


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("---\na: b\n", 1),
        ("---", 1),
        ("+++\na = 1\n---\n", 1),
        ("\n---\na: b\n --- x\n", 2),
        ('{"a": {}\nbody', 1),
    ],
)
def test_front_matter_without_end_is_named_where_it_starts(text: str, line: int) -> None:
    problem = problem_of(text.encode())
    assert (problem.line, problem.column) == (line, 1)
    assert "before the body" in problem.hint


@pytest.mark.parametrize(
    ("data", "line", "column", "word"),
    [
        ("---\ntitle: 中文标题\n---\n".encode("gbk"), 2, 8, "GBK"),
        (b"abc\n\xe4\xb8\xad\xff", 2, 2, "byte 7"),
        ("---\ntitle: a\n".encode("utf-16"), 1, 1, "UTF-16"),
        ("---\ntitle: a\n".encode("utf-16-le"), 1, 2, "UTF-16"),
        ("---\ntitle: a\n".encode("utf-16-be"), 1, 1, "UTF-16"),
        (b"caf\xe9", 1, 4, "byte 3"),
        (b"\xed\xa0\x80", 1, 1, "byte 0"),
        (b"\xc0\xaf", 1, 1, "byte 0"),
    ],
)
def test_other_encodings_are_refused_with_place_and_advice(
    data: bytes, line: int, column: int, word: str
) -> None:
    problem = problem_of(data)
    assert (problem.line, problem.column) == (line, column)
    assert word in problem.message
    assert "UTF-8" in problem.hint


def test_latin_text_is_not_called_chinese() -> None:
    assert "GBK" not in str(problem_of("Voilà l'été, déjà vu à Orléans où Zoé rêvait".encode("latin-1")))


def test_large_files_and_lines_are_refused() -> None:
    assert "5.0 MB" in problem_of(b"x" * 10_000_000).message
    assert "5.0 MB" in problem_of(b"---\na: b\n---\n" + b"x" * 5_000_000).message
    assert len(split_file(b"x" * 5_000_000, path="a.md").body) == 5_000_000


@pytest.mark.parametrize("pattern", ["---\n# {}\n---\n", "+++\n# {}\n+++\n", '{{"a": "{}"}}'])
def test_front_matter_holds_64_kilobytes(pattern: str) -> None:
    # 21,000 of these characters are 63,000 bytes; counted as characters even 22,000 would pass.
    assert split_file(pattern.format("字" * 21_000).encode(), path="a.md").text.count("字") == 21_000
    assert "64 KB" in problem_of(pattern.format("字" * 22_000).encode()).message


@pytest.mark.parametrize(
    ("text", "kind", "line"),
    [
        ("---\n\na: b\n---\n", "yaml", 3),
        ("+++\n\na = 'b'\n+++\n", "toml", 3),
        ('{\n\n"a": "b"}', "json", 3),
    ],
)
def test_each_format_gives_values_with_lines_of_the_file(text: str, kind: FrontMatterKind, line: int) -> None:
    split = split_file(text.encode(), path="a.md")
    found = read_front_matter(split, path="a.md")
    assert split.kind == kind
    assert plain(found) == {"a": "b"}
    assert found.places["a"] == (line, 1)


def test_no_front_matter_is_an_empty_mapping() -> None:
    assert plain(read_front_matter(split_file(b"body", path="a.md"), path="a.md")) == {}


@settings(max_examples=300, deadline=None)
@given(st.text(st.sampled_from('-+{}"\n ab:\\\r\ufeff'), max_size=40) | st.text(max_size=30))
def test_nothing_is_lost_between_the_parts(text: str) -> None:
    data = text.encode("utf-8", "replace")
    try:
        found = split_file(data, path="a.md")
    except DigestError:
        return
    whole = data.decode().removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    assert whole.endswith(found.body)
    if found.kind != "none":
        assert "\n".join(whole.split("\n")[found.line - 1 :]).lstrip().startswith(found.text.strip())
    lines_before = whole[: len(whole) - len(found.body)].count("\n")
    assert found.body_line == lines_before + 1 or not found.body


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=60))
def test_any_bytes_are_split_or_refused(data: bytes) -> None:
    try:
        found = split_file(data, path="a.md")
    except DigestError as fault:
        paths = {problem.path for problem in fault.problems}
    else:
        paths = {"a.md"}
        assert found.body_line >= found.line
    assert paths == {"a.md"}
