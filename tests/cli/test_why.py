"""`digest why`: each topic and tag with its reason, whoever gave it."""

import json
from pathlib import Path

import pytest

from cli.commands import refused, run, tree
from cli.test_categorize_entries import CONFIG, GULL, PATH, change, put, text
from digest.cli import categorize, why


@pytest.fixture
def site(tmp_path: Path) -> Path:
    put(tmp_path, "digest.yaml", CONFIG)
    put(tmp_path, PATH, GULL)
    return tmp_path


def test_it_names_terms_fields_scores_thresholds_and_what_came_near(site: Path) -> None:
    put(site, PATH, GULL.replace("Feather", "A skiff in an airship. GRPO. Feather"))
    lines = run(why.command, site, "gull").stdout.splitlines()
    assert lines[0] == f"{PATH}: Gulls and Plumage"
    assert "topics: none (nobody gave any)" in lines
    assert "  `digest categorize` would make it: birds, gulls" in lines
    birds = next(line for line in lines if line.startswith("  birds "))
    assert "/0.50: gull in title +3.00" in birds
    boats = next(line for line in lines if line.startswith("  not boats "))
    assert "skiff in abstract/summary +" in boats
    assert "airship in abstract/summary -" in boats
    assert (
        "  羽毛渲染 1.00/0.50 (registry): plumage in title +1.00, feather rendering in abstract/summary +0.60"
        in lines
    )
    assert "  not GRPO 0.45/0.50 (lexicon): GRPO in abstract/summary +0.45" in lines


def test_it_says_whose_a_field_is(site: Path) -> None:
    run(categorize.command, site)
    said = run(why.command, site, PATH.rsplit("/", 2)[1]).stdout
    assert "topics: birds, gulls (the machine's)" in said
    assert "would" not in said
    change(site, "  - birds\n  - gulls\nt", "  - boats\nt")
    said = run(why.command, site, "arxiv:2505.09001").stdout
    assert (
        "topics: boats (the editor's)\n  the machine would say: birds, gulls; it changes nothing here" in said
    )
    assert "tags: 羽毛渲染 (the machine's)" in said
    change(site, "include: [gull, heron, 海鸥]", "include: [crow]", "digest.yaml")
    assert "would make it" not in run(why.command, site, "gull").stdout


def test_it_tells_what_a_change_of_rules_would_do(site: Path) -> None:
    run(categorize.command, site)
    change(site, '["title:gull"]', "[raven]", "digest.yaml")
    said = run(why.command, site, "gull").stdout
    assert "topics: birds, gulls (the machine's)\n  `digest categorize` would make it: birds\n" in said


def test_an_implied_topic_names_the_one_that_implies_it(site: Path) -> None:
    change(site, "include: [gull, heron, 海鸥]", "include: [heron]", "digest.yaml")
    assert "implied by gulls" in run(why.command, site, "gull").stdout


def test_what_its_editor_chose_is_no_reason(site: Path) -> None:
    put(
        site,
        PATH,
        GULL.replace("---\nNote", "tags: [plumage science]\n---\nNote").replace("Plumage", "Plumage Science"),
    )
    said = run(why.command, site, "gull").stdout
    assert "would say: 羽毛渲染;" in said
    assert "(corpus)" not in said


def test_what_its_editor_gave_and_the_machine_did_not_is_told_of_too(site: Path) -> None:
    own = "topics: [boats, trains]\ntags: [feather rendering, 港口]\n---\nNote"
    put(site, PATH, GULL.replace("---\nNote", own))
    said = run(why.command, site, "gull").stdout
    assert "\n  not boats 0.18/0.50: nothing found\n" in said
    assert "\n  trains: no topic of digest.yaml\n" in said
    assert "\n  港口: nothing in the text says it\n" in said
    assert "feather rendering: nothing" not in said  # another name of what was found


def test_it_reads_alone_and_speaks_json(site: Path) -> None:
    run(categorize.command, site)
    before = tree(site)
    found = json.loads(run(why.command, site, "gull", "--json").stdout)
    assert tree(site) == before
    assert (found["path"], found["id"]) == (PATH, "arxiv:2505.09001")
    assert found["topics"]["owner"] == "machine"
    assert found["topics"]["values"] == found["topics"]["machine"] == ["birds", "gulls"]
    birds = found["topics"]["decisions"][0]
    assert (birds["topic"], birds["chosen"], birds["threshold"]) == ("birds", True, 0.5)
    assert {"term": "gull", "field": "title", "weight": 3.0} in birds["evidence"]
    assert found["tags"]["decisions"][0]["tag"] == "羽毛渲染"


def test_an_entry_without_words_has_an_answer(site: Path) -> None:
    put(site, PATH, "---\ntitle: …\n---\n")
    assert run(why.command, site, "gull").stdout.count("nothing was found") == 2
    change(site, "tags:\n", "categorize: {tags: false}\ntags:\n", "digest.yaml")
    assert "`categorize.tags` in digest.yaml is false" in run(why.command, site, "gull").stdout


def test_an_unknown_entry_is_refused(site: Path) -> None:
    assert "did you mean gull?" in refused(why.command, site, "gulll")
    assert text(site) == GULL
