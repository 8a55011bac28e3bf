"""Opens damaged files by the thousand, in a process of its own whose memory is bounded: a crash is the parent's to see.

`python -m tests.files.mutants SEED COUNT` damages small files of every kind; `python -m tests.files.mutants FOLDER`
opens what lies in a folder, such as the malformed samples of a codec library. Prints what became of them as JSON; a
number on standard error says which one was being opened last. Any other exception than ours ends it.
"""

import io
import json
import resource
import sys
import zlib
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import tifffile
from PIL import Image

from picpik_studio.files import jxl
from picpik_studio.files.errors import FileError
from picpik_studio.files.images import Limits, open_picture, open_preview
from picpik_studio.files.mask_reading import read_mask_file
from picpik_studio.files.png import encode_png
from tests.files.making import image_of, photo, stored
from tests.files.profiles import P3, gamma, grey_profile, matrix_profile

LIMITS = Limits(pixels=16_000_000, decoded_bytes=128_000_000)
HEADROOM = 900 << 20
"""Bytes of address space beyond what the libraries take: several times what a picture within LIMITS needs."""

_HEIC = Path(__file__).parent / "heic"
_BIG = (0, 1, 0x7F, 0xFF, 0x7FFF, 0xFFFF, 0x7FFFFFFF, 0xFFFFFFFF)


def samples() -> dict[str, bytes]:
    """Return small files of every kind that is opened."""
    image, grey = image_of(photo()), image_of(photo(), "L")
    icc = matrix_profile(P3, gamma(2.2))
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Maker"
    files = {
        "png": stored(image, "PNG", icc_profile=icc, exif=exif),
        "palette.png": stored(image.quantize(16), "PNG", transparency=3),
        "jpg": stored(image, "JPEG", exif=exif, icc_profile=icc, xmp=b"<x:xmpmeta/>"),
        "progressive.jpg": stored(image, "JPEG", progressive=True),
        "cmyk.jpg": stored(image_of(photo(), "CMYK"), "JPEG"),
        "grey.jpg": stored(grey, "JPEG", icc_profile=grey_profile(gamma(2.2))),
        "lossy.webp": stored(image, "WEBP", exif=exif),
        "lossless.webp": stored(image_of(photo(), "RGBA"), "WEBP", lossless=True, icc_profile=icc),
        "bmp": stored(image, "BMP"),
        "gif": stored(image.quantize(16), "GIF", save_all=True, append_images=[grey.quantize(8)]),
        "avif": stored(image, "AVIF", exif=exif),
    }
    for compression in ("raw", "tiff_lzw", "tiff_adobe_deflate", "jpeg", "packbits"):
        files[f"{compression}.tif"] = stored(image, "TIFF", compression=compression, exif=exif)
    if jxl.IS_READ:
        import pylibjxl  # noqa: PLC0415 - an extra, which may not be there

        files["jxl"] = pylibjxl.encode(np.ascontiguousarray(photo()[..., 2::-1]), lossless=True)
    files |= {path.name: path.read_bytes() for path in sorted(_HEIC.iterdir())}
    return files | _deep_samples()


def _deep_samples() -> dict[str, bytes]:
    deep = (photo()[..., :3].astype(np.uint16) * 257).astype(np.uint16)
    files = {"deep.png": encode_png(deep)}
    kinds: dict[str, dict[str, Any]] = {
        "raw": {},
        "tiles": {"tile": (16, 16), "compression": "zlib", "predictor": True},
        "big": {"bigtiff": True},
    }
    for name, options in kinds.items():
        file = io.BytesIO()
        tifffile.imwrite(file, deep, photometric="rgb", metadata=None, **options)
        files[f"deep-{name}.tif"] = file.getvalue()
    return files


def damaged(data: bytes, others: list[bytes], random: np.random.Generator) -> bytes:
    """Return `data` with one to three wounds."""
    hurt = bytearray(data)
    for _ in range(int(random.integers(1, 4))):
        place = int(random.integers(0, max(1, len(hurt))))
        if random.random() < 0.5:
            place = min(place, int(random.integers(1, 200)))  # heads hold what matters
        _wound(hurt, place, others, random)
    return mended(hurt) if random.random() < 0.5 else bytes(hurt)


def _wound(hurt: bytearray, place: int, others: list[bytes], random: np.random.Generator) -> None:
    length = int(random.integers(1, 64))
    number = int(random.choice(_BIG))
    other = others[int(random.integers(0, len(others)))]
    wounds = (
        (1, random.bytes(1)),
        (4, number.to_bytes(4, "big")),
        (4, number.to_bytes(4, "little")),
        (length, b""),
        (0, bytes(hurt[place : place + length])),
        (length, random.bytes(length)),
        (len(hurt), other[place:]),
        (len(hurt), b""),
    )
    count, new = wounds[int(random.integers(0, len(wounds)))]
    hurt[place : place + count] = new


def mended(data: bytearray) -> bytes:
    """Return a PNG file with sums of its chunks that are right again, so that what is wrong inside is looked at."""
    place = 8
    while data.startswith(b"\x89PNG") and place + 12 <= len(data):
        end = place + 8 + int.from_bytes(data[place : place + 4])
        data[end : end + 4] = zlib.crc32(data[place + 4 : end]).to_bytes(4)
        place = end + 4
    return bytes(data)


def mutants(seed: int, count: int) -> Iterator[bytes]:
    """Yield `count` damaged files, the same ones for the same seed."""
    random = np.random.default_rng(seed)
    files = samples()
    names, others = sorted(files), list(files.values())
    for index in range(count):
        yield damaged(files[names[index % len(names)]], others, random)


def outcome(data: bytes) -> str:
    """Return what becomes of a file: a kind of picture, or the kind of our error."""
    try:
        open_preview(data, 64, limits=LIMITS, name="mutant")
        opened = open_picture(data, limits=LIMITS, name="mutant")
        read_mask_file(data, opened.picture.size, limits=LIMITS, name="mutant")
    except FileError as error:
        return type(error).__name__ if str(error).endswith(".") else "no sentence"
    return f"opened {opened.format}"


def bound_memory() -> None:
    """Allow this process HEADROOM more address space than it has now."""
    for data in samples().values():  # so that every library has taken what it keeps
        outcome(data)
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    limit = pages * resource.getpagesize() + HEADROOM
    resource.setrlimit(resource.RLIMIT_AS, (limit, limit))


def main(words: list[str]) -> None:
    """Do what the module says."""
    bound_memory()
    if len(words) == 1:
        files: Iterator[bytes] = (path.read_bytes() for path in sorted(Path(words[0]).rglob("*")) if path.is_file())
    else:
        files = mutants(int(words[0]), int(words[1]))
    counts: Counter[str] = Counter()
    for index, data in enumerate(files):
        sys.stderr.write(f"{index}\n")
        sys.stderr.flush()
        counts[outcome(data)] += 1
    sys.stdout.write(json.dumps(counts))


if __name__ == "__main__":
    main(sys.argv[1:])
