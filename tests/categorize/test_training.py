"""Training: what ships is what the script makes, and how good it is about texts it had not seen."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from building import SHARED
from digest.categorize.categorizer import Categorizer
from digest.categorize.decisions import Text
from digest.categorize.load import SHIPPED_TERMS, load_categorizer
from digest.categorize.model import model_bytes, shipped_model
from digest.categorize.training.__main__ import main
from digest.categorize.training.labelled import (
    Correction,
    Labelled,
    corrected,
    read_labelled,
    shipped_corrections,
)
from digest.categorize.training.measure import NONE, macro, score_of, scores
from digest.categorize.training.shipping import SHIPPED, TOPICS, shipped_texts, train_shipped
from digest.categorize.training.validate import best_thresholds, list_folds, random_folds
from digest.config.schema import Config
from digest.problems import DigestError

GOLD = SHARED / "gold"
OURS = Path(__file__).with_name("gate.jsonl")
needs_gold = pytest.mark.skipif(
    not GOLD.exists(),
    reason="the labelled texts beside the repository are not there: the shipped weights are not made again",
)


def judged(texts: list[Labelled]) -> list[tuple[frozenset[str], frozenset[str]]]:
    categorizer = load_categorizer(Config())
    return [
        (each.topics, frozenset(d.topic for d in categorizer.decide(each.text) if d.chosen)) for each in texts
    ]


@needs_gold
def test_the_shipped_weights_are_what_the_script_makes() -> None:
    made = train_shipped(shipped_texts(GOLD / "train.jsonl"))
    shipped = shipped_model()
    assert made.topics == shipped.topics
    different = {
        name
        for name in made.features.keys() | shipped.features.keys()
        if made.features.get(name) != shipped.features.get(name)
    }
    assert different == set()
    assert model_bytes(made) == model_bytes(shipped)


@needs_gold
@pytest.mark.parametrize(
    ("blank", "floors"),
    [
        (
            False,
            {"macro": 0.93, "multimodal": 0.9, "omni-modal": 0.88, "rl-infra": 0.88, "3d": 0.93, NONE: 0.94},
        ),
        (
            True,
            {"macro": 0.9, "multimodal": 0.88, "omni-modal": 0.85, "rl-infra": 0.8, "3d": 0.92, NONE: 0.92},
        ),
    ],
)
def test_the_gate_of_the_texts_beside_the_repository(blank: bool, floors: dict[str, float]) -> None:
    texts = read_labelled((GOLD / "dev.jsonl").read_bytes(), path="dev.jsonl")
    if blank:
        texts = [replace(each, text=Text(title=each.text.title)) for each in texts]
    found = scores(judged(texts), TOPICS)
    values = {name: score.f1 for name, score in found.items()} | {"macro": macro(found)}
    assert {name for name, floor in floors.items() if values[name] < floor} == set(), values
    assert min(found[NONE].precision, found[NONE].recall) >= 0.92
    if not blank:
        chinese = scores(judged([each for each in texts if each.lang == "zh"]), TOPICS)
        assert macro(chinese) >= 0.9


def test_the_gate_of_our_own_texts() -> None:
    texts = read_labelled(OURS.read_bytes(), path=OURS.name)
    assert len(texts) > 120
    found = scores(judged(texts), TOPICS)
    assert {name for name, score in found.items() if score.f1 < 0.95} == set(), found


def test_our_own_texts_are_ours() -> None:
    """They are in no file that the model was trained with or measured by, and each is there once."""
    titles = [json.loads(line)["title"] for line in OURS.read_text(encoding="utf-8").splitlines()]
    assert len(set(titles)) == len(titles)
    for name in ("train.jsonl", "dev.jsonl"):
        if (GOLD / name).exists():
            lines = (GOLD / name).read_text(encoding="utf-8").splitlines()
            assert not {json.loads(line)["title"].casefold() for line in lines} & {
                t.casefold() for t in titles
            }


@needs_gold
def test_every_correction_is_about_a_text_and_changes_it() -> None:
    texts = {each.id: each for each in read_labelled((GOLD / "train.jsonl").read_bytes(), path="train")}
    corrections = shipped_corrections()
    lines = (Path(train_shipped.__code__.co_filename).parent / "corrections.jsonl").read_text().splitlines()
    assert len(corrections) == len(lines)
    for each in corrections.values():
        assert each.reason
        assert each.labels is None or frozenset(each.labels) != texts[each.id].topics
        assert each.labels is None or set(each.labels) <= set(TOPICS)


def labelled(name: str, *topics: str, source: str = "") -> Labelled:
    return Labelled(
        id=name, text=Text(title=name), topics=frozenset(topics), lists=(source,) if source else ()
    )


def test_corrections_replace_labels_or_leave_a_text_out() -> None:
    texts = [labelled("a", "3d"), labelled("b"), labelled("c")]
    changes = {"a": Correction("a", [], "why"), "b": Correction("b", None, "why")}
    assert corrected(texts, changes) == [labelled("a"), labelled("c")]


def test_every_bad_line_of_a_labelled_file_is_told() -> None:
    with pytest.raises(DigestError) as failure:
        read_labelled(b'{"id": "a", "title": "t", "labels": []}\n{"id": "b"}\n\nnonsense\n', path="f.jsonl")
    assert [(each.path, each.line) for each in failure.value.problems] == [("f.jsonl", 2), ("f.jsonl", 4)]
    with pytest.raises(DigestError, match="holds no labelled text"):
        read_labelled(b"\n", path="f.jsonl")


def test_scores() -> None:
    score = score_of([(True, True), (True, False), (False, True), (False, False), (True, True)])
    assert score.precision == pytest.approx(2 / 3)
    assert score.recall == pytest.approx(2 / 3)
    assert score.support == 3
    a, b = frozenset("a"), frozenset("b")
    found = scores([(a, a), (b, a), (frozenset(), frozenset()), (frozenset(), b)], ["a", "b", "c"])
    assert found["a"].f1 == pytest.approx(2 / 3)
    assert found["b"].f1 == 0.0
    assert (found[NONE].precision, found[NONE].recall) == (1.0, 0.5)
    assert macro(found) == pytest.approx(1 / 3), "a topic without texts does not count"


def test_folds_leave_every_text_out_once() -> None:
    texts = [
        labelled(str(number), source="big" if number < 150 else f"s{number % 4}") for number in range(160)
    ]
    for folds in (random_folds(160), list_folds(texts)):
        assert sorted(number for fold in folds for number in fold) == list(range(160))
    by_list = list_folds(texts)
    assert [len(fold) for fold in by_list] == [150, 5, 5] or sorted(map(len, by_list)) == [5, 5, 150]
    assert all(len({texts[n].lists for n in fold} & {("big",)}) == (len(fold) == 150) for fold in by_list)


def test_a_threshold_lies_in_the_middle_of_a_good_stretch() -> None:
    from digest.categorize.training.train import Seen

    texts = [Seen(frozenset("a") if number >= 50 else frozenset(), {}, None) for number in range(100)]
    found = [{"a": 0.3 if number < 50 else 0.7} for number in range(100)]
    assert best_thresholds(found, texts, ["a"])["a"] == pytest.approx(0.5, abs=0.06)


def test_the_script_refuses_what_it_cannot_read(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert main([str(tmp_path / "missing.jsonl")]) == 1
    (tmp_path / "bad.jsonl").write_text("nonsense\n")
    assert main([str(tmp_path / "bad.jsonl")]) == 1
    assert "bad.jsonl:1" in capsys.readouterr().err


def test_the_script_makes_the_same_bytes_twice(tmp_path: Path) -> None:
    for name in ("a.json", "b.json"):
        assert main([str(OURS), str(tmp_path / name)]) == 0
    assert (tmp_path / "a.json").read_bytes() == (tmp_path / "b.json").read_bytes()
    assert b'"title:3d.splat"' in (tmp_path / "a.json").read_bytes()


def test_beliefs_are_about_features_that_exist() -> None:
    from digest.categorize.features import PAIRS
    from digest.categorize.lexicon import shipped_terms

    names = set(shipped_terms()) | {" & ".join(pair) for pair in PAIRS}
    for beliefs in SHIPPED.prior.values():
        for name in beliefs:
            _, _, concept = name.partition(":")
            assert concept.removesuffix(" x3") in names, name


def test_the_shipped_categorizer_has_a_model_for_each_topic() -> None:
    assert set(shipped_model().topics) == set(TOPICS) == set(SHIPPED_TERMS)
    assert Categorizer([], [], {}).decide(Text(title="x")) == ()
