import io
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.core.picture import Metadata, Picture
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.errors import MaskSizeError, NotAPictureError
from picpik_studio.files.images import encode_mask_png, open_preview, preview_of, thumbnail
from picpik_studio.files.masks import read_mask, write_mask
from tests.files import profiles
from tests.files.making import image_of, masks, noise, photo, stored


def size_of(mask: Plane) -> Size:
    return Size(mask.shape[1], mask.shape[0])


def painted() -> Plane:
    mask = np.zeros((30, 40), np.uint8)
    mask[6:16, 10:30] = 255
    mask[20:22] = 100
    return mask


@given(mask=masks())
def test_a_mask_comes_back(tmp_path_factory: pytest.TempPathFactory, mask: Plane) -> None:
    path = tmp_path_factory.mktemp("mask") / "mask.PNG"
    write_mask(path, mask)
    assert np.array_equal(read_mask(path, size_of(mask)), mask)
    assert np.array_equal(read_mask(path, None), mask)
    with Image.open(path) as image:
        assert (image.mode, image.size) == ("L", size_of(mask))


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA", "I;16"])
def test_white_is_repaint_in_any_mode(mode: str) -> None:
    mask = np.where(painted() > 127, 255, 0).astype(np.uint8)
    image = Image.fromarray(mask)
    if mode == "I;16":
        image = Image.fromarray(mask.astype(np.uint16) * 257)
    data = stored(image if mode == "I;16" else image.convert(mode), "PNG")
    assert np.array_equal(read_mask(data, size_of(mask)), mask)


def test_greys_stay_as_they_are() -> None:
    ramp = np.arange(256, dtype=np.uint8).reshape(8, 32)
    for mode in ("L", "RGB"):
        assert np.array_equal(read_mask(stored(Image.fromarray(ramp).convert(mode), "PNG"), size_of(ramp)), ramp)


def test_what_is_transparent_is_kept() -> None:
    white = Image.new("LA", (3, 1), (255, 255))
    white.putpixel((1, 0), (255, 0))
    white.putpixel((2, 0), (255, 128))
    assert read_mask(stored(white, "PNG"), Size(3, 1)).tolist() == [[255, 0, 128]]


def test_a_mask_is_turned_like_its_picture() -> None:
    block = Image.Exif()
    block[0x0112] = 6
    lying = Image.fromarray(painted().T[::-1].copy())
    assert np.array_equal(read_mask(stored(lying, "PNG", exif=block), Size(40, 30)), painted())


@pytest.mark.parametrize("factor", [0.5, 2, 3])
def test_a_mask_of_the_same_shape_is_scaled(factor: float) -> None:
    wanted = Size(round(40 * factor), round(30 * factor))
    seen = read_mask(encode_mask_png(painted()), wanted)
    assert size_of(seen) == wanted
    assert abs((seen > 127).mean() - (painted() > 127).mean()) < 0.02
    assert (seen[0] == 0).all()


@given(width=st.integers(1, 3000), height=st.integers(1, 3000), factor=st.floats(0.1, 1))
def test_rounding_to_pixels_is_no_other_shape(width: int, height: int, factor: float) -> None:
    smaller = (max(1, round(width * factor)), max(1, round(height * factor)))
    data = stored(Image.new("1", smaller), "PNG")
    assert size_of(read_mask(data, Size(width, height))) == (width, height)


def test_a_mask_of_another_shape_is_refused_or_stretched() -> None:
    data = encode_mask_png(painted())
    with pytest.raises(MaskSizeError, match="mask has 40 by 30 pixels, the picture 30 by 40: choose"):
        read_mask(data, Size(30, 40))
    assert read_mask(data, Size(30, 40), stretch=True).shape == (40, 30)
    assert read_mask(data, Size(1, 1), stretch=True).shape == (1, 1)


def test_a_mask_is_saved_as_png_only(tmp_path: Path) -> None:
    for name in ("mask.jpg", "mask"):
        with pytest.raises(NotAPictureError, match=f"let “{name}” end in .png"):
            write_mask(tmp_path / name, painted())


@pytest.mark.parametrize(
    ("size", "side", "expected"), [((400, 300), 100, (75, 100)), ((3, 2000), 100, (100, 1)), ((1, 1), 5, (1, 1))]
)
def test_thumbnails(size: tuple[int, int], side: int, expected: tuple[int, int]) -> None:
    pixels = noise(*size)
    small = thumbnail(pixels, side)
    assert small.shape == (*expected, 4)
    assert (small[..., 3] == 255).all()
    small[:] = 0
    assert pixels.any()


def test_a_thumbnail_looks_like_the_picture() -> None:
    assert abs(thumbnail(photo(400, 300), 40).astype(int) - photo(40, 30)).max() <= 6


@pytest.mark.parametrize(("side", "expected"), [(400, 400), (336, 336), (330, 200), (260, 200), (99, 99), (4000, 800)])
def test_a_preview_is_reduced_to_the_side_or_to_a_step_before(side: int, expected: int) -> None:
    preview = open_preview(stored(image_of(photo(800, 600)), "JPEG"), side)
    assert preview is not None
    assert preview.size == Size(800, 600)
    assert preview.pixels.shape == (expected * 3 // 4, expected, 4)
    assert preview.pixels.dtype == np.uint8


@pytest.mark.parametrize("mode", ["L", "CMYK"])
def test_a_preview_of_any_jpeg_has_colour(mode: str) -> None:
    preview = open_preview(stored(image_of(photo(800, 600), mode), "JPEG"), 100)
    assert preview is not None
    assert preview.pixels.shape == (75, 100, 4)


def test_only_jpeg_has_a_preview(tmp_path: Path) -> None:
    for kind in ("PNG", "TIFF", "BMP"):
        (tmp_path / "a").write_bytes(stored(image_of(photo()), kind))
        assert open_preview(tmp_path / "a", 20) is None


def test_a_preview_decodes_no_more_than_it_needs(monkeypatch: pytest.MonkeyPatch) -> None:
    data = stored(image_of(photo(1600, 1200)), "JPEG")
    sizes: list[tuple[int, int]] = []
    real = Image.Image.crop

    def crop(self: Image.Image, box: tuple[int, int, int, int]) -> Image.Image:
        sizes.append(self.size)
        return real(self, box)

    monkeypatch.setattr(Image.Image, "crop", crop)
    open_preview(io.BytesIO(data).getvalue(), 250)
    assert set(sizes) == {(200, 150)}


def test_a_decoded_picture_is_reduced_in_srgb_whatever_its_depth() -> None:
    wide = profiles.matrix_profile(profiles.ADOBE, profiles.gamma(2.2))
    deep = np.full((60, 90, 3), 40000, np.uint16)
    preview = preview_of(Picture(deep, False, Metadata(icc=wide)), 30)
    assert preview is not None
    assert (preview.size, preview.pixels.shape) == ((90, 60), (20, 30, 4))
    assert preview.pixels.dtype == np.uint8
    assert abs(preview.pixels[..., :3].astype(int) - to_srgb8(deep, wide)[0, 0, :3]).max() <= 1
    assert preview_of(Picture(deep, False), 90) is None, "small enough"
    assert preview_of(Picture(noise(60, 90, alpha=True), True), 30) is None, "what is behind would be missing"
