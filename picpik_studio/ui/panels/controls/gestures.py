"""What a person does in one go, and takes back in one step."""

from typing import Final

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from picpik_studio.ui.panels.controls.slider import ValueSlider

_REST_MS: Final = 1000


class Gestures(QObject):
    """Numbers the gestures in `owner`: one drag is one, and so are changes that follow each other quickly.

    A slider that is held goes on with its gesture, however long it rests in the hand.
    """

    def __init__(self, owner: QWidget) -> None:
        super().__init__(owner)
        self._owner = owner
        self._number = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)

    @property
    def name(self) -> str:
        """What edits of this gesture have in common with each other, and with no other ones."""
        return f"{id(self._owner)}-{self._number}"

    def begin(self) -> None:
        """Take what follows for another gesture."""
        self._rest.stop()
        self._number += 1

    def go_on(self) -> None:
        """Take what follows soon for the same one."""
        self._rest.start()

    def _rested(self) -> None:
        if any(slider.isSliderDown() for slider in self._owner.findChildren(ValueSlider)):
            self._rest.start()
        else:
            self.begin()
