"""Keeps the scene true to the session: the document's picture and mask, a preview, a shown result, the original.

Levels of a picture are made by a worker; until they are there the preview stays. What changes meanwhile is noted and
caught up.
"""

from collections.abc import Callable
from typing import NamedTuple

from picpik_studio.app.session import Session
from picpik_studio.core.document import (
    CanvasAwaited,
    CanvasChanged,
    Document,
    DocumentEvent,
    MaskChanged,
    PixelsChanged,
)
from picpik_studio.core.geometry import Rect
from picpik_studio.core.patch import Patch
from picpik_studio.core.signal import Signal
from picpik_studio.ui.canvas.backlog import Backlog
from picpik_studio.ui.canvas.comparison import Compare, Comparison
from picpik_studio.ui.canvas.derived_film import DerivedFollowing
from picpik_studio.ui.canvas.film import FilmLevels
from picpik_studio.ui.canvas.film_beside import FilmBeside
from picpik_studio.ui.canvas.insets import result_inset
from picpik_studio.ui.canvas.latest import Latest
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.proxy import Following, photo_of
from picpik_studio.ui.canvas.scene import Inset
from picpik_studio.ui.canvas.view import CanvasView


class _Levels(NamedTuple):
    """What a worker made of a document, and of the result that is shown over it."""

    photo: Photo
    film: FilmLevels
    inset: Inset | None


class Feed:
    """Follows one session and gives the view what it shows.

    `ready` is emitted when another document (or none), or the same one on another canvas, can be worked on; `moving`
    before the latter, when nobody may draw; `film_touched` when the mask has changed.
    `is_original_held`: the picture is seen as it was opened, without film and result. `compare`: it is shown together
    with what it was; that ends when one paints. `compared` follows when either is another one.
    """

    def __init__(self, session: Session, view: CanvasView) -> None:
        self.ready: Signal[Document | None] = Signal()
        self.moving: Signal[()] = Signal()
        self.film_touched: Signal[()] = Signal()
        self.compared: Signal[()] = Signal()
        self._session = session
        self._view = view
        self._document: Document | None = None
        self._disconnect: list[Callable[[], None]] = [
            session.changed.connect(self._session_changed),
            session.deriving.changed.connect(lambda: self._derived.follow(self._document)),
            session.inspecting.changed.connect(self._show_comparison),
            session.tool.changed.connect(lambda name: self._make_inset() if name == "tool" else None),
        ]
        self._unfollow: Callable[[], None] | None = None
        self._backlog = Backlog()
        self._photo: Photo | None = None
        self._inset: Inset | None = None
        self._film: FilmLevels | None = None
        self._work = Latest(session.program.tasks)
        self._following = Following(self._work.run, self._show_pixels)
        self._derived = DerivedFollowing(session.deriving, self._work, self._film_derived)
        self._comparison = Comparison()
        self._beside = FilmBeside(self._work, self._show)
        session.arriving.is_comparing = lambda: self.is_compared
        self._follow_document()

    def close(self) -> None:
        """Follow nothing any more."""
        for disconnect in self._disconnect:
            disconnect()
        self._forget_document()

    @property
    def is_moving(self) -> bool:
        """Whether the picture's canvas has changed or will at once, and the one before is seen still."""
        return self._backlog.moved is not None

    @property
    def is_film_empty(self) -> bool:
        """Whether nothing that can be seen is painted."""
        return self._film is None or self._film.is_empty

    # What else is shown

    @property
    def is_original_held(self) -> bool:
        """Whether the picture is shown as it was opened."""
        return self._comparison.is_original_held

    def hold_original(self, *, held: bool) -> None:
        """Show the picture as it was opened, or as it is now."""
        if self._document is None or held == self._comparison.is_original_held:
            return
        self._comparison.is_original_held = held
        self._show_comparison()

    @property
    def compare(self) -> Compare:
        """How the picture is compared with what it was."""
        return self._comparison.how

    @property
    def is_compared(self) -> bool:
        """Whether the original is seen, beside the picture or instead of it, or what differs: without film."""
        return self._comparison.is_on

    @property
    def can_compare(self) -> bool:
        """Whether anything was laid over the picture, or is compared already."""
        is_changed = self._document is not None and (self._document.patches or self._session.shown is not None)
        return bool(is_changed or self.compare)

    def compare_by(self, how: Compare) -> None:
        """Compare the picture with what it was, or cease to."""
        self._comparison.how = how if self._document is not None else ""
        self._show_comparison()

    def show_film_again(self) -> None:
        """Show the film although a result is shown or something compared, for the person paints."""
        if self.compare:
            self.compare_by("")
        self._beside.end()

    # The session

    def _session_changed(self, topic: str) -> None:
        if topic == "document":
            self._follow_document()
        elif topic == "preview":
            self._show_preview()
        elif topic == "shown":
            self._comparison.is_original_held &= self._session.shown is None
            self._make_inset()
            self._beside.follow(self._session.shown, self._all_film)
            self._make_comparable()

    def _show_preview(self) -> None:
        preview = self._session.preview
        if preview is None:
            if self._document is not self._session.document and not self._session.is_opening:
                self._follow_document()  # it could not be opened: what was there before is there still
            return
        self._forget_document()
        self._view.scene.photo = Photo.of(preview.pixels, has_alpha=False, size=preview.size)
        self._view.set_picture_size(preview.size)
        self.ready.emit(None)

    def _follow_document(self) -> None:
        document, had_document = self._session.document, self._document is not None
        was_preview = not had_document and self._view.scene.photo is not None
        self._forget_document(keep_photo=was_preview and document is not None)
        if had_document:
            self.ready.emit(None)  # nobody may paint on the one that was before
        if document is None:
            self._view.set_picture_size(None)
            self.ready.emit(None)
            return
        self._document = document
        self._unfollow = document.changed.connect(self._document_changed)
        self._make_levels(document)

    def _forget_document(self, *, keep_photo: bool = False) -> None:
        if self._unfollow is not None:
            self._unfollow()
        self._document = self._unfollow = self._photo = self._inset = self._film = None
        self._backlog, self._comparison, self._view.overlays.are_hidden = Backlog(), Comparison(), False
        self._following.forget()
        self._derived.forget()
        self._work.cancel_all()
        scene = self._view.scene
        scene.photo = scene.photo if keep_photo else None
        scene.inset = scene.film = scene.before = None
        self._beside.forget(scene)

    def _make_levels(self, document: Document) -> None:
        patch = _laid_over(self._session)
        self._work.run("levels", lambda: _levels(document, patch), lambda made: self._levels_made(document, made))

    def _levels_made(self, document: Document, levels: _Levels) -> None:
        before, (moved, missed) = self._view.scene.placement, self._backlog.take()
        self._view.overlays.are_hidden = False
        self._photo, self._film, self._inset = levels
        if moved is not None:
            self._view.follow_canvas(document.size, moved)
        elif before is None or before.size != document.size or self._view.scene.photo is None:
            self._view.set_picture_size(document.size)
        self._beside.follow(self._session.shown, self._all_film)  # before what was missed: who paints sees all of it
        for event in missed:
            self._document_changed(event)
        self._show()
        self._make_inset()
        self._make_comparable()
        self.ready.emit(document)

    # The document

    def _document_changed(self, event: DocumentEvent) -> None:
        if isinstance(event, CanvasAwaited | CanvasChanged):
            self._leave_canvas()
        if self._photo is None or self._film is None or self._document is None:
            if self._backlog.note(event) and self._document is not None:
                self._make_levels(self._document)
        elif isinstance(event, MaskChanged):
            self._film.update(*event.parts)
            if self._derived.film is not None:
                self._derived.film.paint(self._document.mask.pixels, *event.parts)
            self._view.refresh_image(*event.parts)
            self.film_touched.emit()
        elif isinstance(event, PixelsChanged):
            self._following.change(self._photo, self._document, event.rect)

    def _leave_canvas(self) -> None:
        """Leave what is seen as it is until all of it is there on the new canvas, and let nobody draw meanwhile."""
        self._photo = self._film = self._inset = None
        self._following.forget()
        self._derived.forget()
        self._comparison = self._comparison.anew()
        self._work.cancel_all()
        self._view.overlays.are_hidden = True
        if not self.is_moving:  # else nobody draws any more, and what is drawn too early goes on
            self.moving.emit()

    def _show_pixels(self, rect: Rect) -> None:
        self._view.refresh_image(rect)
        if _laid_over(self._session) is not None or self._inset is not None or "inset" in self._work:
            self._make_inset()  # else no more is drawn than was changed, as by a stroke on a result
        self._make_comparable()

    def _film_derived(self, rect: Rect | None) -> None:
        if rect is None:
            self._show()
        else:
            self._view.refresh_image(rect)

    # A shown result, and the original

    def _make_inset(self) -> None:
        patch, document = _laid_over(self._session), self._document
        if self._session.shown is None and self._following.is_behind:
            return  # what was accepted just now is seen by its inset until the picture itself shows it
        if patch is None or document is None or self._photo is None:
            self._work.cancel("inset")
            self._set_inset(None)
            return
        depth = self._photo.depth
        self._work.run("inset", lambda: result_inset(document, patch, depth), self._set_inset)

    def _set_inset(self, inset: Inset | None) -> None:
        self._inset = inset
        self._show()

    def _make_comparable(self) -> None:
        if self._document is not None and self._photo is not None:
            for name, work in self._comparison.work(self._session, self._photo.depth):
                self._work.run(name, work, self._take_comparable)

    def _take_comparable(self, made: object) -> None:
        self._comparison.receive(made)
        self._show()

    def _show_comparison(self) -> None:
        self._make_comparable()
        self._show()
        self.compared.emit()

    @property
    def _all_film(self) -> FilmLevels | None:
        return self._film if self._derived.film is None else self._derived.film.levels

    def _show(self) -> None:
        """Give the scene what is to be seen now; what is seen stays while the canvas changes."""
        if self.is_moving:
            return
        scene = self._view.scene
        if self._photo is not None:
            self._comparison.dress(scene, self._photo, self._inset)
        scene.film = self._all_film
        is_away = self.is_compared or self._session.retouching.is_on
        self._beside.dress(scene, is_away=is_away, is_shown=self._inset is not None)
        self._view.refresh()


def _laid_over(session: Session) -> Patch | None:
    """Return the result that is shown over the picture; None where there is none, or the picture itself is seen."""
    shown = session.shown if not session.retouching.covers_shown else None
    return shown.patch if shown is not None else None


def _levels(document: Document, shown: Patch | None) -> _Levels:
    photo, film = photo_of(document.picture, document.pixels), FilmLevels(document.mask.pixels)
    return _Levels(photo, film, result_inset(document, shown, photo.depth) if shown is not None else None)
