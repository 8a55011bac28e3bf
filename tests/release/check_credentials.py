"""What exiftool finds of Content Credentials: their words in JPEG and PNG, their box where it knows only the place."""

import subprocess
from pathlib import Path

import pytest

from picpik_studio.app.origins import BY_HAND, GENERATIVE, PATCHMATCH
from picpik_studio.app.writing_out import Wishes
from tests.release.check_exiftool import read, written

pytest.importorskip("c2pa", reason="the extra c2pa is not installed")

from tests.files.signers import a_credential

BOX = b"jumdc2pa"


@pytest.mark.parametrize("ending", ["jpg", "png"])
@pytest.mark.parametrize(("code", "term"), [("some-model", GENERATIVE), (PATCHMATCH, BY_HAND)])
def test_the_claim(tmp_path: Path, ending: str, code: str, term: str) -> None:
    found = read(written(tmp_path, ending, Wishes(credential=a_credential(tmp_path / "signer")), code))
    assert found["JUMBF:JUMDLabel"] == "c2pa"
    assert found["CBOR:ActionsAction"] == ["c2pa.opened", "c2pa.edited"]
    assert found["CBOR:ActionsDigitalSourceType"] == term == found["XMP-iptcExt:DigitalSourceType"]
    assert found["CBOR:ActionsSoftwareAgentName"] == ("some-model" if term == GENERATIVE else "PicPik Studio")
    assert found["CBOR:Claim_Generator_InfoName"] == "PicPik Studio"
    assert found["CBOR:Relationship"] == "parentOf"
    assert found["XMP-dc:Title"] == "A & B", "what was there is still there"


@pytest.mark.parametrize(
    ("ending", "tag"), [("tif", "Exif_0xcd41"), ("webp", "Unknown_C2PA"), ("avif", "UUID-Unknown")]
)
def test_the_box(tmp_path: Path, ending: str, tag: str) -> None:
    path = written(tmp_path, ending, Wishes(credential=a_credential(tmp_path / "signer")))
    assert read(path)["XMP-iptcExt:DigitalSourceType"] == GENERATIVE
    line = ["exiftool", "-U", "-b", f"-{tag}", str(path)]
    assert BOX in subprocess.run(line, capture_output=True, check=True).stdout
    plain = written(tmp_path, ending, Wishes())
    assert BOX not in subprocess.run([*line[:-1], str(plain)], capture_output=True, check=True).stdout
