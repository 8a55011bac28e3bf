"""The bar of notices: the newest at once, older ones behind; what passes by itself and what stays."""

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QAccessible, QEnterEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QWidget
from pytestqt.qtbot import QtBot

from picpik_studio.app.notices import NoticeAction, Notices
from picpik_studio.ui.notice_bar import AT_ONCE, SHOWN_MS, NoticeBar

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def notices() -> Notices:
    return Notices()


@pytest.fixture
def bar(qtbot: QtBot, notices: Notices) -> Iterator[NoticeBar]:
    stage = QWidget()
    stage.resize(800, 500)
    qtbot.addWidget(stage)
    bar = NoticeBar(notices, stage)
    with qtbot.waitExposed(stage):
        stage.show()
    QTest.mouseMove(stage, stage.rect().bottomLeft())  # a card under the pointer waits
    yield bar
    bar.dismiss_all()


def texts(bar: NoticeBar) -> list[str]:
    return [card.words.text() for card in bar.cards]


def test_what_is_not_so_any_more_is_withdrawn(bar: NoticeBar, notices: Notices) -> None:
    for number in range(AT_ONCE + 2):
        notices.say("error", "Number {number}.", key=f"key {number}", number=number)
    notices.withdraw("key 0")
    notices.withdraw(f"key {AT_ONCE + 1}")
    notices.withdraw("no such key")
    assert texts(bar) == [f"Number {number}." for number in range(1, AT_ONCE + 1)]
    assert bar.earlier == 0
    assert bar.cards[-1].earlier.isHidden()


def test_it_is_not_there_while_nothing_is_said(bar: NoticeBar, notices: Notices) -> None:
    assert bar.isHidden()
    notices.say("info", "{name} is saved.", name="a.png")
    assert bar.isVisible()
    assert texts(bar) == ["a.png is saved."]


def test_a_failure_is_shown_as_one(bar: NoticeBar, notices: Notices) -> None:
    notices.fail(ValueError("odd"))
    assert bar.cards[0].notice.kind == "error"
    assert "ValueError: odd" in texts(bar)[0]


def test_the_newest_are_seen_and_say_how_many_lie_behind_them(bar: NoticeBar, notices: Notices) -> None:
    for number in range(AT_ONCE + 2):
        notices.say("error", "Number {number}", number=number)
    assert texts(bar) == ["Number 2", "Number 3", "Number 4"]
    assert bar.earlier == 2
    newest = bar.cards[-1]
    assert (newest.earlier.text(), newest.earlier.isVisible()) == ("2 earlier", True)
    assert "Number 0<br>Number 1" in newest.earlier.toolTip()
    assert all(card.earlier.isHidden() for card in bar.cards[:-1])


def test_what_must_be_dismissed_comes_back_after_the_rest(bar: NoticeBar, notices: Notices) -> None:
    for number in range(AT_ONCE + 2):
        notices.say("error", "Number {number}", number=number)
    QTest.mouseClick(bar.cards[-1].dismiss, LEFT)
    assert texts(bar) == ["Number 1", "Number 2", "Number 3"]
    assert bar.cards[-1].earlier.text() == "1 earlier"
    for _ in range(AT_ONCE + 1):
        QTest.mouseClick(bar.cards[-1].dismiss, LEFT)
    assert bar.isHidden()


def test_news_that_gives_way_is_over(bar: NoticeBar, notices: Notices) -> None:
    notices.say("info", "News")
    for number in range(AT_ONCE):
        notices.say("error", "Number {number}", number=number)
    assert texts(bar) == ["Number 0", "Number 1", "Number 2"]
    assert bar.earlier == 0


def test_escape_that_nobody_wanted_dismisses_the_newest(bar: NoticeBar, notices: Notices) -> None:
    stage = bar.parentWidget()
    inner, taker = QWidget(stage), QLineEdit(stage)
    notices.say("error", "One")
    notices.say("error", "Two")
    QTest.keyClick(taker, Qt.Key.Key_A)
    QTest.keyClick(inner, Qt.Key.Key_A)
    assert texts(bar) == ["One", "Two"]
    QTest.keyClick(inner, Qt.Key.Key_Escape)
    assert texts(bar) == ["One"]
    QTest.keyClick(inner, Qt.Key.Key_Escape)
    QTest.keyClick(inner, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_the_same_words_are_not_said_twice(bar: NoticeBar, notices: Notices) -> None:
    for _ in range(3):
        notices.say("warning", "It is faint.")
    assert texts(bar) == ["It is faint."]


def test_a_key_replaces_in_place(bar: NoticeBar, notices: Notices) -> None:
    notices.say("info", "One", key="it")
    notices.say("info", "Other")
    notices.say("info", "Two", key="it")
    assert texts(bar) == ["Two", "Other"]


def test_a_key_replaces_what_lies_behind(bar: NoticeBar, notices: Notices) -> None:
    notices.say("warning", "One", key="it")
    for number in range(AT_ONCE):
        notices.say("error", "Number {number}", number=number)
    assert bar.earlier == 1
    notices.say("warning", "Two", key="it")
    assert texts(bar)[-1] == "Two"
    assert bar.earlier == 1
    bar.dismiss_all()
    assert (bar.earlier, bar.isHidden()) == (0, True)


@pytest.mark.parametrize(("kind", "passes"), [("info", True), ("success", True), ("warning", False), ("error", False)])
def test_what_is_only_news_passes(bar: NoticeBar, notices: Notices, kind: str, passes: bool) -> None:
    notices.say(kind, "Something")  # type: ignore[arg-type]  # one of the kinds
    card = bar.cards[0]
    assert card.timer.isActive() == passes
    if passes:
        card.timer.timeout.emit()
        assert bar.isHidden()


def test_one_with_something_to_do_stays_longer(bar: NoticeBar, notices: Notices) -> None:
    notices.say("info", "Hidden.", action=NoticeAction("Undo", lambda: None))
    assert bar.cards[0].timer.interval() > SHOWN_MS["info"]


def test_it_waits_while_the_pointer_is_over_it(bar: NoticeBar, notices: Notices) -> None:
    notices.say("info", "Something")
    card = bar.cards[0]
    where = QPointF(5, 5)
    QApplication.sendEvent(card, QEnterEvent(where, where, where))
    assert not card.timer.isActive()
    QApplication.sendEvent(card, QEvent(QEvent.Type.Leave))
    assert card.timer.isActive()


def test_the_action_is_done_once_and_the_card_goes(bar: NoticeBar, notices: Notices) -> None:
    done: list[int] = []
    notices.say("error", "Failed.", action=NoticeAction("Retry", lambda: done.append(1)))
    action = bar.cards[0].action
    assert action is not None
    QTest.mouseClick(action, LEFT)
    assert done == [1]
    assert bar.isHidden()


def test_escape_dismisses_a_card_that_has_the_keyboard(bar: NoticeBar, notices: Notices) -> None:
    notices.say("error", "Failed.")
    QTest.keyClick(bar.cards[0].dismiss, Qt.Key.Key_A)
    QTest.keyClick(bar.cards[0].dismiss, Qt.Key.Key_Escape)
    assert bar.isHidden()


def test_it_lies_in_the_middle_of_the_top_whatever_the_size(bar: NoticeBar, notices: Notices) -> None:
    notices.say("error", "A long sentence that says in many words what went wrong, " * 4)
    parent = bar.parentWidget()
    assert parent is not None
    wide = bar.height()
    assert bar.geometry().center().x() == pytest.approx(parent.rect().center().x(), abs=1)
    parent.resize(360, 500)
    assert parent.rect().contains(bar.geometry())
    assert bar.height() > wide
    assert bar.cards[0].words.height() >= bar.cards[0].words.heightForWidth(bar.cards[0].words.width())


def test_a_screen_reader_is_told(bar: NoticeBar, notices: Notices) -> None:
    notices.say("warning", "It is faint.")
    interface = QAccessible.queryAccessibleInterface(bar.cards[0])
    assert interface.text(QAccessible.Text.Name) == "Warning: It is faint."


def test_a_bar_without_a_parent_is_a_widget_like_others(qtbot: QtBot, notices: Notices) -> None:
    bar = NoticeBar(notices)
    qtbot.addWidget(bar)
    notices.say("error", "Failed.")
    assert texts(bar) == ["Failed."]
    bar.dismiss_all()
    assert bar.cards == ()
