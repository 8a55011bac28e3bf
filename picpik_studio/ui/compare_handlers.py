"""What the commands do that compare the picture with what it was when it was opened."""

from collections.abc import Callable, Mapping

from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.comparison import Compare


def compare_handlers(canvas: Canvas) -> Mapping[str, Callable[[], object]]:
    """Return what these commands do; chosen again each ends what it began."""
    feed = canvas.feed

    def toggle(how: Compare) -> Callable[[], None]:
        return lambda: feed.compare_by("" if feed.compare == how else how)

    return {"view.wipe": toggle("wipe"), "view.difference": toggle("difference")}


def checked_comparisons(canvas: Canvas) -> tuple[tuple[str, bool], ...]:
    """Return which of them is on."""
    return (("view.wipe", canvas.feed.compare == "wipe"), ("view.difference", canvas.feed.compare == "difference"))
