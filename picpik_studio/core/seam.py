"""The seam of a patch: how its edge is drawn and how its colours are matched; data, so that it can be set any time."""

from dataclasses import dataclass
from typing import Literal, NamedTuple

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Rect, Size

Shape = Literal["smooth", "even", "outer", "inner"]
SHAPES: tuple[Shape, ...] = ("smooth", "even", "outer", "inner")
"""How the weight rises along the blend: in an S, evenly, most of it near the outer end, most of it near the inner."""

Match = Literal["none", "tones", "gradient"]
MATCHES: tuple[Match, ...] = ("none", "tones", "gradient")
"""How the colours are brought to those around: not at all, by mean and spread, or so that nothing jumps at the edge."""

MAX_BLEND_PX = 200
MAX_SHIFT_PX = 100
FULL = 100
_OPAQUE = 255

Floats = NDArray[np.float32]


@dataclass(frozen=True)
class Seam:
    """How a patch meets what is around it.

    `blend_px` is how wide the fall-off is, in document pixels, 0 to 200; None leaves the weight as it was sent.
    `shift_px` moves the edge outwards, -100 to 100, but never past the footprint. `strength` is how much of the colour
    match is taken and `opacity` how much of the patch, both 0 to 100. Raises ValueError out of range.
    """

    blend_px: int | None = None
    shift_px: int = 0
    shape: Shape = "smooth"
    match: Match = "none"
    strength: int = FULL
    opacity: int = FULL

    def __post_init__(self) -> None:
        is_sound = (
            (self.blend_px is None or 0 <= self.blend_px <= MAX_BLEND_PX)
            and abs(self.shift_px) <= MAX_SHIFT_PX
            and 0 <= self.strength <= FULL
            and 0 <= self.opacity <= FULL
            and self.shape in SHAPES
            and self.match in MATCHES
        )
        if not is_sound:
            raise ValueError(f"A seam cannot be {self}")

    @property
    def has_own_edge(self) -> bool:
        """Whether the weight is another one than was sent."""
        return self.blend_px is not None or self.shift_px != 0 or self.shape != "smooth"

    @property
    def matches(self) -> bool:
        """Whether the colours are others than came back."""
        return self.match != "none" and self.strength > 0


AS_SENT = Seam()
"""The seam that every result comes with."""


class Borders(NamedTuple):
    """At which sides a patch ends because the picture does: there it has no edge."""

    left: bool
    top: bool
    right: bool
    bottom: bool

    @classmethod
    def of(cls, rect: Rect, size: Size) -> "Borders":
        """Return those of a patch at `rect` in a picture of `size`."""
        return cls(rect.x <= 0, rect.y <= 0, rect.right >= size.width, rect.bottom >= size.height)


def depth(weight: Plane, borders: Borders) -> Floats:
    """Return how far inside the footprint (`weight` > 0, uint8 HxW) every pixel's centre lies, in pixels; 0 outside it.

    Beyond the array nothing belongs to the footprint, except past the picture's own borders, where there is nothing.
    """
    padded = cv2.copyMakeBorder(weight, *_pads(borders), cv2.BORDER_CONSTANT, value=0)
    if cv2.countNonZero(padded) == padded.size:  # nothing lies outside, so that nothing is near it
        return np.full(weight.shape, float(sum(weight.shape)), np.float32)
    inside = cv2.threshold(padded, 0, 1, cv2.THRESH_BINARY)[1]
    far = cv2.distanceTransform(inside, cv2.DIST_L2, cv2.DIST_MASK_PRECISE)
    rows = slice(int(not borders.top), int(not borders.top) + weight.shape[0])
    columns = slice(int(not borders.left), int(not borders.left) + weight.shape[1])
    result: Floats = np.maximum(np.asarray(far, np.float32)[rows, columns] - np.float32(0.5), np.float32(0))
    return result


def fall_off(weight: Plane, borders: Borders) -> int:
    """Return how wide the fall-off of `weight` (uint8 HxW) is, in whole pixels; 0 for a hard edge."""
    return _fall_off(weight, depth(weight, borders))


def _fall_off(weight: Plane, inside: Floats) -> int:
    partly = (weight > 0) & (weight < _OPAQUE)
    return round(float(inside[partly].max()) + 0.5) if partly.any() else 0


def edge_weight(weight: Plane, seam: Seam, borders: Borders) -> Plane:
    """Return the weight that `seam` makes of `weight` (uint8 HxW), which it leaves as it is where that is 0.

    The blend lies about the middle of the fall-off that was sent, moved by the shift; where the footprint has no room
    for it outwards, it begins at the footprint's edge.
    """
    if not seam.has_own_edge:
        return weight
    inside = depth(weight, borders)
    sent = _fall_off(weight, inside)
    blend = sent if seam.blend_px is None else seam.blend_px
    start = max(0.0, sent / 2 - seam.shift_px - blend / 2)
    if blend:
        t = np.clip((inside - np.float32(start)) / np.float32(blend), 0, 1)
        result: Plane = np.rint(_rise(t, seam.shape) * _OPAQUE).astype(np.uint8)
    else:
        result = np.where(inside > start, np.uint8(_OPAQUE), np.uint8(0))
    result[weight == 0] = 0
    return result


def _rise(t: Floats, shape: Shape) -> Floats:
    """Return how the weight, 0 to 1, rises along `t`, 0 to 1."""
    match shape:
        case "smooth":
            return t * t * (3 - 2 * t)
        case "outer":
            return t * (2 - t)
        case "inner":
            return t * t
    return t


def _pads(borders: Borders) -> tuple[int, int, int, int]:
    """Return how many pixels of nothing lie above, below, left and right."""
    return int(not borders.top), int(not borders.bottom), int(not borders.left), int(not borders.right)
