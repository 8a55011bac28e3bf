"""What the commands about the canvas do."""

from collections.abc import Callable

from picpik_studio.ui.parts import Parts

Handlers = dict[str, Callable[[], object]]


def canvas_handlers(parts: Parts) -> Handlers:
    """Return them; typing a size takes the tool and its row."""
    drafting, settings = parts.drafting, parts.session.tool

    def type_size() -> None:
        settings.tool = "canvas"
        parts.options.canvas.focus_size()

    return {
        "canvas.size": type_size,
        "canvas.crop": drafting.crop_to_paint,
        "canvas.apply": drafting.apply,
        "canvas.reset": drafting.reset,
    }
