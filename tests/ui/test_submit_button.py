"""The button that submits: what stands on it is in its middle."""

import numpy as np
import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.ui.panels.submit_button import SubmitButton


@pytest.mark.usefixtures("dressed")
@pytest.mark.parametrize(("width", "has_keys"), [(264, True), (420, True), (170, False)])
def test_title_and_key_stand_in_the_middle_together(
    qtbot: QtBot, qapp: QApplication, width: int, has_keys: bool
) -> None:
    button = SubmitButton("Submit")
    qtbot.addWidget(button)
    button.resize(width, 42)
    button.show()
    button.show_keys("Ctrl+Enter")
    qapp.processEvents()
    image = button.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    seen = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.width(), 4)[8:-8, 8:-8, :3]
    differs = np.abs(seen.astype(int) - seen[0, 0]).max(axis=(0, 2)) > 60
    left, right = int(differs.argmax()), int(differs[::-1].argmax())
    assert button._keys.isVisible() == has_keys
    assert abs(left - right) <= 6
