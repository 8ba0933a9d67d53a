"""The shape of the program: which part may import which, what loads when, and who may write."""

import ast
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from building import ROOT

SOURCE = ROOT / "src/digest"
MAY_IMPORT: dict[str, str] = {
    "problems": "",
    "text": "",
    "__version__": "",
    "summarize": "text",
    "formats": "problems",
    "config": "problems text formats",
    "files": "problems",
    "content": "problems text formats config files",
    "links": "content",
    "items": "content",
    "fetch": "problems text formats config files __version__",
    "sources": "problems text formats config content links items fetch",
    "importers": "problems text formats config content links items",
    "gather": "problems text formats config content links items fetch sources",
    "categorize": "problems text formats config files",
    "ingest": "problems text formats config files content links items importers gather categorize",
    "exporters": "text",
    "render": "problems text formats links __version__",
    "assist": "problems text summarize formats config content links fetch ingest render",
    "catalog": "problems text config content links exporters render",
    "references": "problems catalog",
    "site": "problems text config content exporters catalog",
    "pages": "text config content exporters render catalog references site",
    "issues": "problems text summarize formats config content ingest catalog site",
    "output": "problems files",
    "engine": "problems files config content render catalog references site pages output",
    "checks": "problems text config content render catalog references site pages engine",
    "cli": "problems text formats config files content fetch sources importers gather categorize ingest exporters"
    " catalog site pages issues output engine checks assist __version__",
    "__main__": "engine cli",
}
"""Each part of the program, inside first, and the parts it may import: all of them stand above it."""

HEAVY = ("jinja2", "markdown_it", "pygments", "nh3", "math_core", "yaml", "sqlite3")
WRITERS = {
    "__main__.py",  # opens the null device
    "categorize/training/__main__.py",
    "cli/clean.py", "cli/init.py", "cli/reject.py", "cli/reports.py", "engine/quick.py", "engine/state.py",
    "engine/statefile.py", "files/atomic.py", "files/store.py", "ingest/apply.py", "output/lock.py",
    "output/newsite.py", "output/tree.py", "output/writer.py",
}  # fmt: skip
"""The modules that may change the disk; those that write into the output folder are in `output/` alone."""

WRITING_CALLS = re.compile(
    r"\b(open\([^)]*[\"'](?:[wax]|r\+|[rwax]b\+)[bt+]*[\"']|os\.(open|replace|rename|unlink|remove|rmdir|mkdir|makedirs|"
    r"symlink|link|truncate|chmod|utime)\(|\w+\.(write_text|write_bytes|unlink|rename|rmdir|mkdir|touch|"
    r"symlink_to|hardlink_to)\(|shutil\.(rmtree|move|copy\w*)\()"
)


def modules() -> list[Path]:
    return [file for file in sorted(SOURCE.rglob("*.py")) if "scaffold" not in file.parts]


def imports(file: Path) -> set[str]:
    """The modules of the program a file imports, also inside functions."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{file}: relative import"
            if node.module == "digest":
                found |= {f"digest.{alias.name}" for alias in node.names}
            elif node.module and node.module.startswith("digest."):
                found.add(node.module)
        elif isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names if alias.name.startswith("digest.")}
    return found


def part_of(module: str) -> str:
    return module.split(".")[1]


def test_the_table_points_one_way() -> None:
    order = list(MAY_IMPORT)
    for part, allowed in MAY_IMPORT.items():
        for other in allowed.split():
            assert order.index(other) < order.index(part), f"{part} and {other}"


@pytest.mark.parametrize("part", [part for part in MAY_IMPORT if part != "__version__"])
def test_imports_point_inwards(part: str) -> None:
    files = [file for file in modules() if file.relative_to(SOURCE).with_suffix("").parts[0] == part]
    assert files
    allowed = {part, *MAY_IMPORT[part].split()}
    wrong = [
        f"{file.relative_to(SOURCE)} imports {module}"
        for file in files
        for module in sorted(imports(file))
        if part_of(module) not in allowed
    ]
    assert wrong == []


def test_every_part_is_in_the_table() -> None:
    parts = {file.relative_to(SOURCE).with_suffix("").parts[0] for file in modules()}
    assert parts - {"__init__"} == MAY_IMPORT.keys() - {"__version__"}


def test_no_module_imports_itself_through_others() -> None:
    names = {
        ".".join(("digest", *file.relative_to(SOURCE).with_suffix("").parts)): file for file in modules()
    }
    names = {name.removesuffix(".__init__"): file for name, file in names.items()}
    # An import for type checking alone is no cycle when the program runs, but it is one for the reader.
    graph = {
        name: {other for other in imports(file) if other in names} - {name} for name, file in names.items()
    }
    left = dict(graph)
    while left:
        free = {name for name, needs in left.items() if not needs & left.keys()}
        assert free, f"in circles: {sorted(left)}"
        left = {name: needs for name, needs in left.items() if name not in free}


def loaded_by(program: str) -> set[str]:
    """The modules a fresh interpreter has loaded after some lines."""
    lines = f"import sys\n{program}\nprint(*sys.modules)"
    result = subprocess.run([sys.executable, "-c", lines], capture_output=True, encoding="utf-8", check=True)
    return set(result.stdout.split())


def test_help_loads_nothing_heavy() -> None:
    loaded = loaded_by(
        "from digest.cli.main import run\ntry:\n    run(['--help'])\nexcept SystemExit:\n    pass"
    )
    assert "click" in loaded
    assert loaded.isdisjoint(HEAVY)


def test_the_quick_answer_loads_next_to_nothing() -> None:
    bare = loaded_by("import __future__, hashlib, time")
    extra = loaded_by("import digest.engine.quick") - bare
    assert {name for name in extra if not name.startswith("digest")} == set()
    assert extra == {"digest", "digest.engine", "digest.engine.quick"}


def test_templates_mark_nothing_as_safe() -> None:
    for folder in ("templates", "themes"):
        for file in (ROOT / folder).rglob("*.html"):
            text = file.read_text(encoding="utf-8")
            assert not re.search(r"\|\s*safe\b|autoescape\s+false|Markup", text), file


def test_html_is_vouched_for_in_few_places() -> None:
    """Each use of `Markup` on a text of ours; a new one wants a reason, and this list."""
    found: Counter[str] = Counter()
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            is_call = (
                isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Markup"
            )
            if (
                is_call
                and isinstance(node, ast.Call)
                and node.args
                and not isinstance(node.args[0], ast.Constant)
            ):
                found[file.relative_to(SOURCE).as_posix()] += 1
    assert found == {
        "pages/bodies.py": 1,
        "pages/citations.py": 1,
        "pages/heads.py": 2,
        "pages/lists.py": 1,
        "pages/texts.py": 1,
        "render/templates.py": 1,
    }


def test_the_disk_is_changed_by_few_modules() -> None:
    """Whatever goes into the output folder goes through `output/`."""
    found = {
        file.relative_to(SOURCE).as_posix()
        for file in modules()
        if WRITING_CALLS.search(file.read_text(encoding="utf-8"))
    }
    assert found == WRITERS


def test_nothing_is_read_that_runs_code() -> None:
    for file in modules():
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", "") or ""}
                assert names.isdisjoint({"pickle", "marshal", "shelve", "dill"}), file
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
                assert node.func.id not in {"eval", "exec", "__import__"}, file


def test_a_build_opens_no_connection() -> None:
    """Only `fetch/` knows how, and no part of a build may import it."""
    assert not {
        part for part in ("catalog", "pages", "engine", "output") if "fetch" in MAY_IMPORT[part].split()
    }
    for file in modules():
        if file.relative_to(SOURCE).parts[0] == "fetch":
            continue
        assert not re.search(
            r"^\s*(?:import|from) (socket|http|urllib\.request|httpx|ssl)\b",
            file.read_text("utf-8"),
            re.MULTILINE,
        ), file


def test_nothing_is_left_to_do() -> None:
    marks = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "X" * 3)) + r")\b")
    for folder in ("src", "templates", "themes", "tests"):
        for file in (ROOT / folder).rglob("*"):
            if file.suffix in {".py", ".html", ".css", ".yaml"}:
                assert not marks.search(file.read_text(encoding="utf-8", errors="replace")), file


def test_no_file_is_too_long() -> None:
    long = {
        file.relative_to(SOURCE).as_posix(): length
        for file in modules()
        if (length := len(file.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert long == {}
