"""Connections: which there are, whose keys go where, and what a test says in words."""

import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from picpik_studio.api.errors import ClosedError, ParameterError
from picpik_studio.api.signing import is_signed
from picpik_studio.app.connections import (
    Connection,
    Connections,
    KeysMissingError,
    NoSuchConnectionError,
)
from picpik_studio.app.credentials import Credentials, KeyPair
from picpik_studio.app.errors import ServiceStartError
from picpik_studio.app.settings import Settings
from tests.api.service import Reply, Seen, Service, accept, reply, running
from tests.app.keyrings import MemoryKeyring, using

KEYS = KeyPair.typed("public-abcdefg", "private-123456")
MODELS = {"One": {"ModelCode": "m-1", "IsOfficial": True}, "Two": {"ModelCode": "m-2"}}


@dataclass
class Local:
    """Where the embedded service would listen."""

    url: str = "http://127.0.0.1:9"
    public_key: str = "local-public"
    private_key: str = "local-private"


@dataclass
class Kit:
    settings: Settings
    credentials: Credentials
    local: Local
    connections: Connections


@pytest.fixture
def kit(tmp_path: Path) -> Iterator[Kit]:
    settings, credentials, local = Settings(tmp_path / "settings.json"), Credentials({}), Local()
    with using(MemoryKeyring()):
        kit = Kit(settings, credentials, local, Connections(settings, credentials, lambda: local))
        yield kit
        kit.connections.close()


@pytest.fixture
def service() -> Iterator[Service]:
    with running(accept(MainModels=MODELS, LoraModels=[{"ModelCode": "l-1"}])) as service:
        yield service


def test_there_are_four_and_this_computer_is_the_default(kit: Kit) -> None:
    assert [(each.id, each.title, each.url) for each in kit.connections.all] == [
        ("local", "This computer", None),
        ("picpik", "PICPIK international", "https://api.picpik.ai"),
        ("picpik-cn", "PICPIK China", "https://api.picpikai.com"),
        ("custom", "Custom address", None),
    ]
    assert kit.connections.default.is_local
    assert [each.is_editable for each in kit.connections.all] == [False, False, False, True]
    assert all(each.help.endswith(".") for each in kit.connections.all)


def test_the_default_follows_the_setting_as_long_as_it_means_something(kit: Kit) -> None:
    kit.settings.set("connection", "picpik-cn")
    assert kit.connections.default.id == "picpik-cn"
    kit.settings.set("connection", "gone")
    assert kit.connections.default.id == "local"


def test_the_custom_address_is_checked_kept_and_warned_of(kit: Kit) -> None:
    assert kit.connections.set_custom_address("service.example.org") == ""
    custom = kit.connections.get("custom")
    assert (custom.url, custom.key) == ("https://service.example.org", "https://service.example.org")
    assert kit.settings.get("custom_address") == "https://service.example.org"
    assert "not encrypted" in kit.connections.set_custom_address("http://192.168.1.5:8000")
    with pytest.raises(ParameterError, match="https://"):
        kit.connections.set_custom_address("http://example.org")
    assert kit.connections.get("custom").url == "http://192.168.1.5:8000"
    assert kit.connections.set_custom_address("  ") == ""
    assert kit.connections.get("custom").url is None
    assert kit.connections.get("custom").key == "custom"


def test_an_address_is_a_connection_of_its_own(kit: Kit) -> None:
    connection = kit.connections.get("http://127.0.0.1:8000")
    assert (connection.id, connection.title, connection.key) == ("custom", "127.0.0.1", "http://127.0.0.1:8000")
    assert kit.connections.get(connection.key) == connection
    assert kit.connections.get("team.example.org").url == "https://team.example.org"


@pytest.mark.parametrize("name", ["", "picpic", "http://example.org", "ftp://example.org"])
def test_what_means_nothing_is_refused(kit: Kit, name: str) -> None:
    with pytest.raises(NoSuchConnectionError):
        kit.connections.get(name)
    assert not kit.connections.test(name).is_ok


def test_the_keys_of_one_address_are_never_used_for_another(kit: Kit, service: Service) -> None:
    kit.connections.set_custom_address(service.url)
    kit.credentials.set(kit.connections.get("custom").key, KEYS)
    kit.connections.client_for("custom").list_models()
    assert kit.connections.keys("custom") == KEYS
    kit.connections.set_custom_address("https://another.example.org")
    assert kit.connections.keys("custom") is None
    with pytest.raises(KeysMissingError, match="Custom address"):
        kit.connections.client_for("custom")


def test_keys_are_missed_by_the_name_of_the_connection(kit: Kit) -> None:
    with pytest.raises(KeysMissingError, match="No keys are known for PICPIK China"):
        kit.connections.client_for("picpik-cn")
    with pytest.raises(NoSuchConnectionError, match="no address yet"):
        kit.connections.client_for("custom")
    assert kit.connections.keys("local") is None


def test_this_computer_needs_no_keys(kit: Kit, service: Service) -> None:
    kit.local.url = service.url
    models = kit.connections.models("local")
    assert [model.code for model in models] == ["m-1", "m-2", "l-1"]
    assert is_signed(service.seen[0].json, "local-private")
    assert service.seen[0].json["PublicKey"] == "local-public"


def test_a_client_stays_the_same_until_its_address_or_keys_change(kit: Kit, service: Service) -> None:
    kit.local.url = service.url
    first = kit.connections.client_for("local")
    assert kit.connections.client_for("local") is first
    kit.local.private_key = "restarted"
    second = kit.connections.client_for("local")
    assert second is not first
    second.list_models()
    assert is_signed(service.seen[0].json, "restarted")


def test_closing_ends_every_client(kit: Kit, service: Service) -> None:
    kit.local.url = service.url
    client = kit.connections.client_for("local")
    kit.connections.close()
    for each in (client, kit.connections.client_for("local")):
        with pytest.raises(ClosedError):
            each.list_models()
    assert service.seen == []


def test_a_connection_that_works_says_so(kit: Kit, service: Service) -> None:
    kit.local.url = service.url
    finding = kit.connections.test("local")
    assert finding.is_ok
    assert str(finding) == "It works: This computer answers, models on offer: 3."


def test_keys_can_be_tried_before_they_are_kept(kit: Kit, service: Service) -> None:
    assert kit.connections.test(service.url, keys=KEYS).is_ok
    assert is_signed(service.seen[0].json, "private-123456")
    assert kit.connections.keys(service.url) is None


def _by_key(seen: Seen) -> Reply:
    if is_signed(seen.json, "private-123456"):
        return Reply({"RetCode": 0, "MainModels": {}})
    return Reply({"RetCode": 171, "Message": "Signature VerifyAC Error"})


@pytest.mark.parametrize(
    ("answer", "word"),
    [
        (_by_key, "The private key does not fit the public key"),
        (reply({"RetCode": 172, "Message": ""}), "does not know this public key"),
        (reply({"RetCode": 294}), "network address"),
        (reply(b"<html>It works!</html>"), "not as a PICPIK service does"),
        (reply(b"not found", 404), "There is no PICPIK service at 127.0.0.1"),
        (reply(b"", 307, Location="https://example.org/login"), "sends on to https://example.org/login"),
        (lambda _seen: None, "broke before it answered"),
    ],
)
def test_what_is_wrong_is_said_in_words(
    kit: Kit, service: Service, answer: Callable[[Seen], Reply | None], word: str
) -> None:
    service.answer = answer
    finding = kit.connections.test(service.url, keys=KeyPair.typed("public-abcdefg", "wrong-private"))
    assert not finding.is_ok
    assert word in str(finding)
    assert "wrong-private" not in f"{finding} {finding!r}"


def test_the_right_key_is_told_from_the_wrong_one(kit: Kit, service: Service) -> None:
    service.answer = _by_key
    assert kit.connections.test(service.url, keys=KEYS).is_ok


def test_nobody_there_is_said(kit: Kit) -> None:
    with socket.socket() as deaf:  # nobody else gets its port meanwhile
        deaf.bind(("127.0.0.1", 0))
        finding = kit.connections.test(f"http://127.0.0.1:{deaf.getsockname()[1]}", keys=KEYS)
    assert "cannot be reached: check the address and the network" in str(finding)


def test_missing_keys_and_a_service_that_does_not_start_are_said(kit: Kit) -> None:
    assert "No keys are known" in str(kit.connections.test("picpik"))
    assert "No keys are known" in str(kit.connections.test("picpik", keys=KeyPair.typed("public", "")))

    def broken() -> Local:
        raise ServiceStartError("The service of this computer did not start: {why}", why="no room")

    connections = Connections(kit.settings, kit.credentials, broken)
    assert str(connections.test("local")) == "The service of this computer did not start: no room"
    connections.close()


def test_a_connection_shows_no_key() -> None:
    connection = Connection("custom", "T", "H.", "https://example.org")
    assert connection.is_editable
    assert not connection.is_local
