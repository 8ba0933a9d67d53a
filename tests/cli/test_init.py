import os
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from cli.commands import refused, run, tree
from digest.cli import init
from digest.config.load import load_config
from digest.config.schema import DEFAULT_TOPICS
from digest.content.collect import collect
from digest.content.drafts import IssueDraft
from digest.problems import DigestError, error


@pytest.mark.parametrize("language", ["zh", "en"])
def test_a_new_site_reads_without_a_problem(tmp_path: Path, language: str) -> None:
    site = tmp_path / "deep/site"
    result = run(init.command, tmp_path, str(site), "--lang", language)
    assert result.stdout == f"{site}\n"
    config, warnings = load_config(site)
    collection = collect(site, config)
    assert not warnings
    assert not collection.problems
    assert config.site.language == language
    # Listed, so that adding one loses none; the terms that ship with a topic are in the categorizer's model too.
    assert config.topics == tuple(replace(topic, include=(), exclude=()) for topic in DEFAULT_TOPICS)
    assert {entry.lang or language for entry in collection.entries} == {language}
    issue = next(draft for draft in collection.drafts if isinstance(draft, IssueDraft))
    assert set(issue.picks or ()) == {entry.name for entry in collection.entries}
    assert issue.body
    assert not any(draft.draft for draft in collection.drafts)


def test_chinese_is_the_default(tmp_path: Path) -> None:
    run(init.command, tmp_path, str(tmp_path / "site"))
    assert load_config(tmp_path / "site")[0].site.language == "zh"


def test_hidden_files_get_their_names(tmp_path: Path) -> None:
    run(init.command, tmp_path, str(tmp_path / "site"))
    files = set(tree(tmp_path / "site"))
    assert {".gitignore", ".github/workflows/weekly.yml", "README.md", "content/about.md"} <= files
    assert not any("dot-" in name or name.endswith(".tmp") for name in files)


def test_what_a_build_makes_is_not_kept_in_the_repository(tmp_path: Path) -> None:
    run(init.command, tmp_path, str(tmp_path / "site"))
    ignored = (tmp_path / "site/.gitignore").read_text(encoding="utf-8").splitlines()
    assert {"/public/", "/preview/", "/.digest/cache/", "/.digest/lock"} <= set(ignored)


def test_the_workflow_keeps_the_right_to_publish_apart(tmp_path: Path) -> None:
    import yaml

    run(init.command, tmp_path, str(tmp_path / "site"))
    workflow = yaml.safe_load((tmp_path / "site/.github/workflows/weekly.yml").read_text(encoding="utf-8"))
    build, deploy = workflow["jobs"]["build"], workflow["jobs"]["deploy"]
    assert workflow["permissions"] == {}
    assert build["permissions"] == {"contents": "read"}
    assert deploy["permissions"] == {"pages": "write", "id-token": "write"}
    assert not any("run" in step or "checkout" in step.get("uses", "") for step in deploy["steps"])
    assert not any("${{" in step.get("run", "") for step in build["steps"])


def test_the_workflow_takes_a_run_that_found_nothing_for_no_failure(tmp_path: Path) -> None:
    import yaml

    run(init.command, tmp_path, str(tmp_path / "site"))
    workflow = yaml.safe_load((tmp_path / "site/.github/workflows/weekly.yml").read_text(encoding="utf-8"))
    (step,) = [step for step in workflow["jobs"]["fetch"]["steps"] if "git add" in step.get("run", "")]
    repository = tmp_path / "repository"  # without `.digest/state`, which the first find brings
    subprocess.run(["git", "init", "--quiet", str(repository)], check=True)
    subprocess.run(
        ["bash", "-e", "-c", step["run"]],
        cwd=repository,
        env={**os.environ, "RUNNER_TEMP": str(tmp_path)},
        check=True,
    )
    assert (tmp_path / "drafts.patch").read_bytes() == b""


@pytest.mark.parametrize("name", ["a.txt", ".hidden"])
def test_a_folder_that_is_not_empty_is_left_alone(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text("mine", encoding="utf-8")
    assert "not empty" in refused(init.command, tmp_path, str(tmp_path))
    assert tree(tmp_path) == {name: b"mine"}


def test_an_empty_folder_is_filled(tmp_path: Path) -> None:
    run(init.command, tmp_path, str(tmp_path))
    assert (tmp_path / "digest.yaml").is_file()


def test_a_failure_leaves_no_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    written: list[Path] = []

    def fail_later(path: Path, data: bytes) -> None:
        if len(written) == 3:
            raise DigestError([error("could not be written: the disk is full", path=str(path))])
        written.append(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)

    monkeypatch.setattr(init, "write_new", fail_later)
    assert "the disk is full" in refused(init.command, tmp_path, str(tmp_path / "site"))
    assert tree(tmp_path) == {}


def test_a_language_it_does_not_speak_is_a_usage_error(tmp_path: Path) -> None:
    assert run(init.command, tmp_path, str(tmp_path / "site"), "--lang", "fr").exit_code == 2
