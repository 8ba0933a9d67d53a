"""Set up and run every check of this repository: `python3 tests/run.py [pytest arguments]`.

Needs Python 3.11 and git. Everything else is installed into `.venv` beside this folder; what the tests read but the
repository may not hold (the CommonMark examples) is put into `.cache`. The last line is pytest's, unless a check
before it failed.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
import tempfile
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
SPECIFICATION = ROOT / ".cache" / "commonmark.txt"


def main(arguments: list[str]) -> int:
    """Install, lint, type-check, test; returns the first exit code that is not 0, after all have run."""
    if sys.version_info < (3, 11):  # noqa: UP036 - whoever runs this has not installed anything yet
        print("digest needs Python 3.11 or newer; this is", sys.version.split()[0])
        return 1
    if not PYTHON.exists():
        venv.create(VENV, with_pip=True, clear=True)
    run(
        PYTHON,
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "--editable",
        f"{ROOT}[test]",
    )
    fetch_commonmark_examples()
    checks: list[tuple[Path, tuple[str, ...]]] = []
    if not arguments:
        checks = [
            (BIN / "ruff", ("check", ".")),
            (BIN / "ruff", ("format", "--check", ".")),
            (BIN / "mypy", ()),
        ]
    workers = str(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1)
    failed = [
        f"{program.name} {' '.join(words)}".strip() for program, words in checks if run(program, *words)
    ]
    code = run(PYTHON, "-m", "pytest", "-n", workers, *arguments)
    if failed:
        print("failed before the tests ran:", ", ".join(failed))
    return code or bool(failed)


def run(program: Path, *arguments: str) -> int:
    """Run a program from the root of the repository; installing must work, checks may fail."""
    print("$", program.name, *arguments, flush=True)
    code = subprocess.run([program, *arguments], cwd=ROOT, check=False).returncode
    if code and "install" in arguments:
        sys.exit(code)
    return code


def fetch_commonmark_examples() -> None:
    """Take the examples of the CommonMark specification from the source package of a Markdown parser, marko.

    They are under a licence of their own and so not in this repository; without them one test says it was skipped.
    """
    if SPECIFICATION.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        download = [
            str(PYTHON),
            "-m",
            "pip",
            "download",
            "--quiet",
            "--disable-pip-version-check",
            "--no-deps",
        ]
        package = ["--no-binary", ":all:", "--dest", folder, "marko==2.2.4"]
        if subprocess.run([*download, *package], cwd=ROOT, check=False).returncode:
            print("the CommonMark examples could not be fetched; their test will be skipped")
            return
        for archive in Path(folder).glob("*.tar.gz"):
            with tarfile.open(archive) as source:
                name = next((n for n in source.getnames() if n.endswith("/tests/spec/commonmark.txt")), None)
                file = source.extractfile(name) if name else None
                if file is not None:
                    SPECIFICATION.parent.mkdir(exist_ok=True)
                    SPECIFICATION.write_bytes(file.read())


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
