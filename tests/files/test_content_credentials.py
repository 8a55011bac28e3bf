"""Signing what is saved (C2PA): read back by the library's reader, with nothing but the trust in the signer missing."""

import errno
import hashlib
import importlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from io import BytesIO
from pathlib import Path
from typing import Any, BinaryIO

import numpy as np
import pytest
from PIL import Image

from picpik_studio.core.picture import Metadata
from picpik_studio.files import crediting, kinds
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.crediting import MIME, Claim, Credential, ParentFile, stamp_of
from picpik_studio.files.errors import DiskFullError, SigningError
from picpik_studio.files.images import open_picture, save_picture
from picpik_studio.files.signed_writing import NOT_INSTALLED, SignedWriter
from picpik_studio.files.writing import ready
from tests.files.credited import EDIT, actions, active, c2pa, claim, manifest, parent_of, signed, told
from tests.files.making import photo
from tests.files.signers import Signing, a_credential

ENDINGS = ["jpg", "png", "tif", "webp", "avif"]
UNTRUSTED = "signingCredential.untrusted"


@pytest.fixture(scope="session")
def credential(tmp_path_factory: pytest.TempPathFactory) -> Credential:
    return a_credential(tmp_path_factory.mktemp("signer"))


@pytest.fixture
def parent(tmp_path: Path) -> ParentFile:
    return parent_of(tmp_path / "opened.jpg")


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_signature_holds_and_says_what_was_done(
    tmp_path: Path, credential: Credential, parent: ParentFile, ending: str
) -> None:
    path = tmp_path / f"saved.{ending}"
    writer = signed(path, claim(parent), credential)
    assert (writer.failure, writer.remarks) == (None, ())
    assert told(path)["validation_state"] == "Valid"
    failures = told(path, {"verify": {"verify_trust": True, "remote_manifest_fetch": False}})["validation_results"]
    assert {each["code"] for each in failures["activeManifest"]["failure"]} <= {UNTRUSTED}
    found = active(path)
    assert found["title"] == "a title"
    assert found["claim_generator_info"][0]["name"] == "PicPik Studio"
    assert found["claim_generator_info"][0]["version"] == "1.2.3"
    assert found["signature_info"]["common_name"] == "Photographer"
    (ingredient,) = found["ingredients"]
    assert (ingredient["title"], ingredient["relationship"]) == ("opened.jpg", "parentOf")
    opened, edited = actions(path)
    assert opened["action"] == "c2pa.opened"
    assert opened["parameters"]["ingredients"], "it points at the parent"
    assert opened["parameters"][manifest.HASH] == hashlib.sha256((tmp_path / "opened.jpg").read_bytes()).hexdigest()
    assert {name: edited[name] for name in EDIT} == EDIT
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["opened.jpg", path.name], (
        "nothing is left beside"
    )


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_picture_is_the_one_that_is_saved_unsigned(
    tmp_path: Path, credential: Credential, parent: ParentFile, ending: str
) -> None:
    metadata = Metadata(xmp=b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>', dpi=(300, 300))
    signed(tmp_path / f"signed.{ending}", claim(parent), credential, metadata)
    save_picture(tmp_path / f"plain.{ending}", photo(), False, metadata)
    after, before = (open_picture(tmp_path / f"{name}.{ending}").picture for name in ("signed", "plain"))
    assert np.array_equal(after.pixels, before.pixels)
    assert after.metadata == before.metadata


@pytest.mark.parametrize("ending", ENDINGS)
def test_what_was_changed_since_is_found(
    tmp_path: Path, credential: Credential, parent: ParentFile, ending: str
) -> None:
    path = tmp_path / f"saved.{ending}"
    signed(path, claim(parent), credential)
    content = bytearray(path.read_bytes())
    at = {"tif": 60, "png": len(content) - 60, "webp": 60, "jpg": len(content) - 30}.get(ending)
    content[content.index(b"mdat") + 40 if at is None else at] ^= 1
    path.write_bytes(content)
    found = told(path)
    assert found["validation_state"] == "Invalid"
    assert any("Hash.mismatch" in each["code"] for each in found["validation_results"]["activeManifest"]["failure"])


def test_what_the_opened_file_carried_is_kept(tmp_path: Path, credential: Credential, parent: ParentFile) -> None:
    first, second = tmp_path / "first.png", tmp_path / "second.tif"
    signed(first, claim(parent), credential)
    opened_again = parent_of(first)
    first_label = active(first)["label"]
    writer = signed(second, claim(opened_again), credential)
    assert writer.remarks == ()
    found = told(second)
    assert found["validation_state"] == "Valid"
    assert first_label in found["manifests"]
    (ingredient,) = active(second)["ingredients"]
    assert (ingredient["active_manifest"], ingredient["relationship"]) == (first_label, "parentOf")


def test_it_is_kept_when_the_opened_file_is_overwritten(tmp_path: Path, credential: Credential) -> None:
    path = tmp_path / "opened.jpg"
    signed(path, claim(parent_of(path)), credential)
    carried = active(path)["label"]
    opened_again = parent_of(path)
    signed(path, claim(opened_again), credential)
    signed(path, claim(opened_again), credential)
    assert active(path)["ingredients"][0]["active_manifest"] == carried
    assert len(told(path)["manifests"]) == 2, "not the one that was saved between"


def test_what_may_tell_the_place_is_left_out_when_that_is_wished(
    tmp_path: Path, credential: Credential, parent: ParentFile
) -> None:
    signed(tmp_path / "first.png", claim(parent), credential)
    writer = signed(tmp_path / "second.png", claim(parent_of(tmp_path / "first.png"), keeps_history=False), credential)
    assert writer.remarks == (manifest.HISTORY_TELLS_PLACE,)
    found = told(tmp_path / "second.png")
    assert found["validation_state"] == "Valid"
    assert len(found["manifests"]) == 1
    clean = signed(tmp_path / "third.png", claim(parent, keeps_history=False), credential)
    assert clean.remarks == (), "one that carries nothing is named as ever"


def test_a_parent_that_is_gone_is_named(tmp_path: Path, credential: Credential) -> None:
    path = tmp_path / "opened.jpg"
    for change in (lambda: path.write_bytes(b"another file"), path.unlink):
        opened = parent_of(path)
        change()
        writer = signed(tmp_path / "saved.png", claim(opened), credential)
        assert writer.remarks == (manifest.HISTORY_GONE,)
        assert told(tmp_path / "saved.png")["validation_state"] == "Valid"
        assert active(tmp_path / "saved.png")["ingredients"][0]["title"] == "opened.jpg"
        path.unlink(missing_ok=True)


def test_a_picture_that_came_from_no_file(tmp_path: Path, credential: Credential) -> None:
    save_picture(tmp_path / "a.png", photo(), False, Metadata())
    pasted = ParentFile((tmp_path / "a.png").read_bytes(), "pasted.png", "PNG", None)
    for parent in (pasted, pasted, None):
        assert signed(tmp_path / "saved.png", claim(parent), credential).remarks == ()
        assert told(tmp_path / "saved.png")["validation_state"] == "Valid"


def test_damaged_credentials_of_the_opened_file_are_left_out(
    tmp_path: Path, credential: Credential, parent: ParentFile
) -> None:
    path = tmp_path / "first.jpg"
    signed(path, claim(parent), credential)
    content = bytearray(path.read_bytes())
    at = content.index(b"c2pa") + 30
    content[at : at + 2] = bytes(255 - each for each in content[at : at + 2])
    path.write_bytes(content)
    writer = signed(tmp_path / "second.png", claim(parent_of(path)), credential)
    assert (writer.failure, writer.remarks) == (None, (manifest.HISTORY_DAMAGED,))
    assert told(tmp_path / "second.png")["validation_state"] == "Valid"


@pytest.mark.parametrize("ending", ["bmp", "gif", "tif", "avif", "jxl"])
def test_a_parent_of_any_kind(tmp_path: Path, credential: Credential, ending: str) -> None:
    path = tmp_path / f"opened.{ending}"
    if ending == "jxl":
        pylibjxl = pytest.importorskip("pylibjxl")
        path.write_bytes(pylibjxl.encode(np.ascontiguousarray(photo()[..., :3])))
    elif ending == "gif":
        Image.fromarray(photo()[..., 0]).save(path)
    else:
        save_picture(path, photo(), False, Metadata())
    writer = signed(tmp_path / "saved.png", claim(parent_of(path)), credential)
    assert (writer.failure, writer.remarks) == (None, ())
    assert active(tmp_path / "saved.png")["ingredients"][0]["format"] == MIME[kinds.SUFFIXES[path.suffix]]


# What goes wrong


def test_what_the_library_refuses_is_said_with_its_words(
    tmp_path: Path, parent: ParentFile, credential: Credential
) -> None:
    prepared = ready("saved.png", photo(), False, Metadata())
    writer = SignedWriter(prepared.write, tmp_path / "saved.png", "JPEG", claim(parent), credential)  # it is none
    write_atomic(tmp_path / "saved.png", writer)
    assert "they could not be made (" in str(writer.failure)
    assert np.array_equal(open_picture(tmp_path / "saved.png").picture.pixels, photo())


def test_what_is_unforeseen_does_not_cost_the_picture(tmp_path: Path, credential: Credential) -> None:
    save_picture(tmp_path / "opened.png", photo(), False, Metadata())
    opened = tmp_path / "opened.png"
    of_no_kind = ParentFile(opened, "opened.png", "a format that came later", stamp_of(opened))
    unserialisable = Claim("a title", ("PicPik Studio", "1"), ({"action": object()},), None)
    for made in (claim(of_no_kind), unserialisable):
        writer = signed(tmp_path / "saved.png", made, credential)
        assert isinstance(writer.failure, SigningError)
        assert np.array_equal(open_picture(tmp_path / "saved.png").picture.pixels, photo())


def test_a_file_that_is_not_there_has_no_stamp(tmp_path: Path) -> None:
    assert stamp_of(tmp_path / "gone.png") is None
    assert stamp_of(b"bytes") is None
    assert ParentFile(tmp_path / "gone.png", "gone.png", "PNG", None).open() is None


def test_without_the_extra(
    tmp_path: Path, credential: Credential, parent: ParentFile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(crediting, "IS_INSTALLED", False)
    writer = signed(tmp_path / "saved.png", claim(parent), credential)
    assert writer.failure is not None
    assert writer.failure.template == NOT_INSTALLED
    assert np.array_equal(open_picture(tmp_path / "saved.png").picture.pixels, photo())


def test_a_full_disk_leaves_what_was_there(tmp_path: Path, credential: Credential, parent: ParentFile) -> None:
    path = tmp_path / "saved.png"
    path.write_bytes(b"as it was")

    def fails(_file: BinaryIO) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    with pytest.raises(DiskFullError):
        write_atomic(path, SignedWriter(fails, path, "PNG", claim(parent), credential))
    assert path.read_bytes() == b"as it was"
    assert sorted(each.name for each in tmp_path.iterdir() if each.is_file()) == ["opened.jpg", "saved.png"]


def test_a_disk_with_room_for_one_copy_gets_it_unsigned(credential: Credential, tmp_path: Path) -> None:
    class Narrow(BytesIO):
        """Takes the picture, but no manifest with it: a disk of so many bytes."""

        def write(self, data: Any) -> int:  # noqa: ANN401 - whatever has bytes
            if self.tell() + len(data) > room:
                raise OSError(errno.ENOSPC, "No space left on device")
            return super().write(data)

    prepared = ready("a.jpg", photo(), False, Metadata())
    plain = BytesIO()
    prepared.write(plain)
    room = len(plain.getvalue())
    writer = SignedWriter(prepared.write, tmp_path / "a.jpg", "JPEG", claim(None), credential)
    narrow = Narrow()
    writer(narrow)
    assert narrow.getvalue() == plain.getvalue()
    assert str(writer.failure).endswith("room for the picture twice (No space left on device).")


# The network


class Listener(BaseHTTPRequestHandler):
    """Notes who asked."""

    asked: list[str]

    def do_GET(self) -> None:
        self.asked.append(self.path)
        self.send_error(404)

    do_POST = do_GET  # noqa: N815 - as the server calls it

    def log_message(self, *_words: object) -> None:
        """Say nothing."""


@pytest.fixture
def listener() -> Iterator[tuple[str, list[str]]]:
    asked: list[str] = []
    server = HTTPServer(("127.0.0.1", 0), type("Noting", (Listener,), {"asked": asked}))
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


def test_nobody_is_asked_for_anything(tmp_path: Path, listener: tuple[str, list[str]]) -> None:
    address, asked = listener
    by = a_credential(tmp_path / "signer", Signing(revocation=f"{address}/revoked"))
    xmp = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dcterms="http://purl.org/dc/terms/"'
        f' dcterms:provenance="{address}/manifest"/></rdf:RDF></x:xmpmeta>'
    ).encode()
    opened = tmp_path / "opened.jpg"
    save_picture(opened, photo(), False, Metadata(xmp=xmp))
    writer = signed(tmp_path / "saved.jpg", claim(parent_of(opened)), by)
    assert writer.failure is None
    assert told(tmp_path / "saved.jpg")["validation_state"] == "Valid"
    assert asked == []
    with pytest.raises(c2pa.C2paError), c2pa.Reader(str(opened)):
        pass
    assert asked == ["/manifest"], "with the library's own settings it would have been asked for"
    asked.clear()
    curious = {"verify": {"ocsp_fetch": True}, "core": {"allowed_network_hosts": None}}
    told(tmp_path / "saved.jpg", curious)
    assert len(asked) == 1, "and whether the certificate is revoked, if it were told to"


def test_the_library_is_loaded_only_to_sign() -> None:
    assert importlib.import_module("picpik_studio.files.signed_writing")
    assert "manifest" not in vars(importlib.import_module("picpik_studio.files.signed_writing"))
