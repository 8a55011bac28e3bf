import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Plane
from picpik_studio.core.frame import Frame, custom_frame, frame_around, shrunk, whole_frame, with_sent_size
from picpik_studio.core.geometry import Rect, Size
from tests.core.making import SIZES, masks

LARGE = st.builds(Size, st.integers(1, 9000), st.integers(1, 9000))


def assert_can_be_sent(frame: Frame, size: Size) -> None:
    """Every rule of sizes that holds for all frames that the program makes itself."""
    for side, sent, full in zip(frame.rect.size, frame.sent, size, strict=True):
        assert 64 <= sent <= 2560
        assert sent % 8 == 0
        assert side >= sent
        assert side <= max(full, 64) * 1.01 + 8 or frame.is_scaled
    assert not frame.is_stretched
    if max(frame.rect.size) <= 2560:
        assert frame.sent == frame.rect.size
    else:
        assert max(frame.sent) == 2560


def assert_inside_where_possible(frame: Frame, size: Size) -> None:
    for start, side, full in zip(frame.rect[:2], frame.rect.size, size, strict=True):
        assert start >= 0
        assert start + side <= full if side <= full else start == 0


@given(masks(), st.booleans(), st.integers(0, 64), st.integers(0, 100))
def test_the_frame_holds_the_footprint_and_its_padding(mask: Plane, invert: bool, blur: int, padding: int) -> None:
    size = Size(mask.shape[1], mask.shape[0])
    frame = frame_around(mask, invert, blur, padding)
    weight = footprint.weight(mask, blur, invert=invert)
    if frame is None:
        assert not weight.any()
        return
    assert_can_be_sent(frame, size)
    assert_inside_where_possible(frame, size)
    assert frame.rect.encloses(footprint.bounds(weight).expanded(padding).intersected(Rect.of(size)))
    assert all(
        side >= min(512, full) for side, full in zip(frame.rect.intersected(Rect.of(size)).size, size, strict=True)
    )


def painted(size: Size, rect: Rect) -> Plane:
    mask = np.zeros((size.height, size.width), np.uint8)
    mask[rect.slices] = 255
    return mask


def test_a_small_dab_gets_comfortable_context_around_its_middle() -> None:
    mask = painted(Size(2000, 1500), Rect(1000, 700, 20, 20))
    assert frame_around(mask, invert=False, blur=4) == Frame(Rect(754, 454, 512, 512), Size(512, 512))


def test_at_the_corner_the_frame_moves_inside() -> None:
    mask = painted(Size(2000, 1500), Rect(1990, 0, 10, 10))
    assert frame_around(mask, invert=False, blur=4) == Frame(Rect(1488, 0, 512, 512), Size(512, 512))


def test_a_large_area_grows_to_a_multiple_of_8() -> None:
    mask = painted(Size(2000, 1500), Rect(500, 400, 601, 603))
    frame = frame_around(mask, invert=False, blur=12, padding=64)
    assert frame is not None
    assert frame.sent == Size(792, 792)  # 601 + 2 * (30 + 64) = 789
    assert frame.rect == Rect(405, 306, 792, 792)


def test_nothing_to_repaint_has_no_frame() -> None:
    mask = np.full((10, 10), 127, np.uint8)
    assert frame_around(mask, invert=False, blur=12) is None
    assert frame_around(mask, invert=True, blur=12) == whole_frame(Size(10, 10))


def test_a_picture_that_is_too_small_or_odd_is_reached_past() -> None:
    assert whole_frame(Size(1, 1)) == Frame(Rect(0, 0, 64, 64), Size(64, 64))
    assert whole_frame(Size(101, 64)) == Frame(Rect(0, 0, 104, 64), Size(104, 64))


def test_a_large_picture_is_scaled_and_keeps_its_aspect() -> None:
    frame = whole_frame(Size(6000, 4000))
    assert frame.sent == Size(2560, 1712)
    assert frame.rect == Rect(0, 0, 6000, 4012)
    assert round(frame.scale, 2) == 0.43
    assert frame.is_scaled
    assert not frame.is_stretched


def test_a_very_long_picture_is_reached_past() -> None:
    assert whole_frame(Size(20_480, 100)) == Frame(Rect(0, 0, 20_480, 512), Size(2560, 64))


@given(LARGE)
def test_every_whole_picture_can_be_sent(size: Size) -> None:
    frame = whole_frame(size)
    assert_can_be_sent(frame, size)
    assert frame.rect.encloses(Rect.of(size))


@given(LARGE, st.data())
def test_every_dragged_frame_can_be_sent(size: Size, data: st.DataObject) -> None:
    x, y = data.draw(st.integers(-50, size.width - 1)), data.draw(st.integers(-50, size.height - 1))
    rect = Rect(x, y, data.draw(st.integers(51, 9000)), data.draw(st.integers(51, 9000)))
    frame = custom_frame(rect, size)
    assert_can_be_sent(frame, size)
    assert_inside_where_possible(frame, size)
    assert frame.rect.encloses(rect.intersected(Rect.of(size)))


def test_a_frame_beside_the_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="nothing of the picture"):
        custom_frame(Rect(100, 0, 50, 50), Size(100, 100))


def test_the_reach_of_a_scaled_frame_is_larger_in_document_pixels() -> None:
    mask = painted(Size(8000, 8000), Rect(1500, 1500, 5000, 5000))
    frame = frame_around(mask, invert=False, blur=64, padding=0)
    assert frame is not None
    far = footprint.reach(64) / frame.scale
    assert frame.rect.x <= 1500 - far < frame.rect.x + 8
    assert frame.rect.right >= 6500 + far


def test_sizes_by_hand() -> None:
    frame = whole_frame(Size(1024, 512))
    assert with_sent_size(frame, None, None) == frame
    assert with_sent_size(frame, 100, None).sent == Size(100, 64)
    assert with_sent_size(frame, 333, None).sent == Size(333, 166)
    assert with_sent_size(frame, None, 2560).sent == Size(2560, 2560)
    square = with_sent_size(frame, 700, 701)
    assert square.sent == Size(700, 701)
    assert square.rect == frame.rect
    assert square.is_stretched
    assert not with_sent_size(frame, 512, 256).is_stretched


@pytest.mark.parametrize(("width", "height"), [(63, 64), (64, 2561), (None, 63), (0, None)])
def test_sizes_out_of_range_are_refused(width: int | None, height: int | None) -> None:
    with pytest.raises(ValueError, match="64 to 2560"):
        with_sent_size(whole_frame(Size(100, 100)), width, height)


@given(SIZES)
def test_a_whole_frame_of_a_small_picture_has_its_scale(size: Size) -> None:
    frame = whole_frame(size)
    assert (frame.scale_x, frame.scale_y, frame.scale) == (1, 1, 1)
    assert not frame.is_scaled


@given(LARGE, st.integers(1, 100))
def test_a_shrunk_frame_shows_at_least_the_same_and_is_sent_smaller(size: Size, percent: int) -> None:
    frame = whole_frame(size)
    small = shrunk(frame, percent, size)
    assert small.rect.encloses(frame.rect)
    assert not small.is_stretched
    for sent, before, full, side in zip(small.sent, frame.sent, frame.rect.size, small.rect.size, strict=True):
        assert 64 <= sent <= before
        assert sent % 8 == 0
        assert sent <= max(64, before * percent / 100 + 8)
        # What keeps the aspect is at most the rounding of a side to 8, or what a side of 64 cannot give up.
        assert side <= full * max(1, 64 / (min(frame.sent) * percent / 100)) * (1 + 8 / min(small.sent)) + 1
    assert shrunk(frame, 100, size) is frame


def test_a_stretched_frame_stays_stretched_when_it_is_shrunk() -> None:
    frame = Frame(Rect(0, 0, 1000, 1000), Size(800, 400))
    assert shrunk(frame, 50, Size(1000, 1000)) == Frame(Rect(0, 0, 1000, 1000), Size(400, 200))
