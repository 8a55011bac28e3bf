"""What unlocks the person's signing key: in the system's keyring, or for this run only; never in a file."""

import threading

import keyring
from keyring.errors import KeyringError

from picpik_studio.api.secret import Secret
from picpik_studio.app.credentials import KEYRING_SERVICE, safe_keyring
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

ENTRY = "Content Credentials"
"""Its name in the keyring."""

THIS_RUN = QT_TRANSLATE_NOOP(
    "Credentials", "No keyring of this system took the passphrase: it is kept until the program is closed."
)


class Passphrase:
    """The passphrase of the signing key. All methods are slow work, usable from any thread."""

    def __init__(self) -> None:
        self._this_run: Secret | None = None
        self._lock = threading.Lock()

    def __repr__(self) -> str:
        return "Passphrase(…)"

    def reveal(self) -> str:
        """Return it, to unlock the key with; "" when none is known."""
        with self._lock:
            return self._this_run.reveal() if self._this_run is not None else _stored()

    def keep(self, text: str) -> PicPikError | None:
        """Keep another one; return what the person should know of where."""
        with self._lock:
            if _written(text):
                self._this_run = None
                return None
            self._this_run = Secret(text)
            return PicPikError(THIS_RUN)

    def forget(self) -> None:
        """Drop it, from the keyring too."""
        with self._lock:
            self._this_run = None
            if safe_keyring():
                try:
                    keyring.delete_password(KEYRING_SERVICE, ENTRY)
                except KeyringError:
                    return  # there was none, or the person did not unlock the keyring


def _stored() -> str:
    if not safe_keyring():
        return ""
    try:
        return keyring.get_password(KEYRING_SERVICE, ENTRY) or ""
    except KeyringError:
        return ""  # locked, and the person may unlock it the next time


def _written(text: str) -> bool:
    """Write it into the keyring; whether it is there."""
    if not safe_keyring():
        return False
    try:
        keyring.set_password(KEYRING_SERVICE, ENTRY, text)
        return keyring.get_password(KEYRING_SERVICE, ENTRY) == text
    except KeyringError:
        return False
