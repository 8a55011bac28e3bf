"""Outpainting, the whole way: a real file, the real service of this computer over HTTP, a real file again."""

import io
from collections.abc import Callable
from functools import partial
from pathlib import Path

import cv2
import numpy as np
import pytest
import tifffile
from PIL import ExifTags, Image
from PIL.JpegImagePlugin import JpegImageFile

from picpik_studio.app.session import Session
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.outpaint import CanvasPlan, Prefill
from picpik_studio.files.images import open_picture
from tests.app.cloud import Cloud
from tests.app.conftest import Bench, document_of
from tests.app.test_canvas_changing import apply
from tests.files import profiles

pytestmark = pytest.mark.usefixtures("lent_engine")

WIDTH, HEIGHT = 176, 136
LEFT, TOP, OVERLAP, BLUR = 16, 12, 8, 4
ADOBE = profiles.matrix_profile(profiles.ADOBE, profiles.gamma(563 / 256))


def ramp(depth: type[np.uint8] | type[np.uint16]) -> Pixels:
    """Return a photograph of sorts, HxWx3 RGB: soft enough for JPEG, every pixel another one."""
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    planes = (rows / HEIGHT, columns / WIDTH, (rows + columns) / (HEIGHT + WIDTH))
    grain = np.random.default_rng(2).random((HEIGHT, WIDTH, 3)) * 0.1
    return ((np.stack(planes, axis=-1) * 0.9 + grain) * np.iinfo(depth).max).astype(depth)


def exif() -> Image.Exif:
    block = Image.Exif()
    block[ExifTags.Base.Make] = "Camera"
    details = block.get_ifd(ExifTags.IFD.Exif)
    details[ExifTags.Base.ExifImageWidth], details[ExifTags.Base.ExifImageHeight] = WIDTH, HEIGHT
    return block


def eight_bit_png(path: Path) -> Pixels:
    samples = ramp(np.uint8)
    Image.fromarray(samples).save(path, "PNG", icc_profile=ADOBE, dpi=(300, 300), exif=exif())
    return samples


def sixteen_bit_tiff(path: Path) -> Pixels:
    samples = ramp(np.uint16)
    tifffile.imwrite(
        path, samples, photometric="rgb", iccprofile=ADOBE, metadata=None, resolution=(300, 300), resolutionunit=2
    )
    return samples


def clear_png(path: Path) -> Pixels:
    samples = np.dstack([ramp(np.uint8), np.full((HEIGHT, WIDTH), 200, np.uint8)])
    Image.fromarray(samples).save(path, "PNG")
    return samples


def jpeg(path: Path) -> Pixels:
    Image.fromarray(ramp(np.uint8)).save(path, "JPEG", quality=83, subsampling=0, exif=exif(), dpi=(300, 300))
    with Image.open(path) as image:
        return np.asarray(image)


def read(path: Path) -> Pixels:
    """Read by a library that is not ours."""
    if path.suffix == ".tif":
        return tifffile.imread(path)
    with Image.open(path) as image:
        return np.asarray(image)


def opened(bench: Bench, path: Path) -> Session:
    session = Session(bench.program)
    session.open_path(path)
    bench.until(lambda: session.document is not None)
    session.parameters.set("mask_blur", BLUR)
    session.parameters.set("seed", 1)
    return session


def shows(session: Session, job_id: str) -> bool:
    return session.shown is not None and session.shown.job_id == job_id


def drawn(bench: Bench, session: Session) -> None:
    """Submit, and accept what comes."""
    session.submit()
    bench.until(lambda: session.shown)
    session.accept_shown()


def saved(bench: Bench, session: Session, path: Path) -> Path:
    session.save_as(path)
    bench.until(lambda: session.path == path)
    return path


@pytest.mark.parametrize(
    ("write", "name", "end"),
    [
        (eight_bit_png, "photo.png", "png"),
        (sixteen_bit_tiff, "photo.tif", "tif"),
        (clear_png, "clear.png", "png"),
        (jpeg, "photo.jpg", "png"),
    ],
)
def test_a_picture_grows_and_all_of_the_old_one_but_its_overlap_is_the_same_to_the_bit(
    bench: Bench, tmp_path: Path, write: Callable[[Path], Pixels], name: str, end: str
) -> None:
    path = tmp_path / name
    samples = write(path)
    session = opened(bench, path)
    apply(bench, session, CanvasPlan(Rect(-LEFT, -TOP, WIDTH + LEFT, HEIGHT + TOP), overlap_px=OVERLAP))
    filled = document_of(session).pixels
    drawn(bench, session)
    assert (document_of(session).pixels[:TOP, :LEFT] != filled[:TOP, :LEFT]).any()
    before, after = open_picture(path).picture.metadata, saved(bench, session, tmp_path / f"grown.{end}")
    found = read(after)
    assert found.dtype == samples.dtype
    assert found.shape[:2] == (HEIGHT + TOP, WIDTH + LEFT)
    reach = OVERLAP + int(2.5 * BLUR + 0.5)  # the fall-off lies outside of what is marked
    assert np.array_equal(found[TOP + reach :, LEFT + reach :], samples[reach:, reach:])
    again = open_picture(after).picture.metadata
    assert again.icc == before.icc
    assert again.dpi == (None if before.dpi is None else pytest.approx(before.dpi, abs=0.01))  # PNG counts by metres
    bench.until(lambda: session.proving.proof is not None)
    assert session.proving.proof is not None
    assert session.proving.proof.holds
    session.close()


def test_nothing_is_blurred_into_the_old_picture_where_no_blur_is_asked_for(bench: Bench, tmp_path: Path) -> None:
    samples = sixteen_bit_tiff(tmp_path / "photo.tif")
    session = opened(bench, tmp_path / "photo.tif")
    session.parameters.set("mask_blur", 0)
    apply(bench, session, CanvasPlan(Rect(0, 0, WIDTH + LEFT, HEIGHT), overlap_px=OVERLAP))
    drawn(bench, session)
    found = read(saved(bench, session, tmp_path / "grown.tif"))
    assert np.array_equal(found[:, : WIDTH - OVERLAP], samples[:, : WIDTH - OVERLAP])
    session.close()


def test_what_is_said_beside_the_pixels_is_said_of_the_new_size(bench: Bench, tmp_path: Path) -> None:
    jpeg(tmp_path / "photo.jpg")
    session = opened(bench, tmp_path / "photo.jpg")
    session.canvas.crop(Rect(10, 20, 150, 100))
    bench.until(lambda: not session.canvas.is_busy)
    path = saved(bench, session, tmp_path / "cropped.jpg")
    with Image.open(tmp_path / "photo.jpg") as before, Image.open(path) as after:
        assert after.size == (150, 100)
        assert isinstance(before, JpegImageFile)
        assert isinstance(after, JpegImageFile)
        assert after.quantization == before.quantization
        assert after.info["dpi"] == before.info["dpi"]
        details = after.getexif().get_ifd(ExifTags.IFD.Exif)
        assert after.getexif()[ExifTags.Base.Make] == "Camera"
    assert (details[ExifTags.Base.ExifImageWidth], details[ExifTags.Base.ExifImageHeight]) == (150, 100)
    session.close()


@pytest.mark.parametrize("rect", [Rect(3, 5, 160, 120), Rect(30, 50, 100, 80)])
@pytest.mark.parametrize(("write", "name"), [(eight_bit_png, "photo.png"), (sixteen_bit_tiff, "photo.tif")])
def test_a_crop_and_the_way_back_are_saved_to_the_bit(
    bench: Bench, tmp_path: Path, rect: Rect, write: Callable[[Path], Pixels], name: str
) -> None:
    samples = write(tmp_path / name)
    session = opened(bench, tmp_path / name)
    session.canvas.crop(rect)
    bench.until(lambda: not session.canvas.is_busy)
    for end in ("png", "tif") if samples.dtype == np.uint8 else ("tif",):
        assert np.array_equal(read(saved(bench, session, tmp_path / f"crop.{end}")), samples[rect.slices])
    for end in ("bmp", "webp", "jpg") if samples.dtype == np.uint8 else ("jpg",):
        found = read(saved(bench, session, tmp_path / f"crop.{end}"))
        assert found.shape[:2] == (rect.height, rect.width)
        assert end == "jpg" or np.array_equal(found, samples[rect.slices])
    document_of(session).undo()
    assert np.array_equal(read(saved(bench, session, tmp_path / f"whole-{name}")), samples)
    session.close()


def test_a_transparent_area_is_saved_transparent(bench: Bench, tmp_path: Path) -> None:
    samples = sixteen_bit_tiff(tmp_path / "photo.tif")
    session = opened(bench, tmp_path / "photo.tif")
    plan = CanvasPlan(Rect(0, -TOP, WIDTH, HEIGHT + TOP), Prefill.TRANSPARENT, paints_new=False)
    apply(bench, session, plan)
    found = read(saved(bench, session, tmp_path / "clear.tif"))
    assert found.shape == (HEIGHT + TOP, WIDTH, 4)
    assert not found[:TOP, :, 3].any()
    assert (found[TOP:, :, 3] == 65535).all()
    assert np.array_equal(found[TOP:, :, :3], samples)
    session.close()


def test_a_canvas_larger_than_a_frame_is_drawn_in_frames_that_overlap(
    bench: Bench, cloud: Cloud, tmp_path: Path
) -> None:
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    size = Size(700, 3200)
    photo = np.random.default_rng(4).integers(0, 256, (size.height, size.width, 3), np.uint8)
    cv2.imwrite(str(tmp_path / "tall.png"), photo)
    session = opened(bench, tmp_path / "tall.png")
    apply(bench, session, CanvasPlan(Rect(-200, 0, size.width + 200, size.height)))
    assert bench.said()[-1].endswith("Submit draws it in 2 frames that overlap, each as a job.")
    splits = [session.parameters.values.split_frames]
    for step in (document_of(session).undo, document_of(session).redo):
        step()
        splits.append(session.parameters.values.split_frames)
    assert splits == [True, False, True]
    session.submit()
    jobs = bench.program.jobs
    bench.until(lambda: len(jobs.all) == 2 and all(job.is_ended for job in jobs.all))
    requests = [jobs.request(job.id) for job in jobs.all]
    assert not any(request.frame.is_scaled for request in requests)
    one, other = (request.area for request in requests)
    assert not one.intersected(other).is_empty
    for ref in session.results:
        session.show_result(ref.job_id, ref.index)
        bench.until(partial(shows, session, ref.job_id))
        session.accept_shown()
    pixels = document_of(session).pixels
    assert (pixels[:, :232, :3] == (10, 200, 30)).all()
    assert np.array_equal(pixels[:, 232 + 10 :, :3], photo[:, 32 + 10 :])
    session.close()


def test_the_file_that_was_opened_is_untouched(bench: Bench, tmp_path: Path) -> None:
    path, file = tmp_path / "photo.png", io.BytesIO()
    eight_bit_png(path)
    file.write(path.read_bytes())
    session = opened(bench, path)
    apply(bench, session, CanvasPlan(Rect(-LEFT, 0, WIDTH + LEFT, HEIGHT)))
    assert session.save_needs_confirmation
    assert path.read_bytes() == file.getvalue()
    session.close()
