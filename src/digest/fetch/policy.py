"""Which URL may be asked at all, judged by its spelling alone; where its host leads is judged at the connection."""

from __future__ import annotations

import re
from collections.abc import Collection
from ipaddress import AddressValueError, IPv4Address, IPv6Address
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import idna

from digest.fetch.exchange import FetchFailure
from digest.fetch.networks import is_public

MAX_URL = 8192
"""Longer URLs are not asked, in characters; a query for a hundred papers has some 1,500."""

_PORTS = {"http": 80, "https": 443}
_NAME = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9_-]{1,63}(?<!-))*")
_LAST_IS_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0x[0-9a-f]*)")
_BRACKETED = re.compile(r"\[[0-9a-fA-F:.]*\](?::[0-9]*)?")
_DOT = re.compile("%2e", re.IGNORECASE)
_WRONG_DOTS = frozenset("\u3002\uff0e\uff61")
_KEPT = "!#$%&'()*+,/:;=?@[]~"  # beside letters, digits and `_.-`, these have a meaning of their own in URLs
_MAX_NAME = 253


class Target(NamedTuple):
    """A URL taken apart. `host` is in lower case and without brackets; `path` goes from its slash to the query."""

    scheme: str
    host: str
    port: int
    path: str

    @property
    def authority(self) -> str:
        """Host and port as they stand in a URL and in the `Host` header."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port == _PORTS[self.scheme] else f"{host}:{self.port}"

    @property
    def origin(self) -> str:
        """Scheme, host and port: two URLs with the same one belong to the same server."""
        return f"{self.scheme}://{self.authority}"

    @property
    def url(self) -> str:
        """The whole URL, without its fragment."""
        return self.origin + self.path


def read_target(url: str) -> Target:
    """Takes apart a URL that may be asked.

    Letters outside ASCII become escapes, in host names Punycode. The fragment is dropped: servers never see it.

    Raises:
        FetchFailure: "forbidden" for another scheme than http and https, user names, control characters, hosts
            written in a way that programs read differently (numbers that are no plain IPv4 address, escapes, zone
            ids, a dot at the end) and what is too long.
    """
    if len(url) > MAX_URL:
        raise FetchFailure("forbidden", url[:200], f"the address is longer than {MAX_URL} characters")
    if any(character < " " or character == "\x7f" for character in url):
        raise FetchFailure("forbidden", url, "the address holds control characters")
    try:
        url.encode()  # half a surrogate pair has no escape
        parts = urlsplit(url.strip(" "))
        port = parts.port
    except ValueError:
        raise FetchFailure("forbidden", url, "this is not an address") from None
    if parts.scheme not in _PORTS:
        raise FetchFailure("forbidden", url, "only http and https addresses can be asked")
    if "@" in parts.netloc:
        raise FetchFailure("forbidden", url, "the address holds a user name")
    host = read_host(parts.hostname or "")
    if host is None or port == 0 or ("[" in parts.netloc and not _BRACKETED.fullmatch(parts.netloc)):
        raise FetchFailure("forbidden", url, "the host of the address is not written in a plain way")
    path = _without_dots(quote(parts.path, safe=_KEPT)) or "/"
    query = "?" + quote(parts.query, safe=_KEPT) if parts.query else ""
    return Target(parts.scheme, host, port or _PORTS[parts.scheme], path + query)


def _without_dots(path: str) -> str:
    """A path as servers understand it (RFC 3986, section 5.2.4): below a mirror's base, `..` must not lead out of it.

    `%2e` is a dot (WHATWG URL, "double-dot path segment").
    """
    if "/." not in path and "%2e" not in path.lower():
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments, 1):
        plain = _DOT.sub(".", segment)
        if plain == "..":
            del kept[-1:]
        elif plain != ".":
            kept.append(segment)
        if plain in {".", ".."} and number == len(segments):
            kept.append("")
    return "/" + "/".join(kept)


def read_host(text: str) -> str | None:
    """The one spelling of a host: a name in lower case, in Punycode if need be, or an address without brackets.

    None for everything that some program might read as another host: `2130706433`, `0x7f.1`, `127.1`, `a%2eb`,
    `fe80::1%1`, `example.org.`, full-width digits.
    """
    host = text.lower()
    if host.startswith("[") or ":" in host:
        return _read_address_6(host)
    if not host.isascii():
        if len(host) > _MAX_NAME or not _WRONG_DOTS.isdisjoint(host):
            return None
        try:
            host = idna.encode(host).decode("ascii")  # by IDNA 2008, which maps nothing onto anything else
        except (idna.IDNAError, ValueError):
            return None
    if len(host) > _MAX_NAME or not _NAME.fullmatch(host):
        return None
    if _LAST_IS_NUMBER.fullmatch(host):
        try:
            return str(IPv4Address(host))
        except AddressValueError:
            return None
    return host


def check_target(target: Target, *, private: bool) -> None:
    """Refuses what the spelling gives away; `private` says that the site allows this host wherever it lies.

    Raises:
        FetchFailure: "forbidden" for a port other than 80 and 443, a private address, or a name without a dot,
            which only means something inside a network.
    """
    if private:
        return
    if target.port not in _PORTS.values():
        raise FetchFailure(
            "forbidden",
            target.url,
            f"port {target.port} is asked only on hosts that fetch.allow_private_hosts lists",
        )
    if is_literal(target.host):
        check_addresses(target, [target.host])
    elif "." not in target.host:
        raise FetchFailure("forbidden", target.url, f'"{target.host}" is a name of a private network')


def check_addresses(target: Target, addresses: Collection[str]) -> None:
    """Refuses a host unless every address it leads to is public: one that is not is an attack or a mistake.

    Raises:
        FetchFailure: "forbidden".
    """
    for address in addresses:
        if not is_public(address):
            raise FetchFailure(
                "forbidden",
                target.url,
                f'"{target.host}" leads to {address[:60]}, which is not a public address',
            )


def is_literal(host: str) -> bool:
    """Whether a host, as `read_host` gives it, is an address and no name."""
    return ":" in host or bool(_LAST_IS_NUMBER.fullmatch(host))


def _read_address_6(host: str) -> str | None:
    bare = host[1:-1] if host.startswith("[") and host.endswith("]") else host
    if "%" in bare:
        return None
    try:
        return str(IPv6Address(bare))
    except AddressValueError:
        return None
