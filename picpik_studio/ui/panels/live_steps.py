"""The live steps: what is done to the painted repaint area before it is used, without touching the strokes."""

from PySide6.QtWidgets import QWidget

from picpik_studio.app.session import Session
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.text import note


class LiveStepsSection(Section):
    """The recipe of the session's document."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__("", parent)
        self.header.setText(self.tr("Live steps"))
        self._session = session
        self.empty = note(
            self.tr(
                "Steps grow, smooth or soften what is painted each time it changes. The strokes stay as they are, so "
                "that every step can be changed or taken away later."
            ),
            parent=self,
        )
        self.content.addWidget(self.empty)
        self.unfold()
