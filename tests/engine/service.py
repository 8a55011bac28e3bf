"""Real services, and signed calls to them over real HTTP."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import numpy as np
import requests

from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.signing import sign
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.files.images import encode_mask_png, encode_png

T = TypeVar("T")
PUBLIC, PRIVATE = "pub-key", "priv-key"


class Caller:
    """Calls a service over HTTP."""

    url: str

    def post(self, body: bytes) -> dict[str, Any]:
        with requests.post(self.url, data=body, timeout=60) as response:
            assert response.status_code == 200
            answer = response.json()
        assert isinstance(answer, dict)
        return answer

    def call(self, action: str, **params: object) -> dict[str, Any]:
        return self.post(signed(action, **params))

    def accepted(self, **params: object) -> str:
        """Start a task and return its TaskUID; a small one, without a blur, if nothing else is said."""
        answer = self.call("ModifyMaskedPixels", **(params or order(texture(64, 64), dab(64, 64), {"MaskBlur": 0})))
        assert answer["RetCode"] == 0, answer["Message"]
        return str(answer["TaskUID"])

    def detail(self, uid: str) -> dict[str, Any]:
        (detail,) = self.call("ListTasksDetails", TaskUIDList=[uid])["TaskDetailList"]
        assert isinstance(detail, dict)
        return detail

    def status(self, uid: str) -> str:
        return str(self.detail(uid)["Status"])

    def ended(self, uid: str, seconds: float = 120) -> dict[str, Any]:
        return until(lambda: self.detail(uid), lambda detail: detail["Status"] not in {"Queuing", "Running"}, seconds)


class Engine(Caller):
    """The engine as the editor starts it."""

    def __init__(self, folder: Path) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "picpik_studio", "engine"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
        )
        hello = {"public_key": PUBLIC, "private_key": PRIVATE, "data_folder": str(folder)}
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(json.dumps(hello).encode() + b"\n")
        self.process.stdin.flush()
        answer = json.loads(self.process.stdout.readline())
        self.url = str(answer["url"])
        self.pid = int(answer["pid"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self.process.stdout is not None
        self.hang_up()
        self.process.wait(60)
        self.process.stdout.close()

    def hang_up(self) -> None:
        """Close its stdin, as the system does when the editor has ended."""
        assert self.process.stdin is not None
        self.process.stdin.close()

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(60)


def signed(action: str, **params: object) -> bytes:
    full = {"Action": action, "PublicKey": PUBLIC, **params}
    return json.dumps({**full, "Signature": sign(full, PRIVATE)}).encode()


def until(look: Callable[[], T], is_good: Callable[[T], object], seconds: float = 120) -> T:
    """Look again and again until it is good; fail after so many seconds."""
    end = time.monotonic() + seconds
    while not is_good(seen := look()):
        assert time.monotonic() < end, f"still {seen!r} after {seconds} s"
        time.sleep(0.03)
    return seen


def uri(data: bytes, mime: str = "image/png") -> str:
    return b"".join(DataUri(mime, data).pieces()).decode()


def texture(width: int, height: int, seed: int = 1) -> Pixels:
    """Return a noisy gradient, uint8 BGRX."""
    rng = np.random.default_rng(seed)
    pixels = np.full((height, width, 4), 255, np.uint8)
    ramp = np.linspace(40, 180, width)[None, :, None]
    pixels[..., :3] = np.clip(ramp + rng.normal(0, 20, (height, width, 3)), 0, 255)
    return pixels


def dab(width: int, height: int) -> Plane:
    """Return a mask with a painted block a third of the picture's size in its middle."""
    mask = np.zeros((height, width), np.uint8)
    mask[height // 3 : 2 * height // 3, width // 3 : 2 * width // 3] = 255
    return mask


def order(
    picture: Pixels, mask: Plane, masked: Mapping[str, object] | None = None, **params: object
) -> dict[str, object]:
    """Return the parameters of a ModifyMaskedPixels at the picture's own size."""
    height, width = picture.shape[:2]
    return {
        "MainModel": {"ModelCode": "local-patchmatch"},
        "Masked": {"ImageIndex": 0, "MaskIndex": 1, **(masked or {})},
        "ImageAndMaskList": [uri(encode_png(picture)), uri(encode_mask_png(mask))],
        "Width": width,
        "Height": height,
        "Seed": 7,
        **params,
    }
