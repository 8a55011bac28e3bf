"""What a saved picture says of how it came about, and that nothing else of it changes: from Submit to the file."""

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import ExifTags, Image

from picpik_studio.app import origins
from picpik_studio.app.action import Action
from picpik_studio.app.job import Job, State
from picpik_studio.app.origins import BY_HAND, GENERATIVE, PATCHMATCH, Origin, parameters_text, stamped
from picpik_studio.app.session import Session
from picpik_studio.core.picture import Metadata
from picpik_studio.engine.accepting import CODE
from picpik_studio.files import xmp
from picpik_studio.files.colour import from_srgb8
from picpik_studio.files.images import open_picture, save_picture
from picpik_studio.files.masks import read_mask
from picpik_studio.files.parameters_text import from_text
from tests.app.cloud import Cloud
from tests.app.conftest import Bench
from tests.app.requests import mask
from tests.files import profiles
from tests.files.test_provenance import exif_block

ADOBE = profiles.matrix_profile(profiles.ADOBE, profiles.gamma(2.2))
GREEN = (10, 200, 30)
KEYS = ("public-key", "private-key")


def a_photograph(path: Path, *, bits: int = 16) -> None:
    samples = np.random.default_rng(3).integers(0, 65536, (120, 200, 3), dtype=np.uint16)
    metadata = Metadata(icc=ADOBE, exif=exif_block(), dpi=(300, 300))
    if bits == 16:
        save_picture(path, samples, False, metadata)
    else:
        pixels = np.dstack([samples >> 8, np.full(samples.shape[:2], 255)]).astype(np.uint8)
        save_picture(path, pixels, False, metadata)


@pytest.fixture
def session(bench: Bench, cloud: Cloud, tmp_path: Path) -> Iterator[Session]:
    """A session with a 16-bit Adobe RGB photograph that is painted on, which sends to the cloud."""
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    a_photograph(tmp_path / "photo.tif")
    made.open_path(tmp_path / "photo.tif")
    bench.until(lambda: made.document is not None)
    assert made.document is not None
    made.document.replace_mask(mask())
    yield made
    made.close()


def accepted(bench: Bench, session: Session, **given: object) -> Job:
    for name, value in given.items():
        session.parameters.set(name, value)
    session.submit()
    bench.until(lambda: session.shown)
    session.accept_shown()
    return bench.program.jobs.all[-1]


def saved(bench: Bench, session: Session, path: Path) -> Path:
    topics: list[str] = []
    session.changed.connect(topics.append)
    session.save_as(path)
    bench.until(lambda: "saved" in topics or "not_saved" in topics)
    assert "saved" in topics
    return path


def test_every_pixel_outside_the_footprint_is_the_same_at_16_bits(
    bench: Bench, session: Session, tmp_path: Path
) -> None:
    job = accepted(bench, session)
    request = bench.program.jobs.request(job.id)
    weight = np.zeros((120, 200), np.uint8)
    weight[request.area.slices] = read_mask(request.weight, request.area.size)
    for ending in ("tif", "png"):
        path = saved(bench, session, tmp_path / f"out.{ending}")
        before = tifffile.imread(tmp_path / "photo.tif")
        after = tifffile.imread(path) if ending == "tif" else open_picture(path).picture.pixels
        assert after.dtype == np.uint16
        assert np.array_equal(after[weight == 0], before[weight == 0])
        green = from_srgb8(np.array([[[*GREEN, 255]]], np.uint8), ADOBE, np.uint16)[0, 0, :3]
        assert (after[weight == 255] == green).all(), "the result is in the document's own profile and depth"
        with Image.open(path) as image:
            assert image.info["icc_profile"] == ADOBE
            assert image.getexif()[ExifTags.Base.Make] == "Maker"
            assert image.getexif().get_ifd(ExifTags.IFD.GPSInfo)
            assert image.getexif().get(ExifTags.Base.Orientation, 1) == 1


def test_undone_and_done_again_at_16_bits(bench: Bench, session: Session) -> None:
    document = session.document
    assert document is not None
    before = document.pixels.copy()
    accepted(bench, session)
    after = document.pixels.copy()
    assert not np.array_equal(before, after)
    document.undo()
    assert np.array_equal(document.pixels, before)
    document.redo()
    assert np.array_equal(document.pixels, after)


@pytest.mark.parametrize("ending", ["tif", "png", "jpg", "webp", "avif"])
def test_a_result_is_told_of_in_xmp(bench: Bench, session: Session, tmp_path: Path, ending: str) -> None:
    clean = open_picture(saved(bench, session, tmp_path / f"clean.{ending}")).picture.metadata
    assert clean.xmp is None, "nothing is said where nothing was redrawn"
    accepted(bench, session)
    metadata = open_picture(saved(bench, session, tmp_path / f"out.{ending}")).picture.metadata
    assert xmp.said(metadata.xmp, xmp.SOURCE_TYPE) == GENERATIVE
    assert xmp.said(metadata.xmp, xmp.CREATOR_TOOL).startswith("PicPik Studio ")
    assert metadata.parameters is None, "nobody wanted them"
    assert not (tmp_path / f"out.{ending}.picpik.json").exists()


@pytest.mark.parametrize("ending", ["tif", "png", "jpg", "webp", "avif"])
def test_the_parameters_go_along_when_they_are_wanted(
    bench: Bench, session: Session, tmp_path: Path, ending: str
) -> None:
    bench.program.settings.set("write_parameters", True)
    bench.program.settings.set("strip_place", True)
    accepted(bench, session, positive_prompts="a meadow, green\nin autumn", negative_prompts="people", seed=40)
    path = saved(bench, session, tmp_path / f"out.{ending}")
    text = open_picture(path).picture.metadata.parameters
    assert text is not None
    made = from_text(text)
    assert made is not None
    assert (made.prompt, made.negative) == (("a meadow, green", "in autumn"), ("people",))
    assert made.pairs["Seed"] == "40"
    assert made.pairs["Model"] == "model-1"
    assert {"Steps", "Sampler", "CFG scale", "Size", "Mask blur"} <= set(made.pairs)
    with Image.open(path) as image:
        assert not image.getexif().get_ifd(ExifTags.IFD.GPSInfo)


def test_the_report_beside_tells_all_but_keys(bench: Bench, session: Session, tmp_path: Path) -> None:
    bench.program.settings.set("write_sidecar", True)
    job = accepted(bench, session, seed=40)
    path = saved(bench, session, tmp_path / "out.png")
    text = (tmp_path / "out.png.picpik.json").read_text(encoding="utf-8")
    told = json.loads(text)
    (result,) = told["results"]
    assert (result["task_uid"], result["seed"], result["connection"]) == (job.task_uid, 40, job.connection_id)
    assert result["parameters"]["mask_blur"] == session.parameters.get("mask_blur")
    assert told["opened_picture"] == session.picture_hash
    import hashlib  # noqa: PLC0415 - only this test looks at the file's own sum

    assert told["file_sha256"] == hashlib.sha256(path.read_bytes()).hexdigest()
    assert not any(key in text for key in KEYS)


def test_what_is_hidden_or_undone_is_not_told_of(bench: Bench, session: Session, tmp_path: Path) -> None:
    accepted(bench, session)
    assert session.document is not None
    session.document.undo()
    assert open_picture(saved(bench, session, tmp_path / "out.png")).picture.metadata.xmp is None


def test_the_shown_result_is_told_of_when_it_is_saved(bench: Bench, session: Session, tmp_path: Path) -> None:
    session.submit()
    bench.until(lambda: session.shown)
    session.save_shown(tmp_path / "shown.png")
    bench.until((tmp_path / "shown.png").exists)
    metadata = open_picture(tmp_path / "shown.png").picture.metadata
    assert xmp.said(metadata.xmp, xmp.SOURCE_TYPE) == GENERATIVE


# What is said of which origin


def a_job(connection: str = "local", code: str = CODE, action: Action = Action.REDRAW) -> Job:
    request = {"mapping": {"MainModel": {"ModelCode": code}, "Seed": 5}, "frame": [0, 0, 64, 64, 64, 64]}
    return Job("a", State.FINISHED, connection, "u", 0.0, "hash", 1, action=action, request=request)


def test_this_computers_own_model_is_known_by_its_code() -> None:
    assert PATCHMATCH == CODE


@pytest.mark.parametrize(
    ("job", "expected"),
    [
        (a_job(), BY_HAND),
        (a_job(action=Action.ERASE, code=""), BY_HAND),
        (a_job(code="my-diffusion"), GENERATIVE),
        (a_job("picpik"), GENERATIVE),
        (a_job("picpik", action=Action.ERASE), GENERATIVE),
        (None, GENERATIVE),
    ],
)
def test_what_no_model_made_is_not_said_to_be_made_by_one(job: Job | None, expected: str) -> None:
    made = stamped(Metadata(), (Origin(job, 0),), with_parameters=False)
    assert xmp.said(made.xmp, xmp.SOURCE_TYPE) == expected
    both = stamped(Metadata(), (Origin(a_job(), 0), Origin(a_job("picpik"), 0)), with_parameters=False)
    assert xmp.said(both.xmp, xmp.SOURCE_TYPE) == GENERATIVE


@pytest.mark.parametrize("term", ["trainedAlgorithmicMedia", "compositeSynthetic", "digitalCapture"])
def test_what_a_file_says_already_is_not_made_less(term: str) -> None:
    address = f"https://cv.iptc.org/newscodes/digitalsourcetype/{term}"
    before = Metadata(xmp=xmp.with_said(None, {xmp.SOURCE_TYPE: address}))
    made = stamped(before, (Origin(a_job(), 0),), with_parameters=False)
    expected = BY_HAND if term == "digitalCapture" else address.replace("https", "http")
    assert xmp.said(made.xmp, xmp.SOURCE_TYPE) == expected


def test_patchmatch_leaves_out_what_it_does_not_use() -> None:
    text = parameters_text(Origin(a_job(), 0))
    assert text is not None
    assert "Steps" not in text
    made = from_text(text)
    assert made is not None
    assert (made.pairs["Model"], made.pairs["Seed"], made.pairs["Size"]) == (CODE, "5", "64x64")
    assert parameters_text(Origin(None, 0)) is None


def test_an_address_loses_what_is_nobodys_business() -> None:
    told = [origins._harmless(text) for text in ("local", "https://me:secret@host/path?key=1", "me:secret@host:80")]
    assert told == ["local", "https://host/path", "host:80"]
