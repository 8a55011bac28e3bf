"""The window's door: shows the window first, completes it, and brings in everything else after that."""

import contextlib
import importlib
import logging
import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QEventLoop
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QApplication, QMessageBox

from picpik_studio import __version__
from picpik_studio.resources import resource
from picpik_studio.ui.application import Application
from picpik_studio.ui.shell import Shell

if TYPE_CHECKING:
    from picpik_studio.app.settings import Settings
    from picpik_studio.ui.first_sight import FirstSight
    from picpik_studio.ui.main_window import MainWindow

SAMPLE = "--sample"
SELFTEST = "selftest"
SHOWCASE = "showcase"
_FURNITURE = (
    "numpy",
    "cv2",
    "requests",
    "PIL.Image",
    "keyring",
    "picpik_studio.app.program",
    "picpik_studio.ui.running",
)
"""What is imported between the first paint and a working window, in steps: the window paints in between."""

_LOG = logging.getLogger(__name__)


def main(argv: list[str]) -> int:
    """Open the window with the picture that `argv` names, if any, and return the exit code when all are closed.

    `--sample` opens the sample; `selftest` tries everything out without a person and says how it went.
    """
    _speak_utf8()
    if argv[:1] == [SELFTEST]:
        return _selftest()
    if argv[:1] == [SHOWCASE]:
        return _showcase(argv[1:])
    if not _has_display():
        sys.stderr.write("There is no display to open a window on. To redraw a picture without one, say: redraw\n")
        return 1
    app = _bare_application()
    app.setWindowIcon(QIcon(str(resource("icons", "picpik-studio.svg"))))  # drawn well later, with the rest
    shell = Shell()
    closing: list[Callable[[], None]] = []
    if argv and argv[0] != SAMPLE:  # the first that is seen is the photograph, in the complete window
        closing.append(_complete(shell, Path(argv[0])))
    shell.painted.connect(lambda: closing.extend(_begin(shell, argv)))
    shell.show()
    code = app.exec()
    for close in closing:
        close()
    return code


def application() -> QApplication:
    """Return Qt's application, named and dressed as ours."""
    app = _bare_application()
    _dress(app)
    return app


def _bare_application() -> QApplication:
    app = QApplication.instance() or Application(["picpik-studio"])
    if not isinstance(app, QApplication):
        raise TypeError("There is an application without windows already")
    QCoreApplication.setOrganizationName("PicPik Studio")
    QCoreApplication.setApplicationName("picpik-studio")
    QCoreApplication.setApplicationVersion(__version__)
    app.setApplicationDisplayName("")
    app.setDesktopFileName("picpik-studio")
    return app


def _dress(app: QApplication) -> None:
    from picpik_studio.ui import theme  # noqa: PLC0415 - a window is seen before
    from picpik_studio.ui.icons import application_icon  # noqa: PLC0415 - as above

    app.setWindowIcon(application_icon())
    theme.apply(app)


def _complete(shell: Shell, path: Path | None = None) -> Callable[[], None]:
    """Make the whole of the empty window, with the first sight of a photograph; return what ends that."""
    from picpik_studio.app.settings import Settings  # noqa: PLC0415 - a window is seen before
    from picpik_studio.ui.first_sight import FirstSight  # noqa: PLC0415 - as above

    sight = None if path is None else FirstSight(path)
    _dress(_bare_application())
    shell.build(Settings(), sight)
    return lambda: None if sight is None else sight.close()


def _begin(shell: Shell, argv: list[str]) -> list[Callable[[], None]]:
    """Complete the window, import one module after another, let it paint in between, and furnish it unless it closed.

    What the person does meanwhile (keys, clicks, drops) waits in its queue for a window that can do it.
    """
    if not shell.is_built:
        _complete(shell)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
    for name in _FURNITURE:
        with contextlib.suppress(Exception):  # whatever a broken library raises, `_furnish` meets it again
            importlib.import_module(name)
        QCoreApplication.processEvents(QEventLoop.ProcessEventsFlag.ExcludeUserInputEvents)
        if not shell.isVisible():
            return []
    return [_furnish(shell, shell.settings, argv)]


def _furnish(shell: Shell, settings: "Settings", argv: list[str]) -> Callable[[], None]:
    """Bring in what works on pictures, open what was asked for, and return what ends it all."""
    try:
        from picpik_studio.ui.running import Running  # noqa: PLC0415 - the shell is painted before this is imported

        running = Running(settings)
    except Exception as error:  # noqa: BLE001 - without its services the program can only say why, and end
        return _end(shell, error)
    try:
        window = running.desk.furnish(shell)
    except Exception as error:  # noqa: BLE001 - as above; what has begun must end, or the process would live on unseen
        running.close()
        return _end(shell, error)
    _open(window, argv, shell.sight)
    shell.end_sight()
    running.program.start()
    running.desk.offer_kept()
    return running.close


def _end(shell: Shell, error: Exception) -> Callable[[], None]:
    """Say why the program cannot start, and end it."""
    _LOG.critical("The program cannot start", exc_info=error)
    title = QCoreApplication.translate("Shell", "PicPik Studio cannot start")
    QMessageBox.critical(shell, title, f"{title}: {error}")
    QApplication.exit(1)
    return lambda: None


def _open(window: "MainWindow", argv: list[str], sight: "FirstSight | None") -> None:
    if argv[:1] == [SAMPLE]:
        window.run("file.sample")
    elif sight is not None and sight.image is not None:
        window.open_seen(Path(argv[0]), sight.image, sight.size)
    elif argv:
        window.open_path(Path(argv[0]))


def _selftest() -> int:
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from picpik_studio.ui.selftest import run  # noqa: PLC0415 - imports everything, which no window must wait for

    return run(application())


def _showcase(folder: list[str]) -> int:
    """Do the main job by itself on the sample, for `packaging/start` on a machine without a display."""
    if not _has_display():
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    from picpik_studio.ui.showcase import run  # noqa: PLC0415 - as above

    return run(application(), Path(*folder))


def _has_display() -> bool:
    """Whether a window can be opened: always, but on a Linux without a display (Qt would end the process there)."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _speak_utf8() -> None:
    """Give Qt a locale that knows all letters, where the system has set none: it would warn, and garble names."""
    named = os.environ.get("LC_ALL") or os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "C"
    if sys.platform.startswith("linux") and "utf" not in named.lower():
        os.environ["LC_ALL"] = "C.UTF-8"
