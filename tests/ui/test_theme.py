"""The look: every pair of text and ground is legible, and the style sheet has no unknown name left."""

import math
import re

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QDoubleSpinBox, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from picpik_studio.app.commands import COMMANDS
from picpik_studio.resources import resource
from picpik_studio.ui import icons, theme

_LEGIBLE = 4.5


def _luminance(colour: str) -> float:
    shade = QColor(colour)
    parts = [shade.redF(), shade.greenF(), shade.blueF()]
    linear = [part / 12.92 if part <= 0.04045 else math.pow((part + 0.055) / 1.055, 2.4) for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("ground", [theme.WINDOW, theme.PANEL, theme.RAISED, theme.INSET, theme.SURROUND])
@pytest.mark.parametrize("ink", [theme.TEXT, theme.SECOND, theme.SUCCESS, theme.WARNING, theme.ERROR])
def test_every_ink_is_legible_on_every_ground(ink: str, ground: str) -> None:
    assert contrast(ink, ground) >= (_LEGIBLE if ink != theme.ERROR else 4.0)


@pytest.mark.parametrize("ground", [theme.INSET, theme.PANEL])
def test_the_words_in_an_empty_field_are_legible(ground: str) -> None:
    assert contrast(theme.HINT, ground) >= _LEGIBLE


def test_an_empty_field_is_drawn_with_the_hints_colour(qapp: QApplication, qtbot: QtBot) -> None:
    before = qapp.styleSheet()
    qapp.setStyleSheet(theme.style_sheet())
    try:
        for field in (QLineEdit(), QPlainTextEdit()):
            qtbot.addWidget(field)
            field.ensurePolished()
            assert field.palette().color(QPalette.ColorRole.PlaceholderText) == QColor(theme.HINT)
    finally:
        qapp.setStyleSheet(before)


def test_icon_and_text_of_a_button_keep_apart(qtbot: QtBot) -> None:
    button = QPushButton("Submit")
    qtbot.addWidget(button)
    icons.put_icon(button, "sparkles", theme.ON_ACCENT)
    assert button.iconSize() == QSize(theme.ICON + icons.GAP, theme.ICON)
    drawn = button.icon().pixmap(button.iconSize()).toImage()
    assert drawn.width() > drawn.height()
    beyond = drawn.copy(drawn.height(), 0, drawn.width() - drawn.height(), drawn.height())
    assert all(beyond.pixelColor(x, y).alpha() == 0 for x in range(beyond.width()) for y in range(beyond.height()))


def test_the_primary_button_and_the_selection_are_legible() -> None:
    for ground in (theme.ACCENT, theme.ACCENT_HOVER, theme.ACCENT_PRESSED):
        assert contrast(theme.ON_ACCENT, ground) >= _LEGIBLE
    assert contrast(theme.TEXT, theme.SELECTED) >= _LEGIBLE
    assert contrast(theme.SECOND, theme.SELECTED) >= 4.0


def test_the_style_sheet_is_filled_in_and_its_pictures_exist() -> None:
    text = theme.style_sheet()
    assert "$" not in text
    pictures = re.findall(r'url\("([^"]+)"\)', text)
    assert pictures
    assert {path for path in pictures if not resource("themes", path.rsplit("/", 1)[1]).is_file()} == set()


@pytest.mark.usefixtures("dressed")
def test_the_theme_is_taken_without_a_warning(qtbot: QtBot) -> None:
    label = QLabel("x")
    qtbot.addWidget(label)
    theme.restyle(label, "tone", "error")
    label.ensurePolished()
    assert label.palette().windowText().color() == QColor(theme.ERROR)
    theme.restyle(label, "tone", "second")
    assert label.palette().windowText().color() == QColor(theme.SECOND)


def test_a_number_keeps_off_its_frame(qtbot: QtBot) -> None:
    spin = QDoubleSpinBox()
    qtbot.addWidget(spin)
    theme.indent(spin)
    edit = spin.findChild(QLineEdit)
    assert edit is not None
    assert edit.textMargins().left() == theme.HALF


def test_every_icon_of_the_commands_can_be_drawn(qapp: QApplication) -> None:
    named = {command.icon for command in COMMANDS if command.icon}
    assert len(named) > 20
    for name in named:
        picture = icons.icon(name).pixmap(theme.ICON, theme.ICON).toImage()
        ink = sum(picture.pixelColor(x, y).alpha() > 60 for x in range(theme.ICON) for y in range(theme.ICON))
        assert ink > 10, name
    assert qapp is not None


def test_a_disabled_icon_is_grey_and_an_icon_takes_its_colour(qapp: QApplication) -> None:
    assert qapp is not None
    line = icons.icon("minus", theme.ERROR)
    colours = {
        mode: max((picture.pixelColor(x, 9) for x in range(theme.ICON)), key=QColor.alpha).name()
        for mode in (QIcon.Mode.Normal, QIcon.Mode.Disabled)
        for picture in [line.pixmap(theme.ICON, theme.ICON, mode).toImage()]
    }
    assert contrast(colours[QIcon.Mode.Normal], theme.ERROR) < 1.1
    assert contrast(colours[QIcon.Mode.Disabled], theme.DISABLED) < 1.1


def test_an_unknown_icon_is_refused(qapp: QApplication) -> None:
    assert qapp is not None
    with pytest.raises(FileNotFoundError, match="no-such-icon"):
        icons.icon("no-such-icon")


def test_the_application_has_a_face(qapp: QApplication) -> None:
    assert qapp is not None
    assert not icons.application_icon().pixmap(64, 64).isNull()
