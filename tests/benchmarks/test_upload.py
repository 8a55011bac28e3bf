"""The body of a request is held in pieces: counters of bytes at a small size, and its budget at the full one."""

from functools import partial

from picpik_studio.api.body import SignedBody
from picpik_studio.api.data_uri import PIECE_BYTES, DataUri
from picpik_studio.core.geometry import Size
from picpik_studio.files.images import encode_jpeg, encode_mask_png
from tests.benchmarks import upload
from tests.benchmarks.masks import discs

SIZE = Size(1500, 1000)


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
