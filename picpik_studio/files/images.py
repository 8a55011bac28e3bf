"""Pictures in and out of files, in one place for the other rooms; each function lives in the module of its name."""

from picpik_studio.files.flatten import MID_GREY, WHITE, flattened
from picpik_studio.files.header import Source
from picpik_studio.files.jpeg import encode_jpeg
from picpik_studio.files.limits import LIMITS, RESULT_LIMITS, Limits
from picpik_studio.files.png import encode_mask_png, encode_png
from picpik_studio.files.preview import Preview, open_preview, preview_of
from picpik_studio.files.reading import Opened, decode_result, open_at_8_bits, open_picture
from picpik_studio.files.thumbnail import thumbnail
from picpik_studio.files.writing import save_picture

__all__ = [
    "LIMITS",
    "MID_GREY",
    "RESULT_LIMITS",
    "WHITE",
    "Limits",
    "Opened",
    "Preview",
    "Source",
    "decode_result",
    "encode_jpeg",
    "encode_mask_png",
    "encode_png",
    "flattened",
    "open_at_8_bits",
    "open_picture",
    "open_preview",
    "preview_of",
    "save_picture",
    "thumbnail",
]
