"""The closed books of an import: what became of every line of every document, as data and as a table."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from digest.formats.write import Data
from digest.importers.books import Account, Verdict
from digest.importers.imported import Imported
from digest.ingest.plan import Outcome, Plan, State
from digest.links.find import find_addresses
from digest.text.weeks import Week

REPORT_VERSION = 1
_COUNTED: tuple[State, ...] = ("new", "updated", "unchanged", "merged")


def report_of(documents: Sequence[Imported], plan: Plan, *, dry_run: bool) -> dict[str, Data]:
    """The report, for JSON: every line that is not blank is in exactly one of its sums and lists."""
    sums: Counter[str] = Counter()
    dropped: list[Data] = []
    failed: list[Data] = []
    details: list[Data] = []
    for number, document in enumerate(documents):
        states: Counter[str] = Counter()
        for account in document.accounts:
            state, why = _verdict(account, number, plan)
            states[state] += 1
            if state in {"dropped", "failed"}:
                line: dict[str, Data] = {
                    "what": document.document.lines[account.line - 1].strip(),
                    "why": why,
                    "line": account.line,
                    "file": document.document.path,
                }
                (dropped if state == "dropped" else failed).append(line)
        sums += states
        details.append(_document(number, document, plan, states))
    seen = sum(len(document.accounts) for document in documents)
    report: dict[str, Data] = {"version": REPORT_VERSION, "unit": "lines", "dry_run": dry_run, "seen": seen}
    report |= {state: sums[state] for state in _COUNTED}
    report |= {"dropped": dropped, "pending": [], "failed": failed, "documents": details}
    return report


def table_of(documents: Sequence[Imported], plan: Plan, report: dict[str, Data]) -> Iterator[str]:
    """The report as lines for people: each document, its entries, its lines by what became of them."""
    for number, document in enumerate(documents):
        head = f"{document.document.path}: {document.form}"
        if document.issue:
            head += f", issue {document.issue.period}"
        yield head
        for outcome in [*plan.items[number], *_pages(number, plan)]:
            stays = f"  (stays as it is: {', '.join(sorted(outcome.stays))})" if outcome.stays else ""
            yield f"  {outcome.state:9}  {outcome.path}{stays}"
        accounts = Counter(account.verdict for account in document.accounts)
        lines = ", ".join(f"{accounts[verdict]} {name}" for verdict, name in _VERDICTS if accounts[verdict])
        yield f"  {len(document.accounts)} lines: {lines}"
        reasons = Counter(account.detail for account in document.accounts if account.verdict == "dropped")
        for why, count in sorted(reasons.items(), key=lambda found: (-found[1], found[0])):
            yield f"    {count:5}  {why}"
        for name, count in document.counts.items():
            yield f"  {name}: {count}"
    totals = ", ".join(f"{report[state]} {state}" for state in _COUNTED)
    rest = ", ".join(f"{_length(report[name])} {name}" for name in ("dropped", "pending", "failed"))
    yield f"{report['seen']} lines seen: {totals}, {rest}"


_VERDICTS: tuple[tuple[Verdict, str], ...] = (
    ("entry", "in entries"),
    ("page", "in pages"),
    ("navigation", "rebuilt (navigation)"),
    ("dropped", "left out"),
    ("failed", "not understood"),
)


def _verdict(account: Account, document: int, plan: Plan) -> tuple[str, str]:
    """The state of a line and, where it is not in the site, why."""
    match account.verdict:
        case "navigation":
            return "dropped", f"navigation, rebuilt by us: {account.detail}"
        case "dropped" | "failed":
            return account.verdict, account.detail
        case "entry":
            outcome: Outcome | None = plan.items[document][account.item]
        case "page":
            outcome = next(_pages(document, plan), None)
    if outcome is None:
        return "failed", "it belongs to a page that was not made"
    if outcome.state == "kept" or account.detail in outcome.stays:
        return "dropped", f"{outcome.path} says otherwise and stays as its editor left it"
    return outcome.state, ""


def _pages(document: int, plan: Plan) -> Iterator[Outcome]:
    page = plan.pages[document]
    if page is not None:
        yield page
    yield from plan.files[document]


def _document(number: int, document: Imported, plan: Plan, states: Counter[str]) -> Data:
    issue = document.issue
    period = (
        (str(issue.period) if isinstance(issue.period, Week) else issue.period.isoformat()) if issue else ""
    )
    return {
        "file": document.document.path,
        "form": document.form,
        "issue": period,
        "lines": {name: states[name] for name in (*_COUNTED, "dropped", "failed") if states[name]},
        "counts": {**document.counts},
        "entries": [_outcome(outcome) for outcome in plan.items[number]],
        "pages": [_outcome(outcome) for outcome in _pages(number, plan)],
        "accounts": list(_ranges(document.accounts, plan.items[number])),
        "addresses": _addresses(document),
    }


def _outcome(outcome: Outcome) -> Data:
    found: dict[str, Data] = {"state": outcome.state, "path": outcome.path}
    if outcome.id:
        found["id"] = outcome.id
    if outcome.title:
        found["title"] = outcome.title
    if outcome.stays:
        found["stays"] = [*sorted(outcome.stays)]
    return found


def _ranges(accounts: Sequence[Account], items: Sequence[Outcome]) -> Iterator[Data]:
    """Accounts with neighbours of one verdict joined; blank lines between them do not part them."""
    run: list[Account] = []
    for account in [*accounts, None]:
        if run and (account is None or _kind(account) != _kind(run[0])):
            found: dict[str, Data] = {
                "first": run[0].line,
                "last": run[-1].line,
                "verdict": run[0].verdict,
                "as": run[0].detail,
            }
            if run[0].item >= 0:
                found["path"] = items[run[0].item].path
            yield found
            run = []
        if account is not None:
            run.append(account)


def _kind(account: Account) -> tuple[str, str, int]:
    return account.verdict, account.detail, account.item


def _addresses(document: Imported) -> Data:
    """Addresses of the document that are in no file an import of it writes or found, with their lines."""
    kept = "\n".join(_texts(document))
    left: list[Data] = []
    for account in document.accounts:
        line = document.document.lines[account.line - 1]
        if "://" not in line:
            continue
        left += [
            {"url": found.url, "line": account.line}
            for found in find_addresses(line)
            if found.url not in kept
        ]
    return {"left_out": left}


def _texts(document: Imported) -> Iterator[str]:
    for item in document.items:
        yield from (item.body, item.text, item.summary, item.abstract, item.id, *item.findings)
        yield from (link.url for link in item.links)
        yield from (article.url for article in item.coverage)
        yield from (part.url for part in (item.source,) if part)
        yield from (part.src for part in (item.image,) if part)
    if document.issue:
        yield from (document.issue.body, document.issue.summary, *document.issue.highlights)
        yield document.issue.cover.src if document.issue.cover else ""
    if document.page:
        yield from (document.page.body, document.page.summary)
    for source in document.sources:
        yield from (str(value) for value in source.options.values())
    for part in document.files:
        yield part.data.decode("utf-8", "replace")


def _length(value: Data) -> int:
    return len(value) if isinstance(value, list) else 0
