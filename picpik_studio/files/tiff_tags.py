"""What a TIFF file says of its samples (TIFF 6.0 and Adobe's notes), and which of them cannot be opened and why."""

from typing import Final

from PIL import TiffImagePlugin

from picpik_studio.files.errors import NotAPictureError
from picpik_studio.texts import QT_TRANSLATE_NOOP

Tags = TiffImagePlugin.ImageFileDirectory_v2

BITS: Final = 258
COMPRESSION: Final = 259
PHOTOMETRIC: Final = 262
ORIENTATION: Final = 274
SAMPLES: Final = 277
PLANES: Final = 284
EXTRA: Final = 338
FORMAT: Final = 339

WHITE_IS_ZERO: Final = 0
RGB: Final = 2
APART: Final = 2
"""The value of `PLANES` for a file that keeps each channel by itself."""
MULTIPLIED: Final = 1
STRAIGHT: Final = 2
"""The values of `EXTRA` for transparency."""

CHANNELS_LEFT_OUT = QT_TRANSLATE_NOOP(
    "Files", "The file has further channels, such as kept selections: they were left out."
)

_COLOURS = {0: 1, 1: 1, 2: 3, 5: 4}
_DEPTHS = frozenset({1, 2, 4, 8, 16})
_SIGNED, _FLOATING, _COMPLEX = 2, 3, frozenset({5, 6})


def colours_in(tags: Tags) -> int:
    """Return how many samples of a pixel are its colour: 1 for grey, 3 for RGB, 4 for inks; 0 for what is not known."""
    return _COLOURS.get(tags.get(PHOTOMETRIC, 0), 0)


def alpha_in(tags: Tags) -> tuple[int | None, int]:
    """Return which sample is the transparency, and its kind; what is beyond the colours and not named is it too."""
    colours, extra = colours_in(tags), tuple(tags.get(EXTRA, ()))
    if not extra:
        return (colours if tags.get(SAMPLES, 1) == colours + 1 else None), STRAIGHT
    for place, kind in enumerate(extra[: tags.get(SAMPLES, 1) - colours]):
        if kind in {MULTIPLIED, STRAIGHT}:
            return colours + place, kind
    return None, STRAIGHT


def is_of_16_bits(tags: Tags) -> bool:
    """Whether every sample has 16 bits."""
    return set(tags.get(BITS, ())) == {16}


def has_channels_left_out(tags: Tags) -> bool:
    """Whether a file has channels beyond its colours that are no transparency, or a second one."""
    further = tags.get(SAMPLES, 1) - colours_in(tags)
    return colours_in(tags) > 0 and further > (alpha_in(tags)[0] is not None)


def check_numbers(tags: Tags, name: str) -> None:
    """Raise NotAPictureError for a file whose samples are no plain numbers of up to 16 bits."""
    formats = {int(number) for number in tags.get(FORMAT, (1,))}
    bits = max(int(number) for number in tags.get(BITS, (1,)))
    if formats & {_FLOATING, *_COMPLEX}:
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” has {bits} bits a channel, in floating point, which cannot be opened here: save it with 8 or"
                " 16 bits, as whole numbers, first.",
            ),
            name=name,
            bits=bits,
        )
    if not {int(number) for number in tags.get(BITS, (1,))} <= _DEPTHS:
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” has {bits} bits a channel, which cannot be opened here: save it with 8 or 16 bits first.",
            ),
            name=name,
            bits=bits,
        )
    if _SIGNED in formats:
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” has negative numbers for its brightness, which cannot be opened here: save it with 8 or 16"
                " bits without a sign first.",
            ),
            name=name,
        )
