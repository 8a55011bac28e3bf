"""The running program behind its windows: shared services, the log, and what becomes of unforeseen errors."""

import logging
import signal
import socket
import sys
import threading
from logging.handlers import RotatingFileHandler
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QObject, QSocketNotifier, QtMsgType, qInstallMessageHandler
from PySide6.QtGui import QGuiApplication, QSessionManager

from picpik_studio.app.memory import give_back_large_pieces
from picpik_studio.app.program import Program
from picpik_studio.app.settings import Settings
from picpik_studio.ui.desk import Desk
from picpik_studio.ui.dispatcher import Dispatcher

_LOG = logging.getLogger(__name__)
_QT_LOG = logging.getLogger("qt")
_LOG_NAME = "picpik-studio.log"
_LOG_BYTES = 1_000_000
_SHRUG = "This plugin does not support "  # Wayland cannot raise a window, a screenless platform has no hints: so be it
_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


class Running:
    """Services and windows of one process, from after the first paint to the end.

    An error that nobody foresaw goes to the log and becomes a notice; the program lives on. Raises PicPikError when
    the data folder cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        give_back_large_pieces()
        self.dispatcher = Dispatcher()
        self.program = Program(self.dispatcher, settings=settings)
        self.desk = Desk(self.program, settings)
        self._log = _open_log(self.program)
        self._bell = _Bell(self.desk)
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.connect(self._session_ends)
        self._hooks = sys.excepthook, threading.excepthook
        sys.excepthook = self._unforeseen
        threading.excepthook = self._unforeseen_in_thread
        qInstallMessageHandler(_qt_says)

    def close(self) -> None:
        """End the services; jobs go on at the next start."""
        if QGuiApplication.platformName() == "offscreen":
            QGuiApplication.clipboard().clear()  # nobody else sees it, and with something of Python's in it Qt crashes
        sys.excepthook, threading.excepthook = self._hooks
        qInstallMessageHandler(None)
        self._bell.close()
        app = QGuiApplication.instance()
        if isinstance(app, QGuiApplication):
            app.commitDataRequest.disconnect(self._session_ends)
        self.dispatcher.close()
        if not self.program.close():
            _LOG.info("some work was still going on at the end")
        logging.getLogger().removeHandler(self._log)
        self._log.close()

    def _session_ends(self, _manager: QSessionManager) -> None:
        """Keep what is unsaved; Qt then closes the windows, which ask."""
        self.desk.keep()

    def _unforeseen(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        if issubclass(kind, KeyboardInterrupt):
            self.desk.quit()
            return
        _LOG.error("unforeseen", exc_info=(kind, error, trace))
        self.program.notices.fail(error)

    def _unforeseen_in_thread(self, what: threading.ExceptHookArgs) -> None:
        error = what.exc_value
        if error is not None:
            self.dispatcher(lambda: self._unforeseen(what.exc_type, error, what.exc_traceback))


class _Bell(QObject):
    """Closes the windows when the process is told to end: with their questions by Ctrl+C, for somebody sits there.

    By SIGTERM without: the system sends it at a logout, and kills what asks back. What is unsaved is kept then.

    Python's signal handlers run between two of its instructions, of which an idle window executes none; so the signal
    writes into a socket, which wakes Qt.
    """

    def __init__(self, desk: Desk) -> None:
        super().__init__()
        self._desk = desk
        self._ear, self._mouth = socket.socketpair()
        for end in (self._ear, self._mouth):
            end.setblocking(False)
        self._notifier = QSocketNotifier(self._ear.fileno(), QSocketNotifier.Type.Read, self)
        self._notifier.activated.connect(self._ring)
        self._before = signal.set_wakeup_fd(self._mouth.fileno())
        self._handlers = {each: signal.signal(each, lambda *_: None) for each in (signal.SIGINT, signal.SIGTERM)}

    def close(self) -> None:
        """Give the signals back."""
        for each, handler in self._handlers.items():
            signal.signal(each, handler)
        signal.set_wakeup_fd(self._before)
        self._notifier.setEnabled(False)
        self._ear.close()
        self._mouth.close()

    def _ring(self) -> None:
        if signal.SIGTERM in self._ear.recv(1024):
            self._desk.end()
        else:
            self._desk.quit()


def _open_log(program: Program) -> RotatingFileHandler:
    """Write warnings and worse, and our own information, beside the jobs; never a key or a picture."""
    handler = RotatingFileHandler(program.data / _LOG_NAME, maxBytes=_LOG_BYTES, backupCount=1, encoding="utf-8")
    handler.setFormatter(logging.Formatter("%(asctime)s %(levelname)s %(name)s: %(message)s"))
    logging.getLogger().addHandler(handler)
    return handler


def _qt_says(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
    _QT_LOG.log(logging.DEBUG if text.startswith(_SHRUG) else _LEVELS[kind], text)
