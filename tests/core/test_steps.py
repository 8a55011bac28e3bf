"""Undo and redo to another canvas that a worker makes ready: meanwhile all stays, then it is as if at once."""

from collections.abc import Callable, Iterator
from typing import NamedTuple

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.core import canvas_edit, resting
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.canvas_edit import CanvasEdit, Exchange
from picpik_studio.core.document import CanvasAwaited, CanvasChanged, Document, EditDropped, HistoryChanged
from picpik_studio.core.edits import Editable
from picpik_studio.core.errors import EditOpenError, StepOpenError
from picpik_studio.core.geometry import Offset, Rect, Size
from picpik_studio.core.outpaint import CanvasPlan, recanvassed
from picpik_studio.core.patch import Patch
from picpik_studio.core.recipe import Grow, Recipe
from tests.core.canvases import LAYOUTS, canvas_rects, document_of
from tests.core.making import SIZES, listen, noise, patch, rects_in

CROP = Rect(11, 7, 30, 40)
WHOLE = Size(90, 70)


@pytest.fixture(autouse=True, scope="module")
def _everything_is_large() -> Iterator[None]:
    """Let no picture be so small that its canvas is worth no worker, or that its composed pixels are kept."""
    with pytest.MonkeyPatch.context() as patching:
        patching.setattr(canvas_edit, "AT_ONCE_BYTES", 0)
        patching.setattr(resting, "COMPOSED_BYTES", 0)
        yield


class Desk:
    """A worker that does what lies on it when it is told to."""

    def __init__(self, target: Document) -> None:
        self.waiting: list[tuple[Callable[[], Exchange], Callable[[Exchange], None], Callable[[], None]]] = []
        target.worker = lambda work, done, failed: self.waiting.append((work, done, failed))

    def answer(self) -> None:
        """Do the one thing that waits."""
        ((work, done, _failed),) = self.waiting
        self.waiting.clear()
        done(work())

    def answer_any(self) -> bool:
        """Do what waits, if something does; say whether it did."""
        is_asked = bool(self.waiting)
        if is_asked:
            self.answer()
        return is_asked

    def answer_all(self) -> None:
        while self.answer_any():
            pass

    def fail(self) -> None:
        ((_work, _done, failed),) = self.waiting
        self.waiting.clear()
        failed()


class State(NamedTuple):
    """All that a document shows."""

    pixels: Pixels
    base: Pixels
    mask: Plane
    patches: tuple[Patch, ...]
    canvas: object
    origin: Offset
    recipe: Recipe

    @classmethod
    def of(cls, target: Document) -> "State":
        arrays = target.pixels.copy(), target.picture.pixels.copy(), target.mask.pixels.copy()
        return cls(*arrays, target.patches, target.canvas, target.origin, target.recipe)

    def demand(self, target: Document) -> None:
        """Fail when the document shows anything else, to the last bit."""
        found = State.of(target)
        assert all(np.array_equal(one, other) for one, other in zip(self[:3], found[:3], strict=True))
        assert self[3:] == found[3:]


def change_canvas(target: Document, rect: Rect) -> None:
    plan = CanvasPlan(rect, paints_new=False)
    target.do(CanvasEdit("canvas", recanvassed(target.snapshot(), plan), target))


def cropped() -> tuple[Document, State, State]:
    """Return a document with patches and paint that was cropped, as it was before and as it is."""
    target = document_of(WHOLE)
    target.add_patch(patch(target, Rect(5, 5, 50, 40)))
    target.replace_mask(np.where(np.indices((70, 90))[0] < 9, 255, 0).astype(np.uint8))
    before = State.of(target)
    change_canvas(target, CROP)
    return target, before, State.of(target)


def test_undo_and_redo_of_a_crop_are_the_identity_and_nothing_changes_until_they_are_made() -> None:
    target, before, after = cropped()
    desk, heard = Desk(target), listen(target)
    for state, left, step in ((before, after, target.undo), (after, before, target.redo)) * 2:
        assert step()
        assert heard == [CanvasAwaited()]
        assert target.is_editing
        (work, done, _failed) = desk.waiting.pop()
        made = work()
        left.demand(target)
        done(made)
        state.demand(target)
        assert not target.is_stepping
        assert isinstance(heard[1], CanvasChanged)
        assert heard[-1] == HistoryChanged()
        heard.clear()


@given(SIZES, LAYOUTS, st.lists(st.sampled_from(["canvas", "mask", "patch", "recipe"]), max_size=6), st.data())
def test_however_steps_and_answers_are_mixed_the_document_comes_to_where_its_history_is(
    size: Size, layout: tuple[type[np.unsignedinteger], int, bool], kinds: list[str], data: st.DataObject
) -> None:
    target = document_of(size, layout)
    states = [State.of(target)]
    for number, kind in enumerate(["canvas", *kinds]):
        change(target, kind, number, data)
        if target.history.edits_done == len(states):
            states.append(State.of(target))
    desk, sizes = Desk(target), {id(edit): edit.size_bytes for edit in target.history._done}
    wished = [target.undo, target.redo, desk.answer_any]
    for step in data.draw(st.lists(st.sampled_from(wished), max_size=20)):
        step()
        assert len(desk.waiting) <= 1, "one at a time, in their order"
        assert target.is_editing == bool(desk.waiting)
    desk.answer_all()
    states[target.history.edits_done].demand(target)
    while target.redo():
        desk.answer_all()
    states[-1].demand(target)
    assert {id(edit): edit.size_bytes for edit in target.history._done}.keys() == sizes.keys()
    while target.undo():
        desk.answer_all()
    states[0].demand(target)


def change(target: Document, kind: str, number: int, data: st.DataObject) -> None:
    if kind == "canvas":
        change_canvas(target, data.draw(canvas_rects(target.size)))
    elif kind == "mask":
        target.replace_mask(noise(target.size, 1, number)[..., 0].astype(np.uint8))
    elif kind == "patch":
        target.add_patch(patch(target, data.draw(rects_in(target.size)), str(number), number))
    else:
        target.set_recipe(Recipe((Grow(px=number),)))


def test_nothing_else_may_change_while_a_step_waits_and_everything_may_afterwards() -> None:
    target, before, after = cropped()
    desk = Desk(target)
    target.undo()
    changes: list[Callable[[], object]] = [
        lambda: target.begin("stroke"),
        target.clear_mask,
        target.invert_mask,
        lambda: target.set_recipe(Recipe((Grow(px=3),))),
        lambda: target.add_patch(patch(target, Rect(0, 0, 9, 9), "b")),
        lambda: target.begin_alpha(target.patches[0], "alpha"),
    ]
    for each in changes:
        with pytest.raises(StepOpenError, match="do this again in a moment"):
            each()
    after.demand(target)
    desk.answer()
    before.demand(target)
    with target.begin("stroke") as editor:
        with pytest.raises(EditOpenError):
            target.demand_closed()
        assert not target.undo()
        editor.touch(Rect(0, 0, 5, 5))[:5, :5] = 9
    assert not target.history.can_redo


def test_what_cannot_be_made_leaves_document_and_history_as_they_were() -> None:
    target, before, after = cropped()
    target.invert_mask()
    inverted, desk, heard = State.of(target), Desk(target), listen(target)
    target.undo()
    heard.clear()
    after.demand(target)
    for _ in range(2):
        target.undo()
        target.undo()
        target.redo()
        assert heard == [CanvasAwaited()] * 3
        desk.fail()
        assert heard[3:] == [EditDropped()]
        heard.clear()
        after.demand(target)
        assert (target.history.undo_label, target.history.edits_done) == ("canvas", 3)
        assert not target.is_editing
    target.redo()
    inverted.demand(target)
    for _ in range(2):
        target.undo()
    desk.answer()
    before.demand(target)
    target.abandon_steps()
    before.demand(target)


def test_what_cannot_be_swapped_at_once_leaves_the_history_where_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    target, before, after = cropped()

    def full(_edit: CanvasEdit, _document: Editable) -> Rect:
        raise MemoryError

    with monkeypatch.context() as patching:
        patching.setattr(CanvasEdit, "swap", full)
        with pytest.raises(MemoryError):
            target.undo()
    after.demand(target)
    assert target.undo()
    before.demand(target)


def test_a_small_picture_and_other_edits_wait_for_nobody(monkeypatch: pytest.MonkeyPatch) -> None:
    target, before, _after = cropped()
    target.invert_mask()
    desk = Desk(target)
    target.undo()
    assert not desk.waiting
    monkeypatch.setattr(canvas_edit, "AT_ONCE_BYTES", 4 * WHOLE.width * WHOLE.height)
    target.undo()
    assert not desk.waiting
    before.demand(target)


def test_who_hears_of_a_step_may_step_on_and_who_fails_at_it_holds_up_nothing() -> None:
    target, before, after = cropped()
    target.invert_mask()
    inverted, desk, heard = State.of(target), Desk(target), list[object]()

    def go_back(event: object) -> None:
        heard.append(event)
        if heard.count(HistoryChanged()) == 2 and isinstance(event, HistoryChanged):
            target.redo()
            target.redo()
            raise ValueError("heard enough")

    target.changed.connect(go_back)
    for _ in range(3):
        target.undo()
    with pytest.raises(ValueError, match="heard enough"):
        desk.answer()
    before.demand(target)
    desk.answer_all()
    after.demand(target)
    assert target.history.edits_done == 3
    assert not target.is_editing
    target.redo()
    inverted.demand(target)


def test_what_undo_holds_meanwhile_is_what_it_held() -> None:
    target, _before, _after = cropped()
    edit = target.history.last
    assert edit is not None
    held, desk = edit.size_bytes, Desk(target)
    target.undo()
    work, done, _failed = desk.waiting.pop()
    made = work()
    assert edit.size_bytes == held
    done(made)
    assert edit.size_bytes == made.size_bytes < held
    target.redo()
    desk.answer()
    assert edit.size_bytes == held
