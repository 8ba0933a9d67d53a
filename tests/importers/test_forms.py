"""Which form a document is taken for, and what is said where it is none."""

import pytest

import importing
from digest.importers.forms import FORMS, detect_form
from digest.problems import DigestError


def hint(text: str) -> str:
    with pytest.raises(DigestError) as caught:
        detect_form(importing.document(text), importing.SETTING)
    (problem,) = caught.value.problems
    assert problem.message == "no form was recognised in this document"
    return problem.hint


def test_the_nearest_form_is_named_with_what_it_lacks() -> None:
    said = hint("# 树木周刊\n\n## Alder\n\n它会长高。\n\n## Birch\n\n它是白的。\n")
    assert said.startswith("nearest is weekly: no section has a line that begins with 概要：")
    assert said.endswith("; name it with --form: " + ", ".join(FORMS))


def test_prose_is_near_no_form() -> None:
    assert hint("天气很好。\n\n我们去看海。\n") == "name it with --form: " + ", ".join(FORMS)
