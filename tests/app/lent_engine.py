"""This computer's engine, lent to the tests that ask it for something and not how it starts and ends.

It is the real one, a process of its own with workers of its own; but a test does not wait until both have started.
"""

from collections.abc import Iterator

import pytest

from picpik_studio.app.local_service import LocalAddress, LocalService


@pytest.fixture(scope="session")
def running_engine(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalService]:
    service = LocalService(tmp_path_factory.mktemp("lent-engine"))
    yield service
    service.close()


@pytest.fixture
def lent_engine(running_engine: LocalService, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every program of the test asks the engine that runs in place of starting one."""
    address = LocalService.address

    def lent(_own: LocalService) -> LocalAddress:
        return address(running_engine)

    monkeypatch.setattr(LocalService, "address", lent)
