"""Carries bodies and results over HTTP, and turns whatever goes wrong there into the errors of this program."""

import contextlib
import io
import logging
import threading
from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import BinaryIO, NamedTuple
from urllib.parse import SplitResult, urljoin, urlsplit

import requests
from requests.utils import get_environ_proxies

from picpik_studio.api import network_errors
from picpik_studio.api.addresses import host_of, is_loopback
from picpik_studio.api.body import STOPPED, SignedBody
from picpik_studio.api.errors import ApiError, ClosedError, DownloadError, RedirectedError, TooLargeError
from picpik_studio.api.sockets import OpenSockets, TrackedAdapter
from picpik_studio.api.trust import Trust
from picpik_studio.api.waiting import retry_after
from picpik_studio.texts import QT_TRANSLATE_NOOP

MAX_ANSWER_BYTES = 64 * 1024 * 1024
MAX_HOPS = 3
_MAX_SHOWN = 60
_CHUNK_BYTES = 64 * 1024
_HTTP_OK, _REDIRECTS, _BODY_KEPT = 200, range(300, 400), frozenset({307, 308})
_PORTS = {"http": 80, "https": 443}

_TOO_LARGE = QT_TRANSLATE_NOOP("Api", "{host} sends more than {limit_mb} MB; reading was stopped.")
_ELSEWHERE = QT_TRANSLATE_NOOP(
    "Api", "{host} sends on to {target}, which is not followed: enter that address if it is the right one."
)
_NO_RESULT = QT_TRANSLATE_NOOP("Api", "The service named no usable address for its result.")


class Timeouts(NamedTuple):
    """Seconds: to connect, and between two pieces of an answer (the vendor's gateway itself gives up after 60)."""

    connect_s: float = 10.0
    read_s: float = 75.0


class HttpAnswer(NamedTuple):
    """The HTTP status and the body of an answer; `retry_after`: seconds not to call again for, usually 0."""

    status: int
    content: bytes
    retry_after: float = 0.0


DEFAULT_TIMEOUTS = Timeouts()


class _UnwrittenError(Exception):
    """The file does not take what came: that is no fault of the network."""

    def __init__(self, reason: OSError) -> None:
        self.reason = reason


class Transport:
    """HTTP for many threads at once. Knows no key: bodies come signed. `close` ends what is under way."""

    def __init__(self, timeouts: Timeouts = DEFAULT_TIMEOUTS, trust: Trust | None = None) -> None:
        self._timeouts = timeouts
        self._trust = trust or Trust()
        self._sockets = OpenSockets()
        self._kept_alive = self._new_session(self._sockets)
        self._is_closed = False
        self._lock = threading.Lock()
        self._bodies: dict[SignedBody, OpenSockets] = {}

    def post(self, url: str, body: SignedBody, *, is_fresh: bool = False) -> HttpAnswer:
        """Send a body and return the answer whatever its status is, at most MAX_ANSWER_BYTES.

        `is_fresh`: over a connection of its own, so that none that the other side has just closed loses the request.
        A redirection is followed only to the same host, and only where the body is to be sent again (307, 308).
        Raises NetworkError, RedirectedError, TooLargeError.
        """
        sockets = OpenSockets() if is_fresh else self._sockets
        with self._session(sockets) as session, self._under_way(body, sockets):
            for _ in range(MAX_HOPS):
                answer, target = self._post_once(session, url, body)
                if not target:
                    return answer
                url = target
            raise RedirectedError(network_errors.CIRCLE, host=host_of(url))

    def stop(self, body: SignedBody) -> None:
        """Give up a body that is being sent over a connection of its own; one that has left whole is let be."""
        body.stop()
        with self._lock:
            sockets = self._bodies.get(body, self._sockets)
        if sockets is not self._sockets and not body.is_handed_over:
            sockets.end_all()

    def get(self, url: str, limit: int) -> bytes:
        """Return what lies at an http(s) address, as `get_into` would write it."""
        content = io.BytesIO()
        self.get_into(content, url, limit)
        return content.getvalue()

    def get_into(self, file: BinaryIO, url: str, limit: int) -> None:
        """Write what lies at an http(s) address, at most `limit` bytes; nothing of the caller is sent along.

        Raises NetworkError, DownloadError (a status other than 200), TooLargeError, and what the file raises.
        """
        if urlsplit(url).scheme not in {"http", "https"} or not host_of(url):
            raise DownloadError(_NO_RESULT)
        self._refuse_when_closed()
        failure: ApiError | None = None
        try:
            with self._request(self._kept_alive, "GET", url) as response:
                if response.status_code != _HTTP_OK:
                    raise _no_download(response)
                if not _write(response, file, limit):
                    raise requests.ConnectionError  # the header was cut off: it promised nothing, and nothing came
                return
        except _UnwrittenError as error:
            raise error.reason from None
        except network_errors.CAUGHT as error:
            failure = self._translated(error, url, sent=True)
        raise failure

    def close(self) -> None:
        """End everything that is under way, with a ClosedError each, and take no more."""
        with self._lock:
            self._is_closed = True
            bodies = dict(self._bodies)
        for body, sockets in bodies.items():
            body.stop()
            sockets.end_all()
        self._sockets.end_all()
        self._kept_alive.close()

    def _post_once(self, session: requests.Session, url: str, body: SignedBody) -> tuple[HttpAnswer, str]:
        """Return the answer, or the address on the same host to which it redirects."""
        failure: ApiError | None = None
        try:
            with self._request(session, "POST", url, body) as response:
                target = _target(url, response)
                content = b"" if target else b"".join(_pieces(response, MAX_ANSWER_BYTES))
                return HttpAnswer(response.status_code, content, _retry_after(response)), target
        except network_errors.CAUGHT as error:
            sent = None if body.is_handed_over else False
            failure = ClosedError(STOPPED, sent=sent) if body.is_stopped else self._translated(error, url, sent=sent)
        raise failure  # outside the `except`, so that no traceback leads to the request

    def _request(
        self, session: requests.Session, method: str, url: str, body: SignedBody | None = None
    ) -> requests.Response:
        is_local = is_loopback(host_of(url))
        return session.request(
            method,
            url,
            data=body,
            headers={"Content-Type": "application/json"} if body is not None else {},
            timeout=(self._timeouts.connect_s, self._timeouts.read_s),
            allow_redirects=body is None,
            stream=True,
            proxies={} if is_local else get_environ_proxies(url),
            verify=True if url.startswith("http:") else self._trust.bundle,
        )

    def _translated(self, error: Exception, url: str, *, sent: bool | None) -> ApiError:
        if self._is_closed:
            return ClosedError(STOPPED, sent=sent)
        return network_errors.translated(error, host_of(url) or url[:_MAX_SHOWN], sent=sent)

    @contextlib.contextmanager
    def _session(self, sockets: OpenSockets) -> Iterator[requests.Session]:
        if sockets is self._sockets:
            yield self._kept_alive
            return
        with self._new_session(sockets) as session:
            yield session

    @contextlib.contextmanager
    def _under_way(self, body: SignedBody, sockets: OpenSockets) -> Iterator[None]:
        with self._lock:
            self._refuse_when_closed()
            if body.is_stopped:
                raise ClosedError(STOPPED, sent=False)
            self._bodies[body] = sockets
        try:
            yield
        finally:
            with self._lock:
                self._bodies.pop(body, None)

    def _refuse_when_closed(self) -> None:
        if self._is_closed:
            raise ClosedError(STOPPED, sent=False)

    def _new_session(self, sockets: OpenSockets) -> requests.Session:
        """Make a session that takes nothing from the environment by itself (no .netrc) and keeps no cookie."""
        logging.getLogger("urllib3").setLevel(logging.CRITICAL)  # it logs whole addresses, which are permissions
        session = requests.Session()
        session.trust_env = False
        session.max_redirects = MAX_HOPS
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = TrackedAdapter(sockets, self._trust, self._timeouts.read_s)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session


def _target(url: str, response: requests.Response) -> str:
    """Return where to send the body again, or empty. Raises RedirectedError for any other redirection."""
    if response.status_code not in _REDIRECTS:
        return ""
    location = response.headers.get("Location", "")
    target = urljoin(url, location)
    if response.status_code in _BODY_KEPT and _is_same(urlsplit(url), urlsplit(target)):
        return target
    raise RedirectedError(_ELSEWHERE, host=host_of(url), target=location.partition("?")[0][:_MAX_SHOWN])


def _is_same(here: SplitResult, there: SplitResult) -> bool:
    """Say whether two addresses are one service: same host and port, and never less encrypted than before."""
    if here.hostname != there.hostname or there.scheme not in {"https", here.scheme}:
        return False
    ports = [parts.port or _PORTS[parts.scheme] for parts in (here, there)]
    return ports[0] == ports[1] or ports == [_PORTS[here.scheme], _PORTS[there.scheme]]


def _retry_after(response: requests.Response) -> float:
    return retry_after(response.headers.get("Retry-After"))


def _no_download(response: requests.Response) -> ApiError:
    error = network_errors.download_error(response.status_code)
    error.retry_after = _retry_after(response)
    return error


def _pieces(response: requests.Response, limit: int) -> Iterator[bytes]:
    """Yield the decoded body in pieces, stopping past `limit`."""
    length = 0
    for chunk in response.iter_content(_CHUNK_BYTES):
        length += len(chunk)
        if length > limit:
            raise TooLargeError(_TOO_LARGE, host=host_of(response.url), limit_mb=max(1, limit // 2**20))
        yield chunk


def _write(response: requests.Response, file: BinaryIO, limit: int) -> bool:
    """Write the body into a file; return whether it is all, as far as the header tells."""
    is_any = False
    for piece in _pieces(response, limit):
        _put(file, piece)
        is_any = True
    return is_any or "Content-Length" in response.headers


def _put(file: BinaryIO, piece: bytes) -> None:
    try:
        file.write(piece)
    except OSError as error:
        raise _UnwrittenError(error) from error
