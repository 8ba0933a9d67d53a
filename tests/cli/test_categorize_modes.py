"""`digest categorize` as a filter, as a gate, and learning from what editors sorted."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from building import ROOT, write
from cli.commands import CONFIG, refused, run
from digest.categorize.decisions import Text
from digest.categorize.load import LEARNED, load_categorizer
from digest.categorize.model import read_model
from digest.cli.categorize import command
from digest.cli.console import Console
from digest.config.load import load_config

OURS = Path(__file__).parents[1] / "categorize/gate.jsonl"
BIRDS = CONFIG + "topics:\n  - {id: birds}\n  - {id: boats, include: [skiff]}\n"


def filtered(root: Path, *lines: bytes | dict[str, object]) -> tuple[int, list[dict[str, object]], str]:
    """Run the filter on lines; returns its exit code, the lines it answered and what it said."""
    data = b"\n".join(line if isinstance(line, bytes) else json.dumps(line).encode() for line in lines)
    done = CliRunner().invoke(command, ["--jsonl"], input=data, obj=Console(root), standalone_mode=False)
    assert done.exception is None, done.exception
    return done.return_value, [json.loads(line) for line in done.stdout.splitlines()], done.stderr


def test_lines_are_answered_outside_a_site(tmp_path: Path) -> None:
    code, answers, said = filtered(
        tmp_path,
        {"id": "a", "title": "veRL", "abstract": "", "categories": []},
        {"id": 2, "title": "OmniBench", "abstract": None, "unknown": {"x": 1}},
        {"id": "c", "title": "", "abstract": "x" * 1_000_000, "categories": "cs.CV cs.AI"},
    )
    assert (code, said) == (0, "")
    assert [(each["id"], each["topics"]) for each in answers] == [
        ("a", ["rl-infra"]),
        (2, ["multimodal", "omni-modal"]),
        ("c", []),
    ]
    assert answers[0].keys() == {"id", "topics", "scores", "why"}
    scores, why = answers[0]["scores"], answers[0]["why"]
    assert isinstance(scores, dict)
    assert isinstance(why, dict)
    assert scores.keys() == why.keys() == {"multimodal", "omni-modal", "rl-infra", "3d"}
    assert all(0 <= score <= 1 for score in scores.values())
    assert why["rl-infra"]["evidence"][0]["term"] == "veRL"
    assert why["rl-infra"]["by"] == "model"


def test_a_bad_line_is_named_and_the_others_answered(tmp_path: Path) -> None:
    code, answers, said = filtered(
        tmp_path,
        {"id": "a", "title": "NeRF"},
        b"{bad",
        b"",
        b'{"title": "no id"}',
        b'{"id": "x", "title": 7}',
        b'\xff{"id": "y"}',
        b"[1, 2]",
        b"[" * 100_000,
        {"id": "b", "title": "多模态"},
    )
    assert code == 1
    assert [each["id"] for each in answers] == ["a", "b"]
    assert [line.split(": error")[0] for line in said.splitlines() if ": error" in line] == [
        f"<stdin>:{number}:1" for number in (2, 4, 5, 6, 7, 8)
    ]
    assert said.count("hint: ") == 6


def test_a_mark_of_byte_order_and_an_empty_input_are_harmless(tmp_path: Path) -> None:
    assert filtered(tmp_path, b'\xef\xbb\xbf{"id": "a", "title": "NeRF"}')[1][0]["topics"] == ["3d"]
    assert filtered(tmp_path) == (0, [], "")


def test_the_topics_of_a_site_are_the_ones_decided(tmp_path: Path) -> None:
    write(tmp_path, "digest.yaml", BIRDS)
    _, answers, _ = filtered(tmp_path, {"id": "a", "title": "A skiff and NeRF"})
    assert answers[0]["topics"] == ["boats"]
    assert list(answers[0]["scores"]) == ["birds", "boats"]  # type: ignore[call-overload]


def test_modes_do_not_mix(tmp_path: Path) -> None:
    for arguments in (
        ("--jsonl", "--learn"),
        ("--gate", "f", "--learn"),
        ("--gate", "f", "a.md"),
        ("--learn", "a.md"),
        ("--jsonl", "--dry-run"),
    ):
        assert run(command, tmp_path, *arguments).exit_code == 2, arguments


def mode(root: Path, *arguments: str) -> tuple[int, list[str], str]:
    """Run a mode; returns its exit code, the lines it printed and what it said."""
    done = CliRunner().invoke(command, arguments, obj=Console(root), standalone_mode=False)
    if done.exception is not None:
        raise done.exception
    return done.return_value, done.stdout.splitlines(), done.stderr


def gate(root: Path, file: Path) -> tuple[int, list[str], str]:
    return mode(root, "--gate", str(file))


def test_the_gate_prints_a_table_and_is_open_without_floors(tmp_path: Path) -> None:
    code, lines, _ = gate(tmp_path, OURS)
    assert code == 0
    assert [line.split()[0] for line in lines] == [
        *("topic", "multimodal", "omni-modal", "rl-infra", "3d", "none", "macro")
    ]


def test_this_repository_holds_its_own_gate() -> None:
    code, lines, said = gate(ROOT, OURS)
    assert (code, said) == (0, "")
    assert [len(line.split()) for line in lines] == [6, 6, 6, 6, 6, 6, 3], "a floor in every line"


def test_the_gate_closes_below_a_floor(tmp_path: Path) -> None:
    labelled = write(
        tmp_path,
        "l.jsonl",
        '{"id": "a", "title": "A skiff", "labels": ["boats"]}\n'
        '{"id": "b", "title": "A dinghy", "labels": ["boats"]}\n'
        '{"id": "c", "title": "A gull", "labels": []}\n',
    )
    write(tmp_path, "digest.yaml", BIRDS + "categorize: {floors: {boats: 0.6, macro: 0.6, none: 0.6}}\n")
    code, lines, said = gate(tmp_path, labelled)
    assert (code, said) == (0, "")
    assert [line.split()[-1] for line in lines if line.split()[0] in ("boats", "macro", "none")] == [
        "0.600"
    ] * 3
    assert "    1.000   0.500  0.667      2  0.600" in "\n".join(lines)

    write(tmp_path, "digest.yaml", BIRDS + "categorize: {floors: {boats: 0.7, none: 0.9}}\n")
    code, lines, said = gate(tmp_path, labelled)
    assert code == 4
    assert [line.split()[0] for line in lines if line.endswith("below")] == ["boats", "none"]
    assert "below the floor: boats, none" in said


def test_the_gate_refuses_what_it_cannot_judge(tmp_path: Path) -> None:
    write(tmp_path, "digest.yaml", BIRDS + "categorize: {floors: {boatz: 0.7}}\n")
    labelled = write(tmp_path, "l.jsonl", '{"id": "a", "title": "t", "labels": ["birdz"]}\n')
    said = refused(command, tmp_path, "--gate", str(labelled))
    assert 'categorize.floors names "boatz"' in said
    assert "boats" in said
    write(tmp_path, "digest.yaml", BIRDS)
    said = refused(command, tmp_path, "--gate", str(labelled))
    assert 'a topic that the site does not have: "birdz"' in said
    assert "cannot be read" in refused(command, tmp_path, "--gate", str(tmp_path / "missing"))
    assert "l.jsonl:1" in refused(command, tmp_path, "--gate", str(write(tmp_path, "l.jsonl", "nonsense\n")))


def entry(root: Path, number: int, title: str, topics: str, *, body: str = "") -> None:
    text = f"---\ntitle: {title} {number}\ndate: 2025-05-14\ntopics: [{topics}]\n---\n{body}\n"
    write(root, f"content/entries/e{number}.md", text)


def birds_and_others(root: Path, birds: int, others: int) -> None:
    write(root, "digest.yaml", BIRDS)
    for number in range(birds):
        entry(
            root, number, ["Gulls of the coast", "A plover, counted", "Why terns dive"][number % 3], "birds"
        )
    for number in range(birds, birds + others):
        entry(root, number, ["Cats asleep", "On dogs", "The horse in winter"][number % 3], "")


def test_a_site_learns_a_topic_from_its_entries(tmp_path: Path) -> None:
    birds_and_others(tmp_path, 30, 30)
    code, lines, _ = mode(tmp_path, "--learn")
    assert code == 0
    rows = {line.split()[0]: line for line in lines}
    assert rows["birds"].endswith("learnt")
    assert float(rows["birds"].split()[3]) > 0.9 > float(rows["birds"].split()[2])
    assert "too few" in rows["boats"]
    config, _ = load_config(tmp_path)
    decisions = load_categorizer(config, tmp_path).decide(Text(title="A gull and a plover"))
    assert [(each.topic, each.chosen, each.by) for each in decisions] == [
        ("birds", True, "learned"),
        ("boats", False, "rules"),
    ]
    first = (tmp_path / LEARNED).read_bytes()
    mode(tmp_path, "--learn")
    assert (tmp_path / LEARNED).read_bytes() == first, "the same entries teach the same"


def test_a_dry_run_of_learning_writes_nothing(tmp_path: Path) -> None:
    birds_and_others(tmp_path, 30, 30)
    code, _, said = mode(tmp_path, "--learn", "--dry-run")
    assert code == 0
    assert "nothing was written" in said
    assert not (tmp_path / ".digest").exists()


def test_too_little_is_refused_with_what_is_needed(tmp_path: Path) -> None:
    birds_and_others(tmp_path, 12, 12)
    said = refused(command, tmp_path, "--learn")
    assert "24 entries" in said
    assert "40 are needed" in said
    birds_and_others(tmp_path, 5, 60)
    code, _, said = mode(tmp_path, "--learn")
    assert code == 1
    assert "no topic has 10 entries" in said
    assert not (tmp_path / LEARNED).exists()


def test_what_the_machine_gave_teaches_nothing(tmp_path: Path) -> None:
    birds_and_others(tmp_path, 20, 19)
    write(tmp_path, "content/entries/new.md", "---\ntitle: A skiff\ndate: 2025-05-14\n---\n")
    mode(tmp_path)
    assert "by: categorize" in (tmp_path / "content/entries/new.md").read_text(encoding="utf-8")
    assert "39 entries" in refused(command, tmp_path, "--learn")


def test_a_topic_is_kept_as_it_is_where_learning_does_not_help(tmp_path: Path) -> None:
    topics = "topics:\n  - {id: birds, include: [tern]}\n  - {id: boats, include: [skiff]}\n"
    write(tmp_path, "digest.yaml", CONFIG + topics)
    for number in range(30):
        entry(tmp_path, number, "A gull", "birds")
    for number in range(30, 60):  # what is said has nothing to do with the topic
        entry(tmp_path, number, "The same words again", "boats" if number % 2 else "")
    code, lines, _ = mode(tmp_path, "--learn")
    rows = {line.split()[0]: line for line in lines}
    assert code == 0
    assert rows["birds"].split()[2:5] == ["0.000", "1.000", "learnt"]
    assert list(read_model((tmp_path / LEARNED).read_bytes(), path=LEARNED).topics) == [
        name for name in ("birds", "boats") if rows[name].endswith("learnt")
    ]
    before, learnt = map(float, rows["boats"].split()[2:4])
    assert rows["boats"].endswith("learnt") == (learnt >= before and learnt > 0)


@pytest.mark.parametrize("closed", ["<&-", ">&-", "2>&-", "<&- >&- 2>&-"])
def test_a_closed_stream_is_an_empty_one(closed: str, tmp_path: Path) -> None:
    done = subprocess.run(
        ["/bin/sh", "-c", f'exec "$0" -m digest categorize --jsonl {closed}', sys.executable],
        cwd=tmp_path,
        input=b'{"id": "a", "title": "NeRF"}\n',
        capture_output=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
