"""Which form a document has, and the reader for it."""

from __future__ import annotations

import importlib
import re
from collections.abc import Callable
from datetime import UTC
from typing import NamedTuple

from digest.importers.document import Document
from digest.importers.imported import Form, Imported, Reader, Setting
from digest.problems import DigestError, error

ENOUGH = 30
"""Evidence, of 100, from which on a form is taken for the document's."""

CERTAIN = 60
"""Evidence from which on there is no doubt."""

_TRIED = 2
_NOT_THIS = re.compile(r"this is no [a-z -]+: ")

_ANYTHING: tuple[Form, ...] = ("hugo",)
"""Forms that take any post with front matter, as a page."""


class FormReader(NamedTuple):
    """A form: how surely a document has it (0 to 100), and its reader."""

    evidence: Callable[[Document], int]
    read: Reader


_MODULES: dict[Form, str] = {
    "weekly": "weekly.reader",
    "topic-list": "topic_list.reader",
    "compendium": "compendium.reader",
    "arxiv-report": "arxiv_report.reader",
    "jekyll": "jekyll.reader",
    "hugo": "trees.post",
    "opml": "records.opml",
    "bibtex": "records.bibtex",
    "ris": "records.ris",
    "bookmarks": "records.bookmarks",
}
FORMS: tuple[Form, ...] = tuple(_MODULES)
"""All forms, those people write by hand first."""


def form_reader(form: Form) -> FormReader:
    """The reader of a form; its module is imported now."""
    name = form.replace("-", "_")
    module = importlib.import_module(f"digest.importers.{_MODULES[form]}")
    return FormReader(getattr(module, f"{name}_evidence"), getattr(module, f"read_{name}"))


def detect_form(document: Document, setting: Setting | None = None) -> Form:
    """The form a document has by its own evidence.

    Args:
        document: what it is about.
        setting: of the site, for the reader of the form it comes nearest to.

    Raises:
        DigestError: it resembles none of them; the hint says which it comes nearest to, and what it lacks.
    """
    evidence = {form: form_reader(form).evidence(document) for form in FORMS}
    ranking = sorted(
        FORMS, key=lambda form: -evidence[form]
    )  # stable: of equals the one people write by hand
    if evidence[ranking[0]] >= ENOUGH:
        return ranking[0]
    nearest = [form for form in ranking[:_TRIED] if evidence[form] > 0]
    lacks = [_lacking(document, form, setting or Setting(UTC)) for form in nearest]
    message = "no form was recognised in this document"
    hint = "; ".join([*lacks, f"name it with --form: {', '.join(FORMS)}"])
    raise DigestError([error(message, path=document.path, hint=hint)])


def _lacking(document: Document, form: Form, setting: Setting) -> str:
    """What keeps a document from being of a form it resembles."""
    try:
        form_reader(form).read(document, setting)
    except DigestError as failure:
        problem = failure.problems[0]
        message = _NOT_THIS.sub("", problem.message)
        place = f", line {problem.line}" if problem.line > 1 else ""
        return f"nearest is {form}: {message}{place}"
    return f"it can be read as {form}, though little in it says so"


def read_form(document: Document, form: Form | None, setting: Setting) -> Imported:
    """Read a document in a form, or in the one it is recognised to have.

    Raises:
        DigestError: it has another form or none, or is damaged.
    """
    if form is None:
        return form_reader(detect_form(document, setting)).read(document, setting)
    if form not in _ANYTHING:
        _check_form(document, form)
    return form_reader(form).read(document, setting)


def _check_form(document: Document, form: Form) -> None:
    """Refuse a form that was asked for where the document is certainly of another one.

    A reader finds something of its own in nearly every document; it would make a poor one of it.
    """
    own = form_reader(form).evidence(document)
    for other in FORMS:
        if other != form and form_reader(other).evidence(document) >= max(CERTAIN, own + 1):
            message = f"this is no {form}: it has the form {other}"
            raise DigestError([error(message, path=document.path, hint=f"import it with --form {other}")])
