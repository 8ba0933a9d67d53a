"""The manual does what it says: its commands run, their output is as shown, its samples are read without a word."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec
import pytest

from building import ROOT, build_site
from digest.cli.main import COMMANDS, group
from digest.config.load import load_config, parse_config
from digest.config.schema import Config
from digest.content.read import read_draft
from digest.fetch.settings import FetchSettings, read_settings
from digest.render.theme import load_theme
from manual.generated import config_keys, stale
from manual.pages import LANGUAGES, MANUAL, Block, blocks_of, manual_pages

PAGES = [*manual_pages(), ROOT / "README.md"]
READMES = sorted((ROOT / "src/digest/scaffold").glob("*/README.md"))
BLOCKED = """
import socket
def refuse(*arguments):
    raise OSError("a test of the manual asked the network")
socket.socket.connect = socket.socket.connect_ex = socket.getaddrinfo = refuse
"""
"""What every Python the commands start does first, as `sitecustomize`."""


class Shell:
    """Runs blocks of commands one after the other, each where the one before it ended."""

    def __init__(self, folder: Path, blocked: Path) -> None:
        self.folder = folder
        blocked.mkdir()
        (blocked / "sitecustomize.py").write_text(BLOCKED, encoding="utf-8")
        program = Path(sys.executable).parent
        assert (program / "digest").exists()
        self._environment = {
            "PATH": f"{program}:{os.environ['PATH']}",
            "HOME": str(folder),
            "LANG": "C.UTF-8",
            "PYTHONPATH": str(blocked),
            "PYTHONUNBUFFERED": "1",  # lines come in the order a terminal shows them in
        }

    def run(self, block: Block) -> str:
        """Run a block; everything it printed. A command that fails is a failure of the test."""
        script = f'{block.text}\npwd > "$HOME/.where"\n'
        ran = subprocess.run(
            ["bash", "-eu", "-c", script],
            check=False,
            cwd=self.folder,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            encoding="utf-8",
        )
        assert ran.returncode == 0, f"{block.place}: exit code {ran.returncode}\n{ran.stdout}"
        self.folder = Path((Path(self._environment["HOME"]) / ".where").read_text("utf-8").strip())
        return ran.stdout


def follow(page: Path, shell: Shell) -> list[str]:
    """Do what a page says, word by word; the outputs it was compared with."""
    printed, compared = "", []
    for block in blocks_of(page):
        if block.file:
            target = shell.folder / block.file
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_text(block.text, encoding="utf-8")
        elif block.language == "sh" and "no-run" not in block.words:
            printed = shell.run(block)
        elif "output" in block.words:
            assert matches(block.text, printed), f"{block.place}: it printed\n{printed}"
            compared.append(printed)
    return compared


def matches(expected: str, printed: str) -> bool:
    """Whether a text is what was expected: `…` stands for a part of a line, a line `...` for any lines."""
    lines = [
        r"(?:.*\n)*?" if line == "..." else ".*?".join(map(re.escape, line.split("…"))) + r"\n"
        for line in expected.splitlines()
    ]
    return re.fullmatch("".join(lines), printed) is not None


@pytest.mark.parametrize(
    ("expected", "printed", "same"),
    [
        ("a\nb\n", "a\nb\n", True),
        ("a\n", "a\nb\n", False),
        ("… pages\n", "12 pages\n", True),
        ("… pages\n", "12 sheets\n", False),
        ("a\n...\nd\n", "a\nb\nc\nd\n", True),
        ("a\n...\nd\n", "a\nb\nc\n", False),
    ],
)
def test_outputs_are_compared_line_by_line(expected: str, printed: str, *, same: bool) -> None:
    assert matches(expected, printed) is same


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_tutorial_does_what_it_says(language: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shell = Shell(home, tmp_path / "blocked")
    page = MANUAL / language / "tutorial.md"

    compared = follow(page, shell)

    assert len(compared) >= 6
    issue = (shell.folder / "public/issues/2025-w20/index.html").read_text("utf-8")
    for shown in ("BLIP3-o", "Step1X-3D"):
        assert shown in issue
    editorial = next(block.text for block in blocks_of(page) if "cat >>" in block.text).splitlines()[1]
    assert editorial in issue


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["entries", "issues", "sources", "themes", "build"])
def test_what_other_pages_say_can_be_done_in_a_new_site(language: str, name: str, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    shell = Shell(home, tmp_path / "blocked")
    shell.run(Block("sh", (), f"digest -q init site --lang {language}; cd site", "init"))

    follow(MANUAL / language / f"{name}.md", shell)

    report = build_site(shell.folder, tmp_path / "out", clock="2026-12-01T00:00:00Z")
    assert [str(problem) for problem in report.problems] == []


def test_the_network_is_blocked_while_commands_run(tmp_path: Path) -> None:
    (tmp_path / "home").mkdir()
    shell = Shell(tmp_path / "home", tmp_path / "blocked")
    shell.run(Block("sh", (), "digest -q init site; cd site", "init"))
    said = shell.run(Block("sh", (), "digest add https://example.org/a || true", "add"))
    assert "could not be read" in said or "asked the network" in said


def sample_blocks(language: str) -> list[Block]:
    """The blocks of a language in the manual and the README."""
    return [block for page in PAGES for block in blocks_of(page) if block.language == language]


@pytest.mark.parametrize("block", sample_blocks("yaml"), ids=lambda block: block.place)
def test_every_configuration_is_read_without_a_word(block: Block, tmp_path: Path) -> None:
    if block.file.endswith("theme.yaml"):
        folder = tmp_path / block.file
        folder.parent.mkdir(parents=True)
        folder.write_text(block.text, encoding="utf-8")
        load_theme(tmp_path, folder.parent.name)
        return
    config, warnings = parse_config(block.text.encode())
    assert warnings == ()
    assert config != Config()
    assert read_settings(config.fetch)[1] == ()
    if not block.file and config.site.theme == "default":
        load_theme(ROOT, "default", config.site.theme_options)


@pytest.mark.parametrize("block", sample_blocks("markdown"), ids=lambda block: block.place)
def test_every_sample_file_is_read_without_a_word(block: Block) -> None:
    if not block.text.startswith("---"):
        pytest.skip("a piece of a body, not a file")
    config, _ = load_config(ROOT)
    path = block.file or (
        "content/issues/2025-W20.md" if "picks:" in block.text else "content/entries/sample/index.md"
    )
    draft, warnings = read_draft(block.text.encode(), path=path, config=config)
    assert warnings == ()
    assert draft.title


def command_lines() -> Iterator[tuple[str, str]]:
    """Every line that begins with `digest` in a block of commands, with its place."""
    for page in [*PAGES, *READMES]:
        texts = [block.text for block in blocks_of(page) if block.language == "sh"]
        texts += re.findall(r"^    (digest .*)$", page.read_text("utf-8"), re.MULTILINE)
        for text in texts:
            for line in re.split(r"\n|&&|\|\|", text):
                words = line.strip().removeprefix(".venv/bin/")
                if words.startswith("digest "):
                    yield words, str(page.relative_to(ROOT))


@pytest.mark.parametrize(("line", "page"), [*command_lines()])
def test_every_command_line_is_one_the_program_takes(line: str, page: str) -> None:
    """Also of those that are not run: the command is there, and takes these options and arguments."""
    words = shlex.split(line, comments=True)[1:]
    while words and words[0].startswith("-"):
        assert words.pop(0) in ("-q", "--version", "--help")
    if not words:
        return
    name, *arguments = words
    assert name in COMMANDS, page
    command = group.get_command(click.Context(group), name)
    assert command is not None
    if "--help" not in arguments:
        command.make_context(name, arguments)


def test_generated_parts_are_up_to_date() -> None:
    assert not stale(manual_pages()), "run .venv/bin/python tests/manual/generate.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_key_is_documented_with_its_default(language: str) -> None:
    text = (MANUAL / language / "configuration.md").read_text("utf-8")
    said = dict(re.findall(r"^- `([\w.]+): (.*?)`[.。 ] ?\S", text, re.MULTILINE))
    fetch = {key.removeprefix("fetch."): said.pop(key) for key in [*said] if key.startswith("fetch.")}
    assert said == {key.path: key.default for key in config_keys()}
    assert fetch.keys() == {field.name for field in msgspec.structs.fields(FetchSettings)}
    written = "".join(f"  {key}: {default}\n" for key, default in fetch.items())
    assert read_settings(parse_config(f"fetch:\n{written}".encode())[0].fetch)[0] == FetchSettings()


@pytest.mark.parametrize("language", LANGUAGES)
def test_pages_come_in_both_languages_and_lead_to_each_other(language: str) -> None:
    other = next(each for each in LANGUAGES if each != language)
    names = [page.name for page in manual_pages(language)]
    assert names == [page.name for page in manual_pages(other)]
    for page in manual_pages(language):
        name = "" if page.stem == "_index" else f"{page.stem}/"
        assert f"](/manual/{other}/{name})" in page.read_text("utf-8")


@pytest.mark.parametrize("language", LANGUAGES)
def test_commands_of_both_languages_have_a_line_each(language: str) -> None:
    text = (MANUAL / language / "commands.md").read_text("utf-8")
    assert re.findall(r"^\| \[`digest (\w+)`\]\(#digest-\w+\) \| .+ \|$", text, re.MULTILINE) == [*COMMANDS]
