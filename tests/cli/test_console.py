import io
from pathlib import Path

import pytest

from digest.cli.console import ColorPolicy, Console, escape_controls
from digest.problems import error, warning


class Terminal(io.StringIO):
    """A stream that claims to be a terminal."""

    def isatty(self) -> bool:
        """It always is."""
        return True


def console(color: ColorPolicy = "auto", *, quiet: bool = False) -> Console:
    return Console(Path(), quiet=quiet, color=color, out=io.StringIO(), err=Terminal())


def said(stream: object) -> str:
    assert isinstance(stream, io.StringIO)
    return stream.getvalue()


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm")


def test_controls_are_shown_and_not_obeyed() -> None:
    assert escape_controls("a\x1b[31m\x07\t\u202eb\x9b中\n") == "a\\x1b[31m\\x07\\t\\u202eb\\x9b中\n"
    assert escape_controls("plain") == "plain"


def test_results_and_remarks_go_different_ways() -> None:
    one = console()
    one.result("result\x1b")
    one.info("remark")
    assert said(one.out) == "result\\x1b\n"
    assert said(one.err) == "remark\n"


def test_quiet_keeps_results_and_problems() -> None:
    one = console("never", quiet=True)
    one.result("result")
    one.info("remark")
    one.problems([error("bad", path="a.md")])
    assert said(one.out) == "result\n"
    assert said(one.err) == "a.md: error: bad\n"


def test_problems_are_sorted_and_cannot_fake_lines_or_colours() -> None:
    one = console("never")
    one.problems([warning("late\x1b[2J", path="b.md", line=2), error("early", path="a\n.md", hint="do")])
    assert said(one.err) == "a\\n.md: error: early\n    hint: do\nb.md:2:1: warning: late\\x1b[2J\n"


def test_colour_marks_severity_and_hint() -> None:
    one = console("always")
    one.problems([error("error: x", path="error: a.md", hint="do")])
    assert said(one.err) == "error: a.md: \x1b[31merror:\x1b[0m error: x\x1b[2m\n    hint: do\x1b[0m\n"


def test_colour_is_asked_of_terminal_and_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    assert console().colored
    assert console("always").colored
    assert not console("never").colored
    assert not Console(Path(), err=io.StringIO()).colored
    monkeypatch.setenv("NO_COLOR", "1")
    assert not console().colored
    assert console("always").colored


def test_a_stream_that_cannot_say_a_character_gets_its_escape() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    Console(Path(), out=stream).result("中")
    stream.flush()
    assert raw.getvalue() == b"\\u4e2d\n"
