import json
import struct
import zlib
from typing import Any

import pytest
import requests

from picpik_studio.api.signing import sign
from picpik_studio.engine import http
from tests.engine.service import PRIVATE, PUBLIC, Engine, dab, order, texture, uri


def signed(**params: object) -> bytes:
    full = {"PublicKey": PUBLIC, **params}
    return json.dumps({**full, "Signature": sign(full, PRIVATE)}).encode()


def bomb(width: int, height: int) -> bytes:
    """Return the start of a PNG that claims to be huge."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(1000))) + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("body", "code"),
    [
        (b"", 230),
        (b"{", 230),
        (b"[]", 230),
        (b"\xff\xfe", 230),
        (b"[" * 100_000, 230),
        (b"{}", 160),
        (b'{"Action": 5}', 160),
        (b'{"Action": "ListModels"}', 170),
        (b'{"Action": "ListModels", "Signature": "00", "PublicKey": "somebody"}', 172),
        (b'{"Action": "ListModels", "Signature": "00", "PublicKey": "pub-key"}', 171),
        (b'{"Action": "ListModels", "Signature": "\\ud800", "PublicKey": "pub-key", "x": "\\ud800"}', 230),
        (signed(Action="FlyToTheMoon"), 161),
        (signed(Action="TerminateTask"), 220),
        (signed(Action="TerminateTask", TaskUID="../../etc/passwd"), 230),
        (signed(Action="ListTasksDetails", TaskUIDList="x"), 230),
    ],
)
def test_what_is_no_good_call_gets_its_code_and_a_reason(engine: Engine, body: bytes, code: int) -> None:
    answer = engine.post(body)
    assert answer["RetCode"] == code, answer["Message"]
    assert len(answer["Message"]) > 10
    assert PRIVATE not in json.dumps(answer)
    assert engine.call("ListModels")["RetCode"] == 0


@pytest.mark.parametrize(
    ("changes", "code", "said"),
    [
        ({"Masked": {"ImageIndex": 0, "MaskIndex": 1, "MaskBlur": 65}}, 230, "65"),
        ({"Masked": {"ImageIndex": 0, "MaskIndex": 2}}, 230, "MaskIndex"),
        ({"Masked": {"ImageIndex": -1, "MaskIndex": 1}}, 230, "ImageIndex"),
        ({"Masked": None}, 220, "Masked"),
        ({"MainModel": {}}, 220, "ModelCode"),
        ({"MainModel": {"ModelCode": "sdxl"}}, 230, "sdxl"),
        ({"MainModel": {"ModelCode": "local-patchmatch", "InferenceParams": {"LoraWeight": 1}}}, 230, "LoRA"),
        ({"Width": 63}, 230, "Width"),
        ({"Height": 2561}, 230, "Height"),
        ({"BatchSize": 17}, 230, "BatchSize"),
        ({"Seed": 2**31}, 230, "Seed"),
        ({"PositivePrompts": ["x" * 30_000]}, 240, "PositivePrompts"),
    ],
)
def test_a_value_that_cannot_be_is_refused_by_name(
    engine: Engine, changes: dict[str, Any], code: int, said: str
) -> None:
    params = {**order(texture(64, 64), dab(64, 64)), **changes}
    answer = engine.call("ModifyMaskedPixels", **{name: value for name, value in params.items() if value is not None})
    assert answer["RetCode"] == code, answer["Message"]
    assert said in answer["Message"]
    assert "TaskUID" not in answer


@pytest.mark.parametrize(
    ("picture", "code"),
    [
        (b"", 230),
        (b"no picture at all", 230),
        (b"\x89PNG\r\n\x1a\n" + bytes(40), 230),
        (bomb(20_000, 15_000), 240),
        (bomb(64, 64), 230),
    ],
)
def test_a_picture_that_is_none_is_refused_before_it_is_decoded(engine: Engine, picture: bytes, code: int) -> None:
    params = order(texture(64, 64), dab(64, 64))
    good = params["ImageAndMaskList"]
    for pictures in ([uri(picture), good[1]], [good[0], uri(picture)]):  # type: ignore[index]  # a list
        answer = engine.call("ModifyMaskedPixels", **{**params, "ImageAndMaskList": pictures})
        assert answer["RetCode"] == code, answer["Message"]
    assert engine.call("ListRunningTasks")["RetCode"] == 0


def test_too_many_pictures_are_refused(engine: Engine) -> None:
    params = order(texture(64, 64), dab(64, 64))
    pictures = [*params["ImageAndMaskList"]] * 5  # type: ignore[misc]  # a list
    assert engine.call("ModifyMaskedPixels", **{**params, "ImageAndMaskList": pictures})["RetCode"] == 240


def test_what_is_no_call_and_no_result_is_not_found(engine: Engine) -> None:
    for path in ("", "results/", "results/0123.png", "results/..%2f..%2ftasks.sqlite", "results/../lock"):
        with requests.get(engine.url + path, timeout=10) as response:
            assert response.status_code in {404, 405}


def test_what_cannot_be_signed_is_signed_wrongly() -> None:
    deep: list[object] = []
    for _ in range(5000):
        deep = [deep]
    assert not http._is_good({"Signature": "00" * 20, "x": deep}, PRIVATE)
    assert not http._is_good({"Signature": "00" * 20, "x": object()}, PRIVATE)
