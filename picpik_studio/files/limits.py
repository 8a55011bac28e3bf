"""How large a picture may be; looked at in the header, before one pixel is decoded."""

from dataclasses import dataclass

from picpik_studio.core.geometry import Size
from picpik_studio.files.errors import DamagedPictureError, TooLargeError
from picpik_studio.texts import QT_TRANSLATE_NOOP

_MEGA = 1_000_000
_GIGA = 1 << 30


@dataclass(frozen=True)
class Limits:
    """The most that is opened: `pixels`, `decoded_bytes` of its samples in memory, `file_bytes` as it is stored."""

    pixels: int = 300 * _MEGA
    decoded_bytes: int = 4 * _GIGA
    file_bytes: int = 4 * _GIGA


LIMITS = Limits()
"""For what a person opens."""

RESULT_LIMITS = Limits(pixels=64 * _MEGA, decoded_bytes=_GIGA, file_bytes=256 * _MEGA)
"""For what a service sends: its largest picture has 4096 x 4096 pixels."""


def check_file(length: int, name: str, limits: Limits) -> None:
    """Raise TooLargeError when a file of `length` bytes is over the limit."""
    if length > limits.file_bytes:
        raise TooLargeError(
            QT_TRANSLATE_NOOP("Files", "“{name}” has {megabytes} MB, more than the {limit} MB that can be opened."),
            name=name,
            megabytes=length // _MEGA,
            limit=limits.file_bytes // _MEGA,
        )


def check_size(size: Size, bytes_per_pixel: int, name: str, limits: Limits) -> None:
    """Raise TooLargeError when a picture of `size` is over the limits, DamagedPictureError when it has no pixel."""
    if size.width < 1 or size.height < 1:
        raise DamagedPictureError(
            QT_TRANSLATE_NOOP("Files", "“{name}” is damaged (it has no pixels): get a fresh copy of it."), name=name
        )
    pixels = size.width * size.height
    allowed = min(limits.pixels, limits.decoded_bytes // bytes_per_pixel)
    if pixels > allowed:
        raise TooLargeError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” has {width} by {height} pixels, more than the {limit} megapixels that can be opened:"
                " scale it down first.",
            ),
            name=name,
            width=size.width,
            height=size.height,
            limit=allowed // _MEGA,
        )
