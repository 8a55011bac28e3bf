"""Where a weight is not 0: everywhere as the weight itself, and of its value along the boundary."""

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import footprint, support, tile_blur
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.roomy import Roomy
from picpik_studio.core.tile_bounds import Counts, Tiles, packed, painted, room
from tests.core.making import masks, rects_in

BLURS = st.one_of(st.integers(0, 12), st.integers(0, 64))


def agrees(found: Plane, weight: Plane) -> bool:
    """Whether both are 0 in the same pixels, and alike in those that have one of them beside them."""
    nothing = (weight == 0).astype(np.uint8)
    beside = cv2.dilate(nothing, np.ones((3, 3), np.uint8)) > 0
    return np.array_equal(found == 0, nothing > 0) and np.array_equal(found[beside], weight[beside])


@given(masks(), BLURS, st.booleans())
def test_it_is_where_the_weight_is(mask: Plane, blur: int, invert: bool) -> None:
    area = footprint.repaint(mask, invert=invert)
    assert agrees(support.support(area, blur), footprint.weight(mask, blur, invert=invert))


@given(
    st.integers(0, 2**32 - 1), st.integers(1, 400), st.integers(1, 400), st.sampled_from([0.0001, 0.002, 0.5]), BLURS
)
def test_dust_and_pinholes_are_seen(seed: int, width: int, height: int, share: float, blur: int) -> None:
    dust = np.where(np.random.default_rng(seed).random((height, width)) < share, 255, 0).astype(np.uint8)
    for area in (dust, 255 - dust):
        assert agrees(support.support(area, blur), footprint.weight(area, blur, invert=False))


FULL = 255
PAST = 400  # pixels: further than any blur sees


@st.composite
def shared(draw: st.DrawFn) -> tuple[Plane, list[Rect]]:
    """Return an area and rectangles that have all of it, some of which go on past some of the borders."""
    mask = draw(st.one_of(masks(), dust()))
    size = Size(mask.shape[1], mask.shape[0])
    shares, area = [], np.zeros_like(mask)
    for _ in range(draw(st.integers(1, 4))):
        rect = draw(rects_in(size))
        area[rect.slices] = footprint.repaint(mask[rect.slices], invert=False)
        left, top, right, bottom = (PAST if draw(st.booleans()) else 0 for _ in range(4))
        shares.append(
            Rect.spanning(
                rect.x - left * (rect.x == 0),
                rect.y - top * (rect.y == 0),
                rect.right + right * (rect.right == size.width),
                rect.bottom + bottom * (rect.bottom == size.height),
            )
        )
    return area, shares


@st.composite
def dust(draw: st.DrawFn) -> Plane:
    """Return single pixels on nothing, or single holes in all."""
    seed, share, value = draw(st.integers(0, 2**32 - 1)), draw(st.sampled_from([0.0005, 0.01])), draw(st.booleans())
    size = draw(st.integers(1, 500)), draw(st.integers(1, 500))
    found = np.random.default_rng(seed).random(size) < share
    return np.where(found == value, 255, 0).astype(np.uint8)


@given(shared(), BLURS)
def test_shares_have_the_largest_of_their_weights(sharing: tuple[Plane, list[Rect]], blur: int) -> None:
    check_shares(*sharing, blur)


@pytest.mark.parametrize("blur", [12, 64])
@pytest.mark.parametrize("seed", range(3))
def test_of_an_area_that_is_cut_each_piece_has_the_weight_of_its_own_alone(blur: int, seed: int) -> None:
    """Bars and gaps of such lengths that the boundary of all lies elsewhere, as far from the cut as the blur sees."""
    generator = np.random.default_rng(seed)
    area, row = np.zeros((900, 420), np.uint8), 0
    while row < len(area):
        gap, length = generator.integers(blur // 2, 2 * blur, 2).tolist()
        area[row + gap : row + gap + length, :120] = 255
        row += gap + length
    for cut in (309, 320):
        upper, lower = (
            Rect(-PAST, -PAST, 420 + 2 * PAST, PAST + cut),
            Rect(-PAST, cut, 420 + 2 * PAST, 900 - cut + PAST),
        )
        check_shares(area, [upper, lower], blur)
        check_shares(area.T.copy(), [Rect(y, x, down, across) for x, y, across, down in (upper, lower)], blur)


def check_shares(area: Plane, shares: list[Rect], blur: int) -> None:
    plane = support.ground(Size(area.shape[1], area.shape[0]), blur)
    plane.inner[...] = area
    plane.repeat_border()
    support.spread(plane, blur, shares)
    around = np.pad(area, PAST // 2, mode="edge")
    weights = []
    for share in shares:
        alone = np.zeros_like(around)
        there = share.translated(PAST // 2, PAST // 2).intersected(Rect(0, 0, around.shape[1], around.shape[0])).slices
        alone[there] = around[there]
        weights.append(footprint.weight(alone, blur, invert=False)[PAST // 2 : -PAST // 2, PAST // 2 : -PAST // 2])
    wanted = np.maximum.reduce(weights)
    assert agrees(plane.inner, wanted)
    framed = plane.framed()
    assert np.array_equal(framed[1:, 1:][: area.shape[0], : area.shape[1]] > 0, wanted > 0)
    assert cv2.countNonZero(np.ascontiguousarray(framed)) == int((wanted > 0).sum())


@given(masks(), BLURS)
def test_what_is_repainted_is_left_alone(mask: Plane, blur: int) -> None:
    area = footprint.repaint(mask, invert=False)
    before = area.copy()
    assert (support.support(area, blur)[area > 0] > 0).all()
    assert np.array_equal(area, before)


@pytest.mark.parametrize("blur", [1, 4, 12, 64])
def test_few_tiles_have_to_be_blurred(monkeypatch: pytest.MonkeyPatch, blur: int) -> None:
    """Strokes all over a picture: what is blurred is the boundary's surroundings, a fifth of all at most."""
    area = np.zeros((2048, 2560), np.uint8)
    for x, y in np.random.default_rng(1).uniform(0.05, 0.85, (12, 2)).tolist():
        start = [int(x * 2560), int(y * 2048)]
        cv2.line(area, start, [start[0] + 256, start[1] + 102], 255, 64)
    blurred: list[int] = []
    tiles, blocks = tile_blur.blurred_tiles, tile_blur.blurred_blocks

    def counted(
        seen: Plane, counts: Counts, blur: int, is_open: Tiles, within: Rect | None = None
    ) -> tile_blur.Blurred:
        found = (blocks if blur <= tile_blur.BLOCK // 2.5 else tiles)(seen, counts, blur, is_open, within)
        blurred.append(found[2].size // tile_blur.TILE**2)
        return found

    monkeypatch.setattr("picpik_studio.core.support.blurred_tiles", counted)
    monkeypatch.setattr("picpik_studio.core.support.blurred_blocks", counted)
    assert agrees(support.support(area, blur), footprint.weight(area, blur, invert=False))
    assert 0 < sum(blurred) < 80 * 64 / 5


@given(masks(), st.integers(1, 6), rects_in(Size(200, 200)) | st.none(), st.integers(0, 2**32 - 1))
def test_blocks_have_the_blur_of_their_tiles(mask: Plane, blur: int, within: Rect | None, seed: int) -> None:
    """Those that are left out are painted all over, or have none."""
    plane = Roomy.around(footprint.repaint(mask, invert=False), room(blur), tile_blur.TILE)
    down, across = ((side - 2 * plane.room) // tile_blur.TILE for side in plane.pixels.shape)
    is_open = np.random.default_rng(seed).random((down, across)) < 0.7
    what = plane.pixels, painted(packed(plane.pixels)), blur, is_open, within
    block, blocks = tile_blur.BLOCK, tile_blur.BLOCKS
    whole = np.zeros((down * tile_blur.TILE, across * tile_blur.TILE), np.float32)
    rows, columns, blurred = tile_blur.blurred_tiles(*what)
    whole.reshape(down, tile_blur.TILE, across, tile_blur.TILE)[rows, :, columns] = blurred
    assert len(blurred) == is_open.sum()
    by_block = whole.reshape(down * blocks, block, across * blocks, block)
    rows, columns, blurred = tile_blur.blurred_blocks(*what)
    assert np.array_equal(by_block[rows, :, columns], blurred)
    by_block[rows, :, columns] = 0
    inner = plane.pixels[plane.room : -plane.room, plane.room : -plane.room].reshape(by_block.shape)
    assert (inner[by_block > 0] == FULL).all()
