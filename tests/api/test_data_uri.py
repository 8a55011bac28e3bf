"""Pictures as texts: read and written without ever being one long string."""

import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.api.data_uri import PIECE_BYTES, DataUri


@given(st.binary(max_size=200))
def test_the_text_comes_back_as_the_same_picture(content: bytes) -> None:
    picture = DataUri("image/webp", content)
    text = b"".join(picture.pieces()).decode()
    assert text == "data:image/webp;base64," + base64.b64encode(content).decode()
    assert picture.text_length == len(text)
    assert picture.size_bytes == len(content)
    assert DataUri.parse(text) == picture
    assert hash(DataUri.parse(text)) == hash(picture)


def test_pieces_are_whole_base64_and_bounded() -> None:
    picture = DataUri("image/png", memoryview(bytes(2 * PIECE_BYTES)))
    pieces = list(picture.pieces())
    assert [len(piece) for piece in pieces[1:]] == [PIECE_BYTES, PIECE_BYTES, len(pieces[3])]
    assert len(pieces[3]) <= PIECE_BYTES
    assert b"=" not in b"".join(pieces[1:3])


@pytest.mark.parametrize(
    ("text", "mime"),
    [
        ("YWJj", "application/octet-stream"),
        ("data:image/PNG;base64,YWJj", "image/png"),
        ("DATA:;base64,YWJj", "application/octet-stream"),
        ("data:image/jpeg;name=a.jpg;base64,YWJj", "image/jpeg"),
        ("data:image/png;base64,YW\nJj\n", "image/png"),
    ],
)
def test_with_or_without_a_header(text: str, mime: str) -> None:
    picture = DataUri.parse(text)
    assert (picture.mime, bytes(picture.buffer)) == (mime, b"abc")


@pytest.mark.parametrize(
    "text", ["!!!", "YWJ", "data:image/png,raw", "data:image/png;base64,ü", "data:a b/c;base64,YWJj"]
)
def test_what_is_no_base64_is_refused_without_its_text(text: str) -> None:
    with pytest.raises(ValueError, match=r"^is not") as refused:
        DataUri.parse(text)
    assert text not in str(refused.value)


@pytest.mark.parametrize("mime", ["", "image", 'image/png"', "image/png;a=b", "image/ png"])
def test_a_type_that_could_break_out_of_the_json_is_refused(mime: str) -> None:
    with pytest.raises(ValueError, match="picture type"):
        DataUri(mime, b"")


def test_it_shows_its_size_and_not_its_bytes() -> None:
    picture = DataUri("image/png", b"secret")
    assert repr(picture) == "DataUri(image/png, 6 bytes)"
    assert picture != b"secret"
    assert picture != DataUri("image/jpeg", b"secret")
