"""The engine of this computer: a process of its own, started when it is first needed, ended with the editor.

The keys go in over stdin, the address comes out over stdout; nothing secret stands on a command line. The engine ends
when its stdin ends, which holds when the editor is killed too.
"""

import contextlib
import json
import os
import queue
import secrets
import subprocess
import sys
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import IO

import picpik_studio
from picpik_studio.app.errors import ServiceStartError
from picpik_studio.texts import QT_TRANSLATE_NOOP

START_SECONDS = 30.0
STOP_SECONDS = 2.0

_NO_START = QT_TRANSLATE_NOOP("LocalService", "The service of this computer did not start: {why}")
_CLOSED = QT_TRANSLATE_NOOP("LocalService", "The program is closing.")


@dataclass(frozen=True, repr=False)
class LocalAddress:
    """Where the engine listens, and the keys that it takes; never written anywhere."""

    url: str
    public_key: str
    private_key: str


class LocalService:
    """Starts the engine, and starts it again when it has died. Usable from any thread; `address` is slow work."""

    def __init__(self, data_folder: Path, owner: str = "") -> None:
        self._folder = data_folder
        self._owner = owner
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._address: LocalAddress | None = None
        self._is_closed = False

    @property
    def pid(self) -> int | None:
        """The engine's process id while it runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def address(self) -> LocalAddress:
        """Return where the engine listens, after starting it if it does not run. Raises ServiceStartError."""
        with self._lock:
            if self._address is None or self.pid is None:
                self._address = self._start()
            return self._address

    def hang_up(self) -> None:
        """Tell the engine to end, without waiting; nothing starts it again.

        One that is still starting would read its end only after seconds, and has begun nothing: it is ended at once.
        """
        self._is_closed = True
        process = self._process
        if process is None or process.stdin is None:
            return
        if self._address is None:
            process.kill()
        with contextlib.suppress(OSError):
            process.stdin.close()

    def close(self) -> None:
        """End the engine: its stdin first, the process itself when that is not enough."""
        self.hang_up()
        with self._lock:
            self._end()

    def _start(self) -> LocalAddress:
        if self._is_closed:
            raise ServiceStartError(_CLOSED)
        self._end()
        public_key, private_key = secrets.token_urlsafe(16), secrets.token_urlsafe(32)
        hello = {
            "public_key": public_key,
            "private_key": private_key,
            "data_folder": str(self._folder),
            "port": 0,
            "owner": self._owner,
        }
        try:
            answer = _converse(self._begun(), json.dumps(hello).encode() + b"\n")
            return LocalAddress(str(answer["url"]), public_key, private_key)
        except (OSError, ValueError, KeyError) as error:
            self._end()
            raise ServiceStartError(_NO_START, why=self._last_words() or str(error)) from None

    def _begun(self) -> subprocess.Popen[bytes]:
        process = self._process = self._spawn()
        if self._is_closed:  # by a `hang_up` that came too early to see it
            process.kill()
        return process

    def _spawn(self) -> subprocess.Popen[bytes]:
        self._folder.mkdir(parents=True, exist_ok=True)
        with self._log.open("wb") as log:
            return subprocess.Popen(  # noqa: S603 - this program again; nothing of the line was typed by anybody
                engine_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                env=_environment(),
                # Ctrl+C in the terminal is for the editor, which then ends the job and the engine in order.
                start_new_session=sys.platform != "win32",
                creationflags=_windows_flags(),
            )

    def _end(self) -> None:
        process, self._process, self._address = self._process, None, None
        if process is None:
            return
        with contextlib.suppress(OSError):
            _pipe(process.stdin).close()
        try:
            process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        _pipe(process.stdout).close()

    @property
    def _log(self) -> Path:
        return self._folder / "engine.log"

    def _last_words(self) -> str:
        with contextlib.suppress(OSError):
            lines = self._log.read_text(encoding="utf-8", errors="replace").split("\n")
            return next((line.strip() for line in reversed(lines) if line.strip()), "")
        return ""


def engine_command() -> list[str]:
    """Return the words that start the engine: the frozen program itself, or this Python."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "engine"]
    return [sys.executable, "-m", "picpik_studio", "engine"]


def _environment() -> dict[str, str]:
    """Return this process's environment, in which the child finds the same package wherever it is started."""
    home = str(Path(picpik_studio.__file__).resolve().parent.parent)
    paths = [home, *filter(None, [os.environ.get("PYTHONPATH")])]
    return {**os.environ, "PYTHONPATH": os.pathsep.join(paths)}


def _windows_flags() -> int:
    if sys.platform == "win32":
        return subprocess.CREATE_NO_WINDOW | subprocess.CREATE_NEW_PROCESS_GROUP
    return 0


def _pipe(stream: IO[bytes] | None) -> IO[bytes]:
    if stream is None:
        raise ValueError("the engine was started without its pipes")
    return stream


def _converse(process: subprocess.Popen[bytes], hello: bytes) -> dict[str, object]:
    """Send the first line and return what the engine's first line says. Raises OSError or ValueError."""
    stdin, stdout = _pipe(process.stdin), _pipe(process.stdout)
    with contextlib.suppress(BrokenPipeError):  # it has ended already: what it said by then tells why
        stdin.write(hello)
        stdin.flush()
    lines: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=lambda: lines.put(stdout.readline()), name="picpik-handshake", daemon=True).start()
    try:
        line = lines.get(timeout=START_SECONDS)
    except queue.Empty:
        process.kill()
        raise TimeoutError("it said nothing") from None
    answer = json.loads(line or b"null")
    if isinstance(answer, dict):
        return answer
    raise ValueError("it ended at once")
