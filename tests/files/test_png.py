import importlib
import io
import struct
import sys
import zlib

import cv2
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.picture import Metadata
from picpik_studio.files import deflate, png, strips
from picpik_studio.files.images import encode_mask_png, encode_png, open_picture
from tests.files.making import masks, noise, photo, pictures, seen_by_pillow


def seen_by_opencv(data: bytes) -> np.ndarray[tuple[int, ...], np.dtype[np.uint8]]:
    found = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED)
    return np.asarray(found).astype(np.uint8)


@given(pixels=pictures())
def test_opaque_pictures_are_exact_in_two_decoders(pixels: Pixels) -> None:
    data = encode_png(pixels)
    assert np.array_equal(seen_by_pillow(data), pixels[..., 2::-1])
    assert np.array_equal(seen_by_opencv(data), pixels[..., :3])
    assert np.array_equal(open_picture(data).picture.pixels, pixels)


@given(pixels=pictures(alpha=True))
def test_transparent_pictures_are_exact_in_two_decoders(pixels: Pixels) -> None:
    data = encode_png(pixels, has_alpha=True)
    assert np.array_equal(seen_by_pillow(data), pixels[..., [2, 1, 0, 3]])
    assert np.array_equal(seen_by_opencv(data), pixels)


@given(mask=masks())
def test_masks_are_exact_in_two_decoders(mask: Plane) -> None:
    data = encode_mask_png(mask)
    assert np.array_equal(seen_by_pillow(data), mask)
    assert np.array_equal(seen_by_opencv(data), mask)
    with Image.open(io.BytesIO(data)) as image:
        assert image.mode == "L"


@pytest.mark.parametrize("rows", [1, 2, 3, 7])
@pytest.mark.parametrize("has_isal", [True, False])
def test_strips_join_whatever_their_size(monkeypatch: pytest.MonkeyPatch, rows: int, has_isal: bool) -> None:
    monkeypatch.setattr(png, "rows_per_strip", lambda _bytes: rows)
    monkeypatch.setattr(deflate, "HAS_ISAL", has_isal and deflate.HAS_ISAL)
    for height in range(1, 17):
        pixels = noise(5, height, seed=height, alpha=True)
        data = encode_png(pixels, has_alpha=True)
        assert np.array_equal(seen_by_pillow(data), pixels[..., [2, 1, 0, 3]])
        assert np.array_equal(seen_by_opencv(data), pixels)


def test_large_pictures_need_several_strips() -> None:
    pixels = noise(1500, 1400)
    data = encode_png(pixels)
    assert data.count(b"IDAT") >= 5
    assert np.array_equal(seen_by_pillow(data), pixels[..., 2::-1])


def test_pictures_may_lie_anyhow_in_memory() -> None:
    pixels = noise(40, 30)
    assert encode_png(pixels[::-1, ::-1].copy()[::-1, ::-1]) == encode_png(pixels)
    mask = np.zeros((30, 64), np.uint8)[:, :40]
    assert encode_mask_png(mask) == encode_mask_png(mask.copy())


def test_what_is_sent_says_nothing_of_the_person() -> None:
    names = chunks(encode_png(photo()))
    assert list(names) == [b"IHDR", b"IDAT", b"IEND"]


def chunks(data: bytes) -> dict[bytes, bytes]:
    found: dict[bytes, bytes] = {}
    place = 8
    while place < len(data):
        (length,) = struct.unpack_from(">I", data, place)
        name, body = data[place + 4 : place + 8], data[place + 8 : place + 8 + length]
        assert struct.unpack_from(">I", data, place + 8 + length) == (zlib.crc32(name + body),)
        found[name] = found.get(name, b"") + body
        place += 12 + length
    return found


def test_every_check_value_is_right() -> None:
    metadata = Metadata(icc=b"p" * 5000, exif=b"II*\0\x08\0\0\0\0\0", xmp="<é/>".encode(), dpi=(300.0, 72.5))
    found = chunks(encode_png(noise(700, 600), metadata=metadata))
    assert list(found)[:5] == [b"IHDR", b"iCCP", b"pHYs", b"eXIf", b"iTXt"]
    rows = zlib.decompress(found[b"IDAT"])
    assert len(rows) == 600 * (700 * 3 + 1)
    assert zlib.decompress(found[b"iCCP"].split(b"\0\0", 1)[1]) == metadata.icc
    assert struct.unpack(">IIB", found[b"pHYs"]) == (11811, 2854, 1)
    with Image.open(io.BytesIO(encode_png(noise(7, 6), metadata=metadata))) as image:
        assert image.info["XML:com.adobe.xmp"] == "<é/>"


def test_photographs_become_small() -> None:
    pixels = photo(900, 700)
    assert len(encode_png(pixels)) < pixels[..., :3].size / 2
    assert len(encode_mask_png(np.zeros((4000, 3000), np.uint8))) < 60_000


@given(first=st.binary(max_size=300), second=st.binary(max_size=300))
def test_check_values_join(first: bytes, second: bytes) -> None:
    joined = deflate._joined(zlib.adler32(first), zlib.adler32(second), len(second))
    assert joined == zlib.adler32(first + second)


@pytest.mark.parametrize("has_isal", [True, False])
def test_one_stream_is_whole(monkeypatch: pytest.MonkeyPatch, has_isal: bool) -> None:
    monkeypatch.setattr(deflate, "HAS_ISAL", has_isal and deflate.HAS_ISAL)
    rows = noise(40, 30)
    assert zlib.decompress(deflate.whole(rows)) == rows.tobytes()


def test_a_computer_without_isal_does_without(monkeypatch: pytest.MonkeyPatch) -> None:
    with monkeypatch.context() as patched:
        patched.setitem(sys.modules, "isal", None)
        assert not importlib.reload(deflate).HAS_ISAL
        assert zlib.decompress(deflate.whole(noise(3, 3))) == noise(3, 3).tobytes()
    importlib.reload(deflate)


@pytest.mark.parametrize(("height", "rows"), [(1, 1), (10, 3), (10, 10), (10, 99), (7, 1)])
def test_strips_come_in_order_and_cover_all(height: int, rows: int) -> None:
    ranges = list(strips.in_strips(height, rows, lambda first, end: (first, end)))
    assert [first for first, _end in ranges] == list(range(0, height, rows))
    assert [end for _first, end in ranges] == [*range(rows, height, rows), height]


def test_a_failing_strip_fails_the_whole() -> None:
    def work(first: int, _end: int) -> int:
        return 1 // (first - 2)

    with pytest.raises(ZeroDivisionError):
        list(strips.in_strips(5, 1, work))


def test_a_strip_has_a_row_at_least() -> None:
    assert strips.rows_per_strip(1 << 30) == 1
    assert strips.rows_per_strip(0) > 1000
