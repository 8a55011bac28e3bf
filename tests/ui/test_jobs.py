"""The list of jobs: what runs, what it cost, why it failed, and what can be done about it."""

import time
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QMenu, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from picpik_studio.app.action import Action
from picpik_studio.app.job import Job, Reason, State
from picpik_studio.app.notices import Notice
from picpik_studio.ui import theme
from picpik_studio.ui.panels import job_row, job_words, jobs
from picpik_studio.ui.panels.job_row import JobRow
from picpik_studio.ui.panels.jobs import JobsPanel
from tests.ui.stage import StageSession, a_job, a_result

LEFT = Qt.MouseButton.LeftButton
UID = "ckt3uqlrh4miq8mr9lgg"


@pytest.fixture
def stage(tmp_path: Path) -> StageSession:
    return StageSession(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, stage: StageSession) -> JobsPanel:
    panel = JobsPanel(stage.as_session())
    qtbot.addWidget(panel)
    panel.resize(340, 500)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def put(panel: JobsPanel, stage: StageSession, job: Job) -> JobRow:
    stage.program.jobs.put(job)
    row = panel.row(job.id)
    assert row is not None
    QApplication.processEvents()
    return row


def button(row: JobRow, title: str) -> QPushButton:
    return next(each for each in row.findChildren(QPushButton) if each.text() == title and each.isVisible())


def cancel_of(row: JobRow) -> QAbstractButton:
    return next(each for each in row._offered if each.accessibleName() == "Cancel")


def titles(row: JobRow, panel: JobsPanel) -> list[str]:
    return [action.title for action in panel.doings.of(row.job)]


class TestWords:
    def test_the_status_word_is_shown_as_it_came(self) -> None:
        assert job_words.status(a_job(state=State.RUNNING, status_word="rUnNiNg 3/9")) == "rUnNiNg 3/9"
        assert job_words.status(a_job(state=State.QUEUED)) == "Queued"

    def test_where_the_state_is_ours_the_services_word_stands_beside(self) -> None:
        failed = a_job(state=State.FAILED, status_word="Error", credits=3)
        assert job_words.status(failed) == "Failed"
        assert job_words.outcome(failed) == "Service: Error · Credits: 3"

    def test_what_else_the_service_says_is_shown_at_the_status(self, qtbot: QtBot, stage: StageSession) -> None:
        panel = JobsPanel(stage.as_session())
        qtbot.addWidget(panel)
        stage.program.jobs.put(a_job("told", extras=(("Eta", "5 s"),)))
        row = panel.row("told")
        assert row is not None
        assert "Eta: 5 s" in row.status.toolTip()
        assert row.accessibleDescription() == "Eta: 5 s"
        stage.program.jobs.put(a_job("told"))
        assert row.state_icon.toolTip() == ""

    def test_a_selection_is_used_again_and_is_no_result(self, qtbot: QtBot, stage: StageSession) -> None:
        panel = JobsPanel(stage.as_session())
        qtbot.addWidget(panel)
        found = a_job("found", State.FINISHED, action=Action.SUBJECT, connection_id="picpik")
        found = replace(found, results=(a_result("found"),))
        assert [panel.doings.can(name, found) for name in ("select", "show", "upscale", "use_parameters")] == [
            True,
            False,
            False,
            False,
        ]
        stage.program.jobs.put(replace(found, connection_id="local", state=State.RUNNING))
        assert panel.row("found") is None

    def test_cancelling_is_said(self) -> None:
        assert job_words.status(a_job(is_cancelling=True, status_word="Running")) == "Cancelling"

    @pytest.mark.parametrize("state", list(State))
    def test_every_state_has_its_look(self, state: State) -> None:
        assert job_words.state_title(state)
        assert len(job_words.look(a_job(state=state))) == 2

    @pytest.mark.parametrize(("seconds", "text"), [(7.9, "0:07"), (723, "12:03"), (3723, "1:02:03"), (0, "0:00")])
    def test_durations(self, seconds: float, text: str) -> None:
        assert job_words.elapsed(seconds) == text

    def test_results_and_credits(self) -> None:
        job = a_job(state=State.FINISHED, credits=0, results=(a_result("job"), a_result("job", 1)))
        assert job_words.outcome(job) == "Results: 2"
        assert job_words.outcome(replace(job, connection_id="picpik")) == "Results: 2 · Credits: 0"
        assert job_words.outcome(a_job(batch=4)) == "Results asked for: 4"


class TestList:
    def test_an_empty_list_says_what_to_do(self, panel: JobsPanel, stage: StageSession) -> None:
        assert panel.empty.isVisible()
        stage.submitting = 1
        stage.changed.emit("submitting")
        assert panel.preparing.isVisible()
        assert panel.empty.isHidden()

    def test_the_newest_is_first(self, panel: JobsPanel, stage: StageSession) -> None:
        now = time.time()
        for age, name in ((10, "old"), (30, "older"), (1, "new")):
            put(panel, stage, a_job(name, created=now - age))
        tops = {name: row.y() for name in ("new", "old", "older") if (row := panel.row(name))}
        assert tops["new"] < tops["old"] < tops["older"]
        assert panel.count.text() == "Running: 3"

    def test_jobs_of_before_are_listed_from_the_start(self, qtbot: QtBot, stage: StageSession) -> None:
        stage.program.jobs.by_id = {"a": a_job("a", State.FINISHED)}
        panel = JobsPanel(stage.as_session())
        qtbot.addWidget(panel)
        assert panel.row("a") is not None

    def test_a_long_list_comes_in_pages(
        self, panel: JobsPanel, stage: StageSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(jobs, "PAGE", 2)
        panel._limit = 2
        for age in range(5):
            stage.program.jobs.put(a_job(f"job-{age}", State.FINISHED, created=1000 - age))
        assert [panel.row(f"job-{age}") is not None for age in range(5)] == [True, True, False, False, False]
        QTest.mouseClick(panel.older, LEFT)
        assert panel.row("job-3") is not None
        assert panel.older.text() == "Show older ones (1)"

    def test_a_removed_job_leaves_and_an_older_one_moves_up(self, panel: JobsPanel, stage: StageSession) -> None:
        panel._limit = 1
        stage.program.jobs.put(a_job("new", State.FINISHED, created=2))
        stage.program.jobs.put(a_job("old", State.FINISHED, created=1))
        panel.select("new")
        stage.program.jobs.drop("new")
        assert panel.row("new") is None
        assert panel.row("old") is not None
        assert panel.selected_id == ""
        stage.program.jobs.removed.emit("stranger")

    def test_time_goes_by_while_something_runs(
        self, panel: JobsPanel, stage: StageSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        now = time.time()
        monkeypatch.setattr(job_row, "time", SimpleNamespace(time=lambda: now))
        row = put(panel, stage, a_job(created=now - 65))
        assert panel._clock.isActive()
        row.elapsed.setText("")
        panel._clock.timeout.emit()
        assert row.elapsed.text() == "1:05"
        stage.program.jobs.put(a_job(state=State.FINISHED, created=row.job.created, ended=row.job.created + 70))
        assert not panel._clock.isActive()
        assert row.elapsed.text() == "1:10"


class TestRow:
    def test_a_click_on_the_uid_copies_it(self, panel: JobsPanel, stage: StageSession) -> None:
        heard: list[Notice] = []
        stage.program.notices.shown.connect(heard.append)
        row = put(panel, stage, a_job(task_uid=UID))
        assert row.uid.text() == UID
        QTest.mouseClick(row.uid, LEFT)
        assert QGuiApplication.clipboard().text() == UID
        assert UID in heard[0].text

    def test_a_long_uid_keeps_its_ends_and_its_tooltip_all_of_it(self, panel: JobsPanel, stage: StageSession) -> None:
        uid = "0123456789abcdef0123456789abcdef"
        row = put(panel, stage, a_job(task_uid=uid))
        assert row.uid.text() == "0123456789abc…89abcdef"
        assert uid in row.uid.toolTip()
        assert uid in row.accessibleName()

    def test_why_it_failed_is_shown_whole(self, panel: JobsPanel, stage: StageSession) -> None:
        reason = Reason("The service refused {what}: {many}", {"what": "it", "many": "words " * 30}, "Said it so.")
        row = put(panel, stage, a_job(state=State.FAILED, message=reason))
        assert row.message.text().startswith("The service refused it: words words")
        assert row.message.text().endswith("Said it so.")
        assert row.message.wordWrap()
        assert row.message.height() > 2 * row.message.fontMetrics().lineSpacing()

    def test_it_is_busy_while_something_may_come(self, panel: JobsPanel, stage: StageSession) -> None:
        row = put(panel, stage, a_job())
        assert row.activity.isVisible()
        put(panel, stage, a_job(is_watched=False))
        assert row.activity.isHidden()
        put(panel, stage, a_job(state=State.FINISHED))
        assert row.activity.isHidden()

    def test_its_picture(self, panel: JobsPanel, stage: StageSession) -> None:
        png = cv2.imencode(".png", np.zeros((30, 60, 3), np.uint8))[1].tobytes()
        row = put(panel, stage, a_job(thumbnail=png))
        assert row.thumbnail.pixmap().deviceIndependentSize().toTuple() == (56, 28)
        row = put(panel, stage, a_job("blank"))
        assert not row.thumbnail.pixmap().isNull()


class TestActions:
    def test_a_running_job_can_be_cancelled(self, panel: JobsPanel, stage: StageSession) -> None:
        row = put(panel, stage, a_job(task_uid=UID))
        QTest.mouseClick(cancel_of(row), LEFT)
        assert stage.asked == [("cancel", "job")]
        assert titles(row, panel) == ["Cancel", "Stop watching", "Use its parameters again", "Copy the TaskUID"]

    def test_a_failed_one_is_sent_once_more_or_looked_at_again(self, panel: JobsPanel, stage: StageSession) -> None:
        row = put(panel, stage, a_job(state=State.FAILED, task_uid=UID))
        QTest.mouseClick(button(row, "Retry"), LEFT)
        QTest.mouseClick(button(row, "Look again"), LEFT)
        assert stage.asked == [("retry", "job"), ("look_again", "job")]

    def test_an_unknown_one_asks_which_it_was(self, panel: JobsPanel, stage: StageSession) -> None:
        row = put(panel, stage, a_job(state=State.UNKNOWN, candidates=("uid-1", "uid-2")))
        for title in ("It was uid-2", "Look again", "Send again"):
            QTest.mouseClick(button(row, title), LEFT)
        assert stage.asked == [("adopt", "job", "uid-2"), ("look_again", "job"), ("send_again", "job")]
        assert "Cancel" not in titles(row, panel)

    def test_an_unwatched_one_is_taken_up_again(self, panel: JobsPanel, stage: StageSession) -> None:
        row = put(panel, stage, a_job(is_watched=False, status_word="Odd"))
        QTest.mouseClick(button(row, "Look again"), LEFT)
        assert stage.asked == [("look_again", "job")]

    def test_a_finished_one_shows_its_first_visible_result(self, panel: JobsPanel, stage: StageSession) -> None:
        results = (a_result("job", 0, hidden=True), a_result("job", 1))
        row = put(panel, stage, a_job(state=State.FINISHED, results=results))
        QTest.mouseDClick(row, LEFT, pos=QPoint(4, 4))
        panel.doings.do("unhide", row.job)
        assert stage.asked == [("show_result", "job", 1), ("unhide", "job")]

    def test_one_of_another_picture_opens_that(self, panel: JobsPanel, stage: StageSession, tmp_path: Path) -> None:
        job = a_job(state=State.FINISHED, picture_hash="other", document=tmp_path / "a.png", results=(a_result("job"),))
        row = put(panel, stage, job)
        QTest.mouseDClick(row, LEFT, pos=QPoint(4, 4))
        assert stage.asked == [("open_path", tmp_path / "a.png")]
        stage.picture_hash = "other"
        stage.changed.emit("document")
        assert "Show" in titles(row, panel)

    def test_one_of_another_picture_names_it(self, panel: JobsPanel, stage: StageSession, tmp_path: Path) -> None:
        row = put(panel, stage, a_job(picture_hash="other", document=tmp_path / "lake.png"))
        nameless = put(panel, stage, a_job("pasted", picture_hash="third"))
        own = put(panel, stage, a_job("own", document=tmp_path / "hill.png"))
        assert (row.picture.text(), row.picture.isVisible()) == ("From lake.png", True)
        assert "From lake.png" in row.accessibleName()
        assert nameless.picture.text() == "From a picture without a file"
        assert own.picture.isHidden()
        stage.picture_hash = "other"
        stage.changed.emit("document")
        assert (row.picture.isHidden(), own.picture.text()) == (True, "From hill.png")

    @pytest.mark.parametrize("corner", ["topRight", "bottomRight"])
    def test_the_menu_stays_inside_the_window(
        self, qtbot: QtBot, panel: JobsPanel, stage: StageSession, corner: str
    ) -> None:
        panel.setStyleSheet(theme.style_sheet())  # its dress makes a menu larger than Qt's own
        row = put(panel, stage, a_job(state=State.FINISHED, results=(a_result("job"),), task_uid=UID))
        row.more.setParent(panel)
        row.more.move(getattr(panel.rect(), corner)() - QPoint(4, 4))
        row.more.show()
        QTest.mouseClick(row.more, LEFT, pos=QPoint(2, 2))
        menu = row.findChild(QMenu)
        assert isinstance(menu, QMenu)
        with qtbot.waitExposed(menu):
            pass
        place = menu.geometry()
        menu.close()
        assert panel.frameGeometry().contains(place), (place, panel.frameGeometry())

    def test_the_rest_is_in_the_menu(self, qtbot: QtBot, panel: JobsPanel, stage: StageSession) -> None:
        row = put(panel, stage, a_job(state=State.CANCELLED))
        QTest.mouseClick(row.more, LEFT)
        menu = row.findChild(QMenu)
        assert isinstance(menu, QMenu)
        with qtbot.waitExposed(menu):
            pass
        entries = {action.text(): action for action in menu.actions()}
        assert list(entries) == ["Retry", "Use its parameters again", "Remove from the list"]
        entries["Use its parameters again"].trigger()
        menu.close()
        assert stage.asked == [("use_parameters_of", "job")]

    def test_results_are_removed_only_after_a_question(
        self, panel: JobsPanel, stage: StageSession, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        answers = [QMessageBox.StandardButton.No, QMessageBox.StandardButton.Yes]
        questions: list[str] = []

        def answer(*arguments: object) -> QMessageBox.StandardButton:
            questions.append(str(arguments[2]))
            return answers.pop(0)

        monkeypatch.setattr(QMessageBox, "question", answer)
        job = a_job(state=State.FINISHED, results=(a_result("job"), a_result("job", 1)))
        put(panel, stage, job)
        panel.doings.do("forget", job)
        assert stage.asked == []
        panel.doings.do("forget", job)
        assert stage.asked == [("forget", "job")]
        assert "(2)" in questions[0]
        panel.doings.do("forget", a_job("bare", State.FAILED))
        assert stage.asked[-1] == ("forget", "bare")
        assert len(questions) == 2

    def test_the_folder_of_the_results_is_opened(
        self, panel: JobsPanel, stage: StageSession, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        opened: list[str] = []
        monkeypatch.setattr(
            "picpik_studio.ui.panels.job_actions.QDesktopServices.openUrl", lambda url: opened.append(url.toLocalFile())
        )
        job = a_job(state=State.FINISHED, results=(a_result("job", path=tmp_path / "r" / "a.png"),))
        put(panel, stage, job)
        assert panel.doings.do("open_folder", job)
        assert opened == [str(tmp_path / "r")]

    def test_what_makes_no_sense_is_not_done(self, panel: JobsPanel, stage: StageSession) -> None:
        job = a_job(state=State.FINISHED)
        assert not panel.doings.do("cancel", job)
        assert not panel.doings.do("copy_uid", job)
        assert stage.asked == []


class TestKeyboard:
    @pytest.fixture
    def filled(self, panel: JobsPanel, stage: StageSession) -> JobsPanel:
        now = time.time()
        for age, name in ((1, "new"), (2, "old")):
            results = (a_result(name),)
            put(panel, stage, a_job(name, State.FINISHED, created=now - age, results=results, task_uid=name))
        return panel

    def test_arrows_move_and_enter_shows(self, filled: JobsPanel, stage: StageSession) -> None:
        QTest.keyClick(filled, Qt.Key.Key_Down)
        QTest.keyClick(filled, Qt.Key.Key_Down)
        assert filled.selected_id == "old"
        QTest.keyClick(filled, Qt.Key.Key_Down)
        QTest.keyClick(filled, Qt.Key.Key_Up)
        assert filled.selected_id == "new"
        QTest.keyClick(filled, Qt.Key.Key_Return)
        assert stage.asked == [("show_result", "new", 0)]

    def test_ctrl_c_copies_and_the_menu_key_opens_the_menu(self, filled: JobsPanel) -> None:
        filled.select("old")
        QTest.keyClick(filled, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
        assert QGuiApplication.clipboard().text() == "old"
        QTest.keyClick(filled, Qt.Key.Key_Menu)
        row = filled.row("old")
        assert row is not None
        menu = row.findChild(QMenu)
        assert isinstance(menu, QMenu)
        assert menu.isVisible()
        menu.close()

    def test_delete_forgets(self, filled: JobsPanel, stage: StageSession, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(QMessageBox, "question", lambda *_: QMessageBox.StandardButton.Yes)
        filled.select("old")
        QTest.keyClick(filled, Qt.Key.Key_Delete)
        assert stage.asked == [("forget", "old")]

    def test_a_click_selects_and_tells(self, qtbot: QtBot, filled: JobsPanel) -> None:
        row = filled.row("old")
        assert row is not None
        with qtbot.waitSignal(filled.selected) as told:
            QTest.mouseClick(row, LEFT, pos=QPoint(4, 4))
        assert told.args == ["old"]
        assert row.property("selected") == "true"
        assert filled.selected_job is row.job

    def test_keys_without_a_job_do_nothing(self, panel: JobsPanel, stage: StageSession) -> None:
        for key in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Delete):
            QTest.keyClick(panel, key)
        assert stage.asked == []
        assert panel.selected_job is None
