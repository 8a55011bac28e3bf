"""A real HTTP service on 127.0.0.1 that answers as it is told, and notes what reached it."""

import json
import socket
import ssl
import struct
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True)
class Seen:
    """One request as it arrived."""

    method: str
    path: str
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> dict[str, Any]:
        value: dict[str, Any] = json.loads(self.body)
        return value


@dataclass(frozen=True)
class Reply:
    """An answer; a dict becomes JSON. `length`: a Content-Length that is not the body's own."""

    body: bytes | dict[str, Any] = field(default_factory=dict)
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    length: int | None = None


@dataclass
class Service:
    """The running service. `answer` decides what each request gets; None drops the connection without a word."""

    answer: Callable[[Seen], Reply | None]
    scheme: str = "http"
    port: int = 0
    seen: list[Seen] = field(default_factory=list)
    peers: list[Any] = field(default_factory=list)
    released: threading.Event = field(default_factory=threading.Event)
    waiting: threading.Event = field(default_factory=threading.Event)

    @property
    def url(self) -> str:
        return f"{self.scheme}://127.0.0.1:{self.port}"

    def hang(self, _seen: Seen) -> None:
        """Answer nothing until the test is over, then drop the connection."""
        self.waiting.set()
        self.released.wait(30)


def accept(**fields: object) -> Callable[[Seen], Reply]:
    """Answer every request with RetCode 0 and these fields."""
    return lambda _seen: Reply({"RetCode": 0, **fields})


def reply(body: bytes | dict[str, Any], status: int = 200, **headers: str) -> Callable[[Seen], Reply]:
    """Answer every request in the same way."""
    return lambda _seen: Reply(body, status, headers)


@contextmanager
def running(answer: Callable[[Seen], Reply | None], tls: ssl.SSLContext | None = None) -> Iterator[Service]:
    """Run the service while the block runs, under https with `tls`."""
    service = Service(answer, scheme="https" if tls else "http")
    server = _Server(service)
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    service.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield service
    finally:
        service.released.set()
        server.shutdown()
        for peer in service.peers:
            with suppress(OSError):
                peer.shutdown(socket.SHUT_RDWR)
        server.server_close()
        thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    request_queue_size = 64  # who finds no place in it waits a second

    def __init__(self, service: Service) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.service = service

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of callers that leave."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: "_Server"

    def setup(self) -> None:
        super().setup()
        self.server.service.peers.append(self.connection)

    def do_POST(self) -> None:
        length = int(self.headers["Content-Length"])
        body = self.rfile.read(length)
        if len(body) == length:
            self._answer(body)

    def do_GET(self) -> None:
        self._answer(b"")

    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - http.server's own name
        """Say nothing."""

    def _answer(self, body: bytes) -> None:
        seen = Seen(self.command, self.path, dict(self.headers), body)
        service = self.server.service
        service.seen.append(seen)
        answer = service.answer(seen)
        self.close_connection = answer is None
        if answer is not None:
            self._write(answer)

    def _write(self, answer: Reply) -> None:
        body = answer.body if isinstance(answer.body, bytes) else json.dumps(answer.body).encode()
        with suppress(OSError):  # the caller may have left
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(answer.length or len(body)))
            self.end_headers()
            self.wfile.write(body)
        self.close_connection = answer.length is not None


def cut_off(_seen: Seen) -> Reply:
    """Promise more than is sent, then close."""
    return Reply(b'{"RetCode": 0', length=1000)


def take_a_little_and_reset(listener: socket.socket) -> None:
    """Accept one connection, read a bit of what comes, and break it off."""
    connection, _peer = listener.accept()
    connection.recv(1000)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()


def answer_half_and_wait(listener: socket.socket, done: threading.Event) -> None:
    """Accept one connection, send the first half of an answer, and nothing more."""
    connection, _peer = listener.accept()
    with connection:
        connection.recv(1 << 20)
        connection.sendall(b'HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{"RetCode": 0,')
        done.wait(30)
