"""Asking the model about one article after another: what is remembered is not asked, and the budget is a hard stop."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from digest.assist.answers import Remembered
from digest.assist.fields import Field
from digest.assist.judge import Judge, Judged
from digest.assist.prompts import Article, Prompts, framed
from digest.assist.protocol import Refused, question, read_answer
from digest.assist.secret import Secret, gives_away
from digest.config.schema import Language, ModelConfig, ModelField
from digest.fetch.exchange import FetchFailure

Post = Callable[[bytes, Callable[[], None]], bytes]
"""Sends a question and returns the body of the answer; calls its second argument before each try."""

PATIENCE = 2
"""Articles in a row that got no answer at all, after which nothing more is asked in a run."""


_FINAL = ("forbidden", "redirects")
_REFUSALS = (401, 402, 403, 404)  # the key, the account or the address is wrong, for every article alike


class Cost(msgspec.Struct):
    """What a run has spent: tries, characters both ways, and tokens by the service's own account."""

    calls: int = 0
    sent: int = 0
    received: int = 0
    tokens: int = 0

    @property
    def characters(self) -> int:
        """Both ways."""
        return self.sent + self.received


class Written(msgspec.Struct, frozen=True):
    """What came of one article: fields let through, why others were not, and whether anything was asked.

    `keys` tells for each field what its answer depends on.
    """

    texts: dict[ModelField, Judged]
    refused: dict[ModelField, str]
    keys: dict[ModelField, str]
    was_asked: bool


class Stopped(Exception):  # noqa: N818 - it says what happened
    """Nothing more is asked in this run; `str()` says why."""


class _Spent(Exception):  # noqa: N818 - as above
    """The budget is spent; raised before a try."""


class Assistant:
    """One model for one run. `answers` are those remembered, and hold the new ones afterwards."""

    def __init__(
        self,
        config: ModelConfig,
        prompts: Prompts,
        language: Language,
        answers: dict[str, Remembered],
        post: Post | None,
        secrets: tuple[Secret, ...],
        *,
        again: bool = False,
    ) -> None:
        self.answers = answers
        self.cost = Cost()
        self.stopped = ""
        """Why nothing more is asked; "" as long as it is."""
        self._config = config
        self._prompts = prompts
        self._language: Language = language
        self._post = post
        self._secrets = secrets
        self._again = again
        self._failures = 0

    def key(self, field: Field, article: Article) -> str:
        """What an answer about this field is remembered by."""
        return self._prompts.key(field, article, self._config.name)

    def unknown(self, fields: Sequence[Field], article: Article) -> tuple[Field, ...]:
        """The fields that would have to be asked about."""
        return tuple(
            field
            for field in fields
            if (known := self.answers.get(self.key(field, article))) is None
            or (self._again and known.refused)
        )

    def size(self, fields: Sequence[Field], article: Article) -> int:
        """How many characters the question has."""
        return len(self._prompts.system(fields)) + len(framed(article.content))

    def write(self, fields: Sequence[Field], article: Article) -> Written:
        """Write fields about one article, in one question where anything is to be asked.

        Raises:
            Stopped: something is to be asked and nothing more is asked in this run.
            FetchFailure: the service could not be reached for this article; the next one may do better.
        """
        unknown = self.unknown(fields, article)
        if unknown:
            self._ask(unknown, article)
        judge = Judge(self._prompts.system(fields), self._secrets, self._language)
        written: dict[ModelField, Judged] = {}
        refused: dict[ModelField, str] = {}
        for field in fields:
            answer = self.answers.get(self.key(field, article))
            if answer is None or answer.refused:
                refused[field.name] = answer.refused if answer else "the answer leaves it out"
                continue
            try:
                written[field.name] = judge.judge(field, answer.texts, article)
            except Refused as failure:
                refused[field.name] = str(failure)
        keys = {field.name: self.key(field, article) for field in fields}
        return Written(written, refused, keys, was_asked=bool(unknown))

    def _ask(self, fields: Sequence[Field], article: Article) -> None:
        if self._post is None:
            self.stopped = self.stopped or "there is no model to ask"
        if self.stopped or self._post is None:
            raise Stopped(self.stopped)
        system, content = self._prompts.system(fields), framed(article.content)
        sent = len(system) + len(content)

        def on_try() -> None:
            self._spend(sent)

        try:
            body = self._post(question(self._config.name, system, content), on_try)
        except _Spent:
            raise Stopped(self.stopped) from None
        except FetchFailure as failure:
            if failure.why == "too large":
                self._remember(fields, article, refused="the answer is too large")
                return
            self._failures += 1
            if self._failures >= PATIENCE or failure.why in _FINAL or failure.status in _REFUSALS:
                self.stopped = f"the model at {self._config.base_url} cannot be asked: {failure.message}"
            raise
        self._failures = 0
        self.cost.received += len(body.decode("utf-8", "replace"))
        self._read(fields, article, body)

    def _read(self, fields: Sequence[Field], article: Article, body: bytes) -> None:
        try:
            told = read_answer(body, fields)
        except Refused as failure:
            self._remember(fields, article, refused=str(failure))
            return
        self.cost.tokens += told.tokens
        for field in fields:
            texts = told.texts.get(field.name, ())
            if not texts:
                self._remember([field], article, refused="the answer leaves it out")
            elif any(gives_away(text, self._secrets) for text in texts):
                self._remember([field], article, refused="it holds a secret")  # and is kept nowhere
            else:
                self._remember([field], article, texts=_bounded(texts, field))

    def _spend(self, sent: int) -> None:
        """Account for a try before it is made.

        Raises:
            _Spent: it would pass the budget.
        """
        budget = self._config.budget
        if self.cost.calls + 1 > budget.calls or self.cost.characters + sent > budget.characters:
            cost = f"{self.cost.calls} calls, {self.cost.characters:,} characters"
            self.stopped = f"the budget of this run is spent ({cost})"
            raise _Spent
        self.cost.calls += 1
        self.cost.sent += sent

    def _remember(
        self, fields: Sequence[Field], article: Article, *, texts: tuple[str, ...] = (), refused: str = ""
    ) -> None:
        for field in fields:
            key = self.key(field, article)
            self.answers[key] = Remembered(key, field.name, self._config.name, texts, refused)


def _bounded(texts: Sequence[str], field: Field) -> tuple[str, ...]:
    """What is kept of an answer: more than this would never be let through."""
    return tuple(text[: 2 * field.limit] for text in texts[: field.most])
