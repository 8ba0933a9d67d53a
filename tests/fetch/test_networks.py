from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_network

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.fetch.networks import is_public

PUBLIC = """
    1.1.1.1 8.8.8.8 9.255.255.255 11.0.0.0 100.63.255.255 100.128.0.0 126.255.255.255 128.0.0.0 93.184.216.34
    168.63.129.15 168.63.129.17 169.253.255.255 169.255.0.0 172.15.255.255 172.32.0.0 191.255.255.255 192.0.1.0
    192.0.3.0 192.31.197.0 192.52.192.255 192.88.98.255 192.88.100.0 192.167.255.255 192.169.0.0 192.175.47.255
    198.17.255.255 198.20.0.0 198.51.99.255 198.51.101.0 203.0.112.255 203.0.114.0 223.255.255.255
    2001:200:: 2001:4860:4860::8888 2400:cb00::1 2606:4700:4700::1111 2620:4f:7fff::1 2620:4f:8001::1 2a00:1450::1
    2003:: 3fff:1000:: 3ffd::1 3fff:ffff:: 2607:f8b0:4005:805::200e
"""

NOT_PUBLIC = """
    0.0.0.0 0.1.2.3 0.255.255.255 10.0.0.0 10.0.0.1 10.255.255.255 100.64.0.0 100.100.100.200 100.127.255.255
    127.0.0.0 127.0.0.1 127.1.1.1 127.255.255.255 168.63.129.16 169.254.0.1 169.254.169.254 169.254.170.2
    169.254.255.255 172.16.0.0 172.17.0.1 172.31.255.255 192.0.0.0 192.0.0.8 192.0.0.170 192.0.0.192 192.0.2.1
    192.31.196.1 192.52.193.1 192.88.99.1 192.168.0.1 192.168.255.255 192.175.48.1 198.18.0.0 198.19.255.255
    198.51.100.1 203.0.113.9 224.0.0.1 224.0.0.251 239.255.255.250 239.255.255.255 240.0.0.1 254.1.2.3
    255.255.255.254 255.255.255.255
    :: ::1 ::2 ::127.0.0.1 ::8.8.8.8 ::ffff:127.0.0.1 ::ffff:10.0.0.1 ::ffff:169.254.169.254 ::ffff:8.8.8.8
    ::ffff:7f00:1 ::ffff:0:127.0.0.1 ::ffff:0:8.8.8.8 0:0:0:0:0:ffff:c0a8:1
    64:ff9b::127.0.0.1 64:ff9b::10.0.0.1 64:ff9b::a9fe:a9fe 64:ff9b::8.8.8.8 64:ff9b:1::1 64:ff9b:1:fffe::10.0.0.1
    100::1 100:0:0:1::1 1fff:ffff::1 2001:: 2001:0:4136:e378:8000:63bf:3fff:fdd2 2001:0:7f00:1:: 2001:1::1 2001:2::1
    2001:3::1 2001:4:112::1 2001:10::1 2001:20::1 2001:30::1 2001:1ff:ffff::1 2001:db8::1 2001:db8:ffff::1
    2002:7f00:1:: 2002:7f00:0001::1 2002:a00:1:: 2002:c0a8:101:: 2002:a9fe:a9fe:: 2002:808:808:: 2620:4f:8000::1
    3ffe::1 3ffe:831f::1 3fff::1 3fff:fff::1 4000::1 5f00::1 8000::1 fc00::1 fd00::1 fd12:3456:789a::1
    fd00:ec2::254 fdff:ffff::1 fe00::1 fe7f::1 fe80::1 fe80::1%eth0 fe80::5efe:10.0.0.1 febf::1 fec0::1 feff::1
    ff00::1 ff02::1 ff02::fb ff05::1:3 ff0e::1 ffff::1
    2400:cb00::5efe:10.0.0.1 2400:cb00::200:5efe:127.0.0.1 2606:4700:4700::1111%1
"""

NO_ADDRESSES = [
    "",
    "localhost",
    "example.org",
    "127.1",
    "0x7f.1",
    "0177.0.0.1",
    "2130706433",
    "1.2.3.4.5",
    "1.2.3",
]


@pytest.mark.parametrize("address", PUBLIC.split())
def test_is_public(address: str) -> None:
    assert is_public(address)


@pytest.mark.parametrize("address", [*NOT_PUBLIC.split(), *NO_ADDRESSES])
def test_is_not_public(address: str) -> None:
    assert not is_public(address)


@given(st.ip_addresses(v=4))
def test_nothing_the_standard_library_calls_private_is_public(address: IPv4Address) -> None:
    # Python 3.11 does not know some blocks, but it has none that we do not have.
    assert not is_public(str(address)) or address.is_global


@given(st.ip_addresses(v=6))
def test_nothing_the_standard_library_calls_private_is_public_in_ipv6(address: IPv6Address) -> None:
    assert not is_public(str(address)) or (address.is_global and not address.is_multicast)


@given(st.ip_addresses(v=4), st.sampled_from(["::/96", "::ffff:0:0/96", "64:ff9b::/96", "::ffff:0:0:0/96"]))
def test_no_address_that_carries_an_ipv4_address_is_public(inner: IPv4Address, block: str) -> None:
    outer = IPv6Address(int(ip_network(block).network_address) | int(inner))
    assert not is_public(str(outer))
    assert not is_public(str(IPv6Address(0x2002 << 112 | int(inner) << 80 | 1)))
