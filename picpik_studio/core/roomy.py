"""A plane with room around it, for what looks past the borders: filled and read where it is, without a copy."""

from typing import Self

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect, Size


class Roomy:
    """A plane, `inner`, in the midst of `pixels`, which are uint8 too.

    Before it lie `room` pixels, behind it as many and what makes its sides multiples of some unit.
    """

    def __init__(self, pixels: Plane, room: int, size: Size) -> None:
        self.pixels = pixels
        self.room = room
        self._place = Rect(room, room, *size)

    @classmethod
    def blank(cls, size: Size, room: int, unit: int) -> Self:
        """Return zeros with room around them, to be written to."""
        width, height = (side + -side % unit + 2 * room for side in size)
        return cls(np.zeros((height, width), np.uint8), room, size)

    @classmethod
    def around(cls, plane: Plane, room: int, unit: int) -> Self:
        """Return a copy of `plane` (uint8 HxW, not empty) with its border repeated all around."""
        height, width = plane.shape
        below, right = (room + -side % unit for side in (height, width))
        pixels = cv2.copyMakeBorder(plane, room, below, room, right, cv2.BORDER_REPLICATE)
        return cls(pixels.astype(np.uint8, copy=False), room, Size(width, height))

    @property
    def inner(self) -> Plane:
        """The plane itself, HxW."""
        return self.pixels[self._place.slices]

    def repeat_border(self) -> None:
        """Give what is around the value of the nearest pixel of the plane."""
        pixels, left, top, right, bottom = self.pixels, *self._edges
        pixels[:top] = pixels[top]
        pixels[bottom:] = pixels[bottom - 1]
        pixels[:, :left] = pixels[:, left, None]
        pixels[:, right:] = pixels[:, right - 1, None]

    def framed(self) -> Plane:
        """Return the plane from a row and a column before it on, with all that is behind; what is around it is 0."""
        pixels, left, top, right, bottom = self.pixels, *self._edges
        pixels[:top] = pixels[bottom:] = 0
        pixels[:, :left] = pixels[:, right:] = 0
        return pixels[top - 1 :, left - 1 :]

    @property
    def _edges(self) -> tuple[int, int, int, int]:
        """The first column and row of the plane, and the first ones behind it."""
        return self._place.x, self._place.y, self._place.right, self._place.bottom
