"""The closed books of an import: what became of every line of every document, as data and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence

import msgspec

from digest.formats.write import Data
from digest.importers.books import Account
from digest.importers.imported import Imported
from digest.ingest.plan import Outcome, Plan, State
from digest.links.canonical import canonical
from digest.links.find import find_addresses

REPORT_VERSION = 1
_COUNTED: tuple[State, ...] = ("new", "updated", "unchanged", "merged")
_NAVIGATION = "navigation, rebuilt by us: "


class Line(msgspec.Struct, frozen=True):
    """What became of a line in the end: `state` is one of the sums of the report, `why` says why it is left out.

    `path` is the file it is in, `part` the field or part of that file.
    """

    number: int
    state: str
    why: str = ""
    path: str = ""
    part: str = ""


class Books(msgspec.Struct, frozen=True):
    """The lines of one document."""

    document: Imported
    outcomes: tuple[Outcome, ...]
    lines: tuple[Line, ...]

    def text(self, line: Line) -> str:
        """What stands in a line."""
        return self.document.document.lines[line.number - 1].strip()


def close_books(documents: Sequence[Imported], plan: Plan) -> tuple[Books, ...]:
    """What became of every line that is not blank, by the plan that was carried out."""
    closed = []
    for number, document in enumerate(documents):
        pages = (*([page] if (page := plan.pages[number]) else []), *plan.files[number])
        lines = tuple(_line(account, plan.items[number], pages) for account in document.accounts)
        closed.append(Books(document, (*plan.items[number], *pages), lines))
    return tuple(closed)


def report_of(books: Sequence[Books], read_text: Callable[[str], str], *, dry_run: bool) -> dict[str, Data]:
    """The report, for JSON: every line that is not blank is in exactly one of its sums and lists.

    Args:
        books: the closed books.
        read_text: the text of a file of the site, as the import leaves it.
        dry_run: whether nothing was written.
    """
    states = Counter(line.state for document in books for line in document.lines)
    report: dict[str, Data] = {
        "version": REPORT_VERSION,
        "unit": "lines",
        "dry_run": dry_run,
        "seen": sum(states.values()),
    }
    report |= {state: states[state] for state in _COUNTED}
    report |= {"dropped": _listed(books, "dropped"), "pending": [], "failed": _listed(books, "failed")}
    report["documents"] = [_document(document, read_text) for document in books]
    return report


def table_of(books: Sequence[Books]) -> Iterator[str]:
    """The report as lines for people: each document, its files, its lines by what became of them."""
    for document in books:
        imported = document.document
        issue = f", issue {imported.issue.period}" if imported.issue else ""
        yield f"{imported.document.path}: {imported.form}{issue}"
        for outcome in document.outcomes:
            stays = f"  (stays as it is: {', '.join(sorted(outcome.stays))})" if outcome.stays else ""
            yield f"  {outcome.state:9}  {outcome.path or outcome.title}{stays}"
        for name, count in imported.counts.items():
            yield f"  {count:6}  {name}"
        reasons = Counter(line.why for line in document.lines if line.state in {"dropped", "failed"})
        for why, count in sorted(reasons.items(), key=lambda found: (-found[1], found[0])):
            left = why if why.startswith(_NAVIGATION) else f"left out: {why}"
            yield f"  {count:6}  {'line' if count == 1 else 'lines'} {left}"
    yield summary_of(books)


def summary_of(books: Sequence[Books]) -> str:
    """The last line of the table: files and lines, and that none of them is missing."""
    files = Counter(outcome.state for document in books for outcome in document.outcomes)
    states = Counter(line.state for document in books for line in document.lines)
    rebuilt = sum(line.why.startswith(_NAVIGATION) for document in books for line in document.lines)
    made = ", ".join(
        f"{files[state]} {state}" for state in (*_COUNTED, "kept", "removed", "rejected") if files[state]
    )
    kept = sum(states[state] for state in _COUNTED)
    left = states["dropped"] - rebuilt + states["failed"]
    return f"files: {made or 'none'}; lines: {kept} kept, {rebuilt} rebuilt by us, {left} left out"


def _line(account: Account, items: Sequence[Outcome], pages: Sequence[Outcome]) -> Line:
    match account.verdict:
        case "navigation":
            return Line(account.line, "dropped", _NAVIGATION + account.detail)
        case "dropped" | "failed":
            return Line(account.line, account.verdict, account.detail)
        case "entry":
            outcome: Outcome | None = items[account.item]
        case "page":
            outcome = pages[0] if pages else None
    if outcome is None:
        return Line(account.line, "failed", "it belongs to a page that was not made")
    if outcome.state == "rejected":
        return Line(account.line, "dropped", f"{outcome.id} was rejected")
    if outcome.state == "removed":
        return Line(account.line, "dropped", f"{outcome.id} was imported before and removed since")
    if outcome.state == "kept" or _stays(account.detail, outcome):
        why = f"{outcome.path} says otherwise and stays as it is"
        return Line(account.line, "dropped", why)
    return Line(account.line, outcome.state, "", outcome.path, account.detail)


def _stays(part: str, outcome: Outcome) -> bool:
    """Whether a part of an entry is among the fields that stay; readers name some parts in the singular."""
    return (
        part in outcome.stays
        or f"{part}s" in outcome.stays
        or (part == "picture" and "image" in outcome.stays)
    )


def _listed(books: Sequence[Books], state: str) -> Data:
    return [
        {
            "what": document.text(line),
            "why": line.why,
            "line": line.number,
            "file": document.document.document.path,
        }
        for document in books
        for line in document.lines
        if line.state == state
    ]


def _document(books: Books, read_text: Callable[[str], str]) -> Data:
    imported = books.document
    states = Counter(line.state for line in books.lines)
    return {
        "file": imported.document.path,
        "form": imported.form,
        "issue": str(imported.issue.period) if imported.issue else "",
        "lines": {name: states[name] for name in (*_COUNTED, "dropped", "failed") if states[name]},
        "counts": {**imported.counts},
        "files": [_outcome(outcome) for outcome in books.outcomes],
        "accounts": list(_ranges(books.lines)),
        "remarks": [
            {"path": remark.path, "line": remark.line, "message": remark.message}
            for remark in imported.remarks
        ],
        "addresses_left_out": _addresses(books, read_text),
    }


def _outcome(outcome: Outcome) -> Data:
    found: dict[str, Data] = {"state": outcome.state, "path": outcome.path}
    found |= {name: value for name in ("id", "title") if (value := getattr(outcome, name))}
    if outcome.stays:
        found["stays"] = [*sorted(outcome.stays)]
    return found


def _ranges(lines: Sequence[Line]) -> Iterator[Data]:
    """Lines with neighbours of one fate joined; blank lines between them do not part them."""
    run: list[Line] = []
    for line in [*lines, None]:
        if run and (line is None or _fate(line) != _fate(run[0])):
            first = run[0]
            found: dict[str, Data] = {"first": first.number, "last": run[-1].number, "state": first.state}
            found |= {name: value for name in ("path", "part", "why") if (value := getattr(first, name))}
            yield found
            run = []
        if line is not None:
            run.append(line)


def _fate(line: Line) -> tuple[str, str, str, str]:
    return line.state, line.why, line.path, line.part


def _addresses(books: Books, read_text: Callable[[str], str]) -> Data:
    """Addresses in lines that are kept, but in none of the files, with their lines."""
    wanted = [
        (found.url, line.number)
        for line in books.lines
        if line.state in _COUNTED and "://" in (text := books.text(line))
        for found in find_addresses(text)
    ]
    if not wanted:
        return []
    kept: set[str] = set()
    for path in {line.path for line in books.lines if line.path}:
        folder = path.removesuffix("index.md")
        for file in {path, f"{folder}source.md"} if folder != path else {path}:
            kept |= {found.url for found in find_addresses(read_text(file))}
    places = {canonical(url) for url in kept}
    return [
        {"url": url, "line": number, "why": "the same place stands there under another address"}
        if canonical(url) in places
        else {"url": url, "line": number, "why": "it is in none of the files"}
        for url, number in wanted
        if url not in kept
    ]
