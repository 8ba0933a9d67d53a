"""What is shipped works alone: the wheel, its declared dependencies and nothing else, from `init` to a site."""

import os
import subprocess
import sys
import venv
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from site_check import check_site, summary

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def python(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A Python that sees the wheel and the packages it asks for; pip is given no network."""
    folder = tmp_path_factory.mktemp("wheel")
    run(
        *(sys.executable, "-m", "pip", "wheel", "--quiet", "--no-index", "--no-deps", "--no-build-isolation"),
        *("--wheel-dir", str(folder), str(ROOT)),
    )
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "env", with_pip=False)
    clean = folder / "env" / "bin" / "python"
    run(
        *(
            sys.executable,
            "-m",
            "pip",
            "--python",
            str(clean),
            "install",
            "--quiet",
            "--no-index",
            "--no-deps",
        ),
        str(wheel),
    )
    packages = run(str(clean), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))").strip()
    for name in declared("research-digest"):
        link(name, Path(packages))
    return clean


def declared(name: str) -> set[str]:
    """The packages a distribution needs at run time, with what they need."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        for text in distribution(waiting.pop()).requires or ():
            requirement = Requirement(text)
            if requirement.marker is not None and not requirement.marker.evaluate({"extra": ""}):
                continue
            if requirement.name not in found:
                found.add(requirement.name)
                waiting.append(requirement.name)
    return found


def link(name: str, packages: Path) -> None:
    """Put an installed distribution where the clean Python finds it."""
    package = distribution(name)
    for top in {file.parts[0] for file in package.files or () if file.parts[0] not in ("..", "__pycache__")}:
        source = Path(str(package.locate_file(top)))
        if not (packages / top).exists():
            (packages / top).symlink_to(source)


def run(*arguments: str, cwd: Path | None = None) -> str:
    # The folders of this process must not show through.
    environment = {
        key: value for key, value in os.environ.items() if not key.startswith(("PYTHONPATH", "VIRTUAL"))
    }
    done = subprocess.run(
        arguments, cwd=cwd, env=environment, capture_output=True, text=True, encoding="utf-8", check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_wheel_makes_and_builds_a_site(python: Path, tmp_path: Path, language: str) -> None:
    run(str(python), "-I", "-m", "digest", "init", str(tmp_path / "site"), "--lang", language)
    run(str(python), "-I", "-m", "digest", "build", "-s", str(tmp_path / "site"), cwd=tmp_path)

    public = tmp_path / "site" / "public"
    assert (public / "index.html").is_file()
    base_url = next(
        line.split(":", 1)[1].split("#")[0].strip().strip('"')
        for line in (tmp_path / "site" / "digest.yaml").read_text("utf-8").splitlines()
        if line.strip().startswith("base_url")
    )
    assert not check_site(public, base_url), summary(check_site(public, base_url))


def test_the_program_comes_from_the_wheel(python: Path) -> None:
    where = run(str(python), "-I", "-c", "import digest; print(digest.__file__)").strip()

    assert str(python.parent.parent) in where
