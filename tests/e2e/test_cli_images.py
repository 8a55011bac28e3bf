"""erase, select and upscale on the command line, by the real service of this computer."""

import json
import subprocess
import sys
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.__main__ import main
from picpik_studio.app.errands import Errand, Selected, select, typed_size, upscale
from picpik_studio.app.origins import BY_HAND, GENERATIVE
from picpik_studio.app.redraw import erase
from picpik_studio.core.arrays import Plane
from picpik_studio.files import xmp
from picpik_studio.files.images import open_picture
from tests.app.cloud import Cloud
from tests.e2e.conftest import Files
from tests.engine.test_select import BALL, BOX, overlap, scene


@pytest.fixture
def picture(tmp_path: Path, lent_engine: None) -> Path:
    del lent_engine  # that it starts is shown where files are erased in
    path = tmp_path / "scene.png"
    cv2.imwrite(str(path), scene()[0])
    return path


def grey(path: Path | str) -> Plane:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_UNCHANGED), np.uint8)


def test_erase_changes_what_is_masked_and_needs_no_model(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["erase", files.image, "--mask", files.mask, "-o", files.out, "--mask-blur", "2", "--json"]
    assert main(words) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["status"], report["results"][0]["path"]) == ("Finished", files.out)
    before, after = (np.asarray(cv2.imread(path)) for path in (files.image, files.out))
    changed = (before != after).any(axis=2)
    assert changed[35:45, 45:75].mean() > 0.9
    assert not changed[:, 120:].any()


def test_erase_says_what_it_would_send(files: Files, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["erase", files.image, "--mask", files.mask, "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "as RemoveContents:" in said
    assert "MaskBlur: 12" in said
    assert "model" not in said
    assert main(["erase", files.image, "--mask", files.mask]) == 2
    assert main(["erase", files.image, "--mask", files.mask, "-o", files.out, "--prompt", "a cat"]) == 2


def test_erase_from_python(files: Files) -> None:
    done = erase(files.image, files.mask, out=files.out, mask_blur=1)
    assert done.request.action == "RemoveContents"
    assert done.paths == (Path(files.out),)


def test_select_writes_the_subject_or_all_but_it(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _colours, ball, box = scene()
    out = picture.with_name("mask.png")
    assert main(["select", str(picture), "-o", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["path"], report["readings"], report["connection"]) == (str(out), 1, "local")
    assert overlap(grey(out), ball | box) > 0.9
    subject = grey(out)
    assert main(["select", str(picture), "-o", str(out), "--background"]) == 0
    assert np.array_equal(grey(out), 255 - subject)


def test_select_takes_points_and_another_reading(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = picture.with_name("mask.png")
    point, other = f"{BALL[0]},{BALL[1]}", f"{BOX.x + 20},{BOX.y + 20}"
    assert main(["select", str(picture), "-o", str(out), "--point", point, "--exclude", other, "--reading", "9"]) == 0
    assert capsys.readouterr().out == f"{out}\n"
    assert grey(out)[BALL[1], BALL[0]] >= 128
    assert grey(out)[BOX.y + 20, BOX.x + 20] < 128


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["-o", "mask.jpg"], "written as PNG"),
        (["-o", "mask.png", "--point", "here"], "takes X,Y"),
        (["-o", "mask.png", "--point", "900,1"], "lies outside the picture"),
        (["-o", "mask.png", "--exclude", "5,5"], "give a point of it"),
        (["-o", "mask.png", "--reading", "0"], "1 or more"),
        (["-o", "nowhere/mask.png"], "no folder"),
        ([], "required"),
    ],
)
def test_select_refuses_what_makes_no_sense(
    picture: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    monkeypatch.chdir(picture.parent)
    assert main(["select", picture.name, *words]) in {1, 2}
    assert said in capsys.readouterr().err


def test_a_missing_picture_is_said_in_one_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("select", "upscale"):
        assert main([command, str(tmp_path / "none.png"), "-o", str(tmp_path / "out.png")]) == 1
        assert "There is no file" in capsys.readouterr().err


def test_upscale_by_a_factor_or_one_side(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = picture.with_name("large.png")
    assert main(["upscale", str(picture), "-o", str(out), "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["width"], report["height"], report["credits"]) == (600, 400, 0)
    assert grey(out).shape == (400, 600, 3)
    other = picture.with_name("large.jpg")
    assert main(["upscale", str(picture), "-o", str(other), "--width", "450"]) == 0
    assert grey(other).shape == (300, 450, 3)
    assert typed_size(str(picture), None, 100) == (150, 100)
    assert typed_size(str(picture), 7, 8) == (7, 8)


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--scale", "2", "--width", "100"], "exclude each other"),
        (["--scale", "0"], "more than 0"),
        (["--width", "5000", "--height", "100"], "from 64 to 4096"),
        (["--connection", "nobody"], "no connection"),
    ],
)
def test_upscale_refuses_what_makes_no_sense(
    picture: Path, capsys: pytest.CaptureFixture[str], words: list[str], said: str
) -> None:
    assert main(["upscale", str(picture), "-o", str(picture.with_name("x.png")), *words]) == 2
    assert said in capsys.readouterr().err


def test_neither_replaces_its_own_picture_unasked(picture: Path, capsys: pytest.CaptureFixture[str]) -> None:
    for command in ("select", "upscale"):
        assert main([command, str(picture), "-o", str(picture)]) == 2
        assert "--overwrite" in capsys.readouterr().err


def test_a_cloud_is_asked_over_the_wire_and_its_price_is_told(
    picture: Path, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    ball = scene()[1]
    cloud.image = lambda _mapping: cv2.imencode(".png", ball)[1].tobytes()
    out = picture.with_name("mask.png")
    assert main(["select", str(picture), "-o", str(out), "--connection", cloud.url, "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert (report["credits"], report["task_uid"]) == (3, "task-1")
    assert np.array_equal(grey(out), ball)


def test_a_mask_that_is_not_written_is_given_to_python(picture: Path) -> None:
    found = select(Errand(picture.read_bytes()))
    assert (found.path, found.plane.shape) == (None, scene()[1].shape)
    assert repr(found).endswith("300 x 200 px>")
    assert isinstance(found, Selected)


def test_a_larger_picture_that_is_not_written_is_given_to_python(picture: Path, cloud: Cloud) -> None:
    cloud.image = lambda _mapping: cv2.imencode(".png", np.full((400, 600, 3), 7, np.uint8))[1].tobytes()
    done = upscale(Errand(picture.read_bytes(), connection=cloud.url))
    assert (done.path, done.data, done.size) == (None, cloud.image({}), (600, 400))
    assert repr(done) == "<Upscaled task-1: 600 x 400 px>"


def test_a_larger_picture_says_how_it_came_about(picture: Path, cloud: Cloud) -> None:
    out = picture.with_name("large.png")
    upscale(Errand(picture, out))
    assert xmp.said(open_picture(out).picture.metadata.xmp, xmp.SOURCE_TYPE) == BY_HAND
    cloud.image = lambda _mapping: cv2.imencode(".png", np.full((400, 600, 3), 7, np.uint8))[1].tobytes()
    upscale(Errand(picture, out, connection=cloud.url))
    assert xmp.said(open_picture(out).picture.metadata.xmp, xmp.SOURCE_TYPE) == GENERATIVE


@pytest.mark.parametrize("command", ["erase", "select", "upscale"])
def test_the_help_answers_without_anything_heavy(command: str) -> None:
    program = (
        "import sys\nfrom picpik_studio.__main__ import main\ncode = main(sys.argv[1:])\n"
        "print(sorted({'numpy', 'cv2', 'PySide6'} & set(sys.modules)), code)"
    )
    words = [sys.executable, "-c", program, command, "--help"]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    if command != "erase":  # its options are made of the table of parameters
        assert done.stdout.splitlines()[-1] == "[] 0"
    assert f"picpik-studio {command}" in done.stdout
