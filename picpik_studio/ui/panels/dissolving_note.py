"""Says which spots the edge blur dissolves, and offers the blur at which none does."""

from PySide6.QtCore import QLocale
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.dissolving import Dissolved
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.controls.text import note, tip


class DissolvingNote(QWidget):
    """Seen only while something dissolves."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.says = note(tone="warning", parent=self)
        self.here = note(self.tr("This computer repaints them all the same; a cloud service would not."), parent=self)
        self.lower_button = QPushButton(self)
        self.lower_button.setProperty("scale", "small")
        self.lower_button.clicked.connect(session.dissolving.lower_blur)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, theme.GRID, 0, 0)
        layout.setSpacing(theme.HALF)
        for part in (self.says, self.here, self.lower_button):
            layout.addWidget(part)
        follow(self, session.dissolving.changed, self._show)
        follow(self, session.changed, lambda topic: self._show() if topic == "connection" else None)
        self._show()

    def sentence(self, found: Dissolved) -> str:
        """Return how many spots dissolve, and what is left of them."""
        count = len(found.spots)
        text = (
            self.tr("1 spot would dissolve at this edge blur: {survivors} of {area} pixels survive.")
            if count == 1
            else self.tr("{count} spots would dissolve at this edge blur: {survivors} of {area} pixels survive.")
        )
        number = QLocale().toString
        return text.format(count=number(count), survivors=number(found.survivors), area=number(found.area))

    def _show(self) -> None:
        found = self._session.dissolving.found
        self.setVisible(found is not None)
        if found is None:
            return
        self.says.setText(self.sentence(found))
        self.here.setVisible(self._session.connection.is_local and not found.is_kept)
        self.lower_button.setText(self.tr("Lower edge blur to {blur}").format(blur=found.blur))
        self.lower_button.setToolTip(
            tip(self.lower_button.text(), self.tr("The largest edge blur at which no spot dissolves."))
        )
