"""Findings as text for people, as JSON for programs, and as annotations of a GitHub job."""

from __future__ import annotations

import json
import posixpath
from collections import Counter
from collections.abc import Sequence

from digest.checks.finding import Finding

VERSION = 1
"""Of the JSON: new keys may come, a changed one raises it."""


def as_json(findings: Sequence[Finding]) -> str:
    """`{version, findings: [{rule, severity, path, line, column, message, hint}], rules: {rule: number}}`.

    All of it is ASCII: whatever a title holds, it cannot move a terminal's cursor.
    """
    return json.dumps(
        {
            "version": VERSION,
            "findings": [
                {
                    "rule": finding.rule,
                    "severity": finding.problem.severity,
                    "path": finding.problem.path,
                    "line": finding.problem.line,
                    "column": finding.problem.column,
                    "message": finding.problem.message,
                    "hint": finding.problem.hint,
                }
                for finding in findings
            ],
            "rules": dict(sorted(Counter(finding.rule for finding in findings).items())),
        },
        indent=2,
    )


def as_annotation(finding: Finding, folder: str = "") -> str:
    """One workflow command of GitHub (`::error file=...::message`); `folder` is the site's in its repository.

    Escaped as the runner reads it: https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts.
    """
    problem = finding.problem
    properties = {"file": posixpath.normpath(posixpath.join(folder, problem.path)) if problem.path else ""}
    if problem.line:
        properties |= {"line": str(problem.line), "col": str(problem.column or 1)}
    properties["title"] = finding.rule
    written = ",".join(f"{name}={_property(value)}" for name, value in properties.items() if value)
    message = f"{problem.message}\nhint: {problem.hint}" if problem.hint else problem.message
    return f"::{problem.severity} {written}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
