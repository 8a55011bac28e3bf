"""Kinds of TIFF file that Pillow and OpenCV have no name for, as a library that is not ours writes them."""

import io
import struct
from typing import Any

import numpy as np
import pytest
from PIL import Image

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Size
from picpik_studio.files import convert
from picpik_studio.files.errors import DamagedPictureError, NotAPictureError
from picpik_studio.files.images import open_picture
from picpik_studio.files.masks import read_mask
from picpik_studio.files.tiff_tags import CHANNELS_LEFT_OUT
from tests.files.making import noise, photo, stored
from tests.files.test_deep import deep, tiff
from tests.files.test_metadata import stored_so_that_it_is_seen_as

TOGETHER: dict[str, Any] = {"compression": "zlib", "predictor": True, "tile": (16, 16)}
APART: dict[str, Any] = {"planarconfig": "separate"}


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("shape", [{}, {"tile": (16, 16)}, {"rowsperstrip": 1}, {"bigtiff": True}])
@pytest.mark.parametrize("channels", [3, 4])
def test_channels_that_lie_apart_are_opened_to_the_bit(
    compression: str | None, byteorder: str, shape: dict[str, Any], channels: int
) -> None:
    samples = deep(channels=channels)
    if shape == {"bigtiff": True}:
        byteorder = "<"  # the other one is beyond Pillow
    alpha = ["unassalpha"] if channels == 4 else None
    apart = {"planarconfig": "separate", "extrasamples": alpha} | shape
    packed = {"compression": compression, "predictor": compression is not None, "byteorder": byteorder}
    picture = open_picture(tiff(np.moveaxis(samples, 2, 0), **packed, **apart)).picture
    assert picture.has_alpha == (channels == 4)
    assert np.array_equal(picture.pixels, samples)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_channels_that_lie_apart_come_upright_as_those_that_do_not(orientation: int) -> None:
    turned = [(274, 3, 1, orientation, True)]
    together = open_picture(tiff(deep(), extratags=turned)).picture.pixels
    apart = open_picture(tiff(np.moveaxis(deep(), 2, 0), planarconfig="separate", extratags=turned)).picture.pixels
    assert np.array_equal(apart, together)


def test_channels_apart_whose_places_do_not_go_round_are_damage() -> None:
    data = bytearray(tiff(np.moveaxis(deep(), 2, 0), planarconfig="separate", rowsperstrip=8))
    at = min(found for kind in (3, 4) if (found := data.find(struct.pack("<HHI", 279, kind, 15))) > 0)
    data[at + 4 : at + 8] = struct.pack("<I", 12)
    with pytest.raises(DamagedPictureError):
        open_picture(bytes(data))


def made(samples: Pixels, how: dict[str, Any], **options: Any) -> bytes:  # noqa: ANN401 - whatever tifffile takes
    laid = np.ascontiguousarray(np.moveaxis(samples, 2, 0)) if how == APART else samples
    return tiff(laid, **how, **options)


def in_rgba(pixels: Pixels) -> Pixels:
    return pixels[..., [2, 1, 0, 3]] if pixels.dtype == np.uint8 else pixels


@pytest.mark.parametrize("how", [TOGETHER, TOGETHER | {"byteorder": ">"}, APART], ids=["tiles", "turned", "apart"])
@pytest.mark.parametrize("bits", [8, 16])
def test_grey_with_alpha_is_opened_to_the_bit(how: dict[str, Any], bits: int) -> None:
    samples = deep(channels=2) if bits == 16 else (deep(channels=2) >> 8).astype(np.uint8)
    result = open_picture(made(samples, how, photometric="minisblack", extrasamples=["unassalpha"]))
    assert result.remarks == ()
    assert np.array_equal(in_rgba(result.picture.pixels), samples[..., [0, 0, 0, 1]])
    assert result.picture.metadata.grey is not None


@pytest.mark.parametrize("how", [TOGETHER, APART], ids=["tiles", "apart"])
@pytest.mark.parametrize("bits", [8, 16])
def test_channels_beyond_the_picture_are_left_out_and_it_is_said(how: dict[str, Any], bits: int) -> None:
    samples = deep(channels=5) if bits == 16 else (deep(channels=5) >> 8).astype(np.uint8)
    for extra, order in ((["unassalpha", "unspecified"], [0, 1, 2, 3]), (["unspecified", "unassalpha"], [0, 1, 2, 4])):
        result = open_picture(made(samples, how, extrasamples=extra))
        assert result.remarks == (CHANNELS_LEFT_OUT,)
        assert result.picture.has_alpha
        assert np.array_equal(in_rgba(result.picture.pixels), samples[..., order])
    plain = open_picture(made(samples[..., :4], how, extrasamples=["unspecified"]))
    assert (plain.remarks, plain.picture.has_alpha) == ((CHANNELS_LEFT_OUT,), False)


@pytest.mark.parametrize("channels", [2, 4])
@pytest.mark.parametrize("how", [{}, APART], ids=["together", "apart"])
def test_multiplied_by_alpha_nothing_is_lost_at_8_bits(how: dict[str, Any], channels: int) -> None:
    """Of each colour and each alpha; Pillow gets a quarter of them wrong by one, and grey not at all."""
    colour, alpha = np.meshgrid(np.arange(256, dtype=np.uint8), np.arange(256, dtype=np.uint8))
    colour = np.minimum(colour, alpha)
    samples = np.dstack([colour] * (channels - 1) + [alpha])
    kind = "rgb" if channels == 4 else "minisblack"
    pixels = open_picture(made(samples, how, photometric=kind, extrasamples=["assocalpha"])).picture.pixels
    assert np.array_equal(np.rint(pixels[..., :3] * (alpha[..., None] / 255)), np.dstack([colour] * 3))
    assert np.array_equal(pixels[..., 3], alpha)


@pytest.mark.parametrize("bits", [8, 16])
def test_inks_keep_their_transparency(bits: int) -> None:
    inks = np.asarray(Image.fromarray(photo()[..., 2::-1].copy()).convert("CMYK"))
    alpha = noise(48, 32)[..., 0]
    samples = np.dstack([inks, alpha])
    if bits == 16:
        samples = np.left_shift(samples, 8, dtype=np.uint16)
    data = made(samples, {}, photometric="separated", extrasamples=["unassalpha"])
    result = open_picture(data)
    assert result.remarks[-1] == convert.FROM_CMYK
    assert np.array_equal(result.picture.pixels[..., 3], alpha)
    assert abs(result.picture.pixels[..., :3].astype(int) - photo()[..., :3]).mean() < 3


@pytest.mark.parametrize("bits", [8, 16])
@pytest.mark.parametrize("orientation", range(2, 9))
@pytest.mark.parametrize(
    "kind",
    [
        {"photometric": "rgb", "extrasamples": ["unspecified", "unassalpha"]},
        {"photometric": "separated", "extrasamples": ["unassalpha"]},
    ],
    ids=["rgb", "inks"],
)
def test_five_channels_come_upright(kind: dict[str, Any], orientation: int, bits: int) -> None:
    samples = deep(13, 7, channels=5) if bits == 16 else (deep(13, 7, channels=5) >> 8).astype(np.uint8)
    lying = np.ascontiguousarray(stored_so_that_it_is_seen_as(samples, orientation))
    result = open_picture(tiff(lying, extratags=[(274, 3, 1, orientation, True)], **kind)).picture
    assert result.has_alpha
    assert np.array_equal(result.pixels, open_picture(tiff(samples, **kind)).picture.pixels)


def test_every_compression_keeps_16_bits() -> None:
    samples = deep(channels=1)
    for how in ("packbits", "lzma", "zstd", "tiff_lzw"):
        picture = open_picture(stored(Image.fromarray(samples), "TIFF", compression=how)).picture
        assert np.array_equal(picture.pixels[..., 0], samples), how


def test_a_mask_of_grey_and_alpha_at_16_bits_is_read() -> None:
    light = np.where(np.arange(48)[None, :] > np.arange(32)[:, None], 65535, 0).astype(np.uint16)
    data = tiff(np.dstack([light, np.full_like(light, 65535)]), photometric="minisblack", extrasamples=["unassalpha"])
    assert np.array_equal(read_mask(data, Size(48, 32)), (light >> 8).astype(np.uint8))


def said_of(data: bytes) -> str:
    with pytest.raises(NotAPictureError, match=r"^“picture” ") as caught:
        open_picture(data)
    return str(caught.value)


def test_what_cannot_be_opened_is_not_called_damaged() -> None:
    for dtype in (np.float16, np.float32, np.float64):
        for channels in (1, 2, 3, 4):
            samples = np.zeros((9, 8, channels), dtype)
            alpha = {"photometric": "rgb" if channels > 2 else "minisblack"}
            assert f"{8 * samples.itemsize} bits a channel, in floating point" in said_of(tiff(samples, **alpha))
    assert "negative numbers" in said_of(tiff(np.zeros((9, 8, 3), np.int16)))
    assert "32 bits a channel, which" in said_of(tiff(np.zeros((9, 8, 3), np.uint32)))
    assert "colours in a form" in said_of(tiff(deep(), photometric="cielab"))
    data = bytearray(tiff(deep(), rowsperstrip=8))
    data[data.index(struct.pack("<HHI", 259, 3, 1)) + 8] = 52  # JPEG XL would be 50002: any that is not known
    assert "compressed in a way" in said_of(bytes(data))


@pytest.mark.parametrize(
    ("marker", "bits", "words"), [(0xC3, 8, "rare kind"), (0xF7, 8, "rare kind"), (0xC1, 12, "12 bits a channel")]
)
def test_a_jpeg_that_no_decoder_knows_is_not_called_damaged(marker: int, bits: int, words: str) -> None:
    data = bytearray(stored(Image.fromarray(photo()[..., :3].copy()), "JPEG"))
    at = data.index(b"\xff\xc0")
    data[at + 1], data[at + 4] = marker, bits
    assert words in said_of(bytes(data))


def test_a_bmp_of_a_rare_kind_is_not_called_damaged() -> None:
    masks = struct.pack("<4I", 0xF00, 0xF0, 0xF, 0xF000)
    head = struct.pack("<IiiHHIIiiII", 124, 4, 4, 1, 16, 3, 32, 2835, 2835, 0, 0) + masks + bytes(68)
    data = b"BM" + struct.pack("<IHHI", 14 + 124 + 32, 0, 0, 14 + 124) + head + bytes(32)
    assert "stored in a way" in said_of(data)


def test_a_bmp_of_16_bits_a_pixel_has_8_a_channel() -> None:
    masks = struct.pack("<4I", 0xF800, 0x7E0, 0x1F, 0)
    head = struct.pack("<IiiHHIIiiII", 124, 4, 4, 1, 16, 3, 32, 2835, 2835, 0, 0) + masks + bytes(68)
    data = b"BM" + struct.pack("<IHHI", 14 + 124 + 32, 0, 0, 14 + 124) + head + bytes(32)
    assert open_picture(data).remarks == ()


def test_alpha_that_no_tag_names_is_alpha_at_16_bits_as_at_8() -> None:
    for samples in (deep(channels=4), (deep(channels=4) >> 8).astype(np.uint8)):
        file = io.BytesIO(tiff(samples, extrasamples=["unassalpha"]))
        data = bytearray(file.getvalue())
        at = data.index(struct.pack("<HHI", 338, 3, 1))
        data[at : at + 2] = struct.pack("<H", 337)  # TargetPrinter: no word of transparency
        assert np.array_equal(in_rgba(open_picture(bytes(data)).picture.pixels), samples)
