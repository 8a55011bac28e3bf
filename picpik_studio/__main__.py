"""The one entry point of the checkout, the wheel and the frozen program; decides by the first word, importing late."""

import os
import sys
from collections.abc import Sequence
from pathlib import Path

_COMMAND_WORDS = frozenset({"redraw", "erase", "select", "upscale", "models", "tasks", "balance", "serve"})
_WINDOW_WORDS = frozenset({"--sample", "selftest", "showcase"})


def main(argv: Sequence[str] | None = None) -> int:
    """Run the program with `argv` (without its name; None: the process's own); return the exit code.

    `engine` (hidden) is the service of this computer; nothing, a picture's file, `--sample`, `selftest` and
    `showcase` open the window; everything else is for the command line.
    """
    if getattr(sys, "frozen", False):
        import multiprocessing  # noqa: PLC0415 - 12 ms of every start, for the frozen one alone

        multiprocessing.freeze_support()
    # Small products of matrices in NumPy: two threads spin while they wait for each other, and beside any other work
    # take six times as long as one. Read when NumPy is imported.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    words = list(sys.argv[1:] if argv is None else argv)
    if words[:1] == ["engine"]:
        from picpik_studio.engine.process import run  # noqa: PLC0415 - .5 s, for the service alone

        return run(words[1:])
    if _is_for_the_window(words):
        from picpik_studio.ui.lean_imports import stop_source_reading  # noqa: PLC0415 - commands run where Qt cannot be loaded

        stop_source_reading()
        from picpik_studio.main import main as open_window  # noqa: PLC0415 - not before the hook is put aside

        return open_window(words)
    from picpik_studio.cli import main as command  # noqa: PLC0415 - 30 ms of a window's way to its first paint

    return command(words)


def _is_for_the_window(words: list[str]) -> bool:
    if not words or words[0] in _WINDOW_WORDS:
        return True
    return words[0] not in _COMMAND_WORDS and not words[0].startswith("-") and Path(words[0]).exists()


if __name__ == "__main__":
    sys.exit(main())
