"""Reads `digest.yaml`, checks it whole and fills in what it leaves out."""

from __future__ import annotations

from datetime import UTC
from pathlib import Path

import msgspec

from digest.config.checks import check_config
from digest.config.schema import Config
from digest.formats.decode import decode
from digest.formats.fields import Reading
from digest.formats.structs import struct_of
from digest.formats.yaml import read_yaml
from digest.problems import DigestError, Problem, error

CONFIG_NAME = "digest.yaml"
MAX_BYTES = 1_000_000


def load_config(root: Path) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration of the site in folder `root`, and warnings about it.

    Raises:
        DigestError: with every error of the file, or when there is no file.
    """
    try:
        data = (root / CONFIG_NAME).read_bytes()
    except FileNotFoundError:
        message = f"there is no {CONFIG_NAME} in {root}"
        hint = "run this inside a site, name one with --source DIR, or make one: digest init DIR"
        raise DigestError([error(message, hint=hint)]) from None
    except OSError as fault:
        raise DigestError([error(f"cannot be read: {fault.strerror}", path=CONFIG_NAME)]) from None
    return parse_config(data)


def parse_config(data: bytes) -> tuple[Config, tuple[Problem, ...]]:
    """The configuration that the bytes of a `digest.yaml` hold, and warnings about it.

    Raises:
        DigestError: with every error of the file.
    """
    root = read_yaml(decode(data, path=CONFIG_NAME, limit=MAX_BYTES), path=CONFIG_NAME)
    reading = Reading(CONFIG_NAME, zone=UTC)
    config = struct_of(Config)(root, reading) or Config()
    check_config(config, root, reading)
    warnings = reading.warnings()
    site = config.site
    return (
        msgspec.structs.replace(
            config,
            site=msgspec.structs.replace(site, base_url=site.base_url.rstrip("/") + "/"),
            taxonomies=Config().taxonomies | config.taxonomies,
        ),
        warnings,
    )
