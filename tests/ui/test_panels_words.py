"""What is said outside `ui` is translated when it is shown, whichever context it is filed under."""

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTranslator
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.job import Reason
from picpik_studio.ui.panels.controls.text import OneLine, link, note, tip
from picpik_studio.ui.words import CONTEXTS, reason_text, said
from tests.sources import package_sources

_MARK = re.compile(r'QT_TRANSLATE_NOOP\(\s*"(\w+)"')


class Dutch(QTranslator):
    """Knows one sentence of one context."""

    def translate(self, context: str, source: str, *_rest: object) -> str:
        return "{count} taken" if (context, source) == ("Jobs", "{count} tasks") else ""


@pytest.fixture
def dutch(qapp: QApplication) -> Iterator[None]:
    translator = Dutch()
    assert qapp.installTranslator(translator)
    yield
    QCoreApplication.removeTranslator(translator)


def test_every_context_of_the_program_is_known() -> None:
    used = {context for source in package_sources() for context in _MARK.findall(source.text)}
    assert used - {"context"} <= set(CONTEXTS)


@pytest.mark.usefixtures("dutch")
def test_a_template_is_translated_before_it_is_filled() -> None:
    assert said("{count} tasks", {"count": 3}) == "3 taken"
    assert said("untranslated {count}", {"count": 3}) == "untranslated 3"


def test_the_services_own_words_stay_as_they_came() -> None:
    assert reason_text(Reason("Refused: {what}.", {"what": "it"}, "{no field}")) == "Refused: it. {no field}"
    assert reason_text(Reason("Refused.")) == "Refused."


def test_a_tooltip_wraps_and_shows_angle_brackets() -> None:
    assert tip("a < b", "", "more") == "<qt><b>a &lt; b</b><br>more</qt>"


def test_a_line_that_is_too_long_is_whole_in_its_tooltip(qtbot: QtBot) -> None:
    line = OneLine()
    qtbot.addWidget(line)
    line.setText("a very long prompt")
    line.resize(20, 16)
    assert "a very long prompt" in line.toolTip()
    assert line.minimumSizeHint().width() >= 0
    line.setText("")
    assert line.toolTip() == ""


def test_an_address_without_a_blank_never_widens_a_panel(qtbot: QtBot) -> None:
    address = "https://service.example/" + "a" * 300
    words = note(f"Not reached: {address}")
    qtbot.addWidget(words)
    assert words.minimumSizeHint().width() < 340
    assert words.text().replace("\u200b", "") == f"Not reached: {address}"


def test_a_link_says_where_it_leads(qtbot: QtBot) -> None:
    result = link("Not used", "Connections")
    qtbot.addWidget(result)
    assert result.accessibleName() == "Not used: Connections"
