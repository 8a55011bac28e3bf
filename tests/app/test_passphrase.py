"""The passphrase of the signing key: in the keyring, for this run, never elsewhere."""

import pytest
from keyring.backend import KeyringBackend
from keyring.backends.fail import Keyring as NoKeyring

from picpik_studio.app.credentials import KEYRING_SERVICE
from picpik_studio.app.passphrase import ENTRY, THIS_RUN, Passphrase
from tests.app.keyrings import ForgetfulKeyring, LockedKeyring, MemoryKeyring, using

_NO_KEYRING: KeyringBackend = NoKeyring()  # type: ignore[no-untyped-call]  # keyring's own has no types


def test_it_is_kept_in_the_keyring_and_found_by_the_next_run() -> None:
    with using(memory := MemoryKeyring()):
        passphrase = Passphrase()
        assert passphrase.reveal() == ""
        assert passphrase.keep("open sesame") is None
        assert memory.kept == {(KEYRING_SERVICE, ENTRY): "open sesame"}
        assert Passphrase().reveal() == "open sesame"
        assert "sesame" not in repr(passphrase)
        passphrase.forget()
        passphrase.forget()
        assert (memory.kept, Passphrase().reveal()) == ({}, "")


@pytest.mark.parametrize("backend", [_NO_KEYRING, LockedKeyring(), ForgetfulKeyring()])
def test_without_a_keyring_it_lasts_for_this_run(backend: KeyringBackend) -> None:
    with using(backend):
        passphrase = Passphrase()
        assert passphrase.reveal() == ""
        remark = passphrase.keep("open sesame")
        assert remark is not None
        assert remark.template == THIS_RUN
        assert passphrase.reveal() == "open sesame"
        assert Passphrase().reveal() == ""
        passphrase.forget()
        assert passphrase.reveal() == ""


def test_what_a_keyring_takes_later_replaces_that_of_the_run() -> None:
    passphrase = Passphrase()
    with using(LockedKeyring()):
        passphrase.keep("first")
    with using(MemoryKeyring()):
        assert passphrase.keep("second") is None
        assert passphrase.reveal() == "second"
