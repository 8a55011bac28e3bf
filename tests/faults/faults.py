"""What a network, a gateway or a service can do to one exchange, and what the editor is to make of it."""

import json
import struct
import threading
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from tests.app.cloud import solid
from tests.faults.proxy import Answer, Exchange, Fault, Gone, Stage

End = Literal["by itself", "offered", "asked", "refused", "gone", "kept", "misfit"]
"""How a job ends.

by itself: finished, and nobody had to do a thing
offered: unknown, its TaskUID is among those offered, and chosen it finishes
asked: unknown, no task is there, and the person sends it again
refused: failed before anything was begun, and the person sends it again
gone: the results cannot be had now, and come when they are looked for again
kept: what came is no picture and is kept; looked for again, the result comes
misfit: finished, and the picture does not fit
"""

FEW, FOR_EVER = 2, 1000
_PACE_BYTES, _PACE_S, _PACES = 100, 0.1, 3
"""The first bytes go at 1 kB/s."""


@dataclass(frozen=True)
class Case:
    """One fault at one stage, for the next `times` exchanges or until something is said of it."""

    stage: Stage
    name: str
    fault: Fault | None
    end: End = "by itself"
    times: int = 1
    read_s: float = 60.0
    is_large: bool = False

    def __str__(self) -> str:
        return f"{self.stage}: {self.name}"


def hang(exchange: Exchange) -> None:
    _ = exchange.body
    exchange.hang()


def hang_after(exchange: Exchange) -> None:
    exchange.hand_on()
    exchange.hang()


def reset(exchange: Exchange) -> None:
    _ = exchange.body
    exchange.reset()


def reset_at_once(exchange: Exchange) -> None:
    exchange.reset()


def reset_after(exchange: Exchange) -> None:
    exchange.hand_on()
    exchange.reset()


def cut(exchange: Exchange) -> None:
    raw = exchange.hand_on().raw
    exchange.send(raw[: raw.index(b"\r\n\r\n") + 24])
    raise Gone


def cut_in_the_header(exchange: Exchange) -> None:
    exchange.send(exchange.hand_on().raw[:30])
    raise Gone


def slow(exchange: Exchange) -> None:
    raw = exchange.hand_on().raw
    for start in range(0, _PACES * _PACE_BYTES, _PACE_BYTES):
        exchange.send(raw[start : start + _PACE_BYTES])
        threading.Event().wait(_PACE_S)
    exchange.send(raw[_PACES * _PACE_BYTES :])


def longer(exchange: Exchange) -> None:
    answer = exchange.hand_on()
    exchange.answer(Answer(answer.status, answer.body, length=len(answer.body) + 100))


def shorter(exchange: Exchange) -> None:
    answer = exchange.hand_on()
    exchange.answer(Answer(answer.status, answer.body, length=len(answer.body) // 2))


def truncated(exchange: Exchange) -> None:
    answer = exchange.hand_on()
    exchange.answer(Answer(answer.status, answer.body[: len(answer.body) // 2]))


def twice(exchange: Exchange) -> None:
    answer = exchange.hand_on()
    exchange.send(answer.raw * 2)


def says(status: int, body: bytes | dict[str, object], *, is_taken: bool = False, **headers: str) -> Fault:
    """Return the fault in which this is said instead of the engine's answer; `is_taken`: the engine has the call."""
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}

    def answer(exchange: Exchange) -> None:
        if is_taken:
            exchange.hand_on()
        _ = exchange.body
        exchange.answer(Answer(status, data, named))

    return answer


def edited(**fields: object) -> Fault:
    """Return the fault in which these fields of the engine's answer are others; None takes one away."""

    def answer(exchange: Exchange) -> None:
        told = exchange.hand_on().json
        details = told.get("TaskDetailList", [told])
        for detail in details:
            detail.update(fields)
            for name in [name for name, value in fields.items() if value is None]:
                del detail[name]
        exchange.answer(Answer(200, json.dumps(told).encode()))

    return answer


def bomb(side: int = 60_000) -> bytes:
    """Return a PNG of some hundred bytes whose header promises gigabytes of pixels."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"\0" * 1000))
        + chunk(b"IEND", b"")
    )


HTML = b"<html><body><h1>Welcome to the hotel's network</h1></body></html>"
PASSING, CERTAIN = (110, 130, 153), (160, 171, 230, 294, 299, 9999)
"""RetCodes, one of every class."""
STATUSES = (429, 500, 502, 503, 504)


def cases() -> Iterator[Case]:
    """Yield every case."""
    yield from _submits()
    yield from _polls()
    yield from _downloads()


def _submits() -> Iterator[Case]:
    yield Case("submit", "connection refused", None, "refused")
    yield Case("submit", "no answer, never taken", hang, "asked", read_s=1.0)
    yield Case("submit", "no answer, taken", hang_after, "offered", read_s=1.0)
    yield Case("submit", "reset when sent", reset, "asked")
    yield Case("submit", "reset while sent", reset_at_once, is_large=True)
    yield Case("submit", "reset, taken", reset_after, "offered")
    yield Case("submit", "answer cut off", cut, "offered")
    yield Case("submit", "answer cut off in its header", cut_in_the_header, "offered")
    yield Case("submit", "1 kB/s", slow)
    yield Case("submit", "Content-Length too large", longer, "offered")
    yield Case("submit", "Content-Length too small", shorter, "offered")
    yield Case("submit", "JSON cut off", truncated, "offered")
    yield Case("submit", "answer twice", twice)
    yield Case("submit", "TaskUID missing", edited(TaskUID=None), "offered")
    yield Case("submit", "HTML", says(200, HTML), "asked")
    yield Case("submit", "HTML, taken", says(200, HTML, is_taken=True), "offered")
    yield Case("submit", "HTTP 429", says(429, HTML, Retry_After="0"), times=FEW)
    yield Case("submit", "HTTP 429, for long", says(429, HTML, Retry_After="3600"), "refused", FOR_EVER)
    yield Case("submit", "HTTP 429 with RetCode 153", says(429, {"RetCode": 153}), times=FEW)
    for status in STATUSES[1:]:
        yield Case("submit", f"HTTP {status}", says(status, HTML), "asked")
        yield Case("submit", f"HTTP {status}, taken", says(status, HTML, is_taken=True), "offered")
    yield Case("submit", "HTTP 503 with RetCode 150, taken", says(503, {"RetCode": 150}, is_taken=True), "offered")
    for code in PASSING:
        yield Case("submit", f"RetCode {code}", says(200, {"RetCode": code}), "by itself" if code == 153 else "asked")
    for code in CERTAIN:
        yield Case("submit", f"RetCode {code}", says(200, {"RetCode": code, "Message": "no"}), "refused")


def _polls() -> Iterator[Case]:
    yield Case("poll", "connection refused", None)
    yield Case("poll", "no answer", hang, read_s=1.0)
    for name, fault in _BROKEN.items():
        yield Case("poll", name, fault, times=FEW)
    for status in STATUSES:
        yield Case("poll", f"HTTP {status}", says(status, HTML), times=FEW)
        yield Case("poll", f"HTTP {status} with JSON", says(status, {"RetCode": 150, "Message": "down"}), times=FEW)
    for code in (*PASSING, *CERTAIN):
        yield Case("poll", f"RetCode {code}", says(200, {"RetCode": code, "Message": "no"}), times=FEW)
    yield Case("poll", "HTML", says(200, HTML), times=FEW)
    yield Case("poll", "TaskUID missing", edited(TaskUID=None), times=FEW)
    yield Case("poll", "status word unknown", edited(Status="Percolating", ImgList=[]), times=FEW)
    yield Case("poll", "no task told of", says(200, {"RetCode": 0, "TaskDetailList": []}), times=FEW)
    yield Case("poll", "finished without a picture", edited(Status="Finished", ImgList=[]), times=FEW)


def _downloads() -> Iterator[Case]:
    yield Case("download", "connection refused", None)
    yield Case("download", "no answer", hang, read_s=1.0)
    for name, fault in _BROKEN.items():
        end: End = "kept" if name == "Content-Length too small" else "by itself"
        yield Case("download", name, fault, end, FOR_EVER if end == "kept" else FEW)
    for status in STATUSES:
        yield Case("download", f"HTTP {status}", says(status, HTML), times=FEW)
    yield Case("download", "HTTP 404, once", says(404, HTML))
    yield Case("download", "HTTP 404", says(404, HTML), "gone", FOR_EVER)
    yield Case("download", "HTML, once", says(200, HTML))
    yield Case("download", "HTML", says(200, HTML), "kept", FOR_EVER)
    yield Case("download", "0 bytes", says(200, b""), "kept", FOR_EVER)
    yield Case("download", "half a picture", truncated, "kept", FOR_EVER)
    yield Case("download", "a bomb", says(200, bomb()), "kept", FOR_EVER)
    yield Case("download", "a picture of another size", says(200, solid(30, 90)), "misfit", FOR_EVER)


_BROKEN: dict[str, Fault] = {
    "reset": reset,
    "reset at once": reset_at_once,
    "reset after the engine": reset_after,
    "cut off": cut,
    "cut off in its header": cut_in_the_header,
    "1 kB/s": slow,
    "Content-Length too large": longer,
    "Content-Length too small": shorter,
    "answer twice": twice,
}
