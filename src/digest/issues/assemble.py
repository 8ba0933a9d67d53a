"""An issue from the entries of its period: picks, number, cover, title, summary, highlights, and its file."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime

import msgspec

from digest.catalog.catalog import WHY_HIDDEN
from digest.config.schema import Config
from digest.content.drafts import Draft, EntryDraft, IssueDraft
from digest.issues.cover import cover_of
from digest.issues.issue_file import Fields, Value, is_owned, new_file, updated_file
from digest.issues.numbering import next_number
from digest.issues.pool import Candidate, Pool, earlier_issues, pool_of, shown_entries
from digest.issues.ranking import ranked, topic_of
from digest.problems import DigestError, Problem, error, warning
from digest.site import Site
from digest.summarize.overview import EARLIER, Overview, Pick, overview_of
from digest.summarize.trends import TermCounts, count_terms
from digest.text.clean import clean_line
from digest.text.weeks import is_day_name


class Request(msgspec.Struct, frozen=True):
    """What an issue is assembled from.

    `site` is that of all files, drafts among them, `drafts` those files by path, `date` when the issue is dated. `file`
    has the bytes of the issue's file, None where there is none; `has_file` tells whether a path of the site exists;
    `drafts_wait` that no draft is picked that the file does not name.
    """

    name: str
    site: Site
    drafts: Mapping[str, Draft]
    config: Config
    date: datetime
    file: bytes | None
    has_file: Callable[[str], bool]
    force: bool = False
    drafts_wait: bool = False


class Assembled(msgspec.Struct, frozen=True):
    """The file of an issue and the entries it shows, in their order; `publish` are those still drafts."""

    path: str
    data: bytes
    picks: tuple[EntryDraft, ...]
    publish: tuple[EntryDraft, ...]
    remarks: tuple[str, ...] = ()
    problems: tuple[Problem, ...] = ()


def assemble_issue(request: Request) -> Assembled:
    """Assemble an issue.

    Raises:
        DigestError: two files are this issue, picks do not exist, it would be empty or have fewer picks than its file,
            or its file has a form that needs a person.
    """
    return _Assembling(request).assembled()


def issue_file_of(name: str, drafts: Iterable[Draft]) -> IssueDraft | None:
    """The file of an issue.

    Raises:
        DigestError: there are two.
    """
    found = sorted(
        (draft for draft in drafts if isinstance(draft, IssueDraft) and draft.name.upper() == name.upper()),
        key=lambda draft: draft.path,
    )
    if len(found) > 1:
        hint = "keep one of them: move what the other says into it, then delete that"
        message = f"{name} has another file: {found[0].path}"
        raise DigestError([error(message, path=draft.path, hint=hint) for draft in found[1:]])
    return found[0] if found else None


class _Assembling:
    """One issue while it is assembled."""

    def __init__(self, request: Request) -> None:
        self.request = request
        self.site = request.site
        self.issue = issue_file_of(request.name, request.drafts.values())
        self.path = self.issue.path if self.issue else f"content/issues/{request.name}.md"
        self.pool: Pool = pool_of(request.name, request.site, request.drafts, drafts_wait=request.drafts_wait)
        self.earlier = [
            count_terms((entry.title, entry.tags) for entry in entries)
            for issue in earlier_issues(request.name, request.site)[:EARLIER]
            if (entries := shown_entries(issue))
        ]
        self.problems: list[Problem] = []
        self.remarks: list[str] = []

    def assembled(self) -> Assembled:
        """The issue."""
        in_sections = self._named(self._section_picks())
        picks = self._picks({pick.document.path for pick in in_sections})
        shown = list({pick.document.path: pick for pick in (*picks, *in_sections)}.values())
        self._refuse_empty(shown)
        fields = self._fields(picks, shown)
        file, issue = self.request.file, self.issue
        if file is None or issue is None:
            data = new_file(fields)
        else:
            data = updated_file(file, issue, fields, self.request.config)
        if issue is not None and issue.draft:
            self.remarks.append(f"{self.path} is a draft; take its mark off when you have read it")
        named = {pick.document.path for pick in shown}
        if waiting := [draft.path for draft in self.pool.waiting if draft.path not in named]:
            names = ", ".join(waiting)
            self.remarks.append(f"drafts that wait for you are not picked unless named in `picks`: {names}")
        return Assembled(
            path=self.path,
            data=data,
            picks=tuple(pick.draft for pick in shown),
            publish=tuple(pick.draft for pick in shown if pick.draft.draft),
            remarks=tuple(self.remarks),
            problems=tuple(self.problems),
        )

    def _section_picks(self) -> list[str]:
        return [pick for section in self.issue.sections for pick in section.picks] if self.issue else []

    def _picks(self, elsewhere: set[str]) -> list[Candidate]:
        """The picks: those of the file, else the best of the pool that stand in no section."""
        issue, force = self.issue, self.request.force
        fixed = issue.picks if issue is not None else None
        if issue is not None and fixed is not None and (fixed or is_owned(issue, "picks")):
            owned = is_owned(issue, "picks")
            named = self._named(fixed)
            if owned or not force:
                self._tell_of_later(named, elsewhere)
                return named
        most = max(0, self.request.config.issues.max_entries - len(elsewhere))
        candidates = [each for each in self.pool.candidates if each.document.path not in elsewhere]
        picks = list(ranked(candidates, self.site.topics, self.earlier, most))
        if left := len(candidates) - len(picks):
            self.remarks.append(f"{_entries(left)} left out: issues.max_entries is {most + len(elsewhere)}")
        return picks

    def _named(self, names: Sequence[str]) -> list[Candidate]:
        """The entries that picks name; what they name and is not there is a problem, with the line it stands on."""
        found: dict[str, Candidate] = {}
        for name in names:
            document = self.site.catalog.entry(name)
            draft = self.request.drafts.get(document.path) if document else None
            if document is not None and isinstance(draft, EntryDraft):
                found.setdefault(document.path, Candidate(document, draft))
            else:
                self.problems.append(self._missing(name))
        missing = [problem for problem in self.problems if problem.severity == "error"]
        if missing:
            kept = f"{len(found)} of {len(names)} picks are left"
            raise DigestError(
                [*missing, error(f"the issue would shrink: {kept}", path=self.path, hint=_FORCE)]
            )
        return list(found.values())

    def _missing(self, name: str) -> Problem:
        """Why a pick cannot be shown; with `--force` a warning, and the file keeps it where it is its editor's."""
        hidden = self.site.catalog.hidden
        reason = hidden.get(name) or hidden.get(f"/entries/{name.lower()}/")
        message = f"pick “{name}” " + (WHY_HIDDEN[reason] if reason else "is no entry")
        known = [c for d in self.site.entries for c in (d.id, d.slug) if c]
        near = difflib.get_close_matches(name, known, n=1) if not reason else []
        hint = f"did you mean {near[0]}?" if near else "" if reason else "digest list entries shows them all"
        line = self._line_of(name)
        make = warning if self.request.force else error
        return make(message, path=self.path, line=line, column=1 if line else 0, hint=hint)

    def _line_of(self, name: str) -> int:
        """The line of the file on which a pick stands, else that of the key, 0 for none."""
        if self.issue is None or self.request.file is None:
            return 0
        lines = self.request.file.decode("utf-8", "replace").split("\n")[: self.issue.body_line]
        first = min(
            (self.issue.places[key][0] for key in ("picks", "sections") if key in self.issue.places),
            default=0,
        )
        pick = re.compile(rf"(?<![\w.:/-]){re.escape(name)}(?![\w.:/-])")
        return next((n for n, text in enumerate(lines, 1) if n >= first > 0 and pick.search(text)), first)

    def _tell_of_later(self, named: Sequence[Candidate], elsewhere: set[str]) -> None:
        """Say what the period has beside the fixed picks and those of sections."""
        paths = {pick.document.path for pick in named} | elsewhere
        later = [each for each in self.pool.candidates if each.document.path not in paths]
        if later and self.issue is not None:
            again = "" if is_owned(self.issue, "picks") else "; --force picks anew"
            self.remarks.append(f"{_entries(len(later))} not picked: the picks of the file hold{again}")

    def _refuse_empty(self, shown: Sequence[Candidate]) -> None:
        if shown or self.request.force:
            return
        name = self.request.name
        issues = [
            issue.name for issue in self.site.issues if issue.is_daily == is_day_name(name) and issue.entries
        ]
        near = difflib.get_close_matches(name, issues, n=1, cutoff=0.0) if issues else []
        hint = f"the issues there are: digest list issues (such as {near[0]}); " if near else ""
        hint += "entries belong to the period of their publishDate"
        waiting = (
            f" but drafts that wait for you: {', '.join(d.path for d in self.pool.waiting)}"
            if self.pool.waiting
            else ""
        )
        raise DigestError(
            [error(f"{name} has no entries{waiting}", path=self.path if self.issue else "", hint=hint)]
        )

    def _fields(self, picks: Sequence[Candidate], shown: Sequence[Candidate]) -> Fields:
        """What the program would write; the file decides what of it is taken."""
        daily = is_day_name(self.request.name)
        number = next_number(self.request.name, [i for i in self.site.issues if i.is_daily == daily])
        overview = self._overview(shown, quote=daily)
        cover = cover_of(shown, self.request.has_file)
        fields: dict[str, Value] = {"date": self.request.date, "picks": tuple(pick.name for pick in picks)}
        if number.value is not None:
            fields["number"] = number.value
        elif number.why and (self.issue is None or self.issue.number is None):
            self.remarks.append(number.why)
        if cover is not None:
            fields["cover"] = cover
        if overview.title:
            fields["title"] = clean_line(overview.title)
        if overview.summary:
            fields["summary"] = overview.summary
        if overview.highlights:
            fields["highlights"] = tuple(clean_line(line) for line in overview.highlights)
        return fields

    def _overview(self, shown: Sequence[Candidate], *, quote: bool) -> Overview:
        topics = self.site.topics
        picks = [
            Pick(
                title=pick.document.title,
                topic=topics[topic].name if (topic := topic_of(pick, topics)) else "",
                tags=pick.document.tags,
                abstract=pick.draft.abstract,
                has_code=pick.has_code,
            )
            for pick in shown
        ]
        earlier: list[TermCounts] = self.earlier
        return overview_of(picks, earlier, self.request.config.site.language, quote=quote)


_FORCE = "correct the picks, or go on without them: --force"


def _entries(number: int) -> str:
    return "1 entry of this period is" if number == 1 else f"{number} entries of this period are"
