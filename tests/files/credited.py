"""Signing pictures in tests, and reading back what is signed. Without the extra c2pa, who imports this is skipped."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from picpik_studio.core.picture import Metadata
from picpik_studio.files import kinds
from picpik_studio.files.atomic import write_atomic
from picpik_studio.files.crediting import Claim, Credential, ParentFile, stamp_of
from picpik_studio.files.images import save_picture
from picpik_studio.files.signed_writing import SignedWriter
from picpik_studio.files.writing import ready
from tests.files.making import photo

c2pa = pytest.importorskip("c2pa", reason="the extra c2pa is not installed")

from picpik_studio.files import manifest  # noqa: E402 - it needs the extra

__all__ = ["EDIT", "actions", "active", "c2pa", "claim", "manifest", "parent_of", "signed", "told"]

EDIT = {
    "action": "c2pa.edited",
    "digitalSourceType": "http://cv.iptc.org/newscodes/digitalsourcetype/compositeWithTrainedAlgorithmicMedia",
    "softwareAgent": {"name": "model-1"},
    "when": "2026-11-29T12:00:00Z",
}


def parent_of(path: Path) -> ParentFile:
    if not path.exists():
        save_picture(path, photo(), False, Metadata())
    kind = kinds.SUFFIXES[path.suffix]
    return ParentFile(path, path.name, kind, stamp_of(path))


def claim(parent: ParentFile | None, *, keeps_history: bool = True) -> Claim:
    return Claim("a title", ("PicPik Studio", "1.2.3"), (EDIT,), parent, keeps_history)


def signed(path: Path, made: Claim, by: Credential, metadata: Metadata = Metadata()) -> SignedWriter:  # noqa: B008 - frozen
    """Save a picture with credentials; return what wrote it."""
    prepared = ready(path.name, photo(), False, metadata)
    writer = SignedWriter(prepared.write, path, prepared.kind, made, by)
    write_atomic(path, writer)
    return writer


def told(path: Path, settings: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """Return what the library's reader says of a file, without a list of trusted signers and without the network."""
    asked = {**manifest.SETTINGS, **(settings or {})}
    with c2pa.Context.from_dict(asked) as context, c2pa.Reader(str(path), context=context) as reader:
        found: dict[str, Any] = json.loads(reader.json())
    return found


def active(path: Path) -> dict[str, Any]:
    found = told(path)
    manifest_of: dict[str, Any] = found["manifests"][found["active_manifest"]]
    return manifest_of


def actions(path: Path) -> list[dict[str, Any]]:
    (found,) = [each for each in active(path)["assertions"] if each["label"].startswith("c2pa.actions")]
    listed: list[dict[str, Any]] = found["data"]["actions"]
    return listed
