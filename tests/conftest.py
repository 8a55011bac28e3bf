"""What every test gets: no screen, a home of its own, and silence: a leak or a warning fails it."""

import gc
import logging
import os
import signal
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from tests.killed_coverage import pytest_runtestloop
from tests.tables import pytest_terminal_summary

__all__ = ["pytest_runtestloop", "pytest_terminal_summary"]

os.environ["QT_QPA_PLATFORM"] = "offscreen"  # before any import of Qt
os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # before any of NumPy, as picpik_studio.__main__ does

ALLOWED_WARNINGS: tuple[tuple[str, str], ...] = (
    (
        "This plugin does not support",
        "Qt's offscreen platform says so of every window with a least size, of every popup and of raise()",
    ),
)
"""Qt and log warnings that do not fail a test: (beginning of the text, reason). Python's are in pyproject.toml."""

HOME = "PICPIK_STUDIO_HOME"
_PATIENCE_S = 60.0
_KEY_VARIABLES = ("PICPIK_PUBLIC_KEY", "PICPIK_PRIVATE_KEY")
_EXAMPLES, _CORE_EXAMPLES, _FULL_EXAMPLES = 40, 60, 200
_CORE = Path(__file__).parent / "core"


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--full", action="store_true", help="run the long tests at the figures that were promised")
    parser.addoption("--update-snapshots", action="store_true", help="make the pictures of tests/snapshots anew")


def pytest_configure(config: pytest.Config) -> None:
    """Say how the laws of the rooms are tried: no example fails because the machine was slow.

    And have the programs that tests start hear Ctrl+C, which what a shell has put into the background does not.
    """
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    slow = [HealthCheck.too_slow]
    for name, examples in (("house", _EXAMPLES), ("core", _CORE_EXAMPLES)):
        most = _FULL_EXAMPLES if config.getoption("--full") else examples
        settings.register_profile(name, deadline=None, max_examples=most, suppress_health_check=slow)


def pytest_collectstart(collector: pytest.Collector) -> None:
    """Have the laws of each room tried as often as that room's are, in whichever order the rooms are read.

    Here, and not in the rooms: the profile that holds is the one at the time at which a test's module is read.
    """
    if isinstance(collector, pytest.Module):
        settings.load_profile("core" if collector.path.is_relative_to(_CORE) else "house")


def pytest_collection_finish() -> None:
    """Keep the thousands of tests, which stay for good, out of the sight of Python's collector while they run."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def qapp_args() -> list[str]:
    """Name the application as the program does."""
    return ["picpik-studio"]


@pytest.fixture(scope="session")
def qapp_cls() -> type:
    """Take the program's own application, whichever room of tests is the first to need one."""
    from picpik_studio.ui.application import Application  # noqa: PLC0415 - most tests need no Qt

    return Application


@pytest.fixture
def is_full(pytestconfig: pytest.Config) -> bool:
    """Say whether a test that is marked `soak` runs at its full size; it sets its own timeout then."""
    return bool(pytestconfig.getoption("--full"))


def is_allowed(text: str) -> bool:
    """Whether a warning's text is on the list of exceptions."""
    return any(text.startswith(beginning) for beginning, _reason in ALLOWED_WARNINGS)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give the test a home folder of its own, and none of the machine's keys."""
    folder = tmp_path / "home"
    folder.mkdir()
    monkeypatch.setenv(HOME, str(folder))
    for name in _KEY_VARIABLES:
        monkeypatch.delenv(name, raising=False)
    return folder


def _living(before: set[int]) -> list[threading.Thread]:
    return [thread for thread in threading.enumerate() if thread.ident not in before and thread.is_alive()]


@pytest.fixture(autouse=True)
def no_leaked_threads() -> Iterator[None]:
    """Fail the test whose threads live on after it."""
    before = {thread.ident for thread in threading.enumerate() if thread.ident is not None}
    yield
    deadline = time.monotonic() + _PATIENCE_S
    while _living(before) and time.monotonic() < deadline:
        time.sleep(0.01)
    leaked = [thread.name for thread in _living(before)]
    assert not leaked, f"threads live on after the test: {leaked}"


@pytest.fixture(autouse=True)
def no_log_warnings(caplog: pytest.LogCaptureFixture) -> Iterator[None]:
    """Fail the test in which something was logged as a warning or worse, unless it took the records away itself.

    A test that expects a record asserts it and then calls `caplog.clear()`.
    """
    yield
    loud = [
        f"{record.name}: {record.getMessage()}"
        for phase in ("setup", "call")
        for record in caplog.get_records(phase)
        if record.levelno >= logging.WARNING and not is_allowed(record.getMessage())
    ]
    assert not loud, f"log warnings: {loud}"
