import io
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from picpik_studio.files.exif import Block
from picpik_studio.files.tiff_exif import exif_of_tiff
from tests.files.making import image_of, photo, stored
from tests.files.test_metadata import said

_LONG_TEXT = b"a long description\0"


def directory(order: str, *entries: tuple[int, int, int, bytes]) -> bytes:
    packed = b"".join(struct.pack(f"{order}HHI", *head) + data.ljust(4, b"\0") for *head, data in entries)
    return struct.pack(f"{order}H", len(entries)) + packed + bytes(4)


def tiff(order: str, *entries: tuple[int, int, int, bytes], behind: bytes = b"") -> io.BytesIO:
    head = struct.pack(f"{order}2sHI", b"II" if order == "<" else b"MM", 42, 8)
    return io.BytesIO(head + directory(order, *entries) + behind)


@pytest.mark.parametrize("order", ["<", ">"])
def test_values_keep_type_count_and_bytes(order: str) -> None:
    long = struct.pack(f"{order}I", 8 + 2 + 24 + 4)
    file = tiff(order, (0x0100, 3, 1, b"\1\0"), (0x010E, 2, len(_LONG_TEXT), long), behind=_LONG_TEXT)
    block = Block(exif_of_tiff(file) or b"")
    (entry,) = block.entries(block.first)
    assert (entry.tag, entry.kind, entry.count) == (0x010E, 2, len(_LONG_TEXT))
    place = struct.unpack_from(f"{order}I", block.data, entry.place)[0]
    assert block.data[place : place + len(_LONG_TEXT)] == _LONG_TEXT


@pytest.mark.parametrize(
    "file",
    [
        tiff("<"),
        tiff("<", (0x0100, 3, 1, b"\1\0")),
        tiff("<", (0x010E, 2, 900, b"\x10\0\0\0")),
        tiff("<", (0x010E, 77, 1, b"a")),
        tiff("<", (0x010E, 2, 2_000_000, b"\x10\0\0\0"), behind=bytes(2_100_000)),
        tiff("<", (0x8769, 4, 1, b"\xff\xff\xff\0")),
        tiff("<", (0x8769, 2, 1, b"a")),
        io.BytesIO(b"II+\0\x08\0\0\0" + bytes(40)),
        io.BytesIO(b"II*\0"),
        io.BytesIO(b""),
    ],
)
def test_nothing_of_use_is_none(file: io.BytesIO) -> None:
    assert exif_of_tiff(file) is None


def test_interoperability_stays_behind_for_it_points_into_the_old_file() -> None:
    place = struct.pack("<I", 8 + 2 + 12 + 4)
    file = tiff(
        "<", (0x8769, 4, 1, place), behind=directory("<", (0x9207, 3, 1, b"\5\0"), (0xA005, 4, 1, b"\x08\0\0\0"))
    )
    block = Block(exif_of_tiff(file) or b"")
    details = block.value(block.first, 0x8769)
    assert details is not None
    assert [entry.tag for entry in block.entries(details)] == [0x9207]
    assert block.value(details, 0x9207) == 5


def test_what_a_camera_said_is_whole() -> None:
    taken = exif_of_tiff(io.BytesIO(stored(image_of(photo()), "TIFF", exif=said(6))))
    assert taken is not None
    found, expected = Image.Exif(), Image.Exif()
    found.load(b"Exif\0\0" + taken)
    expected.load(said(6))
    assert found[0x013B] == expected[0x013B]
    for part in (0x8769, 0x8825):
        assert dict(found.get_ifd(part)) == dict(expected.get_ifd(part))


@given(damage=st.lists(st.tuples(st.integers(0, 700), st.integers(0, 255)), max_size=12), cut=st.integers(0, 700))
def test_a_broken_file_never_raises(damage: list[tuple[int, int]], cut: int) -> None:
    data = bytearray(stored(image_of(photo(4, 4)), "TIFF", exif=said(6)))[: 700 - cut]
    for place, value in damage:
        if place < len(data):
            data[place] = value
    taken = exif_of_tiff(io.BytesIO(bytes(data)))
    assert taken is None or list(Block(taken).entries(8))
