"""What a person has set once for all: a table, and a small JSON file that holds only what differs from it.

Standard library only: the shell reads it before its first paint.
"""

import contextlib
import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import TypeVar

from picpik_studio.app.folders import config_folder
from picpik_studio.app.setting import SETTING_GROUPS, Setting
from picpik_studio.app.setting_table import SETTINGS
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError
from picpik_studio.files.atomic import write_atomic
from picpik_studio.texts import QT_TRANSLATE_NOOP

MAX_RECENT = 12
_RECENT = "recent_files"
_T = TypeVar("_T", bool, int, str)
_COLOUR = re.compile(r"#[0-9a-f]{6}", re.IGNORECASE)

__all__ = ["SETTINGS", "SETTINGS_BY_NAME", "SETTING_GROUPS", "Setting", "SettingError", "Settings", "checked_setting"]

SETTINGS_BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


class SettingError(PicPikError):
    """A value that a setting cannot have."""


_OUT_OF_RANGE = QT_TRANSLATE_NOOP("Settings", "{setting} is {value}, but must be a whole number from {low} to {high}.")
_NOT_THIS = QT_TRANSLATE_NOOP("Settings", "{setting} cannot be {value}.")
_UNREADABLE = QT_TRANSLATE_NOOP(
    "Settings", "The settings in {path} cannot be read ({reason}); the program goes on with the defaults."
)
_BROKEN = QT_TRANSLATE_NOOP(
    "Settings", "The settings in {path} are damaged; the program goes on with the defaults and keeps a copy."
)
_NO_FOLDER = QT_TRANSLATE_NOOP("Settings", "The settings cannot be kept in {path} ({reason}).")


def checked_setting(name: str, value: object) -> object:
    """Return `value` when the setting may have it. Raises SettingError, and KeyError for a name."""
    setting = SETTINGS_BY_NAME[name]
    if setting.kind == "int":
        return _checked_int(setting, value)
    if not _fits(setting, value):
        raise SettingError(_NOT_THIS, setting=setting.title, value=value)
    return value


def _checked_int(setting: Setting, value: object) -> int:
    low, high = setting.low or 0, setting.high or 0
    if isinstance(value, bool) or not isinstance(value, int) or not low <= value <= high:
        raise SettingError(_OUT_OF_RANGE, setting=setting.title, value=value, low=low, high=high)
    return value


def _fits(setting: Setting, value: object) -> bool:
    if setting.kind == "bool":
        return isinstance(value, bool)
    if setting.kind == "list":
        return isinstance(value, list)
    if not isinstance(value, str):
        return False
    if setting.kind == "choice":
        return value in dict(setting.choices)
    return setting.kind in ("text", "file", "curve") or _COLOUR.fullmatch(value) is not None


class Settings:
    """The settings of this person. `changed` tells the name of each that is another one now, or `recent_files`.

    Values are read at construction; a bad one, or a file that cannot be read, gives way to the default, and `remarks`
    says so. Each change is written at once, over what is in the file by then (another window may have written).
    Keys of the file that this program does not know are kept.
    """

    def __init__(self, path: Path | None = None) -> None:
        self.changed: Signal[str] = Signal()
        self._path = path or config_folder() / "settings.json"
        self._remarks: list[PicPikError] = []
        self._stored = self._read()
        self._values = {name: self._usable(name) for name in SETTINGS_BY_NAME}

    @property
    def path(self) -> Path:
        """The file."""
        return self._path

    @property
    def remarks(self) -> tuple[PicPikError, ...]:
        """What could not be used of the file, as sentences."""
        return tuple(self._remarks)

    def get(self, name: str) -> object:
        """Return a value of any kind. Raises KeyError for a name that is not in SETTINGS."""
        return self._values[name]

    def is_on(self, name: str) -> bool:
        """Return whether a switch is on. Raises KeyError as `get` does, TypeError for a setting of another kind."""
        return self._of(name, bool)

    def number(self, name: str) -> int:
        """Return a whole number. Raises as `is_on` does."""
        return self._of(name, int)

    def text(self, name: str) -> str:
        """Return what is written: a text, a file's path, a colour, a curve, or which choice. Raises as `is_on` does."""
        return self._of(name, str)

    def _of(self, name: str, kind: type[_T]) -> _T:
        value = self._values[name]
        if type(value) is not kind:  # a bool is an int for `isinstance`
            raise TypeError(f"The setting {name} is no {kind.__name__}")
        return value

    def set(self, name: str, value: object) -> None:
        """Change a value and write it. Raises SettingError, KeyError, and FileError when it cannot be written.

        When it cannot be written the new value holds for this run all the same.
        """
        new = checked_setting(name, value)
        if new == self._values[name]:
            return
        self._values[name] = new
        try:
            self._write(name, None if new == SETTINGS_BY_NAME[name].default else new)
        finally:
            self.changed.emit(name)

    def reset(self, name: str) -> None:
        """Put a value back to its default."""
        self.set(name, SETTINGS_BY_NAME[name].default)

    @property
    def recent_files(self) -> tuple[str, ...]:
        """The last opened files, the newest first; they may not exist any more."""
        listed = self._stored.get(_RECENT, [])
        return tuple(path for path in listed if isinstance(path, str)) if isinstance(listed, list) else ()

    def add_recent(self, path: Path | str) -> None:
        """Put a file first, unless the person wants none remembered. Raises FileError."""
        if self.is_on("remember_recent_files"):
            first = str(Path(path).absolute())
            self._set_recent([first, *(each for each in self.recent_files if each != first)][:MAX_RECENT])

    def forget_recent(self, path: Path | str | None = None) -> None:
        """Take a file out of the list, or all of them. Raises FileError."""
        self._set_recent([] if path is None else [each for each in self.recent_files if each != str(path)])

    def _set_recent(self, paths: list[str]) -> None:
        try:
            self._write(_RECENT, paths or None)
        finally:
            self.changed.emit(_RECENT)

    def _read(self) -> dict[str, object]:
        """Return what the file holds; nothing when there is none or it cannot be read (then with a remark)."""
        try:
            stored = json.loads(self._path.read_bytes())
        except FileNotFoundError:
            return {}
        except OSError as error:
            self._remark(PicPikError(_UNREADABLE, path=str(self._path), reason=error.strerror or "?"))
            return {}
        except ValueError:
            stored = None
        if not isinstance(stored, dict):
            self._remark(PicPikError(_BROKEN, path=str(self._path)))
            self._put_aside()
            return {}
        return stored

    def _put_aside(self) -> None:
        """Rename a damaged file, so that what a person wrote into it by hand is not lost with the next change."""
        with contextlib.suppress(OSError):  # a folder that may not be written to; nothing will be lost there
            self._path.replace(self._path.with_name("settings.damaged.json"))

    def _remark(self, remark: PicPikError) -> None:
        if str(remark) not in map(str, self._remarks):
            self._remarks.append(remark)

    def _usable(self, name: str) -> object:
        """Return the stored value, or the default with a remark when it cannot be used."""
        if name not in self._stored:
            return SETTINGS_BY_NAME[name].default
        try:
            return checked_setting(name, self._stored[name])
        except SettingError as error:
            self._remark(error)
            return SETTINGS_BY_NAME[name].default

    def _write(self, key: str, value: object) -> None:
        """Put one key (None takes it out) over what the file holds by now."""
        stored = self._read()
        stored.pop(key, None)
        if value is not None:
            stored[key] = value
        self._stored = stored
        text = json.dumps(stored, indent=2, ensure_ascii=False, sort_keys=True)
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise SettingError(_NO_FOLDER, path=str(self._path.parent), reason=error.strerror or "?") from error
        write_atomic(self._path, text.encode())
