"""How pictures are packed for sending: their encoding, and how much smaller they are made."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, cast, get_args

from picpik_studio.app.settings import Settings
from picpik_studio.core.arrays import Pixels
from picpik_studio.files.images import encode_jpeg, encode_png

Encoding = Literal["png", "jpeg"]
ENCODINGS: Final[tuple[Encoding, ...]] = get_args(Encoding)
SETTING: Final = "sent_encoding"
JPEG_START: Final = b"\xff\xd8\xff"

_ENCODERS: Mapping[Encoding, Callable[[Pixels], bytes]] = MappingProxyType({"png": encode_png, "jpeg": encode_jpeg})


@dataclass(frozen=True)
class Packing:
    """`encoding` of the picture (a mask is always PNG); `percent` of the size at which the frame would be sent."""

    encoding: Encoding = "png"
    percent: int = 100

    @classmethod
    def of(cls, settings: Settings) -> "Packing":
        """Return what the settings say."""
        return cls(cast("Encoding", settings.text(SETTING)))

    def blur(self, blur: int) -> int:
        """Return the edge blur to send for one of `blur`: it counts sent pixels, and the edge shall stay as it is."""
        return max(1, round(blur * self.percent / 100)) if blur else 0

    def packed(self, pixels: Pixels) -> bytes:
        """Return uint8 HxWx4 BGRX as the bytes of a file."""
        return _ENCODERS[self.encoding](pixels)


def encoding_of(data: bytes) -> Encoding:
    """Return how a picture is packed."""
    return "jpeg" if data.startswith(JPEG_START) else "png"


def mime_of(data: bytes) -> str:
    """Return the type of a packed picture."""
    return f"image/{encoding_of(data)}"
