"""Certificates and keys for tests: an authority of our own that vouches for a photographer, made anew each time."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    NoEncryption,
    PrivateFormat,
)
from cryptography.x509.oid import AuthorityInformationAccessOID, ExtendedKeyUsageOID, NameOID

from picpik_studio.files.crediting import Credential

EMAIL = ExtendedKeyUsageOID.EMAIL_PROTECTION
SERVER = ExtendedKeyUsageOID.SERVER_AUTH
DOCUMENTS = x509.ObjectIdentifier("1.3.6.1.5.5.7.3.36")
CLAIMS = x509.ObjectIdentifier("1.3.6.1.4.1.62558.2.1")
SIGNS_ONLY = {
    "digital_signature": True,
    "content_commitment": False,
    "key_encipherment": False,
    "data_encipherment": False,
    "key_agreement": False,
    "key_cert_sign": False,
    "crl_sign": False,
    "encipher_only": False,
    "decipher_only": False,
}
DAY = timedelta(days=1)

Key = ec.EllipticCurvePrivateKey | Ed25519PrivateKey | RSAPrivateKey


@dataclass(frozen=True)
class Signing:
    """What a certificate is made of: its `key`, what it is for, from and to which day from now.

    `revocation` is the address of who tells whether it is revoked.
    """

    key: Key | None = None
    purpose: x509.ObjectIdentifier = EMAIL
    days: tuple[int, int] = (-1, 30)
    revocation: str = ""


def a_credential(folder: Path, signing: Signing = Signing(), passphrase: str = "") -> Credential:
    """Write `chain.pem` (the photographer's certificate, then the authority's) and `key.pem`, locked if wanted."""
    key = signing.key or ec.generate_private_key(ec.SECP256R1())
    authority = ec.generate_private_key(ec.SECP256R1())
    lock = BestAvailableEncryption(passphrase.encode()) if passphrase else NoEncryption()
    chain = _leaf(signing, key, authority).public_bytes(Encoding.PEM) + _root(authority).public_bytes(Encoding.PEM)
    folder.mkdir(exist_ok=True)
    (folder / "chain.pem").write_bytes(chain)
    (folder / "key.pem").write_bytes(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, lock))
    return Credential(folder / "chain.pem", folder / "key.pem", lambda: passphrase)


def _root(key: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    now = datetime.now(UTC)
    usage = x509.KeyUsage(**SIGNS_ONLY | {"digital_signature": False, "key_cert_sign": True})
    made = x509.CertificateBuilder(_name("Authority"), _name("Authority"), key.public_key(), 1, now - DAY, now + DAY)
    made = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    made = made.add_extension(usage, critical=True)
    made = made.add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    return made.sign(key, hashes.SHA256())


def _leaf(signing: Signing, key: Key, authority: ec.EllipticCurvePrivateKey) -> x509.Certificate:
    now = datetime.now(UTC)
    first, last = (now + day * DAY for day in signing.days)
    by = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority.public_key())
    made = x509.CertificateBuilder(_name("Authority"), _name("Photographer"), key.public_key(), 2, first, last)
    made = made.add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
    made = made.add_extension(x509.KeyUsage(**SIGNS_ONLY), critical=True)
    made = made.add_extension(x509.ExtendedKeyUsage([signing.purpose]), critical=False)
    made = made.add_extension(by, critical=False)
    if signing.revocation:
        where = x509.UniformResourceIdentifier(signing.revocation)
        told = x509.AccessDescription(AuthorityInformationAccessOID.OCSP, where)
        made = made.add_extension(x509.AuthorityInformationAccess([told]), critical=False)
    return made.sign(authority, hashes.SHA256())


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "AT"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Tests"),
            x509.NameAttribute(NameOID.COMMON_NAME, common),
        ]
    )
