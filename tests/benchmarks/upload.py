"""The largest body, a whole 24 MP photograph and its mask, encoded, signed and sent to a loopback server.

Ours is made, hashed and sent in one pass of pieces; the naive twin encodes with Pillow's defaults, makes one base64
text each and one JSON of all, and hashes a text of its own. Memory is the most that was held above the pictures.
"""

import base64
import hashlib
import io
import json
import re
import socket
import threading
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial

import cv2
import numpy as np

from picpik_studio.api.body import SignedBody
from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.secret import Secret
from picpik_studio.core.arrays import Plane
from picpik_studio.core.geometry import Size
from picpik_studio.files.images import encode_jpeg, encode_mask_png, encode_png
from picpik_studio.files.jpeg import as_image
from picpik_studio.files.layout import RGB
from tests.benchmarks.masks import discs
from tests.benchmarks.strokes import MP24
from tests.benchmarks.timing import median, milliseconds, ratio, repeated

RUNS = 5
_KEY = Secret("a key of the benchmark's own")


def measure(runs: int = RUNS, size: Size = MP24) -> dict[str, object]:
    picture, mask = photograph(size), discs(size)
    figures: dict[str, object] = {}
    with a_sink() as address:
        for kind, mime, encode in (("png", "image/png", encode_png), ("jpeg", "image/jpeg", encode_jpeg)):
            work = partial(ours, address, mime, partial(encode, picture), mask)
            naive = partial(naively, address, kind.upper(), picture, mask)
            taken, naively_taken = median(repeated(work, runs)), milliseconds(naive)
            figures |= {
                f"{kind}_picture_mb": round(len(encode(picture)) / 2**20, 1),
                f"{kind}_ms": taken,
                f"{kind}_mb": peak_mb(work),
                f"naive_{kind}_ms": round(naively_taken, 1),
                f"naive_{kind}_mb": peak_mb(naive),
                f"naive_over_ours_{kind}": ratio(naively_taken, taken),
            }
    return figures


def ours(address: tuple[str, int], mime: str, encode: Callable[[], bytes], mask: Plane) -> int:
    """Send the body as the client does; return its length."""
    pictures = [DataUri(mime, encode()), DataUri("image/png", encode_mask_png(mask))]
    body = SignedBody({"ImageAndMaskList": pictures}, _KEY)
    with socket.create_connection(address) as line:
        for piece in body:
            line.sendall(piece)
    return len(body)


def naively(address: tuple[str, int], kind: str, picture: Plane, mask: Plane) -> int:
    """Send the same as one text; return its length."""
    texts = []
    grey = np.asarray(cv2.cvtColor(mask, cv2.COLOR_GRAY2BGRA)).astype(np.uint8, copy=False)
    for image, name in ((as_image(picture, RGB), kind), (as_image(grey, RGB), "PNG")):
        file = io.BytesIO()
        image.save(file, name)
        texts.append(f"data:image/{name.lower()};base64," + base64.b64encode(file.getvalue()).decode())
    signature = hashlib.sha1(("ImageAndMaskList" + "".join(texts) + _KEY.reveal()).encode()).hexdigest()  # noqa: S324 - the service's own way
    body = json.dumps({"ImageAndMaskList": texts, "Signature": signature}).encode()
    with socket.create_connection(address) as line:
        line.sendall(body)
    return len(body)


def photograph(size: Size) -> Plane:
    """Return a grainy picture in colour, uint8 HxWx4 BGRX, as dense as photographs are: 39 MB as PNG at 24 MP."""
    generator = np.random.default_rng(2)
    small = generator.integers(0, 255, (size.height // 24, size.width // 24, 3), dtype=np.uint8)
    large = cv2.resize(small, size, interpolation=cv2.INTER_CUBIC)
    grain = generator.integers(0, 6, (64, size.width, 3), dtype=np.uint8)
    grainy = cv2.add(large, np.resize(grain, large.shape))
    return cv2.cvtColor(grainy, cv2.COLOR_BGR2BGRA).astype(np.uint8, copy=False)


def peak_mb(work: Callable[[], object]) -> float:
    """Return the MB that `work` held at most above what was there, as Python and NumPy tell."""
    tracemalloc.start()
    try:
        work()
        return round(tracemalloc.get_traced_memory()[1] / 2**20, 1)
    finally:
        tracemalloc.stop()


@contextmanager
def a_sink(answer: bytes = b"") -> Iterator[tuple[str, int]]:
    """Give the address of a server on this machine that reads everything, a MB at a time, and keeps nothing.

    With an `answer` it reads one HTTP request and answers it; without, all that comes.
    """
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = threading.Thread(target=_swallow, args=(server, answer), daemon=True)
        thread.start()
        address: tuple[str, int] = server.getsockname()
        yield address
        with socket.create_connection(address) as last:
            last.sendall(b"")
        server.shutdown(socket.SHUT_RDWR)
        thread.join(5)


def _swallow(server: socket.socket, answer: bytes) -> None:
    buffer = bytearray(1 << 20)
    while True:
        try:
            line, _address = server.accept()
        except OSError:
            return
        with line:
            left = _left_of_request(line) if answer else -1
            while left and (count := line.recv_into(buffer)):
                left -= count
            if answer:
                line.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answer) + answer)


def _left_of_request(line: socket.socket) -> int:
    """Read the head of an HTTP request; return how many bytes of its body are still to come."""
    head = bytearray()
    while b"\r\n\r\n" not in head and (piece := line.recv(1 << 12)):
        head += piece
    length = re.search(rb"(?i)content-length: *(\d+)", head)
    return int(length[1]) - len(head.partition(b"\r\n\r\n")[2]) if length else 0
