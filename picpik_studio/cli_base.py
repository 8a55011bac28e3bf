"""What the commands of the command line share: how they are parsed, what they say, how they end."""

import argparse
import os
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

if TYPE_CHECKING:
    from picpik_studio.app.job import Job

KEYS = "PICPIK_PUBLIC_KEY and PICPIK_PRIVATE_KEY"
CALLED_VARIABLE = "PICPIK_STUDIO_CALLED"
DONE, FAILED, WRONG_USE, INTERRUPTED = 0, 1, 2, 130


def called() -> str:
    """Return what the person types to start the program: from a checkout that is `packaging/start`."""
    return os.environ.get(CALLED_VARIABLE) or "picpik-studio"


def say(text: str) -> None:
    """Say one sentence on standard error."""
    print(f"picpik-studio: {text}", file=sys.stderr)


class Parser(argparse.ArgumentParser):
    """Says what is wrong in one line instead of repeating the usage."""

    def __init__(self, command: str, description: str, more: str = "") -> None:
        super().__init__(prog=f"{called()} {command}", description=description, epilog=more, allow_abbrev=False)

    def error(self, message: str) -> NoReturn:
        """End with the exit code for wrong use."""
        say(f"{message.removeprefix('argument ')} (see {self.prog} --help)")
        raise SystemExit(WRONG_USE)

    def add_connection(self) -> None:
        """Add the options that every question to a service has."""
        self.add_argument(
            "--connection",
            default="local",
            metavar="local|picpik|picpik-cn|URL",
            help=f"who is asked (default: local, this computer); keys from the keyring, or from {KEYS}",
        )
        self.add_argument("--json", action="store_true", help="print the answer as JSON")


def demand_files(*paths: str | Path) -> None:
    """See that these files are there. Raises MissingFileError."""
    from picpik_studio.files.errors import MissingFileError  # noqa: PLC0415 - as above
    from picpik_studio.texts import QT_TRANSLATE_NOOP  # noqa: PLC0415 - as above

    for path in paths:
        if not os.path.lexists(path):
            raise MissingFileError(QT_TRANSLATE_NOOP("Files", "There is no file {path}."), path=str(path))


class Progress:
    """Tells on standard error what is new of a job: its TaskUID and each status as it came."""

    def __init__(self) -> None:
        self._told: tuple[object, ...] = ()
        self._start = time.monotonic()

    def __call__(self, job: "Job") -> None:
        """Tell of a job as it is now."""
        message = job.message.text if job.message is not None else ""
        new = (job.state, job.task_uid, job.status_word, message)
        if new == self._told:
            return
        self._told = new
        words = [f"{time.monotonic() - self._start:6.1f} s", job.state.value]
        if job.task_uid:
            words.append(f"TaskUID {job.task_uid}")
        if job.status_word:
            words.append(f"status {job.status_word}")
        print("  ".join([*words, message]).rstrip(), file=sys.stderr, flush=True)
