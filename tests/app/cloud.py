"""A PICPIK service that does as it is told, over real HTTP: for answers that no sound service gives."""

import base64
import json
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import cv2
import numpy as np

from picpik_studio.api.signing import sign

PUBLIC_KEY, PRIVATE_KEY = "public-key", "private-key-0123456789"
Answer = dict[str, Any]


@dataclass
class CloudTask:
    """A task: the status words it will say one after the other (the last one for ever), and what it made."""

    uid: str
    request: Answer
    words: list[str]
    images: list[bytes]
    extra: Answer = field(default_factory=dict)

    def detail(self, base: str) -> Answer:
        words = self.words  # a test may set others meanwhile
        word = words.pop(0) if len(words) > 1 else words[0]
        is_done = word.lower() in {"finished", "mystery-done"}
        urls = [f"{base}/results/{self.uid}/{index}" for index in range(len(self.images))] if is_done else []
        seed = self.request["Seed"] if self.request.get("Seed", -1) >= 0 else 4711
        detail: Answer = {"TaskUID": self.uid, "Status": word, "ImgList": urls, "Seed": seed, "ConsumeApiPoint": 3}
        return {**detail, **self.extra}


class Cloud:
    """The service. Set `words`, `override` and the other fields before a call to make it odd.

    Its calls are answered in threads of their own, beside the test: `arrived` has the actions of those that have come,
    `calls` those that have also been done, by an override too. Who goes on to what a call has made waits for `count`.
    """

    def __init__(self) -> None:
        self.words = ["Queuing", "Running", "Finished"]
        self.extra: Answer = {}
        self.override: dict[str, Callable[[Answer], Answer | None]] = {}
        self.loses_answers = 0
        self.broken_downloads = 0
        self.retry_after: int | None = None
        self.gone = False
        self.image: Callable[[Answer], bytes] = painted
        self.arrived: list[str] = []
        self.calls: list[str] = []
        self.bodies: list[bytes] = []
        self.tasks: dict[str, CloudTask] = {}
        self.models: Answer = {"MainModels": {"m": {"ModelCode": "model-1", "Name": "Model one", "IsOfficial": True}}}
        self._lock = threading.Lock()
        self._server = _Server(("127.0.0.1", 0), self._handler())
        self._thread = threading.Thread(target=self._server.serve_forever, args=(0.02,))
        self._thread.start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def count(self, action: str) -> int:
        """Return how many calls of an action have been done."""
        return self.calls.count(action)

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()

    def heard(self, body: bytes) -> Answer | None:
        """Return the answer to a body that has come whole."""
        self.bodies.append(body)
        return self.answer(json.loads(body))

    def answer(self, mapping: Answer) -> Answer | None:
        """Return the answer to a call; None: the connection breaks after the call was taken."""
        action = mapping["Action"]
        self.arrived.append(action)
        try:
            return self._done(action, mapping)
        finally:
            self.calls.append(action)

    def _done(self, action: str, mapping: Answer) -> Answer | None:
        signature = mapping.pop("Signature")
        if signature != sign(mapping, PRIVATE_KEY):
            return {"RetCode": 171, "Message": "signature"}
        override = self.override.get(action)
        if override is not None:
            return override(mapping)
        is_lost = self._loses(action)
        answer = {"RetCode": 0, "Action": action, **getattr(self, f"_{action}")(mapping)}
        return None if is_lost else answer

    def _loses(self, action: str) -> bool:
        with self._lock:
            is_lost = action == "ModifyMaskedPixels" and self.loses_answers > 0
            self.loses_answers -= is_lost
        return is_lost

    def _started(self, mapping: Answer) -> Answer:
        images = [self.image(mapping) for _ in range(mapping.get("BatchSize", 1))]
        with self._lock:  # two that come at once are two tasks
            uid = f"task-{len(self.tasks) + 1}"
            self.tasks[uid] = CloudTask(uid, mapping, list(self.words), images, dict(self.extra))
        return {"TaskUID": uid}

    _ModifyMaskedPixels = _RemoveContents = _RemoveBackground = _ExtractContents = _ResizeImage = _started

    def _ListTasksDetails(self, mapping: Answer) -> Answer:  # noqa: N802 - as above
        with self._lock:  # each word is said once
            known = [self.tasks[uid] for uid in mapping["TaskUIDList"] if uid in self.tasks]
            return {"TaskDetailList": [task.detail(self.url) for task in known]}

    def _ListRunningTasks(self, mapping: Answer) -> Answer:  # noqa: N802 - as above
        del mapping
        return {"TaskUIDList": list(self.tasks)}

    def _TerminateTask(self, mapping: Answer) -> Answer:  # noqa: N802 - as above
        self.tasks[mapping["TaskUID"]].words = ["Terminated"]
        return {}

    def _ListModels(self, mapping: Answer) -> Answer:  # noqa: N802 - as above
        del mapping
        return self.models

    def _GetCreditBalance(self, mapping: Answer) -> Answer:  # noqa: N802 - as above
        del mapping
        return {"TotalCredits": 100, "UsedCredits": 40, "ExpireTimestamp": 1893456000}

    def breaks(self) -> bool:
        """Whether the connection of the next download breaks; that is one less to break."""
        with self._lock:
            is_broken = self.broken_downloads > 0
            self.broken_downloads -= is_broken
        return is_broken

    def download(self, path: str) -> bytes | None:
        """Return a result's bytes; None when it is not there (any more)."""
        _, _, uid, index = path.split("/")
        return None if self.gone else self.tasks[uid].images[int(index)]

    def _handler(self) -> type[BaseHTTPRequestHandler]:
        cloud = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                length = int(self.headers["Content-Length"])
                body = self.rfile.read(length)
                answer = cloud.heard(body) if len(body) == length else None  # else who sent it has left
                if answer is None:
                    self.close_connection = True
                    return
                self._reply(200, json.dumps(answer).encode())

            def do_GET(self) -> None:
                if cloud.breaks():
                    self.close_connection = True
                    return
                data = cloud.download(self.path)
                self._reply(404 if data is None else 200, data or b"")

            def _reply(self, status: int, data: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                if cloud.retry_after is not None:
                    self.send_header("Retry-After", str(cloud.retry_after))
                with suppress(OSError):  # the caller may have left
                    self.end_headers()
                    self.wfile.write(data)

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the parent's name
                """Say nothing."""

        return Handler


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64  # who finds no place in it waits a second


def painted(mapping: Answer) -> bytes:
    """Return a PNG of the picture's size in one colour that no test picture has."""
    if "RawImage" in mapping:
        height, width = decoded(mapping["RawImage"]).shape[:2]
        return solid(width, height)
    return solid(mapping["Width"], mapping["Height"])


def solid(width: int, height: int, colour: tuple[int, int, int] = (10, 200, 30)) -> bytes:
    """Return a PNG of one BGR colour."""
    return cv2.imencode(".png", np.full((height, width, 3), colour, np.uint8))[1].tobytes()


def sent_picture(mapping: Answer, index: int) -> np.ndarray[Any, Any]:
    """Return a picture of a request as the service sees it."""
    return decoded(mapping["ImageAndMaskList"][index])


def decoded(uri: str) -> np.ndarray[Any, Any]:
    """Return the picture of a data URI, as OpenCV reads it unchanged."""
    data = base64.b64decode(uri.partition(",")[2])
    return np.asarray(cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_UNCHANGED))


@contextmanager
def running_cloud() -> Iterator[Cloud]:
    """Give a service that ends with the block."""
    cloud = Cloud()
    try:
        yield cloud
    finally:
        cloud.close()
