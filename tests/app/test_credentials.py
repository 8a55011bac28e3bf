"""Keys: where they are kept, where they never are, and what is said of it."""

import json
import traceback
from collections.abc import Iterator
from pathlib import Path

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring
from keyring.backends.null import Keyring as NullKeyring

from picpik_studio.api.secret import Secret
from picpik_studio.app.credentials import KEYRING_SERVICE, PRIVATE_VARIABLE, PUBLIC_VARIABLE, Credentials, KeyPair
from tests.app.keyrings import ChainedKeyring, ForgetfulKeyring, LockedKeyring, MemoryKeyring, using

KEYS = KeyPair.typed(" public-abcdefg ", "\tprivate-123456\n")
OTHERS = KeyPair.typed("another-public", "another-private")


class PlainTextKeyring(MemoryKeyring):
    """What keyrings.alt is."""


PlainTextKeyring.__module__ = "keyrings.alt.file"


_NO_KEYRING: KeyringBackend = NoKeyring()  # type: ignore[no-untyped-call]  # keyring's own has no types
_NULL_KEYRING: KeyringBackend = NullKeyring()  # type: ignore[no-untyped-call]  # as above


@pytest.fixture
def memory() -> Iterator[MemoryKeyring]:
    backend = MemoryKeyring()
    with using(backend):
        yield backend


def test_what_was_typed_loses_its_blanks() -> None:
    assert KeyPair("public-abcdefg", Secret("private-123456")) == KEYS
    assert KEYS.is_complete
    assert not KeyPair.typed("public", " ").is_complete
    assert not KeyPair.typed("", "private").is_complete


def test_keys_are_kept_in_the_keyring_and_found_by_the_next_run(memory: MemoryKeyring, home: Path) -> None:
    credentials = Credentials({})
    assert credentials.set("picpik", KEYS) is None
    assert json.loads(memory.kept[KEYRING_SERVICE, "picpik"]) == {
        "public": "public-abcdefg",
        "private": "private-123456",
    }
    for each in (credentials, Credentials({})):
        assert each.get("picpik") == KEYS
        assert each.source("picpik") == "keyring"
        assert each.get("picpik-cn") is None
        assert each.source("picpik-cn") == "none"
    assert list(home.iterdir()) == [], "nothing is written into a file"


def test_the_keyring_is_asked_once(memory: MemoryKeyring) -> None:
    Credentials({}).set("picpik", KEYS)
    credentials = Credentials({})
    memory.asked = 0
    for _ in range(5):
        assert credentials.get("picpik") == KEYS
        assert credentials.get("nothing") is None
    assert memory.asked == 2
    credentials.set("picpik", OTHERS)
    assert credentials.get("picpik") == OTHERS


def test_forgetting_takes_them_out_of_the_keyring(memory: MemoryKeyring) -> None:
    credentials = Credentials({})
    credentials.set("picpik", KEYS)
    credentials.forget("picpik")
    credentials.forget("picpik")
    assert memory.kept == {}
    assert credentials.get("picpik") is None


@pytest.mark.parametrize(
    "backend",
    [_NO_KEYRING, _NULL_KEYRING, PlainTextKeyring(), ChainedKeyring(PlainTextKeyring())],
    ids=lambda each: type(each).__name__,
)
def test_without_a_safe_keyring_keys_last_for_this_run_and_it_is_said_once(backend: KeyringBackend, home: Path) -> None:
    with using(backend):
        credentials = Credentials({})
        remark = credentials.set("picpik", KEYS)
        assert remark is not None
        assert "until the program is closed" in str(remark)
        assert "has no keyring" in str(remark)
        assert credentials.set("picpik-cn", OTHERS) is None, "said once"
        assert (credentials.get("picpik"), credentials.source("picpik")) == (KEYS, "run")
        assert Credentials({}).get("picpik") is None
        credentials.forget("picpik")
        assert credentials.get("picpik") is None
        assert credentials.get("picpik-cn") == OTHERS
    assert getattr(backend, "kept", {}) == {}
    assert list(home.iterdir()) == []


@pytest.mark.parametrize("backend", [LockedKeyring(), ForgetfulKeyring()], ids=lambda each: type(each).__name__)
def test_a_keyring_that_does_not_take_them_is_said_too(backend: MemoryKeyring) -> None:
    with using(backend):
        credentials = Credentials({})
        assert credentials.get("picpik") is None
        assert "did not take the keys" in str(credentials.set("picpik", KEYS))
        assert credentials.get("picpik") == KEYS
        credentials.forget("picpik")
        assert credentials.get("picpik") is None


def test_keys_that_the_keyring_takes_later_are_no_longer_kept_here() -> None:
    credentials = Credentials({})
    with using(LockedKeyring()):
        credentials.set("picpik", KEYS)
    with using(MemoryKeyring()):
        assert credentials.set("picpik", KEYS) is None
        assert credentials.source("picpik") == "keyring"


def test_a_keyring_that_is_unlocked_later_is_asked_again() -> None:
    credentials = Credentials({})
    with using(LockedKeyring()):
        assert credentials.get("picpik") is None
    with using(MemoryKeyring()):
        Credentials({}).set("picpik", KEYS)
        assert credentials.get("picpik") == KEYS


@pytest.mark.parametrize(
    "entry",
    ["", "{", "5", "[]", "{}", '{"public": "a"}', '{"public": 1, "private": 2}', '{"public": "", "private": "b"}'],
)
def test_an_entry_that_is_not_ours_counts_as_none(memory: MemoryKeyring, entry: str) -> None:
    memory.kept[KEYRING_SERVICE, "picpik"] = entry
    assert Credentials({}).get("picpik") is None


def test_the_environment_goes_first_when_it_is_whole(memory: MemoryKeyring, monkeypatch: pytest.MonkeyPatch) -> None:
    Credentials({}).set("picpik", KEYS)
    monkeypatch.setenv(PUBLIC_VARIABLE, "another-public")
    assert Credentials().get("picpik") == KEYS
    monkeypatch.setenv(PRIVATE_VARIABLE, " another-private ")
    assert Credentials().get("picpik") == OTHERS
    assert Credentials().source("picpik") == "environment"
    assert memory.kept


def test_no_way_of_printing_shows_a_key(memory: MemoryKeyring) -> None:
    credentials = Credentials({PUBLIC_VARIABLE: "public-abcdefg", PRIVATE_VARIABLE: "private-123456"})
    shown = [credentials, KEYS, credentials.get("x"), [KEYS], {"keys": KEYS}]
    text = f"{shown!r} {KEYS!s} {KEYS}"
    with pytest.raises(ZeroDivisionError) as caught:
        _fail_with(KEYS)
    text += "".join(traceback.TracebackException.from_exception(caught.value, capture_locals=True).format())
    assert "private-123456" not in text
    assert memory.kept == {}


def _fail_with(keys: KeyPair) -> float:
    return bool(keys) / 0
