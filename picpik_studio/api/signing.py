"""The signature of a call (picpik_api.md, section 2): SHA-1 over the sorted names and texts, then the private key."""

import hashlib
import hmac
import math
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal

from picpik_studio.api.data_uri import PIECE_BYTES, DataUri

SIGNATURE = "Signature"
SIGNATURE_LENGTH = 40
_PIECE_CHARACTERS = PIECE_BYTES // 4  # UTF-8 takes at most 4 bytes a character


class Signer:
    """Makes one signature out of pieces: `feed` what is signed, in order, then ask for the `signature`."""

    def __init__(self) -> None:
        self._sha1 = hashlib.sha1(usedforsecurity=False)

    def feed(self, piece: bytes) -> None:
        """Add UTF-8 bytes."""
        self._sha1.update(piece)

    def signature(self, private_key: str) -> str:
        """Add the private key; return 40 lower-case hexadecimal digits. Only once."""
        self._sha1.update(private_key.encode())
        return self._sha1.hexdigest()


def sign(params: Mapping[str, object], private_key: str) -> str:
    """Return the signature of `params` (a `Signature` among them is left out): 40 lower-case hexadecimal digits.

    Values: bool, int, finite float, str, DataUri, arrays and maps of these; None is not sent and not signed.
    Raises TypeError for any other kind of value and ValueError for NaN, infinities, half surrogate pairs and what is
    nested too deeply.
    """
    signer = Signer()
    try:
        for piece in signed_pieces(params):
            signer.feed(piece)
    except RecursionError:
        raise ValueError("The parameters are nested too deeply.") from None
    return signer.signature(private_key)


def is_signed(params: Mapping[str, object], private_key: str) -> bool:
    """Say whether the `Signature` among `params` is what `private_key` makes of them; its timing tells nothing."""
    given = params.get(SIGNATURE)
    if not isinstance(given, str):
        return False
    return hmac.compare_digest(given.lower().encode(), sign(params, private_key).encode())


def signed_pieces(params: Mapping[str, object]) -> Iterator[bytes]:
    """Yield the UTF-8 bytes that are signed, without the key, in pieces of at most PIECE_BYTES."""
    yield from _pieces({name: value for name, value in params.items() if name != SIGNATURE})


def sent_items(params: Mapping[str, object]) -> list[tuple[str, object]]:
    """Return the items that are sent, sorted by name (code points); a None is not sent."""
    return sorted((name, value) for name, value in params.items() if value is not None)


def sent_elements(values: Iterable[object]) -> list[object]:
    """Return the elements of an array that are sent: all but None."""
    return [value for value in values if value is not None]


def scalar_text(value: object) -> str:
    """Return a bool or a number as it is signed and sent. Raises TypeError for what has no text."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, float)):
        return number_text(value)
    raise TypeError(f"A {type(value).__name__} cannot be sent.")


def number_text(value: float) -> str:
    """Return a number as it is signed and sent: no fraction that is nil, never scientific, shortest decimals."""
    if isinstance(value, int):
        return str(value)
    if not math.isfinite(value):
        raise ValueError(f"{value} cannot be sent: it is no number.")
    text = format(Decimal(repr(value)), "f").removesuffix(".0")
    return "0" if text == "-0" else text


def _pieces(value: object) -> Iterator[bytes]:
    """Yield the text of one value in UTF-8."""
    if isinstance(value, DataUri):
        yield from value.pieces()
    elif isinstance(value, str):
        for start in range(0, len(value), _PIECE_CHARACTERS):
            yield value[start : start + _PIECE_CHARACTERS].encode()
    elif isinstance(value, Mapping):
        for name, field in sent_items(value):
            yield name.encode()
            yield from _pieces(field)
    elif isinstance(value, (list, tuple)):
        for element in sent_elements(value):
            yield from _pieces(element)
    else:
        yield scalar_text(value).encode()
