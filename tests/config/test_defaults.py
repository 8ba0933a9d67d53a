"""The shipped `defaults.yaml` says what the schema says, and says all of it."""

from importlib.resources import files

import msgspec
import pytest

from digest.config.load import parse_config
from digest.config.schema import Config
from digest.formats.nodes import Mapping
from digest.formats.yaml import read_yaml

TEXT = (files("digest.config") / "defaults.yaml").read_text(encoding="utf-8")


def test_its_values_are_the_defaults() -> None:
    assert parse_config(TEXT.encode()) == (Config(), ())


@pytest.mark.parametrize("field", msgspec.structs.fields(Config), ids=lambda field: field.name)
def test_it_holds_every_key(field: msgspec.structs.FieldInfo) -> None:
    root = read_yaml(TEXT, path="defaults.yaml")
    assert field.name in root.values
    if isinstance(field.type, type) and issubclass(field.type, msgspec.Struct):
        section = root.values[field.name]
        assert isinstance(section, Mapping)
        keys = {inner.name for inner in msgspec.structs.fields(field.type)} - {"options"}
        assert section.values.keys() == keys


def test_every_key_has_a_comment_before_it() -> None:
    root = read_yaml(TEXT, path="defaults.yaml")
    lines = TEXT.split("\n")
    for name, node in root.values.items():
        line, _ = root.places[name]
        inner = node.places if isinstance(node, Mapping) and name != "taxonomies" else {}
        commented = [place[0] for place in inner.values()] or [line]
        assert all(lines[number - 2].lstrip().startswith("#") for number in commented), name
