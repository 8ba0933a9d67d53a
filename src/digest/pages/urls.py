"""Addresses as links: below the path of `base_url`, percent-encoded; and absolute ones for feeds and heads."""

from __future__ import annotations

from urllib.parse import urlsplit

from digest.content.addresses import quote_address


class Urls:
    """Turns addresses of the site (`/tags/大模型/`) into links for one `base_url`."""

    def __init__(self, base_url: str) -> None:
        parts = urlsplit(base_url)
        self.base = base_url.rstrip("/")
        self.path = parts.path.rstrip("/")
        self.origin = f"{parts.scheme}://{parts.netloc}"

    def href(self, address: str) -> str:
        """The link to an address from any page; a query and a fragment stay as they are."""
        return self.path + _quoted(address)

    def absolute(self, address: str) -> str:
        """The full URL of an address."""
        return self.base + _quoted(address)


def _quoted(address: str) -> str:
    if address.isascii() and address.replace("/", "").replace("-", "").isalnum():
        return address
    path, mark, fragment = address.partition("#")
    path, question, query = path.partition("?")
    return quote_address(path) + question + query + mark + fragment
