"""A picture as it was opened: its pixels and what the file says beside them."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property

import numpy as np

from picpik_studio.core.arrays import Pixels, read_only
from picpik_studio.core.geometry import Rect, Size

_LAYOUTS = {(np.dtype(np.uint8), 4), (np.dtype(np.uint16), 3), (np.dtype(np.uint16), 4)}


@dataclass(frozen=True)
class JpegSource:
    """How a JPEG file was compressed, so that it can be saved alike.

    `quantization` are the tables in the file's order, 64 numbers each; `subsampling` is Pillow's code (0 4:4:4,
    1 4:2:2, 2 4:2:0, -1 another).
    """

    quantization: tuple[tuple[int, ...], ...]
    subsampling: int


@dataclass(frozen=True)
class GreySource:
    """That a file was grey, so that it can be saved alike: `icc` is the grey profile that it had, if any."""

    icc: bytes | None = None


@dataclass(frozen=True)
class Metadata:
    """What a file carries beside its pixels; None where it carries none. EXIF's orientation is already 1.

    `icc` is the profile of the pixels as they are here: for a grey file, one for RGB that has the curve of its own.
    `iptc` is the block of that name (IIM), as it came. `parameters` is the text that says what a service made the
    picture with (`files.parameters_text`).
    """

    icc: bytes | None = None
    exif: bytes | None = None
    xmp: bytes | None = None
    dpi: tuple[float, float] | None = None
    jpeg: JpegSource | None = None
    grey: GreySource | None = None
    parameters: str | None = None
    iptc: bytes | None = None


@dataclass(frozen=True, eq=False)
class Picture:
    """Pixels that never change, with their metadata.

    `pixels` is uint8 HxWx4 (BGRX with X = 255, or BGRA with straight alpha) or uint16 HxWx3 (RGB) or HxWx4 (RGBA,
    straight); it becomes a read-only view. `root` is the hash of the opened picture that this one was made of by
    changing the canvas, "" for one as it was opened, and `opened` is where it has pixels of that, None for everywhere.
    `first_root` is the hash of the picture that the opened file was saved from, "" when that is not known. Raises
    ValueError for any other layout and for a picture without a pixel.
    """

    pixels: Pixels
    has_alpha: bool
    metadata: Metadata = field(default_factory=Metadata)
    root: str = ""
    opened: Rect | None = None
    first_root: str = ""

    def __post_init__(self) -> None:
        shape = self.pixels.shape
        if len(shape) != 3 or (self.pixels.dtype, shape[2]) not in _LAYOUTS or not self.pixels.size:  # noqa: PLR2004 - rows, columns, channels
            raise ValueError(f"A picture cannot be an array of {self.pixels.dtype} {shape}")
        if self.has_alpha and shape[2] == 3:  # noqa: PLR2004 - RGB has no place for alpha
            raise ValueError("A picture of three channels has no alpha")
        object.__setattr__(self, "pixels", read_only(self.pixels))

    @property
    def size(self) -> Size:
        """Width and height in pixels."""
        height, width = self.pixels.shape[:2]
        return Size(width, height)

    @property
    def opened_part(self) -> Rect:
        """Where it has pixels of the picture as it was opened; the rest is what canvases were filled with."""
        return Rect.of(self.size) if self.opened is None else self.opened

    @property
    def opened_hash(self) -> str:
        """What names the picture as it was opened, whatever its canvas is now. Slow at first."""
        return self.root or self.content_hash

    @property
    def jobs_hash(self) -> str:
        """What names the picture as jobs know it, through saving and opening again too. Slow at first."""
        return self.first_root or self.opened_hash

    @cached_property
    def content_hash(self) -> str:
        """SHA-256, in hexadecimal, of shape, dtype and samples. Slow (.1 s for 24 MP): not for the GUI thread."""
        digest = hashlib.sha256(f"{self.pixels.shape} {self.pixels.dtype.str}".encode())
        for row in range(0, self.pixels.shape[0], 256):
            digest.update(np.ascontiguousarray(self.pixels[row : row + 256]).data)
        return digest.hexdigest()
