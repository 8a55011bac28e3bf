"""One image of a task, without the service around it."""

import io

import cv2
import numpy as np
import pytest
from PIL import Image, ImageCms

from picpik_studio.core.footprint import weight
from picpik_studio.core.geometry import Size
from picpik_studio.engine import work
from picpik_studio.engine.errors import NothingToCopyError
from picpik_studio.files.errors import FileError
from tests.engine.textures import gravel

WIDTH, HEIGHT = 90, 80
SIZE = Size(WIDTH, HEIGHT)


def png(array: np.ndarray[tuple[int, ...], np.dtype[np.uint8]], **options: bytes) -> bytes:
    file = io.BytesIO()
    Image.fromarray(array).save(file, "PNG", **options)
    return file.getvalue()


def read(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def mask() -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    plane = np.zeros((HEIGHT, WIDTH), np.uint8)
    plane[30:50, 30:50] = 255
    return plane


def order(blur: int = 4, *, size: Size = SIZE, invert: bool = False) -> work.Order:
    return work.Order(size, blur, invert, 1.0)


def test_a_transparent_picture_keeps_its_alpha_and_its_colours_outside_the_footprint() -> None:
    alpha = np.random.default_rng(0).integers(0, 256, (HEIGHT, WIDTH), np.uint8)
    sent = np.dstack([gravel(HEIGHT, WIDTH), alpha])
    answer = np.asarray(read(work.redraw(order(), png(sent), png(mask()), 1)))
    footprint = weight(mask(), 4, invert=False)
    assert np.array_equal(answer[footprint == 0], sent[footprint == 0])
    assert np.array_equal(answer[..., 3], np.maximum(alpha, footprint))


def test_nothing_is_copied_from_what_is_wholly_transparent() -> None:
    sent = np.dstack([gravel(HEIGHT, WIDTH) // 2, np.full((HEIGHT, WIDTH), 255, np.uint8)])
    sent[:, 55:] = (255, 0, 0, 0)
    answer = np.asarray(read(work.redraw(order(0), png(sent), png(mask()), 1)))
    inside = answer[mask() > 0]
    assert (inside[:, 3] == 255).all()
    assert int(inside[:, 0].max()) < 200


def test_the_profile_goes_along_and_no_number_changes() -> None:
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    sent = gravel(HEIGHT, WIDTH)
    answer = read(work.redraw(order(), png(sent, icc_profile=profile), png(mask()), 1))
    assert answer.info["icc_profile"] == profile
    outside = weight(mask(), 4, invert=False) == 0
    assert np.array_equal(np.asarray(answer)[outside], sent[outside])


@pytest.mark.parametrize("invert", [False, True])
def test_a_thin_line_in_a_larger_mask_is_not_lost(*, invert: bool) -> None:
    line = np.zeros((HEIGHT * 10, WIDTH * 10), np.uint8)
    line[400, 100:800] = 255
    area = work.repainted(png(255 - line if invert else line), SIZE, invert=invert)
    expected = np.zeros((HEIGHT, WIDTH), np.uint8)
    expected[40, 10:80] = 255
    assert np.array_equal(area, expected)


@pytest.mark.parametrize("size", [Size(180, 160), Size(45, 160), Size(180, 40)])
def test_a_mask_of_another_size_covers_what_it_covered(size: Size) -> None:
    area = work.repainted(png(mask()), size, invert=False)
    expected = cv2.resize(mask(), size, interpolation=cv2.INTER_NEAREST)
    assert area.shape == (size.height, size.width)
    assert set(np.unique(area)) == {0, 255}
    assert (area >= expected).all()
    assert np.count_nonzero(area) <= 1.3 * np.count_nonzero(expected)


def test_a_grey_of_half_counts_and_less_does_not() -> None:
    plane = np.full((HEIGHT, WIDTH), 127, np.uint8)
    plane[0, 0] = 128
    area = work.repainted(png(plane), SIZE, invert=False)
    assert np.argwhere(area).tolist() == [[0, 0]]


def test_a_blur_that_reaches_everywhere_leaves_the_fall_off_to_copy_from() -> None:
    sent = gravel(64, 64)
    plane = np.zeros((64, 64), np.uint8)
    plane[20:44, 20:44] = 255
    answer = np.asarray(read(work.redraw(order(64, size=Size(64, 64)), png(sent), png(plane), 1)))
    assert answer.shape == (64, 64, 3)
    assert not np.array_equal(answer[plane > 0], sent[plane > 0])


def test_what_cannot_be_done_is_said() -> None:
    with pytest.raises(NothingToCopyError):
        work.redraw(order(), png(gravel(HEIGHT, WIDTH)), png(np.full((8, 8), 255, np.uint8)), 1)
    with pytest.raises(FileError):
        work.redraw(order(), b"no picture", png(mask()), 1)
    with pytest.raises(FileError):
        work.redraw(order(), png(gravel(HEIGHT, WIDTH)), b"no picture", 1)
