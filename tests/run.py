"""Set up and run every check of this repository: `python3 tests/run.py [pytest arguments]`.

Needs Python 3.11 and git. Everything else is installed into `.venv` beside this folder; what the tests read but the
repository may not hold (the CommonMark examples, axe-core) is put into `.cache`; tests in a browser need Chromium,
which is installed where that asks nobody (root, apt-get), and are skipped without it. The last line is pytest's, unless
a check before it failed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tarfile
import tempfile
import venv
import zipfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
BIN = VENV / ("Scripts" if os.name == "nt" else "bin")
PYTHON = BIN / ("python.exe" if os.name == "nt" else "python")
SPECIFICATION = ROOT / ".cache" / "commonmark.txt"
AXE = ROOT / ".cache" / "axe.min.js"


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
    fetch_axe()
    provide_chromium()
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
        if not download(folder, "marko==2.2.4", "--no-binary", ":all:"):
            print("the CommonMark examples could not be fetched; their test will be skipped")
            return
        for archive in Path(folder).glob("*.tar.gz"):
            with tarfile.open(archive) as source:
                name = next((n for n in source.getnames() if n.endswith("/tests/spec/commonmark.txt")), None)
                file = source.extractfile(name) if name else None
                if file is not None:
                    SPECIFICATION.parent.mkdir(exist_ok=True)
                    SPECIFICATION.write_bytes(file.read())


def fetch_axe() -> None:
    """Take axe-core, which finds faults of accessibility in a page, from a package that carries it.

    It is under the MPL 2.0 and is run, not shipped; without it the tests in a browser say they were skipped.
    """
    if AXE.exists():
        return
    with tempfile.TemporaryDirectory() as folder:
        if not download(folder, "axe-playwright-python==0.1.8", "--only-binary", ":all:"):
            print("axe-core could not be fetched; the tests that need it will be skipped")
            return
        for archive in Path(folder).glob("*.whl"):
            with zipfile.ZipFile(archive) as wheel:
                AXE.parent.mkdir(exist_ok=True)
                AXE.write_bytes(wheel.read("axe_playwright_python/axe.min.js"))


def download(folder: str, package: str, *options: str) -> bool:
    """Put the archive of one package into a folder, without installing it; whether that worked."""
    pip = [str(PYTHON), "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--no-deps"]
    command = [*pip, *options, "--dest", folder, package]
    return subprocess.run(command, cwd=ROOT, check=False).returncode == 0


def provide_chromium() -> None:
    """Install Chromium where that needs nobody's leave: as root, in what is most likely a container.

    Elsewhere the tests that need a browser are skipped, and say how to get one.
    """
    sys.path.insert(0, str(ROOT / "tests"))
    from browsers import HOW_TO_GET_ONE, find_chromium

    if find_chromium() is not None:
        return
    if hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get"):
        environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
        for words in (["update"], ["install", "--no-install-recommends", "--yes", "chromium"]):
            command = ["apt-get", "-qq", *words]
            print("$", *command, flush=True)
            subprocess.run(command, env=environment, stdout=subprocess.DEVNULL, check=False)
    if find_chromium() is None:
        print(HOW_TO_GET_ONE)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
