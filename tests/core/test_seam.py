"""The seam kit: whatever is set, the weight outside the footprint stays 0, and nothing there becomes another pixel."""

from dataclasses import replace
from typing import get_args

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.colour_match import RING_PX, Surroundings, matched
from picpik_studio.core.composition import composed, refitted
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.seam import AS_SENT, Borders, Match, Seam, Shape, depth, edge_weight, fall_off
from tests.core.making import masks, noise, rects_in
from tests.core.references import distances

NO_BORDER = Borders(left=False, top=False, right=False, bottom=False)
LAYOUTS = st.sampled_from([(np.uint8, 4, False), (np.uint8, 4, True), (np.uint16, 3, False), (np.uint16, 4, True)])
SEAMS = st.builds(
    Seam,
    st.one_of(st.none(), st.integers(0, 200)),
    st.integers(-100, 100),
    st.sampled_from(get_args(Shape)),
    st.sampled_from(get_args(Match)),
    st.integers(0, 100),
    st.integers(0, 100),
)


def disc(radius: int, blur: int = 0, margin: int = 40) -> Plane:
    """Return the weight of a painted disc in the middle of a square."""
    side = 2 * (radius + margin)
    y, x = np.indices((side, side)) + 0.5 - side / 2
    painted = np.where(x * x + y * y <= radius * radius, 255, 0).astype(np.uint8)
    return footprint.weight(painted, blur, invert=False)


def opened(size: Size, layout: tuple[type[np.unsignedinteger], int, bool], seed: int) -> Picture:
    pixels = noise(size, layout[1], seed, layout[0])
    if layout[:2] == (np.uint8, 4) and not layout[2]:
        pixels[..., 3] = 255
    return Picture(pixels, has_alpha=layout[2])


def fitted(picture: Picture, patch: Patch, seam: Seam) -> Patch:
    return refitted(picture, (), patch, seam)


def around_of(pixels: Pixels, weight: Plane) -> Surroundings:
    """Return the surroundings of a patch that lies in the middle of `pixels`."""
    height, width = weight.shape
    return Surroundings(pixels, Rect((pixels.shape[1] - width) // 2, (pixels.shape[0] - height) // 2, width, height))


@given(masks(), st.integers(0, 20), SEAMS, st.booleans())
def test_the_weight_outside_the_footprint_stays_0(mask: Plane, blur: int, seam: Seam, invert: bool) -> None:
    weight = footprint.weight(mask, blur, invert=invert)
    made = edge_weight(weight, seam, Borders.of(Rect(0, 0, *weight.shape[::-1]), Size(*weight.shape[::-1])))
    assert made.dtype == np.uint8
    assert not made[weight == 0].any()


@given(st.builds(Size, st.integers(1, 90), st.integers(1, 70)), LAYOUTS, SEAMS, st.booleans(), st.data())
def test_no_pixel_outside_the_footprint_changes_at_any_depth_and_setting(
    size: Size,
    layout: tuple[type[np.unsignedinteger], int, bool],
    seam: Seam,
    has_alpha_painted: bool,
    data: st.DataObject,
) -> None:
    picture = opened(size, layout, data.draw(st.integers(0, 99)))
    rect = data.draw(rects_in(size))
    weight = noise(rect.size, 1, 3)[..., 0].astype(np.uint8)
    weight[data.draw(rects_in(rect.size)).slices] = 0
    alpha = noise(rect.size, 1, 4)[..., 0].astype(np.uint8) if has_alpha_painted else None
    patch = Patch("a", rect, noise(rect.size, layout[1], 5, layout[0]), weight, "job", 0, "", alpha=alpha)
    made = fitted(picture, patch, seam)
    result = composed(picture, (made,), Rect.of(size))
    inside = np.zeros((size.height, size.width), np.bool_)
    inside[rect.slices] = weight > 0
    assert np.array_equal(result[~inside], picture.pixels[~inside])
    assert np.array_equal(made.pixels, patch.pixels), "the result itself is kept"
    assert not made.weight_in((slice(None), slice(None)))[weight == 0].any()
    if layout[1] == 4:
        assert (result[..., 3] >= picture.pixels[..., 3]).all()


def test_as_sent_is_the_weight_itself_and_coming_back_to_it_forgets_the_rest() -> None:
    picture = opened(Size(100, 80), (np.uint8, 4, False), 1)
    weight = disc(10, 4, 10)
    patch = Patch("a", Rect(20, 20, 40, 40), noise(Size(40, 40)), weight, "job", 0, "")
    assert edge_weight(weight, AS_SENT, NO_BORDER) is weight
    changed = fitted(picture, patch, Seam(blend_px=3, match="tones"))
    assert changed.fit is not None
    back = fitted(picture, changed, AS_SENT)
    assert back.fit is None
    assert back.laid is back.pixels
    assert np.array_equal(back.weight_in((slice(None), slice(None))), weight)


def test_opacity_alone_is_no_slow_work_and_keeps_what_was_made() -> None:
    picture = opened(Size(100, 80), (np.uint8, 4, False), 1)
    patch = Patch("a", Rect(20, 20, 40, 40), noise(Size(40, 40)), disc(10, 0, 10), "job", 0, "")
    made = fitted(picture, patch, Seam(blend_px=3))
    half = fitted(picture, made, replace(made.seam, opacity=50))
    assert half.fit is made.fit
    assert half.weight_in((slice(20, 21), slice(20, 21))).item() == 128
    assert replace(half, seam=replace(half.seam, opacity=0)).weight_in((slice(None), slice(None))).max() == 0


def test_depth_is_the_distance_to_the_nearest_pixel_outside() -> None:
    weight = disc(6, 0, 4)
    expected = distances(np.pad(weight == 0, 1, constant_values=True))[1:-1, 1:-1] - 0.5
    assert np.allclose(depth(weight, NO_BORDER), np.maximum(expected, 0), atol=1e-4)


def test_a_patch_that_ends_with_the_picture_has_no_edge_there() -> None:
    weight = np.full((20, 30), 255, np.uint8)
    at_the_left = depth(weight, Borders(left=True, top=True, right=False, bottom=True))
    assert np.allclose(at_the_left, np.broadcast_to(np.arange(30)[::-1] + 0.5, (20, 30)))
    assert (edge_weight(weight, Seam(blend_px=10), Borders(*[True] * 4)) == 255).all()
    assert edge_weight(weight, Seam(blend_px=10), NO_BORDER)[0, 0] < 20


@pytest.mark.parametrize("blur", [0, 2, 8, 20])
def test_the_fall_off_is_what_the_blur_has_made(blur: int) -> None:
    painted = np.zeros((300, 300), np.uint8)
    painted[100:200, 100:200] = 255
    weight = footprint.weight(painted, blur, invert=False)
    row = weight[150]
    partly = int(((row > 0) & (row < 255)).sum()) // 2
    assert abs(fall_off(weight, NO_BORDER) - partly) <= 1


def test_the_blend_is_as_wide_as_it_is_set_and_lies_about_the_middle_of_what_was_sent() -> None:
    weight = disc(60, 8)
    row = edge_weight(weight, Seam(blend_px=12, shape="even"), NO_BORDER)[100].astype(int)
    partly = np.flatnonzero((row > 0) & (row < 255))
    left = partly[partly < 100]
    assert len(left) in (11, 12)
    sent = weight[100]
    middle = np.flatnonzero((sent > 0) & (sent < 255))
    assert abs(left.mean() - middle[middle < 100].mean()) <= 1
    assert (np.diff(row[:100]) >= 0).all()


def test_no_blend_is_a_hard_edge_and_the_shift_moves_it_both_ways() -> None:
    weight = disc(60, 8)
    areas = []
    for shift in (-20, -5, 0, 5, 100):
        made = edge_weight(weight, Seam(blend_px=0, shift_px=shift), NO_BORDER)
        assert set(np.unique(made)) == {0, 255}
        areas.append(int((made > 0).sum()))
    assert areas == sorted(areas)
    assert len(set(areas)) == 5
    assert areas[-1] == int((weight > 0).sum()), "outwards it ends at the footprint's edge"


def test_the_shapes_differ_as_they_are_called() -> None:
    weight = disc(60, 8)
    middle = {
        shape: int(edge_weight(weight, Seam(blend_px=20, shape=shape), NO_BORDER).astype(int).sum())
        for shape in get_args(Shape)
    }
    assert middle["inner"] < middle["even"] < middle["outer"]
    assert abs(middle["smooth"] - middle["even"]) < middle["outer"] - middle["even"]


@pytest.mark.parametrize(
    "wrong",
    [
        {"blend_px": -1},
        {"blend_px": 201},
        {"shift_px": 101},
        {"strength": 101},
        {"opacity": -1},
        {"shape": "x"},
        {"match": "x"},
    ],
)
def test_a_seam_out_of_range_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="A seam cannot be"):
        Seam(**wrong)  # type: ignore[arg-type]  # wrong on purpose


# Colour


def flat(size: Size, colour: tuple[int, ...], dtype: type[np.unsignedinteger], spread: int, seed: int) -> Pixels:
    """Return noise of some spread about a colour."""
    generator = np.random.default_rng(seed)
    full = np.iinfo(dtype).max
    samples = np.array(colour) * (full // 255) + generator.normal(
        0, spread * (full // 255), (size.height, size.width, 3)
    )
    pixels = np.clip(samples, 0, full).astype(dtype)
    return np.dstack([pixels, np.full(pixels.shape[:2], full, dtype)]) if dtype is np.uint8 else pixels


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_tones_take_mean_and_spread_of_the_ring(dtype: type[np.unsignedinteger]) -> None:
    around = flat(Size(200, 200), (120, 130, 140), dtype, 12, 1)
    weight = np.full((200 - 2 * RING_PX, 200 - 2 * RING_PX), 255, np.uint8)
    result = flat(Size(*weight.shape), (90, 120, 160), dtype, 9, 2)
    made = matched(result, weight, around_of(around, weight), NO_BORDER, "tones", 100)
    unit = np.iinfo(dtype).max // 255
    for channel in range(3):
        assert abs(made[..., channel].mean() - around[..., channel].mean()) < 3 * unit
        assert abs(made[..., channel].std() - around[..., channel].std()) < 3 * unit
    half = matched(result, weight, around_of(around, weight), NO_BORDER, "tones", 50)
    between = (result[..., 0].mean() + made[..., 0].mean()) / 2
    assert abs(half[..., 0].mean() - between) < unit


@pytest.mark.parametrize("match", ["tones", "gradient"])
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_what_matches_already_is_not_changed(match: Match, dtype: type[np.unsignedinteger]) -> None:
    around = flat(Size(120, 120), (120, 130, 140), dtype, 0, 1)
    weight = disc(20, 0, 16)
    result = flat(Size(72, 72), (120, 130, 140), dtype, 0, 2)
    assert np.array_equal(matched(result, weight, around_of(around, weight), NO_BORDER, match, 100), result)


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_in_the_gradient_domain_nothing_jumps_at_the_edge_and_inner_steps_stay(dtype: type[np.unsignedinteger]) -> None:
    unit = np.iinfo(dtype).max // 255
    size = Size(140, 120)
    ramp = np.linspace(60, 160, size.width)[None, :, None] + np.zeros((size.height, 1, 3))
    around = (ramp * unit).astype(dtype)
    if dtype is np.uint8:
        around = np.dstack([around, np.full(around.shape[:2], 255, dtype)])
    rect = Rect(RING_PX, RING_PX, size.width - 2 * RING_PX, size.height - 2 * RING_PX)
    weight = np.full((rect.height, rect.width), 255, np.uint8)
    result = around[rect.slices].astype(np.int64) + 20 * unit
    result[30:40, 40:50, :3] += 15 * unit
    made = matched(
        np.clip(result, 0, np.iinfo(dtype).max).astype(dtype),
        weight,
        around_of(around, weight),
        NO_BORDER,
        "gradient",
        100,
    ).astype(int)
    inside = around[rect.slices].astype(int)
    edge = np.ones(weight.shape, np.bool_)
    edge[1:-1, 1:-1] = False
    assert np.array_equal(made[edge][:, :3], inside[edge][:, :3])
    assert np.abs(made[35, 45, :3] - inside[35, 45, :3] - 15 * unit).max() <= 2 * unit
    assert np.abs(made[10, 10, :3] - inside[10, 10, :3]).max() <= 2 * unit


def test_without_anything_around_tones_stay() -> None:
    pixels = noise(Size(20, 20))
    weight = np.full((20, 20), 255, np.uint8)
    alone = around_of(noise(Size(20, 20), seed=4), weight)
    assert np.array_equal(matched(pixels, weight, alone, Borders(*[True] * 4), "tones", 100), pixels)
