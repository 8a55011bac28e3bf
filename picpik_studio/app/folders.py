"""Where this person's settings, data and caches lie. Standard library only: the shell asks before anything is loaded.

PICPIK_STUDIO_HOME moves all three below one folder, for portable use and for tests.
"""

import os
import sys
from pathlib import Path

HOME_VARIABLE = "PICPIK_STUDIO_HOME"
_NAME = "picpik-studio"


def config_folder() -> Path:
    """Return the folder of settings (it may not exist yet)."""
    return _folder("config", "XDG_CONFIG_HOME", ".config", "Library/Application Support")


def data_folder() -> Path:
    """Return the folder of jobs, results and the embedded service's store (it may not exist yet)."""
    return _folder("data", "XDG_DATA_HOME", ".local/share", "Library/Application Support")


def cache_folder() -> Path:
    """Return the folder of what can be made again (it may not exist yet)."""
    return _folder("cache", "XDG_CACHE_HOME", ".cache", "Library/Caches")


def _folder(purpose: str, variable: str, linux: str, macos: str) -> Path:
    """Follow the habit of each system; the purposes get folders of their own where the system mixes them."""
    moved = os.environ.get(HOME_VARIABLE)
    if moved:
        return Path(moved).expanduser().absolute() / purpose
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or Path.home() / "AppData" / "Local") / _NAME / purpose
    if sys.platform == "darwin":
        return Path.home() / macos / _NAME / purpose
    named = os.environ.get(variable, "")
    return (Path(named) if Path(named).is_absolute() else Path.home() / linux) / _NAME
