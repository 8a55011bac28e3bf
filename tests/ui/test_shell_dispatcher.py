"""The one way to the GUI thread."""

import threading
from functools import partial

import pytest
import shiboken6
from PySide6.QtCore import QThread
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.ui.dispatcher import Dispatcher


def test_functions_of_other_threads_run_here_and_in_order(qtbot: QtBot, qapp: QApplication) -> None:
    dispatcher = Dispatcher()
    seen: list[tuple[int, bool]] = []

    def note(number: int) -> None:
        seen.append((number, QThread.currentThread() is qapp.thread()))

    def give() -> None:
        for number in range(100):
            dispatcher(partial(note, number))

    worker = threading.Thread(target=give)
    worker.start()
    worker.join()
    assert seen == []
    qtbot.waitUntil(lambda: len(seen) == 100)
    assert seen == [(number, True) for number in range(100)]


def test_a_function_given_here_waits_for_the_event_loop(qtbot: QtBot) -> None:
    dispatcher = Dispatcher()
    seen: list[str] = []
    dispatcher(lambda: seen.append("late"))
    seen.append("first")
    qtbot.waitUntil(lambda: len(seen) == 2)
    assert seen == ["first", "late"]


def test_an_exception_does_not_stop_the_next_function(qtbot: QtBot) -> None:
    dispatcher = Dispatcher()
    seen: list[str] = []

    def fail() -> None:
        raise RuntimeError("wrong")

    with qtbot.captureExceptions() as exceptions:
        dispatcher(fail)
        dispatcher(lambda: seen.append("next"))
        qtbot.waitUntil(lambda: seen == ["next"])
    assert [str(value) for _kind, value, _trace in exceptions] == ["wrong"]


def test_after_close_nothing_is_called(qtbot: QtBot, qapp: QApplication) -> None:
    dispatcher = Dispatcher()
    seen: list[str] = []
    dispatcher(lambda: seen.append("too late"))
    dispatcher.close()
    qapp.processEvents()
    assert seen == []
    assert qtbot is not None


def test_a_worker_may_speak_after_the_end(qapp: QApplication) -> None:
    assert qapp is not None
    dispatcher = Dispatcher()
    shiboken6.delete(dispatcher)
    dispatcher(lambda: pytest.fail("called after the end"))
    qapp.processEvents()
