"""A frozen plane is what the pixels were at its moment, whatever is written meanwhile and by whomever it is read."""

import threading
from collections.abc import Callable

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from picpik_studio.core.arrays import Plane, blank_plane
from picpik_studio.core.frozen import BAND, FrozenPlane
from picpik_studio.core.geometry import Rect, Size
from picpik_studio.core.snapshot import Snapshot
from tests.core.making import document, rects_in

_SIZE = Size(9, 3 * BAND + 5)


class Takes:
    """A document with snapshots of it, and what its mask was when each of them was taken."""

    def __init__(self, data: st.DataObject) -> None:
        self.target = document(*_SIZE)
        self._data = data
        self._taken: list[tuple[Snapshot, Plane]] = []

    def freeze(self) -> None:
        self._taken.append((self.target.snapshot(), self.target.mask.pixels.copy()))

    def read(self) -> None:
        if self._taken:
            snapshot, then = self._data.draw(st.sampled_from(self._taken))
            assert np.array_equal(snapshot.mask, then)

    def stroke(self) -> None:
        editor = self.target.begin("Stroke")
        for rect in self._data.draw(st.lists(rects_in(_SIZE), min_size=1, max_size=4)):
            editor.touch(rect)[rect.slices] = self._data.draw(st.integers(0, 255))
            if self._data.draw(st.booleans()):
                self.freeze()
        (editor.abort if self._data.draw(st.booleans()) else editor.commit)()

    def fill(self) -> None:
        self.target.fill_mask(self._data.draw(st.integers(0, 255)))

    def invert(self) -> None:
        self.target.invert_mask()

    def undo(self) -> None:
        if self.target.history.can_undo:
            self.target.undo()

    def redo(self) -> None:
        if self.target.history.can_redo:
            self.target.redo()

    def check(self) -> None:
        for snapshot, then in self._taken:
            assert np.array_equal(snapshot.mask, then)


_CHANGES: tuple[Callable[[Takes], None], ...] = (
    Takes.freeze,
    Takes.read,
    Takes.stroke,
    Takes.fill,
    Takes.invert,
    Takes.undo,
    Takes.redo,
)


@given(st.data())
@settings(max_examples=150)
def test_every_snapshot_is_what_the_mask_was(data: st.DataObject) -> None:
    takes = Takes(data)
    for change in data.draw(st.lists(st.sampled_from(_CHANGES), min_size=1, max_size=25)):
        change(takes)
    takes.check()


@given(st.data())
def test_a_part_is_what_it_was_and_costs_no_other_rows(data: st.DataObject) -> None:
    pixels = np.random.default_rng(data.draw(st.integers(0, 9))).integers(1, 255, (_SIZE.height, _SIZE.width), np.uint8)
    then, frozen = pixels.copy(), FrozenPlane(pixels)
    rect, other = data.draw(rects_in(_SIZE)), data.draw(rects_in(_SIZE))
    frozen.keep(other)
    pixels[other.slices] = 0
    assert np.array_equal(frozen.part(rect), then[rect.slices])
    bands = {row // BAND for each in (rect, other) for row in range(each.y, each.bottom)}
    assert frozen.is_whole == (len(bands) == -(-_SIZE.height // BAND))
    assert np.array_equal(frozen.plane(), then)
    assert frozen.is_whole


def test_who_writes_and_who_reads_meet_in_the_middle() -> None:
    pixels = blank_plane(700, 40 * BAND)
    pixels[...] = np.arange(pixels.shape[0], dtype=np.uint16)[:, None] % 251 + 1
    then, frozen = pixels.copy(), FrozenPlane(pixels)
    read: list[Plane] = []
    readers = [threading.Thread(target=lambda: read.append(frozen.plane())) for _ in range(3)]
    for reader in readers:
        reader.start()
    for band in reversed(range(40)):
        rect = Rect(0, band * BAND, 700, BAND)
        frozen.keep(rect)
        pixels[rect.slices] = 0
    for reader in readers:
        reader.join()
    assert all(np.array_equal(plane, then) for plane in read)
    assert not read[0].flags.writeable
    assert not pixels.any()
