"""XMP put into a file that stays, for the rest, byte for byte as it came."""

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis.strategies import binary, integers
from PIL import Image

from picpik_studio.files.stamping import with_xmp

PACKET = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>" + "größer".encode() + b"</x:xmpmeta>"
OTHER = b"<x:xmpmeta xmlns:x='adobe:ns:meta/'>another</x:xmpmeta>"


def made(kind: str, **more: object) -> bytes:
    pixels = np.random.default_rng(1).integers(0, 256, (40, 60, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, kind, **more)
    return file.getvalue()


def exif() -> bytes:
    block = Image.Exif()
    block[0x010F] = "A camera"
    return block.tobytes()


FILES = {
    "PNG": made("PNG", dpi=(300, 300)),
    "JPEG": made("JPEG", quality=85),
    "JPEG with EXIF, a profile and a comment": made("JPEG", exif=exif(), icc_profile=b"x" * 200, comment=b"hello"),
    "progressive JPEG": made("JPEG", progressive=True, subsampling=2),
}


@pytest.mark.parametrize("name", FILES)
def test_another_reader_finds_it_and_the_pixels_as_they_were(name: str) -> None:
    before = FILES[name]
    after = with_xmp(before, PACKET)
    assert after is not None
    with Image.open(io.BytesIO(before)) as one, Image.open(io.BytesIO(after)) as two:
        assert np.array_equal(np.asarray(one), np.asarray(two))
        found = two.info.get("xmp") or two.info.get("XML:com.adobe.xmp", "").encode()
        assert found == PACKET
        for what in ("exif", "icc_profile", "comment", "dpi"):
            assert one.info.get(what) == two.info.get(what)
    start = next(index for index in range(len(after)) if after[index] != before[index])
    grown = len(after) - len(before)
    assert any(after[:at] + after[at + grown :] == before for at in range(start - 8, start + 1)), "nothing else changed"


@pytest.mark.parametrize("name", FILES)
def test_one_that_was_there_is_replaced(name: str) -> None:
    once = with_xmp(FILES[name], OTHER)
    assert once is not None
    twice = with_xmp(once, PACKET)
    assert twice == with_xmp(FILES[name], PACKET)
    assert twice is not None
    assert OTHER not in twice


@pytest.mark.parametrize("data", [b"", b"RIFF", made("WEBP"), made("BMP"), FILES["PNG"][:60], FILES["JPEG"][:30]])
def test_what_is_neither_or_cut_off_is_left_to_others(data: bytes) -> None:
    assert with_xmp(data, PACKET) is None


def test_a_packet_that_no_jpeg_can_hold_is_left_to_others() -> None:
    assert with_xmp(FILES["JPEG"], bytes(65534)) is None
    assert with_xmp(FILES["PNG"], b"x" * 65534) is not None


@given(binary(max_size=80), integers(0, 600))
def test_no_damage_raises(noise: bytes, at: int) -> None:
    for data in FILES.values():
        with_xmp(data[:at] + noise + data[at + len(noise) :], PACKET)
        with_xmp(data[:2] + noise, PACKET)
