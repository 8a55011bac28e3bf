"""The body of a request is held in pieces, never as one text: counters of the bytes that are held.

The budgets of the full size (110 MB for a PNG of 39.5 MB, 30 MB for a JPEG of 10 to 14 MB) are 2.4 times what is sent,
so at any size they hold for what is encoded, beside the few pieces that are under way.
"""

from collections.abc import Callable
from functools import partial

import pytest

from picpik_studio.api.body import SignedBody
from picpik_studio.api.client import Client
from picpik_studio.api.data_uri import PIECE_BYTES, DataUri
from picpik_studio.api.wire import ResizeImage, checked
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.geometry import Size
from picpik_studio.files.images import encode_jpeg, encode_mask_png, encode_png
from tests.benchmarks import upload
from tests.benchmarks.masks import discs

SIZE = Size(1500, 1000)
PIECES_MB = 6.0
"""A few pieces of 768 KiB: as base64, as JSON, on their way to hash and socket, and what the test's sink reads into."""


def test_no_piece_of_a_body_is_longer_than_a_piece() -> None:
    picture = DataUri("image/jpeg", encode_jpeg(upload.photograph(SIZE)))
    body = SignedBody({"ImageAndMaskList": [picture, DataUri("image/png", encode_mask_png(discs(SIZE)))]}, upload._KEY)
    lengths = [len(piece) for piece in body]
    assert max(lengths) <= PIECE_BYTES
    assert sum(lengths) == len(body)


def test_ours_holds_less_than_the_naive_twin_and_says_the_same_length() -> None:
    picture, mask = upload.photograph(SIZE), discs(SIZE)
    with upload.a_sink() as address:
        work = partial(upload.ours, address, "image/jpeg", partial(encode_jpeg, picture), mask)
        assert work() > 100_000
        ours = upload.peak_mb(work)
        naive = upload.peak_mb(partial(upload.naively, address, "JPEG", picture, mask))
    assert ours < naive


@pytest.mark.parametrize(("kind", "encode"), [("png", encode_png), ("jpeg", encode_jpeg)])
def test_to_encode_and_send_holds_little_more_than_twice_what_is_encoded(
    kind: str, encode: Callable[[Pixels], bytes]
) -> None:
    picture, mask = upload.photograph(SIZE), discs(SIZE)
    encoded = len(encode(picture)) / 2**20
    with upload.a_sink() as address:
        held = upload.peak_mb(partial(upload.ours, address, f"image/{kind}", partial(encode, picture), mask))
    assert held < 2.4 * encoded + PIECES_MB


def test_what_is_held_while_a_body_is_sent_does_not_grow_with_it() -> None:
    """Once they are encoded, nothing of the pictures is held a second time, be it as text, as JSON or for the hash."""
    held = [upload.peak_mb(partial(_gone_through, _body(megabytes))) for megabytes in (4, 32)]
    assert max(held) < PIECES_MB
    drawn_up = upload.peak_mb(_body(32).draft)
    assert drawn_up < PIECES_MB


def test_nor_does_the_client_hold_it_on_its_way() -> None:
    request = checked(ResizeImage, {"Image": DataUri("image/png", bytes(32 << 20)), "Width": 64, "Height": 64})
    with upload.a_sink(b'{"RetCode": 0, "TaskUID": "x"}') as (host, port):
        client = Client(f"http://{host}:{port}", "public", "private")
        held = upload.peak_mb(lambda: client.start(request))
        client.close()
    assert held < PIECES_MB


def _body(megabytes: int) -> SignedBody:
    return SignedBody({"RawImage": DataUri("image/png", bytes(megabytes << 20))}, upload._KEY)


def _gone_through(body: SignedBody) -> None:
    assert sum(map(len, body)) == len(body)
