"""Addresses of services: which ones may be used, and which lie on this machine or in this network."""

import ipaddress
from typing import NamedTuple
from urllib.parse import SplitResult, urlsplit

from picpik_studio.api.errors import ParameterError
from picpik_studio.texts import QT_TRANSLATE_NOOP

_PRIVATE_ENDINGS = (".local", ".lan", ".home.arpa", ".internal")
_NO_ADDRESS = QT_TRANSLATE_NOOP("Connections", "“{value}” is no address: write it like https://service.example.org.")
_NOT_HTTPS = QT_TRANSLATE_NOOP("Connections", "The address must begin with https:// outside your own network.")
_USER = QT_TRANSLATE_NOOP("Connections", "The address must not hold a user name or a password.")
_OPEN = QT_TRANSLATE_NOOP(
    "Connections", "This address is not encrypted: anybody in your network can see the pictures that are sent."
)


class Address(NamedTuple):
    """An address that may be used; `warning` is a sentence, or empty."""

    url: str
    warning: str


def checked_address(text: str) -> Address:
    """Return the address that a person typed, with https:// (http:// on this machine) when it has no scheme.

    http is allowed for this machine, and with a warning for the own network. Raises ParameterError.
    """
    typed = text.strip()
    if "://" not in typed:
        bare = _split(f"//{typed}")
        typed = f"{'http' if bare and is_loopback(bare.hostname or '') else 'https'}://{typed}"
    parts = _split(typed)
    if parts is None or parts.scheme not in {"http", "https"} or not _is_host(parts.hostname or ""):
        raise ParameterError("type", _NO_ADDRESS, field="URL", value=text.strip())
    if parts.username is not None or parts.password is not None:
        raise ParameterError("type", _USER, field="URL")
    url = parts._replace(fragment="").geturl()
    if parts.scheme == "https" or is_loopback(parts.hostname or ""):
        return Address(url, "")
    if not is_private(parts.hostname or ""):
        raise ParameterError("type", _NOT_HTTPS, field="URL", value=url)
    return Address(url, _OPEN)


def is_loopback(host: str) -> bool:
    """Say whether a host is this machine."""
    address = _ip(host)
    return address.is_loopback if address else host == "localhost" or host.endswith(".localhost")


def is_private(host: str) -> bool:
    """Say whether a host lies in this network: a private number, or a name that only a private network knows."""
    address = _ip(host)
    if address:
        return address.is_private or address.is_link_local
    return is_loopback(host) or "." not in host or host.endswith(_PRIVATE_ENDINGS)


def host_of(url: str) -> str:
    """Return the host of an address for a sentence, without port, path or query; empty when there is none."""
    parts = _split(url)
    return (parts.hostname or "") if parts else ""


def _is_host(host: str) -> bool:
    """Say whether a host could be one: a number, or a name of letters, digits, hyphens and dots in any script."""
    if _ip(host):
        return True
    labels = host.removesuffix(".").split(".")
    return all(label and label.replace("-", "").replace("_", "").isalnum() for label in labels)


def _split(url: str) -> SplitResult | None:
    try:
        parts = urlsplit(url)
        _ = parts.port  # refuses a port that is no number
    except ValueError:
        return None
    return parts


def _ip(host: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None
