"""Tells by its first bytes what a file is, whatever its name says; and which format a name asks for."""

from pathlib import PurePath

from picpik_studio.files import jxl
from picpik_studio.files.errors import NotAPictureError
from picpik_studio.texts import QT_TRANSLATE_NOOP

HEAD_BYTES = 64
"""How much of a file `format_of` wants to see."""

SUFFIXES = {
    ".png": "PNG",
    ".jpg": "JPEG",
    ".jpeg": "JPEG",
    ".jpe": "JPEG",
    ".jfif": "JPEG",
    ".webp": "WEBP",
    ".tif": "TIFF",
    ".tiff": "TIFF",
    ".bmp": "BMP",
    ".dib": "BMP",
    ".apng": "PNG",
    ".gif": "GIF",
    ".avif": "AVIF",
    ".heic": "HEIF",
    ".heif": "HEIF",
    ".hif": "HEIF",
    ".jxl": "JXL",
}
"""The format that a file's name promises."""

WRITABLE = frozenset({"PNG", "JPEG", "WEBP", "TIFF", "BMP", "AVIF"})
"""The formats that pictures are saved in; GIF, HEIF (HEIC) and JXL are only read."""

_FORMATS = (
    (b"\x89PNG\r\n\x1a\n", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"II+\0", "TIFF"),
    (b"MM\0+", "TIFF"),
    (b"GIF87a", "GIF"),
    (b"GIF89a", "GIF"),
    (b"BM", "BMP"),
)
_JXL = (b"\xff\x0a", b"\0\0\0\x0cJXL ")
_OTHERS = (
    (b"%PDF", "PDF"),
    (b"8BPS", "Photoshop (PSD)"),
    (b"gimp xcf", "GIMP (XCF)"),
    (b"PK\x03\x04", "ZIP"),
    (b"\xff\x0a", "JPEG XL"),
    (b"\0\0\0\x0cJXL ", "JPEG XL"),
    (b"\0\0\0\x0cjP  ", "JPEG 2000"),
    (b"\0\0\x01\0", "ICO"),
    (b"v/1\x01", "OpenEXR"),
    (b"#?RADIANCE", "Radiance HDR"),
    (b"<!doctype html", "HTML"),
    (b"<html", "HTML"),
    (b"<svg", "SVG"),
    (b"<?xml", "XML or SVG"),
)
_AVIF = frozenset({b"avif", b"avis"})
_HEIF = frozenset({b"heic", b"heix", b"hevc", b"hevx", b"heim", b"heis", b"mif1", b"msf1"})
_RAW_SUFFIXES = frozenset({".dng", ".nef", ".nrw", ".cr2", ".arw", ".srf", ".sr2", ".orf", ".rw2", ".pef", ".raf"})


def format_of(head: bytes, name: str) -> str:
    """Return the format of a file by its first HEAD_BYTES bytes: PNG, JPEG, WEBP, TIFF, BMP, GIF, AVIF, HEIF or JXL.

    JXL only where it can be read (`files.jxl`). `name` is for the sentence. Raises NotAPictureError, which names what
    the file is where that is known.
    """
    if not head:
        raise NotAPictureError(
            QT_TRANSLATE_NOOP("Files", "“{name}” is empty (0 bytes): get a fresh copy of it, or choose another."),
            name=name,
        )
    found = _ours(head)
    raw = found == "TIFF" and (PurePath(name).suffix.lower() in _RAW_SUFFIXES or head[8:10] == b"CR")
    other = "camera raw" if raw else _other(head)
    if found is not None and not raw:
        return found
    if other is not None:
        raise NotAPictureError(
            QT_TRANSLATE_NOOP(
                "Files",
                "“{name}” holds {kind} data, which cannot be opened here: save it as PNG, JPEG, WebP or TIFF first.",
            ),
            name=name,
            kind=other,
        )
    raise NotAPictureError(
        QT_TRANSLATE_NOOP(
            "Files", "“{name}” is not a picture: choose a PNG, JPEG, WebP, TIFF, BMP, AVIF or HEIC file."
        ),
        name=name,
    )


def format_for(name: str) -> str:
    """Return the format in which a file of this name is to be saved. Raises NotAPictureError for another ending."""
    suffix = PurePath(name).suffix.lower()
    found = SUFFIXES.get(suffix)
    if found in WRITABLE:
        return found
    raise NotAPictureError(
        QT_TRANSLATE_NOOP(
            "Files", "“{name}” has no ending that can be saved: use .png, .jpg, .webp, .tif, .avif or .bmp."
        ),
        name=name,
    )


def is_misnamed(name: str, found: str) -> bool:
    """Whether a file's name promises another format than the one that was found in it."""
    return SUFFIXES.get(PurePath(name).suffix.lower(), found) != found


def _ours(head: bytes) -> str | None:
    if head[:4] == b"RIFF" and head[8:12] == b"WEBP":
        return "WEBP"
    if jxl.IS_READ and head.startswith(_JXL):
        return "JXL"
    if head[4:8] == b"ftyp":
        brands = _brands(head)
        return "AVIF" if brands & _AVIF else "HEIF" if brands & _HEIF else None
    return next((kind for magic, kind in _FORMATS if head.startswith(magic)), None)


def _brands(head: bytes) -> set[bytes]:
    """Return as what the first box of an ISO base media file says that it may be read (ISO 14496-12, 4.3)."""
    end = min(int.from_bytes(head[:4]), HEAD_BYTES)
    return {head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))}


def _other(head: bytes) -> str | None:
    if head[4:8] == b"ftyp":
        return "Canon raw (CR3)" if head[8:12] == b"crx " else "video"
    text = head.lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return next((kind for magic, kind in _OTHERS if head.startswith(magic) or text.startswith(magic)), None)
