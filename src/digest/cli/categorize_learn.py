"""`digest categorize --learn`: fits the site's own topics on the entries its editors sorted by hand."""

from __future__ import annotations

from collections.abc import Sequence

from digest.categorize.categorizer import Categorizer
from digest.categorize.load import LEARNED, SHIPPED_TERMS, learned_model
from digest.categorize.model import model_bytes, shipped_model
from digest.categorize.training.labelled import Labelled
from digest.categorize.training.own import NEEDED_ENTRIES, NEEDED_EXAMPLES, Learnt, Lesson, learn
from digest.cli.console import Console
from digest.cli.locking import project_lock
from digest.config.load import load_config
from digest.config.schema import Config
from digest.content.collect import collect
from digest.ingest.apply import apply_steps, read_site_file
from digest.ingest.categorizing import owner_of, text_of
from digest.ingest.memory import MEMORY, read_memory
from digest.ingest.plan import Step
from digest.ingest.sheet import article_beside
from digest.problems import DigestError, error

EXIT_PROBLEMS = 1


def learn_topics(console: Console, *, dry_run: bool, no_wait: bool) -> int:
    """Learn, print what came of it and write the model; 1 where nothing could be learnt.

    Raises:
        DigestError: the configuration or an entry cannot be read, there is too little to learn from, or the model
            cannot be written.
    """
    config, warnings = load_config(console.root)
    console.problems(warnings)
    texts = sorted_by_hand(console, config)
    if len(texts) < NEEDED_ENTRIES:
        message = (
            f"there is too little to learn from: {len(texts)} entries have topics that a person gave, kept or took"
            f" away, and {NEEDED_ENTRIES} are needed"
        )
        hint = (
            f"sort more entries by hand (a topic needs {NEEDED_EXAMPLES}, and as many that do not belong to it),"
            " or add terms to `include` in digest.yaml"
        )
        raise DigestError([error(message, hint=hint)])
    present = Categorizer(config.topics, [("model", shipped_model())], SHIPPED_TERMS)
    learnt = learn(texts, [topic.id for topic in config.topics], present)
    for line in _table(learnt.lessons):
        console.result(line)
    if learnt.model is None:
        console.info(_verdict(learnt))
        return EXIT_PROBLEMS
    if dry_run:
        console.info("nothing was written (--dry-run)")
        return 0
    with project_lock(console, "digest categorize", no_wait=no_wait):
        before = read_site_file(console.root, LEARNED)
        apply_steps(console.root, [Step(LEARNED, model_bytes(learnt.model), before)])
    assert learned_model(console.root) is not None
    console.info(f"{LEARNED}: {', '.join(learnt.model.topics)}; keep it under version control")
    return 0


def sorted_by_hand(console: Console, config: Config) -> list[Labelled]:
    """The entries whose topics are an editor's: given, kept after a change, or taken away.

    Raises:
        DigestError: an entry cannot be read.
    """
    collection = collect(console.root, config)
    if errors := [problem for problem in collection.problems if problem.severity == "error"]:
        raise DigestError(errors)

    def read_file(path: str) -> bytes | None:
        return read_site_file(console.root, path)

    memory = read_memory(read_file(MEMORY))
    found: list[Labelled] = []
    for entry in collection.entries:
        written = memory.get(entry.id)
        if owner_of("topics", entry, frozenset(written.fields) if written else frozenset()) == "editor":
            text = text_of(entry, article_beside(entry.path, read_file))
            found.append(Labelled(id=entry.path, text=text, topics=frozenset(entry.topics)))
    return found


def _table(lessons: Sequence[Lesson]) -> list[str]:
    """A line a topic: how right it was before and is now about entries it had not seen, and what is done."""
    width = max(len("topic"), *(len(lesson.topic) for lesson in lessons))
    lines = [f"{'topic':{width}}  entries  F1 before  F1 learnt"]
    for lesson in lessons:
        learnt = "        -" if lesson.learnt is None else f"{lesson.learnt.f1:9.3f}"
        lines.append(
            f"{lesson.topic:{width}}  {lesson.examples:7}  {lesson.before.f1:9.3f}  {learnt}  {_outcome(lesson)}"
        )
    return lines


def _outcome(lesson: Lesson) -> str:
    if lesson.is_better:
        return "learnt"
    if lesson.learnt is not None:
        return "stays as it is: what was learnt is not better"
    return f"too few: {NEEDED_EXAMPLES} entries are needed, and as many that do not belong"


def _verdict(learnt: Learnt) -> str:
    if any(lesson.learnt for lesson in learnt.lessons):
        return "nothing was written: no topic would be decided better than before"
    return (
        f"nothing was written: no topic has {NEEDED_EXAMPLES} entries, and as many that do not belong to it"
    )
