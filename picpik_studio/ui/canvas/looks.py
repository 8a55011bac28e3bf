"""How the repaint area looks: keeps the scene true to the settings, InvertMask, and the picture under the film."""

from typing import Final, cast

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QColor

from picpik_studio.app.session import Session
from picpik_studio.app.tasks import Task
from picpik_studio.core import footprint
from picpik_studio.core.arrays import Pixels, Plane
from picpik_studio.core.contrast import Colour, outstanding, sampled
from picpik_studio.core.document import DocumentEvent, HistoryChanged, MaskChanged, PixelsChanged
from picpik_studio.core.geometry import EMPTY
from picpik_studio.core.picture import Picture
from picpik_studio.errors import PicPikError
from picpik_studio.ui.binding import follow, follow_document, while_alive
from picpik_studio.ui.canvas.marks import Pattern
from picpik_studio.ui.canvas.proxy import as_shown
from picpik_studio.ui.canvas.scene import FILM_VIEWS, FilmView
from picpik_studio.ui.canvas.view import CanvasView

VIVID: Final[tuple[Colour, ...]] = (
    (0xFF, 0x3B, 0x6B),
    (0x2E, 0xD5, 0x73),
    (0x2F, 0x7B, 0xFF),
    (0xFF, 0xD4, 0x00),
    (0x00, 0xD8, 0xE8),
    (0xE0, 0x3B, 0xFF),
)
"""The colours that are offered, and chosen from against the picture."""

SAFE: Final[tuple[Colour, ...]] = ((0x00, 0x72, 0xB2), (0xE6, 0x9F, 0x00))
"""Blue and orange, which no kind of colour blindness confuses (Okabe and Ito, 2008); one is dark, the other light."""

_OFFERED: Final = {"picture": VIVID, "safe": SAFE}
_SETTINGS: Final = frozenset(
    {"overlay_colour", "overlay_opacity", "film_colouring", "film_pattern", "film_side", "film_view"}
)
_PAUSE_MS: Final = 250
_AROUND_PX: Final = 64


class Looks(QObject):
    """Follows one session and gives the view's scene its look; `changed` follows when it is another one.

    A colour that is chosen against the picture is looked for in a worker: when a picture is opened, and a moment after
    strokes and changes of the picture. `last_view` is the view that was seen last, which is not `off`.
    """

    changed = Signal()

    def __init__(self, session: Session, view: CanvasView) -> None:
        super().__init__(view)
        self._session = session
        self._settings = session.program.settings
        self._view = view
        self._found: Colour | None = None
        self._task: Task[Colour] | None = None
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self._look)
        self.last_view: FilmView = cast("FilmView", self._settings.text("film_view"))
        view.scene.film_view = self.last_view
        follow(self, self._settings.changed, self._follow_setting)
        follow(self, session.parameters.changed, lambda name: self._show() if name == "invert_mask" else None)
        follow(self, session.changed, self._follow_session)
        follow_document(self, session, self._follow_document, but=MaskChanged)
        self._show()

    def toggle(self, name: str) -> None:
        """Switch a setting of how the canvas looks on or off. Raises PicPikError when it cannot be remembered."""
        self._settings.set(name, not self._settings.is_on(name))
        self.changed.emit()

    def follow_view(self) -> None:
        """Show the scene's view, and let new windows begin with it; hidden it is never remembered."""
        self._view.refresh()
        self.changed.emit()
        view = self._view.scene.film_view
        if view == "off":
            return
        self.last_view = view
        try:
            self._settings.set("film_view", view)
        except PicPikError as error:
            self._session.program.notices.fail(error)

    def next_view(self) -> None:
        """Show the repaint area in the next of the ways."""
        place = FILM_VIEWS.index(self._view.scene.film_view) + 1
        self._view.scene.film_view = FILM_VIEWS[place % len(FILM_VIEWS)]
        self.follow_view()

    def _follow_setting(self, name: str) -> None:
        if name in _SETTINGS:
            self._show()
        if name == "film_colouring":
            self._found = None
            self._look()

    def _follow_session(self, topic: str) -> None:
        if topic == "document":
            self._found = None
            self._look()

    def _follow_document(self, event: DocumentEvent) -> None:
        if isinstance(event, HistoryChanged | PixelsChanged) and self._candidates:
            self._pause.start()

    @property
    def _candidates(self) -> tuple[Colour, ...]:
        return _OFFERED.get(self._settings.text("film_colouring"), ())

    def _look(self) -> None:
        """Look for the colour that stands out where one paints."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        document, candidates = self._session.document, self._candidates
        if document is None or not candidates:
            return
        # The pixels themselves, not copies: what changes under the worker's eyes is looked at again.
        picture, pixels, mask, found = document.picture, document.pixels, document.mask.pixels, self._found
        self._task = self._session.program.tasks.run(
            "pixels",
            lambda _task: outstanding(_near(picture, pixels, mask), EMPTY, candidates, self._opacity, found),
            done=while_alive(self, self._take),
            label="film",
        )

    def _take(self, colour: Colour) -> None:
        if colour != self._found:
            self._found = colour
            self._show()

    @property
    def _opacity(self) -> float:
        return self._settings.number("overlay_opacity") / 100

    def _show(self) -> None:
        scene, settings = self._view.scene, self._settings
        colour = QColor(settings.text("overlay_colour"))
        if self._candidates:
            colour = QColor(*(self._found or self._candidates[0]))
        scene.set_film_colour(colour, self._opacity)
        scene.set_film_pattern(cast("Pattern", settings.text("film_pattern")))
        scene.films_keep = settings.text("film_side") == "keep"
        scene.inverted = bool(self._session.parameters.get("invert_mask"))
        self._view.refresh()
        self.changed.emit()


def _near(picture: Picture, pixels: Pixels, mask: Plane) -> Plane:
    """Return some pixels, as they are shown, of where something is painted and around it, or of the whole picture."""
    area = footprint.bounds(mask)
    around = area.expanded(max(_AROUND_PX, area.width // 4, area.height // 4)) if not area.is_empty else EMPTY
    return as_shown(picture, np.ascontiguousarray(sampled(pixels, around)))
