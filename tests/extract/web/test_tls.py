"""Secure connections: the certificate must hold for the name that was asked, wherever the name leads."""

import datetime
import ipaddress
import ssl
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from extract.web.client import Client, FetchFailed
from tests.web_site import WebSite, page, redirect

Make = Callable[..., Client]
NAME = "paper.example.org"


def certificate(folder: Path, name: str, days: int = 30) -> Path:
    """A certificate for a name and for 127.0.0.1, signed by itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, name)])
    now = datetime.datetime.now(datetime.UTC)
    alternatives = [x509.DNSName(name), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    made = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(days=60))
        .not_valid_after(now + datetime.timedelta(days=days))
        .add_extension(x509.SubjectAlternativeName(alternatives), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    file = folder / f"{name}.pem"
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    file.write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return file


def site_with(file: Path) -> WebSite:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return WebSite(tls=context)


@pytest.fixture
def secure(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[WebSite]:
    """A site for NAME whose certificate the system trusts."""
    file = certificate(tmp_path, NAME)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with site_with(file) as site:
        yield site


def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def failure_of(client: Client, url: str) -> FetchFailed:
    with pytest.raises(FetchFailed) as failure:
        client.get(url)
    return failure.value


def test_the_name_stays_where_the_socket_goes_to_the_checked_address(secure: WebSite, client: Make) -> None:
    secure.at("/a", page(b"secure"))
    found = client(resolve=here).get(secure.url("/a", NAME))
    assert (found.content, found.final_url) == (b"secure", f"https://{NAME}:{secure.port}/a")
    assert secure.asked("/a")[0].headers["host"] == f"{NAME}:{secure.port}"
    assert client().get(secure.url("/a")).content == b"secure"  # by its address, which the certificate names too


def test_a_certificate_for_another_name_does_not_hold(secure: WebSite, client: Make) -> None:
    failure = failure_of(client(resolve=here), secure.url("/a", "other.example.org"))
    assert (failure.reason, failure.is_lasting) == ("tls", True)
    assert "other.example.org" in failure.detail
    assert secure.requests == []


@pytest.mark.parametrize("days", [30, -30])
def test_a_certificate_that_nobody_vouches_for_or_that_ran_out_does_not_hold(
    tmp_path: Path, client: Make, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    file = certificate(tmp_path, NAME, days)
    if days < 0:
        monkeypatch.setenv("SSL_CERT_FILE", str(file))
    with site_with(file) as site:
        failure = failure_of(client(resolve=here), site.url("/a", NAME))
        assert failure.reason == "tls"
        assert ("expired" if days < 0 else "self-signed") in failure.detail
        assert site.requests == []


def test_a_site_without_tls_at_a_secure_address(site: WebSite, client: Make) -> None:
    assert failure_of(
        client(retries=0, read_seconds=0.2, connect_seconds=0.2), f"https://127.0.0.1:{site.port}/a"
    ).reason in ("tls", "connection", "timeout")


def test_a_step_down_from_https_is_refused_and_one_up_is_taken(secure: WebSite, client: Make) -> None:
    with WebSite() as plain:
        plain.at("/a", page())
        plain.at("/up", redirect(secure.url("/b", NAME)))
        secure.at("/down", redirect(plain.url("/a", NAME)))
        secure.at("/b", page(b"b"))
        polite = client(resolve=here)
        failure = failure_of(polite, secure.url("/down", NAME))
        assert (failure.reason, failure.is_lasting) == ("forbidden_downgrade", True)
        assert plain.requests == []
        assert polite.get(plain.url("/up", NAME)).content == b"b"
