"""The proof: that nothing outside the footprint is another pixel than before, by looking at every one."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Protocol

import cv2
import numpy as np
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Rect, Size

_BAND = 256
_WIDE: Mapping[tuple[int, int], type[np.unsignedinteger[Any]]] = MappingProxyType(
    {(1, 4): np.uint32, (2, 4): np.uint64}
)

Check = Callable[[], None]


class _Laid(Protocol):
    """What is laid over a picture: a patch."""

    @property
    def rect(self) -> Rect:
        """Its place in document pixels."""

    @property
    def weight(self) -> Plane:
        """Its weight there, uint8 HxW."""


@dataclass(frozen=True)
class Proof:
    """How many pixels lie `outside` the footprint, and how many of those are `differing` in any channel or in alpha."""

    outside: int
    differing: int

    @property
    def holds(self) -> bool:
        """Whether not one differs."""
        return self.differing == 0


def prove(
    size: Size,
    before: Callable[[Rect], Pixels],
    after: Callable[[Rect], Pixels],
    laid: tuple[_Laid, ...],
    check: Check = lambda: None,
) -> Proof:
    """Compare every pixel of two pictures of `size` outside the footprint of all that is `laid` over the second.

    `before` and `after` return the pixels of a rectangle, in one layout; they are asked for one band of rows after the
    other, so that little memory is taken. `check` is called between them and may raise. Slow: for a worker.
    """
    outside = differing = 0
    for y in range(0, size.height, _BAND):
        check()
        band = Rect(0, y, size.width, min(_BAND, size.height - y))
        is_outside = ~_footprint(band, laid)
        outside += int(is_outside.sum())
        differing += int((differs(before(band), after(band)) & is_outside).sum())
    return Proof(outside, differing)


def differs(one: Pixels, other: Pixels) -> NDArray[np.bool_]:
    """Return where two arrays of one shape and dtype, HxWxC, differ in any channel: HxW.

    Four channels are compared as one number each pixel, which is six times as fast.
    """
    wide = _WIDE.get((one.dtype.itemsize, one.shape[2]))
    if wide is None or one.strides[2] != one.itemsize or other.strides[2] != other.itemsize:
        result: NDArray[np.bool_] = (one != other).any(axis=2)
        return result
    return np.not_equal(one.view(wide)[..., 0], other.view(wide)[..., 0])


@dataclass(frozen=True, eq=False)
class ServiceChange:
    """What a service had changed where it was not asked to, at the sent size.

    `amount` is uint8 HxW, the largest difference of any channel between what was sent and what came back; 0 inside the
    footprint, which `footprint` (uint8 HxW) shows where it is not 0. Of `outside` pixels `changed` were others, by
    `largest` at most.
    """

    amount: Plane
    footprint: Plane
    outside: int
    changed: int
    largest: int


def service_change(sent: Pixels, answer: Pixels, footprint: Plane) -> ServiceChange:
    """Compare what was `sent` (uint8 HxWx4, BGRX) with the service's raw `answer` (the same layout, any size).

    An answer of another size is brought to that of `sent` (by area down, by Lanczos up), as results are laid over.
    """
    height, width = sent.shape[:2]
    if answer.shape[:2] != (height, width):
        shrinks = width <= answer.shape[1] and height <= answer.shape[0]
        kind = cv2.INTER_AREA if shrinks else cv2.INTER_LANCZOS4
        answer = cv2.resize(answer, (width, height), interpolation=kind).astype(sent.dtype, copy=False)
    amount: Plane = np.asarray(cv2.absdiff(sent[..., :3], answer[..., :3]), np.uint8).max(axis=2)
    is_outside = footprint == 0
    amount[~is_outside] = 0
    return ServiceChange(
        amount, footprint, int(is_outside.sum()), int(cv2.countNonZero(amount)), int(amount.max(initial=0))
    )


def _footprint(band: Rect, laid: tuple[_Laid, ...]) -> NDArray[np.bool_]:
    """Return which pixels of `band` belong to the footprint of anything that is laid there."""
    inside = np.zeros((band.height, band.width), np.bool_)
    for each in laid:
        common = each.rect.intersected(band)
        if not common.is_empty:
            part = each.weight[common.translated(-each.rect.x, -each.rect.y).slices]
            inside[common.translated(-band.x, -band.y).slices] |= part > 0
    return inside
