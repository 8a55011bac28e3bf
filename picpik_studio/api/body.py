"""The body of a signed call: made, hashed and handed to the socket in one pass, never held as one text."""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final, NamedTuple

import msgspec
import pybase64

from picpik_studio.api.data_uri import PIECE_BYTES, DataUri
from picpik_studio.api.errors import ClosedError
from picpik_studio.api.secret import Secret
from picpik_studio.api.signing import SIGNATURE, SIGNATURE_LENGTH, Signer, scalar_text, sent_elements, sent_items
from picpik_studio.texts import QT_TRANSLATE_NOOP

STOPPED = QT_TRANSLATE_NOOP("Api", "The program stopped the transfer.")

_TAIL = b',"' + SIGNATURE.encode() + b'":"%s"}'

PUBLIC_KEY: Final = "PublicKey"
STRUCK_OUT: Final = "••••••••"
_SHOWN_BYTES: Final = 12
_SHOWN_DIGITS: Final = 16

Progress = Callable[[int, int], object]
Leaving = Callable[[], object]


class _Part(NamedTuple):
    """The same piece twice: as JSON, and as it is signed."""

    json: bytes
    signed: bytes


@dataclass(frozen=True)
class Draft:
    """A call as it would be sent.

    `text` is its JSON with line breaks and indents that are not sent, keys struck out, and each picture's base64 cut
    short, with its length and the SHA-256 of the picture's file. `length` (bytes) and `digest` (SHA-256, hexadecimal)
    are those of the very body, keys and pictures and all.
    """

    text: str
    length: int
    digest: str


class SignedBody:
    """The JSON of `params` (see `signing.sign` for what they may be), in sorted order, with its Signature last.

    `len()` is the Content-Length, by arithmetic. Iterating yields pieces of at most PIECE_BYTES and may be done again.
    `progress` is called with the bytes handed over so far and their sum, in the thread that sends; `leaving` before the
    last piece is handed over, without which no service can have a valid request. What it raises ends the iteration.
    """

    def __init__(
        self,
        params: Mapping[str, object],
        private_key: Secret,
        progress: Progress | None = None,
        leaving: Leaving | None = None,
    ) -> None:
        self._params = {name: value for name, value in params.items() if name != SIGNATURE}
        self._private_key = private_key
        self._progress = progress
        self._leaving = leaving
        self._length = sum(map(_length, _walk(self._params))) - 1 + len(_TAIL % b"") + SIGNATURE_LENGTH
        self.is_stopped = False
        """Whether `stop` was called."""
        self.is_handed_over = False
        """Whether the last piece was given out: before that no service can have a valid request."""

    def __len__(self) -> int:
        return self._length

    def __iter__(self) -> Iterator[bytes]:
        self.is_handed_over = False
        done = 0
        for piece in _gathered(self._pieces()):
            self._refuse_when_stopped()
            done += len(piece)
            if done == self._length:
                self._leave()
            yield piece
            if self._progress:
                self._progress(done, self._length)

    def stop(self) -> None:
        """Make the iteration end with a ClosedError at its next piece; from any thread."""
        self.is_stopped = True

    def draft(self) -> "Draft":
        """Return what is sent, for people to look at. Signs and hashes all of it: slow for large pictures."""
        digest = hashlib.sha256()
        for piece in self._pieces():
            digest.update(piece)
        return Draft(_for_people(self._params), self._length, digest.hexdigest())

    def _leave(self) -> None:
        """Say that the last piece is about to go, which may take a while, and see that it still may."""
        if self._leaving:
            self._leaving()
        self._refuse_when_stopped()
        self.is_handed_over = True

    def _refuse_when_stopped(self) -> None:
        if self.is_stopped:
            raise ClosedError(STOPPED, sent=False)

    def _pieces(self) -> Iterator[bytes]:
        signer = Signer()
        waiting = b""  # one piece behind, so that the brace that closes the object can be left off
        for part in _walk(self._params):
            for json, signed in _parts(part):
                signer.feed(signed)
                yield waiting
                waiting = json
        yield _TAIL % signer.signature(self._private_key.reveal()).encode()


def _for_people(params: Mapping[str, object]) -> str:
    """Return the JSON of `params` as it is sent, but for what `Draft` says."""
    cut = {name: _shortened(value) for name, value in params.items()}
    shown = {**cut, **({PUBLIC_KEY: STRUCK_OUT} if PUBLIC_KEY in params else {})}
    json = b"".join(part.json for part in _walk(shown) if isinstance(part, _Part))
    return msgspec.json.format(json[:-1] + _TAIL % STRUCK_OUT.encode(), indent=2).decode()


def _shortened(value: object) -> object:
    """Copy a value with its pictures' texts cut short."""
    if isinstance(value, DataUri):
        digest = hashlib.sha256(value.buffer).hexdigest()
        head = next(value.pieces()) + pybase64.b64encode(value.buffer[:_SHOWN_BYTES])
        return f"{head.decode()}… ({value.text_length} B, sha256 {digest[:_SHOWN_DIGITS]}…)"
    if isinstance(value, Mapping):
        return {name: _shortened(inner) for name, inner in value.items()}
    if isinstance(value, (list, tuple)):
        return [_shortened(inner) for inner in value]
    return value


def _walk(value: object) -> Iterator[_Part | DataUri]:
    """Yield a value's JSON and signed text; pictures as they are, to be cut up later."""
    if isinstance(value, DataUri):
        yield value
    elif isinstance(value, str):
        yield _Part(msgspec.json.encode(value), value.encode())
    elif isinstance(value, Mapping):
        yield from _joined(b"{", (_named(*item) for item in sent_items(value)), b"}")
    elif isinstance(value, (list, tuple)):
        yield from _joined(b"[", map(_walk, sent_elements(value)), b"]")
    else:
        text = scalar_text(value).encode()
        yield _Part(text, text)


def _named(name: str, value: object) -> Iterator[_Part | DataUri]:
    yield _Part(msgspec.json.encode(name) + b":", name.encode())
    yield from _walk(value)


def _joined(opening: bytes, elements: Iterable[Iterator[_Part | DataUri]], closing: bytes) -> Iterator[_Part | DataUri]:
    yield _Part(opening, b"")
    for index, element in enumerate(elements):
        if index:
            yield _Part(b",", b"")
        yield from element
    yield _Part(closing, b"")


def _parts(part: _Part | DataUri) -> Iterator[_Part]:
    if isinstance(part, _Part):
        yield part
        return
    yield _Part(b'"', b"")
    for piece in part.pieces():
        yield _Part(piece, piece)
    yield _Part(b'"', b"")


def _length(part: _Part | DataUri) -> int:
    return len(part.json) if isinstance(part, _Part) else part.text_length + 2


def _gathered(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Join small pieces, so that each one that goes to the socket is worth a packet; full ones pass as they are."""
    held = bytearray()
    for piece in (part for each in pieces for part in _bounded(each)):
        if held and len(held) + len(piece) > PIECE_BYTES:
            yield bytes(held)
            held.clear()
        if len(piece) == PIECE_BYTES:
            yield piece
        else:
            held += piece
    yield bytes(held)


def _bounded(piece: bytes) -> Iterator[bytes]:
    for start in range(0, len(piece), PIECE_BYTES):
        yield piece[start : start + PIECE_BYTES]
