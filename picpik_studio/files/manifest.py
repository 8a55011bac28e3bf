"""Writes and signs the C2PA manifest of a saved picture, by the library of the extra `c2pa`; the network is never used.

Imported when the first picture is signed (`files.signed_writing`), for the library is large.
"""

import hashlib
from io import BytesIO
from typing import Any, BinaryIO, Final

from c2pa import Builder, C2paError, C2paSignerInfo, Context, Signer

from picpik_studio.files import signing_key
from picpik_studio.files.crediting import MIME, Claim, Credential, ParentFile, Taken
from picpik_studio.files.errors import SigningError
from picpik_studio.texts import QT_TRANSLATE_NOOP

HISTORY_GONE = QT_TRANSLATE_NOOP(
    "Files", "The opened file is another one by now: the Content Credentials name it, without what it carried itself."
)
HISTORY_DAMAGED = QT_TRANSLATE_NOOP(
    "Files", "The Content Credentials that the opened file carries are damaged: they were left out."
)
HISTORY_TELLS_PLACE = QT_TRANSLATE_NOOP(
    "Files", "The opened file's own Content Credentials may tell where it was taken: they were left out."
)
_UNFIT = QT_TRANSLATE_NOOP(
    "Files",
    "Saved without Content Credentials: the certificate in “{name}” is not one for signing pictures. C2PA wants one"
    " for e-mail protection, documents or C2PA claims, with the signer's own certificate first.",
)
_NOT_MADE = QT_TRANSLATE_NOOP("Files", "Saved without Content Credentials: they could not be made ({why}).")

_PURPOSES: Final = (
    "1.3.6.1.5.5.7.3.4",  # e-mail protection
    "1.3.6.1.5.5.7.3.36",  # document signing
    "1.3.6.1.4.1.62558.2.1",  # C2PA claim signing
)
SETTINGS: Final[dict[str, Any]] = {
    # No list of trusted signers is asked for (that is for who reads the picture), no revocation, no manifest elsewhere.
    "verify": {"verify_trust": False, "ocsp_fetch": False, "remote_manifest_fetch": False, "verify_after_sign": True},
    "core": {"allowed_network_hosts": []},
    "trust": {"trust_config": "\n".join(_PURPOSES)},
    # No thumbnails: one of the opened file would show what was removed from it, and to make them the library would
    # decode both pictures again.
    "builder": {"thumbnail": {"enabled": False}},
}
HASH: Final = "picpik-studio.sha256"
"""What the first action calls the SHA-256 of the opened file, in hexadecimal."""
_PARENT: Final = "parent"
_STORE: Final = b"jumdc2pa\x00\x11\x00\x10"
"""How a store of manifests begins, in whichever format (ISO 19566-5's description box with C2PA's type)."""
_PIECE: Final = 1 << 20

Remarks = tuple[str, ...]


def sign(plain: BinaryIO, into: BinaryIO, kind: str, claim: Claim, credential: Credential) -> Remarks:
    """Copy the picture `plain`, of the format `kind`, `into` an empty file with a signed manifest; return remarks.

    Both files must be readable and start at 0; memory: about the file's size. Raises SigningError.
    """
    key = signing_key.load(credential)
    try:
        with Context.from_dict(SETTINGS) as context:
            builder, remarks = _builder(context, claim)
            with builder, _signer(key) as signer:
                builder.sign(signer, MIME[kind], plain, into)
    except C2paError as error:
        raise _said(error, credential) from error
    return remarks


def _builder(context: Context, claim: Claim) -> tuple[Builder, Remarks]:
    """Return what will be signed, and remarks; it must be closed."""
    archive, sha256, remarks = _parent(context, claim)
    builder = Builder(_definition(claim, sha256, has_archive=archive is not None), context=context)
    if archive is not None:
        builder.add_ingredient_from_archive(BytesIO(archive))
    return builder, remarks


def _signer(key: signing_key.SigningKey) -> Signer:
    return Signer.from_info(C2paSignerInfo(key.algorithm, key.chain, key.key, None))  # None: nobody is asked the time


def _definition(claim: Claim, sha256: str, *, has_archive: bool) -> dict[str, Any]:
    name, version = claim.generator
    opened = {
        "action": "c2pa.opened",
        "parameters": {"ingredientIds": [_PARENT], **({HASH: sha256} if sha256 else {})},
    }
    actions = {"actions": [opened, *claim.edits]}
    return {
        "title": claim.title,
        "claim_generator_info": [{"name": name, "version": version}],
        "ingredients": [] if has_archive else [_ingredient(claim.parent)],
        "assertions": [{"label": "c2pa.actions.v2", "data": actions}],
    }


def _ingredient(parent: ParentFile | None) -> dict[str, str]:
    known = {"title": parent.name, "format": MIME[parent.format]} if parent is not None else {}
    return {**known, "relationship": "parentOf", "label": _PARENT}


def _parent(context: Context, claim: Claim) -> tuple[bytes | None, str, Remarks]:
    """Return the archive of what was opened, None where it can only be named; its hash; remarks."""
    parent = claim.parent
    if parent is None:
        return None, "", ()
    taken = parent.taken or _take(context, parent)
    if taken is None:
        return None, "", (HISTORY_GONE,)
    parent.keep(taken)
    if taken.archive is None:
        return None, taken.sha256, (HISTORY_DAMAGED,) if taken.has_history else ()
    if taken.has_history and not claim.keeps_history:
        return None, taken.sha256, (HISTORY_TELLS_PLACE,)
    return taken.archive, taken.sha256, ()


def _take(context: Context, parent: ParentFile) -> Taken | None:
    """Return what is to be known of a parent, None when it is gone."""
    file = parent.open()
    if file is None:
        return None
    with file:
        sha256, has_history = _looked_through(file)
        archive = BytesIO()
        try:
            with Builder({}, context=context) as builder:
                builder.add_ingredient(_ingredient(parent), MIME[parent.format], file)
                builder.write_ingredient_archive(_PARENT, archive)
        except C2paError:
            return Taken(None, sha256, has_history)
        return Taken(archive.getvalue(), sha256, has_history)


def _looked_through(file: BinaryIO) -> tuple[str, bool]:
    """Return the SHA-256 of a file and whether it carries a manifest; it stands at its start again."""
    digest, end, found = hashlib.sha256(), b"", False
    while piece := file.read(_PIECE):
        digest.update(piece)
        found = found or _STORE in end + piece
        end = piece[-len(_STORE) :]
    file.seek(0)
    return digest.hexdigest(), found


def _said(error: C2paError, credential: Credential) -> SigningError:
    """Return what the library says as a sentence of ours."""
    why = " ".join(str(error).split())
    if "certificate" in why and credential.chain is not None:
        return SigningError(_UNFIT, name=credential.chain.name)
    return SigningError(_NOT_MADE, why=why[:200])
