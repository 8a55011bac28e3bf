"""A real engine, a proxy before it, and an editor that knows only the proxy."""

from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path

import pytest

from picpik_studio.api.transport import Transport
from picpik_studio.app import bringing, connections, sending, settling, watching
from picpik_studio.app.watching import Pace
from tests.app.conftest import Bench
from tests.engine.service import PRIVATE, PUBLIC, Engine
from tests.faults.bench import Ledger
from tests.faults.impatience import PATIENT, Impatient
from tests.faults.proxy import Proxy

QUICK = Pace(0.01, 0.05, 0.05, 20)
SHORT = (0.01, 0.01, 0.01)


@pytest.fixture(scope="package")
def engine_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("faults")


@pytest.fixture(scope="package")
def engine(engine_folder: Path) -> Iterator[Engine]:
    with Engine(engine_folder) as running:
        yield running


@pytest.fixture
def ledger(engine_folder: Path) -> Ledger:
    return Ledger(engine_folder)


@pytest.fixture
def proxy(engine: Engine) -> Iterator[Proxy]:
    made = Proxy(engine.url)
    yield made
    made.close()


@pytest.fixture
def hasty(monkeypatch: pytest.MonkeyPatch) -> Callable[[Proxy, float], None]:
    """Shorten every pause; the function that is given sets how long an answer that goes wrong is waited for."""
    monkeypatch.setenv("PICPIK_PUBLIC_KEY", PUBLIC)
    monkeypatch.setenv("PICPIK_PRIVATE_KEY", PRIVATE)
    monkeypatch.setattr(watching, "CLOUD_PACE", QUICK)
    for module in (sending, bringing, settling):
        monkeypatch.setattr(module, "PAUSES_SECONDS", SHORT)

    monkeypatch.setattr(connections, "Transport", partial(Transport, PATIENT))

    def wait_for(proxy: Proxy, read_s: float) -> None:
        monkeypatch.setattr(connections, "Transport", partial(Impatient, proxy, read_s))

    return wait_for


@pytest.fixture
def bench(tmp_path: Path, hasty: object) -> Iterator[Bench]:
    assert hasty is not None
    made = Bench(tmp_path / "data")
    yield made
    made.close()
