"""With a memory of what was before, lines are what they are without: whatever was painted, undone or set otherwise."""

from collections.abc import Callable
from typing import NamedTuple

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import footprint, support, tile_blur
from picpik_studio.core.arrays import Plane
from picpik_studio.core.frame import frame_around_box, whole_frame, with_sent_size
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.outline import Share, outlines
from picpik_studio.core.tile_bounds import Counts, Tiles
from picpik_studio.core.tile_memory import TileMemory

SIZE = Size(500, 420)
BLURS = st.sampled_from([1, 4, 6, 7, 12, 64])
Blur = Callable[..., tile_blur.Blurred]


class Step(NamedTuple):
    """What a line is looked for by."""

    mask: Plane
    shares: tuple[Share, ...]
    blur: int
    invert: bool


@st.composite
def steps(draw: st.DrawFn) -> list[Step]:
    """Return what is there one after the other: of a few masks, sharings and blurs, so that each comes again."""
    masks = [np.zeros((SIZE.height, SIZE.width), np.uint8)]
    for _ in range(3):
        masks.append(painted(masks[-1], draw(st.integers(0, 2**32 - 1)), draw(st.booleans())))
    blurs = [draw(BLURS), draw(BLURS)]
    sharings = [draw(cut(max(blurs))) for _ in range(2)]
    sharings.append([(with_sent_size(whole_frame(SIZE), *draw(st.sampled_from([(None, None), (200, 160)]))), WHOLE)])
    step = st.builds(
        Step,
        st.sampled_from(masks),
        st.sampled_from(sharings).map(tuple),
        st.sampled_from([*blurs[:1] * 3, blurs[1]]),
        st.sampled_from([False, False, False, True]),
    )
    return draw(st.lists(step, min_size=2, max_size=6))


WHOLE = Rect(0, 0, *SIZE)


@st.composite
def cut(draw: st.DrawFn, blur: int) -> list[Share]:
    """Return the pieces of all there is, cut upright and across, with frames that show all of their blur."""
    columns, rows = draw(spans(SIZE.width)), draw(spans(SIZE.height))
    rects = [Rect.spanning(left, top, right, bottom) for top, bottom in rows for left, right in columns]
    return [(frame_around_box(rect, SIZE, blur, 8), rect) for rect in rects]


@st.composite
def moved(draw: st.DrawFn, blur: int) -> list[list[Share]]:
    """Return several cuts in two, of which the left piece stays as it is."""
    end = draw(st.integers(64, SIZE.width - 1))
    starts = draw(st.lists(st.integers(end - 64, end), min_size=2, max_size=4))
    pieces = [[Rect.spanning(0, 0, end, SIZE.height), Rect.spanning(start, 0, *SIZE)] for start in starts]
    return [[(frame_around_box(rect, SIZE, blur, 8), rect) for rect in rects] for rects in pieces]


@st.composite
def spans(draw: st.DrawFn, length: int) -> list[tuple[int, int]]:
    """Return one or two spans over a length, which overlap."""
    at = draw(st.integers(0, length - 1))
    return [(0, min(length, at + draw(st.integers(0, 64)))), (at, length)] if at else [(0, length)]


def painted(mask: Plane, seed: int, is_dot: bool) -> Plane:
    """Return the mask after a stroke, or a single pixel."""
    generator, mask = np.random.default_rng(seed), mask.copy()
    start, end = (generator.integers(0, SIZE).tolist() for _ in range(2))
    cv2.line(mask, start, start if is_dot else end, int(generator.choice([0, 255])), int(generator.integers(1, 40)))
    return mask


@given(steps())
def test_the_lines_are_those_without_a_memory(steps: list[Step]) -> None:
    check(steps)


@given(st.data(), st.sampled_from([6, 12, 64]), st.integers(0, 2**32 - 1))
def test_pieces_that_are_cut_elsewhere_have_lines_of_their_own(data: st.DataObject, blur: int, seed: int) -> None:
    """Nothing is painted between: strokes of which the blur of a piece leaves less than that of all, in many places."""
    mask, generator = np.zeros((SIZE.height, SIZE.width), np.uint8), np.random.default_rng(seed)
    for x, y in generator.integers(0, SIZE, (30, 2)).tolist():
        cv2.circle(mask, (x, y), int(generator.integers(0, 1 + blur // 4)), 255, -1)
    sharings = data.draw(st.lists(cut(blur), min_size=2, max_size=4) | moved(blur))
    check([Step(mask, tuple(shares), blur, invert=False) for shares in sharings])


@pytest.mark.parametrize("seed", range(9))
def test_tiles_beside_a_piece_that_ends_elsewhere_are_looked_at_anew(seed: int) -> None:
    """A wide blur sees from afar that a piece has another end."""
    blur, end, generator = 64, 300, np.random.default_rng(seed)
    mask = np.zeros((SIZE.height, SIZE.width), np.uint8)
    for x, y in generator.integers(0, SIZE, (8, 2)).tolist():
        cv2.circle(mask, (x, y), int(generator.integers(0, 22)), 255, -1)
    steps = []
    for start in (240, 299):
        rects = (Rect.spanning(0, 0, end, SIZE.height), Rect.spanning(start, 0, *SIZE))
        shares = tuple((frame_around_box(rect, SIZE, blur, 8), rect) for rect in rects)
        steps.append(Step(mask, shares, blur, invert=False))
    check(steps)


def check(steps: list[Step]) -> None:
    memory = TileMemory()
    for mask, shares, blur, invert in steps:
        lines = outlines(shares, mask, blur, invert=invert, memory=memory)
        wanted = outlines(shares, mask, blur, invert=invert)
        assert [line.tolist() for line in lines] == [line.tolist() for line in wanted]


@pytest.fixture
def blurred(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many tiles are blurred, look by look."""
    numbers: list[int] = []

    def counting(blur_of: Blur) -> Blur:
        def counted(
            seen: Plane, counts: Counts, blur: int, is_open: Tiles, within: Rect | None = None
        ) -> tile_blur.Blurred:
            numbers.append(int(is_open.sum()))
            return blur_of(seen, counts, blur, is_open, within)

        return counted

    for name in ("blurred_tiles", "blurred_blocks"):
        monkeypatch.setattr(support, name, counting(getattr(tile_blur, name)))
    return numbers


LARGE = Size(2000, 1600)


def strokes() -> Plane:
    """Return a dozen strokes in the left three quarters of a picture."""
    mask = np.zeros((LARGE.height, LARGE.width), np.uint8)
    for x, y in np.random.default_rng(1).uniform(0.05, 0.65, (12, 2)).tolist():
        cv2.line(mask, [int(x * 2000), int(y * 1600)], [int(x * 2000) + 200, int(y * 1600) + 80], 255, 50)
    return mask


def pieces(blur: int, *rects: Rect) -> list[Share]:
    return [(frame_around_box(rect, LARGE, blur, 64), rect) for rect in rects]


@pytest.mark.parametrize("blur", [4, 12, 64])
def test_after_a_stroke_only_what_sees_it_is_blurred(blurred: list[int], blur: int) -> None:
    mask, memory = strokes(), TileMemory()
    shares = pieces(blur, Rect(0, 0, 1100, 1600), Rect(1000, 0, 1000, 1600))
    outlines(shares, mask, blur, invert=False, memory=memory)
    before = sum(blurred)
    blurred.clear()
    cv2.circle(mask, (600, 1000), 20, 255, -1)
    outlines(shares, mask, blur, invert=False, memory=memory)
    seeing = (2 * (footprint.reach(blur) + 20) // tile_blur.TILE + 2) ** 2
    assert 0 < sum(blurred) <= min(before / 2, seeing * len(shares))
    blurred.clear()
    outlines(shares, mask, blur, invert=False, memory=memory)
    assert sum(blurred) == 0  # the same once more


@pytest.mark.parametrize("blur", [4, 12, 64])
def test_a_stroke_beyond_all_frames_leaves_what_is_known(blurred: list[int], blur: int) -> None:
    mask, memory = strokes(), TileMemory()
    rects = Rect(0, 0, 600, 1600), Rect(500, 0, 500, 1600)
    outlines(pieces(blur, *rects), mask, blur, invert=False, memory=memory)
    before = sum(blurred)
    blurred.clear()
    cv2.circle(mask, (1970, 40), 20, 255, -1)
    outlines(pieces(blur, *rects, Rect(1950, 20, 41, 41)), mask, blur, invert=False, memory=memory)
    assert 0 < sum(blurred) < before / 4
