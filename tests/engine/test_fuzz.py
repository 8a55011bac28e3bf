"""The service under bodies and requests that nobody would send on purpose; 50,000 of them with --full.

Each is answered, in time, with a RetCode wherever HTTP itself was understood; the service lives on and stays small.
"""

import contextlib
import http.client
import json
import re
import socket
import struct
from collections import Counter
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import h11
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from picpik_studio.api.signing import sign
from picpik_studio.files.images import encode_mask_png, encode_png
from tests.engine.service import PRIVATE, PUBLIC, Engine, dab, texture, uri
from tests.engine.test_soak import MEGA, memory

PATIENCE_S = 30
KEPT_OF = 8
"""Every so manieth task is carried out."""
ACTIONS = (
    "ModifyMaskedPixels",
    "RemoveContents",
    "RemoveBackground",
    "ExtractContents",
    "ResizeImage",
    "ListTasksDetails",
    "ListRunningTasks",
    "TerminateTask",
    "GetCreditBalance",
    "ListModels",
)
PICTURE, MASK = encode_png(texture(64, 64) // 32 * 32), encode_mask_png(dab(64, 64))
NAMES = [
    "Action",
    "PublicKey",
    "Signature",
    "request_uuid",
    "MainModel",
    "ModelCode",
    "SubModelList",
    "InferenceParams",
    "Masked",
    "ImageIndex",
    "MaskIndex",
    "MaskBlur",
    "InvertMask",
    "ReferStrength",
    "ImageAndMaskList",
    "Image2Image",
    "Width",
    "Height",
    "BatchSize",
    "Seed",
    "Box",
    "RawImage",
    "Mask",
    "Image",
    "IncludePointList",
    "ExcludePointList",
    "X",
    "Y",
    "TaskUID",
    "TaskUIDList",
    "HairOptimization",
    "ErodeSize",
    "OnlyMask",
    "~raw",
]
GOOD: dict[str, Any] = {
    "MainModel": {"ModelCode": "local-patchmatch", "InferenceParams": {"Steps": 10, "CFGScale": 7.5}},
    "Masked": {"ImageIndex": 0, "MaskIndex": 1, "MaskBlur": 0},
    "ImageAndMaskList": [uri(PICTURE), uri(MASK)],
    "Width": 64,
    "Height": 64,
    "RawImage": uri(PICTURE),
    "Mask": uri(MASK),
    "Image": uri(PICTURE),
    "IncludePointList": [{"X": 1, "Y": 1}],
    "TaskUIDList": ["x"],
    "TaskUID": "x",
}
FIELDS_OF = {
    "ModifyMaskedPixels": ("MainModel", "Masked", "ImageAndMaskList", "Width", "Height"),
    "RemoveContents": ("RawImage", "Mask"),
    "RemoveBackground": ("RawImage",),
    "ExtractContents": ("RawImage", "IncludePointList"),
    "ResizeImage": ("Image", "Width", "Height"),
    "ListTasksDetails": ("TaskUIDList",),
    "TerminateTask": ("TaskUID",),
}


def broken(data: bytes, at: int, by: bytes) -> str:
    """Return a picture with some bytes of it replaced."""
    at %= len(data)
    return uri(data[:at] + by + data[at + len(by) :])


def claimed(width: int, height: int) -> str:
    """Return a picture whose header says another size."""
    return uri(PICTURE[:16] + struct.pack(">II", width, height) + PICTURE[24:])


SIZES = st.integers(0, 2**32 - 1)
PICTURES = (
    st.builds(broken, st.sampled_from([PICTURE, MASK]), st.integers(0, 10_000), st.binary(min_size=1, max_size=9))
    | st.builds(claimed, SIZES, SIZES)
    | st.binary(max_size=200).map(uri)
    | st.text(max_size=60)
)
NUMBERS = (
    st.integers(-3, 3000)
    | st.integers()
    | st.integers(2**62, 2**70)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.just(10**400)
)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text(max_size=30) | PICTURES
VALUES: st.SearchStrategy[Any] = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.sampled_from(NAMES) | st.text(), inner, max_size=5),
    max_leaves=12,
)


LONG = st.sampled_from(
    [b"{{1*5000}}", b"0.{{0*400}}1", b"{{[*2000}}", b"{{[*40}}", b'{{{"a":*1200}}', b"{{[[],*40000}}", b"1e999"]
)
TOKENS = LONG | st.sampled_from(
    [
        b"NaN",
        b"-Infinity",
        b'"\\ud800"',
        b"\xed\xa0\x80",
        b"\xff\xfe",
        b"\xef\xbb\xbf",
        b"\0",
        b'"Action":"ListModels","Action":5,',
        b"\x1f\x8b\x08\x00",
        b"/*",
    ]
)


@st.composite
def params(draw: st.DrawFn) -> dict[str, Any]:
    """Return a call that would be good but for some of its fields."""
    action = draw(st.sampled_from(ACTIONS))
    full = {name: GOOD[name] for name in FIELDS_OF.get(action, ())}
    changed = draw(
        st.dictionaries(st.sampled_from(NAMES[3:]) | st.sampled_from(sorted(full) or NAMES), VALUES, max_size=3)
    )
    inner = draw(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=2))
    for name, value in full.items():
        if isinstance(value, dict) and inner:
            full[name] = {**value, **inner}
    return {"Action": action, "PublicKey": PUBLIC, **full, **changed}


def signed(call: dict[str, Any]) -> bytes:
    """Return the JSON of a call with the signature that belongs to it, as far as it has one."""
    try:
        signature = sign({name: value for name, value in call.items() if name != "Signature"}, PRIVATE)
    except (TypeError, ValueError):
        signature = "0" * 40
    return json.dumps({"Signature": signature, **call}).encode()


@st.composite
def spoilt(draw: st.DrawFn) -> bytes:
    """Return a signed call with some bytes of its JSON replaced, doubled or cut off."""
    data = signed(draw(params()))
    at = draw(st.integers(0, len(data)))
    kind = draw(st.sampled_from(["replace", "insert", "cut", "twice"]))
    by = draw(TOKENS | st.binary(max_size=8))
    if kind == "cut":
        return data[:at]
    if kind == "twice":
        return data + data
    return data[:at] + by + data[at + (len(by) if kind == "replace" else 0) :]


BODIES = (
    params().map(signed)
    | spoilt()
    | st.binary(max_size=300)
    | TOKENS
    | st.builds(lambda parts: b"{" + b",".join(parts) + b"}", st.lists(TOKENS, max_size=6))
)

METHODS = st.sampled_from(
    [b"POST"] * 12 + [b"GET", b"HEAD", b"PUT", b"OPTIONS", b"TRACE", b"CONNECT", b"post", b"P\0", b""]
)
TARGETS = st.sampled_from(
    [b"/"] * 12
    + [b"*", b"", b"//", b"/results/x.png", b"/results/..%2f..%2flock", b"/%", b"http://a/", b"/\xff", b"/abc"]
)
VERSIONS = st.sampled_from([b"HTTP/1.1"] * 12 + [b"HTTP/1.0", b"HTTP/2.0", b"HTTP/0.9", b"HTTP/9", b""])
LENGTHS = st.sampled_from(
    [b"0", b"1", b"10", b"-1", b"+5", b"0x10", b"5, 5", b"1e3", b"9" * 19, b"9" * 30, b"", b"\xb2"]
)
HEADERS = st.one_of(
    st.builds(lambda length: b"Content-Length: " + length, LENGTHS),
    st.sampled_from(
        [
            b"Host: x",
            b"Host:",
            b"Transfer-Encoding: chunked",
            b"Transfer-Encoding: gzip, chunked",
            b"Transfer-Encoding: identity",
            b"Content-Encoding: gzip",
            b"Content-Type: text/html; charset=utf-16",
            b"Content-Type: multipart/form-data; boundary=x",
            b"Expect: 100-continue",
            b"Connection: close",
            b"Connection: Upgrade\r\nUpgrade: h2c",
            b"Range: bytes=0-0,-1,5-",
            b" folded: x",
            b"No colon",
            b"X\0: y",
            b"Cookie: \xff\xfe",
        ]
    ),
    st.sampled_from([b"Z: {{y*70000}}", b"Z: {{x\r\nY: *300}}"]),
)
CHUNKS = st.sampled_from(
    [b"5\r\nhello\r\n0\r\n\r\n", b"-1\r\n", b"f" * 20 + b"\r\n", b"5;x=y\r\nhello\r\n", b"0\r\nX: y\r\n\r\n"]
)


@st.composite
def requests(draw: st.DrawFn) -> bytes:
    """Return what might be an HTTP request."""
    lines = [b" ".join([draw(METHODS), draw(TARGETS), draw(VERSIONS)]), *draw(st.lists(HEADERS, max_size=3))]
    body = draw(CHUNKS | BODIES)
    if draw(st.sampled_from([True, True, False])):
        lines += [b"Host: x", b"Content-Length: %d" % len(body)]
    data = b"\r\n".join(lines) + b"\r\n\r\n" + body
    return data[: draw(st.sampled_from([len(data)] * 6 + [len(data) - 1, len(data) // 2]))]


def in_full(data: bytes) -> bytes:
    """Return what is sent, with each `{{text*number}}` in it repeated; hypothesis writes out every value it tries."""
    return re.sub(rb"\{\{(.+?)\*(\d+)\}\}", lambda long: long[1] * int(long[2]), data, flags=re.DOTALL)


class Attack:
    """Sends what is made up, and looks at what comes of it."""

    def __init__(self, engine: Engine) -> None:
        self.engine = engine
        self.address = urlsplit(engine.url)
        self.kept = http.client.HTTPConnection(str(self.address.hostname), self.address.port, timeout=PATIENCE_S)
        self.codes: Counter[object] = Counter()
        self.tasks = 0

    def body(self, body: bytes) -> None:
        """Send a body over a connection that is kept: it must be answered with a RetCode."""
        self.kept.request("POST", "/", body, {"Content-Type": "application/json"})
        with self.kept.getresponse() as response:
            assert response.status == 200
            self._see(response.read())

    def request(self, data: bytes) -> None:
        """Send anything at all: what is whole, or beyond help, is answered; what is not ends with the connection."""
        with socket.create_connection((self.address.hostname, self.address.port or 0), timeout=PATIENCE_S) as raw:
            with contextlib.suppress(ConnectionError):
                raw.sendall(data)
            if not is_whole(data):
                with contextlib.suppress(OSError):  # it has hung up already; a timeout is not among these
                    raw.shutdown(socket.SHUT_WR)
            status, content = answer_to(data, raw)
        self.codes[status] += 1
        assert status in {0, 200, 400, 404, 405}, content[:500]
        if status == 200 and data.startswith(b"POST"):
            self._see(content)

    def _see(self, content: bytes) -> None:
        answer = json.loads(content)
        code = answer["RetCode"]
        self.codes[code] += 1
        assert code in {0, 153, 160, 161, 170, 171, 172, 220, 230, 240}, answer
        assert len(content) < 1 << 18  # the longest tells of all tasks that are kept
        assert PRIVATE.encode() not in content
        if uid := answer.get("TaskUID"):
            self._accepted(uid)

    def _accepted(self, uid: str) -> None:
        """End most of what was taken on at once, or the queue would soon be full and nothing else be looked at."""
        self.tasks += 1
        if self.tasks % KEPT_OF:
            assert self.engine.call("TerminateTask", TaskUID=uid)["RetCode"] == 0


def is_whole(data: bytes) -> bool:
    """Whether a service that reads this waits for no more of it."""
    parser = h11.Connection(h11.SERVER, 1 << 16)
    parser.receive_data(data)
    with contextlib.suppress(h11.RemoteProtocolError):
        while (event := parser.next_event()) is not h11.NEED_DATA:
            if event is h11.PAUSED or isinstance(event, h11.EndOfMessage):
                return True
        return False
    return True


def answer_to(data: bytes, raw: socket.socket) -> tuple[int, bytes]:
    """Return status and content of the answer, 0 where the other side has hung up without one."""
    response = http.client.HTTPResponse(raw, method="HEAD" if data.startswith(b"HEAD ") else "POST")
    try:
        response.begin()
        return response.status, response.read()
    except (ConnectionError, http.client.HTTPException):
        return 0, b""
    finally:
        response.close()


@pytest.fixture
def attack(folder: Path) -> Iterator[Attack]:
    with Engine(folder) as engine:
        attack = Attack(engine)
        yield attack
        attack.kept.close()
    assert unforeseen(folder) == []


def unforeseen(folder: Path) -> list[str]:
    """Return what the service's log says of exceptions."""
    logs = [path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("service.log*")]
    return [part[:3000] for log in logs for part in re.split(r"(?m)^(?=\d{4}-)", log) if "Traceback" in part]


def carried_out(strategy: st.SearchStrategy[bytes], times: int, act: Callable[[bytes], None]) -> None:
    """Do it with as many made-up values; what fails is made smaller and shown."""

    @settings(max_examples=times, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(strategy)
    def run(data: bytes) -> None:
        act(in_full(data))

    run()


def endured(attack: Attack, strategy: st.SearchStrategy[bytes], times: int, act: Callable[[bytes], None]) -> None:
    """Attack the service, a tenth of it to warm it up; it must live on, work, and not have grown."""
    engine = attack.engine
    carried_out(strategy, max(times // 10, 20), act)
    before = memory(engine.pid, "VmRSS")
    carried_out(strategy, times, act)
    for uid in engine.call("ListRunningTasks")["TaskUIDList"]:
        assert engine.call("TerminateTask", TaskUID=uid)["RetCode"] == 0
    assert engine.ended(engine.accepted())["Status"] == "Finished"
    assert engine.process.poll() is None
    grown = memory(engine.pid, "VmRSS") - before
    print(f"{times} at {before / MEGA:.0f} MB, {grown / MEGA:.1f} MB more; {dict(attack.codes)}")  # noqa: T201 - figures
    assert grown < 48 * MEGA


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_no_body_makes_the_service_stumble(attack: Attack, *, is_full: bool) -> None:
    endured(attack, BODIES, 40_000 if is_full else 400, attack.body)
    assert {0, 160, 171, 230} <= set(attack.codes), attack.codes


@pytest.mark.soak
@pytest.mark.timeout(3600)
def test_no_request_makes_the_service_stumble(attack: Attack, *, is_full: bool) -> None:
    endured(attack, requests(), 10_000 if is_full else 200, attack.request)
    assert {200, 400, 405} <= set(attack.codes), attack.codes
