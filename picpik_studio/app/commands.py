"""Everything a person can tell the window to do: one row a command, from which menus, buttons, keys and lists are made.

The rows stand in `command_rows`, one file a menu; the standard library only, as everything that the shell paints from.
"""

from collections.abc import Mapping
from types import MappingProxyType

from picpik_studio.app.command import MENUS, WHY_NOT, Command, Hold, Menu, Rule
from picpik_studio.app.command_rows import (
    brush,
    canvas,
    edit,
    file,
    helping,
    job,
    mask,
    patch,
    setting_up,
    tool,
    turning,
    view,
)

__all__ = ["BY_ID", "COMMANDS", "MENUS", "WHY_NOT", "Command", "Hold", "Menu", "Rule"]

COMMANDS: tuple[Command, ...] = (
    *file.ROWS,
    *edit.ROWS,
    *canvas.ROWS,
    *setting_up.ROWS,
    *mask.ROWS,
    *tool.ROWS,
    *brush.ROWS,
    *view.ROWS,
    *turning.ROWS,
    *job.ROWS,
    *patch.ROWS,
    *helping.ROWS,
)
"""Every command, in the order of the menus."""

BY_ID: Mapping[str, Command] = MappingProxyType({command.id: command for command in COMMANDS})
