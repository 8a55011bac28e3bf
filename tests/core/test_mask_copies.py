"""Copies of the mask for workers: shared while nothing is painted, never written into, never kept for nobody."""

import weakref

import numpy as np

from picpik_studio.core.frozen import FrozenPlane
from picpik_studio.core.geometry import Rect
from tests.core.making import document

PLACE = Rect(3, 4, 10, 8)


def test_snapshots_share_a_copy_until_something_is_painted() -> None:
    target = document(40, 30)
    first, second = target.snapshot(), target.snapshot()
    assert first.mask is second.mask
    target.fill_mask(200)
    third = target.snapshot()
    assert third.mask is not first.mask
    assert not first.mask.any()
    assert (third.mask == 200).all()


def test_undo_redo_and_invert_end_the_sharing() -> None:
    target = document(40, 30)
    target.fill_mask(200)
    for change, value in ((target.undo, 0), (target.redo, 200), (target.invert_mask, 55)):
        before = target.snapshot().mask
        kept = before.copy()
        change()
        assert (target.snapshot().mask == value).all()
        assert np.array_equal(before, kept)


def test_an_open_edit_shares_nothing() -> None:
    target = document(40, 30)
    before = target.snapshot()
    with target.begin("Stroke") as editor:
        during = target.snapshot()
        editor.touch(PLACE)[PLACE.slices] = 255
        after = target.snapshot()
        editor.touch(PLACE)[PLACE.slices] = 90
    assert not before.mask.any()
    assert not during.mask.any()
    assert (after.mask[PLACE.slices] == 255).all()
    assert (target.snapshot().mask[PLACE.slices] == 90).all()


def test_a_copy_is_not_kept_for_nobody() -> None:
    target = document(40, 30)
    gone = weakref.ref(target.snapshot().painted)
    assert gone() is None
    target.fill_mask(200)
    assert (target.snapshot().mask == 200).all()


def test_a_snapshot_copies_nothing_by_itself() -> None:
    target = document(40, 30)
    target.fill_mask(200)
    snapshot = target.snapshot()
    assert isinstance(snapshot.painted, FrozenPlane)
    assert not snapshot.painted.is_whole
    with target.begin("Stroke") as editor:
        editor.touch(PLACE)[PLACE.slices] = 1
    assert snapshot.painted.is_whole, "the stroke has kept what it has written over"
