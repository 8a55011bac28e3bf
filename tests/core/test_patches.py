"""Patches: their alpha, their list, what they compose to at any depth, and what they leave alone."""

from dataclasses import replace

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core.arrays import Pixels
from picpik_studio.core.composite import lay_over
from picpik_studio.core.composition import below, change_between, composed
from picpik_studio.core.document import Document, HistoryChanged, PatchesChanged, PixelsChanged
from picpik_studio.core.errors import EditOpenError
from picpik_studio.core.frame import custom_frame, cut_pixels, document_weight, place_result
from picpik_studio.core.geometry import EMPTY, Rect, Size
from picpik_studio.core.patch import Patch, Source, bytes_between
from picpik_studio.core.patch_list import flattened, moved, renamed, shown, without
from picpik_studio.core.picture import Picture
from picpik_studio.core.proof import Proof, differs, prove, service_change
from picpik_studio.core.seam import Seam
from tests.core.making import document, listen, masks, noise, patch, rects_in

PLACE = Rect(100, 50, 60, 90)
LAYOUTS = st.sampled_from([(np.uint8, 4, False), (np.uint8, 4, True), (np.uint16, 3, False), (np.uint16, 4, True)])
Layout = tuple[type[np.unsignedinteger], int, bool]


def opened(size: Size, layout: Layout, seed: int) -> Document:
    pixels = noise(size, layout[1], seed, layout[0])
    if layout[:2] == (np.uint8, 4) and not layout[2]:
        pixels[..., 3] = 255
    return Document(Picture(pixels, has_alpha=layout[2]))


def some(target: Document, rect: Rect, patch_id: str, seed: int) -> Patch:
    """Return a patch of random samples, weights with holes, alpha and opacity."""
    weight = noise(rect.size, 1, seed)[..., 0].astype(np.uint8)
    weight[weight < 60] = 0
    pixels = noise(rect.size, target.pixels.shape[2], seed + 1, target.pixels.dtype.type)
    alpha = noise(rect.size, 1, seed + 2)[..., 0].astype(np.uint8) if seed % 2 else None
    seam = Seam(opacity=seed % 101)
    return Patch(patch_id, rect, pixels, weight, f"job {patch_id}", seed % 3, "", seam=seam, alpha=alpha)


def plainly(picture: Pixels, patches: tuple[Patch, ...]) -> Pixels:
    """Lay whole patches over each other, one after the other, by the formula of weight, opacity and alpha."""
    result = picture.copy()
    for each in patches:
        if not each.is_visible:
            continue
        weight = (each.weight.astype(int) * each.seam.opacity + 50) // 100
        if each.alpha is not None:
            weight = (weight * each.alpha + 127) // 255
        part = each.rect.slices
        result[part] = lay_over(result[part], each.pixels, weight.astype(np.uint8))
    return result


@given(st.builds(Size, st.integers(1, 60), st.integers(1, 50)), LAYOUTS, st.integers(0, 3), st.data())
def test_what_is_composed_is_the_formula_for_any_part(
    size: Size, layout: Layout, count: int, data: st.DataObject
) -> None:
    target = opened(size, layout, 9)
    patches = tuple(
        some(target, data.draw(rects_in(size)), str(n), data.draw(st.integers(0, 99))) for n in range(count)
    )
    patches = tuple(replace(each, is_visible=data.draw(st.booleans())) for each in patches)
    expected = plainly(target.picture.pixels, patches)
    rect = data.draw(rects_in(size))
    assert np.array_equal(composed(target.picture, patches, rect), expected[rect.slices])


STEPS = st.lists(
    st.sampled_from(["add", "hide", "show", "move", "remove", "flatten", "alpha", "rename", "undo", "redo"]),
    max_size=12,
)


@given(st.builds(Size, st.integers(1, 60), st.integers(1, 50)), LAYOUTS, STEPS, st.data())
def test_whatever_is_done_to_the_list_untouched_pixels_stay_and_undo_finds_every_state(
    size: Size, layout: Layout, steps: list[str], data: st.DataObject
) -> None:
    target = opened(size, layout, 4)
    model = Model(target)
    for number, step in enumerate(steps):
        before = target.history.edits_done
        if step == "add":
            one = some(target, data.draw(rects_in(size)), str(number), number)
            model.touched[one.rect.slices] |= one.weight > 0
            target.add_patch(one)
        elif step in ("undo", "redo"):
            getattr(target, step)()
        elif target.patches:
            perform(target, step, number, data)
        model.follow(step, is_new=target.history.edits_done > before and step != "redo")
    while target.undo():
        pass
    assert np.array_equal(target.pixels, target.picture.pixels)


class Model:
    """What a document must look like: every state that was reached, where it stands, and which pixels may differ."""

    def __init__(self, target: Document) -> None:
        self.target = target
        self.touched = np.zeros(target.pixels.shape[:2], np.bool_)
        self._heard = target.pixels.copy()
        self._states = [(target.patches, target.pixels.copy())]
        self._place = 0
        target.changed.connect(self._hear)

    def _hear(self, event: object) -> None:
        if isinstance(event, PixelsChanged):
            self._heard[event.rect.slices] = self.target.pixels[event.rect.slices]

    def follow(self, step: str, *, is_new: bool) -> None:
        """Take in what was just done, and compare."""
        target = self.target
        if is_new:
            self._states[self._place + 1 :] = [(target.patches, target.pixels.copy())]
            self._place += 1
        elif step in ("undo", "redo"):
            self._place = min(max(self._place + (1 if step == "redo" else -1), 0), len(self._states) - 1)
        patches, pixels = self._states[self._place]
        assert np.array_equal(self._heard, target.pixels), "all that has changed was announced"
        assert np.array_equal(target.pixels, composed(target.picture, target.patches, Rect.of(target.size)))
        assert np.array_equal(target.pixels[~self.touched], target.picture.pixels[~self.touched])
        assert np.array_equal(target.pixels, pixels)
        assert [each.id for each in target.patches] == [each.id for each in patches]


def perform(target: Document, step: str, number: int, data: st.DataObject) -> None:
    one = data.draw(st.sampled_from(target.patches))
    if step == "alpha":
        paint_alpha(target, one, data.draw(rects_in(one.rect.size)), data.draw(st.integers(0, 255)))
        return
    lists = {
        "hide": lambda: shown(target.patches, one.id, is_visible=False),
        "show": lambda: shown(target.patches, one.id, is_visible=True),
        "move": lambda: moved(target.patches, one.id, data.draw(st.integers(-1, 4))),
        "remove": lambda: without(target.patches, one.id),
        "flatten": lambda: flattened(target.picture, target.patches, f"flat {number}", ""),
        "rename": lambda: renamed(target.patches, one.id, "Sky"),
    }
    before = target.pixels.copy()
    target.set_patches(lists[step](), step)
    if step in ("flatten", "rename"):
        assert np.array_equal(target.pixels, before), "it looks as before, to the last bit"


def paint_alpha(target: Document, one: Patch, rect: Rect, value: int) -> None:
    editor = target.begin_alpha(one, "Restore")
    editor.touch(rect)[rect.slices] = value
    editor.announce(rect)
    editor.commit()


def test_a_stroke_on_the_alpha_is_seen_at_once_and_is_one_edit() -> None:
    target = document()
    one = patch(target, PLACE)
    target.add_patch(one)
    before = target.pixels.copy()
    snapshot = target.snapshot()
    heard = listen(target)
    editor = target.begin_alpha(target.patches[0], "Restore")
    rect = Rect(10, 20, 30, 25)
    editor.touch(rect)[rect.slices] = 0
    editor.announce(rect)
    place = rect.translated(PLACE.x, PLACE.y)
    assert heard == [PixelsChanged(place)]
    assert np.array_equal(target.pixels[place.slices], target.picture.pixels[place.slices])
    with pytest.raises(EditOpenError):
        target.set_patches((), "Delete")
    editor.commit()
    assert heard[1:] == [PatchesChanged(), HistoryChanged()]
    assert snapshot.patches[0].alpha is None, "a worker's patch is never written"
    assert target.patches[0].alpha is not None
    assert target.history.size_bytes < 60_000
    kept = target.patches[0].alpha
    target.undo()
    assert np.array_equal(target.pixels, before)
    assert (kept[rect.slices] == 0).all(), "nor is one that was the document's a moment ago"
    target.redo()
    assert np.array_equal(target.pixels[place.slices], target.picture.pixels[place.slices])


@pytest.mark.parametrize("is_new", [True, False])
def test_a_stroke_on_the_alpha_that_is_given_up_leaves_nothing(is_new: bool) -> None:
    target = document()
    one = patch(target, PLACE)
    if not is_new:
        target.add_patch(one)
    before, patches, done = target.pixels.copy(), target.patches, target.history.edits_done
    copy = before.copy()

    def follow(event: object) -> None:
        if isinstance(event, PixelsChanged):
            copy[event.rect.slices] = target.pixels[event.rect.slices]

    target.changed.connect(follow)
    editor = target.begin_alpha(one, "Restore")
    rect = Rect(0, 0, 30, 25)
    editor.touch(rect)[rect.slices] = 7
    editor.announce(rect)
    editor.abort()
    assert np.array_equal(target.pixels, before)
    assert np.array_equal(copy, before)
    assert (target.patches, target.history.edits_done, target.is_editing) == (patches, done, False)


def test_a_patch_that_lies_nowhere_yet_is_laid_by_its_first_stroke() -> None:
    target = document()
    one = replace(patch(target, PLACE), alpha=np.zeros((90, 60), np.uint8))
    paint_alpha(target, one, Rect(0, 0, 60, 45), 255)
    assert [each.id for each in target.patches] == ["a"]
    lower = Rect(100, 95, 60, 45)
    assert np.array_equal(target.pixels[lower.slices], target.picture.pixels[lower.slices])
    assert not np.array_equal(target.pixels[PLACE.slices], target.picture.pixels[PLACE.slices])
    target.undo()
    assert target.patches == ()
    assert np.array_equal(target.pixels, target.picture.pixels)
    target.redo()
    assert len(target.patches) == 1


def test_a_patch_that_does_not_fit_cannot_be_painted_on() -> None:
    target = document()
    with pytest.raises(ValueError, match="does not lie"):
        target.begin_alpha(patch(target, Rect(290, 0, 20, 20)), "Restore")


def test_changes_of_one_gesture_are_one_edit() -> None:
    target = document()
    low, high = patch(target, PLACE, "low"), patch(target, Rect(0, 0, 50, 40), "high", 7)
    target.add_patch(low)
    target.add_patch(high)
    before, states = target.pixels.copy(), target.history.edits_done
    for opacity in (80, 60, 40):
        target.set_patches((replace(low, seam=Seam(opacity=opacity)), high), "Opacity", gesture="slider 1")
    target.set_patches((target.patches[0], replace(high, seam=Seam(opacity=10))), "Opacity", gesture="slider 1")
    assert target.history.edits_done == states + 1
    target.set_patches(target.patches, "Nothing", gesture="slider 1")
    after = target.pixels.copy()
    target.undo()
    assert np.array_equal(target.pixels, before)
    target.redo()
    assert np.array_equal(target.pixels, after)
    target.set_patches(without(target.patches, "low"), "Delete", gesture="slider 2")
    assert target.history.edits_done == states + 2


def test_a_change_that_is_no_pixel_announces_none() -> None:
    target = document()
    target.add_patch(patch(target, PLACE))
    heard = listen(target)
    target.set_patches(shown(target.patches, "a", is_visible=False), "Hide")
    target.set_patches(renamed(target.patches, "a", " Sky "), "Rename")
    assert heard == [PatchesChanged(), PixelsChanged(PLACE), HistoryChanged(), PatchesChanged(), HistoryChanged()]
    assert target.patches[0].name == "Sky"


def test_the_list_in_plain_words() -> None:
    target = document()
    a, b, c = (patch(target, PLACE, name, seed) for seed, name in enumerate("abc"))
    three = (a, b, c)
    assert moved(three, "a", 9) == (b, c, a)
    assert moved(three, "c", -4) == (c, a, b)
    assert without(three, "b") == (a, c)
    assert below(three, b) == (a,)
    assert below(three, patch(target, PLACE, "new")) == three
    assert change_between(three, three) == EMPTY
    assert flattened(target.picture, (a,), "flat", "") == (a,)
    hidden = replace(b, is_visible=False)
    made = flattened(target.picture, (a, hidden, c), "flat", "")
    assert [each.id for each in made] == ["flat", "b"]
    assert made[0].sources == (Source("job", 0),)
    with pytest.raises(KeyError):
        without(three, "z")


def test_the_cost_of_a_change_is_what_is_not_shared() -> None:
    target = document()
    one = patch(target, PLACE)
    other = replace(one, alpha=np.zeros((90, 60), np.uint8))
    assert bytes_between((one,), (replace(one, name="x"),)) == 0
    assert bytes_between((one,), (other,)) == 60 * 90
    assert bytes_between((), (one,)) == one.size_bytes


# The proof


@given(masks(), LAYOUTS, st.integers(0, 64), st.booleans(), st.data())
def test_a_result_of_any_frame_blur_and_polarity_changes_no_pixel_outside_its_footprint(
    mask: np.ndarray, layout: Layout, blur: int, invert: bool, data: st.DataObject
) -> None:
    size = Size(mask.shape[1], mask.shape[0])
    target = opened(size, layout, 2)
    frame = custom_frame(data.draw(rects_in(size)), size)
    area, weight = document_weight(frame, mask, blur, invert=invert)
    sent = cut_pixels(frame, target.picture.pixels)
    answer = noise(Size(sent.shape[1], sent.shape[0]), sent.shape[2], 3, sent.dtype.type)
    rect, placed = place_result(frame, answer, size)
    assert rect == area
    one = Patch("a", rect, placed, weight, "job", 0, "")
    target.add_patch(one)
    whole = Rect.of(size)
    found = prove(
        size, lambda part: target.picture.pixels[part.slices], lambda part: target.pixels[part.slices], (one,)
    )
    assert found == Proof(size.width * size.height - int(np.count_nonzero(weight)), 0)
    assert found.holds
    inside = np.zeros((size.height, size.width), np.bool_)
    inside[rect.slices] = weight > 0
    assert np.array_equal(target.pixels[~inside], target.picture.pixels[~inside])
    assert np.array_equal(composed(target.picture, (one,), whole), target.pixels)


def test_the_proof_finds_a_single_sample_that_is_another() -> None:
    target = document(300, 600)
    one = patch(target, PLACE)
    spoilt = target.picture.pixels.copy()
    spoilt[599, 0, 2] ^= 1
    spoilt[PLACE.slices] = 0
    found = prove(target.size, lambda r: target.picture.pixels[r.slices], lambda r: spoilt[r.slices], (one,))
    outside_inside_the_rect = int((one.weight == 0).sum())
    assert found.differing == 1 + outside_inside_the_rect
    assert not found.holds
    assert differs(spoilt, target.picture.pixels).sum() == 1 + 60 * 90


def test_a_proof_can_be_given_up() -> None:
    target = document()

    def stop() -> None:
        raise LookupError

    with pytest.raises(LookupError):
        prove(target.size, lambda r: target.pixels[r.slices], lambda r: target.pixels[r.slices], (), stop)


def test_over_a_jpeg_the_untouched_pixels_stay_the_decoded_ones_after_twenty_results() -> None:
    pixels = np.dstack([cv2.GaussianBlur(noise(Size(240, 180), 3), (9, 9), 3), np.full((180, 240), 255, np.uint8)])
    data = cv2.imencode(".jpg", pixels[..., :3], [cv2.IMWRITE_JPEG_QUALITY, 70])[1]
    decoded = np.dstack([np.asarray(cv2.imdecode(data, cv2.IMREAD_COLOR)), pixels[..., 3]]).astype(np.uint8)
    target = Document(Picture(decoded, has_alpha=False))
    touched = np.zeros((180, 240), np.bool_)
    generator = np.random.default_rng(5)
    for number in range(20):
        x, y = int(generator.integers(0, 180)), int(generator.integers(0, 120))
        one = some(target, Rect(x, y, 40, 30), str(number), number)
        touched[one.rect.slices] |= one.weight > 0
        target.add_patch(one)
    assert np.array_equal(target.pixels[~touched], decoded[~touched])
    assert 0 < touched.mean() < 1


def test_what_the_service_had_changed_is_counted_outside_the_footprint_only() -> None:
    sent = noise(Size(50, 40))
    answer = sent.copy()
    answer[2, 3, 1] ^= 9
    answer[30:35, 30:35, 0] ^= 40
    footprint = np.zeros((40, 50), np.uint8)
    footprint[28:40, 28:40] = 1
    found = service_change(sent, answer, footprint)
    wanted = abs(int(answer[2, 3, 1]) - int(sent[2, 3, 1]))
    assert (found.outside, found.changed, found.largest) == (50 * 40 - 12 * 12, 1, wanted)
    assert found.amount[2, 3] == wanted
    assert found.amount.sum() == wanted
    larger = cv2.resize(sent, (100, 80), interpolation=cv2.INTER_NEAREST)
    assert service_change(sent, np.asarray(larger), footprint).changed == 0
    smaller = np.full((20, 25, 4), 7, np.uint8)
    assert service_change(sent, smaller, footprint).changed > 1000
