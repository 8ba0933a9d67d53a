"""Quotations as TeX writes them, in texts kept as they came."""

from __future__ import annotations

import pytest

from digest.catalog.resolve import Resolver
from digest.catalog.tex_quotes import with_quotation_marks
from digest.config.schema import Config
from digest.content.drafts import EntryDraft

QUOTED = [
    ("Models ``think'' first.", "Models “think” first."),
    ("From ``fast'' to ``slow'' thinking.", "From “fast” to “slow” thinking."),
    ("Over ``two\nlines''.", "Over “two\nlines”."),
    ("``$f''$ is bounded'' and ``$g$''", "“$f''$ is bounded” and “$g$”"),
    ("It costs ``$5'' or ``$6'' now.", "It costs “$5” or “$6” now."),
    ("Run ``make all`` to ``build''.", "Run ``make all`` to “build”."),
    ("``It's 'so''' they say.", "“It's 'so'” they say."),
]
KEPT = [
    "Run ``make all`` twice.",
    "The empty text is ``x = ''`` here.",
    "Say ``x = '' or y`` here.",
    "Feet and inches: 5' 10''.",
    "An opening `` alone.",
    "One mark in the first ``paragraph\n\nand its end'' in the second.",
    "```\n``x''\n```",
    "````x''",
    "",
]


@pytest.mark.parametrize(("written", "shown"), QUOTED)
def test_quotations_get_their_marks(written: str, shown: str) -> None:
    assert with_quotation_marks(written) == shown


@pytest.mark.parametrize("written", KEPT)
def test_all_else_stays_as_written(written: str) -> None:
    assert with_quotation_marks(written) == written


def test_abstract_and_findings_show_them_and_a_note_is_as_its_author_wrote_it() -> None:
    text = "We ask ``why'' and ``how'' of ``code``."
    draft = EntryDraft(
        path="content/entries/a.md", section="entries", folder="entries", name="a",
        title="A", abstract=text, findings=(text,), body=text,
    )  # fmt: skip
    _, detail = Resolver(Config()).resolve(draft)
    shown = "We ask “why” and “how” of <code>code</code>."
    assert detail.abstract.rendered.html == f"<p>{shown}</p>\n"
    assert shown in detail.findings[0].rendered.html
    assert "“" not in detail.body.rendered.html
