"""Looks for what was missed in the repaint area, in a worker, as long as somebody wants to know."""

from bisect import bisect_left
from collections import Counter
from collections.abc import Callable
from itertools import takewhile
from typing import Final

from picpik_studio.app.deriving import Deriving
from picpik_studio.app.lanes import Timer
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.tasks import Task
from picpik_studio.core.document import SETTLED, CanvasChanged, DocumentEvent
from picpik_studio.core.signal import Signal
from picpik_studio.core.spot_search import SpotSearch
from picpik_studio.core.spots import DEFAULT_AREA, DEFAULT_WIDTH, Spot, SpotKind

PAUSE_SECONDS: Final = 0.15


class MissedSpots:
    """The spots of one session's document, as its live steps leave it; `changed` follows them and the current one.

    They are looked for while `watch` is on, one search at a time; after a change only where it can tell. `width` and
    `area` are those of `core.spot_search.find_spots`; `kinds` which of them count. `spots` has
    these, from top to bottom.
    """

    def __init__(self, state: SessionState, deriving: Deriving) -> None:
        self.changed: Signal[()] = Signal()
        self.width, self.area = DEFAULT_WIDTH, DEFAULT_AREA
        self.kinds = frozenset(SpotKind)
        self.current: Spot | None = None
        self.spots: tuple[Spot, ...] = ()
        self._found: tuple[Spot, ...] = ()
        self._counts = Counter[SpotKind]()
        self._state = state
        self._is_on = False
        self._search: SpotSearch | None = None
        self._task: Task[tuple[Spot, ...]] | None = None
        self._pause: Timer | None = None
        self._unfollow: Callable[[], None] = lambda: None
        deriving.changed.connect(self._look_soon)
        state.changed.connect(lambda topic: self._enter() if topic == "document" else None)

    def count(self, kind: SpotKind) -> int:
        """Return how many of a kind were found, whether they count or not."""
        return self._counts[kind]

    @property
    def is_on(self) -> bool:
        """Whether spots are looked for."""
        return self._is_on

    @property
    def is_looking(self) -> bool:
        """Whether a search is going on, or about to."""
        return self._task is not None or self._pause is not None

    def watch(self, *, is_on: bool) -> None:
        """Begin to look, or stop and forget."""
        if is_on == self._is_on:
            return
        self._is_on = is_on
        self._begin_anew()

    def look_for(self, *, width: int | None = None, area: int | None = None) -> None:
        """Look for narrower or wider gaps, smaller or larger spots, in pixels."""
        self.width, self.area = width or self.width, self.area if area is None else area
        self._look_soon()

    def choose_kinds(self, kinds: frozenset[SpotKind]) -> None:
        """Let only these kinds count."""
        self.kinds = kinds
        self._take(self._found)

    def go_to(self, spot: Spot) -> None:
        """Make a spot the current one."""
        self.current = spot
        self.changed.emit()

    def step(self, step: int) -> Spot | None:
        """Make the next spot (1) or the one before (-1) the current one, round and round; return it, if any."""
        spots = self.spots
        if not spots:
            return None
        place = self._place(self.current)
        place = place + step if place is not None else 0 if step > 0 else -1
        self.go_to(spots[place % len(spots)])
        return self.current

    def _enter(self) -> None:
        self._unfollow()
        self._unfollow = self._state.follow_document(self._follow)
        self._begin_anew()

    def _begin_anew(self) -> None:
        """Forget what was found, and what was learnt on the way."""
        if self._task is not None:
            self._task.cancel()
        self._task = self._search = None
        self._take(())
        self._look_soon()

    def _follow(self, event: DocumentEvent) -> None:
        if isinstance(event, CanvasChanged):
            self._begin_anew()
        elif isinstance(event, SETTLED):
            self._look_soon()

    def _look_soon(self) -> None:
        if self._pause is not None:
            self._pause.cancel()
            self._pause = None
        if self._is_on and self._state.document is not None:
            self._pause = self._state.program.tasks.after(PAUSE_SECONDS, self._look)

    def _look(self) -> None:
        self._pause = None
        document = self._state.document
        derived = document.derived if document is not None else None
        if document is None or derived is None:
            return  # the live steps say so when they are done
        if self._task is not None:
            self._look_soon()
            return
        search = self._search
        if search is None or (search.width, search.area) != (self.width, self.area):
            search = SpotSearch(document.size, width=self.width, area=self.area)
        self._search, mask = search, derived.copy()
        self._task = self._state.program.tasks.run(
            "pixels", lambda _task: search.find(mask), done=self._done, failed=self._failed, label="missed spots"
        )
        self.changed.emit()

    def _done(self, found: tuple[Spot, ...]) -> None:
        self._task = None
        self._take(found)

    def _failed(self, error: Exception) -> None:
        """Say it, and look at everything next time."""
        self._task = self._search = None
        self._state.program.notices.fail(error)
        self.changed.emit()

    def _take(self, found: tuple[Spot, ...]) -> None:
        """Show what was found; the current one stays when it is still there, else it is the next below."""
        self._found, self._counts = found, Counter(spot.kind for spot in found)
        self.spots = spots = tuple(spot for spot in found if spot.kind in self.kinds)
        before = self.current
        if before is not None and self._place(before) is None:
            below = bisect_left(spots, _reading_order(before), key=_reading_order)
            self.current = spots[min(below, len(spots) - 1)] if spots else None
        self.changed.emit()

    def _place(self, spot: Spot | None) -> int | None:
        """Return where a spot stands among those there are, which may be a hundred thousand; None if it is gone."""
        if spot is None:
            return None
        order = _reading_order(spot)
        first = bisect_left(self.spots, order, key=_reading_order)
        same = takewhile(lambda place: _reading_order(self.spots[place]) == order, range(first, len(self.spots)))
        return next((place for place in same if self.spots[place] == spot), None)


def _reading_order(spot: Spot) -> tuple[int, int]:
    return spot.rect.y, spot.rect.x
