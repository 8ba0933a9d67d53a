"""Which addresses lie on the public Internet, and which lead back into somebody's own network."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# The IANA registries of special-purpose addresses (RFC 6890 and its updates), multicast, and one of a cloud's own.
_SPECIAL_4 = tuple(
    IPv4Network(block)
    for block in (
        "0.0.0.0/8",  # this network
        "10.0.0.0/8",
        "100.64.0.0/10",  # shared behind a provider's NAT; also where some clouds keep their metadata
        "127.0.0.0/8",
        "168.63.129.16/32",  # looks public, but is answered by the host of a virtual machine on Azure
        "169.254.0.0/16",  # link-local, with 169.254.169.254, the metadata of most clouds
        "172.16.0.0/12",
        "192.0.0.0/24",  # IETF protocol assignments
        "192.0.2.0/24",  # documentation
        "192.31.196.0/24",  # AS112
        "192.52.193.0/24",  # AMT
        "192.88.99.0/24",  # 6to4 relays
        "192.168.0.0/16",
        "192.175.48.0/24",  # AS112
        "198.18.0.0/15",  # benchmarks
        "198.51.100.0/24",  # documentation
        "203.0.113.0/24",  # documentation
        "224.0.0.0/4",  # multicast
        "240.0.0.0/4",  # reserved, and broadcast at its end
    )
)

_GLOBAL_6 = IPv6Network("2000::/3")
"""All that is given out as global unicast.

Outside lie loopback, link-local, site-local, unique local and multicast addresses, and those that hold an IPv4
address: mapped (::ffff:0:0/96), compatible (::/96), translated (::ffff:0:0:0/96) and NAT64 (64:ff9b::/96 and
64:ff9b:1::/48).
"""

_SPECIAL_6 = tuple(
    IPv6Network(block)
    for block in (
        "2001::/23",  # IETF protocol assignments, with Teredo (2001::/32), benchmarks, ORCHID and AS112
        "2001:db8::/32",  # documentation
        "2002::/16",  # 6to4: the bits that follow are an IPv4 address, whichever
        "2620:4f:8000::/48",  # AS112
        "3ffe::/16",  # the former 6bone
        "3fff::/20",  # documentation
    )
)

_ISATAP = frozenset({0x00005EFE, 0x02005EFE})
"""Bits 64 to 95 of an address whose last 32 bits are an IPv4 address that a tunnel leads to (RFC 5214)."""


def is_public(address: str) -> bool:
    """Whether an IPv4 or IPv6 address in its usual notation is global unicast, so that anybody may ask it.

    Addresses that only carry an IPv4 address through IPv6 are not public, whatever they carry: nobody publishes
    under them, and where they lead is up to the local network. What is no address is not public either.
    """
    if "%" in address:  # a zone: link-local by meaning
        return False
    try:
        parsed = ip_address(address)
    except ValueError:
        return False
    if isinstance(parsed, IPv4Address):
        return not any(parsed in block for block in _SPECIAL_4)
    return _is_public_6(parsed)


def _is_public_6(address: IPv6Address) -> bool:
    if address not in _GLOBAL_6 or any(address in block for block in _SPECIAL_6):
        return False
    return (int(address) >> 32) & 0xFFFFFFFF not in _ISATAP
