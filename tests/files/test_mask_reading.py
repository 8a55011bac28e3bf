"""What mask files of every kind are recognised as, and the exact pixels that they repaint."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.files import mask_reading
from picpik_studio.files.errors import DamagedPictureError, MaskSizeError, NotAPictureError
from picpik_studio.files.mask_reading import MaskFile, Reading, read_mask_file
from picpik_studio.files.masks import write_mask
from tests.files.making import image_of, masks, photo, stored

SIZE = Size(40, 30)


def strokes() -> Plane:
    mask = np.zeros((30, 40), np.uint8)
    mask[6:16, 10:30] = 255
    return mask


def read(image: Image.Image, size: Size = SIZE, kind: str = "PNG", **options: object) -> MaskFile:
    return read_mask_file(stored(image, kind, **options), size)


def likeliest(found: MaskFile) -> tuple[str, Plane]:
    return found.phrase(found.readings[0]).template, found.plane(found.readings[0])


def facts(found: MaskFile, number: int = 0) -> list[str]:
    said = found.facts(found.readings[number])
    return [phrase.template.format(**phrase.values) for phrase in said]


def with_alpha(colour: Image.Image, alpha: Plane) -> Image.Image:
    result = colour.convert("RGBA")
    result.putalpha(Image.fromarray(alpha))
    return result


@given(mask=masks(), is_kept=st.booleans())
def test_our_own_file_says_what_its_white_means(
    tmp_path_factory: pytest.TempPathFactory, mask: Plane, is_kept: bool
) -> None:
    path = tmp_path_factory.mktemp("mask") / "mask.png"
    write_mask(path, mask, white_is_kept=is_kept)
    found = read_mask_file(path, Size(mask.shape[1], mask.shape[0]))
    assert found.is_ours
    assert found.readings == (Reading("light", is_kept),)
    assert np.array_equal(found.plane(found.readings[0]), 255 - mask if is_kept else mask)


@given(mask=masks())
def test_inverting_a_reading_twice_is_the_identity(mask: Plane) -> None:
    found = read(Image.fromarray(mask), Size(mask.shape[1], mask.shape[0]))
    for reading in found.readings:
        assert reading.inverted().inverted() == reading
        assert np.array_equal(found.plane(reading.inverted()), 255 - found.plane(reading))


@pytest.mark.parametrize(("mode", "fact"), [("1", ["1 bit"]), ("L", []), ("P", ["palette"]), ("RGB", []), ("LA", [])])
def test_black_and_white_of_any_mode(mode: str, fact: list[str]) -> None:
    found = read(Image.fromarray(strokes()).convert(mode))
    text, plane = likeliest(found)
    assert (text, facts(found)) == (mask_reading.WHITE, fact)
    assert np.array_equal(plane, strokes())


def test_black_strokes_on_white_are_recognised() -> None:
    text, plane = likeliest(read(Image.fromarray(255 - strokes())))
    assert text == mask_reading.BLACK
    assert np.array_equal(plane, strokes())


@pytest.mark.parametrize("rows", [slice(0, 20), slice(0, 30)])
def test_mostly_white_that_is_no_ground_stays_as_it_is(rows: slice) -> None:
    white = np.zeros((30, 40), np.uint8)
    white[rows] = 255
    text, plane = likeliest(read(Image.fromarray(white)))
    assert text == mask_reading.WHITE
    assert np.array_equal(plane, white)


def test_a_strip_along_the_edge_is_no_ground() -> None:
    white = np.full((30, 40), 255, np.uint8)
    white[2:-2, 2:-2] = 0
    assert np.array_equal(likeliest(read(Image.fromarray(white)))[1], white)


def test_sixteen_bits_count_by_their_depth() -> None:
    deep = strokes().astype(np.uint16) * 257
    deep[20:22] = 30_000
    found = read(Image.fromarray(deep))
    expected = strokes()
    expected[20:22] = 30_000 >> 8
    assert facts(found) == ["16 bits"]
    assert np.array_equal(found.plane(found.readings[0]), expected)


@pytest.mark.parametrize(("value", "dtype"), [(1, np.uint8), (100, np.uint8), (1, np.uint16), (255, np.uint16)])
def test_very_dark_values_stay_dark_and_can_be_taken_as_marks(value: int, dtype: type) -> None:
    dark = (strokes() // 255).astype(dtype) * dtype(value)
    found = read(Image.fromarray(dark))
    assert [reading.channel for reading in found.readings] == ["light", "trace"]
    assert found.plane(found.readings[0]).max() < 128
    assert found.phrase(found.readings[1]).template == mask_reading.TRACE
    assert np.array_equal(found.plane(found.readings[1]), strokes())


def test_all_black_has_one_reading() -> None:
    found = read(Image.fromarray(np.zeros((30, 40), np.uint8)))
    assert [reading.channel for reading in found.readings] == ["light"]


@pytest.mark.parametrize("colour", ["white", "black", "red"])
def test_strokes_on_transparency(colour: str) -> None:
    soft = strokes()
    soft[16] = 90
    text, plane = likeliest(read(with_alpha(Image.new("RGB", SIZE, colour), soft)))
    assert text == mask_reading.OPAQUE
    assert np.array_equal(plane, soft)


@pytest.mark.parametrize("base", [image_of(photo(40, 30)), Image.new("RGB", SIZE, "black")])
def test_what_was_erased_from_a_picture_or_a_layer(base: Image.Image) -> None:
    text, plane = likeliest(read(with_alpha(base, 255 - strokes())))
    assert text == mask_reading.ERASED
    assert np.array_equal(plane, strokes())


def test_black_and_white_with_transparency_is_black_and_white() -> None:
    found = read(
        with_alpha(Image.fromarray(strokes()), np.repeat(np.array([255, 0], np.uint8), 15)[:, None].repeat(40, 1))
    )
    expected = strokes()
    expected[15:] = 0
    assert [reading.channel for reading in found.readings] == ["light", "alpha"]
    assert np.array_equal(found.plane(found.readings[0]), expected)


@pytest.mark.parametrize(
    ("colour", "word"),
    [
        ((255, 0, 0), "Red"),
        ((230, 40, 40), "Red"),
        ((0, 255, 0), "Green"),
        ((20, 30, 250), "Blue"),
        ((255, 240, 0), "Yellow"),
        ((0, 255, 255), "Cyan"),
        ((255, 0, 255), "Magenta"),
    ],
)
@pytest.mark.parametrize("ground", ["black", "white", "grey", "ramp", "photo"])
def test_coloured_strokes(colour: tuple[int, int, int], word: str, ground: str) -> None:
    ramp = np.tile(np.linspace(0, 255, 40).astype(np.uint8), (30, 1))
    grounds = {"ramp": Image.fromarray(ramp).convert("RGB"), "photo": image_of(photo(40, 30) // 3 * 2 + 20)}
    image = grounds[ground] if ground in grounds else Image.new("RGB", SIZE, ground)
    image.paste(colour, mask=Image.fromarray(strokes()))
    text, plane = likeliest(read(image))
    assert text.startswith(f"{word} strokes")
    assert np.array_equal(plane >= 128, strokes() == 255)
    assert (plane[strokes() == 255] == 255).all()


@given(grey=st.integers(0, 255), amount=st.integers(0, 100))
def test_a_soft_edge_over_grey_is_in_proportion(grey: int, amount: int) -> None:
    image = Image.new("RGB", SIZE, (grey, grey, grey))
    image.paste((255, 0, 0), mask=Image.fromarray(strokes()))
    mixed = (
        round(grey + (255 - grey) * amount / 100),
        round(grey - grey * amount / 100),
        round(grey - grey * amount / 100),
    )
    image.paste(mixed, (10, 16, 30, 17))
    found = read(image)
    assert found.readings[0].channel == "colour"
    assert abs(int(found.plane(found.readings[0])[16, 20]) - round(255 * amount / 100)) <= 2


def test_a_photograph_is_called_one() -> None:
    found = read(image_of(photo(40, 30)))
    assert likeliest(found)[0] == mask_reading.BRIGHT
    assert not found.is_two_level


def test_jpeg_noise_is_no_colour() -> None:
    found = read(image_of(photo(40, 30)).convert("L").convert("RGB"), kind="JPEG", quality=30)
    assert [reading.channel for reading in found.readings] == ["light"]


def test_another_size_is_scaled_and_said() -> None:
    found = read(Image.fromarray(strokes()), Size(80, 60))
    assert facts(found) == ["scaled from 40 x 30"]
    double = strokes().repeat(2, 0).repeat(2, 1)
    assert np.array_equal(found.plane(found.readings[0])[2:-2, 2:-2] >= 128, double[2:-2, 2:-2] == 255)


def test_exif_turns_the_file() -> None:
    block = Image.Exif()
    block[0x0112] = 6
    found = read(Image.fromarray(strokes().T[::-1].copy()), exif=block)
    assert facts(found) == ["turned as the file says"]
    assert np.array_equal(found.plane(found.readings[0]), strokes())


def test_a_file_that_fits_when_turned_is_offered_both_ways() -> None:
    found = read(Image.fromarray(strokes().T[::-1].copy()))
    assert [reading.turn for reading in found.readings] == [6, 8]
    assert [facts(found, number) for number in (0, 1)] == [
        ["turned clockwise to fit"],
        ["turned anticlockwise to fit"],
    ]
    assert np.array_equal(found.plane(found.readings[0]), strokes())
    assert np.array_equal(found.plane(found.readings[1]), strokes()[::-1, ::-1])


@given(mask=masks(), turn=st.sampled_from([6, 8]))
def test_turned_planes_have_the_pictures_size(mask: Plane, turn: int) -> None:
    size = Size(mask.shape[0], mask.shape[1])
    found = read(Image.fromarray(mask), size)
    wanted = [reading for reading in found.readings if reading.turn == turn]
    for reading in wanted:
        assert np.array_equal(found.plane(reading), np.rot90(mask, -1 if turn == 6 else 1))


def test_another_shape_is_refused_in_one_sentence() -> None:
    with pytest.raises(MaskSizeError, match="mask has 40 by 30 pixels, the picture 50 by 30: choose"):
        read(Image.fromarray(strokes()), Size(50, 30))


def test_what_is_no_picture_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(stored(Image.fromarray(strokes()), "PNG")[:60])
    with pytest.raises(DamagedPictureError, match=r"“a\.png”"):
        read_mask_file(tmp_path / "a.png", SIZE)
    with pytest.raises(NotAPictureError):
        read_mask_file(b"words", SIZE)
