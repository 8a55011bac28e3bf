"""https over real sockets: a certificate that is trusted, one that is not, and ending a call under it."""

import datetime as dt
import ipaddress
import socket
import ssl
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from urllib3.connection import HTTPConnection

from picpik_studio.api import errors
from picpik_studio.api.client import Client
from picpik_studio.api.sockets import OpenSockets
from picpik_studio.api.transport import Timeouts, Transport
from picpik_studio.api.trust import Trust
from tests.api.service import Service, accept, running
from tests.api.test_client import PRIVATE, PUBLIC, REQUEST
from tests.sources import PACKAGE, ROOT

x509 = pytest.importorskip("cryptography.x509", reason="comes with keyring's backend on Linux")


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Make a certificate for 127.0.0.1 that signs itself; its key lies in the same file."""
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415 - only where it is installed
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - as above

    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "test service")])
    now = dt.datetime.now(dt.UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    encoding = serialization.Encoding.PEM
    private = key.private_bytes(encoding, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    path = tmp_path / "service.pem"
    path.write_bytes(private + made.public_bytes(encoding))
    return path


@pytest.fixture
def service(certificate: Path) -> Iterator[Service]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running(accept(TaskUID="t-1"), context) as service:
        yield service


@pytest.fixture
def client(service: Service) -> Iterator[Client]:
    client = Client(service.url, PUBLIC, PRIVATE, transport=Transport(Timeouts(30, 60)))
    yield client
    client.close()


def test_a_certificate_that_nobody_vouches_for_is_refused(service: Service, client: Client) -> None:
    with pytest.raises(errors.NotReachedError, match="no secure connection") as caught:
        client.modify_masked_pixels(REQUEST)
    assert caught.value.sent is False
    assert service.seen == []


def test_a_certificate_of_the_own_network_can_be_trusted(
    service: Service, client: Client, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    assert client.modify_masked_pixels(REQUEST) == "t-1"
    assert service.seen[0].json["Action"] == "ModifyMaskedPixels"


@pytest.mark.parametrize("name", ["SSL_CERT_FILE", "a setting"])
def test_it_can_be_trusted_beside_the_usual_ones(
    service: Service, certificate: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    own = str(certificate)
    if name == "SSL_CERT_FILE":
        monkeypatch.setenv(name, own)
        own = ""
    client = Client(service.url, PUBLIC, PRIVATE, transport=Transport(Timeouts(30, 60), Trust(lambda: own)))
    assert client.modify_masked_pixels(REQUEST) == "t-1"
    client.close()


@pytest.mark.parametrize("content", [None, "no certificate"])
@pytest.mark.parametrize("is_own", [True, False])
def test_a_file_of_certificates_that_is_none_is_said(
    service: Service, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, content: str | None, *, is_own: bool
) -> None:
    path = tmp_path / "ca.pem"
    if content is not None:
        path.write_text(content)
    if not is_own:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(path))
    trust = Trust(lambda: str(path) if is_own else "")
    client = Client(service.url, PUBLIC, PRIVATE, transport=Transport(Timeouts(30, 60), trust))
    sentence = "no secure connection" if content and not is_own else r"ca\.pem.* cannot be used"
    with pytest.raises(errors.NotReachedError, match=sentence) as caught:
        client.modify_masked_pixels(REQUEST)
    client.close()
    assert (caught.value.sent, service.seen) == (False, [])


@pytest.mark.parametrize("name", ["REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "PYTHONHTTPSVERIFY"])
@pytest.mark.parametrize("value", ["", "0"])
def test_nothing_switches_the_question_off(
    service: Service, client: Client, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(errors.NotReachedError):
        client.modify_masked_pixels(REQUEST)
    assert service.seen == []


def test_no_setting_and_no_line_of_ours_switches_it_off() -> None:
    words = ("verify=False", "verify = False", "CERT_NONE", "check_hostname", "assert_hostname", "disable_warnings")
    sources = [(path, path.read_text(encoding="utf-8")) for path in (ROOT / PACKAGE).rglob("*.py")]
    assert len(sources) > 200
    found = [(path.name, word) for path, text in sources for word in words if word in text]
    assert found == []


def test_closing_ends_a_wait_under_https(
    service: Service, client: Client, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate))
    service.answer = service.hang
    with ThreadPoolExecutor(1) as pool:
        asked = pool.submit(client.list_models)
        assert service.waiting.wait(60)
        client.close()
        assert isinstance(asked.exception(60), errors.ClosedError)


def test_a_connection_that_was_never_made_is_ended_without_a_word() -> None:
    sockets = OpenSockets()
    connection = HTTPConnection("127.0.0.1", 9)
    sockets.add(connection)
    sockets.end_all()
    with socket.socket() as unconnected:
        connection.sock = unconnected
        sockets.end_all()
