"""Takes a mask file apart into the planes that may carry the mask: brightness, transparency, strokes of one colour."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Literal, NamedTuple

import cv2
import numpy as np
from cv2.typing import MatLike
from numpy.typing import NDArray

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.geometry import Size
from picpik_studio.files.convert import converted, to_pixels
from picpik_studio.files.header import Header, Source, is_deep, looked_at
from picpik_studio.files.limits import LIMITS, Limits
from picpik_studio.files.metadata import read_beside
from picpik_studio.files.orientation import turned
from picpik_studio.files.png import MASK_KEYWORD

WhiteMeans = Literal["", "repaint", "keep"]

HUES: Final = 6
_ROWS: Final = 256
_SAMPLES: Final = 200_000
_DARK, _BRIGHT = 64, 192
_LOOKED_AT: Final = 2_000_000
_FLAT: Final = 24
_COLOURED: Final = 48
"""From this difference between a pixel's channels on it has a colour; JPEG puts up to 30 into grey."""
_ONE_HUE: Final = 0.9
_NEAR_HUE: Final = 12
"""Of 256 steps round the circle: 17 degrees."""
_VIVID: Final = 80
_PAINTED: Final = 160
"""What is painted over a photograph is more vivid than this; few things in a photograph are."""
_SAME: Final = 24
_WITHIN, _BEYOND = 24, 72
_MOST: Final = 0.5


class _Stroke(NamedTuple):
    """One colour: hue 0 to 255, chroma (largest minus smallest channel), B, G, R, and whether the rest is grey."""

    hue: int
    chroma: int
    colour: tuple[int, int, int]
    is_over_grey: bool


@dataclass(frozen=True, eq=False)
class Channels:
    """Planes of a file, each uint8 HxW, 255 = the sign of the channel; None where the file has none that differs.

    `light` is brightness, where transparent 0; `alpha` opacity; `colour` strokes of one colour, whose `hue` is 0 to 1;
    `trace` 255 wherever the file is not wholly black (16 bits looked at). `two_level` is the fraction of what can be
    seen that is nearly black or nearly white, `is_flat` says that it is all one colour. `kind` is "1", "P", "16" or "";
    `is_turned`: EXIF had it turned; `white_means` what the file says of itself, if it was exported here.
    """

    size: Size
    light: Plane
    alpha: Plane | None
    colour: Plane | None
    trace: Plane | None
    hue: float
    two_level: float
    is_flat: bool
    kind: str
    is_turned: bool
    white_means: WhiteMeans

    def of(self, channel: str) -> Plane:
        """Return a plane by its name. Raises KeyError for one that the file does not have."""
        plane = getattr(self, channel, None)
        if not isinstance(plane, np.ndarray):
            raise KeyError(channel)
        return plane


def read_channels(source: Source, *, limits: Limits = LIMITS, name: str | None = None) -> Channels:
    """Decode a file and take it apart, upright. Slow. Raises FileError as `open_picture`.

    Beside the decoded picture (4 bytes a pixel) at most four planes.
    """
    with looked_at(source, limits, name) as header:
        kind = _kind(header)
        result = converted(header)
        orientation = read_beside(header, result.colours).orientation
        trace = _deep_trace(header)
        pixels = to_pixels(result.image)
        has_alpha = result.image.mode == "RGBA"
        white_means = _own_words(header)
    alpha = np.ascontiguousarray(pixels[..., 3]) if has_alpha else None
    if alpha is not None and alpha.min() == 255:  # noqa: PLR2004 - opaque
        alpha = None
    light = light_of(pixels, alpha)
    stroke = _stroke_of(pixels, alpha)
    if trace is None and light.any():
        trace = cv2.threshold(light, 0, 255, cv2.THRESH_BINARY)[1].astype(np.uint8, copy=False)
    two_level, is_flat = _tones(pixels, alpha)
    light = turned(light, orientation)
    return Channels(
        size=Size(light.shape[1], light.shape[0]),
        light=light,
        alpha=None if alpha is None else turned(alpha, orientation),
        colour=turned(_strokes(pixels, stroke), orientation) if stroke else None,
        trace=None if trace is None else turned(trace, orientation),
        hue=stroke.hue / 256 if stroke else 0,
        two_level=two_level,
        is_flat=is_flat,
        kind=kind,
        is_turned=orientation != 1,
        white_means=white_means,
    )


def light_of(pixels: Pixels, alpha: Plane | None) -> Plane:
    """Return the brightness (uint8 HxW) of uint8 HxWx4 BGRA, laid on black where `alpha` is given."""
    grey = np.asarray(cv2.cvtColor(pixels, cv2.COLOR_BGRA2GRAY)).astype(np.uint8, copy=False)
    if alpha is not None:
        for rows in _strips(grey.shape[0]):
            grey[rows] = (grey[rows].astype(np.uint16) * alpha[rows] + 127) // 255
    return grey


def _kind(header: Header) -> str:
    if is_deep(header.image):
        return "16"
    return header.image.mode if header.image.mode in {"1", "P"} else ""


def _own_words(header: Header) -> WhiteMeans:
    """Return what a file that `write_mask` made says of its white."""
    words = header.image.info.get(MASK_KEYWORD)
    if words == "white = repaint":
        return "repaint"
    return "keep" if words == "white = keep" else ""


def _deep_trace(header: Header) -> Plane | None:
    """Return 255 where a picture of 16-bit greys is not 0, which 8 bits do not tell; None for any other or all 0."""
    if not header.image.mode.startswith("I;16"):
        return None
    trace = (np.asarray(header.image) > 0).astype(np.uint8) * np.uint8(255)
    return trace if trace.any() else None


def _strips(height: int) -> Iterator[slice]:
    return (slice(first, min(first + _ROWS, height)) for first in range(0, height, _ROWS))


def _tones(pixels: Pixels, alpha: Plane | None) -> tuple[float, bool]:
    """Return which fraction of the opaque pixels is nearly black or white, and whether they are all of one colour."""
    step = max(1, int(np.sqrt(pixels.shape[0] * pixels.shape[1] / _SAMPLES)))
    seen = pixels[::step, ::step].reshape(-1, 4)
    if alpha is not None:
        seen = seen[seen[:, 3] > 127]  # noqa: PLR2004 - more opaque than not
    if not len(seen):
        return 0.0, True
    light = cv2.cvtColor(np.ascontiguousarray(seen[None]), cv2.COLOR_BGRA2GRAY)
    two_level = float(((light < _DARK) | (light >= _BRIGHT)).mean())
    spread = np.percentile(seen[:, :3], 99, axis=0) - np.percentile(seen[:, :3], 1, axis=0)
    return two_level, bool((spread <= _FLAT).all())


def _chroma(pixels: MatLike | Pixels) -> Plane:
    """Return the largest minus the smallest of B, G, R: uint8 HxW."""
    blue, green, red = cv2.split(np.ascontiguousarray(pixels[..., :3]))
    return np.asarray(cv2.subtract(cv2.max(cv2.max(blue, green), red), cv2.min(cv2.min(blue, green), red)), np.uint8)


def _coloured(pixels: Pixels, alpha: Plane | None) -> NDArray[np.uint8]:
    """Return B, G, R of at most _SAMPLES pixels (Nx3) that have a colour, evenly taken; large files are sampled."""
    step = max(1, round((pixels.shape[0] * pixels.shape[1] / _LOOKED_AT) ** 0.5))
    some = np.ascontiguousarray(pixels[::step, ::step, :3])
    chosen = _chroma(some) >= _COLOURED
    if alpha is not None:
        chosen &= alpha[::step, ::step] > 127  # noqa: PLR2004 - more opaque than not
    found = some[chosen]
    return np.ascontiguousarray(found[:: max(1, -(-len(found) // _SAMPLES))], np.uint8)


def _stroke_of(pixels: Pixels, alpha: Plane | None) -> _Stroke | None:
    """Return the one colour that strokes are painted in over grey or over a picture; None where there is none."""
    samples = _coloured(pixels, alpha)
    if not len(samples):
        return None
    hues, chroma = _hues(samples[None])[0], _chroma(samples[None])[0]
    hue = int(np.bincount(hues, minlength=256).argmax())
    of_hue = _apart(hues, hue) <= _NEAR_HUE
    middle = int(np.median(chroma[of_hue]))
    is_even = float((chroma[of_hue] >= 0.7 * middle).mean()) >= _ONE_HUE - 0.2
    if of_hue.mean() >= _ONE_HUE and middle >= _VIVID and is_even:
        return _Stroke(hue, middle, _mean(samples[of_hue]), is_over_grey=True)
    return _painted_over(samples[chroma >= _PAINTED])


def _painted_over(samples: NDArray[np.uint8]) -> _Stroke | None:
    """Return the colour that most of the very vivid `samples` (Nx3) have nearly exactly, None when there is none."""
    if not len(samples):
        return None
    bins = (samples.astype(np.int32) >> 4) @ np.array([256, 16, 1], np.int32)
    usual = np.median(samples[bins == np.bincount(bins).argmax()], axis=0)
    near = np.abs(samples.astype(np.int16) - usual.astype(np.int16)).max(axis=1) <= _SAME
    colour = _mean(samples[near])
    chroma = max(colour) - min(colour)
    if near.mean() < _MOST or chroma < _PAINTED:
        return None
    hue = _hues(np.array(colour, np.uint8).reshape(1, 1, 3))
    return _Stroke(int(hue[0, 0]), chroma, colour, is_over_grey=False)


def _strokes(pixels: Pixels, stroke: _Stroke) -> Plane:
    """Return how much of a stroke's colour each pixel has: uint8 HxW, 255 = the stroke itself.

    Over grey that is its share of the stroke's chroma, which a soft edge mixes in proportion; over a picture how near
    its colour comes.
    """
    height, width = pixels.shape[:2]
    result = np.empty((height, width), np.uint8)
    steps = np.arange(256, dtype=np.float64)
    scale = steps * 255 / stroke.chroma if stroke.is_over_grey else (_BEYOND - steps) * 255 / (_BEYOND - _WITHIN)
    table = np.clip(np.rint(scale), 0, 255).astype(np.uint8)
    for rows in _strips(height):
        part = np.ascontiguousarray(pixels[rows][..., :3])
        if stroke.is_over_grey:
            result[rows] = cv2.LUT(_chroma(part), table)
            result[rows][_apart(_hues(part), stroke.hue) > 2 * _NEAR_HUE] = 0
        else:
            far = cv2.split(cv2.absdiff(part, np.array([*stroke.colour, 0], np.float64)))
            result[rows] = cv2.LUT(cv2.max(cv2.max(far[0], far[1]), far[2]), table)
    return result


def _hues(colours: MatLike | Pixels) -> NDArray[np.uint8]:
    """Return the hue, 0 to 255 round the circle, of uint8 HxWx3 BGR."""
    return np.asarray(cv2.cvtColor(colours, cv2.COLOR_BGR2HSV_FULL)[..., 0], np.uint8)


def _apart(hues: NDArray[np.uint8], hue: int) -> NDArray[np.int16]:
    """Return how far hues lie from one, round the circle."""
    straight = np.abs(hues.astype(np.int16) - hue)
    return np.asarray(np.minimum(straight, 256 - straight), np.int16)


def _mean(samples: NDArray[np.uint8]) -> tuple[int, int, int]:
    blue, green, red = (round(float(value)) for value in samples.mean(axis=0))
    return blue, green, red
