"""The embedded service as a process of its own: told over stdin, telling over stdout, gone when stdin ends.

The parent's end closes stdin, however it comes about, on every system; so no service is ever left behind.
"""

import json
import os
import signal
import sys
import threading
from collections.abc import Sequence
from pathlib import Path

from picpik_studio.engine.http import Keys
from picpik_studio.engine.service import Service, Setup
from picpik_studio.errors import PicPikError

LAST_SECONDS = 3.0
"""After stdin has ended, an orderly end may take so long."""

_STDIN = 0


def run(argv: Sequence[str]) -> int:
    """Serve for the parent process; return the exit code.

    One JSON line comes in (`public_key`, `private_key`, `data_folder`, optionally `port`), one goes out (`url`, `pid`)
    when calls are taken. `argv` is not used: what it held could be read by every user of the machine.
    """
    del argv
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    setup = _setup(_first_line())
    if setup is None:
        sys.stderr.write("The service is started by the editor: one JSON line with keys and data_folder on stdin.\n")
        return 2
    try:
        service = Service(setup)
        threading.Thread(target=_end_with_stdin, args=(service,), daemon=True).start()
        service.run(_announce)
    except PicPikError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


def _first_line() -> bytes:
    """Read stdin up to the first line's end; unbuffered, so that nothing waits in a buffer for a second reader."""
    line = bytearray()
    while not line.endswith(b"\n") and (piece := os.read(_STDIN, 1)):
        line += piece
    return bytes(line)


def _setup(line: bytes) -> Setup | None:
    """Return what the first line says, None for one that says nothing or too little: no service without keys."""
    try:
        hello = json.loads(line)
        texts = [hello[name] for name in ("public_key", "private_key", "data_folder")]
        port = int(hello.get("port", 0))
    except (ValueError, KeyError, TypeError):
        return None
    if not all(isinstance(text, str) and text for text in texts):
        return None
    return Setup(Path(texts[2]), Keys(texts[0], texts[1]), port=port)


def _announce(url: str) -> None:
    sys.stdout.write(json.dumps({"url": url, "pid": os.getpid()}) + "\n")
    sys.stdout.flush()


def _end_with_stdin(service: Service) -> None:
    while os.read(_STDIN, 4096):
        pass
    last = threading.Timer(LAST_SECONDS, os._exit, (1,))
    last.daemon = True
    last.start()
    service.stop()
