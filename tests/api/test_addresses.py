"""Which addresses may be used, and what is said of them."""

import pytest

from picpik_studio.api.addresses import checked_address, host_of, is_loopback, is_private
from picpik_studio.api.errors import ParameterError


@pytest.mark.parametrize(
    ("typed", "url"),
    [
        ("https://api.picpik.ai", "https://api.picpik.ai"),
        ("  api.picpik.ai  ", "https://api.picpik.ai"),
        ("service.example.org:8443/v1", "https://service.example.org:8443/v1"),
        ("localhost:8000", "http://localhost:8000"),
        ("127.0.0.1:8000", "http://127.0.0.1:8000"),
        ("[::1]:8000", "http://[::1]:8000"),
        ("http://127.0.0.1:9/#part", "http://127.0.0.1:9/"),
        ("https://bücher.example", "https://bücher.example"),
    ],
)
def test_addresses_that_may_be_used(typed: str, url: str) -> None:
    assert checked_address(typed) == (url, "")


@pytest.mark.parametrize("host", ["10.0.0.5", "192.168.1.2:8000", "172.16.0.1", "studio", "studio.local", "[fd00::1]"])
def test_http_in_the_own_network_is_warned_of(host: str) -> None:
    address = checked_address(f"http://{host}")
    assert address.url == f"http://{host}"
    assert "not encrypted" in address.warning


@pytest.mark.parametrize("typed", ["http://api.picpik.ai", "http://8.8.8.8", "http://example.org:80/x"])
def test_http_elsewhere_is_refused(typed: str) -> None:
    with pytest.raises(ParameterError, match="https://"):
        checked_address(typed)


@pytest.mark.parametrize(
    "typed",
    ["", "   ", "https://", "ftp://example.org", "file:///etc/passwd", "https://a b", "https://a..b", "https://x:port"],
)
def test_what_is_no_address_is_refused(typed: str) -> None:
    with pytest.raises(ParameterError, match="is no address"):
        checked_address(typed)


@pytest.mark.parametrize("typed", ["https://me:secret@example.org", "me@example.org"])
def test_a_user_in_the_address_is_refused_without_repeating_it(typed: str) -> None:
    with pytest.raises(ParameterError, match="user name") as refused:
        checked_address(typed)
    assert "secret" not in str(refused.value)


def test_where_a_host_lies() -> None:
    assert is_loopback("127.8.8.8")
    assert is_loopback("::1")
    assert is_loopback("app.localhost")
    assert not is_loopback("localhost.example.org")
    assert is_private("localhost")
    assert is_private("169.254.1.1")
    assert not is_private("1.1.1.1")
    assert not is_private("example.org")


def test_the_host_for_a_sentence() -> None:
    assert host_of("https://api.picpik.ai:443/path?Token=secret") == "api.picpik.ai"
    assert host_of("nothing") == ""
    assert host_of("https://[broken") == ""
