"""A plane with room around it, for what looks past the borders: filled and read where it is, without a copy."""

import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size


class Roomy:
    """A plane of zeros, `inner`, to be written to; `pixels` has it and what is around it, all uint8.

    Before it lie `room` pixels, behind it as many and what makes its sides multiples of `unit`.
    """

    def __init__(self, size: Size, room: int, unit: int) -> None:
        self._left, self._top, self._right, self._bottom = room, room, room + size.width, room + size.height
        self.room = room
        width, height = (side + -side % unit + 2 * room for side in size)
        self.pixels = np.zeros((height, width), np.uint8)

    @property
    def inner(self) -> Plane:
        """The plane itself, HxW."""
        return self.pixels[self._top : self._bottom, self._left : self._right]

    def repeat_border(self) -> None:
        """Give what is around the value of the nearest pixel of the plane."""
        pixels = self.pixels
        pixels[: self._top] = pixels[self._top]
        pixels[self._bottom :] = pixels[self._bottom - 1]
        pixels[:, : self._left] = pixels[:, self._left, None]
        pixels[:, self._right :] = pixels[:, self._right - 1, None]

    def framed(self) -> Plane:
        """Return the plane from a row and a column before it on, with all that is behind; what is around it is 0."""
        pixels = self.pixels
        pixels[: self._top] = pixels[self._bottom :] = 0
        pixels[:, : self._left] = pixels[:, self._right :] = 0
        return pixels[self._top - 1 :, self._left - 1 :]
