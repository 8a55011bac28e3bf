"""With what pictures are signed: which keys and certificates do, and what is said of those that do not."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from picpik_studio.core.picture import Metadata
from picpik_studio.files.crediting import Credential, ParentFile
from picpik_studio.files.images import save_picture
from tests.files.credited import claim, parent_of, signed, told
from tests.files.making import photo
from tests.files.signers import CLAIMS, DOCUMENTS, SERVER, Signing, a_credential

SESAME = "open sesame"


@pytest.fixture
def parent(tmp_path: Path) -> ParentFile:
    return parent_of(tmp_path / "opened.jpg")


@pytest.mark.parametrize("purpose", [DOCUMENTS, CLAIMS])
def test_other_purposes_that_sign(tmp_path: Path, parent: ParentFile, purpose: Any) -> None:  # noqa: ANN401 - untyped
    by = a_credential(tmp_path / "signer", Signing(purpose=purpose))
    assert signed(tmp_path / "saved.png", claim(parent), by).failure is None
    assert told(tmp_path / "saved.png")["validation_state"] == "Valid"


def keys() -> Mapping[str, Any]:
    from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa  # noqa: PLC0415 - it comes with the extra

    return {
        "p384": ec.generate_private_key(ec.SECP384R1()),
        "p521": ec.generate_private_key(ec.SECP521R1()),
        "ed25519": ed25519.Ed25519PrivateKey.generate(),
        "rsa": rsa.generate_private_key(65537, 2048),
    }


def test_other_kinds_of_keys(tmp_path: Path, parent: ParentFile) -> None:
    for name, key in keys().items():
        by = a_credential(tmp_path / name, Signing(key=key))
        assert signed(tmp_path / f"{name}.png", claim(parent), by).failure is None
        assert told(tmp_path / f"{name}.png")["validation_state"] == "Valid"


def test_a_locked_key_is_opened_by_its_passphrase(tmp_path: Path, parent: ParentFile) -> None:
    from picpik_studio.files import signing_key  # noqa: PLC0415 - it needs the extra

    by = a_credential(tmp_path / "signer", passphrase=SESAME)
    assert signed(tmp_path / "saved.png", claim(parent), by).failure is None
    assert "sesame" not in repr(by)
    assert "PRIVATE" not in repr(signing_key.load(by))
    assert b"sesame" not in (tmp_path / "saved.png").read_bytes()


def _locked(folder: Path) -> Credential:
    by = a_credential(folder, passphrase=SESAME)
    return Credential(by.chain, by.key)


def _wrong_passphrase(folder: Path) -> Credential:
    by = a_credential(folder, passphrase=SESAME)
    return Credential(by.chain, by.key, lambda: "open barley")


def _another_key(folder: Path) -> Credential:
    other = a_credential(folder.with_name("other"))
    return Credential(a_credential(folder).chain, other.key)


def _written(folder: Path, name: str, content: bytes) -> Credential:
    by = a_credential(folder)
    (folder / name).write_bytes(content)
    return by


def _secp256k1(folder: Path) -> Credential:
    from cryptography.hazmat.primitives.asymmetric import ec  # noqa: PLC0415 - it comes with the extra

    return a_credential(folder, Signing(key=ec.generate_private_key(ec.SECP256K1())))


def _upside_down(folder: Path) -> Credential:
    by = a_credential(folder)
    first, second, _ = (folder / "chain.pem").read_bytes().split(b"-----END CERTIFICATE-----\n")
    end = b"-----END CERTIFICATE-----\n"
    (folder / "chain.pem").write_bytes(second + end + first + end)
    return by


TROUBLE: Mapping[str, tuple[Callable[[Path], Credential], str]] = {
    "nothing chosen": (lambda _: Credential(None, None), "choose your certificates"),
    "no file": (lambda folder: Credential(folder / "gone.pem", folder / "gone.key"), "“gone.pem” cannot be read"),
    "no certificate": (lambda folder: _written(folder, "chain.pem", b"hello"), "“chain.pem” holds no certificate"),
    "no key": (lambda folder: _written(folder, "key.pem", b"hello"), "“key.pem” holds no private key"),
    "locked": (_locked, "“key.pem” is locked"),
    "wrong passphrase": (_wrong_passphrase, "does not open the key “key.pem”"),
    "another key": (_another_key, "is not the key of the first certificate"),
    "upside down": (_upside_down, "is not the key of the first certificate"),
    "expired": (lambda folder: a_credential(folder, Signing(days=(-9, -2))), "is valid from"),
    "not yet": (lambda folder: a_credential(folder, Signing(days=(2, 9))), "is valid from"),
    "another purpose": (lambda folder: a_credential(folder, Signing(purpose=SERVER)), "not one for signing pictures"),
    "unknown curve": (_secp256k1, "of a kind that C2PA does not know"),
}


@pytest.mark.parametrize("name", TROUBLE)
def test_what_stands_in_the_way_is_said_and_the_picture_is_saved(tmp_path: Path, parent: ParentFile, name: str) -> None:
    make, expected = TROUBLE[name]
    writer = signed(tmp_path / "saved.png", claim(parent), make(tmp_path / "signer"))
    sentence = str(writer.failure)
    assert expected in sentence
    assert sentence.startswith("Saved without Content Credentials: ")
    assert "sesame" not in sentence
    assert "PRIVATE" not in sentence
    save_picture(tmp_path / "plain.png", photo(), False, Metadata())
    assert (tmp_path / "saved.png").read_bytes() == (tmp_path / "plain.png").read_bytes()
