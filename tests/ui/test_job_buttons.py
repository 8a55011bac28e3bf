"""A job's button stays under the hand, and under the keyboard, while the service tells more of the job."""

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from picpik_studio.app.job import State
from picpik_studio.ui.panels.jobs import JobsPanel
from tests.ui.stage import StageSession, a_job
from tests.ui.test_jobs import UID, cancel_of, put

LEFT = Qt.MouseButton.LeftButton


def test_it_is_pressed_although_the_job_goes_on_before_it_is_let_go(qtbot: QtBot, tmp_path: Path) -> None:
    stage = StageSession(tmp_path)
    panel = JobsPanel(stage.as_session())
    qtbot.addWidget(panel)
    with qtbot.waitExposed(panel):
        panel.show()
    row = put(panel, stage, a_job(state=State.QUEUED, task_uid=UID))
    cancel = cancel_of(row)
    cancel.setFocus()
    assert cancel.hasFocus()
    QTest.mousePress(cancel, LEFT)
    put(panel, stage, a_job(state=State.RUNNING, task_uid=UID, status_word="Running 3/9"))
    assert cancel_of(row).hasFocus(), "the keyboard stays where it was"
    assert cancel_of(row).isDown()
    QTest.mouseRelease(cancel_of(row), LEFT)
    assert stage.asked == [("cancel", "job")]
    put(panel, stage, a_job(state=State.UNKNOWN, task_uid=UID))
    assert [each.text() for each in row._offered] == ["Look again", "Send again", "Give up"]
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    assert not isValid(cancel)
