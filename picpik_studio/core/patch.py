"""A patch: an accepted result with its place and its own weight."""

from dataclasses import dataclass

from picpik_studio.core.arrays import Pixels, Plane, read_only
from picpik_studio.core.geometry import Rect


@dataclass(frozen=True, eq=False)
class Patch:
    """A result that lies over the picture.

    `rect` is its place in document pixels, inside the picture; `pixels` has the document's dtype and channels and the
    size of `rect`; `weight` is uint8 HxW, 255 where the result replaces the picture. Both become read-only.
    `job_id` and `image_index` (from 0) say where it came from, `label` names it for people. Raises ValueError when the
    sizes do not agree.
    """

    id: str
    rect: Rect
    pixels: Pixels
    weight: Plane
    job_id: str
    image_index: int
    label: str

    def __post_init__(self) -> None:
        shape = (self.rect.height, self.rect.width)
        if self.pixels.shape[:2] != shape or self.weight.shape != shape:
            raise ValueError(f"The patch's pixels and weight must be {self.rect.width} x {self.rect.height}")
        object.__setattr__(self, "pixels", read_only(self.pixels))
        object.__setattr__(self, "weight", read_only(self.weight))

    @property
    def size_bytes(self) -> int:
        """The memory that its arrays take."""
        return self.pixels.nbytes + self.weight.nbytes
