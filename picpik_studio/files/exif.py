"""Changes single values inside a block of EXIF, and leaves every other byte where it is.

Writing the block anew would break what lies at fixed places in it: cameras' own notes. Layout: TIFF 6.0 section 2,
CIPA DC-008 (EXIF) section 4.6.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from picpik_studio.core.geometry import Size

ORIENTATION = 0x0112
EXIF_IFD = 0x8769
GPS_IFD = 0x8825
ABOUT_THE_PHOTO = frozenset(
    {0x010E, 0x010F, 0x0110, 0x0131, 0x0132, 0x013B, 0x013C, 0x8298, 0x4746, 0x4749}
    | {0x9C9B, 0x9C9C, 0x9C9D, 0x9C9E, 0x9C9F}
)
"""Tags of the first directory that speak of the photograph (maker, date, artist ...), not of how its pixels lie."""

_PREFIX = b"Exif\0\0"
_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_WIDTH, _HEIGHT = 0xA002, 0xA003
_THUMBNAIL, _THUMBNAIL_LENGTH = 0x0201, 0x0202
_BYTE, _SHORT, _LONG = 1, 3, 4
_CODES = {_BYTE: "B", _SHORT: "H", _LONG: "I"}
_ENTRY_BYTES = 12


@dataclass(frozen=True)
class Entry:
    """One tag of a directory: `kind` is its TIFF type, `place` where its four bytes of value or pointer lie."""

    tag: int
    kind: int
    count: int
    place: int


class Block:
    """EXIF as a TIFF structure that can be read and patched. Raises ValueError when it is none."""

    def __init__(self, data: bytes) -> None:
        self.data = bytearray(data.removeprefix(_PREFIX))
        order = _ORDERS.get(bytes(self.data[:4]))
        if order is None or len(self.data) < 8:  # noqa: PLR2004 - the header's bytes
            raise ValueError("This is no EXIF block")
        self.order = order
        self.first = int(self._number("I", 4) or 0)

    def entries(self, directory: int) -> Iterator[Entry]:
        """Yield the tags of the directory at this place, as far as the block reaches."""
        for index in range(self._number("H", directory) or 0):
            at = directory + 2 + _ENTRY_BYTES * index
            if at + _ENTRY_BYTES > len(self.data):
                return
            tag, kind, count = struct.unpack_from(f"{self.order}HHI", self.data, at)
            yield Entry(tag, kind, count, at + 8)

    def after(self, directory: int) -> int:
        """Return where the pointer to the next directory lies."""
        return directory + 2 + _ENTRY_BYTES * (self._number("H", directory) or 0)

    def value(self, directory: int, tag: int) -> int | None:
        """Return a tag's number, None when there is none or it is not one small number."""
        entry = self._entry(directory, tag)
        return None if entry is None else self._number(_CODES[entry.kind], entry.place)

    def put(self, directory: int, tag: int, number: int) -> None:
        """Write another number into a tag that is there; nothing happens when it is not, or cannot hold the number."""
        entry = self._entry(directory, tag)
        if entry is not None and number < 1 << 8 * struct.calcsize(_CODES[entry.kind]):
            struct.pack_into(self.order + _CODES[entry.kind], self.data, entry.place, number)

    def drop_thumbnail(self) -> None:
        """Remove the small picture: it shows what the photograph was, also what was painted over since."""
        link = self.after(self.first)
        second = self._number("I", link)
        if not second:
            return
        start, length = self.value(second, _THUMBNAIL), self.value(second, _THUMBNAIL_LENGTH)
        struct.pack_into(f"{self.order}I", self.data, link, 0)
        if start and length and start + length <= len(self.data):
            self.data[start : start + length] = bytes(length)
            if start + length == len(self.data):
                del self.data[start:]

    def _entry(self, directory: int, tag: int) -> Entry | None:
        found = (entry for entry in self.entries(directory) if entry.tag == tag)
        return next((entry for entry in found if entry.count == 1 and entry.kind in _CODES), None)

    def _number(self, code: str, place: int) -> int | None:
        if place + struct.calcsize(code) > len(self.data):
            return None
        return int(struct.unpack_from(self.order + code, self.data, place)[0])


def orientation(data: bytes) -> int:
    """Return how the picture is turned, 1 to 8; 1 also when the block does not say, or nonsense."""
    try:
        block = Block(data)
    except ValueError:
        return 1
    found = block.value(block.first, ORIENTATION)
    return found if found is not None and 1 <= found <= 8 else 1  # noqa: PLR2004 - the eight of the standard


def upright(data: bytes, size: Size) -> bytes | None:
    """Return the block, without prefix, for the picture once it is turned: orientation 1, `size`, no thumbnail.

    None when `data` is no EXIF block.
    """
    try:
        block = Block(data)
    except ValueError:
        return None
    block.put(block.first, ORIENTATION, 1)
    block.drop_thumbnail()
    details = block.value(block.first, EXIF_IFD)
    if details:
        block.put(details, _WIDTH, size.width)
        block.put(details, _HEIGHT, size.height)
    return bytes(block.data)
