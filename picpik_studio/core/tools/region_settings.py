"""How the tools that make a region are set."""

from picpik_studio.core.fill import MAX_TOLERANCE
from picpik_studio.core.signal import Signal
from picpik_studio.core.tools.combine import Combine

TOLERANCE = 32
"""The tolerance that the wand begins with."""

_SWAPPED = {Combine.ADD: Combine.SUBTRACT, Combine.SUBTRACT: Combine.ADD, Combine.INTERSECT: Combine.ADD}


class RegionSettings:
    """How a region is combined with the mask, and for the wand its tolerance and whether it takes joined pixels only.

    `tolerance` is kept in 0 to 255. `changed` says the name of what has another value now.
    """

    def __init__(self) -> None:
        self.changed: Signal[str] = Signal()
        self._combine = Combine.ADD
        self._tolerance = TOLERANCE
        self._contiguous = True

    @property
    def combine(self) -> Combine:
        """How a region is combined where no key and no button says otherwise."""
        return self._combine

    @combine.setter
    def combine(self, value: Combine) -> None:
        if value is not self._combine:
            self._combine = value
            self.changed.emit("combine")

    @property
    def tolerance(self) -> int:
        """How much any channel may differ, 0 to 255."""
        return self._tolerance

    @tolerance.setter
    def tolerance(self, value: float) -> None:
        wanted = min(max(round(value), 0), MAX_TOLERANCE)
        if wanted != self._tolerance:
            self._tolerance = wanted
            self.changed.emit("tolerance")

    @property
    def contiguous(self) -> bool:
        """Whether only pixels that are joined to the one under the pointer are taken."""
        return self._contiguous

    @contiguous.setter
    def contiguous(self, value: bool) -> None:
        if value != self._contiguous:
            self._contiguous = value
            self.changed.emit("contiguous")

    def swap(self) -> None:
        """Change between adding and subtracting; after intersecting, add."""
        self.combine = _SWAPPED[self._combine]
