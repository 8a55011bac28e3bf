import struct
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import ExifTags, Image, PngImagePlugin

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import Metadata
from picpik_studio.files import exif
from picpik_studio.files.images import open_picture, open_preview
from picpik_studio.files.orientation import turned
from tests.files.making import image_of, noise, photo, stored

ORIENTATION = ExifTags.Base.Orientation
XMP = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:Description tiff:Orientation="6" tiff:Make="A"/></x:xmpmeta>'
LOSSLESS: dict[str, dict[str, Any]] = {"PNG": {}, "TIFF": {}, "WEBP": {"lossless": True}}


def said(orientation: int | None) -> bytes:
    """Return EXIF as a camera writes it."""
    block = Image.Exif()
    block[ExifTags.Base.Make] = "Maker"
    block[ExifTags.Base.Artist] = "Zoë"
    if orientation is not None:
        block[ORIENTATION] = orientation
    block.get_ifd(ExifTags.IFD.Exif).update({0xA002: 40, 0xA003: 30, 0x9003: "2020:01:02 03:04:05"})
    block.get_ifd(ExifTags.IFD.GPSInfo).update({1: "N", 2: (50.0, 3.0, 2.0)})
    return block.tobytes()


def parsed(metadata: Metadata) -> Image.Exif:
    assert metadata.exif is not None
    block = Image.Exif()
    block.load(b"Exif\0\0" + metadata.exif)
    return block


def stored_so_that_it_is_seen_as(pixels: Pixels, orientation: int) -> Pixels:
    """Return the pixels that a camera stores when `pixels` are seen and the camera was held so."""
    lying = pixels.swapaxes(0, 1) if orientation >= 5 else pixels
    rows = -1 if orientation in {3, 4, 6, 7} else 1
    columns = -1 if orientation in {2, 3, 7, 8} else 1
    return lying[::rows, ::columns]


@pytest.mark.parametrize("orientation", range(1, 9))
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_orientation_is_applied_exactly_once(tmp_path: Path, orientation: int, kind: str) -> None:
    pixels = noise(40, 30)
    path = tmp_path / f"a.{kind.lower()}"
    lying = image_of(stored_so_that_it_is_seen_as(pixels, orientation))
    path.write_bytes(stored(lying, kind, exif=said(orientation), **LOSSLESS[kind]))
    result = open_picture(path)
    assert np.array_equal(result.picture.pixels, pixels)
    block = parsed(result.picture.metadata)
    assert block.get(ORIENTATION, 1) == 1
    assert block[ExifTags.Base.Make] == "Maker"
    again = stored(image_of(result.picture.pixels), "PNG", exif=result.picture.metadata.exif)
    assert np.array_equal(open_picture(again).picture.pixels, pixels)


@pytest.mark.parametrize("orientation", range(1, 9))
def test_jpeg_and_its_preview_are_turned_alike(orientation: int) -> None:
    pixels = photo(160, 96)
    lying = image_of(stored_so_that_it_is_seen_as(pixels, orientation))
    data = stored(lying, "JPEG", quality=95, subsampling=0, exif=said(orientation))
    result = open_picture(data).picture
    assert result.size == Size(160, 96)
    assert abs(result.pixels.astype(int) - pixels).max() <= 6
    preview = open_preview(data, 80)
    assert preview is not None
    assert preview.size == Size(160, 96)
    assert preview.pixels.shape == (48, 80, 4)
    assert abs(preview.pixels.astype(int) - pixels[::2, ::2]).max() <= 12


@given(
    orientation=st.integers(1, 8),
    shape=st.tuples(st.integers(1, 20), st.integers(1, 20), st.integers(0, 4)),
    dtype=st.sampled_from([np.uint8, np.uint16]),
)
def test_turning_is_a_permutation(orientation: int, shape: tuple[int, int, int], dtype: type[Any]) -> None:
    *sides, channels = shape
    pixels = np.random.default_rng(0).integers(0, 256, (*sides, channels) if channels else sides).astype(dtype)
    lying = np.ascontiguousarray(stored_so_that_it_is_seen_as(pixels, orientation))
    assert np.array_equal(turned(lying, orientation), pixels)


@pytest.mark.parametrize("nonsense", [0, 9, 65535])
def test_an_impossible_orientation_is_none(nonsense: int) -> None:
    picture = open_picture(stored(image_of(photo()), "JPEG", exif=said(nonsense))).picture
    assert picture.size == Size(48, 32)
    assert parsed(picture.metadata)[ORIENTATION] == 1


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_exif_is_kept(kind: str) -> None:
    picture = open_picture(stored(image_of(photo()), kind, exif=said(6))).picture
    block = parsed(picture.metadata)
    assert block[ExifTags.Base.Make] == "Maker"
    assert block.get_ifd(ExifTags.IFD.Exif)[0x9003] == "2020:01:02 03:04:05"
    assert block.get_ifd(ExifTags.IFD.GPSInfo)[2] == (50.0, 3.0, 2.0)


def test_the_stated_size_follows_the_turn() -> None:
    picture = open_picture(stored(image_of(photo(40, 30)), "JPEG", exif=said(6))).picture
    details = parsed(picture.metadata).get_ifd(ExifTags.IFD.Exif)
    assert (details[0xA002], details[0xA003]) == (30, 40) == picture.size


def test_nothing_else_in_exif_moves() -> None:
    block = said(8)[6:]
    before, after = exif.Block(block), exif.upright(block, Size(40, 30))
    assert after is not None
    changed = [place for place, (one, other) in enumerate(zip(before.data, after, strict=True)) if one != other]
    assert len(changed) == 1, "only the orientation"


def with_thumbnail(order: str, thumbnail: bytes, *, behind: bytes = b"") -> bytes:
    """Return EXIF whose second directory holds a small picture."""
    first = struct.pack(f"{order}HHHIHHI", 1, 0x0112, 3, 1, 6, 0, 26)
    place = 26 + 2 + 24 + 4
    second = struct.pack(f"{order}HHHIIHHIII", 2, 0x0201, 4, 1, place, 0x0202, 4, 1, len(thumbnail), 0)
    head = b"II*\0" if order == "<" else b"MM\0*"
    return head + struct.pack(f"{order}I", 8) + first + second + thumbnail + behind


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("behind", [b"", b"and more"])
def test_the_small_picture_of_what_was_there_goes(order: str, behind: bytes) -> None:
    block = with_thumbnail(order, b"a secret face", behind=behind)
    assert exif.orientation(block) == 6
    clean = exif.upright(block, Size(4, 3))
    assert clean is not None
    assert b"secret" not in clean
    assert clean.endswith(behind)
    assert exif.orientation(clean) == 1
    assert exif.upright(clean, Size(4, 3)) == clean


@pytest.mark.parametrize("data", [b"", b"II*\0", b"nonsense that is long enough", b"Exif\0\0MM\0*\0"])
def test_what_is_no_exif_is_left_out(data: bytes) -> None:
    assert exif.orientation(data) == 1
    assert exif.upright(data, Size(4, 3)) is None


@given(damage=st.lists(st.tuples(st.integers(4, 200), st.integers(0, 255)), max_size=12), cut=st.integers(0, 250))
def test_broken_exif_never_raises(damage: list[tuple[int, int]], cut: int) -> None:
    block = bytearray(with_thumbnail("<", b"thumbnail") + said(6))[: 250 - cut]
    for place, value in damage:
        if place < len(block):
            block[place] = value
    assert exif.orientation(bytes(block)) in range(1, 9)
    clean = exif.upright(bytes(block), Size(40, 30))
    assert clean is None or len(clean) <= len(block)


def test_a_number_that_does_not_fit_is_left() -> None:
    block = exif.Block(with_thumbnail("<", b""))
    block.put(block.first, 0x0112, 70_000)
    assert block.value(block.first, 0x0112) == 6


def test_broken_exif_does_not_keep_a_picture_from_opening() -> None:
    for block in (b"Exif\0\0nonsense", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0MM\0*\0\0\0\x08\xff\xff"):
        data = stored(image_of(photo()), "JPEG", exif=block)
        assert open_picture(data).picture.size == Size(48, 32)


def test_exif_as_imagemagick_wrote_it_is_found() -> None:
    info = PngImagePlugin.PngInfo()
    block = said(6)
    lines = [block.hex()[start : start + 72] for start in range(0, len(block.hex()), 72)]
    info.add_text("Raw profile type exif", f"\nexif\n{len(block):8}\n" + "\n".join(lines), zip=True)
    picture = open_picture(stored(image_of(photo(40, 30)), "PNG", pnginfo=info)).picture
    assert picture.size == Size(30, 40)
    assert parsed(picture.metadata)[ExifTags.Base.Make] == "Maker"


def test_broken_hexadecimal_exif_is_left_out() -> None:
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", "\n\nexif\n 9\nno digits")
    assert open_picture(stored(image_of(photo()), "PNG", pnginfo=info)).picture.metadata.exif is None


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP"])
def test_xmp_is_kept_and_turns_nothing(kind: str) -> None:
    options: dict[str, Any] = {"xmp": XMP}
    if kind == "PNG":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        options = {"pnginfo": info}
    if kind == "TIFF":
        options = {"tiffinfo": {700: XMP, 274: 1}}
    picture = open_picture(stored(image_of(photo(40, 30)), kind, **options)).picture
    assert picture.size == Size(40, 30)
    assert picture.metadata.xmp == XMP.replace(b'"6"', b'"1"')


def test_small_pictures_in_xmp_go() -> None:
    xmp = (
        b"<a><xmp:Thumbnails><rdf:Alt>secret\nface</rdf:Alt></xmp:Thumbnails><tiff:Orientation>3</tiff:Orientation></a>"
    )
    picture = open_picture(stored(image_of(photo()), "JPEG", xmp=xmp)).picture
    assert picture.metadata.xmp == b"<a><tiff:Orientation>1</tiff:Orientation></a>"


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "BMP"])
def test_resolution_is_kept(kind: str) -> None:
    dpi = open_picture(stored(image_of(photo()), kind, dpi=(300, 150))).picture.metadata.dpi
    assert dpi is not None
    assert np.allclose(dpi, (300, 150), atol=0.1)


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "TIFF", "WEBP", "BMP"])
def test_nothing_is_made_up(kind: str) -> None:
    metadata = open_picture(stored(image_of(photo()), kind)).picture.metadata
    assert (metadata.icc, metadata.exif, metadata.xmp) == (None, None, None)
    assert metadata.dpi is None or kind == "BMP"


@pytest.mark.parametrize("subsampling", [0, 1, 2])
def test_how_a_jpeg_was_compressed_is_kept(subsampling: int) -> None:
    data = stored(image_of(photo()), "JPEG", quality=83, subsampling=subsampling)
    source = open_picture(data).picture.metadata.jpeg
    assert source is not None
    assert source.subsampling == subsampling
    assert [len(table) for table in source.quantization] == [64, 64]


def test_a_grey_jpeg_has_one_table() -> None:
    source = open_picture(stored(image_of(photo(), "L"), "JPEG")).picture.metadata.jpeg
    assert source is not None
    assert len(source.quantization) == 1
