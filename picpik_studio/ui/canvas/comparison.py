"""How the picture is seen together with what it was when it was opened."""

from collections.abc import Callable, Iterator
from typing import Literal, NamedTuple

from picpik_studio.app.inspecting import ServiceLook
from picpik_studio.app.session import Session
from picpik_studio.ui.canvas.heat import beyond, heat_inset
from picpik_studio.ui.canvas.insets import darkness, difference_inset
from picpik_studio.ui.canvas.photo import Photo
from picpik_studio.ui.canvas.proxy import photo_of
from picpik_studio.ui.canvas.scene import Inset, Scene

Compare = Literal["", "wipe", "difference", "service"]
"""How the picture is compared: not, left and right of a line, by what differs, by what the service had changed."""

Work = tuple[str, Callable[[], object]]


class Heat(NamedTuple):
    """The heat map of what was found about a service's answer."""

    look: ServiceLook | None
    inset: Inset | None = None
    beyond: Photo | None = None


class Comparison:
    """What is compared in one document. `is_original_held`: all of the picture is seen as it was opened.

    What it needs is made by workers (`work`) and given back (`receive`).
    """

    def __init__(self) -> None:
        self.how: Compare = ""
        self.is_original_held = False
        self._original: Photo | None = None
        self._difference: Inset | None = None
        self._heat: Heat | None = None

    def anew(self) -> "Comparison":
        """Return the same comparison with nothing made for it yet: the picture has become another one."""
        other = Comparison()
        other.how, other.is_original_held = self.how, self.is_original_held
        return other

    @property
    def is_on(self) -> bool:
        """Whether something else is seen than the picture as it is, without film."""
        return self.is_original_held or bool(self.how)

    def work(self, session: Session, depth: int) -> Iterator[Work]:
        """Give a name and a function for each thing that a worker is to make; `depth` is how many levels there are."""
        document, look = session.document, session.inspecting.service
        if document is None:
            return
        picture, patches = document.picture, document.patches
        shown = session.shown.patch if session.shown is not None else None
        if patches and self._original is None and (self.is_original_held or self.how == "wipe"):
            yield "original", lambda: photo_of(picture, picture.pixels)
        if self.how == "difference":
            laid = patches if shown is None else (*patches, shown)
            yield "difference", lambda: difference_inset(picture, laid, depth)
        if self.how == "service" and (self._heat is None or self._heat.look is not look):
            self._heat = Heat(look)
            if look is not None:
                yield "heat", lambda: Heat(look, heat_inset(look, picture.size, depth), beyond(picture.pixels))

    def receive(self, made: object) -> None:
        """Take what a worker has made."""
        if isinstance(made, Photo):
            self._original = made
        elif isinstance(made, Heat):
            self._heat = made
        elif made is None or isinstance(made, Inset):
            self._difference = made

    def dress(self, scene: Scene, photo: Photo, inset: Inset | None) -> None:
        """Give the scene what is to be seen of a picture that is `photo` now, with `inset` over it."""
        scene.photo, scene.inset, scene.before = photo, inset, None
        if self.is_original_held:
            scene.photo, scene.inset = self._original or photo, None
        elif self.how == "wipe":
            scene.before = self._original or photo
        elif self.how == "difference":
            scene.photo, scene.inset = darkness(photo.rect.size), self._difference
        elif self.how == "service":
            heat = self._heat or Heat(None)
            scene.photo, scene.inset = heat.beyond or darkness(photo.rect.size), heat.inset
