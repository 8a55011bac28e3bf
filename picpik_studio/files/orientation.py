"""Turns pixels as EXIF's orientation asks; source of the table: CIPA DC-008 section 4.6.5, Orientation."""

from typing import TypeVar

import cv2
import numpy as np

from picpik_studio.core.arrays import Pixels, Plane

_TURNS = {3: cv2.ROTATE_180, 6: cv2.ROTATE_90_CLOCKWISE, 8: cv2.ROTATE_90_COUNTERCLOCKWISE}
_MIRRORS = {2: 1, 4: 0}
_TRANSPOSED, _TRANSVERSE = 5, 7
_Array = TypeVar("_Array", Pixels, Plane)


def turned(pixels: _Array, orientation: int) -> _Array:
    """Return the picture, HxW or HxWxC of any depth and at most 4 channels, as it is to be seen.

    `orientation` counts as EXIF does: 1 nothing, 2 mirrored, 3 half turn, 4 upside-down mirror, 5 transposed, 6 a
    quarter clockwise, 7 transposed over the other diagonal, 8 a quarter anticlockwise. 5 to 8 swap width and height.
    """
    if orientation == 1:
        return pixels
    result = np.empty_like(pixels if orientation < _TRANSPOSED else pixels.swapaxes(0, 1), order="C")
    if orientation in _TURNS:
        cv2.rotate(pixels, _TURNS[orientation], dst=result)
    elif orientation in _MIRRORS:
        cv2.flip(pixels, _MIRRORS[orientation], dst=result)
    else:
        cv2.transpose(pixels, dst=result)
        if orientation == _TRANSVERSE:
            cv2.rotate(result, cv2.ROTATE_180, dst=result)
    return result
