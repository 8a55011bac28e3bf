"""Connections that can be ended from another thread: closing the program waits for no answer."""

import socket
import threading
import weakref
from collections.abc import Mapping
from typing import Any

from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

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
    """An adapter that tells `sockets` of each connection it makes, through a proxy or not; it never repeats a call."""

    def __init__(self, sockets: OpenSockets) -> None:
        self._pools = _pool_classes(sockets)
        super().__init__(pool_connections=_POOL_SIZE, pool_maxsize=_POOL_SIZE, max_retries=0)

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:  # noqa: ANN401 - requests' own signature
        """Make the pools of tracked connections."""
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = self._pools

    def proxy_manager_for(self, *args: Any, **kwargs: Any) -> Any:  # noqa: ANN401 - requests' own signature
        """Make the pools of tracked connections for a proxy."""
        manager = super().proxy_manager_for(*args, **kwargs)
        manager.pool_classes_by_scheme = self._pools
        return manager


def _pool_classes(sockets: OpenSockets) -> Mapping[str, type[HTTPConnectionPool]]:
    class Plain(HTTPConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self)

    class Encrypted(HTTPSConnection):
        def connect(self) -> None:
            super().connect()
            sockets.add(self)

    class PlainPool(HTTPConnectionPool):
        ConnectionCls = Plain

    class EncryptedPool(HTTPSConnectionPool):
        ConnectionCls = Encrypted

    return {"http": PlainPool, "https": EncryptedPool}
