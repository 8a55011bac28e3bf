"""Pictures of 16 bits a channel: read to the bit, written to the bit, in two decoders that are not ours."""

import io
import struct
import zlib
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.picture import Metadata
from picpik_studio.files import convert, decoding, jxl, writing
from picpik_studio.files.colour import eight_bits, is_srgb8, to_srgb8
from picpik_studio.files.errors import DamagedPictureError, NotAPictureError, TooLargeError
from picpik_studio.files.images import Limits, open_at_8_bits, open_picture, open_preview, save_picture
from tests.files import profiles
from tests.files.making import SIDES, photo
from tests.files.test_metadata import XMP as TURNED_XMP
from tests.files.test_metadata import said

ADOBE = profiles.matrix_profile(profiles.ADOBE, profiles.gamma(2.2))
XMP = TURNED_XMP.replace(b"6", b"1")
HEIC = Path(__file__).parent / "heic"


def deep(width: int = 53, height: int = 37, channels: int = 3, seed: int = 0) -> Pixels:
    shape = (height, width) if channels == 1 else (height, width, channels)
    return np.random.default_rng(seed).integers(0, 65536, shape, dtype=np.uint16)


def tiff(samples: Pixels, **options: Any) -> bytes:  # noqa: ANN401 - whatever tifffile takes
    file = io.BytesIO()
    tifffile.imwrite(
        file, samples, metadata=None, **{"photometric": "rgb" if samples.ndim > 2 else "minisblack"} | options
    )
    return file.getvalue()


def seen_by_opencv(path: Path) -> Pixels:
    samples = cv2.imread(str(path), cv2.IMREAD_UNCHANGED)
    assert samples is not None
    return samples[..., [2, 1, 0, 3][: samples.shape[2]]].astype(np.uint16)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(samples: Pixels, kind: int, before: bytes = b"", behind: bytes = b"") -> bytes:
    rows = b"".join(b"\0" + row.astype(">u2").tobytes() for row in samples)
    head = struct.pack(">IIBBBBB", samples.shape[1], samples.shape[0], 16, kind, 0, 0, 0)
    body = before + chunk(b"IDAT", zlib.compress(rows)) + behind
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + body + chunk(b"IEND", b"")


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("shape", [{}, {"tile": (16, 16)}, {"rowsperstrip": 1}, {"bigtiff": True}])
@pytest.mark.parametrize("channels", [1, 3])
def test_tiff_is_opened_to_the_bit(
    compression: str | None, byteorder: str, shape: dict[str, Any], channels: int
) -> None:
    samples = deep(channels=channels)
    if shape == {"bigtiff": True}:
        byteorder = "<"  # the other one is beyond Pillow, which looks for its first bytes in the wrong order
    data = tiff(samples, compression=compression, predictor=compression is not None, byteorder=byteorder, **shape)
    result = open_picture(data)
    assert (result.remarks, result.format) == ((), "TIFF")
    assert result.picture.pixels.dtype == np.uint16
    assert np.array_equal(result.picture.pixels, np.dstack([samples] * 3) if channels == 1 else samples)
    assert (result.picture.metadata.grey is not None) == (channels == 1)


def test_lzw_is_opened_to_the_bit() -> None:
    samples = deep()
    _, data = cv2.imencode(".tiff", samples[..., ::-1], [cv2.IMWRITE_TIFF_COMPRESSION, 5])
    assert np.array_equal(open_picture(data.tobytes()).picture.pixels, samples)


def test_alpha_of_tiff_straight_multiplied_and_none() -> None:
    samples = deep(channels=4)
    samples[:9, :, 3] = 0
    samples[9:12, :, 3] = 65535
    straight = open_picture(tiff(samples, extrasamples=["unassalpha"])).picture
    assert straight.has_alpha
    assert np.array_equal(straight.pixels, samples), "colour under alpha 0 too"
    unknown = open_picture(tiff(samples, extrasamples=["unspecified"])).picture
    assert not unknown.has_alpha
    assert np.array_equal(unknown.pixels, samples[..., :3])
    alpha = samples[..., 3:].astype(np.float64)
    samples[..., :3] = np.rint(samples[..., :3] * alpha / 65535)
    multiplied = open_picture(tiff(samples, extrasamples=["assocalpha"])).picture
    again = np.rint(multiplied.pixels[..., :3] * alpha / 65535)
    assert np.array_equal(again, samples[..., :3])
    assert not multiplied.pixels[:9, :, :3].any()


def test_white_may_be_zero() -> None:
    samples = deep(channels=1)
    assert np.array_equal(open_picture(tiff(samples, photometric="miniswhite")).picture.pixels[..., 0], 65535 - samples)


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("tile", [None, (16, 16)])
def test_tiff_is_turned_upright(orientation: int, tile: tuple[int, int] | None) -> None:
    """As Pillow turns the same file at 8 bits."""
    samples = deep()
    turned = {"extratags": [(274, 3, 1, orientation, True)], "tile": tile}
    with Image.open(io.BytesIO(tiff((samples >> 8).astype(np.uint8), **turned))) as image:
        expected = np.asarray(image)
    assert np.array_equal(open_picture(tiff(samples, **turned)).picture.pixels >> 8, expected)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_png_is_turned_upright(orientation: int) -> None:
    samples = deep()
    block = said(orientation)
    behind = chunk(b"eXIf", block.removeprefix(b"Exif\0\0"))
    small = Image.fromarray((samples >> 8).astype(np.uint8))
    file = io.BytesIO()
    small.save(file, "PNG", exif=block)
    expected = open_picture(file.getvalue()).picture
    for data in (png(samples, 2, behind=behind), png(samples, 2, before=behind)):
        picture = open_picture(data).picture
        assert np.array_equal(picture.pixels >> 8, expected.pixels[..., 2::-1])
        assert picture.metadata.exif == expected.metadata.exif


def test_what_only_pillow_converts_is_opened_with_8_and_it_is_said() -> None:
    inks = deep(channels=4)
    result = open_picture(tiff(inks, photometric="separated"))
    assert result.remarks == (convert.MADE_8_BIT, convert.FROM_CMYK)
    assert result.picture.pixels.dtype == np.uint8


@pytest.mark.parametrize(("kind", "channels"), [(0, 1), (2, 3), (4, 2), (6, 4)])
def test_png_is_opened_to_the_bit(kind: int, channels: int) -> None:
    samples = deep(channels=channels)
    picture = open_picture(png(samples, kind)).picture
    order = {1: [0, 0, 0], 2: [0, 0, 0, 1], 3: [0, 1, 2], 4: [0, 1, 2, 3]}[channels]
    assert np.array_equal(picture.pixels, np.atleast_3d(samples)[..., order])
    assert picture.has_alpha == (channels in {2, 4})
    assert (picture.metadata.grey is not None) == (channels < 3)


@pytest.mark.parametrize(("kind", "channels"), [(0, 1), (2, 3)])
def test_one_colour_of_a_png_may_be_transparent(kind: int, channels: int) -> None:
    samples = deep(channels=channels)
    clear = np.atleast_1d(samples[3, 4])
    picture = open_picture(png(samples, kind, chunk(b"tRNS", clear.astype(">u2").tobytes()))).picture
    same = (np.atleast_3d(samples) == clear).all(axis=2)
    assert np.array_equal(picture.pixels[..., 3], np.where(same, 0, 65535))


def test_what_stands_behind_the_pixels_of_a_png_is_found() -> None:
    text = b"XML:com.adobe.xmp\0\1\0en\0\0" + zlib.compress(XMP)
    behind = chunk(b"iTXt", text) + chunk(b"tEXt", b"Comment\0of no interest")
    metadata = open_picture(png(deep(), 2, behind=behind)).picture.metadata
    assert metadata.xmp == XMP
    broken = open_picture(png(deep(), 2, behind=chunk(b"iTXt", text[:-9] + bytes(9)))).picture.metadata
    assert broken.xmp in {None, b"", XMP}


@pytest.mark.parametrize(
    "data", [tiff(deep()), tiff(deep(), compression="zlib"), png(deep(), 2)], ids=["raw", "zip", "png"]
)
def test_a_cut_is_one_of_our_sentences(data: bytes) -> None:
    for share in range(1, 20):
        with pytest.raises((DamagedPictureError, NotAPictureError), match=r"^“cut” "):
            open_picture(data[: len(data) * share // 20], name="cut")


@pytest.mark.parametrize("ending", ["png", "tif"])
@given(width=SIDES, height=SIDES, channels=st.sampled_from([3, 4]), seed=st.integers(0, 9))
def test_saved_and_opened_again_nothing_is_lost(
    tmp_path_factory: pytest.TempPathFactory, ending: str, width: int, height: int, channels: int, seed: int
) -> None:
    samples = deep(width, height, channels, seed)
    path = tmp_path_factory.mktemp("deep") / f"a.{ending}"
    assert save_picture(path, samples, channels == 4, Metadata()) == ()
    picture = open_picture(path).picture
    assert np.array_equal(picture.pixels, samples)
    assert picture.has_alpha == (channels == 4)
    assert np.array_equal(tifffile.imread(path) if ending == "tif" else seen_by_opencv(path), samples)


@pytest.mark.parametrize(
    ("ending", "channels", "bits"),
    [("png", 1, 8), ("png", 1, 16), ("png", 2, 8), ("png", 2, 16), ("tif", 1, 8), ("tif", 1, 16), ("tif", 2, 8)],
)
def test_grey_stays_grey(tmp_path: Path, ending: str, channels: int, bits: int) -> None:
    grey = profiles.grey_profile(profiles.gamma(1.8))
    samples = deep(channels=channels)
    opened = open_picture(
        png(samples, 0 if channels == 1 else 4, chunk(b"iCCP", b"x\0\0" + zlib.compress(grey)))
    ).picture
    pixels = opened.pixels if bits == 16 else eight_bits(opened.pixels)
    path = tmp_path / f"a.{ending}"
    assert save_picture(path, pixels, channels == 2, opened.metadata) == ()
    again = open_picture(path).picture
    assert np.array_equal(again.pixels, pixels)
    assert again.metadata.grey == opened.metadata.grey
    with Image.open(path) as image:
        assert image.info["icc_profile"] == grey
    if ending == "tif":
        assert tifffile.imread(path).shape == samples.shape


def test_grey_with_alpha_is_colour_in_a_tiff_of_16_bits(tmp_path: Path) -> None:
    """Pillow, and with it much else, opens no TIFF file of grey and alpha at 16 bits."""
    opened = open_picture(png(deep(channels=2), 4)).picture
    assert save_picture(tmp_path / "a.tif", opened.pixels, True, opened.metadata) == ()
    assert np.array_equal(tifffile.imread(tmp_path / "a.tif"), opened.pixels)


@pytest.mark.parametrize("ending", ["png", "tif", "jpg", "bmp"])
def test_grey_that_has_got_colour_is_saved_in_colour_and_it_is_said(tmp_path: Path, ending: str) -> None:
    grey = profiles.grey_profile(profiles.gamma(1.8))
    opened = open_picture(png(deep(channels=1), 0, chunk(b"iCCP", b"x\0\0" + zlib.compress(grey)))).picture
    pixels = opened.pixels.copy()
    pixels[5, 6, 1] ^= 0xFF00
    path = tmp_path / f"a.{ending}"
    assert writing.SAVED_IN_COLOUR in save_picture(path, pixels, False, opened.metadata)
    again = open_picture(path).picture
    assert again.metadata.grey is None
    if ending != "bmp":
        assert again.metadata.icc == opened.metadata.icc
    if ending in {"png", "tif"}:
        assert np.array_equal(again.pixels, pixels)


def test_a_grey_jpeg_stays_one(tmp_path: Path) -> None:
    source = io.BytesIO()
    Image.fromarray(photo()[..., 0]).save(source, "JPEG", quality=87)
    picture = open_picture(source.getvalue()).picture
    save_picture(tmp_path / "a.jpg", picture.pixels, False, picture.metadata)
    with Image.open(tmp_path / "a.jpg") as image, Image.open(source) as before:
        assert image.mode == "L"
        assert image.quantization == before.quantization  # type: ignore[attr-defined] # of JPEG files
        assert abs(np.asarray(image).astype(int) - np.asarray(before)).max() <= 1


def test_profile_exif_xmp_and_dpi_stay(tmp_path: Path) -> None:
    before = Metadata(icc=ADOBE, exif=said(1).removeprefix(b"Exif\0\0"), xmp=XMP, dpi=(240.0, 240.0))
    for ending in ("png", "tif"):
        save_picture(tmp_path / f"a.{ending}", deep(), False, before)
        after = open_picture(tmp_path / f"a.{ending}").picture.metadata
        assert (after.icc, after.xmp) == (ADOBE, XMP)
        assert after.exif
        assert after.dpi is not None
        assert abs(after.dpi[0] - 240) < 0.02


@pytest.mark.parametrize("ending", ["jpg", "webp", "bmp", "avif"])
def test_a_format_of_8_bits_gets_the_nearest_and_it_is_said(tmp_path: Path, ending: str) -> None:
    samples = deep()
    path = tmp_path / f"a.{ending}"
    assert writing.SAVED_WITH_8_BITS in save_picture(path, samples, False, Metadata())
    again = open_picture(path).picture
    if ending in {"webp", "bmp"}:
        assert np.array_equal(again.pixels[..., 2::-1], np.rint(samples / 257))


@given(st.integers(0, 65535))
def test_8_bits_are_the_nearest(value: int) -> None:
    pixels = np.full((1, 1, 3), value, np.uint16)
    assert eight_bits(pixels).tolist() == [[[round(value / 257)] * 3 + [255]]]


def test_what_the_screen_shows_without_a_copy() -> None:
    assert is_srgb8(np.uint8, None)
    assert is_srgb8(np.uint8, profiles.matrix_profile(profiles.SRGB, profiles.SRGB_CURVE))
    assert not is_srgb8(np.uint16, None)
    assert not is_srgb8(np.uint8, ADOBE)
    assert not is_srgb8(np.uint8, profiles.rgb_by_tables((1, 2, 0)))


def test_8_bits_may_be_asked_for() -> None:
    picture = open_at_8_bits(tiff(deep()))
    assert np.array_equal(picture.pixels[..., 2::-1], np.rint(deep() / 257))


# HEIC and AVIF


@pytest.mark.parametrize("name", ["eight", "turned"])
def test_heic_is_opened(name: str) -> None:
    result = open_picture(HEIC / f"{name}.heic")
    assert (result.format, result.remarks, result.picture.size) == ("HEIF", (), (64, 48))
    down, across = np.mgrid[0:48, 0:64]
    meant = np.dstack([across * 4 % 256, down * 5 % 256, 255 - across * 2 - down])
    assert abs(result.picture.pixels[..., 2::-1].astype(int) - meant).mean() < 6
    if name == "turned":  # by its own box, or not at all: the EXIF of a HEIC file turns nothing (ISO 23008-12)
        assert result.picture.metadata.exif


def test_heic_of_10_bits_has_16() -> None:
    result = open_picture(HEIC / "ten.heic")
    down, across = np.mgrid[0:48, 0:64]
    meant = np.dstack([across * 1023 // 63, down * 1023 // 47, (across + down) * 1023 // 110])
    assert result.picture.pixels.dtype == np.uint16
    assert abs((result.picture.pixels >> 6).astype(int) - meant).max() <= 2
    assert result.picture.pixels.max() == 65535


def test_avif_of_10_bits_is_opened_with_8_and_it_is_said() -> None:
    result = open_picture(HEIC / "ten.avif")
    assert result.remarks == (convert.MADE_8_BIT,)
    assert result.picture.pixels.dtype == np.uint8


def test_a_preview_of_wide_colours_is_in_srgb() -> None:
    wide = io.BytesIO()
    Image.fromarray(np.full((400, 600, 3), (40, 200, 60), np.uint8)).save(wide, "JPEG", quality=95, icc_profile=ADOBE)
    preview = open_preview(wide.getvalue(), 200)
    assert preview is not None
    picture = open_picture(wide.getvalue()).picture
    seen = to_srgb8(picture.pixels, ADOBE)[0, 0].astype(int)
    assert abs(preview.pixels[50, 50].astype(int) - seen).max() <= 2
    assert abs(seen - picture.pixels[0, 0]).max() > 20


@pytest.mark.parametrize("alpha", [False, True])
def test_jpeg_xl_is_read_where_the_extra_is(monkeypatch: pytest.MonkeyPatch, alpha: bool) -> None:
    pylibjxl = pytest.importorskip("pylibjxl")
    pixels = np.ascontiguousarray(photo()[..., [2, 1, 0, 3] if alpha else [2, 1, 0]])
    exif = said(6).removeprefix(b"Exif\0\0")
    data = pylibjxl.encode(pixels, lossless=True, exif=exif)
    result = open_picture(data, name="a.jxl")
    assert (result.format, result.remarks, result.picture.has_alpha) == ("JXL", (), alpha)
    assert np.array_equal(result.picture.pixels[..., [2, 1, 0, 3]][..., : 3 + alpha], pixels), "not turned by its EXIF"
    monkeypatch.setattr(jxl, "IS_READ", False)
    with pytest.raises(NotAPictureError, match="holds JPEG XL data"):
        open_picture(data)
    jxl.register()


@pytest.mark.parametrize("name", ["eight.heic", "ten.heic", "ten.avif"])
def test_limits_are_looked_at_before_anything_is_decoded(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    def decode(*_words: object) -> None:
        pytest.fail("decoded")

    monkeypatch.setattr(decoding, "converted", decode)
    monkeypatch.setattr(decoding, "read_deep", decode)
    with pytest.raises(TooLargeError, match="64 by 48 pixels"):
        open_picture(HEIC / name, limits=Limits(pixels=3000))


def test_heic_is_not_written(tmp_path: Path) -> None:
    with pytest.raises(NotAPictureError, match="has no ending that can be saved"):
        save_picture(tmp_path / "a.heic", photo(), False, Metadata())


@pytest.mark.parametrize("alpha", [False, True])
def test_avif_goes_out_and_in(tmp_path: Path, alpha: bool) -> None:
    pixels = photo()
    pixels[..., 3] = 128 if alpha else 255
    before = Metadata(icc=ADOBE, exif=said(1).removeprefix(b"Exif\0\0"), xmp=XMP)
    save_picture(tmp_path / "a.avif", pixels, alpha, before)
    result = open_picture(tmp_path / "a.avif")
    assert (result.format, result.remarks, result.picture.has_alpha) == ("AVIF", (), alpha)
    assert abs(result.picture.pixels.astype(int) - pixels).mean() < 3
    metadata = result.picture.metadata
    assert (metadata.icc, metadata.xmp, bool(metadata.exif)) == (ADOBE, XMP, True)


def test_wide_colours_are_converted_for_the_screen() -> None:
    wide = to_srgb8(np.full((2, 2, 3), 32768, np.uint16), ADOBE)
    assert abs(wide.astype(int)[..., :3] - 127).max() <= 2
    assert wide.shape == (2, 2, 4)
