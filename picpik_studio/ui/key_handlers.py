"""What the commands do that only keys and the palette have."""

from collections.abc import Callable, Mapping

from picpik_studio.app.session import Session
from picpik_studio.ui.palette import open_palette
from picpik_studio.ui.shell import Shell


def key_handlers(shell: Shell, session: Session) -> Mapping[str, Callable[[], object]]:
    """Return them."""
    return {
        "help.palette": lambda: open_palette(shell, shell.commands),
        "view.pan": lambda: setattr(session.tool, "tool", "hand"),
    }
