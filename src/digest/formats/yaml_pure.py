"""The pure Python YAML parser, put together from PyYAML's parts without its resolver and constructor."""

from __future__ import annotations

from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner


class PureParser(Reader, Scanner, Parser):
    """What `CParser` is with libyaml: text in, events out of `get_event`."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)
