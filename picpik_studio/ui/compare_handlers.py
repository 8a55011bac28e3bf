"""What the commands do that compare the picture with what it was when it was opened."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.comparison import Compare

_WAYS: Mapping[str, Compare] = MappingProxyType(
    {"view.wipe": "wipe", "view.difference": "difference", "view.service_change": "service"}
)


def compare_handlers(canvas: Canvas) -> Mapping[str, Callable[[], object]]:
    """Return what these commands do; chosen again each ends what it began."""
    feed = canvas.feed

    def toggle(how: Compare) -> Callable[[], None]:
        return lambda: feed.compare_by("" if feed.compare == how else how)

    return {name: toggle(how) for name, how in _WAYS.items()}


def checked_comparisons(canvas: Canvas) -> tuple[tuple[str, bool], ...]:
    """Return which of them is on."""
    return tuple((name, canvas.feed.compare == how) for name, how in _WAYS.items())
