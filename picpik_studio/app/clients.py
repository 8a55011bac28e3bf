"""The way to each service: one client a connection, made when it is needed, closed with the program."""

import threading
from collections.abc import Callable
from typing import Final

from picpik_studio.api.client import Client
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.local_service import LocalAddress, LocalService
from picpik_studio.texts import QT_TRANSLATE_NOOP

LOCAL: Final = "local"
"""The id of the connection to the engine of this computer."""

_CLOSED = QT_TRANSLATE_NOOP("Connections", "The program is closing.")


class Clients:
    """Gives clients by connection id; for any thread, slow: it may start the engine or ask the keyring.

    `make` returns a new client for a connection that is not this computer's own.
    """

    def __init__(self, service: LocalService, make: Callable[[str], Client]) -> None:
        self._service = service
        self._make = make
        self._lock = threading.Lock()
        self._clients: dict[str, Client] = {}
        self._address: LocalAddress | None = None
        self._is_closed = False

    def get(self, connection_id: str) -> Client:
        """Return the client of a connection. Raises ServiceStartError, ApiError, AppError."""
        if connection_id == LOCAL:
            return self._local()
        with self._lock:
            known = self._clients.get(connection_id)
        return known or self._keep(connection_id, self._make(connection_id))

    def forget(self, connection_id: str) -> None:
        """Make a new client at the next call: the address or the keys are others now."""
        with self._lock:
            client = self._clients.pop(connection_id, None)
        if client is not None:
            client.close()

    def close(self) -> None:
        """End every call that is under way, in any thread."""
        with self._lock:
            self._is_closed = True
            clients = tuple(self._clients.values())
            self._clients.clear()
        for client in clients:
            client.close()

    def _local(self) -> Client:
        address = self._service.address()
        with self._lock:
            known = self._clients.get(LOCAL)
            if known is not None and address == self._address:
                return known
        client = self._keep(LOCAL, Client(address.url, address.public_key, address.private_key))
        self._address = address
        return client

    def _keep(self, connection_id: str, client: Client) -> Client:
        with self._lock:
            if not self._is_closed:
                before = self._clients.get(connection_id)
                self._clients[connection_id] = client
        if self._is_closed:
            client.close()
            raise RefusedError(_CLOSED)
        if before is not None:
            before.close()
        return client
