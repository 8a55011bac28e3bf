"""Asking a service one thing without a window: the connections of this person, closed behind the question."""

import contextlib
from collections.abc import Iterator

from picpik_studio.app.connections import Connections
from picpik_studio.app.credentials import Credentials
from picpik_studio.app.folders import data_folder
from picpik_studio.app.local_service import LocalService
from picpik_studio.app.settings import Settings


@contextlib.contextmanager
def connections() -> Iterator[Connections]:
    """Give the connections; the engine of this computer, if it was started for the question, ends with the block."""
    service = LocalService(data_folder() / "engine")
    known = Connections(Settings(), Credentials(), service.address)
    try:
        yield known
    finally:
        known.close()
        service.close()
