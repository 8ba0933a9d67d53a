"""Addresses in documents for machines."""

from __future__ import annotations

import re

import pytest
from hypothesis import given

from digest.exporters.addresses import encoded, web_address

from .samples import texts


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://example.org/a?b=c&d=1#e", "https://example.org/a?b=c&d=1#e"),
        ("https://example.org/tags/大模型/", "https://example.org/tags/%E5%A4%A7%E6%A8%A1%E5%9E%8B/"),
        ("https://example.org/%E5%A4%A7/", "https://example.org/%E5%A4%A7/"),
        ("https://example.org/100%/", "https://example.org/100%25/"),
        ('https://example.org/"<b>', "https://example.org/%22%3Cb%3E"),
        ("https://example.org/a b\n", "https://example.org/a%20b"),
    ],
)
def test_characters_that_an_address_may_not_hold_are_encoded(address: str, expected: str) -> None:
    assert encoded(address) == expected


@given(texts)
def test_encoding_twice_changes_nothing(text: str) -> None:
    once = encoded(text)
    assert encoded(once) == once
    assert re.fullmatch(r"[!#$&-;=?-Z\[\]_a-z~%]*", once)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "//example.org/", "/a/", "data:text/html,x", "http://", ""]
)
def test_only_http_and_https_count_as_web_addresses(address: str) -> None:
    assert web_address(address) == ""


def test_a_web_address_is_encoded() -> None:
    assert web_address("HTTPS://example.org/ä") == "HTTPS://example.org/%C3%A4"
