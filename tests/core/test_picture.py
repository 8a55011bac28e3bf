import numpy as np
import pytest

from picpik_studio.core.arrays import plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.mask import Mask
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Metadata, Picture
from tests.core.making import noise


def test_a_picture_cannot_be_written() -> None:
    picture = Picture(noise(Size(3, 2)), has_alpha=True)
    assert picture.size == Size(3, 2)
    assert picture.metadata == Metadata()
    with pytest.raises(ValueError, match="read-only"):
        picture.pixels[0, 0] = 0


@pytest.mark.parametrize(
    ("shape", "dtype"),
    [((2, 3), np.uint8), ((2, 3, 3), np.uint8), ((2, 3, 4), np.float32), ((2, 3, 1), np.uint16), ((0, 3, 4), np.uint8)],
)
def test_other_layouts_are_refused(shape: tuple[int, ...], dtype: type[np.generic]) -> None:
    with pytest.raises(ValueError, match="cannot be an array"):
        Picture(np.zeros(shape, dtype), has_alpha=False)


def test_three_channels_have_no_alpha() -> None:
    deep = noise(Size(2, 2), 3, dtype=np.uint16)
    assert Picture(deep, has_alpha=False).size == Size(2, 2)
    with pytest.raises(ValueError, match="no alpha"):
        Picture(deep, has_alpha=True)


def test_the_hash_follows_shape_depth_and_samples() -> None:
    pixels = noise(Size(600, 300))
    first = Picture(pixels, has_alpha=False).content_hash
    assert first == Picture(pixels.copy(), has_alpha=False).content_hash
    other = pixels.copy()
    other[299, 599, 3] ^= 1
    hashes = {
        first,
        Picture(other, has_alpha=False).content_hash,
        Picture(pixels.reshape(600, 300, 4), has_alpha=False).content_hash,
        Picture(pixels.view(np.uint16).reshape(300, 300, 4), has_alpha=False).content_hash,
    }
    assert len(hashes) == 4
    assert all(len(text) == 64 for text in hashes)


def test_the_hash_does_not_depend_on_how_the_samples_lie_in_memory() -> None:
    wide = noise(Size(40, 30))
    part = Picture(wide[3:20, 5:30], has_alpha=False)
    assert part.content_hash == Picture(wide[3:20, 5:30].copy(), has_alpha=False).content_hash


def test_planes_have_rows_of_whole_words() -> None:
    for width in range(1, 10):
        array = plane(width, 3, 7)
        assert array.shape == (3, width)
        assert array.strides[0] % 4 == 0
        assert (array == 7).all()


def test_half_and_more_counts_as_painted() -> None:
    mask = Mask(Size(5, 2))
    assert mask.coverage() == 0
    mask.writable(Rect.of(mask.size))[0] = [0, 127, 128, 200, 255]
    assert mask.coverage() == 0.3
    with pytest.raises(ValueError, match="read-only"):
        mask.pixels[0, 0] = 1


def test_a_patch_has_one_size_and_cannot_be_written() -> None:
    rect = Rect(1, 1, 4, 3)
    patch = Patch("id", rect, noise(rect.size), np.full((3, 4), 9, np.uint8), "job", 0, "")
    assert patch.size_bytes == 4 * 3 * 5
    for array in (patch.pixels, patch.weight):
        with pytest.raises(ValueError, match="read-only"):
            array[0, 0] = 0
    with pytest.raises(ValueError, match="4 x 3"):
        Patch("id", rect, noise(Size(3, 4)), np.zeros((3, 4), np.uint8), "job", 0, "")
    with pytest.raises(ValueError, match="4 x 3"):
        Patch("id", rect, noise(rect.size), np.zeros((4, 3), np.uint8), "job", 0, "")
