"""What tests of undo to another canvas share: its slow work, counted by thread, and held until a test lets it go on."""

import threading
from collections.abc import Callable, Iterator
from typing import ParamSpec, TypeVar

import pytest

from picpik_studio.core import canvas_edit, composition, outpaint, resting, tiles
from picpik_studio.core.resting import RestingSheet

P = ParamSpec("P")
R = TypeVar("R")

PATIENCE_SECONDS = 60.0


class SlowSteps:
    """Makes every picture a large one whose composed pixels undo does not keep.

    `threads` names those that have worked on a whole sheet. Workers that wake one wait while `hold` is on, or fail;
    `begun` counts them.
    """

    def __init__(self, patching: pytest.MonkeyPatch) -> None:
        self.threads: list[str] = []
        self.begun = 0
        self.fails = False
        self._may_go_on = threading.Event()
        self._may_go_on.set()
        patching.setattr(canvas_edit, "AT_ONCE_BYTES", 0)
        patching.setattr(resting, "COMPOSED_BYTES", 0)
        patching.setattr(canvas_edit, "_copied", self._counted(canvas_edit._copied))
        patching.setattr(resting, "composed", self._counted(composition.composed))
        for module in (resting, outpaint):
            patching.setattr(module, "packed", self._counted(tiles.packed))
        patching.setattr(RestingSheet, "wake", self._counted(self._held(RestingSheet.wake)))

    def hold(self) -> None:
        """Let workers wait."""
        self._may_go_on.clear()

    def let_go(self) -> None:
        """Let them go on."""
        self._may_go_on.set()

    def _counted(self, work: Callable[P, R]) -> Callable[P, R]:
        def counted(*args: P.args, **kwargs: P.kwargs) -> R:
            self.threads.append(threading.current_thread().name)
            return work(*args, **kwargs)

        return counted

    def _held(self, work: Callable[P, R]) -> Callable[P, R]:
        def held(*args: P.args, **kwargs: P.kwargs) -> R:
            if threading.current_thread() is not threading.main_thread():
                self.begun += 1
                assert self._may_go_on.wait(PATIENCE_SECONDS)
                if self.fails:
                    raise MemoryError("no room")
            return work(*args, **kwargs)

        return held


@pytest.fixture
def steps(monkeypatch: pytest.MonkeyPatch) -> Iterator[SlowSteps]:
    made = SlowSteps(monkeypatch)
    yield made
    made.let_go()
