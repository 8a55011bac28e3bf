import errno
import os
from pathlib import Path
from typing import Any, BinaryIO

import cv2
import numpy as np
import pytest
from hypothesis import given
from PIL import ExifTags

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.picture import JpegSource, Metadata
from picpik_studio.files import jpeg, writing
from picpik_studio.files.errors import DiskFullError, NotAPictureError, TooLargeError
from picpik_studio.files.exif import Block
from picpik_studio.files.images import encode_jpeg, flattened, open_picture, save_picture
from tests.files import profiles
from tests.files.making import image_of, noise, photo, pictures, seen_by_pillow, stored
from tests.files.test_metadata import XMP, parsed, said

ICC = profiles.matrix_profile(profiles.P3, profiles.SRGB_CURVE)
NOTHING = Metadata()


def full() -> Metadata:
    """Return everything that a file may carry."""
    data = stored(image_of(photo()), "JPEG", exif=said(1), icc_profile=ICC, xmp=XMP, dpi=(300, 300))
    return open_picture(data).picture.metadata


@pytest.mark.parametrize("ending", ["png", "tif", "TIFF", "webp", "bmp"])
@given(pixels=pictures())
def test_nothing_is_lost(tmp_path_factory: pytest.TempPathFactory, ending: str, pixels: Pixels) -> None:
    path = tmp_path_factory.mktemp("saved") / f"a.{ending}"
    assert save_picture(path, pixels, False, NOTHING) == ()
    result = open_picture(path)
    assert np.array_equal(result.picture.pixels, pixels)
    assert (result.remarks, result.picture.has_alpha) == ((), False)


@pytest.mark.parametrize("ending", ["png", "tif", "webp"])
@given(pixels=pictures(alpha=True))
def test_nothing_is_lost_under_alpha_0(tmp_path_factory: pytest.TempPathFactory, ending: str, pixels: Pixels) -> None:
    path = tmp_path_factory.mktemp("saved") / f"a.{ending}"
    assert save_picture(str(path), pixels, True, NOTHING) == ()
    assert np.array_equal(open_picture(path).picture.pixels, pixels)


@pytest.mark.parametrize("alpha", [True, False])
@pytest.mark.parametrize("size", [(1, 1), (3, 400), (1300, 900)])
def test_tiff_is_exact_in_two_decoders(tmp_path: Path, alpha: bool, size: tuple[int, int]) -> None:
    pixels = noise(*size, alpha=alpha)
    save_picture(tmp_path / "a.tif", pixels, alpha, full())
    assert np.array_equal(seen_by_pillow((tmp_path / "a.tif").read_bytes())[..., :3], pixels[..., 2::-1])
    seen = cv2.imread(str(tmp_path / "a.tif"), cv2.IMREAD_UNCHANGED)
    assert seen is not None
    opaque = pixels[..., 3] == 255  # OpenCV premultiplies the rest
    assert np.array_equal(seen[opaque][:, :3], pixels[opaque][:, :3])
    assert seen.shape[2] == (4 if alpha else 3)


@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "webp"])
def test_what_the_file_said_is_kept(tmp_path: Path, ending: str) -> None:
    metadata = full()
    assert save_picture(tmp_path / f"a.{ending}", photo(), False, metadata) == ()
    kept = open_picture(tmp_path / f"a.{ending}").picture.metadata
    assert kept.icc == ICC
    assert kept.xmp == metadata.xmp
    before, after = parsed(metadata), parsed(kept)
    assert after[ExifTags.Base.Make] == "Maker"
    assert after[ExifTags.Base.Artist] == before[ExifTags.Base.Artist]
    assert after.get(ExifTags.Base.Orientation, 1) == 1
    for part in (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo):
        assert dict(after.get_ifd(part)) == dict(before.get_ifd(part))
    if ending != "webp":
        assert kept.dpi is not None
        assert np.allclose(kept.dpi, (300, 300), atol=0.1)
    if ending not in {"webp", "tif"}:
        assert kept.exif == metadata.exif


def test_exif_lies_in_a_tiff_where_it_lay(tmp_path: Path) -> None:
    block = full().exif or b""
    save_picture(tmp_path / "a.tif", photo(), False, full())
    data = (tmp_path / "a.tif").read_bytes()
    assert data[8 : len(block)] == block[8:]
    own = Block(data)
    assert own.value(own.first, 0x8769) == Block(block).value(Block(block).first, 0x8769)


@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "webp", "bmp"])
def test_nothing_is_made_up(tmp_path: Path, ending: str) -> None:
    save_picture(tmp_path / f"a.{ending}", photo(), False, NOTHING)
    kept = open_picture(tmp_path / f"a.{ending}").picture.metadata
    assert (kept.icc, kept.exif, kept.xmp) == (None, None, None)


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_an_opened_jpeg_is_saved_as_it_was_compressed(tmp_path: Path, subsampling: int) -> None:
    picture = open_picture(stored(image_of(photo()), "JPEG", quality=71, subsampling=subsampling)).picture
    save_picture(tmp_path / "a.jpg", picture.pixels, False, picture.metadata)
    again = open_picture(tmp_path / "a.jpg").picture
    assert again.metadata.jpeg == picture.metadata.jpeg
    assert abs(again.pixels.astype(int) - picture.pixels).max() <= 3


def test_a_strange_subsampling_becomes_none_at_all(tmp_path: Path) -> None:
    one_table = JpegSource((tuple([3] * 64),), -1)
    save_picture(tmp_path / "a.jpg", photo(), False, Metadata(jpeg=one_table))
    assert open_picture(tmp_path / "a.jpg").picture.metadata.jpeg == JpegSource((tuple([3] * 64),), 0)


def test_another_picture_is_saved_as_good_jpeg(tmp_path: Path) -> None:
    save_picture(tmp_path / "a.jpg", photo(), False, NOTHING)
    save_picture(tmp_path / "b.jpg", photo(), False, full(), quality=60)
    good, small = (open_picture(tmp_path / name).picture.metadata.jpeg for name in ("a.jpg", "b.jpg"))
    expected = open_picture(stored(image_of(photo()), "JPEG", quality=95, subsampling=0)).picture.metadata.jpeg
    assert good == expected
    assert good is not None
    assert small is not None
    assert sum(small.quantization[0]) > 4 * sum(good.quantization[0])


@pytest.mark.parametrize("ending", ["jpg", "bmp"])
def test_transparency_is_laid_on_white_and_it_is_said(tmp_path: Path, ending: str) -> None:
    pixels = photo()
    pixels[:, :24, 3] = 0
    assert writing.FLATTENED in save_picture(tmp_path / f"a.{ending}", pixels, True, NOTHING)
    seen = open_picture(tmp_path / f"a.{ending}").picture
    assert not seen.has_alpha
    assert abs(seen.pixels[:, :16].astype(int) - 255).max() <= 3
    assert abs(seen.pixels[:, 32:].astype(int) - pixels[:, 32:]).max() <= 6


@pytest.mark.parametrize("ending", ["jpg", "bmp"])
def test_an_alpha_that_hides_nothing_is_not_spoken_of(tmp_path: Path, ending: str) -> None:
    assert save_picture(tmp_path / f"a.{ending}", photo(), True, NOTHING) == ()


def test_what_bmp_cannot_keep_is_said(tmp_path: Path) -> None:
    assert save_picture(tmp_path / "a.bmp", photo(), False, full()) == (writing.BMP_KEEPS_NOTHING,)
    assert save_picture(tmp_path / "a.bmp", photo(), False, Metadata(dpi=(300, 300))) == ()
    assert np.allclose(open_picture(tmp_path / "a.bmp").picture.metadata.dpi or (), (300, 300), atol=0.1)


def test_what_is_too_long_for_jpeg_is_left_out_and_it_is_said(tmp_path: Path) -> None:
    metadata = Metadata(exif=said(1)[6:] + bytes(70_000), xmp=b"<x/>" + b" " * 70_000)
    remarks = save_picture(tmp_path / "a.jpg", photo(), False, metadata)
    assert remarks == (jpeg.EXIF_LEFT_OUT, jpeg.XMP_LEFT_OUT)
    kept = open_picture(tmp_path / "a.jpg").picture.metadata
    assert (kept.exif, kept.xmp) == (None, None)
    longest = Metadata(exif=(said(1)[6:]).ljust(65_527, b"\0"), xmp=b"<x/>".ljust(65_504))
    assert save_picture(tmp_path / "b.jpg", photo(), False, longest) == ()
    assert len(open_picture(tmp_path / "b.jpg").picture.metadata.exif or b"") == 65_527
    assert open_picture(tmp_path / "b.jpg").picture.metadata.xmp == longest.xmp


def test_webp_may_be_made_small(tmp_path: Path) -> None:
    pixels = noise(200, 150)
    save_picture(tmp_path / "a.webp", pixels, False, NOTHING, quality=50)
    save_picture(tmp_path / "b.webp", pixels, False, NOTHING)
    assert (tmp_path / "a.webp").stat().st_size < (tmp_path / "b.webp").stat().st_size / 3


@pytest.mark.parametrize(("ending", "side"), [("webp", 16_384), ("jpg", 65_501)])
def test_too_many_pixels_for_a_format_are_said(tmp_path: Path, ending: str, side: int) -> None:
    pixels = np.full((1, side, 4), 255, np.uint8)
    with pytest.raises(TooLargeError, match=rf"“a\.{ending}” has {side} by 1 pixels, but .* allows {side - 1} a side"):
        save_picture(tmp_path / f"a.{ending}", pixels, False, NOTHING)
    assert not (tmp_path / f"a.{ending}").exists()
    save_picture(tmp_path / f"a.{ending}", pixels[:, 1:], False, NOTHING)
    save_picture(tmp_path / "a.png", pixels, False, NOTHING)


@pytest.mark.parametrize("name", ["a", "a.gif", "a.psd", ".png", "a.png.txt"])
def test_another_ending_is_said(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotAPictureError, match=r"has no ending that can be saved: use \.png"):
        save_picture(tmp_path / name, photo(), False, NOTHING)


@pytest.mark.parametrize("ending", ["png", "jpg", "tif", "webp", "bmp"])
def test_a_full_disk_leaves_the_old_picture(tmp_path: Path, ending: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / f"a.{ending}"
    save_picture(path, photo(), False, NOTHING)
    before = path.read_bytes()
    real = os.fsync

    def fill(descriptor: int) -> None:
        real(descriptor)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as patched:
        patched.setattr(os, "fsync", fill)
        with pytest.raises(DiskFullError):
            save_picture(path, noise(50, 50), False, NOTHING)
    assert path.read_bytes() == before
    assert {each.name for each in tmp_path.iterdir()} == {path.name, "home"}


@given(pixels=pictures(alpha=True))
def test_flattening_is_the_formula(pixels: Pixels) -> None:
    alpha = pixels[..., 3:].astype(int)
    for background in (0, 128, 255):
        seen = flattened(pixels, background)
        expected = (alpha * pixels[..., :3] + (255 - alpha) * background + 127) // 255
        assert np.array_equal(seen[..., :3], expected)
        assert (seen[..., 3] == 255).all()


def test_jpeg_for_sending_has_full_colour_and_says_nothing() -> None:
    data = encode_jpeg(photo())
    assert abs(seen_by_pillow(data).astype(int) - photo()[..., 2::-1]).max() <= 4
    metadata = open_picture(data).picture.metadata
    assert metadata.jpeg is not None
    assert metadata.jpeg.subsampling == 0
    assert (metadata.exif, metadata.icc, metadata.xmp) == (None, None, None)
    assert len(encode_jpeg(photo(), quality=30)) < len(data)
    with pytest.raises(TooLargeError):
        encode_jpeg(np.zeros((1, 65_501, 4), np.uint8))


def test_the_writer_sees_only_the_new_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[Any] = []

    def write(_sheet: object, file: BinaryIO) -> tuple[()]:
        seen.append(Path(str(file.name)).name)
        return ()

    monkeypatch.setitem(writing._WRITERS, "PNG", write)
    save_picture(tmp_path / "a.png", photo(), False, NOTHING)
    assert seen != ["a.png"]


class _Composed:
    """A picture that is made as it is read; `most` rows were asked for at once."""

    def __init__(self, pixels: Pixels) -> None:
        self._pixels = pixels
        self.shape: tuple[int, ...] = pixels.shape
        self.dtype = pixels.dtype
        self.most = 0

    def __getitem__(self, rows: slice) -> Pixels:
        part = self._pixels[rows].copy()
        self.most = max(self.most, len(part))
        return part


@pytest.mark.parametrize("ending", ["png", "tif", "jpg", "webp", "bmp", "avif"])
def test_a_picture_is_never_read_whole(tmp_path: Path, ending: str) -> None:
    pixels = np.tile(photo(400, 300), (4, 1, 1))
    rows = _Composed(pixels)
    save_picture(tmp_path / f"strips.{ending}", rows, False, NOTHING)
    save_picture(tmp_path / f"whole.{ending}", pixels, False, NOTHING)
    assert rows.most < len(pixels)
    strips, whole = (open_picture(tmp_path / f"{name}.{ending}").picture.pixels for name in ("strips", "whole"))
    assert np.array_equal(strips, whole)
