"""How a picture is turned on the screen. Its pixels know nothing of it."""

import math
from dataclasses import dataclass

from picpik_studio.core.geometry import Point, Size

FULL = 360.0
SQUARE = 90.0
_EXACT = {0.0: (1.0, 0.0), 90.0: (0.0, 1.0), 180.0: (-1.0, 0.0), 270.0: (0.0, -1.0)}


@dataclass(frozen=True)
class Turn:
    """First mirrored left to right or not, then turned clockwise by `degrees`, which come to lie in [0, 360).

    What is turned are distances; where they start from is the viewport's matter.
    """

    degrees: float = 0.0
    is_mirrored: bool = False

    def __post_init__(self) -> None:
        object.__setattr__(self, "degrees", self.degrees % FULL % FULL)  # twice: -1e-20 % 360 is 360

    @property
    def is_none(self) -> bool:
        """Whether the picture stands upright and is not mirrored."""
        return not self.is_mirrored and self.degrees == 0

    @property
    def is_square(self) -> bool:
        """Whether rows and columns of pixels stay rows and columns."""
        return self.degrees % SQUARE == 0

    @property
    def matrix(self) -> tuple[float, float, float, float]:
        """The numbers of x' = a x + b y, y' = c x + d y, y going down; exact for multiples of 90 degrees."""
        cosine, sine = _EXACT.get(self.degrees) or _cosine_and_sine(self.degrees)
        sign = -1.0 if self.is_mirrored else 1.0
        return sign * cosine, -sine, sign * sine, cosine

    def apply(self, dx: float, dy: float) -> Point:
        """Return a distance of the upright picture as it lies on the screen."""
        a, b, c, d = self.matrix
        return Point(a * dx + b * dy, c * dx + d * dy)

    def undo(self, dx: float, dy: float) -> Point:
        """Return a distance on the screen as it lies in the upright picture."""
        a, b, c, d = self.matrix  # orthogonal: the inverse is the transpose
        return Point(a * dx + c * dy, b * dx + d * dy)

    def by(self, degrees: float) -> "Turn":
        """Return this, turned further clockwise, as it is seen."""
        return Turn(self.degrees + degrees, self.is_mirrored)

    def mirrored(self) -> "Turn":
        """Return this with what is seen mirrored left to right."""
        return Turn(-self.degrees, not self.is_mirrored)

    def stage(self, view: Size) -> Size:
        """Return how large an upright image must be, both middles in one place, to cover a turned `view`.

        At an angle it is the same square for every angle, so that turning freely needs no other image.
        """
        if not self.is_square:
            side = math.ceil(math.hypot(*view)) + 2
            return Size(side, side)
        return view if self.degrees % (2 * SQUARE) == 0 else Size(view.height, view.width)


NONE = Turn()


def _cosine_and_sine(degrees: float) -> tuple[float, float]:
    radians = math.radians(degrees)
    return math.cos(radians), math.sin(radians)
