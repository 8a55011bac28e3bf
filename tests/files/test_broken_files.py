import errno
import io
import os
import struct
import sys
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageFile

from picpik_studio.core.geometry import Size
from picpik_studio.files.errors import (
    DamagedPictureError,
    FileError,
    MissingFileError,
    NotAllowedError,
    NotAPictureError,
    TooLargeError,
    UnreadableFileError,
)
from picpik_studio.files.images import Limits, open_picture, open_preview
from picpik_studio.files.limits import check_size
from tests.files.making import image_of, noise, photo, stored

KINDS: dict[str, dict[str, Any]] = {
    "PNG": {},
    "JPEG": {"quality": 90},
    "TIFF": {"compression": "tiff_adobe_deflate"},
    "BMP": {},
    "WEBP": {"lossless": True},
    "GIF": {},
}
FILES = {kind: stored(image_of(photo()), kind, **options) for kind, options in KINDS.items()}


def outcome(data: bytes) -> str:
    """Return the size of the picture, or the sentence."""
    try:
        return str(tuple(open_picture(data, name="cut", limits=Limits(pixels=4_000_000)).picture.size))
    except FileError as error:
        return str(error)


def chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png_of(width: int, height: int, body: bytes = b"") -> bytes:
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(body)) + chunk(b"IEND", b"")


@pytest.mark.parametrize("kind", KINDS)
def test_a_truncated_picture_is_said_to_be_incomplete(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind.lower()}"
    path.write_bytes(FILES[kind][: len(FILES[kind]) * 2 // 3])
    with pytest.raises(DamagedPictureError, match=rf"^“a\.{kind.lower()}” is (incomplete|damaged).*: get a fresh copy"):
        open_picture(path)


@pytest.mark.parametrize("kind", KINDS)
def test_a_cut_anywhere_is_one_of_our_sentences(kind: str) -> None:
    data = FILES[kind]
    for end in sorted({*range(0, 64, 3), *range(0, len(data), max(1, len(data) // 25))}):
        assert outcome(data[:end]).startswith(("“cut” ", "(48, 32)"))


@given(
    kind=st.sampled_from(sorted(KINDS)),
    damage=st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.integers(0, 255)), min_size=1, max_size=8),
)
def test_damage_anywhere_is_a_picture_or_one_of_our_sentences(kind: str, damage: list[tuple[float, int]]) -> None:
    data = bytearray(FILES[kind])
    for place, value in damage:
        data[int(place**3 * len(data))] = value  # mostly near the head, where it hurts
    assert outcome(bytes(data)).startswith(("“cut” ", "("))


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", r"is empty \(0 bytes\)"),
        (b"%PDF-1.7 ...", "holds PDF data"),
        (b"\0\0\0\x18ftypheic" + bytes(20), "is damaged"),
        (b"\0\0\0\x18ftypavif" + bytes(20), "is damaged"),
        (b"\0\0\0\x18ftypisom" + bytes(20), "holds video data"),
        (b"\0\0\0\x18ftypcrx " + bytes(20), r"holds Canon raw \(CR3\) data"),
        (b"8BPS\0\1" + bytes(20), r"holds Photoshop \(PSD\) data"),
        (b"\xef\xbb\xbf <!DOCTYPE HTML><html>", "holds HTML data"),
        (b"<?xml version='1.0'?><svg/>", "holds XML or SVG data"),
        (b"PK\x03\x04 any document", "holds ZIP data"),
        (b"II*\0\x10\0\0\0CR\2\0" + bytes(40), "holds camera raw data"),
        (b"Dear reader, this is a letter.", "is not a picture: choose a PNG"),
        (b"RIFF\0\0\0\0WAVEfmt ", "is not a picture"),
        (bytes(500), "is not a picture"),
        (b"\x89PNG\r\n\x1a\n", "is damaged|is incomplete"),
        (b"\xff\xd8\xff\xe0", "is damaged|is incomplete"),
        (b"BM is for British Museum", "is damaged|is incomplete"),
        (b"RIFF\x10\0\0\0WEBPVP8L\x05\0\0\0/", "is damaged|is incomplete"),
    ],
)
def test_what_is_no_picture_is_told_by_what_it_is(tmp_path: Path, data: bytes, words: str) -> None:
    path = tmp_path / "holiday.jpg"
    path.write_bytes(data)
    with pytest.raises((NotAPictureError, DamagedPictureError), match=f"^“holiday.jpg” ({words})"):
        open_picture(path)
    with pytest.raises((NotAPictureError, DamagedPictureError), match=f"^“holiday.jpg” ({words})"):
        open_preview(path, 100)


def test_camera_raw_is_known_by_its_name_too(tmp_path: Path) -> None:
    (tmp_path / "a.NEF").write_bytes(FILES["TIFF"])
    with pytest.raises(NotAPictureError, match="camera raw"):
        open_picture(tmp_path / "a.NEF")


def test_bytes_are_called_a_picture() -> None:
    with pytest.raises(NotAPictureError, match="“picture” is empty"):
        open_picture(b"")
    with pytest.raises(NotAPictureError, match="“pasted” is empty"):
        open_picture(b"", name="pasted")


def test_a_missing_file_and_a_folder_are_said(tmp_path: Path) -> None:
    with pytest.raises(MissingFileError, match=r"There is no file “none\.png”"):
        open_picture(tmp_path / "none.png")
    with pytest.raises(MissingFileError, match="is a folder or a device"):
        open_picture(tmp_path)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such files")
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.png")
    with pytest.raises(MissingFileError, match="is a folder or a device"):
        open_picture(tmp_path / "pipe.png")


def test_a_forbidden_file_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.png").write_bytes(FILES["PNG"])

    def refuse(*_: object, **__: object) -> None:
        raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))

    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(NotAllowedError, match="may not be read"):
        open_picture(tmp_path / "a.png")


@pytest.mark.parametrize(
    ("failure", "kind", "words"),
    [
        (OSError(errno.EIO, "Input/output error"), UnreadableFileError, r"cannot be read \(Input/output error\)"),
        (MemoryError(), TooLargeError, "needs more memory than is free"),
    ],
)
def test_a_disk_or_a_memory_that_fails_is_not_called_damage(
    monkeypatch: pytest.MonkeyPatch, failure: BaseException, kind: type[FileError], words: str
) -> None:
    def fail(_self: object) -> None:
        raise failure

    monkeypatch.setattr(ImageFile.ImageFile, "load", fail)
    with pytest.raises(kind, match=words):
        open_picture(FILES["BMP"])


def huge(kind: str, width: int, height: int) -> bytes:
    """Return a small file whose head promises so many pixels."""
    if kind == "PNG":
        return png_of(width, height)
    if kind == "GIF":
        return b"GIF89a" + struct.pack("<HH", min(width, 65535), min(height, 65535)) + FILES["GIF"][10:]
    if kind == "WEBP":
        sides = (width - 1).to_bytes(3, "little") + (height - 1).to_bytes(3, "little")
        return b"RIFF\x40\0\0\0WEBPVP8X\x0a\0\0\0" + bytes(4) + sides + bytes(40)
    if kind == "BMP":
        return FILES["BMP"][:18] + struct.pack("<ii", width, height) + FILES["BMP"][26:]
    if kind == "JPEG":
        data = bytearray(FILES["JPEG"])
        struct.pack_into(">HH", data, data.index(b"\xff\xc0") + 5, min(height, 65535), min(width, 65535))
        return bytes(data)
    file = io.BytesIO()
    Image.new("1", (8, 8)).save(file, "TIFF", tiffinfo={})
    data = bytearray(file.getvalue())
    for tag, side in ((b"\0\1", width), (b"\1\1", height)):
        at = data.index(tag, 8)
        struct.pack_into("<HHII", data, at, struct.unpack("<H", tag)[0], 4, 1, side)
    return bytes(data)


@pytest.mark.parametrize("kind", ["PNG", "GIF", "WEBP", "BMP", "JPEG", "TIFF"])
@pytest.mark.parametrize("read", [open_picture, lambda data: open_preview(data, 100)])
def test_a_bomb_is_refused_by_its_head(
    monkeypatch: pytest.MonkeyPatch, kind: str, read: Callable[[bytes], object]
) -> None:
    def decode(_self: object) -> None:
        pytest.fail("decoded")

    monkeypatch.setattr(ImageFile.ImageFile, "load", decode)
    with pytest.raises(TooLargeError, match=r"has \d+ by \d+ pixels, more than the 300 megapixels"):
        read(huge(kind, 60_000, 50_000))


def test_300_megapixels_are_the_limit() -> None:
    with pytest.raises(TooLargeError, match="20000 by 15001 pixels"):
        open_picture(png_of(20_000, 15_001))
    with pytest.raises(DamagedPictureError):
        open_picture(png_of(20_000, 15_000))


@pytest.mark.parametrize(("mode", "allowed"), [("1", 25_000), ("RGBA", 25_000), ("I;16", 25_000)])
def test_the_decoded_size_counts(mode: str, allowed: int) -> None:
    data = stored(Image.new(mode, (250, 101)), "PNG")
    with pytest.raises(TooLargeError, match="more than the 0 megapixels"):
        open_picture(data, limits=Limits(decoded_bytes=4 * allowed))
    assert open_picture(data, limits=Limits(decoded_bytes=4 * 25_250)).picture.size == (250, 101)


def test_deep_colour_counts_double() -> None:
    deep = np.zeros((10, 10, 4), np.uint16)
    import cv2  # noqa: PLC0415 - here it only writes what Pillow cannot

    data = cv2.imencode(".png", deep)[1].tobytes()
    with pytest.raises(TooLargeError):
        open_picture(data, limits=Limits(decoded_bytes=799))
    open_picture(data, limits=Limits(decoded_bytes=800))


def test_the_file_counts_too(tmp_path: Path) -> None:
    (tmp_path / "a.bmp").write_bytes(stored(image_of(noise(800, 700)), "BMP"))
    with pytest.raises(TooLargeError, match=r"“a\.bmp” has 1 MB, more than the 1 MB that can be opened"):
        open_picture(tmp_path / "a.bmp", limits=Limits(file_bytes=1_000_000))


def test_no_pixel_is_no_picture() -> None:
    with pytest.raises(DamagedPictureError):
        open_picture(png_of(0, 5))
    for size in (Size(0, 5), Size(5, 0)):
        with pytest.raises(DamagedPictureError, match=r"“a” is damaged \(it has no pixels\)"):
            check_size(size, 4, "a", Limits())


def test_pillows_own_limits_are_silent() -> None:
    even = Image.new("1", (10_000, 9_000))  # more than Pillow warns of, less than it refuses
    assert open_picture(stored(even, "PNG")).picture.size == (10_000, 9_000)


def test_pillows_warnings_are_silent() -> None:
    strange = stored(image_of(photo()), "TIFF").replace(struct.pack("<HHI", 277, 3, 1), struct.pack("<HHI", 277, 3, 2))
    with pytest.warns(UserWarning, match="too many entries"), Image.open(io.BytesIO(strange)) as image:
        assert image.size == (48, 32)
    assert open_picture(strange).picture.size == (48, 32)
