"""Where settings, data and caches lie on each system."""

import sys
from pathlib import Path

import pytest

from picpik_studio.app.folders import cache_folder, config_folder, data_folder


def test_one_variable_moves_all_three(home: Path) -> None:
    assert (config_folder(), data_folder(), cache_folder()) == (home / "config", home / "data", home / "cache")


@pytest.mark.parametrize(
    ("platform", "config", "data", "cache"),
    [
        ("linux", ".config/picpik-studio", ".local/share/picpik-studio", ".cache/picpik-studio"),
        (
            "darwin",
            "Library/Application Support/picpik-studio/config",
            "Library/Application Support/picpik-studio/data",
            "Library/Caches/picpik-studio/cache",
        ),
        (
            "win32",
            "AppData/Local/picpik-studio/config",
            "AppData/Local/picpik-studio/data",
            "AppData/Local/picpik-studio/cache",
        ),
    ],
)
def test_each_system_has_its_habit(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, platform: str, config: str, data: str, cache: str
) -> None:
    monkeypatch.delenv("PICPIK_STUDIO_HOME")
    for name in ("XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME", "LOCALAPPDATA"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    monkeypatch.setattr(sys, "platform", platform)
    assert (config_folder(), data_folder(), cache_folder()) == (
        tmp_path / config,
        tmp_path / data,
        tmp_path / cache,
    )


def test_the_systems_own_variables_are_followed(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("PICPIK_STUDIO_HOME")
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "c"))
    monkeypatch.setenv("XDG_DATA_HOME", "relative")
    monkeypatch.setattr(Path, "home", lambda: tmp_path)
    assert config_folder() == tmp_path / "c" / "picpik-studio"
    assert data_folder() == tmp_path / ".local/share/picpik-studio"
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setenv("LOCALAPPDATA", str(tmp_path / "local"))
    assert cache_folder() == tmp_path / "local" / "picpik-studio" / "cache"
