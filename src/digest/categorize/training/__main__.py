"""Trains the model that ships: `python -m digest.categorize.training [--validate] GOLD.jsonl [MODEL.json]`.

Without MODEL.json the file beside `digest.categorize.model` is replaced. `--validate` also prints how the model would
have judged what it had not seen, and the thresholds that follow (SHIPPED in `shipping.py` holds those that are used).
"""

from __future__ import annotations

import sys
from pathlib import Path

from digest.categorize import model as model_module
from digest.categorize.model import model_bytes
from digest.categorize.training.shipping import report, shipped_texts, train_shipped
from digest.problems import DigestError


def main(arguments: list[str]) -> int:
    """Train, and write the model."""
    paths = [Path(argument) for argument in arguments if not argument.startswith("-")]
    if not paths or len(paths) > 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    target = paths[1] if len(paths) == 2 else Path(model_module.__file__).with_name("model.json")
    try:
        texts = shipped_texts(paths[0])
    except (DigestError, OSError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    if "--validate" in arguments:
        for line in report(texts):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
    target.write_bytes(model_bytes(train_shipped(texts)))
    sys.stdout.write(f"{target}: learnt from {len(texts)} texts\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
