"""`digest check`: what it finds in texts and links, what it leaves alone, and how it says so."""

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from building import ROOT, SHARED, SITES, copy_own_site, digest, write
from checks.sites import DATED, entry, findings, rules
from digest.checks.check import check_site
from digest.checks.finding import Finding
from digest.checks.formats import as_annotation
from digest.config.load import load_config
from digest.problems import error

NOW = datetime(2026, 12, 1, tzinfo=UTC)
SEED = sorted((SHARED / "seeds").glob("003_*.txt"))

CHATTER = [
    ("Sure, here is a summary of the paper:\n\nGulls fly.", "preamble", 1),
    ("当然可以，以下是这篇论文的摘要：本文训练海鸥。", "preamble", 1),
    ("海鸥。\n\n## 方法\n\n好的，我将为您分析这篇论文。\n\n它训练海鸥。", "preamble", 5),
    ("**Analysis:**\n\n好的，我将为您分析这篇论文。\n\n它训练海鸥。", "preamble", 3),
    ("Gulls fly.\n\nI hope this summary helps. Let me know if you need more.", "afterword", 3),
    ("I'm sorry, but I can't access the paper.", "refusal", 1),
    ("海鸥。\n\n抱歉，我无法访问这个链接。", "refusal", 3),
    ("You are a helpful assistant. Gulls fly.", "prompt", 1),
    ("Gulls <|im_end|> fly.", "prompt", 1),
    ("Gulls **fly.", "markup", 1),
    ("Gulls fly.\n\n```python\nfly()", "markup", 3),
    ("Gulls `fly.", "markup", 1),
    ("See [the paper](https://example.org/paper", "markup", 1),
    ("Gulls fly\nat $\\alpha + 1 metres.", "maths", 2),
    ("Gulls fly at $$x + 1 metres.", "maths", 1),
    (r"Gulls fly at \(\alpha\).", "maths", 1),
    (r"Gulls: \begin{align} x \end{align}", "maths", 1),
    (r"Gulls fly at $\frac{1$.", "maths", 1),
    ("Gulls fly xxxx metres.", "placeholder", 1),
    ("Gulls.\n\nTO-DO: write more.", "placeholder", 3),
    ("Speed: TBD.", "placeholder", 1),
    ("速度：待补充。", "placeholder", 1),
    ("By [Your Name].", "placeholder", 1),
    ("See [this](/nowhere/).", "reference", 1),
    ("See [this](#nowhere).", "reference", 1),
    ("See [this](other.md#nowhere).", "reference", 1),
    ("See [this](hidden.md).", "reference", 1),
]


@pytest.mark.parametrize(("body", "rule", "line"), CHATTER)
def test_what_is_found_in_a_body(tmp_path: Path, body: str, rule: str, line: int) -> None:
    found = findings(tmp_path, body)

    assert [(one.rule, one.problem.line - DATED) for one in found] == [(rule, line)]
    assert found[0].problem.path == "content/entries/one.md"
    assert found[0].problem.message


CLEAN = [
    "“Sure, here is a summary” opens most answers.\n\n> Sure, here is a summary of the paper:\n\nThat is a quotation.",
    "Answers begin so:\n\n```text\nSure, here is a summary.\nI'm sorry, but I can't help. xxxx TO-DO:\n```",
    "许多回答以“抱歉，我无法回答这个问题”结尾。\n\n> 抱歉，我无法访问这个链接。\n\n> 好的，我将为您分析这篇论文。",
    "- 当然可以，以下是摘要：是一种开头。\n- `<|im_start|>` 是一种记号。",
    "It costs $5, then $6; $x_1 = 2$ and $$\\frac{1}{2}$$ are formulas, 2**3 is none.",
    "**重点：**后面。src/**/*.py stays. A `b`` c` d. ``Grand Unification'' as TeX has it.",
    "See [part two](#part), [another](other.md#there), [its note](other.md#fn:1) and [the list](/entries/).\n\n## Part",
    "The \\`tick\\` and \\$ are escaped. Xxx is short. A TO-DO list in a TO-DO app.",
    "The README says `TBD`. See https://example.org/xxxx/ for it.",
]


@pytest.mark.parametrize("body", CLEAN)
def test_what_is_left_alone(tmp_path: Path, body: str) -> None:
    assert findings(tmp_path, body) == []


@pytest.mark.parametrize(
    ("front", "expected"),
    [
        ("summary: Sure, here is a summary of the paper. Gulls fly.", [("preamble", 5, 1)]),
        ('findings: ["抱歉，我无法访问这篇论文。"]', [("refusal", 5, 1)]),
        (
            "lang: en\nsummary: 这一项工作训练了海鸥，让它们在海面上飞得更稳、更快、更远。",
            [("language", 6, 1)],
        ),
        ("summary: 这一项工作训练了海鸥，让它们在海面上飞得更稳、更快、更远。", []),
        ("lang: zh\nsummary: 这一项工作训练了海鸥，让它们在海面上飞得更稳、更快、更远。", []),
        ("lang: fr\nsummary: 这一项工作训练了海鸥，让它们在海面上飞得更稳、更快、更远。", []),
        ("abstract: 这一项工作训练了海鸥，让它们在海面上飞得更稳、更快、更远。", []),
        ("summary: GPT-4 与 CLIP", []),
    ],
)
def test_what_is_found_in_front_matter(
    tmp_path: Path, front: str, expected: list[tuple[str, int, int]]
) -> None:
    found = findings(tmp_path, "Text.", front=front)

    assert [(one.rule, one.problem.line, one.problem.column) for one in found] == expected


def test_a_machine_writes_in_the_language_of_the_site(tmp_path: Path) -> None:
    """An editor may keep a Chinese summary of a Chinese entry on an English site; a machine is asked for English."""
    text = "这一项工作训练了海鸥，让它们在海面上飞得更稳、更快、更远。"
    front = f'lang: zh\nsummary: {text}\nauto: {{summary: {{by: "model:m", sha: x}}}}'

    assert rules(findings(tmp_path, "文本。", front=front)) == ["language"]


def test_what_an_issue_repeats_of_its_works_is_in_their_language(tmp_path: Path) -> None:
    """On a Chinese site too: the highlights of a day of papers are their titles, or sentences of their abstracts."""
    line = "Gulls: we introduce a model of wings that learns to fly from a thousand hours at sea"
    own = "highlights: {by: issue, sha: x}"
    text = f'---\ntitle: 海鸥\nlang: zh\nhighlights: ["{line}"]\nauto: {{{own}}}\n---\n'
    write(tmp_path, "content/issues/2026-05-11.md", text)

    assert rules(findings(tmp_path, "海鸥。", language="zh")) == []


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (entry("T", "", links=False), "a title and nothing else"),
        (entry("T", "Text.", links=False), "no link and no source"),
        (entry("T", ""), "neither summary nor note"),
        (entry("T", "", front="draft: true", links=False), ""),
        (entry("T", "", front="summary: Gulls fly."), ""),
        (entry("T", "Text.", front="source: 某刊", links=False), ""),
    ],
)
def test_missing_fields(tmp_path: Path, text: str, message: str) -> None:
    found = findings(tmp_path, text=text)

    assert rules(found) == (["fields"] if message else [])
    assert all(message in one.problem.message for one in found)


def test_references_to_what_is_hidden_are_findings_with_their_place(tmp_path: Path) -> None:
    body = "A [draft](hidden.md), [the future](/entries/later/), [an old one](gone.md)."
    write(tmp_path, "content/entries/later.md", entry("Later", "Text.", day="2027-01-01"))
    write(tmp_path, "content/entries/gone.md", entry("Gone", "Text.", front="expiryDate: 2026-01-01"))
    write(tmp_path, "content/issues/2026-W20.md", "---\ntitle: W\npicks: [one, hidden, none]\n---\n")

    found = findings(tmp_path, body)

    assert [(one.problem.path, one.problem.line, one.rule) for one in found] == [
        ("content/entries/one.md", DATED + 1, "reference"),
        ("content/entries/one.md", DATED + 1, "reference"),
        ("content/entries/one.md", DATED + 1, "reference"),
        ("content/issues/2026-W20.md", 3, "reference"),
        ("content/issues/2026-W20.md", 3, "reference"),
    ]
    text = "\n".join(one.problem.message for one in found)
    assert all(
        words in text for words in ("is a draft", "is not published yet", "has expired", "no such entry")
    )


def test_files_that_cannot_be_read_are_findings_beside_the_others(tmp_path: Path) -> None:
    write(tmp_path, "content/entries/bad.md", "---\ntitle: T\ntgas: [x]\n---\n")

    found = findings(tmp_path, "Sure, here is a summary.")

    assert rules(found) == ["content", "preamble"]


@pytest.mark.skipif(not SEED, reason="the seed documents (../shared/seeds) are not here")
def test_every_preamble_of_the_daily_report_and_the_refusal(tmp_path: Path) -> None:
    """As one body, and each analysis as a body of its own."""
    lines = SEED[0].read_text("utf-8").split("\n")
    starts = [number for number, line in enumerate(lines) if line == "**Analysis:**"]
    assert len(starts) == 10

    whole = findings(tmp_path / "whole", "\n".join(lines), language="zh")
    preambles = [one.problem.line - DATED - 1 for one in whole if one.rule == "preamble"]
    assert [number for number in preambles if number in {start + 2 for start in starts}] == [
        start + 2 for start in starts
    ]
    assert len(preambles) == 11  # one more stands above the executive summary
    assert rules(whole).count("refusal") == 1

    for number, start in enumerate(starts):
        end = next(number for number in range(start, len(lines)) if lines[number] == "**Key Findings:**")
        body = "\n".join(lines[start + 1 : end])
        found = rules(findings(tmp_path / str(number), body, language="zh"))
        assert found.count("preamble") == 1
        assert found.count("refusal") == (number == 1)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_new_site_is_clean(lang: str) -> None:
    root = ROOT / "src/digest/scaffold" / lang
    assert check_site(root, load_config(root)[0], NOW) == ()


def test_this_repository_is_clean(tmp_path: Path) -> None:
    root = copy_own_site(tmp_path)
    assert check_site(root, load_config(root)[0], NOW) == ()


@pytest.mark.parametrize("name", ["minimal", "themed", "chinese"])
def test_sites_of_tests_hold_nothing_but_what_they_are_about(name: str) -> None:
    root = SITES / name
    found = check_site(root, load_config(root)[0], NOW)

    meant = {
        ("content/entries/2024/w10/gongshi.md", "maths"),  # an unknown command
        ("content/entries/2024/w10/jiaozhu.md", "markup"),  # a bar inside code ends the cell of a table
        ("content/entries/2024/w10/lianjie.md", "reference"),
        ("content/entries/2024/w11-mulu.md", "reference"),
        ("content/issues/2024-W10.md", "reference"),
    }
    assert {(one.problem.path, one.rule) for one in found} == (meant if name == "chinese" else set())


def test_the_command(tmp_path: Path) -> None:
    findings(tmp_path, "Sure, here is a summary.")
    write(tmp_path, "content/entries/\x1b[31m.md", entry("E", "Sure, here is a summary.", front="slug: e"))

    text = digest("check", "-s", tmp_path, cwd=tmp_path)
    data = digest("check", "-s", tmp_path, "--format", "json", cwd=tmp_path)
    marks = digest("check", "-s", tmp_path, "--format", "github", cwd=tmp_path.parent, environment={
        "GITHUB_WORKSPACE": str(tmp_path.parent)
    })  # fmt: skip

    assert (text.returncode, data.returncode, marks.returncode) == (4, 4, 4)
    assert f"content/entries/one.md:{DATED + 1}:1: warning: an assistant speaks" in text.stdout
    assert "\n    hint: take it out" in text.stdout
    assert "\x1b" not in text.stdout + data.stdout + marks.stdout
    read = json.loads(data.stdout)
    assert read["version"] == 1
    assert read["rules"] == {"preamble": 2}
    assert read["findings"][1] == {
        "rule": "preamble",
        "severity": "warning",
        "path": "content/entries/one.md",
        "line": DATED + 1,
        "column": 1,
        "message": "an assistant speaks to its user: Sure, here is a summary.",
        "hint": "take it out; if you quote it, put it into a block quote, code or quotation marks",
    }
    assert (
        f"::warning file={tmp_path.name}/content/entries/one.md,line={DATED + 1},col=1,title=preamble::an assistant"
        in marks.stdout
    )
    assert "%0Ahint: take it out" in marks.stdout


def test_a_clean_site_ends_well_and_a_broken_configuration_does_not(tmp_path: Path) -> None:
    findings(tmp_path, "Text.")
    clean = digest("check", "-s", tmp_path, "--format", "json", cwd=tmp_path)
    write(tmp_path, "digest.yaml", "site: {titel: T}\n")
    broken = digest("check", "-s", tmp_path, cwd=tmp_path)

    assert (clean.returncode, json.loads(clean.stdout)["findings"]) == (0, [])
    assert broken.returncode == 1


def test_annotations_are_escaped_as_the_runner_reads_them() -> None:
    problem = error("50% of\n::error::x", path="content/a,b:c%.md", line=3, hint="no\r")

    assert as_annotation(Finding(problem, "content"), "site") == (
        "::error file=site/content/a%2Cb%3Ac%25.md,line=3,col=1,title=content::50%25 of%0A::error::x%0Ahint: no%0D"
    )


def test_dead_links_of_a_draft_are_told_before_it_is_published(tmp_path: Path) -> None:
    body = "See [this](/nowhere/), [that](/entries/hidden/) and ![a picture](none.png)."
    found = findings(tmp_path, body, front="draft: true")
    assert rules(found) == ["reference", "reference"]
    assert {name for one in found for name in ("nowhere", "none.png") if name in one.problem.message} == {
        "nowhere",
        "none.png",
    }
    assert not any("hidden" in one.problem.message for one in found), (
        "it will be there by then, or be told then"
    )
