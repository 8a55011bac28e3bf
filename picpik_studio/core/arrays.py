"""The kinds of array that the program passes about, by name."""

from typing import Any, Protocol, TypeVar

import numpy as np
from numpy.typing import NDArray

Plane = NDArray[np.uint8]
"""One 8-bit channel, HxW: a mask, a weight, a stamp."""

Pixels = NDArray[np.unsignedinteger[Any]]
"""A picture's samples, HxWxC: uint8 BGRX or BGRA, uint16 RGB or RGBA."""


class Rows(Protocol):
    """A picture's samples as they are read from above: an array, or one that is made only where it is looked at."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Rows, columns, channels."""
        ...

    @property
    def dtype(self) -> np.dtype[Any]:
        """The type of the samples."""
        ...

    def __getitem__(self, rows: slice, /) -> Pixels:
        """Return some rows that follow each other."""
        ...


_Array = TypeVar("_Array", bound=Pixels)
_ROW_ALIGNMENT = 4


def plane(width: int, height: int, value: int = 0) -> Plane:
    """Return a new uint8 HxW array full of `value`, its rows padded to 4 bytes so that Qt can show it without a copy.

    Written through at once (`np.full`): with `np.zeros` the page faults would come when it is filled.
    """
    stride = -(-width // _ROW_ALIGNMENT) * _ROW_ALIGNMENT
    return np.full((height, stride), value, dtype=np.uint8)[:, :width]


def blank_plane(width: int, height: int) -> Plane:
    """Return zeros as `plane` does, which take memory only where they are written.

    For what mostly stays so, such as a mask. NumPy asks for pages of 2 MB, so the first press of a brush of 200 px at
    24 MP takes half a millisecond more than on `plane`; no later event does, and larger brushes show no difference.
    """
    stride = -(-width // _ROW_ALIGNMENT) * _ROW_ALIGNMENT
    return np.zeros((height, stride), np.uint8)[:, :width]


def read_only(array: _Array) -> _Array:
    """Return a view of `array` that refuses to be written."""
    view = array.view()
    view.flags.writeable = False
    return view
