"""What part of the picture is sent, and at what size."""

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QButtonGroup, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.job import Reason
from picpik_studio.app.parameters import FIELDS_BY_NAME, FrameMode
from picpik_studio.app.session import Session
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import Rect
from picpik_studio.ui import theme
from picpik_studio.ui.binding import bind, follow
from picpik_studio.ui.panels.controls.flow import FlowLayout
from picpik_studio.ui.panels.controls.rect_row import RectRow
from picpik_studio.ui.panels.controls.size_row import SizeRow
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.text import label, note, tip
from picpik_studio.ui.panels.fields import make_row
from picpik_studio.ui.panels.frame_watch import FrameWatch
from picpik_studio.ui.words import reason_text

FALLBACK = Rect(0, 0, 512, 512)
"""The rectangle to begin with while no frame is known."""


class FrameEditor(QWidget):
    """Edits `frame_mode`, `padding`, `width` and `height`, and says what would be sent while it is seen."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._parameters = session.parameters
        self._frame: Frame | None = None
        self.around = self._mode(self.tr("Repaint area"), self.tr("The repaint area and its surroundings."))
        self.whole = self._mode(self.tr("Whole picture"), self.tr("All of it, scaled down where it is too large."))
        self.custom = self._mode(self.tr("Rectangle"), self.tr("A rectangle of the picture, in its pixels."))
        self.rect_row = RectRow(self)
        self.padding = make_row("padding", self, self._parameters)
        self.split = make_row("split_frames", self, self._parameters)
        self.size_row = SizeRow(subject(FIELDS_BY_NAME["width"]), subject(FIELDS_BY_NAME["height"]), self)
        self.remark = note(parent=self)
        self.watch = FrameWatch(session, self)
        self._lay_out()
        self._connect()
        self._show_mode()

    def summary(self) -> str:
        """Return what is sent, in a few words."""
        mode = self._parameters.values.frame_mode
        if isinstance(mode, Rect):
            return f"{mode.width} x {mode.height}"
        return self.tr("Whole picture") if mode == "whole" else self.tr("Around the repaint area")

    def showEvent(self, event: QShowEvent) -> None:
        """Look for the frame from now on."""
        super().showEvent(event)
        self.watch.watch(is_on=True)

    def hideEvent(self, event: QHideEvent) -> None:
        """Spare the work that nobody sees."""
        super().hideEvent(event)
        self.watch.watch(is_on=False)

    def _connect(self) -> None:
        bind(self.size_row.across, self, self._parameters, "width")
        bind(self.size_row.down, self, self._parameters, "height")
        self.around.clicked.connect(lambda: self._set_mode("mask"))
        self.whole.clicked.connect(lambda: self._set_mode("whole"))
        self.custom.clicked.connect(lambda: self._set_mode(self._frame.rect if self._frame else FALLBACK))
        self.rect_row.edited.connect(self._set_mode)
        self.watch.found.connect(self._show_frame)
        follow(self, self._parameters.changed, lambda name: self._show_mode() if name == "frame_mode" else None)

    def _set_mode(self, mode: FrameMode) -> None:
        self._parameters.set("frame_mode", mode)

    def _show_mode(self) -> None:
        mode = self._parameters.values.frame_mode
        self.around.setChecked(mode == "mask")
        self.whole.setChecked(mode == "whole")
        self.custom.setChecked(isinstance(mode, Rect))
        self.rect_row.setVisible(isinstance(mode, Rect))
        self.padding.setVisible(mode == "mask")
        self.split.setVisible(mode == "mask")
        if isinstance(mode, Rect):
            self.rect_row.show_rect(mode)

    def _show_frame(self, frame: Frame | None, reasons: tuple[Reason, ...]) -> None:
        self._frame = frame
        frames = self.watch.frames
        sizes = {each.sent for each in frames}
        self.size_row.show_own(sizes.pop() if len(sizes) == 1 else None)
        sentences = [reason_text(reason) for reason in reasons]
        if len(frames) == 1 and not frames[0].is_scaled:
            sentences.insert(0, self.tr("The frame is sent at its own size."))
        elif frames and not any(each.is_scaled for each in frames):
            sentences.append(self.tr("All are sent at their own size."))
        self.remark.setText(" ".join(sentences))
        self.remark.setVisible(bool(sentences))

    def _mode(self, title: str, says: str) -> QPushButton:
        button = QPushButton(title, self)
        button.setProperty("kind", "chip")
        button.setCheckable(True)
        button.setToolTip(tip(title, says))
        return button

    def _lay_out(self) -> None:
        group = QButtonGroup(self)
        modes = FlowLayout()
        for button in (self.around, self.whole, self.custom):
            group.addButton(button)
            modes.addWidget(button)
        about = subject(FIELDS_BY_NAME["frame_mode"])
        title = label(about.title, parent=self)
        title.setToolTip(tip(about.title, about.help))
        self.remark.hide()
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.GRID)
        layout.addWidget(title)
        layout.addLayout(modes)
        for widget in (self.rect_row, self.padding, self.split, self.size_row, self.remark):
            layout.addWidget(widget)
