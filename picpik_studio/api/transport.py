"""Carries bodies and results over HTTP, and turns whatever goes wrong there into the errors of this program."""

import contextlib
import os
import threading
from collections.abc import Iterator
from http.cookiejar import DefaultCookiePolicy
from typing import NamedTuple
from urllib.parse import urljoin, urlsplit

import requests
from requests.utils import get_environ_proxies

from picpik_studio.api import network_errors
from picpik_studio.api.addresses import host_of, is_loopback
from picpik_studio.api.body import STOPPED, SignedBody
from picpik_studio.api.errors import ApiError, ClosedError, DownloadError, RedirectedError, TooLargeError
from picpik_studio.api.sockets import OpenSockets, TrackedAdapter
from picpik_studio.texts import QT_TRANSLATE_NOOP

MAX_ANSWER_BYTES = 64 * 1024 * 1024
MAX_HOPS = 3
_MAX_SHOWN = 60
_CHUNK_BYTES = 64 * 1024
_HTTP_OK, _REDIRECTS, _BODY_KEPT = 200, range(300, 400), frozenset({307, 308})

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
    """The HTTP status and the body of an answer."""

    status: int
    content: bytes


DEFAULT_TIMEOUTS = Timeouts()


class Transport:
    """HTTP for many threads at once. Knows no key: bodies come signed. `close` ends what is under way."""

    def __init__(self, timeouts: Timeouts = DEFAULT_TIMEOUTS) -> None:
        self._timeouts = timeouts
        self._sockets = OpenSockets()
        self._kept_alive = self._new_session()
        self._is_closed = False
        self._lock = threading.Lock()
        self._bodies: set[SignedBody] = set()

    def post(self, url: str, body: SignedBody, *, is_fresh: bool = False) -> HttpAnswer:
        """Send a body and return the answer whatever its status is, at most MAX_ANSWER_BYTES.

        `is_fresh`: over a connection of its own, so that none that the other side has just closed loses the request.
        A redirection is followed only to the same host, and only where the body is to be sent again (307, 308).
        Raises NetworkError, RedirectedError, TooLargeError.
        """
        with self._session(is_fresh=is_fresh) as session, self._under_way(body):
            for _ in range(MAX_HOPS):
                answer, target = self._post_once(session, url, body)
                if not target:
                    return answer
                url = target
            raise RedirectedError(network_errors.CIRCLE, host=host_of(url))

    def get(self, url: str, limit: int) -> bytes:
        """Return what lies at an http(s) address, at most `limit` bytes; nothing of the caller is sent along.

        Raises NetworkError, DownloadError (a status other than 200), TooLargeError.
        """
        if urlsplit(url).scheme not in {"http", "https"} or not host_of(url):
            raise DownloadError(_NO_RESULT)
        self._refuse_when_closed()
        failure: ApiError | None = None
        try:
            with self._request(self._kept_alive, "GET", url) as response:
                if response.status_code != _HTTP_OK:
                    raise network_errors.download_error(response.status_code)
                return _read(response, limit)
        except network_errors.CAUGHT as error:
            failure = self._translated(error, url, sent=True)
        raise failure

    def close(self) -> None:
        """End everything that is under way, with a ClosedError each, and take no more."""
        with self._lock:
            self._is_closed = True
            bodies = list(self._bodies)
        for body in bodies:
            body.stop()
        self._sockets.end_all()
        self._kept_alive.close()

    def _post_once(self, session: requests.Session, url: str, body: SignedBody) -> tuple[HttpAnswer, str]:
        """Return the answer, or the address on the same host to which it redirects."""
        failure: ApiError | None = None
        try:
            with self._request(session, "POST", url, body) as response:
                target = _target(url, response)
                content = b"" if target else _read(response, MAX_ANSWER_BYTES)
                return HttpAnswer(response.status_code, content), target
        except network_errors.CAUGHT as error:
            failure = self._translated(error, url, sent=None if body.is_handed_over else False)
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
            verify=os.environ.get("REQUESTS_CA_BUNDLE") or True,
        )

    def _translated(self, error: Exception, url: str, *, sent: bool | None) -> ApiError:
        if self._is_closed:
            return ClosedError(STOPPED, sent=sent)
        return network_errors.translated(error, host_of(url) or url[:_MAX_SHOWN], sent=sent)

    @contextlib.contextmanager
    def _session(self, *, is_fresh: bool) -> Iterator[requests.Session]:
        if not is_fresh:
            yield self._kept_alive
            return
        with self._new_session() as session:
            yield session

    @contextlib.contextmanager
    def _under_way(self, body: SignedBody) -> Iterator[None]:
        with self._lock:
            self._refuse_when_closed()
            self._bodies.add(body)
        try:
            yield
        finally:
            with self._lock:
                self._bodies.discard(body)

    def _refuse_when_closed(self) -> None:
        if self._is_closed:
            raise ClosedError(STOPPED, sent=False)

    def _new_session(self) -> requests.Session:
        """Make a session that takes nothing from the environment by itself (no .netrc) and keeps no cookie."""
        session = requests.Session()
        session.trust_env = False
        session.max_redirects = MAX_HOPS
        session.cookies.set_policy(DefaultCookiePolicy(allowed_domains=[]))
        adapter = TrackedAdapter(self._sockets)
        session.mount("http://", adapter)
        session.mount("https://", adapter)
        return session


def _target(url: str, response: requests.Response) -> str:
    """Return where to send the body again, or empty. Raises RedirectedError for any other redirection."""
    if response.status_code not in _REDIRECTS:
        return ""
    location = response.headers.get("Location", "")
    target = urljoin(url, location)
    here, there = urlsplit(url), urlsplit(target)
    is_same = here.hostname == there.hostname and there.scheme in {"https", here.scheme}
    if response.status_code in _BODY_KEPT and is_same:
        return target
    raise RedirectedError(_ELSEWHERE, host=host_of(url), target=location.partition("?")[0][:_MAX_SHOWN])


def _read(response: requests.Response, limit: int) -> bytes:
    """Return the decoded body in pieces, stopping past `limit`."""
    content = bytearray()
    for chunk in response.iter_content(_CHUNK_BYTES):
        content += chunk
        if len(content) > limit:
            raise TooLargeError(_TOO_LARGE, host=host_of(response.url), limit_mb=max(1, limit // 2**20))
    return bytes(content)
