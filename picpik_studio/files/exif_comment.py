"""Reads and writes EXIF's UserComment, and takes out where a photograph was made; the rest of the block stays in place.

A camera's own notes are found by their place in the block: so what is new goes behind all that is there, and what is
taken out leaves zeros. Layout: TIFF 6.0 section 2, CIPA DC-008 (EXIF) sections 4.6.3 and 4.6.5.
"""

import struct
from typing import Final

from picpik_studio.files.exif import EXIF_IFD, GPS_IFD, Block, Entry

USER_COMMENT: Final = 0x9286
_UNICODE, _ASCII = b"UNICODE\0", b"ASCII\0\0\0"
_CODE_BYTES = 8
_LONG, _UNDEFINED = 4, 7
_ENTRY_BYTES = 12
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 11: 4, 12: 8}
_EMPTY = b"MM\0*\0\0\0\x08\0\0\0\0\0\0"
"""A block whose only directory is empty."""


def comment(data: bytes) -> str:
    """Return what UserComment says; nothing when it is not there or is not text."""
    try:
        block = Block(data)
    except ValueError:
        return ""
    details = block.value(block.first, EXIF_IFD)
    found = next((entry for entry in block.entries(details) if entry.tag == USER_COMMENT), None) if details else None
    return "" if found is None else _decoded(_value(block, found), block.order)


def with_comment(data: bytes | None, text: str) -> bytes:
    """Return the block with this UserComment, as the web UI's programs write it: UTF-16, high byte first."""
    block = _block(data)
    details = block.value(block.first, EXIF_IFD)
    others = {entry.tag: _bytes(block, entry) for entry in block.entries(details)} if details else {}
    value = _UNICODE + text.encode("utf-16-be", "replace")
    place = _append(block, value)
    others[USER_COMMENT] = struct.pack(f"{block.order}HHII", USER_COMMENT, _UNDEFINED, len(value), place)
    directory = _append(block, _directory(block, others))
    if details:
        block.put(block.first, EXIF_IFD, directory)
    else:
        _put_first(block, directory)
    return bytes(block.data)


def without_place(data: bytes) -> bytes | None:
    """Return the block without its GPS data; None when nothing but that was in it, or it is no block."""
    try:
        block = Block(data)
    except ValueError:
        return None
    entries = list(block.entries(block.first))
    gps = next((index for index, entry in enumerate(entries) if entry.tag == GPS_IFD), None)
    if gps is None:
        return bytes(block.data)
    start = block.value(block.first, GPS_IFD)
    if start:
        for entry in list(block.entries(start)):
            _blank(block, entry)
        _zero(block, start, block.after(start) + 4)
    entry, link = entries[gps], block.after(block.first)
    block.data[entry.place - 8 : link + 4] = block.data[entry.place + 4 : link + 4] + bytes(_ENTRY_BYTES)
    struct.pack_into(f"{block.order}H", block.data, block.first, len(entries) - 1)
    return bytes(block.data) if len(entries) > 1 else None


def _block(data: bytes | None) -> Block:
    try:
        block = Block(data or _EMPTY)
    except ValueError:
        return Block(_EMPTY)
    return block if block.first else Block(_EMPTY)


def _value(block: Block, entry: Entry) -> bytes:
    length = entry.count * _SIZES.get(entry.kind, 1)
    place = entry.place if length <= 4 else _pointer(block, entry)  # noqa: PLR2004 - what an entry has room for
    return bytes(block.data[place : place + length])


def _pointer(block: Block, entry: Entry) -> int:
    return int(struct.unpack_from(f"{block.order}I", block.data, entry.place)[0])


def _bytes(block: Block, entry: Entry) -> bytes:
    return bytes(block.data[entry.place - 8 : entry.place + 4])


def _append(block: Block, data: bytes) -> int:
    """Put bytes behind all others, on an even place; return the place."""
    block.data += bytes(len(block.data) % 2)
    place = len(block.data)
    block.data += data
    return place


def _directory(block: Block, entries: dict[int, bytes], after: int = 0) -> bytes:
    body = b"".join(entry for _tag, entry in sorted(entries.items()))
    return struct.pack(f"{block.order}H", len(entries)) + body + struct.pack(f"{block.order}I", after)


def _put_first(block: Block, details: int) -> None:
    """Write the first directory anew, with a pointer to the details."""
    entries = {entry.tag: _bytes(block, entry) for entry in block.entries(block.first)}
    entries[EXIF_IFD] = struct.pack(f"{block.order}HHII", EXIF_IFD, _LONG, 1, details)
    link = block.after(block.first)
    after = struct.unpack_from(f"{block.order}I", block.data, link)[0] if link + 4 <= len(block.data) else 0
    place = _append(block, _directory(block, entries, after))
    struct.pack_into(f"{block.order}I", block.data, 4, place)


def _blank(block: Block, entry: Entry) -> None:
    length = entry.count * _SIZES.get(entry.kind, 1)
    if length > 4:  # noqa: PLR2004 - what an entry has room for
        _zero(block, _pointer(block, entry), _pointer(block, entry) + length)


def _zero(block: Block, start: int, end: int) -> None:
    end = min(end, len(block.data))
    if start < end:
        block.data[start:end] = bytes(end - start)


def _decoded(value: bytes, order: str) -> str:
    code, text = value[:_CODE_BYTES], value[_CODE_BYTES:]
    if code == _ASCII:
        return text.rstrip(b"\0 ").decode("utf-8", "replace")
    if code != _UNICODE:
        return ""
    is_high_first = text[:2] == b"\xfe\xff" or (text[:2] != b"\xff\xfe" and _looks_high_first(text, order))
    return text.decode("utf-16-be" if is_high_first else "utf-16-le", "replace").strip("\ufeff\0 ")


def _looks_high_first(text: bytes, order: str) -> bool:
    """Return whether letters have their zero first; the block's own order where that does not tell."""
    first, second = text[0::2].count(0), text[1::2].count(0)
    return first > second if first != second else order == ">"
