"""Takes the photograph's own data out of a TIFF file, as a block of EXIF; every value keeps its type and its bytes."""

import struct
from dataclasses import dataclass
from typing import BinaryIO

from picpik_studio.files import exif

_ORDERS = {b"II*\0": "<", b"MM\0*": ">"}
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_LONG = 4
_INTEROPERABILITY = 0xA005
_MOST_ENTRIES = 1000
_MOST_BYTES = 1 << 20
_INLINE = 4
_HEAD_BYTES = 8


@dataclass(frozen=True)
class _Value:
    kind: int
    count: int
    data: bytes


_Directory = dict[int, _Value]


def exif_of_tiff(file: BinaryIO) -> bytes | None:
    """Return maker, dates, settings and place of a TIFF file as EXIF; None when it has none of these, or is a BigTIFF.

    Values that the file cuts off are left out.
    """
    order, first = _main(file)
    main = {tag: first[tag] for tag in exif.ABOUT_THE_PHOTO & set(first)}
    parts: dict[int, _Directory] = {}
    for pointer in (exif.EXIF_IFD, exif.GPS_IFD):
        if pointer in first and first[pointer].kind == _LONG:
            part = _read(file, order, struct.unpack(f"{order}I", first[pointer].data[:4])[0])
            part.pop(_INTEROPERABILITY, None)  # points to a place in the old file
            parts |= {pointer: part} if part else {}
    return _block(order, main, parts) if main or parts else None


def bytes_in_tiff(file: BinaryIO, tag: int) -> bytes:
    """Return the value of a tag of the first directory as it lies in the file; nothing where there is none."""
    _order, first = _main(file)
    return first[tag].data if tag in first else b""


def _main(file: BinaryIO) -> tuple[str, _Directory]:
    """Return the order of the file's bytes and its first directory, which is empty for a BigTIFF."""
    head = _at(file, 0, _HEAD_BYTES)
    order = _ORDERS.get(head[:4])
    if order is None or len(head) < _HEAD_BYTES:
        return "<", {}
    return order, _read(file, order, struct.unpack_from(f"{order}I", head, 4)[0])


def _at(file: BinaryIO, place: int, length: int) -> bytes:
    file.seek(place)
    return file.read(length)


def _read(file: BinaryIO, order: str, place: int) -> _Directory:
    found: _Directory = {}
    (count,) = struct.unpack(f"{order}H", _at(file, place, 2).ljust(2, b"\0"))
    entries = _at(file, place + 2, 12 * min(count, _MOST_ENTRIES))
    for start in range(0, len(entries) - 11, 12):
        tag, kind, number, target = struct.unpack_from(f"{order}HHII", entries, start)
        length = _SIZES.get(kind, 0) * number
        data = entries[start + 8 : start + 8 + length] if length <= _INLINE else b""
        if _INLINE < length <= _MOST_BYTES:
            data = _at(file, target, length)
        if length and len(data) == length:
            found[tag] = _Value(kind, number, data)
    return found


def _block(order: str, main: _Directory, parts: dict[int, _Directory]) -> bytes:
    head = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, _HEAD_BYTES)
    nowhere = {pointer: _Value(_LONG, 1, bytes(4)) for pointer in parts}
    place = _HEAD_BYTES + len(_laid_out(order, main | nowhere, _HEAD_BYTES))
    pointers, behind = {}, b""
    for pointer, part in parts.items():
        pointers[pointer] = _Value(_LONG, 1, struct.pack(f"{order}I", place + len(behind)))
        behind += _laid_out(order, part, place + len(behind))
    return head + _laid_out(order, main | pointers, _HEAD_BYTES) + behind


def _laid_out(order: str, values: _Directory, place: int) -> bytes:
    """Return a directory that begins at `place`, with its large values behind it."""
    entries, behind = b"", b""
    start = place + 2 + 12 * len(values) + 4
    for tag, value in sorted(values.items()):
        short = value.data
        if len(short) > _INLINE:
            short = struct.pack(f"{order}I", start + len(behind))
            behind += value.data + bytes(len(value.data) % 2)
        entries += struct.pack(f"{order}HHI", tag, value.kind, value.count) + short.ljust(4, b"\0")
    return struct.pack(f"{order}H", len(values)) + entries + bytes(4) + behind
