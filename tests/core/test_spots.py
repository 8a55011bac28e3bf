import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import regions
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.regions import SEAM
from picpik_studio.core.spot_search import SpotSearch, find_spots
from picpik_studio.core.spots import Spot, SpotKind, fixed
from tests.core import references
from tests.core.references import Flags

PINHOLE, GAP, SPECK = SpotKind.PINHOLE, SpotKind.GAP, SpotKind.SPECK


def narrow(kept: Flags, width: int) -> Flags:
    """What lies in a row between painted pixels, or the border, less than `width` apart."""
    result = np.zeros_like(kept)
    for number, row in enumerate(kept):
        for run in references.parts(row[None, :], corners=False):
            if run.sum() < width:
                result[number] |= run[0]
    return result


def gaps(kept: Flags, width: int) -> Flags:
    """Narrow parts that are long enough along the other axis."""
    result = np.zeros_like(kept)
    for turned, target in ((kept, result), (kept.T, result.T)):
        for part in references.parts(narrow(turned, width), corners=True):
            rows = np.flatnonzero(part.any(axis=1))
            if rows[-1] - rows[0] + 1 >= width:
                np.logical_or(target, part, out=target)
    return result


def spread(spots: tuple[Spot, ...], kind: SpotKind, shape: tuple[int, ...]) -> Flags:
    plane = np.zeros(shape, bool)
    for spot in spots:
        if spot.kind is kind:
            assert np.count_nonzero(spot.shape) == spot.area
            assert not (plane[spot.rect.slices] & (spot.shape > 0)).any()
            plane[spot.rect.slices] |= spot.shape > 0
    return plane


@st.composite
def worn_masks(draw: st.DrawFn) -> Plane:
    """A painted area with holes, cuts and crumbs, 1 to 24 pixels a side."""
    height, width = draw(st.integers(1, 24)), draw(st.integers(1, 24))
    values = np.array([0, 127, 128, 255, 255, 255], np.uint8)
    mask = np.random.default_rng(draw(st.integers(0, 99))).choice(values, (height, width))
    for _ in range(draw(st.integers(0, 3))):
        x, thick = draw(st.integers(0, width - 1)), draw(st.integers(1, 5))
        mask[:, x : x + thick] = draw(st.sampled_from([0, 255]))
    return mask


@given(worn_masks(), st.integers(1, 7), st.integers(0, 9))
def test_spots_are_what_their_definitions_say(mask: Plane, width: int, area: int) -> None:
    spots = find_spots(mask, width=width, area=area)
    painted = mask >= 128
    holes, crumbs = np.zeros_like(painted), np.zeros_like(painted)
    for flags, target, corners in ((~painted, holes, False), (painted, crumbs, True)):
        for part in references.parts(flags, corners=corners):
            if part.sum() <= area and painted.any():
                np.logical_or(target, part, out=target)
    expected = {PINHOLE: holes, SPECK: crumbs, GAP: gaps(~painted, width) & ~holes & painted.any()}
    for kind, plane in expected.items():
        assert np.array_equal(spread(spots, kind, mask.shape), plane)
    assert list(spots) == sorted(spots, key=lambda spot: (spot.rect.y, spot.rect.x))


@given(worn_masks(), st.integers(1, 7), st.integers(0, 9))
def test_fixing_fills_and_clears_exactly_the_spots(mask: Plane, width: int, area: int) -> None:
    spots = find_spots(mask, width=width, area=area)
    for some in (spots, spots[:1], ()):
        fill = spread(some, PINHOLE, mask.shape) | spread(some, GAP, mask.shape)
        clear = spread(some, SPECK, mask.shape)
        result = fixed(mask, some)
        assert np.array_equal(result >= 128, ((mask >= 128) | fill) & ~clear)
        filled = references.without_seam(mask, fill, SEAM)
        assert np.array_equal(result, 255 - references.without_seam((255 - filled).astype(np.uint8), clear, SEAM))


def value(spot: Spot) -> tuple[Spot, bytes]:
    return spot, spot.shape.tobytes()


def alike(one: tuple[Spot, ...], other: tuple[Spot, ...]) -> bool:
    return list(map(value, one)) == list(map(value, other))


@given(worn_masks(), st.integers(1, 7), st.integers(0, 9), st.lists(st.integers(0, 10_000), min_size=1, max_size=5))
def test_looking_at_what_has_changed_finds_what_looking_at_all_finds(
    mask: Plane, width: int, area: int, seeds: list[int]
) -> None:
    size = Size(mask.shape[1], mask.shape[0])
    search = SpotSearch(size, width=width, area=area)
    assert alike(search.find(mask), find_spots(mask, width=width, area=area))
    for seed in seeds:
        generator = np.random.default_rng(seed)
        x, y = int(generator.integers(size.width)), int(generator.integers(size.height))
        mask = mask.copy()
        mask[y : y + int(generator.integers(1, 6)), x : x + int(generator.integers(1, 6))] = generator.choice([0, 255])
        assert alike(search.find(mask), find_spots(mask, width=width, area=area))


@pytest.mark.parametrize("seed", range(8))
def test_far_reaching_gaps_are_followed_to_their_ends(seed: int) -> None:
    """Slanted and straight cuts through a large area, longer than what is looked at first, joined and parted."""
    generator = np.random.default_rng(seed)
    mask = np.full((500, 700), 255, np.uint8)
    mask[:, 300:303] = 0
    search = SpotSearch(Size(700, 500), width=6, area=20)
    for _ in range(12):
        ends = [(int(generator.integers(700)), int(generator.integers(500))) for _ in range(2)]
        mask = mask.copy()
        cv2.line(mask, ends[0], ends[1], (int(generator.choice([0, 0, 255])),), int(generator.integers(1, 5)))
        assert alike(search.find(mask), find_spots(mask, width=6, area=20))
    assert search.find(mask)


def test_a_dab_is_looked_at_without_the_rest(monkeypatch: pytest.MonkeyPatch) -> None:
    mask = np.full((1000, 1000), 255, np.uint8)
    search = SpotSearch(Size(1000, 1000), width=6, area=64)
    search.find(mask)
    looked: list[int] = []
    real = regions._parts

    def parts(part: Plane, connectivity: int) -> regions.Parts:
        looked.append(part.size)
        return real(part, connectivity)

    monkeypatch.setattr(regions, "_parts", parts)
    changed = mask.copy()
    changed[500:503, 500:503] = 0
    assert [spot.kind for spot in search.find(changed)] == [PINHOLE]
    assert 0 < sum(looked) < 150_000


def test_each_kind_is_found_where_it_is() -> None:
    mask = np.zeros((100, 120), np.uint8)
    mask[20:90, 10:60] = mask[20:90, 63:110] = 255
    mask[40, 30] = 0
    mask[5:8, 90:93] = 200
    spots = find_spots(mask)
    assert [(spot.kind, spot.rect, spot.area) for spot in spots] == [
        (SPECK, Rect(90, 5, 3, 3), 9),
        (GAP, Rect(60, 20, 3, 70), 210),
        (PINHOLE, Rect(30, 40, 1, 1), 1),
    ]
    whole = fixed(mask, spots)
    assert (whole[20:90, 10:110] == 255).all()
    assert np.count_nonzero(whole) == 70 * 100
    assert fixed(mask, spots[1:2])[40, 30] == 0


def test_a_strip_along_the_border_and_a_slanted_cut_are_gaps() -> None:
    mask = np.full((120, 120), 255, np.uint8)
    mask[:3] = 0
    rows, columns = np.indices(mask.shape)
    mask[(np.abs(rows - columns) <= 1) & (rows > 20) & (rows < 100)] = 0
    assert [spot.kind for spot in find_spots(mask, area=20)] == [GAP, GAP]


def test_corners_notches_wide_cuts_and_an_empty_mask_are_none() -> None:
    mask = np.zeros((100, 100), np.uint8)
    assert find_spots(mask) == ()
    mask[20:90, 20:40] = mask[70:90, 20:90] = 255
    mask[50, 38:40] = 0
    assert find_spots(mask) == ()
    mask[20:90, 46:60] = 255
    assert find_spots(mask) == ()
    assert [spot.kind for spot in find_spots(mask, width=9)] == [GAP]


@pytest.mark.parametrize(("width", "area"), [(0, 5), (5, -1)])
def test_numbers_out_of_range_are_refused(width: int, area: int) -> None:
    with pytest.raises(ValueError, match="cannot"):
        find_spots(np.zeros((5, 5), np.uint8), width=width, area=area)
