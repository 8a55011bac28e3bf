"""Connections that can be ended from another thread: closing the program waits for no answer."""

import socket
import threading
import weakref

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

from picpik_studio.api.trust import Trust

_POOL_SIZE = 32


class OpenSockets:
    """The connections of one transport that are in use or kept alive."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._connections: weakref.WeakSet[HTTPConnection] = weakref.WeakSet()

    def add(self, connection: HTTPConnection) -> None:
        """Remember a connection that was just made."""
        with self._lock:
            self._connections.add(connection)

    def end_all(self) -> None:
        """End every connection; a thread that waits for an answer gets an error at once."""
        with self._lock:
            connections = list(self._connections)
        for connection in connections:
            _end(connection.sock)


def _end(sock: socket.socket | None) -> None:
    """Shut a socket down; past an SSL layer's own shutdown, which would wait for the other side."""
    if sock is None:
        return
    try:
        socket.socket.shutdown(sock, socket.SHUT_RDWR)
    except OSError:
        return  # it is closed already


class TrackedAdapter(HTTPAdapter):
    """An adapter that tells `sockets` of each connection it makes, through a proxy or not; it never repeats a call.

    `send_s`: seconds in which each piece that is sent must have left.
    """

    def __init__(self, sockets: OpenSockets, trust: Trust, send_s: float) -> None:
        self._pools = _pool_classes(sockets, trust, send_s)
        super().__init__(pool_connections=_POOL_SIZE, pool_maxsize=_POOL_SIZE, max_retries=0)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, proxy: str, **proxy_kwargs: object) -> PoolManager:
        """Make the pools of tracked connections for a proxy."""
        manager: PoolManager = super().proxy_manager_for(proxy, **proxy_kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pool_classes(sockets: OpenSockets, trust: Trust, send_s: float) -> dict[str, type]:
    def made(connection: HTTPConnection) -> None:
        # While a body is sent urllib3 leaves the time-out of connecting in place, which is too short for a slow line.
        connection.sock.settimeout(send_s)
        sockets.add(connection)

    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            made(self)

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            self.ssl_context = trust.context()  # beside what requests loads into it
            super().connect()
            made(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
