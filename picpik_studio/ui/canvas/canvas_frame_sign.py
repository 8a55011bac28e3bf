"""The chip of a canvas frame that was drafted and waits while another tool is used."""

from picpik_studio.app.canvas_drafting import CanvasDrafting
from picpik_studio.app.session import Session
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.chips import Chips
from picpik_studio.ui.key_names import key_text, show_keys_with


class CanvasFrameSign:
    """Keeps the chip true: nothing is applied or forgotten by taking another tool, and the chip says so."""

    def __init__(self, session: Session, chips: Chips, drafting: CanvasDrafting) -> None:
        self._session = session
        self._chips = chips
        self._drafting = drafting
        follow(chips, drafting.changed, self._show)
        follow(chips, session.tool.changed, lambda name: self._show() if name == "tool" else None)
        show_keys_with(chips, self._show)

    def _show(self) -> None:
        waits = self._drafting.is_changed and self._session.tool.tool != "canvas"
        words = self._chips.tr("canvas frame waits: {key} takes it up").format(key=key_text("tool.canvas"))
        self._chips.show_chip("canvas", words if waits else "")
