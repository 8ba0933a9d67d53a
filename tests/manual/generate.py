"""Write the generated parts of the manual anew: `.venv/bin/python tests/manual/generate.py`.

Run it after a change to the help of a command, to `config/defaults.yaml` or to a view, and review the diff.
"""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from building import ROOT
from manual.generated import stale
from manual.pages import manual_pages


def main() -> None:
    """Replace what is out of date."""
    for page, text in stale(manual_pages()).items():
        page.write_text(text, encoding="utf-8", newline="\n")
        print(page.relative_to(ROOT))


if __name__ == "__main__":
    main()
