"""What exiftool reads of the files that are saved with a result in them, and that `packaging/release-check` looks."""

import json
import subprocess
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from picpik_studio.app.origins import BY_HAND, GENERATIVE, PATCHMATCH, Origin
from picpik_studio.app.writing_out import Wishes, write_picture
from picpik_studio.core.document import Snapshot
from picpik_studio.core.picture import Metadata, Picture
from picpik_studio.files.images import open_picture, save_picture
from tests.app.test_provenance import ADOBE, a_job, a_photograph
from tests.files.making import photo
from tests.files.test_provenance import OTHERS, exif_block

FALSE_ALARMS = {"IFD0 pointer references previous JUMBFBox directory"}
"""exiftool counts places within each chunk of a PNG: it takes the EXIF in one for the manifest's box in another."""
ENDINGS = ["jpg", "png", "webp", "tif", "avif"]


def read(path: Path, *words: str) -> dict[str, Any]:
    """Return what exiftool says of a file, by group and name; it must find nothing to complain about."""
    line = ["exiftool", "-json", "-G1", "-n", "-a", *words, str(path)]
    found: dict[str, Any] = json.loads(subprocess.run(line, capture_output=True, check=True).stdout)[0]
    complaints = {value for name, value in found.items() if name.endswith((":Warning", ":Error"))}
    assert complaints <= FALSE_ALARMS
    return found


def written(tmp_path: Path, ending: str, wishes: Wishes, code: str = "some-model") -> Path:
    """Save a photograph of 16 bits with one result that was made by the model `code` of this computer."""
    a_photograph(tmp_path / "photo.tif")
    picture = open_picture(tmp_path / "photo.tif").picture
    picture = Picture(picture.pixels, False, Metadata(ADOBE, picture.metadata.exif, OTHERS, (300, 300)))
    snapshot = Snapshot(picture, (), np.zeros((120, 200), np.uint8))
    write_picture(tmp_path / f"out.{ending}", snapshot, wishes, (Origin(a_job(code=code), 0),))
    return tmp_path / f"out.{ending}"


@pytest.mark.parametrize("ending", ENDINGS)
@pytest.mark.parametrize(("code", "term"), [("some-model", GENERATIVE), (PATCHMATCH, BY_HAND)])
def test_how_it_came_about(tmp_path: Path, ending: str, code: str, term: str) -> None:
    found = read(written(tmp_path, ending, Wishes(), code))
    assert found["XMP-iptcExt:DigitalSourceType"] == term
    assert found["XMP-xmp:CreatorTool"].startswith("PicPik Studio ")
    assert found["XMP-dc:Title"] == "A & B", "what was there is still there"
    assert found["IFD0:Make"] == "Maker"
    assert found["ICC-header:ColorSpaceData"] == "RGB "
    assert found["GPS:GPSLatitude"] == pytest.approx(48.2083, abs=0.001)


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_parameters_and_no_place(tmp_path: Path, ending: str) -> None:
    found = read(written(tmp_path, ending, Wishes(parameters=True, strips_place=True)))
    text = found["PNG:Parameters"] if ending == "png" else found["ExifIFD:UserComment"]
    assert "Seed: 5" in text
    assert "Model: some-model" in text
    assert not [name for name in found if "GPS" in name and "VersionID" not in name]
    assert found["XMP-dc:Title"] == "A & B"


@pytest.mark.parametrize("ending", ENDINGS)
def test_a_comment_leaves_the_rest_of_exif_alone(tmp_path: Path, ending: str) -> None:
    save_picture(tmp_path / f"a.{ending}", photo(), False, Metadata(exif=exif_block()))
    save_picture(
        tmp_path / f"b.{ending}", photo(), False, Metadata(exif=exif_block(), parameters="Steps: 1, Seed: 2, Size: 8x8")
    )
    before, after = (read(tmp_path / f"{name}.{ending}", "-exif:all") for name in "ab")
    for name, value in before.items():
        if name.startswith(("IFD0:Make", "ExifIFD:", "GPS:")):
            assert after[name] == value
