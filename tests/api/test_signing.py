"""The signature: the published vectors, and what holds for every set of parameters."""

import hashlib
import math
import re
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from picpik_studio.api.data_uri import PIECE_BYTES, DataUri
from picpik_studio.api.signing import is_signed, number_text, sign, signed_pieces

KEY = "123456"
UUID = "00000000-0000-4000-8000-000000000001"

VECTORS: tuple[tuple[dict[str, object], str], ...] = (
    ({"Action": "ListModels", "PublicKey": "abcdefg"}, "4a20bc1141494035f6aaaad13224c94c5a8bc3a5"),
    (
        {"Action": "StartPicpikApp", "PublicKey": "abcdefg", "AppId": "your_app_id"},
        "c5e65ad1936ff695436917bf807d2281db33e7a3",
    ),
    ({"Action": "GetCreditBalance", "PublicKey": "abcdefg"}, "fc2127ec4fcceb23035c6022c2c3216135ff221b"),
    (
        {
            "Action": "ListTasksDetails",
            "PublicKey": "abcdefg",
            "TaskUIDList": ["cktlm6lrh4miq8ng9nf0", "ckti5nf2h4keq8mr9n00"],
            "request_uuid": UUID,
        },
        "c93f579d5dbf9fdbd24716d908c0384742fb36df",
    ),
    (
        {
            "Action": "ModifyMaskedPixels",
            "PublicKey": "abcdefg",
            "request_uuid": UUID,
            "MainModel": {
                "ModelCode": "m-1",
                "InferenceParams": {"Steps": 20, "CFGScale": 7.5, "Sampler": "Euler"},
            },
            "SubModelList": [{"ModelCode": "lora-1", "InferenceParams": {"LoraWeight": 1.0}}],
            "PositivePrompts": ["a cat", "窓"],
            "NegativePrompts": [],
            "TranslatePrompts": True,
            "Seed": -1,
            "Width": 1024,
            "Height": 768,
            "BatchSize": 1,
            "UseMainModelVAE": False,
            "ImageAndMaskList": ["data:image/png;base64,AAAA", "data:image/png;base64,BBBB"],
        },
        "cb9c4bed129587a769a245f76c35403addf962f5",
    ),
)

scalars = st.one_of(
    st.booleans(), st.integers(), st.floats(allow_nan=False, allow_infinity=False), st.text(), st.none()
)
values = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=12
)
parameters = st.dictionaries(st.text(), values, max_size=6)


@pytest.mark.parametrize(("params", "signature"), VECTORS)
def test_the_vectors(params: dict[str, object], signature: str) -> None:
    assert sign(params, KEY) == signature


def test_the_fields_order_in_the_vectors_does_not_matter() -> None:
    for params, signature in VECTORS:
        assert sign(dict(reversed(params.items())), KEY) == signature


@given(parameters, st.randoms())
def test_key_order_does_not_matter(params: dict[str, object], random: Random) -> None:
    names = list(params)
    random.shuffle(names)
    assert sign({name: params[name] for name in names}, KEY) == sign(params, KEY)


@given(parameters)
def test_a_signature_among_the_parameters_is_left_out(params: dict[str, object]) -> None:
    signature = sign(params, KEY)
    assert re.fullmatch("[0-9a-f]{40}", signature)
    assert sign({**params, "Signature": signature}, KEY) == signature
    assert is_signed({**params, "Signature": signature}, KEY)
    assert is_signed({**params, "Signature": signature.upper()}, KEY)
    assert not is_signed({**params, "Signature": signature}, KEY + "7")


@given(parameters)
def test_none_is_not_signed(params: dict[str, object]) -> None:
    assert sign({**params, "Nothing": None}, KEY) == sign({k: v for k, v in params.items() if k != "Nothing"}, KEY)
    with_none = {**params, "zz": {"a": 1, "b": None}, "zzz": [1, None, 2]}
    without = {**params, "zz": {"a": 1}, "zzz": [1, 2]}
    assert sign(with_none, KEY) == sign(without, KEY)


@given(st.text(min_size=1), values)
def test_one_parameter_is_name_value_key(name: str, value: object) -> None:
    if value is None or name == "Signature":
        return
    pieces = b"".join(signed_pieces({name: value}))
    assert pieces.startswith(name.encode())
    assert sign({name: value}, KEY) == hashlib.sha1(pieces + KEY.encode(), usedforsecurity=False).hexdigest()


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_float_is_never_scientific_and_stays_the_same_number(value: float) -> None:
    text = number_text(value)
    assert re.fullmatch(r"-?\d+(\.\d*[1-9])?", text)
    assert float(text) == value


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (42.0, "42"),
        (1e-05, "0.00001"),
        (7.5, "7.5"),
        (-0.0, "0"),
        (0.1, "0.1"),
        (1e22, "1" + "0" * 22),
        (5, "5"),
        (-1, "-1"),
        (2**70, str(2**70)),
    ],
)
def test_numbers(value: float, text: str) -> None:
    assert number_text(value) == text


@pytest.mark.parametrize("value", [math.nan, math.inf, -math.inf])
def test_what_is_no_number_is_refused(value: float) -> None:
    with pytest.raises(ValueError, match="cannot be sent"):
        sign({"CFGScale": value}, KEY)


@pytest.mark.parametrize("value", [b"bytes", object(), {1, 2}])
def test_what_has_no_text_is_refused(value: object) -> None:
    with pytest.raises(TypeError, match="cannot be sent"):
        sign({"Field": value}, KEY)


def _nested(depth: int) -> object:
    value: object = 1
    for _ in range(depth):
        value = [value]
    return value


def test_what_is_nested_too_deeply_is_refused() -> None:
    with pytest.raises(ValueError, match="too deeply"):
        sign({"Field": _nested(5000)}, KEY)


def test_half_a_surrogate_pair_is_refused() -> None:
    with pytest.raises(ValueError, match="surrogates"):
        sign({"Field": "\ud800"}, KEY)


def test_map_fields_are_sorted_and_names_are_case_sensitive() -> None:
    pieces = b"".join(signed_pieces({"b": {"z": 1, "B": 2, "a": 3}, "B": True, "a": [[], {}, [1, ["x"]]]}))
    assert pieces == b"Btrue" + b"a1x" + b"bB2a3z1"


def test_an_unsigned_or_oddly_signed_call_is_not_signed() -> None:
    assert not is_signed({"Action": "ListModels"}, KEY)
    assert not is_signed({"Action": "ListModels", "Signature": 5}, KEY)
    assert not is_signed({"Action": "ListModels", "Signature": "ü"}, KEY)


@pytest.mark.parametrize("size", [0, 1, 2, 3, PIECE_BYTES, PIECE_BYTES * 3 // 4, PIECE_BYTES * 3 // 4 + 1])
def test_a_picture_is_signed_as_its_text_in_pieces(size: int) -> None:
    picture = DataUri("image/png", bytes(range(256)) * (size // 256) + bytes(size % 256))
    text = b"".join(picture.pieces()).decode()
    assert sign({"RawImage": picture}, KEY) == sign({"RawImage": text}, KEY)
    assert max(map(len, signed_pieces({"RawImage": picture}))) <= PIECE_BYTES
    assert max(map(len, signed_pieces({"RawImage": text}))) <= PIECE_BYTES
