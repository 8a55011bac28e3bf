"""Tells the kinds of JPEG that no decoder here knows (12 bits, without loss, hierarchical) from damage (ITU T.81)."""

from typing import BinaryIO, Final

from picpik_studio.files.errors import NotAPictureError
from picpik_studio.texts import QT_TRANSLATE_NOOP

_MARK: Final = 0xFF
_KNOWN = frozenset({0xC0, 0xC1, 0xC2, 0xC9, 0xCA})
"""Frames of one scale, compressed with loss: baseline, extended and progressive, by Huffman's or arithmetic codes."""
_FRAMES = frozenset({*range(0xC0, 0xD0), 0xF7} - {0xC4, 0xC8, 0xCC})
"""Starts of frames; the three are tables and a reserve, and F7 is that of JPEG-LS."""
_MOST_SEGMENTS = 2000
_BITS = 8


def check_jpeg(file: BinaryIO, name: str) -> None:
    """Raise NotAPictureError when the first frame is of a kind that cannot be decoded; say nothing of damage."""
    file.seek(2)
    for _ in range(_MOST_SEGMENTS):
        head = file.read(5)
        if len(head) < 5 or head[0] != _MARK:  # noqa: PLR2004 - marker, length and the first byte behind
            return
        if head[1] in _FRAMES:
            _check_frame(head[1], head[4], name)
            return
        file.seek(int.from_bytes(head[2:4]) - 3, 1)


def _check_frame(kind: int, bits: int, name: str) -> None:
    if kind not in _KNOWN:
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” is a JPEG of a rare kind (without loss, or of several scales), which cannot be opened here:"
                " save it as PNG or TIFF first.",
            ),
            name=name,
        )
    if bits != _BITS:
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” is a JPEG of {bits} bits a channel, which cannot be opened here: save it as PNG or TIFF of"
                " 16 bits first.",
            ),
            name=name,
            bits=bits,
        )
