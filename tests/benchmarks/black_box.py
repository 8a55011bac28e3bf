"""From a move of the X pointer to the pixel on the screen, seen from outside: the real window under Xvfb.

The pointer is moved by XTEST, and one pixel that the brush has not reached before is read back until the film lies on
it. What is measured holds the X server's and the toolkit's share too. The naive twin (`naive_window`) is measured in
the same way, and the bare one (`bare_window`), which shows how much of it is that share.
"""

import tempfile
import time
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from picpik_studio.core.geometry import Rect, Size
from tests.benchmarks.driving import BARE_WINDOW, NAIVE_WINDOW, Driver, a_window, write_photograph
from tests.benchmarks.screen import LackingError, Screen, a_screen
from tests.benchmarks.strokes import MP24, MP100
from tests.benchmarks.timing import median, percentile, ratio

EVENTS = 300
NAIVE_EVENTS = 20
BRUSHES = (20, 200, 800)
_RINGED_PX = 24  # up to this radius the outline and its cross hide the brush's middle
_STEP_PX = 12
_BESIDE_THE_RING_PX = 8
_BORDER_PX = 16
_BARE_RADIUS = 60.0
_BARE_ROW_PX = 130
_RED_MORE_THAN_GREEN = 12
_MOUSE_S = 0.008
_SETTLE_S = 0.1
_PATIENCE_S = 10.0
MS = 1000.0


class Stroke(NamedTuple):
    """Steps of the pointer on the screen, and where beside it the film must be seen after each."""

    first: int
    step: int
    steps: int
    probe: int
    y: int


def measure(events: int = EVENTS, sizes: tuple[Size, ...] = (MP24, MP100)) -> dict[str, object]:
    """Return medians, p90 and p99 in milliseconds for each size, zoom and brush; or what this machine lacks."""
    try:
        with a_screen() as screen, tempfile.TemporaryDirectory() as folder:
            figures = {name_of(size): _of_size(screen, Path(folder), size, events) for size in sizes}
            naive = _naive(screen, sizes[0])
            bare = _bare(screen, events)
    except LackingError as lack:
        return {"lacking": str(lack)}
    ours = figures[name_of(sizes[0])]["fit 200"]["median_ms"]
    twins = {"naive_fit_200_ms": naive, "naive_over_ours": ratio(naive, ours), "bare_ms": bare}
    return {"events": events, **figures, **twins}


def name_of(size: Size) -> str:
    """Return "24 MP" and the like."""
    return f"{round(size.width * size.height / 1e6)} MP"


def _of_size(screen: Screen, folder: Path, size: Size, events: int) -> dict[str, dict[str, float]]:
    path = write_photograph(folder, size)
    with a_window(screen.name) as driver:
        driver.ask("open", str(path))
        driver.settle()
        return {
            f"{name} {brush}": _summary(_follow(screen, driver, brush, zoom, events))
            for name, zoom in (("fit", None), ("100 %", 1.0))
            for brush in BRUSHES
        }


def _follow(screen: Screen, driver: Driver, brush: int, zoom: float | None, events: int) -> list[float]:
    """Paint strokes of `brush` until there were `events` moves; return the milliseconds of each."""
    driver.ask("brush", brush)
    place = driver.ask("zoom", zoom)
    planned = plan(Rect(*place["rect"]), brush / 2 * place["zoom"])
    taken: list[float] = []
    while len(taken) < events:
        time.sleep(_SETTLE_S)
        taken += draw(screen, planned._replace(steps=min(planned.steps, events - len(taken))))
        screen.wait(lambda: not driver.ask("is_drawing")["is_drawing"], _PATIENCE_S)
        driver.ask("run", "edit.undo")
    return taken


def plan(seen: Rect, radius: float) -> Stroke:
    """Return a stroke from left to right over what is seen of the picture, each event of which reaches new pixels."""
    y = seen.y + seen.height // 2
    if radius <= _RINGED_PX:
        step = 4 * _RINGED_PX
        probe = -step // 2
    else:
        step = _STEP_PX
        probe = round(radius) - _BESIDE_THE_RING_PX
    first = seen.x + _BORDER_PX
    last = seen.right - _BORDER_PX - max(0, probe)
    return Stroke(first, step, (last - first) // step, probe, y)


def draw(screen: Screen, stroke: Stroke) -> list[float]:
    """Draw it; return the milliseconds from each move to its film on the screen."""
    taken = []
    screen.wait(partial(_is_bare, screen, stroke), _PATIENCE_S)
    screen.move(stroke.first, stroke.y)
    time.sleep(_SETTLE_S)
    screen.button(is_down=True)
    time.sleep(_SETTLE_S)
    for number in range(1, stroke.steps + 1):
        x = stroke.first + number * stroke.step
        probe = x + stroke.probe
        if _is_film(screen, probe, stroke.y):
            raise AssertionError("The pixel that is to be watched is painted already")
        begin = time.monotonic()
        screen.move(x, stroke.y)
        end = screen.wait(partial(_is_film, screen, probe, stroke.y), _PATIENCE_S)
        taken.append((end - begin) * MS)
        time.sleep(_MOUSE_S)
    screen.button(is_down=False)
    time.sleep(_SETTLE_S)
    return taken


def _is_bare(screen: Screen, stroke: Stroke) -> bool:
    """Whether nothing of a stroke before is seen any more where this one is watched."""
    ends = (stroke.first + number * stroke.step + stroke.probe for number in (1, stroke.steps))
    return not any(_is_film(screen, x, stroke.y) for x in ends)


def _is_film(screen: Screen, x: int, y: int) -> bool:
    """Whether the film lies there: the picture, the outline and its cross are grey."""
    _blue, green, red, _ = screen.pixels(x, y, 1, 1)[0, 0]
    return int(red) - int(green) > _RED_MORE_THAN_GREEN


def _naive(screen: Screen, size: Size) -> float:
    with a_window(screen.name, NAIVE_WINDOW, str(size.width), str(size.height)) as driver:
        place: dict[str, Any] = driver.ask("zoom", None)
        planned = plan(Rect(*place["rect"]), 100 * place["zoom"])
        return median(draw(screen, planned._replace(steps=min(planned.steps, NAIVE_EVENTS))))


def _bare(screen: Screen, events: int) -> dict[str, float]:
    with a_window(screen.name, BARE_WINDOW) as driver:
        planned = plan(Rect(*driver.ask("zoom", None)["rect"]), _BARE_RADIUS)
        taken: list[float] = []
        for row in range(0, events, planned.steps):
            place = planned._replace(y=planned.y + _BARE_ROW_PX * (row // planned.steps))
            taken += draw(screen, place._replace(steps=min(planned.steps, events - row)))
        return _summary(taken)


def _summary(taken: list[float]) -> dict[str, float]:
    return {
        "median_ms": median(taken),
        "p90_ms": percentile(taken, 90),
        "p99_ms": percentile(taken, 99),
    }
