"""Which result the retouching brushes paint on, and what becomes of the one that is shown."""

from typing import Final

from picpik_studio.app.patches import Patches
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.patch import Patch, Source
from picpik_studio.core.tools.settings import RETOUCHERS
from picpik_studio.texts import QT_TRANSLATE_NOOP

NOTHING: Final = QT_TRANSLATE_NOOP("Session", "There is no result to retouch yet: show or accept one first.")
IS_HIDDEN: Final = QT_TRANSLATE_NOOP("Session", "The chosen result is hidden: show it in the list of results first.")


class Retouching:
    """Finds the patch that is meant by a stroke: the result that is shown, else the one that is chosen in the list.

    A shown result that lies over the picture already is that patch.
    """

    def __init__(self, state: SessionState, patches: Patches) -> None:
        self._state = state
        self._patches = patches
        patches.changed.connect(self._end_showing)
        state.tool.changed.connect(lambda name: self._end_showing() if name == "tool" else None)

    @property
    def is_on(self) -> bool:
        """Whether one of the brushes is chosen."""
        return self._state.tool.tool in RETOUCHERS

    @property
    def covers_shown(self) -> bool:
        """Whether the picture itself is to be seen instead of the shown result: one picks from it, or it lies there."""
        return self._state.tool.tool == "pick" or self._is_laid

    @property
    def _is_laid(self) -> bool:
        shown = self._state.shown
        return shown is not None and any(each.id == shown.patch.id for each in self._patches.all)

    @property
    def meant(self) -> Patch | None:
        """The patch that a stroke would paint on now, or None."""
        shown = self._state.shown
        if shown is None:
            return self._patches.chosen
        source = Source(shown.job_id, shown.index)
        laid = [patch for patch in self._patches.all if patch.sources == (source,)]
        return laid[-1] if laid else shown.patch

    @property
    def seen(self) -> tuple[Patch, ...]:
        """What is seen over the picture: the patches, and the shown result unless the picture itself is to be seen."""
        shown = self._state.shown
        return self._patches.all if shown is None or self.covers_shown else (*self._patches.all, shown.patch)

    def target(self) -> Patch | None:
        """Return the patch that a stroke paints on; where there is none, or it is hidden, say so."""
        patch = self.meant
        if patch is None or not patch.is_visible:
            self._state.program.notices.say("info", NOTHING if patch is None else IS_HIDDEN, key="retouch")
            return None
        return patch

    def _end_showing(self) -> None:
        """Show a result no more once a stroke has laid it over the picture; while one picks it is the palette."""
        if self._is_laid and self._state.tool.tool != "pick":
            self._state.shown = None
            self._state.changed.emit("shown")
