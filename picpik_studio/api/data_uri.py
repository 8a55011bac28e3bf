"""Pictures on the wire: base64 texts that are made and read in pieces, never as one long string."""

import re
from collections.abc import Iterator
from typing import Self

import pybase64

PIECE_BYTES = 768 * 1024
"""Bytes of text that go to the hash and to the socket at once (a multiple of 4, so every piece is whole base64)."""

_MIME = re.compile(r"[a-z0-9]+/[a-z0-9.+-]+")
_HEADER = re.compile(r"data:([^,]*),", re.IGNORECASE)
_SPACES = str.maketrans("", "", " \t\r\n")
_RAW_BYTES = PIECE_BYTES // 4 * 3


class DataUri:
    """The bytes of an encoded picture and their type, e.g. `image/png`; its text is `data:image/png;base64,...`.

    Immutable. No dataclass, since msgspec would then read it from an object with these two fields.
    Raises ValueError for a type that could break out of a JSON text.
    """

    __slots__ = ("_buffer", "_mime")

    def __init__(self, mime: str, buffer: bytes | bytearray | memoryview) -> None:
        if not _MIME.fullmatch(mime):
            raise ValueError("is not a picture type such as image/png")
        self._mime = mime
        self._buffer = memoryview(buffer).cast("B")

    @property
    def mime(self) -> str:
        """The type, in lower case."""
        return self._mime

    @property
    def buffer(self) -> memoryview:
        """The encoded picture, read only by convention."""
        return self._buffer

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DataUri) and (self._mime, self._buffer) == (other._mime, other._buffer)

    def __hash__(self) -> int:
        return hash((self._mime, len(self._buffer)))

    def __repr__(self) -> str:
        return f"DataUri({self._mime}, {self.size_bytes} bytes)"

    @property
    def size_bytes(self) -> int:
        """Size of the picture itself, before base64."""
        return len(self._buffer)

    @property
    def text_length(self) -> int:
        """Length of the text in bytes (all ASCII), without making it."""
        return len(self._header()) + (self.size_bytes + 2) // 3 * 4

    def pieces(self) -> Iterator[bytes]:
        """Yield the text: its header, then base64 of at most PIECE_BYTES each."""
        yield self._header()
        for start in range(0, len(self._buffer), _RAW_BYTES):
            yield pybase64.b64encode(self._buffer[start : start + _RAW_BYTES])

    def _header(self) -> bytes:
        return f"data:{self._mime};base64,".encode("ascii")

    @classmethod
    def parse(cls, text: str) -> Self:
        """Read a text with or without its `data:` header. Raises ValueError (without the text in it)."""
        header = _HEADER.match(text[:200])
        mime = "application/octet-stream"
        if header:
            named, _, coding = header[1].partition(";")
            if "base64" not in coding.lower():
                raise ValueError("is not base64")
            mime = named.strip().lower() or mime
            text = text[header.end() :]
        try:
            # `split` would make an object of every word: gigabytes, where somebody sends mostly spaces.
            return cls(mime, pybase64.b64decode(text.translate(_SPACES), validate=True))
        except ValueError:
            raise ValueError("is not base64") from None
