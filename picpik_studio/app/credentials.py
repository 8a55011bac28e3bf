"""The keys of the connections: in the system's keyring, from the environment, or for this run only; never in a file."""

import json
import os
import threading
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from picpik_studio.api.secret import Secret
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

PUBLIC_VARIABLE, PRIVATE_VARIABLE = "PICPIK_PUBLIC_KEY", "PICPIK_PRIVATE_KEY"
KEYRING_SERVICE = "PicPik Studio"

KeySource = Literal["environment", "keyring", "run", "none"]

_THIS_RUN = QT_TRANSLATE_NOOP(
    "Credentials", "This system has no keyring, so the keys are kept until the program is closed, and written nowhere."
)
_NOT_TAKEN = QT_TRANSLATE_NOOP(
    "Credentials", "The system's keyring did not take the keys, so they are kept until the program is closed."
)
_PLAIN_TEXT = ("keyrings.alt", "keyring.backends.null", "keyring.backends.fail")


@dataclass(frozen=True)
class KeyPair:
    """The two keys of an account. The private one is never shown, by whatever way the pair is printed."""

    public: str
    private: Secret

    def __repr__(self) -> str:
        return "KeyPair(…)"

    @property
    def is_complete(self) -> bool:
        """Whether both keys are there."""
        return bool(self.public and self.private)

    @classmethod
    def typed(cls, public: str, private: str) -> "KeyPair":
        """Make a pair of what was typed or pasted; blanks around it are dropped."""
        return cls(public.strip(), Secret(private.strip()))


class Credentials:
    """The keys by the name of their connection. All methods are slow work, usable from any thread.

    The environment goes first (both variables must be set), then what was typed in this run, then the keyring.
    """

    def __init__(self, environment: Mapping[str, str] = os.environ) -> None:
        self._environment = environment
        self._this_run: dict[str, KeyPair] = {}
        self._from_keyring: dict[str, KeyPair | None] = {}
        self._is_said = False
        self._lock = threading.RLock()

    def __repr__(self) -> str:
        return "Credentials(…)"

    def get(self, name: str) -> KeyPair | None:
        """Return the keys of a connection, or None."""
        with self._lock:
            return self._environment_pair() or self._this_run.get(name) or self._stored(name)

    def source(self, name: str) -> KeySource:
        """Say where the keys of a connection come from."""
        with self._lock:
            if self._environment_pair():
                return "environment"
            if name in self._this_run:
                return "run"
            return "keyring" if self._stored(name) else "none"

    def set(self, name: str, keys: KeyPair) -> PicPikError | None:
        """Keep the keys of a connection; return what the person should know, the first time it is so."""
        with self._lock:
            remark = _written(name, keys)
            self._from_keyring.pop(name, None)
            if remark is None:
                self._this_run.pop(name, None)
                return None
            self._this_run[name] = keys
            is_news = not self._is_said
            self._is_said = True
            return remark if is_news else None

    def forget(self, name: str) -> None:
        """Drop the keys of a connection, from the keyring too."""
        with self._lock:
            self._this_run.pop(name, None)
            self._from_keyring.pop(name, None)
            if safe_keyring():
                try:
                    keyring.delete_password(KEYRING_SERVICE, name)
                except KeyringError:
                    return  # there were none, or the person did not unlock it

    def _environment_pair(self) -> KeyPair | None:
        pair = KeyPair.typed(self._environment.get(PUBLIC_VARIABLE, ""), self._environment.get(PRIVATE_VARIABLE, ""))
        return pair if pair.is_complete else None

    def _stored(self, name: str) -> KeyPair | None:
        """Ask the keyring, once while it answers."""
        if name not in self._from_keyring and safe_keyring():
            try:
                self._from_keyring[name] = _pair(keyring.get_password(KEYRING_SERVICE, name))
            except KeyringError:
                return None  # locked, and the person may unlock it the next time
        return self._from_keyring.get(name)


def _written(name: str, keys: KeyPair) -> PicPikError | None:
    """Write the keys into the keyring; return why that was not possible."""
    if not safe_keyring():
        return PicPikError(_THIS_RUN)
    text = json.dumps({"public": keys.public, "private": keys.private.reveal()})
    try:
        keyring.set_password(KEYRING_SERVICE, name, text)
        is_kept = keyring.get_password(KEYRING_SERVICE, name) == text
    except KeyringError:
        is_kept = False
    return None if is_kept else PicPikError(_NOT_TAKEN)


def _pair(text: str | None) -> KeyPair | None:
    """Read a keyring entry; one that is not ours counts as none."""
    try:
        entry = json.loads(text or "")
        pair = KeyPair.typed(entry["public"], entry["private"])
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
    return pair if pair.is_complete else None


def safe_keyring() -> bool:
    """Say whether there is a keyring, and none that writes plain text or nothing at all."""
    backend = keyring.get_keyring()
    chained: tuple[KeyringBackend, ...] = tuple(getattr(backend, "backends", ()))
    return all(not type(each).__module__.startswith(_PLAIN_TEXT) for each in (backend, *chained))
