"""What one row of the table of settings says.

Standard library only: the shell reads settings before its first paint.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from picpik_studio.texts import QT_TRANSLATE_NOOP

SettingKind = Literal["int", "bool", "text", "file", "choice", "colour", "curve", "list"]
SettingGroup = Literal["canvas", "painting", "keys", "files", "signing", "sending", "notices"]


@dataclass(frozen=True)
class Setting:
    """One setting. `low`, `high`: inclusive, for int; `choices`: values and their titles, for choice.

    What a list holds is checked by who reads it.

    `is_listed`: whether the Preferences dialog shows it; the others have a place of their own in the window.
    """

    name: str
    kind: SettingKind
    default: object
    group: SettingGroup
    title: str
    help: str
    low: int | None = None
    high: int | None = None
    choices: tuple[tuple[str, str], ...] = ()
    unit: str = ""
    is_listed: bool = True


SETTING_GROUPS: Mapping[SettingGroup, str] = {
    "canvas": QT_TRANSLATE_NOOP("Settings", "Canvas"),
    "painting": QT_TRANSLATE_NOOP("Settings", "Brush and pen"),
    "keys": QT_TRANSLATE_NOOP("Settings", "Keys"),
    "files": QT_TRANSLATE_NOOP("Settings", "Files"),
    "signing": QT_TRANSLATE_NOOP("Settings", "Content Credentials (C2PA)"),
    "sending": QT_TRANSLATE_NOOP("Settings", "Sending"),
    "notices": QT_TRANSLATE_NOOP("Settings", "Notices"),
}
