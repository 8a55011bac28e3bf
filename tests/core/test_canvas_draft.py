"""The canvas as it would become: what is dragged, typed and chosen, and what stays whatever is done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.box_drag import LEAST, MIDDLE, Grip
from picpik_studio.core.canvas_draft import A4, CanvasDraft, Margins
from picpik_studio.core.geometry import Rect, Size

SIZE = Size(400, 300)
SIZES = st.builds(Size, st.integers(1, 5000), st.integers(1, 5000))
GRIPS = st.builds(Grip, st.integers(-1, 1), st.integers(-1, 1))
STEPS = st.tuples(st.floats(-6000, 6000), st.floats(-6000, 6000))
RATIOS = st.sampled_from([None, 1.0, 4 / 3, 16 / 9, 9 / 16, A4])
NUMBERS = st.integers(1, 9000)

DEEDS = st.one_of(
    st.tuples(st.just("drag"), GRIPS, STEPS, st.booleans(), st.booleans()),
    st.tuples(st.just("width"), NUMBERS, GRIPS),
    st.tuples(st.just("height"), NUMBERS, GRIPS),
    st.tuples(st.just("ratio"), RATIOS, GRIPS),
    st.tuples(st.just("anchor"), GRIPS),
)


def done(draft: CanvasDraft, deed: tuple[object, ...]) -> CanvasDraft:
    name, *values = deed
    if name == "drag":
        grip, step, keeps, middle = values
        return draft.dragged(grip, step, keeps_ratio=keeps, about_middle=middle)  # type: ignore[arg-type] # as drawn
    doing = {"width": draft.with_width, "height": draft.with_height, "ratio": draft.with_ratio}
    return doing[name](*values) if name in doing else draft.anchored(*values)  # type: ignore[arg-type] # as drawn


@given(SIZES, st.lists(DEEDS, max_size=8))
def test_whatever_is_done_some_of_the_picture_is_inside(size: Size, deeds: list[tuple[object, ...]]) -> None:
    draft = CanvasDraft.of(size)
    for deed in deeds:
        draft = done(draft, deed)
        assert not draft.rect.intersected(Rect.of(size)).is_empty
        assert draft.size == size
        assert min(draft.rect.size) >= min(LEAST, *size)


@given(SIZES, st.lists(DEEDS, max_size=5), RATIOS, GRIPS)
def test_a_ratio_grows_and_never_crops(
    size: Size, deeds: list[tuple[object, ...]], ratio: float | None, anchor: Grip
) -> None:
    draft = CanvasDraft.of(size)
    for deed in deeds:
        draft = done(draft, deed)
    made = draft.with_ratio(ratio, anchor)
    assert made.ratio == ratio
    assert made.rect.encloses(draft.rect) or min(draft.rect.size) < LEAST
    if ratio is not None and min(made.rect.size) > LEAST:
        assert abs(made.rect.width - made.rect.height * ratio) <= 0.5 + 0.5 * ratio + 1e-6


@given(SIZES, st.integers(8, 9000), st.integers(8, 9000), GRIPS)
def test_the_anchor_says_where_the_picture_sits(size: Size, width: int, height: int, anchor: Grip) -> None:
    made = CanvasDraft.of(size).resized(width, height, anchor)
    assert made == CanvasDraft(size, made.rect).anchored(anchor)
    left, top, right, bottom = made.margins
    assert (left + size.width + right, top + size.height + bottom) == made.rect.size
    for held, before, after in ((anchor.x, left, right), (anchor.y, top, bottom)):
        if held < 0:
            assert before == 0
        elif held > 0:
            assert after == 0
        else:
            assert abs(before - after) <= 1


def test_one_edge_is_dragged_out_and_another_in() -> None:
    draft = CanvasDraft.of(SIZE)
    assert not draft.is_changed
    wider = draft.dragged(Grip(1, 0), (120.4, 7), keeps_ratio=False, about_middle=False)
    assert wider.margins == Margins(0, 0, 120, 0)
    assert wider.grows
    both = wider.dragged(Grip(0, -1), (0, 50), keeps_ratio=False, about_middle=False)
    assert both.margins == Margins(0, -50, 120, 0)
    cut = draft.dragged(Grip(-1, -1), (40, 30), keeps_ratio=True, about_middle=True)
    assert cut.margins == Margins(-40, -30, -40, -30)
    assert cut.is_changed
    assert not cut.grows


def test_what_would_leave_nothing_of_the_picture_stays() -> None:
    draft = CanvasDraft.of(SIZE)
    assert draft.dragged(MIDDLE, (400, 0), keeps_ratio=False, about_middle=False) == draft
    assert draft.placed(Rect(500, 0, 10, 10)) == draft
    assert draft.placed(Rect(50, 60, 70, 80)).rect == Rect(50, 60, 70, 80)


@pytest.mark.parametrize(
    ("grip", "rect", "step", "pulled"),
    [
        (Grip(1, 0), Rect(0, 0, 500, 300), (-95, 3), (-100, 3)),
        (Grip(1, 0), Rect(0, 0, 500, 300), (-80, 3), (-80, 3)),
        (Grip(-1, 1), Rect(-9, 0, 409, 350), (4, -53), (9, -50)),
        (MIDDLE, Rect(0, 0, 500, 300), (-46, 4), (-50, 0)),
        (MIDDLE, Rect(0, 0, 500, 300), (-97, 40), (-100, 40)),
    ],
)
def test_edges_are_drawn_to_those_of_the_picture(
    grip: Grip, rect: Rect, step: tuple[float, float], pulled: tuple[float, float]
) -> None:
    assert CanvasDraft(SIZE, rect).pulled(grip, step, 6) == pulled


def test_with_a_ratio_the_other_side_follows_what_is_typed() -> None:
    wide = CanvasDraft.of(SIZE).with_ratio(16 / 9, MIDDLE)
    assert wide.rect == Rect(-67, 0, 533, 300)
    assert wide.with_height(600, MIDDLE).rect.size == (1067, 600)
    assert wide.with_width(160, MIDDLE).rect.size == (160, 90)
    assert wide.with_ratio(None, MIDDLE).with_width(160, Grip(-1, -1)).rect == Rect(-67, 0, 160, 300)
    assert CanvasDraft.of(SIZE).with_ratio(A4, Grip(0, 1)).rect == Rect(0, -266, 400, 566)
