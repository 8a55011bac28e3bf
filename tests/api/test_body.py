"""The body of a call: one pass, bounded pieces, exact length, and exactly what was signed."""

import hashlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.api.body import STRUCK_OUT, SignedBody
from picpik_studio.api.data_uri import PIECE_BYTES, DataUri
from picpik_studio.api.errors import ClosedError
from picpik_studio.api.secret import Secret
from picpik_studio.api.signing import is_signed, sign
from tests.api.test_signing import KEY, VECTORS, parameters

SECRET = Secret(KEY)
EDGES = (0, 1, 2, 3, PIECE_BYTES * 3 // 4 - 1, PIECE_BYTES * 3 // 4, PIECE_BYTES * 3 // 4 + 1, 2_000_000)


def _text(body: SignedBody) -> bytes:
    return b"".join(body)


@pytest.mark.parametrize(("params", "signature"), VECTORS)
def test_the_vectors(params: dict[str, object], signature: str) -> None:
    sent = json.loads(_text(SignedBody(params, SECRET)))
    assert sent.pop("Signature") == signature
    assert sent == params


@given(parameters)
def test_what_is_sent_is_what_was_signed(params: dict[str, object]) -> None:
    body = SignedBody({"Action": "Test", **params}, SECRET)
    text = _text(body)
    assert len(body) == len(text)
    assert _text(body) == text
    sent = json.loads(text)
    assert list(sent)[-1] == "Signature"
    assert is_signed(sent, KEY)
    assert sent["Signature"] == sign({"Action": "Test", **params}, KEY)


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_sent_as_it_is_signed(value: float) -> None:
    text = _text(SignedBody({"CFGScale": value}, SECRET)).decode()
    assert "e" not in text.split(":")[1].split(",")[0]
    assert float(json.loads(text)["CFGScale"]) == value


@pytest.mark.parametrize("size", EDGES)
def test_pictures_pass_in_bounded_pieces(size: int) -> None:
    picture = DataUri("image/png", bytes(range(256)) * (size // 256 + 1))
    params = {"Action": "Test", "ImageAndMaskList": [picture, DataUri("image/png", b"mask")]}
    body = SignedBody(params, SECRET)
    pieces = list(body)
    assert max(map(len, pieces)) <= PIECE_BYTES
    assert sum(map(len, pieces)) == len(body)
    assert len(pieces) <= len(body) // PIECE_BYTES * 2 + 2, "small pieces are joined"
    sent = json.loads(b"".join(pieces))
    assert sent["ImageAndMaskList"][0] == b"".join(picture.pieces()).decode()
    assert is_signed(sent, KEY)


def test_a_long_text_passes_in_bounded_pieces_too() -> None:
    params: dict[str, object] = {"Action": "Test", "Text": "窓" * PIECE_BYTES, "Z": "z"}
    pieces = list(SignedBody(params, SECRET))
    assert max(map(len, pieces)) <= PIECE_BYTES
    assert is_signed(json.loads(b"".join(pieces)), KEY)


def test_a_signature_among_the_parameters_is_replaced() -> None:
    text = _text(SignedBody({"Action": "Test", "Signature": "old"}, SECRET))
    assert text.count(b"Signature") == 1
    assert b"old" not in text


def test_it_is_said_once_before_the_last_piece_which_may_still_be_kept_back() -> None:
    pieces: list[bytes] = []
    told: list[tuple[int, bool]] = []
    params = {"Image": DataUri("image/png", bytes(PIECE_BYTES * 2))}
    body = SignedBody(params, SECRET, leaving=lambda: told.append((len(pieces), body.is_handed_over)))
    pieces.extend(body)
    whole = b"".join(pieces)
    pieces.clear()
    told.clear()
    pieces += iter(body)
    assert told == [(len(pieces) - 1, False)]
    assert (b"".join(pieces), body.is_handed_over) == (whole, True)

    def refuse() -> None:
        raise OSError("no room")

    kept_back = SignedBody(params, SECRET, leaving=refuse)
    got: list[bytes] = []
    with pytest.raises(OSError, match="no room"):
        got.extend(iter(kept_back))
    assert not kept_back.is_handed_over
    stopped = SignedBody(params, SECRET, leaving=lambda: stopped.stop())  # noqa: PLW0108 - it is not there yet
    with pytest.raises(ClosedError):
        list(stopped)
    assert not stopped.is_handed_over


def test_nothing_complete_is_handed_over_before_the_last_piece() -> None:
    body = SignedBody({"Action": "Test", "Image": DataUri("image/png", bytes(2_000_000))}, SECRET)
    before = body.is_handed_over
    states = [body.is_handed_over for _piece in body]
    assert states == [False] * (len(states) - 1) + [True]
    assert not before
    next(iter(body))
    assert not body.is_handed_over, "another iteration starts anew"


def test_a_stopped_body_ends_before_the_signature() -> None:
    body = SignedBody({"Action": "Test", "Image": DataUri("image/png", bytes(2_000_000))}, SECRET)
    pieces = iter(body)
    next(pieces)
    body.stop()
    with pytest.raises(ClosedError) as closed:
        list(pieces)
    assert closed.value.sent is False
    assert not closed.value.may_have_started


def test_progress_tells_bytes_up_to_the_whole() -> None:
    told: list[tuple[int, int]] = []
    body = SignedBody(
        {"Action": "Test", "Image": DataUri("image/png", bytes(2_000_000))}, SECRET, lambda *step: told.append(step)
    )
    list(body)
    assert told[-1] == (len(body), len(body))
    assert [done for done, _ in told] == sorted({done for done, _ in told})
    assert {total for _, total in told} == {len(body)}


@given(parameters)
def test_a_draft_says_what_is_sent_with_the_keys_struck_out(params: dict[str, object]) -> None:
    body = SignedBody({**params, "PublicKey": "a public key"}, Secret(KEY))
    sent, draft = b"".join(body), body.draft()
    assert (draft.length, draft.digest) == (len(sent), hashlib.sha256(sent).hexdigest())
    struck_out = {**json.loads(sent), "PublicKey": STRUCK_OUT, "Signature": STRUCK_OUT}
    assert list(json.loads(draft.text).items()) == list(struck_out.items())
    assert "a public key" not in draft.text


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_draft_writes_a_number_as_it_is_sent(value: float) -> None:
    body = SignedBody({"x": value}, Secret(KEY))
    sent = b"".join(body).decode()
    assert f'"x": {sent[5 : sent.index(",")]},' in body.draft().text


@pytest.mark.parametrize("size", [0, 1, 5000])
def test_a_draft_cuts_a_picture_short_and_tells_its_length_and_hash(size: int) -> None:
    picture = DataUri("image/png", bytes(size))
    text = SignedBody({"List": [picture]}, Secret(KEY)).draft().text
    assert f"({picture.text_length} B, sha256 {hashlib.sha256(bytes(size)).hexdigest()[:16]}…)" in text
    assert len(text) < 300
