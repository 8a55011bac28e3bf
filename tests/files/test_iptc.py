"""IPTC's own block: read where other programs put it, kept byte for byte, read back by Pillow's reader of it."""

import io
import struct
from pathlib import Path
from typing import Literal

import numpy as np
import pytest
import tifffile
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, IptcImagePlugin

from picpik_studio.core.picture import Metadata
from picpik_studio.files import iptc
from picpik_studio.files.images import open_picture, save_picture
from picpik_studio.files.jpeg import IPTC_LEFT_OUT
from tests.files.making import image_of, photo, stored


def dataset(number: int, text: str) -> bytes:
    data = text.encode()
    return struct.pack(">BBBH", 0x1C, 2, number, len(data)) + data


CITY, WORDS = dataset(90, "Bern"), dataset(25, "meadow") + dataset(25, "autumn") + dataset(120, "A fir, once")
BLOCK = dataset(5, "Title") + CITY + WORDS


def resources(block: bytes) -> bytes:
    other = b"8BIM" + struct.pack(">H", 0x03F3) + b"\x03abc" + struct.pack(">I", 3) + b"xyz\0"
    return other + b"8BIM" + struct.pack(">HHI", 0x0404, 0, len(block)) + block + bytes(len(block) % 2)


def a_jpeg(block: bytes) -> bytes:
    body = b"Photoshop 3.0\0" + resources(block)
    return stored(image_of(photo()), "JPEG", extra=b"\xff\xed" + struct.pack(">H", len(body) + 2) + body)


def a_tiff(tag: tuple[int, int, int, object, bool], byteorder: Literal["<", ">"] = "<") -> bytes:
    file = io.BytesIO()
    pixels = np.zeros((8, 9, 3), np.uint16)
    tifffile.imwrite(file, pixels, photometric="rgb", metadata=None, extratags=[tag], byteorder=byteorder)
    return file.getvalue()


def in_numbers(block: bytes, order: str) -> tuple[int, ...]:
    padded = block + bytes(-len(block) % 4)
    return struct.unpack(f"{order}{len(padded) // 4}I", padded)


def seen(path: Path) -> dict[tuple[int, int], bytes | list[bytes]]:
    with Image.open(path) as image:
        return IptcImagePlugin.getiptcinfo(image) or {}


FILES = {
    "JPEG": a_jpeg(BLOCK),
    "TIFF, bytes": a_tiff((33723, 7, len(BLOCK), BLOCK, True)),
    "TIFF, numbers": a_tiff((33723, 4, len(in_numbers(BLOCK, "<")), in_numbers(BLOCK, "<"), True)),
    "TIFF, numbers, Motorola": a_tiff((33723, 4, len(in_numbers(BLOCK, ">")), in_numbers(BLOCK, ">"), True), ">"),
    "TIFF, numbers turned round": a_tiff((33723, 4, len(in_numbers(BLOCK, ">")), in_numbers(BLOCK, ">"), True)),
    "TIFF, Photoshop": a_tiff((34377, 7, len(resources(BLOCK)), resources(BLOCK), True)),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("ending", ["jpg", "tif"])
def test_it_is_kept(tmp_path: Path, name: str, ending: str) -> None:
    picture = open_picture(FILES[name]).picture
    assert picture.metadata.iptc is not None
    assert picture.metadata.iptc.rstrip(b"\0") == BLOCK
    path = tmp_path / f"again.{ending}"
    remarks = save_picture(path, picture.pixels, False, picture.metadata)
    assert IPTC_LEFT_OUT not in remarks
    found = seen(path)
    assert (found[2, 90], found[2, 25], found[2, 120]) == (b"Bern", [b"meadow", b"autumn"], b"A fir, once")
    assert open_picture(path).picture.metadata.iptc == picture.metadata.iptc


@pytest.mark.parametrize("ending", ["png", "webp", "bmp", "avif"])
def test_where_it_has_no_place_it_is_said(tmp_path: Path, ending: str) -> None:
    assert IPTC_LEFT_OUT in save_picture(tmp_path / f"a.{ending}", photo(), False, Metadata(iptc=BLOCK))
    assert IPTC_LEFT_OUT not in save_picture(tmp_path / f"b.{ending}", photo(), False, Metadata())


def test_what_is_too_long_for_a_jpeg_is_said(tmp_path: Path) -> None:
    long = BLOCK + dataset(25, "x" * 30_000) * 3
    assert save_picture(tmp_path / "a.jpg", photo(), False, Metadata(iptc=long)) == (IPTC_LEFT_OUT,)
    assert seen(tmp_path / "a.jpg") == {}


def test_the_place_is_taken_out_alone() -> None:
    assert iptc.without_place(BLOCK) == dataset(5, "Title") + WORDS
    everywhere = b"".join(dataset(number, "x") for number in (26, 27, 90, 92, 95, 100, 101))
    assert iptc.without_place(everywhere + WORDS + b"\0") == WORDS
    assert iptc.without_place(BLOCK + b"?") == b"", "nobody knows what it says"


@given(st.binary(max_size=60), st.binary(max_size=60))
def test_what_is_no_block_hurts_nobody(start: bytes, rest: bytes) -> None:
    assert iptc.without_place(start + rest) in (start + rest) or iptc.without_place(start + rest) == b""
    data = a_tiff((34377, 7, len(rest) + 4, b"8BIM" + rest, True))
    assert open_picture(data).picture.pixels.shape == (8, 9, 3)
