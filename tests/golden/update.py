"""Write the golden files anew, to be reviewed as a diff: `python tests/golden/update.py`.

Run it from the root of the repository, with the interpreter the tests use, after a change that was meant to show.
"""

from __future__ import annotations

import shutil
import sys
import tempfile
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from golden.sites import CHOSEN, GOLDEN, broken_report, built


def main() -> None:
    """Replace every golden file."""
    for name in CHOSEN:
        shutil.rmtree(GOLDEN / name, ignore_errors=True)
        with tempfile.TemporaryDirectory() as folder:
            for path, text in built(name, Path(folder)).items():
                target = GOLDEN / name / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(text.encode())
    with tempfile.TemporaryDirectory() as folder:
        result, _ = broken_report(Path(folder))
        (GOLDEN / "broken.txt").write_bytes(result.stderr.encode())


if __name__ == "__main__":
    main()
