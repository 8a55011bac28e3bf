"""A colour match is from before exactly when what it looks at has changed; matched anew it is as if made now."""

from dataclasses import replace
from typing import Literal

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.colour_match import RING_PX
from picpik_studio.core.composition import composed, is_matched, outdated, refitted, rematched
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.patch import Patch
from picpik_studio.core.patch_list import shown
from picpik_studio.core.picture import Picture
from picpik_studio.core.seam import AS_SENT, Seam
from tests.core.making import noise

SIZE = Size(200, 160)
UPPER = Rect(80, 60, 40, 40)
MATCHES: list[Literal["tones", "gradient"]] = ["tones", "gradient"]


def opaque(size: Size, seed: int) -> Pixels:
    pixels = noise(size, seed=seed)
    pixels[..., 3] = 255
    return pixels


PICTURE = Picture(opaque(SIZE, 1), has_alpha=False)


def a_patch(name: str, rect: Rect, seed: int) -> Patch:
    weight = np.full((rect.height, rect.width), 255, np.uint8)
    return Patch(name, rect, opaque(rect.size, seed), weight, "job", 0, "Result")


def pair(lower: Rect, match: Literal["none", "tones", "gradient"] = "tones") -> tuple[Patch, Patch]:
    """Return a patch and one over it whose colours are matched to what there is with it."""
    under = a_patch("lower", lower, 2)
    return under, refitted(PICTURE, (under,), a_patch("upper", UPPER, 3), Seam(match=match, opacity=80))


@pytest.mark.parametrize("match", MATCHES)
@given(st.integers(0, SIZE.width - 30), st.integers(0, SIZE.height - 30), st.integers(1, 30), st.integers(1, 30))
def test_it_is_from_before_if_and_only_if_what_it_looks_at_has_changed(
    match: Literal["tones", "gradient"], x: int, y: int, width: int, height: int
) -> None:
    both = pair(Rect(x, y, width, height), match)
    assert outdated(PICTURE, both) == ()
    hidden = shown(both, "lower", is_visible=False)
    inner = UPPER.expanded(-1)
    gap = np.ones((SIZE.height, SIZE.width), bool)
    rows, columns = np.indices(gap.shape) + 0.5
    outside = [np.maximum(np.maximum(UPPER.x - columns, columns - UPPER.right), 0),
               np.maximum(np.maximum(UPPER.y - rows, rows - UPPER.bottom), 0)]  # fmt: skip
    looked_at = np.hypot(*(np.where(each > 0, each + 0.5, 0) for each in outside)) <= RING_PX
    looked_at[inner.slices] = False
    differs = (composed(PICTURE, both[:1], Rect.of(SIZE)) != PICTURE.pixels).any(axis=2)
    assert bool(outdated(PICTURE, hidden)) == bool((differs & looked_at).any())


@pytest.mark.parametrize("match", MATCHES)
def test_matched_anew_it_is_what_a_new_match_is_and_all_else_stays(match: Literal["tones", "gradient"]) -> None:
    both = pair(Rect(60, 50, 50, 50), match)
    alpha = np.full((40, 40), 200, np.uint8)
    both = (both[0], replace(both[1], alpha=alpha, name="mine"))
    hidden = shown(both, "lower", is_visible=False)
    lower, upper = rematched(PICTURE, hidden)
    assert lower is hidden[0]
    expected = refitted(PICTURE, (hidden[0],), a_patch("upper", UPPER, 3), both[1].seam)
    assert upper.fit is not None
    assert expected.fit is not None
    assert np.array_equal(upper.fit.pixels, expected.fit.pixels)
    assert not np.array_equal(upper.fit.pixels, both[1].laid)
    assert (upper.seam, upper.name) == (both[1].seam, "mine")
    assert np.array_equal(upper.alpha if upper.alpha is not None else 0, alpha)
    assert outdated(PICTURE, (lower, upper)) == ()
    assert rematched(PICTURE, (lower, upper))[1] is upper


def test_what_is_shown_again_is_from_before_no_more() -> None:
    both = pair(Rect(60, 50, 50, 50))
    hidden = shown(both, "lower", is_visible=False)
    assert outdated(PICTURE, hidden) == ("upper",)
    assert outdated(PICTURE, shown(hidden, "lower", is_visible=True)) == ()


def test_those_above_are_matched_to_what_is_matched_anew_below_them() -> None:
    first = a_patch("first", Rect(20, 20, 60, 60), 4)
    second = refitted(PICTURE, (first,), a_patch("second", Rect(50, 50, 60, 60), 5), Seam(match="tones"))
    third = refitted(PICTURE, (first, second), a_patch("third", Rect(90, 90, 50, 50), 6), Seam(match="gradient"))
    hidden = shown((first, second, third), "first", is_visible=False)
    assert outdated(PICTURE, hidden) == ("second",)
    assert outdated(PICTURE, rematched(PICTURE, hidden)) == ()
    assert rematched(PICTURE, hidden)[2] is not third


def test_what_is_not_matched_is_never_from_before() -> None:
    both = pair(Rect(60, 50, 50, 50), "none")
    edged = refitted(PICTURE, both[:1], both[1], Seam(blend_px=4))
    for upper in (both[1], edged, refitted(PICTURE, both[:1], both[1], Seam(match="tones", strength=0))):
        assert not is_matched(upper)
        assert outdated(PICTURE, shown((both[0], upper), "lower", is_visible=False)) == ()


def test_an_edge_that_is_set_later_matches_nothing_anew() -> None:
    both = pair(Rect(60, 50, 50, 50))
    hidden = shown(both, "lower", is_visible=False)
    edged = refitted(PICTURE, hidden[:1], hidden[1], replace(hidden[1].seam, blend_px=3))
    assert outdated(PICTURE, (hidden[0], edged)) == ("upper",)
    bare = refitted(PICTURE, hidden[:1], edged, AS_SENT)
    assert outdated(PICTURE, (hidden[0], bare)) == ()
