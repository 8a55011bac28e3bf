"""Importing a repaint area: what a file may mean is looked at first, then one meaning is put in as one edit."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Final, Literal

import cv2
import numpy as np

from picpik_studio.app.documents import IMPORTED, NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.reworking import Reworking
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.document import Document, Snapshot
from picpik_studio.core.footprint import repaint
from picpik_studio.core.mask import digest, is_ground
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.header import Source
from picpik_studio.files.images import MID_GREY, flattened, thumbnail
from picpik_studio.files.mask_reading import MaskFile, Reading, read_mask_file

Mode = Literal["replace", "add", "subtract", "intersect"]

SMALL_PX: Final = 640


@dataclass(frozen=True)
class Choice:
    """Which meaning of the file is taken, and what it does to what is painted."""

    reading: Reading
    mode: Mode = "replace"

    def inverted(self) -> "Choice":
        """Return the same with the file the other way round."""
        return replace(self, reading=self.reading.inverted())


@dataclass(frozen=True, eq=False)
class _Seen:
    """What a reading repaints at a small size, how many pixels of the picture, and how many of them already are.

    `are_grounds`: whether this, and whether all but this, looks like the ground that the strokes lie on.
    """

    small: Plane
    area: int
    common: int
    are_grounds: tuple[bool, bool]


@dataclass(frozen=True, eq=False)
class Found:
    """A file that was looked at. `photo` is the picture, uint8 HxWx4 BGRX in sRGB, at most SMALL_PX a side.

    `canvas` is what the document had then; `painted` is how many pixels are repainted now, `pixels` how many there are.
    """

    document: Document
    canvas: object
    file: MaskFile
    photo: Pixels
    pixels: int
    painted: int
    before: Plane
    seen: Mapping[Reading, _Seen]

    def share(self, choice: Choice) -> float:
        """Return the fraction of the picture, 0 to 1, that is repainted after the import. Exact."""
        area, common = self._counts(choice.reading)
        counts = {
            "replace": area,
            "add": area + self.painted - common,
            "subtract": self.painted - common,
            "intersect": common,
        }
        return counts[choice.mode] / self.pixels

    def small(self, choice: Choice) -> Plane:
        """Return what is repainted after the import, uint8 HxW of the size of `photo`."""
        reading = choice.reading
        known = self.seen.get(reading)
        plane = known.small if known is not None else 255 - self.seen[reading.inverted()].small
        return joined(self.before, plane, choice.mode)

    def looks_inverted(self, choice: Choice) -> bool:
        """Whether what the file repaints by a choice looks like the ground that its strokes lie on."""
        seen = self.seen.get(choice.reading)
        return seen.are_grounds[0] if seen is not None else self.seen[choice.reading.inverted()].are_grounds[1]

    def _counts(self, reading: Reading) -> tuple[int, int]:
        seen = self.seen.get(reading)
        if seen is not None:
            return seen.area, seen.common
        other = self.seen[reading.inverted()]
        return self.pixels - other.area, self.painted - other.common


class Importing:
    """Imports into one session's document."""

    def __init__(self, state: SessionState, reworking: Reworking) -> None:
        self._state = state
        self._reworking = reworking

    def look(self, source: Source, name: str, done: Callable[[Found], object]) -> None:
        """Look what a file (or its bytes) may mean, and hand it to `done`. Raises RefusedError without a document."""
        document = self._document()
        snapshot, invert = document.snapshot(), self._is_keep()
        self._state.program.tasks.run(
            "files",
            lambda _task: _looked(document, snapshot, source, name, invert=invert),
            done=done,
            label="look at mask",
        )

    def look_at_file(self, path: Path, done: Callable[[Found], object]) -> None:
        """Look what a file may mean, and hand it to `done`. Raises RefusedError without a document."""
        self.look(path, path.name, done)

    def take(self, found: Found, choice: Choice) -> None:
        """Put the file in, as one undoable edit; not into another document than it was looked at for."""
        document, invert = found.document, self._is_keep()
        if self._state.document is not document:
            return

        def painted(snapshot: Snapshot) -> Plane:
            area = joined(_turned(snapshot.mask, invert=invert), found.file.plane(choice.reading), choice.mode)
            mask = _turned(area, invert=invert)
            if choice.mode == "replace":
                name = digest(mask)
                self._state.program.tasks.dispatch(lambda: document.mark_mask_saved(name))
            return mask

        self._reworking.paint(painted, IMPORTED, found.canvas)

    def _document(self) -> Document:
        if self._state.document is None:
            raise RefusedError(NO_DOCUMENT)
        return self._state.document

    def _is_keep(self) -> bool:
        """Whether what is painted is kept."""
        return bool(self._state.parameters.get("invert_mask"))


def joined(before: Plane, plane: Plane, mode: Mode) -> Plane:
    """Return two repaint areas (uint8 HxW) as one: by `plane` alone, by both, by `before` without it, by the common."""
    if mode == "add":
        return np.maximum(before, plane)
    if mode == "subtract":
        return np.minimum(before, 255 - plane)
    return np.minimum(before, plane) if mode == "intersect" else plane


def _turned(mask: Plane, *, invert: bool) -> Plane:
    """Return painting as what is repainted, or the other way round."""
    return cv2.bitwise_not(mask).astype(np.uint8, copy=False) if invert else mask


def _looked(document: Document, snapshot: Snapshot, source: Source, name: str, *, invert: bool) -> Found:
    """Read the file, count what each reading repaints, and make everything small."""
    size = snapshot.picture.size
    file = read_mask_file(source, size, name=name)
    photo = _photo(snapshot)
    now = repaint(snapshot.mask, invert=invert)
    seen = {reading: _seen(file.plane(reading), now, photo) for reading in file.readings}
    return Found(
        document=document,
        canvas=snapshot.canvas,
        file=file,
        photo=photo,
        pixels=size.width * size.height,
        painted=cv2.countNonZero(now),
        before=_small(now, photo),
        seen=seen,
    )


def _seen(plane: Plane, now: Plane, photo: Pixels) -> _Seen:
    area = repaint(plane, invert=False)
    common = cv2.countNonZero(cv2.bitwise_and(area, now))
    grounds = is_ground(area), is_ground(cv2.bitwise_not(area).astype(np.uint8, copy=False))
    return _Seen(_small(area, photo), cv2.countNonZero(area), common, grounds)


def _small(plane: Plane, photo: Pixels) -> Plane:
    size = (photo.shape[1], photo.shape[0])
    if (plane.shape[1], plane.shape[0]) == size:
        return plane
    return np.asarray(cv2.resize(plane, size, interpolation=cv2.INTER_AREA), np.uint8)


def _photo(snapshot: Snapshot) -> Pixels:
    """Return the picture as the canvas shows it, small."""
    pixels = to_srgb8(thumbnail(snapshot.pixels, SMALL_PX), snapshot.picture.metadata.icc)
    return flattened(pixels, MID_GREY) if snapshot.picture.has_alpha else pixels
