"""Opens a picture as far as its header: what it is and how large, before anything is decoded.

Everything that Pillow does with a file of unknown origin happens inside `looked_at`, which turns whatever it raises
into one of our sentences.
"""

import contextlib
import io
import stat
import struct
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pi_heif
from PIL import Image, ImageFile, PngImagePlugin

from picpik_studio.core.geometry import Size
from picpik_studio.files import jxl, kinds
from picpik_studio.files.errors import (
    DamagedPictureError,
    FileError,
    MissingFileError,
    NotAPictureError,
    TooLargeError,
    reading_failed,
)
from picpik_studio.files.jpeg_kinds import check_jpeg
from picpik_studio.files.limits import Limits, check_file, check_size
from picpik_studio.files.tiff_header import TiffHeader, check_kind
from picpik_studio.files.tiff_tags import is_of_16_bits
from picpik_studio.texts import QT_TRANSLATE_NOOP

Source = Path | str | bytes | bytearray | memoryview
"""A path, or the bytes of the file itself."""

_LARGEST_PROFILE = 16 << 20
_WEBP_HEAD = 30


@dataclass(frozen=True)
class Header:
    """`image` is open but not decoded; it and its `file` are only usable inside `looked_at`. `format` as in `kinds`."""

    image: ImageFile.ImageFile
    file: BinaryIO
    format: str
    name: str


@contextlib.contextmanager
def looked_at(source: Source, limits: Limits, name: str | None = None) -> Iterator[Header]:
    """Open `source`, check its kind and size, and give what its header says.

    `name` stands for the file in sentences; by default a path's last part. Raises FileError, also for anything that
    goes wrong with the image inside the block: MissingFileError, NotAllowedError, UnreadableFileError,
    NotAPictureError, DamagedPictureError, TooLargeError.
    """
    name = name or (Path(source).name if isinstance(source, Path | str) else "picture")
    with _opened(source, name, limits) as file, _speaking(name):
        head = file.read(kinds.HEAD_BYTES)
        found = kinds.format_of(head, name)
        if found == "WEBP":  # Pillow makes room for the whole canvas before it tells the size
            check_size(_webp_size(head.ljust(_WEBP_HEAD, b"\0")), 8, name, limits)
        if found == "JPEG":
            check_jpeg(file, name)
        _tame_pillow()
        with _image(file, found) as image:
            check_size(Size(*image.size), bytes_per_pixel(image), name, limits)
            if isinstance(image, TiffHeader):
                check_kind(image, name)
            yield Header(image, file, found, name)


def is_deep(image: Image.Image) -> bool:
    """Whether an image that is not decoded yet stores 16 bits a channel; Pillow halves them in silence."""
    if image.format == "HEIF":
        return bool(image.info.get("bit_depth", 8) > 8)  # noqa: PLR2004 - bits
    if image.format == "JXL":
        return bool(image.info.get("bits_per_sample", 8) > 8)  # noqa: PLR2004 - as above
    if isinstance(image, TiffHeader):
        return is_of_16_bits(image.tag_v2)
    tiles = getattr(image, "tile", ()) if image.format == "PNG" else ()
    return any(";16" in str(tile[3]) for tile in tiles)


def bytes_per_pixel(image: Image.Image) -> int:
    """Return how much memory a pixel takes at most on its way to our arrays."""
    samples = image.pixel_bytes if isinstance(image, TiffHeader) else 0
    return max(4, samples, len(image.getbands()) * (2 if is_deep(image) else 1))


def _image(file: BinaryIO, kind: str) -> ImageFile.ImageFile:
    if kind != "TIFF":
        return Image.open(file, formats=[kind])
    file.seek(0)
    return TiffHeader(file)


def _tame_pillow() -> None:
    """Set what Pillow keeps for the whole process; the same every time, so that threads do not matter.

    Its own limit is lower than ours, comes as a warning, and ours was checked already. Its other warnings are about
    damage in a person's file (too many entries in a tag): nothing that the program did wrong, nothing to be shown.
    """
    pi_heif.register_heif_opener(thumbnails=False, decode_threads=2)
    jxl.register()
    Image.MAX_IMAGE_PIXELS = None
    PngImagePlugin.MAX_TEXT_CHUNK = _LARGEST_PROFILE
    warnings.filterwarnings("ignore", module=r"PIL\.")


@contextlib.contextmanager
def _opened(source: Source, name: str, limits: Limits) -> Iterator[BinaryIO]:
    if not isinstance(source, Path | str):
        check_file(len(source), name, limits)
        yield io.BytesIO(source)
        return
    try:
        status = Path(source).stat()
        if not stat.S_ISREG(status.st_mode):
            raise MissingFileError(
                QT_TRANSLATE_NOOP("Files", "“{name}” is a folder or a device, not a picture: choose a file."), name=name
            )
        check_file(status.st_size, name, limits)
        file = Path(source).open("rb")  # noqa: SIM115 - closed below; what happens inside is not about opening
    except OSError as error:
        raise reading_failed(error, name) from error
    with file:
        yield file


@contextlib.contextmanager
def _speaking(name: str) -> Iterator[None]:
    """Turn everything that reading a hostile or broken file can raise into a FileError."""
    try:
        yield
    except FileError:
        raise
    except MemoryError as error:
        raise TooLargeError(
            QT_TRANSLATE_NOOP("Files", "“{name}” needs more memory than is free: close other programs first."),
            name=name,
        ) from error
    except Exception as error:  # Pillow's readers raise whatever a broken file makes them stumble on
        if isinstance(error, OSError) and error.errno is not None:
            raise reading_failed(error, name) from error
        raise _damaged(error, name) from error


def _damaged(error: Exception, name: str) -> FileError:
    if "unsupported" in str(error).lower():
        return NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files", "“{name}” is stored in a way that cannot be opened here: save it as PNG or TIFF first."
            ),
            name=name,
        )
    if isinstance(error, EOFError) or "truncated" in str(error).lower():
        return DamagedPictureError(
            QT_TRANSLATE_NOOP("Files", "“{name}” is incomplete, its end is missing: get a fresh copy of it."), name=name
        )
    return DamagedPictureError(QT_TRANSLATE_NOOP("Files", "“{name}” is damaged: get a fresh copy of it."), name=name)


def _webp_size(head: bytes) -> Size:
    """Return the canvas of a WebP file (RFC 9649, sections 2.4 to 2.7) by its first 30 bytes."""
    kind = head[12:16]
    if kind == b"VP8X":
        return Size(int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1)
    if kind == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return Size((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1)
    width, height = struct.unpack("<HH", head[26:30])
    return Size(width & 0x3FFF, height & 0x3FFF)
