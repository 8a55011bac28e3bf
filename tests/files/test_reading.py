import io
import struct
import zlib
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, ImageCms

from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import GreySource
from picpik_studio.files import convert, reading
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.errors import NotAPictureError, TooLargeError
from picpik_studio.files.images import LIMITS, RESULT_LIMITS, Limits, decode_result, open_picture
from tests.files import profiles
from tests.files.making import image_of, noise, photo, stored

LOSSLESS = {"PNG": {}, "TIFF": {}, "BMP": {}, "WEBP": {"lossless": True}, "GIF": {}}
RGB_PROFILE = profiles.matrix_profile(profiles.P3, profiles.SRGB_CURVE)


def opened(image: Image.Image, kind: str = "PNG", **options: object) -> reading.Opened:
    return open_picture(stored(image, kind, **options))


def rgb(result: reading.Opened) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    return result.picture.pixels[..., 2::-1].astype(np.uint8)


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP", "WEBP"])
@pytest.mark.parametrize("size", [(1, 1), (1, 9), (9, 1), (31, 17), (200, 150)])
def test_lossless_files_are_opened_exactly(tmp_path: Path, kind: str, size: tuple[int, int]) -> None:
    pixels = noise(*size)
    path = tmp_path / f"a.{kind.lower()}"
    path.write_bytes(stored(image_of(pixels), kind, **LOSSLESS[kind]))
    for source in (path, str(path), path.read_bytes(), bytearray(path.read_bytes()), memoryview(path.read_bytes())):
        result = open_picture(source)
        assert np.array_equal(result.picture.pixels, pixels)
        assert (result.format, result.remarks, result.picture.has_alpha) == (kind, (), False)
        assert result.picture.size == Size(*size)


def test_jpeg_is_opened_as_others_see_it() -> None:
    data = stored(image_of(photo()), "JPEG", quality=90)
    result = open_picture(data)
    with Image.open(io.BytesIO(data)) as image:
        assert np.array_equal(rgb(result), np.asarray(image))
    assert (result.format, result.remarks) == ("JPEG", ())


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "WEBP"])
def test_colour_under_alpha_0_survives(kind: str) -> None:
    pixels = noise(40, 30, alpha=True)
    options = {"exact": True, **LOSSLESS[kind]} if kind == "WEBP" else LOSSLESS[kind]
    result = opened(image_of(pixels, "RGBA"), kind, **options)
    assert result.picture.has_alpha
    assert np.array_equal(result.picture.pixels, pixels)


@pytest.mark.parametrize("mode", ["1", "L"])
@pytest.mark.parametrize("kind", ["PNG", "TIFF", "BMP"])
def test_grey_becomes_colour(mode: str, kind: str) -> None:
    grey = image_of(noise(33, 20), mode)
    result = opened(grey, kind)
    assert np.array_equal(rgb(result), np.asarray(grey.convert("RGB")))
    assert (result.remarks, result.picture.has_alpha) == ((), False)


def test_palettes_become_colour() -> None:
    palette = image_of(noise(33, 20)).quantize(16)
    for kind in ("PNG", "TIFF", "BMP", "GIF"):
        assert np.array_equal(rgb(opened(palette, kind)), np.asarray(palette.convert("RGB")))


@pytest.mark.parametrize("transparency", [3, bytes([255, 0, 128, 7])])
def test_a_palette_with_transparency_has_alpha(transparency: int | bytes) -> None:
    palette = image_of(noise(33, 20)).quantize(16)
    result = opened(palette, "PNG", transparency=transparency)
    assert result.picture.has_alpha
    index = np.asarray(palette)
    expected = [0 if n == 3 else 255 for n in range(16)]
    if isinstance(transparency, bytes):
        expected = [*transparency, *[255] * 12]
    assert np.array_equal(result.picture.pixels[..., 3], np.array(expected, np.uint8)[index])


@pytest.mark.parametrize(("mode", "key"), [("L", 77), ("RGB", (10, 20, 30))])
def test_one_colour_may_be_transparent(mode: str, key: int | tuple[int, int, int]) -> None:
    image = Image.new(mode, (4, 3), key)
    image.putpixel((1, 1), 200 if mode == "L" else (1, 2, 3))
    result = opened(image, "PNG", transparency=key)
    assert result.picture.has_alpha
    assert result.picture.pixels[..., 3].tolist() == [[0] * 4, [0, 255, 0, 0], [0] * 4]


@pytest.mark.parametrize("bits", [1, 2, 4])
def test_one_grey_of_few_bits_may_be_transparent(bits: int) -> None:
    """The file says it in its own bits."""
    step = 255 // ((1 << bits) - 1)
    data = bytearray(stored(Image.new("L", (8, 1), 0), "PNG", transparency=1))
    at = data.index(b"IHDR")
    data[at + 12] = bits
    row = bytes([0, 0b01010101 if bits == 1 else 0b00010001, *bytes(bits - 1)])  # a filter byte, then samples 0 and 1
    body = zlib.compress(row)
    head = bytes(data[at : at + 17])
    made = data[: at + 17] + struct.pack(">I", zlib.crc32(head)) + _chunk(b"tRNS", b"\0\1") + _chunk(b"IDAT", body)
    pixels = open_picture(bytes(made + _chunk(b"IEND", b""))).picture.pixels
    assert np.array_equal(pixels[..., 3] == 0, pixels[..., 0] == step)
    assert (pixels[..., 3] == 0).any()


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def test_grey_with_alpha() -> None:
    image = image_of(noise(33, 20, alpha=True), "RGBA").convert("LA")
    result = opened(image, "PNG")
    assert np.array_equal(result.picture.pixels[..., [2, 1, 0, 3]], np.asarray(image.convert("RGBA")))


@pytest.mark.parametrize("mode", ["F", "I"])
def test_32_bits_are_refused(mode: str) -> None:
    with pytest.raises(NotAPictureError, match="32 bits a channel"):
        opened(Image.new(mode, (4, 3)), "TIFF")


def test_cmyk_is_converted_and_it_is_said() -> None:
    image = image_of(photo(), "CMYK")
    for kind in ("TIFF", "JPEG"):
        result = opened(image, kind)
        assert result.remarks == (convert.FROM_CMYK,)
        assert abs(rgb(result).astype(int) - np.asarray(image.convert("RGB"))).mean() < 3
        assert result.picture.metadata.jpeg is None


def test_cmyk_is_converted_by_its_own_profile() -> None:
    inks = Image.merge("CMYK", [Image.new("L", (8, 8), value) for value in (255, 0, 0, 0)])
    result = opened(inks, "TIFF", icc_profile=profiles.cmyk_profile())
    assert result.remarks == (convert.FROM_CMYK,)
    assert result.picture.metadata.icc is None
    red, green, blue = rgb(result)[0, 0]
    assert (red > 245, green > 245, blue < 40) == (True, True, True), "its cyan ink is yellow"


def test_lab_is_converted_and_it_is_said() -> None:
    lab = ImageCms.createProfile("LAB")
    there = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), lab, "RGB", "LAB")
    result = opened(there.apply(image_of(photo())), "TIFF")
    assert result.remarks == (convert.FROM_LAB,)
    off = abs(rgb(result).astype(int) - photo()[..., 2::-1])
    assert (off.max() < 20, off.mean() < 2) == (True, True), "no more than 8 bits of Lab cost"


@pytest.mark.parametrize("kind", ["PNG", "TIFF", "JPEG", "WEBP"])
def test_a_profile_is_kept(kind: str) -> None:
    result = opened(image_of(photo()), kind, icc_profile=RGB_PROFILE)
    assert result.picture.metadata.icc == RGB_PROFILE
    assert result.remarks == ()


def test_a_long_profile_is_kept() -> None:
    long = RGB_PROFILE + bytes(3_000_000)
    for kind in ("PNG", "TIFF", "JPEG"):
        assert opened(image_of(photo()), kind, icc_profile=long).picture.metadata.icc == long


@pytest.mark.parametrize("mode", ["L", "1", "LA"])
def test_grey_keeps_its_samples_and_is_seen_by_its_own_profile(mode: str) -> None:
    level = Image.new("L", (3, 2), 128).convert(mode, dither=Image.Dither.NONE)
    icc = profiles.grey_profile(profiles.linear())
    result = opened(level, "PNG", icc_profile=icc)
    assert result.picture.metadata.grey == GreySource(icc)
    assert result.remarks == ()
    assert (rgb(result) == (255 if mode == "1" else 128)).all()
    expected = 255 if mode == "1" else 188  # half the light is 188 in sRGB
    seen = to_srgb8(result.picture.pixels, result.picture.metadata.icc)
    assert abs(seen[..., :3].astype(int) - expected).max() <= 1
    assert result.picture.has_alpha == (mode == "LA")


def test_grey_with_a_profile_for_rgb_is_colour_from_then_on() -> None:
    metadata = opened(image_of(photo(), "L"), "PNG", icc_profile=RGB_PROFILE).picture.metadata
    assert (metadata.icc, metadata.grey) == (RGB_PROFILE, None)


@pytest.mark.parametrize(
    ("mode", "icc"),
    [
        ("RGB", b"broken"),
        ("RGB", profiles.cmyk_profile()),
        ("CMYK", RGB_PROFILE),
        ("L", profiles.grey_profile(profiles.linear())[:140]),
    ],
)
def test_a_profile_that_does_not_fit_is_left_out_and_it_is_said(mode: str, icc: bytes) -> None:
    result = opened(image_of(photo(), mode), "TIFF", icc_profile=icc)
    assert result.picture.metadata.icc is None
    assert result.remarks[-1] == convert.PROFILE_LEFT_OUT
    assert abs(rgb(result).astype(int) - np.asarray(image_of(photo(), mode).convert("RGB"))).max() <= 1


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "TIFF"])
def test_the_first_of_several_pictures_is_opened_and_it_is_said(kind: str) -> None:
    first = image_of(photo()).quantize(8).convert("RGB")
    others = [Image.new("RGB", first.size, colour) for colour in ("red", "blue")]
    result = opened(first, kind, save_all=True, append_images=others, **LOSSLESS[kind])
    assert result.remarks == (reading.FIRST_OF_SEVERAL,)
    assert np.array_equal(rgb(result), np.asarray(first))


def test_the_second_picture_of_a_telephone_is_not_spoken_of() -> None:
    file = io.BytesIO()
    image_of(photo()).save(file, "MPO", save_all=True, append_images=[Image.new("RGB", (8, 8))])
    result = open_picture(file.getvalue())
    assert (result.format, result.remarks) == ("JPEG", ())
    assert result.picture.metadata.jpeg is not None


def test_a_wrong_name_is_said(tmp_path: Path) -> None:
    for name, remarks in (("a.png", (reading.MISNAMED,)), ("a.JPG", ()), ("a", ()), ("a.unknown", ())):
        (tmp_path / name).write_bytes(stored(image_of(photo()), "JPEG"))
        result = open_picture(tmp_path / name)
        assert (result.format, result.remarks) == ("JPEG", remarks)


def test_a_result_is_srgb_with_alpha_and_may_be_written() -> None:
    wide = decode_result(stored(image_of(photo()), "PNG", icc_profile=RGB_PROFILE))
    plain = decode_result(stored(image_of(photo()), "PNG"))
    assert np.array_equal(plain, photo())
    assert not np.array_equal(wide, plain)
    for pixels in (wide, plain):
        pixels[..., 3] = 7


def test_a_result_has_its_own_limits() -> None:
    data = stored(Image.new("1", (9000, 8000)), "PNG")
    with pytest.raises(TooLargeError, match=r"“result” has 9000 by 8000 pixels, more than the 64 megapixels"):
        decode_result(data)
    assert decode_result(data, LIMITS).shape == (8000, 9000, 4)
    with pytest.raises(TooLargeError, match=r"“theirs” has \d+ MB, more than the 0 MB"):
        decode_result(bytes(2_000_000), Limits(file_bytes=1000), name="theirs")
    assert RESULT_LIMITS.pixels < LIMITS.pixels
