"""Selecting by the network, colours and clicks, on a picture whose parts are known."""

import functools

import cv2
import numpy as np
import pytest

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.engine.select.clicks import MOST, Clicks, readings
from picpik_studio.engine.select.matte import Knobs, decided, matte
from picpik_studio.engine.select.saliency import SIDE, _spread, saliency
from picpik_studio.engine.select.subject import subject
from picpik_studio.resources import resource
from tests.engine.textures import sky

HEIGHT, WIDTH = 200, 300
BALL, BOX = (85, 100), Rect(200, 60, 70, 80)


def scene() -> tuple[Pixels, Plane, Plane]:
    """Return a sky with a red ball and a green box in it, and where the two are."""
    colours = sky(HEIGHT, WIDTH).copy()
    ball, box = np.zeros((HEIGHT, WIDTH), np.uint8), np.zeros((HEIGHT, WIDTH), np.uint8)
    cv2.circle(ball, BALL, 50, 255, cv2.FILLED)
    box[BOX.slices] = 255
    grain = np.random.default_rng(3).integers(-12, 12, (HEIGHT, WIDTH, 1))
    colours[ball > 0] = (np.array((40, 30, 200)) + grain)[ball > 0].clip(0, 255)
    colours[box > 0] = (np.array((30, 150, 40)) + grain)[box > 0].clip(0, 255)
    return colours, ball, box


@functools.cache
def of_the_ball() -> tuple[Plane, ...]:
    """Return what a click on the ball may mean."""
    return tuple(readings(scene()[0], Clicks([Point(*BALL)]), Knobs()))


def shape(rect: Rect) -> Plane:
    inside = np.zeros((480, 720), np.uint8)
    inside[rect.slices] = 255
    return inside


def overlap(one: Plane, other: Plane) -> float:
    first, second = one >= 128, other >= 128
    return float((first & second).sum() / (first | second).sum())


def test_what_stands_out_is_found() -> None:
    colours, ball, box = scene()
    found = saliency(colours)
    assert found.shape == (HEIGHT, WIDTH)
    assert (float(found.min()), float(found.max())) >= (0.0, 0.9)
    assert found[(ball | box) > 0].mean() > found[(ball | box) == 0].mean() + 0.5


def test_what_was_looked_at_is_remembered_and_nobody_can_change_it() -> None:
    colours = np.asarray(cv2.resize(scene()[0], (SIDE, SIDE)), np.uint8)
    first = saliency(colours)
    kept, before = first.copy(), _spread.cache_info()
    first[:] = 0
    assert np.array_equal(saliency(colours), kept)
    assert _spread.cache_info()[:2] == (before.hits + 1, before.misses)


def test_the_subject_is_cut_out_to_the_pixel() -> None:
    colours, ball, box = scene()
    assert overlap(subject(colours, Knobs()), ball | box) > 0.95


def test_a_box_says_which_subject_and_nothing_beyond_it_is_taken() -> None:
    colours, _ball, box = scene()
    alpha = subject(colours, Knobs(), BOX.expanded(12))
    assert overlap(alpha, box) > 0.9
    outside = np.ones((HEIGHT, WIDTH), bool)
    outside[BOX.expanded(12).slices] = False
    assert not alpha[outside].any()


@pytest.mark.parametrize("hair", ["auto", "on", "off"])
def test_each_kind_of_edge_keeps_what_is_sure(hair: str) -> None:
    colours, ball, _box = scene()
    found = np.where(ball > 0, 1, 0).astype(np.float32)
    alpha = matte(colours, found, Knobs(erode_size=6, hair=hair))
    assert overlap(alpha, ball) > 0.95
    assert (alpha[BALL[1], BALL[0]], alpha[10, 290]) == (255, 0)


def test_a_click_finds_the_thing_and_says_what_else_it_may_be() -> None:
    _colours, ball, _box = scene()
    found = of_the_ball()
    assert 1 <= len(found) <= MOST
    assert max(overlap(alpha, ball) for alpha in found) > 0.95
    assert all(alpha[BALL[1], BALL[0]] >= 128 for alpha in found)
    assert all(overlap(one, other) < 0.85 for i, one in enumerate(found) for other in found[:i])


def test_a_second_click_adds_its_thing_and_an_excluded_one_takes_it_out() -> None:
    colours, ball, box = scene()
    both = readings(colours, Clicks([Point(*BALL), Point(235, 100)]), Knobs())
    assert max(overlap(alpha, ball | box) for alpha in both) > 0.9
    one = readings(colours, Clicks([Point(*BALL)], [Point(235, 100)]), Knobs())
    assert max(overlap(alpha, ball) for alpha in one) > 0.9
    assert all(alpha[100, 235] < 128 for alpha in one)


def test_a_tree_that_does_not_stand_out_is_found_by_its_looks() -> None:
    photo = np.asarray(cv2.imread(str(resource("samples/autumn.jpg"))))
    colours = cv2.resize(photo, (720, 480), interpolation=cv2.INTER_AREA).astype(np.uint8)
    (first, *_) = readings(colours, Clicks([Point(539, 268)]), Knobs())
    fir = Rect(500, 200, 78, 105)  # it and nothing of the forest beside it
    assert not first[np.logical_not(shape(fir))].any()
    assert 0.3 < (first[fir.slices] >= 128).mean() < 0.8


def test_a_click_into_the_ground_takes_the_ground() -> None:
    colours, ball, box = scene()
    found = readings(colours, Clicks([Point(150, 20)]), Knobs())
    assert max(overlap(alpha, 255 - (ball | box)) for alpha in found) > 0.8


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (1, 40), (40, 1)])
def test_the_smallest_pictures_are_survived(size: tuple[int, int]) -> None:
    colours = sky(*size)
    assert subject(colours, Knobs()).shape == size
    found = readings(colours, Clicks([Point(0.5, 0.5)]), Knobs())
    assert all(alpha.shape == size for alpha in found)
    assert found


def test_marks_of_one_kind_only_decide_alone() -> None:
    colours = sky(20, 20)
    everything = np.full((20, 20), cv2.GC_PR_FGD, np.uint8)
    assert decided(colours, everything).all()
    assert not decided(colours, np.full((20, 20), cv2.GC_BGD, np.uint8)).any()


def test_equal_calls_have_equal_answers() -> None:
    first = of_the_ball()
    _spread.cache_clear()  # what it remembers is equal anyway
    again = readings(scene()[0], Clicks([Point(*BALL)]), Knobs())
    assert all(np.array_equal(one, other) for one, other in zip(first, again, strict=True))
