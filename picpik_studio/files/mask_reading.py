"""What a mask file may mean: which of its channels says what is repainted, and which way round; the likeliest first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import Final, Literal

import cv2
import numpy as np

from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.core.mask import THRESHOLD, is_ground
from picpik_studio.files.errors import MaskSizeError
from picpik_studio.files.header import Source
from picpik_studio.files.limits import LIMITS, Limits
from picpik_studio.files.mask_channels import HUES, Channels, read_channels
from picpik_studio.files.orientation import turned
from picpik_studio.texts import QT_TRANSLATE_NOOP

Channel = Literal["light", "alpha", "colour", "trace"]

HALF: Final = 0.5
TWO_LEVELS: Final = 0.9

WRONG_SHAPE: Final = QT_TRANSLATE_NOOP(
    "Files",
    "The mask has {mask_width} by {mask_height} pixels, the picture {width} by {height}:"
    " choose the mask that was made for this picture.",
)
OURS: Final = QT_TRANSLATE_NOOP("Files", "A repaint area that was exported here: what is white is repainted.")
OUR_KEEP: Final = QT_TRANSLATE_NOOP("Files", "Painting exported as KEEP: what is black is repainted.")
WHITE: Final = QT_TRANSLATE_NOOP("Files", "Black and white: what is white is repainted.")
BLACK: Final = QT_TRANSLATE_NOOP("Files", "Black on white: what is black is repainted.")
BRIGHT: Final = QT_TRANSLATE_NOOP("Files", "Tones of a photograph: what is brighter than half is repainted.")
DARK: Final = QT_TRANSLATE_NOOP("Files", "Tones of a photograph: what is darker than half is repainted.")
OPAQUE: Final = QT_TRANSLATE_NOOP("Files", "Strokes on transparency: what is opaque is repainted.")
ERASED: Final = QT_TRANSLATE_NOOP("Files", "Erased pixels: what is transparent is repainted.")
TRACE: Final = QT_TRANSLATE_NOOP("Files", "Very dark values: everything that is not black is repainted.")
NO_TRACE: Final = QT_TRANSLATE_NOOP("Files", "Very dark values: only what is wholly black is repainted.")
STROKES: Final = (
    QT_TRANSLATE_NOOP("Files", "Red strokes: they are repainted."),
    QT_TRANSLATE_NOOP("Files", "Yellow strokes: they are repainted."),
    QT_TRANSLATE_NOOP("Files", "Green strokes: they are repainted."),
    QT_TRANSLATE_NOOP("Files", "Cyan strokes: they are repainted."),
    QT_TRANSLATE_NOOP("Files", "Blue strokes: they are repainted."),
    QT_TRANSLATE_NOOP("Files", "Magenta strokes: they are repainted."),
)
"""By hue, red first, every 60 degrees."""
BUT_STROKES: Final = (
    QT_TRANSLATE_NOOP("Files", "Red strokes: all but them is repainted."),
    QT_TRANSLATE_NOOP("Files", "Yellow strokes: all but them is repainted."),
    QT_TRANSLATE_NOOP("Files", "Green strokes: all but them is repainted."),
    QT_TRANSLATE_NOOP("Files", "Cyan strokes: all but them is repainted."),
    QT_TRANSLATE_NOOP("Files", "Blue strokes: all but them is repainted."),
    QT_TRANSLATE_NOOP("Files", "Magenta strokes: all but them is repainted."),
)
ONE_BIT: Final = QT_TRANSLATE_NOOP("Files", "1 bit")
PALETTE: Final = QT_TRANSLATE_NOOP("Files", "palette")
SIXTEEN_BITS: Final = QT_TRANSLATE_NOOP("Files", "16 bits")
UPRIGHT: Final = QT_TRANSLATE_NOOP("Files", "turned as the file says")
SCALED: Final = QT_TRANSLATE_NOOP("Files", "scaled from {width} x {height}")
CLOCKWISE: Final = QT_TRANSLATE_NOOP("Files", "turned clockwise to fit")
ANTICLOCKWISE: Final = QT_TRANSLATE_NOOP("Files", "turned anticlockwise to fit")
_KINDS: Final = {"1": ONE_BIT, "P": PALETTE, "16": SIXTEEN_BITS}
_TURNS: Final = {6: CLOCKWISE, 8: ANTICLOCKWISE}
_TEXTS: Final = {"alpha": (OPAQUE, ERASED), "trace": (TRACE, NO_TRACE)}


@dataclass(frozen=True)
class Phrase:
    """A marked text (context "Files") and what fills it."""

    template: str
    values: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))


@dataclass(frozen=True)
class Reading:
    """One meaning of a file: a channel of it, whether it says what is kept, and how it is turned (as EXIF counts)."""

    channel: Channel
    is_inverted: bool = False
    turn: int = 1

    def inverted(self) -> "Reading":
        """Return the same the other way round."""
        return Reading(self.channel, not self.is_inverted, self.turn)


class MaskFile:
    """A mask file for a picture of `size`: `readings` are what it may mean, the likeliest first.

    Every other polarity is had by `Reading.inverted`. `is_ours`: it was exported here and says itself what white means.
    Memory: at most four planes of the file's own size, and one of the picture's for each `plane` that is alive.
    """

    def __init__(self, channels: Channels, size: Size, name: str) -> None:
        self.size = size
        self.name = name
        self.is_ours = bool(channels.white_means)
        self._channels = channels
        self._turns = _fitting_turns(channels.size, size)
        self.is_two_level = channels.two_level >= TWO_LEVELS
        self.readings = tuple(Reading(*each, turn) for each in _likely(channels) for turn in self._turns)

    def phrase(self, reading: Reading) -> Phrase:
        """Return what the file was recognised as, and what is repainted."""
        return Phrase(self._pair(reading.channel)[reading.is_inverted])

    def facts(self, reading: Reading) -> tuple[Phrase, ...]:
        """Return what else is to be known: kind of file, size and turn."""
        channels = self._channels
        facts = [Phrase(_KINDS[channels.kind])] if channels.kind in _KINDS else []
        if channels.is_turned:
            facts.append(Phrase(UPRIGHT))
        if reading.turn in _TURNS:
            facts.append(Phrase(_TURNS[reading.turn]))
        if self.size not in {channels.size, Size(channels.size.height, channels.size.width)}:
            facts.append(Phrase(SCALED, {"width": channels.size.width, "height": channels.size.height}))
        return tuple(facts)

    def plane(self, reading: Reading) -> Plane:
        """Return what is repainted by a reading: uint8 HxW of the picture's size, 255 = repaint, greys as they are.

        Slow. The inverse of a reading is exactly 255 minus it.
        """
        plane = fitted(turned(self._channels.of(reading.channel), reading.turn), self.size)
        return cv2.bitwise_not(plane).astype(np.uint8, copy=False) if reading.is_inverted else plane

    def _pair(self, channel: Channel) -> tuple[str, str]:
        if channel == "colour":
            hue = round(self._channels.hue * HUES) % HUES
            return STROKES[hue], BUT_STROKES[hue]
        if channel == "light":
            if self.is_ours:
                return OURS, OUR_KEEP
            return (WHITE, BLACK) if self.is_two_level else (BRIGHT, DARK)
        return _TEXTS[channel]


def read_mask_file(source: Source, size: Size, *, limits: Limits = LIMITS, name: str | None = None) -> MaskFile:
    """Look what a file may mean as the mask of a picture of `size`. Slow.

    Raises FileError: as `open_picture`, and MaskSizeError for a file whose shape does not fit, turned or not.
    """
    channels = read_channels(source, limits=limits, name=name)
    return MaskFile(channels, size, name or (Path(source).name if isinstance(source, Path | str) else ""))


def fitted(plane: Plane, size: Size) -> Plane:
    """Return uint8 HxW scaled to `size`: by area when it becomes smaller, else linear."""
    if (plane.shape[1], plane.shape[0]) == size:
        return plane
    result = np.empty((size.height, size.width), np.uint8)
    smaller = size.width < plane.shape[1]
    cv2.resize(plane, size, dst=result, interpolation=cv2.INTER_AREA if smaller else cv2.INTER_LINEAR)
    return result


def is_alike(one: Size, other: Size) -> bool:
    """Whether the one is the other scaled: sides as they come by rounding to whole pixels."""
    return abs(one.width * other.height - one.height * other.width) <= max(*one, *other)


def demand_alike(own: Size, size: Size) -> None:
    """Raise MaskSizeError for a mask of another shape than the picture of `size`."""
    if not is_alike(own, size):
        raise MaskSizeError(
            WRONG_SHAPE, mask_width=own.width, mask_height=own.height, width=size.width, height=size.height
        )


def _fitting_turns(own: Size, size: Size) -> tuple[int, ...]:
    """Return how a file may be turned to fit. Clockwise first: so telephones that are held upright store pictures."""
    if not is_alike(own, size) and is_alike(Size(own.height, own.width), size):
        return tuple(_TURNS)
    demand_alike(own, size)
    return (1,)


def _likely(channels: Channels) -> Iterable[tuple[Channel, bool]]:
    """Return the channels that may be meant, each with the polarity that is likelier.

    Our own files say what white means. Else colour on grey is meant by whoever chose a colour, and transparency by
    whoever saved it; in black and white white is repainted. What reaches all round the edge AND covers more than half
    is the ground and not the strokes: then it is the other way round. One without the other proves nothing (a strip
    along the edge for outpainting; a sky), and is left to the person.
    """
    if channels.white_means:
        return [("light", channels.white_means == "keep")]
    found: list[tuple[Channel, bool]] = [("light", channels.two_level >= TWO_LEVELS and is_ground(channels.light))]
    if not _repaints(channels.light) and channels.trace is not None:
        found.append(("trace", False))
    if channels.colour is not None:
        found.insert(0 if _share(channels.colour) <= HALF else 1, ("colour", False))
    if channels.alpha is not None:
        is_erased = not channels.is_flat or is_ground(channels.alpha)
        found.insert(1 if channels.two_level >= TWO_LEVELS and not channels.is_flat else 0, ("alpha", is_erased))
    return found


def _repaints(plane: Plane) -> bool:
    return bool((plane >= THRESHOLD).any())


def _share(plane: Plane) -> float:
    """Return the fraction of a plane that is repainted."""
    return cv2.countNonZero(cv2.threshold(plane, THRESHOLD - 1, 255, cv2.THRESH_BINARY)[1]) / plane.size
