"""Certificates are checked against the name, although the connection goes to an address."""

from __future__ import annotations

import shutil
import ssl
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from digest.fetch.exchange import FetchFailure, Wanted
from fetch.network import IMPATIENT, Internet, Names, client_of
from fetch.server import Server, redirect, reply

PUBLIC = "93.184.216.34"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate and its key, for `safe.test` alone, made for this run."""
    if shutil.which("openssl") is None:
        pytest.skip("openssl makes the certificate, and it is not installed")
    file = tmp_path_factory.mktemp("tls") / "safe.pem"
    command = [
        "openssl",
        "req",
        "-x509",
        "-newkey",
        "rsa:2048",
        "-nodes",
        "-days",
        "2",
        "-subj",
        "/CN=safe.test",
    ]
    subprocess.run(
        [
            *command,
            "-addext",
            "subjectAltName=DNS:safe.test",
            "-keyout",
            file,
            "-out",
            file.with_suffix(".crt"),
        ],
        check=True,
        capture_output=True,
    )
    file.write_bytes(file.read_bytes() + file.with_suffix(".crt").read_bytes())
    return file


@pytest.fixture
def names_seen() -> list[str | None]:
    return []


@pytest.fixture
def server(certificate: Path, names_seen: list[str | None]) -> Iterator[Server]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    context.sni_callback = lambda _socket, name, _context: names_seen.append(name)
    with Server(context) as server:
        server.on("/", reply("here"))
        yield server


def trusting(certificate: Path) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=str(certificate.with_suffix(".crt")))


def test_the_name_is_kept(server: Server, certificate: Path, names_seen: list[str | None]) -> None:
    internet = Internet({PUBLIC: server})
    names = Names({"safe.test": [PUBLIC]})
    client = client_of(names=names, internet=internet, context=trusting(certificate))
    assert client.get(Wanted(url="https://safe.test/", sort="feed")).body == b"here"
    assert names_seen == ["safe.test"]
    assert server.requests[0].headers["host"] == "safe.test"
    assert internet.connected == [PUBLIC]


@pytest.mark.parametrize("host", ["other.test", PUBLIC])
def test_a_certificate_for_another_name_is_refused(server: Server, certificate: Path, host: str) -> None:
    internet = Internet({PUBLIC: server})
    client = client_of(
        names=Names({"other.test": [PUBLIC]}), internet=internet, context=trusting(certificate)
    )
    with pytest.raises(FetchFailure, match="prove") as failure:
        client.get(Wanted(url=f"https://{host}/", sort="feed"))
    assert failure.value.why == "broken"
    assert internet.connected == [PUBLIC], "asking again proves nothing"
    assert server.requests == []


def test_a_certificate_nobody_vouches_for_is_refused(server: Server) -> None:
    """Also on a host that may lie in a private network."""
    with pytest.raises(FetchFailure, match="prove"):
        client_of("safe.test").get(Wanted(url=server.url("/", "safe.test"), sort="feed"))
    assert server.requests == []


def test_no_redirect_from_https_to_http(server: Server, certificate: Path) -> None:
    server.on("/", redirect("http://safe.test/"))
    internet = Internet({PUBLIC: server})
    client = client_of(names=Names({"safe.test": [PUBLIC]}), internet=internet, context=trusting(certificate))
    with pytest.raises(FetchFailure) as failure:
        client.get(Wanted(url="https://safe.test/", sort="feed"))
    assert failure.value.why == "redirects"
    assert internet.connected == [PUBLIC]


def test_a_server_that_speaks_no_tls_is_a_broken_one() -> None:
    with Server() as plain:
        client = client_of("safe.test", limits=IMPATIENT)
        with pytest.raises(FetchFailure) as failure:
            client.get(Wanted(url=plain.url("/", "safe.test").replace("http:", "https:"), sort="feed"))
        assert failure.value.why in ("broken", "too slow")
