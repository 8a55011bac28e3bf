"""Another canvas: what was there stays to the last bit and at its place, what is new is filled and to be repainted."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import resting
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.canvas_edit import CanvasEdit
from picpik_studio.core.document import CanvasChanged, Document, HistoryChanged, MaskChanged, Snapshot
from picpik_studio.core.events import PatchesChanged, PixelsChanged
from picpik_studio.core.geometry import Offset, Rect, Size
from picpik_studio.core.outpaint import Canvas, CanvasPlan, Prefill, at_offset, recanvassed
from picpik_studio.core.patch import Fit, Patch
from picpik_studio.core.picture import Picture
from picpik_studio.core.seam import Seam
from tests.core.canvases import LAYOUTS, canvas_rects, document_of
from tests.core.making import SIZES, listen, noise, patch, rects_in

WAYS = st.integers(-60, 90)


@st.composite
def plans(draw: st.DrawFn, size: Size) -> CanvasPlan:
    rect, kind = draw(canvas_rects(size)), draw(st.sampled_from(Prefill))
    return CanvasPlan(rect, kind, (10, 20, 30), draw(st.integers(0, 60)), draw(st.booleans()))


def lay_patches(target: Document, data: st.DataObject, most: int = 3) -> None:
    for number in range(data.draw(st.integers(0, most))):
        made = patch(target, data.draw(rects_in(target.size)), str(number), number)
        alpha = noise(made.rect.size, 1, number)[..., 0].astype(np.uint8) if data.draw(st.booleans()) else None
        is_visible = data.draw(st.booleans())
        fit = Fit(np.flip(made.pixels, 0), np.flip(made.weight, 1), "ground") if data.draw(st.booleans()) else None
        made = replace(made, alpha=alpha, fit=fit, is_visible=is_visible, is_flat=data.draw(st.booleans()))
        target.add_patch(made)


def alike(one: Pixels, other: Pixels) -> bool:
    """Whether two arrays are the same, the second one perhaps with an opaque channel that the first one lacks."""
    channels = one.shape[2]
    opaque = bool((other[..., channels:] == np.iinfo(other.dtype).max).all())
    return np.array_equal(one, other[..., :channels]) and opaque


@given(SIZES, LAYOUTS, st.data())
def test_what_both_canvases_have_is_the_same_to_the_last_bit(
    size: Size, layout: tuple[type[np.unsignedinteger], int, bool], data: st.DataObject
) -> None:
    target = document_of(size, layout)
    lay_patches(target, data)
    before = target.snapshot()
    plan = data.draw(plans(size))
    made = recanvassed(before, plan)
    new = plan.old_in(size)
    old = new.translated(plan.rect.x, plan.rect.y)
    assert made.picture.size == plan.rect.size
    assert made.offset == Offset(-plan.rect.x, -plan.rect.y)
    assert made.picture.metadata == before.picture.metadata
    assert made.picture.opened_hash == before.picture.content_hash
    assert alike(before.picture.pixels[old.slices], made.picture.pixels[new.slices])
    after = Snapshot(made.picture, made.patches, made.mask)
    assert alike(before.pixels[old.slices], after.pixels[new.slices])
    if made.composed is not None:
        assert np.array_equal(made.composed, after.pixels)
    else:
        assert not any(each.is_visible for each in made.patches)


@given(SIZES, st.booleans(), st.data())
def test_the_new_area_is_to_be_repainted_with_an_overlap_and_nothing_else_changes(
    size: Size, invert: bool, data: st.DataObject
) -> None:
    target = document_of(size)
    target.replace_mask(noise(size, 1, 4)[..., 0].astype(np.uint8))
    plan = data.draw(plans(size))
    mask = recanvassed(target.snapshot(), plan, invert=invert).mask
    moved = at_offset(target.mask.pixels, plan.offset, plan.rect.size)
    new = plan.old_in(size)
    rows, columns = np.mgrid[: plan.rect.height, : plan.rect.width]
    across, down = min(plan.overlap_px, new.width // 4), min(plan.overlap_px, new.height // 4)
    is_old = (rows >= new.y) & (rows < new.bottom) & (columns >= new.x) & (columns < new.right)
    near = np.zeros(mask.shape, bool)
    near |= (new.x > 0) & (columns < new.x + across)
    near |= (new.right < plan.rect.width) & (columns >= new.right - across)
    near |= (new.y > 0) & (rows < new.y + down)
    near |= (new.bottom < plan.rect.height) & (rows >= new.bottom - down)
    paints = ~is_old | near if plan.paints_new else np.zeros(mask.shape, bool)
    repaint, keep = (0, 255) if invert else (255, 0)
    assert (mask[paints] == repaint).all()
    assert (mask[~is_old & ~paints] == keep).all()
    assert np.array_equal(mask[is_old & ~paints], moved[is_old & ~paints])


def test_a_mirror_wider_than_the_picture_is_reflected_again_and_again() -> None:
    target = document_of(Size(3, 2), (np.uint16, 3, False))
    made = recanvassed(target.snapshot(), CanvasPlan(Rect(-10, -5, 20, 9)))
    expected = np.pad(target.pixels, ((5, 2), (10, 7), (0, 0)), mode="symmetric")
    assert np.array_equal(made.picture.pixels, expected)


def test_the_mirror_shows_what_is_seen_and_the_patch_stays_a_patch() -> None:
    target = document_of(Size(40, 30))
    laid = replace(patch(target, Rect(0, 0, 20, 30)), weight=np.full((30, 20), 255, np.uint8))
    target.add_patch(laid)
    made = recanvassed(target.snapshot(), CanvasPlan(Rect(-10, 0, 50, 30)))
    assert np.array_equal(made.picture.pixels[:, :10], target.pixels[:, 9::-1])
    assert np.array_equal(made.picture.pixels[:, 10:], target.picture.pixels)
    assert made.patches[0].rect == Rect(10, 0, 20, 30)
    assert made.patches[0].pixels is not None
    assert np.shares_memory(made.patches[0].pixels, laid.pixels)


@pytest.mark.parametrize(("dtype", "channels", "grey"), [(np.uint8, 4, 128), (np.uint16, 3, 128 * 257)])
def test_a_colour_is_that_colour_and_a_given_ink_is_that_ink(
    dtype: type[np.unsignedinteger], channels: int, grey: int
) -> None:
    target = document_of(Size(30, 20), (dtype, channels, False))
    plan = CanvasPlan(Rect(0, 0, 30, 40), Prefill.COLOUR)
    new = recanvassed(target.snapshot(), plan).picture.pixels[20:]
    assert (new[..., :3] == grey).all()
    assert (new[..., 3:] == 255).all()
    ink = np.array([[[1, 2, 3, 255]]], dtype)
    assert (recanvassed(target.snapshot(), plan, ink=ink).picture.pixels[20:, :, :3] == (1, 2, 3)).all()
    red = recanvassed(target.snapshot(), replace(plan, colour=(255, 0, 0))).picture.pixels[25, 5]
    assert int(red[2 if dtype is np.uint8 else 0]) == np.iinfo(dtype).max
    assert int(red[0 if dtype is np.uint8 else 2]) == 0


def test_a_blurred_area_has_the_edge_s_colours_and_nothing_fine() -> None:
    pixels = noise(Size(400, 300))
    pixels[..., 3] = 255
    pixels[:, :200, :3] //= 4
    target = Document(Picture(pixels, has_alpha=False))
    made = recanvassed(target.snapshot(), CanvasPlan(Rect(-200, 0, 800, 300), Prefill.BLURRED)).picture.pixels
    left, right = made[:, :100, :3].astype(float), made[:, -100:, :3].astype(float)
    assert abs(left.mean() - 32) < 8
    assert abs(right.mean() - 128) < 16
    assert np.abs(np.diff(left, axis=1)).max() < 4
    assert (made[..., 3] == 255).all()


@pytest.mark.parametrize("layout", [(np.uint8, 4, False), (np.uint16, 3, False), (np.uint16, 4, True)])
def test_a_transparent_area_is_clear_and_what_was_opaque_stays_so(
    layout: tuple[type[np.unsignedinteger], int, bool],
) -> None:
    target = document_of(Size(30, 20), layout)
    target.add_patch(replace(patch(target, Rect(5, 5, 10, 10)), seam=Seam(opacity=50), is_flat=True))
    made = recanvassed(target.snapshot(), CanvasPlan(Rect(0, -9, 30, 29), Prefill.TRANSPARENT))
    assert made.picture.has_alpha
    assert (made.picture.pixels[:9] == 0).all()
    assert made.composed is not None
    assert alike(target.pixels, made.composed[9:])
    cropped = recanvassed(target.snapshot(), CanvasPlan(Rect(2, 2, 20, 10), Prefill.TRANSPARENT))
    assert cropped.picture.has_alpha == layout[2]


def test_patches_are_cropped_and_those_of_which_nothing_is_left_go() -> None:
    target = document_of(Size(100, 80))
    one, outside = patch(target, Rect(10, 10, 40, 30), "one"), patch(target, Rect(80, 60, 20, 20), "outside")
    weight = np.zeros((20, 60), np.uint8)
    weight[:, :5] = 255
    faint = replace(patch(target, Rect(5, 0, 60, 20), "faint"), weight=weight)
    for each in (one, outside, faint):
        target.add_patch(each)
    made = recanvassed(target.snapshot(), CanvasPlan(Rect(20, 5, 40, 20)))
    (left,) = made.patches
    assert (left.id, left.rect) == ("one", Rect(0, 5, 30, 15))
    assert np.array_equal(left.pixels, one.pixels[:15, 10:])
    assert np.array_equal(left.weight, one.weight[:15, 10:])


@pytest.mark.parametrize("given", [{"rect": Rect(0, 0, 0, 9)}, {"overlap_px": -1}, {"overlap_px": 513}])
def test_a_canvas_that_cannot_be_is_refused(given: dict[str, object]) -> None:
    with pytest.raises(ValueError, match="A canvas cannot be"):
        replace(CanvasPlan(Rect(0, 0, 9, 9)), **given)  # type: ignore[arg-type] # any field


def test_a_canvas_beside_the_picture_is_refused() -> None:
    with pytest.raises(ValueError, match="has nothing of the picture"):
        recanvassed(document_of(Size(9, 9)).snapshot(), CanvasPlan(Rect(9, 0, 9, 9)))


# The edit


def change_canvas(target: Document, plan: CanvasPlan) -> Canvas:
    made = recanvassed(target.snapshot(), plan)
    target.do(CanvasEdit("Canvas", made, target))
    return made


def test_where_the_canvas_lies_is_told_before_all_else() -> None:
    target = document_of(Size(60, 40))
    heard = listen(target)
    change_canvas(target, CanvasPlan(Rect(-7, 5, 70, 50)))
    whole = Rect(0, 0, 70, 50)
    events = [CanvasChanged(Offset(7, -5)), MaskChanged(whole), PatchesChanged(), PixelsChanged(whole)]
    assert heard == [*events, HistoryChanged()]
    assert target.origin == Offset(-7, 5)
    heard.clear()
    target.undo()
    assert heard[:2] == [CanvasChanged(Offset(-7, 5)), MaskChanged(Rect(0, 0, 60, 40))]
    assert target.origin == Offset(0, 0)


def test_another_canvas_is_a_change_until_it_is_undone_or_saved() -> None:
    target = document_of(Size(60, 40))
    change_canvas(target, CanvasPlan(Rect(0, 0, 50, 40)))
    was_modified = [target.is_modified]
    for step in (target.undo, target.redo, lambda: target.mark_saved(target.snapshot()), target.undo):
        step()
        was_modified.append(target.is_modified)
    assert was_modified == [True, False, True, False, True]


@given(SIZES, st.data())
def test_a_larger_canvas_keeps_nothing_twice_and_a_much_larger_one_is_not_held_by_the_picture(
    size: Size, data: st.DataObject
) -> None:
    target = document_of(size)
    lay_patches(target, data)
    left, top = data.draw(st.integers(0, 60)), data.draw(st.integers(0, 60))
    large = Size(size.width + left + 9, size.height + top)
    own = {id(array.base) for array in (target.picture.pixels, target.pixels)}
    change_canvas(target, CanvasPlan(Rect(-left, -top, *large)))
    edit = target.history.last
    assert edit is not None
    area, whole = size.width * size.height, large.width * large.height
    is_view = 2 * area >= whole
    assert edit.size_bytes <= (size.width + 3) * size.height + (0 if is_view else 4 * area * len(own))
    target.undo()
    memory = target.picture.pixels.base
    assert memory is not None
    assert memory.size == 4 * (whole if is_view else area)
    assert edit.size_bytes >= (0 if is_view else 4 * whole), "what redo holds is counted"
    target.invert_mask()
    held = [array.base for array in (target.picture.pixels, target.pixels) if array.base is not None]
    assert all(base.size <= 2 * 4 * area for base in held), "nobody can redo it, and what it held is given up"


@given(SIZES.filter(lambda size: size != (1, 1)), st.data())
def test_a_smaller_canvas_keeps_what_it_takes_away(size: Size, data: st.DataObject) -> None:
    target = document_of(size)
    rect = data.draw(rects_in(size).filter(lambda rect: rect.size != size))
    change_canvas(target, CanvasPlan(rect))
    edit = target.history.last
    assert edit is not None
    is_view = 2 * rect.width * rect.height >= size.width * size.height
    gone = size.width * size.height - (rect.width * rect.height if is_view else 0)
    mask = (size.width + 3) * size.height
    assert 4 * gone <= edit.size_bytes <= 4 * gone + mask
    target.undo()
    assert edit.size_bytes <= (rect.width + 3) * rect.height


@given(st.data())
def test_a_large_picture_is_kept_once_by_what_crops_it_and_comes_back_to_the_bit(data: st.DataObject) -> None:
    """Composed pixels and mask are made again, also after redo: a crop that leaves little is a copy each time."""
    size, rect = Size(90, 70), Rect(11, 7, 30, 40)
    target = document_of(size)
    lay_patches(target, data)
    target.replace_mask(np.where(np.indices((70, 90))[0] < 9, 255, 0).astype(np.uint8))
    sheet, pixels, mask = target.sheet, target.pixels.copy(), target.mask.pixels.copy()
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(resting, "COMPOSED_BYTES", 0)
        change_canvas(target, CanvasPlan(rect))
        cropped, edit = target.pixels.copy(), target.history.last
        assert edit is not None
        once = edit.size_bytes
        assert once <= 4 * 90 * 70 + sum(each.size_bytes for each in sheet.composition.patches) + 600, "and tiles"
        for _ in range(2):
            target.undo()
            assert np.array_equal(target.pixels, pixels)
            assert np.array_equal(target.mask.pixels, mask)
            assert (target.patches, target.canvas) == (sheet.composition.patches, sheet.canvas)
            target.redo()
            assert np.array_equal(target.pixels, cropped)
            assert edit.size_bytes == once


def visible(target: Document, at: Rect) -> Pixels:
    """Return what is seen at an absolute place that the canvas has."""
    return target.pixels[at.translated(-target.origin.dx, -target.origin.dy).slices]


@given(SIZES, LAYOUTS, st.lists(st.sampled_from(["canvas", "mask", "patch", "undo", "redo"]), max_size=7), st.data())
def test_a_feature_stays_at_its_absolute_place_whatever_the_canvas_does(
    size: Size, layout: tuple[type[np.unsignedinteger], int, bool], kinds: list[str], data: st.DataObject
) -> None:
    target = document_of(size, layout)
    for number, kind in enumerate(kinds):
        before = Document(target.picture)
        before.sheet, pixels = target.sheet, target.pixels.copy()
        if kind == "canvas":
            plan = data.draw(plans(target.size))
            change_canvas(target, replace(plan, paints_new=False))
        elif kind == "mask":
            target.replace_mask(noise(target.size, 1, number)[..., 0].astype(np.uint8))
        elif kind == "patch":
            made = patch(target, data.draw(rects_in(target.size)), str(number), number)
            target.add_patch(made)
        else:
            target.undo() if kind == "undo" else target.redo()
        if before.canvas is target.canvas:
            continue
        common = absolute(before).intersected(absolute(target))
        here = pixels[common.translated(-before.origin.dx, -before.origin.dy).slices]
        there = visible(target, common)
        channels = min(here.shape[2], there.shape[2])
        assert np.array_equal(here[..., :channels], there[..., :channels])
        assert_same_places(before.patches, before.origin, target.patches, target.origin)


def absolute(target: Document) -> Rect:
    return Rect.of(target.size).translated(*target.origin)


def assert_same_places(before: tuple[Patch, ...], origin: Offset, after: tuple[Patch, ...], now: Offset) -> None:
    places = {each.id: each.rect.translated(*origin) for each in before}
    for each in after:
        place = each.rect.translated(*now)
        if each.id in places:
            assert place.encloses(places[each.id]) or places[each.id].encloses(place)
