"""Loads what a picture is signed with, and says in one sentence what is wrong with it.

Imported by `files.manifest` only: `cryptography` comes with the extra `c2pa`.
"""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.exceptions import UnsupportedAlgorithm
from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, SECP384R1, SECP521R1, EllipticCurvePrivateKey
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.asymmetric.types import PrivateKeyTypes, PublicKeyTypes
from cryptography.hazmat.primitives.serialization import (
    Encoding,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
    load_pem_private_key,
)
from cryptography.x509 import Certificate, load_pem_x509_certificates

from picpik_studio.files.crediting import Credential
from picpik_studio.files.errors import SigningError
from picpik_studio.texts import QT_TRANSLATE_NOOP

_NONE = QT_TRANSLATE_NOOP(
    "Files", "Saved without Content Credentials: choose your certificates and their key in Preferences first."
)
_UNREADABLE = QT_TRANSLATE_NOOP("Files", "Saved without Content Credentials: “{name}” cannot be read ({why}).")
_NO_CERTIFICATE = QT_TRANSLATE_NOOP(
    "Files", "Saved without Content Credentials: “{name}” holds no certificate in PEM form."
)
_NO_KEY = QT_TRANSLATE_NOOP("Files", "Saved without Content Credentials: “{name}” holds no private key in PEM form.")
_LOCKED = QT_TRANSLATE_NOOP(
    "Files", "Saved without Content Credentials: the key “{name}” is locked; type its passphrase in Preferences."
)
_WRONG_PASSPHRASE = QT_TRANSLATE_NOOP(
    "Files", "Saved without Content Credentials: the passphrase in Preferences does not open the key “{name}”."
)
_STRANGERS = QT_TRANSLATE_NOOP(
    "Files", "Saved without Content Credentials: “{key}” is not the key of the first certificate in “{name}”."
)
_NOT_NOW = QT_TRANSLATE_NOOP(
    "Files", "Saved without Content Credentials: the certificate in “{name}” is valid from {first} to {last} only."
)
_KIND = QT_TRANSLATE_NOOP(
    "Files",
    "Saved without Content Credentials: the key “{name}” is of a kind that C2PA does not know; it wants an elliptic"
    " curve (P-256, P-384, P-521), Ed25519 or RSA.",
)

_CURVES: Final = {SECP256R1: "es256", SECP384R1: "es384", SECP521R1: "es512"}


class SigningKey(NamedTuple):
    """C2PA's name of the algorithm, the certificates as PEM, and the private key as unlocked PEM (PKCS#8)."""

    algorithm: str
    chain: bytes
    key: bytes

    def __repr__(self) -> str:
        return "SigningKey(…)"


def load(credential: Credential) -> SigningKey:
    """Read certificates and key, and see that they belong together. Raises SigningError."""
    if credential.chain is None or credential.key is None:
        raise SigningError(_NONE)
    certificates = _certificates(credential.chain)
    key = _private_key(credential.key, credential)
    first = certificates[0]
    if _public(first.public_key()) != _public(key.public_key()):
        raise SigningError(_STRANGERS, name=credential.chain.name, key=credential.key.name)
    if not first.not_valid_before_utc <= datetime.now(UTC) <= first.not_valid_after_utc:
        begins, ends = first.not_valid_before_utc.date(), first.not_valid_after_utc.date()
        raise SigningError(_NOT_NOW, name=credential.chain.name, first=begins.isoformat(), last=ends.isoformat())
    return SigningKey(
        _algorithm(key, credential.key.name),
        b"".join(each.public_bytes(Encoding.PEM) for each in certificates),
        key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()),
    )


def _certificates(path: Path) -> list[Certificate]:
    try:
        return load_pem_x509_certificates(_bytes_of(path))
    except ValueError as error:
        raise SigningError(_NO_CERTIFICATE, name=path.name) from error


def _private_key(path: Path, credential: Credential) -> PrivateKeyTypes:
    text = _bytes_of(path)
    try:
        return load_pem_private_key(text, None)
    except TypeError:  # by which it says that the key is locked
        return _unlocked(text, path.name, credential.passphrase())
    except UnsupportedAlgorithm as error:
        raise SigningError(_KIND, name=path.name) from error
    except ValueError as error:
        raise SigningError(_NO_KEY, name=path.name) from error


def _unlocked(text: bytes, name: str, passphrase: str) -> PrivateKeyTypes:
    if not passphrase:
        raise SigningError(_LOCKED, name=name)
    try:
        return load_pem_private_key(text, passphrase.encode())
    except ValueError:
        # Not `from`: what is raised there is nobody's business, and the traceback keeps the passphrase in its frames.
        raise SigningError(_WRONG_PASSPHRASE, name=name) from None


def _algorithm(key: PrivateKeyTypes, name: str) -> str:
    if isinstance(key, EllipticCurvePrivateKey) and type(key.curve) in _CURVES:
        return _CURVES[type(key.curve)]
    if isinstance(key, RSAPrivateKey):
        return "ps256"
    if isinstance(key, Ed25519PrivateKey):
        return "ed25519"
    raise SigningError(_KIND, name=name)


def _public(key: PublicKeyTypes) -> bytes:
    """Return a public key's bytes, by which two are compared."""
    return key.public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)


def _bytes_of(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise SigningError(_UNREADABLE, name=path.name, why=error.strerror or type(error).__name__) from error
