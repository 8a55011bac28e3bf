"""Settings: a table, and a file that holds only what differs from it."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from picpik_studio.app.folders import config_folder
from picpik_studio.app.settings import (
    MAX_RECENT,
    SETTING_GROUPS,
    SETTINGS,
    SETTINGS_BY_NAME,
    Setting,
    SettingError,
    Settings,
    checked_setting,
)
from picpik_studio.files.errors import FileError


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def _stored(path: Path) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return value


@pytest.mark.parametrize("setting", SETTINGS, ids=lambda setting: setting.name)
def test_a_setting_is_complete_and_its_default_allowed(setting: Setting) -> None:
    assert checked_setting(setting.name, setting.default) == setting.default
    assert setting.title
    assert setting.help.endswith(".")
    assert setting.group in SETTING_GROUPS
    assert (setting.low is None) == (setting.kind != "int")


@pytest.mark.parametrize("setting", [each for each in SETTINGS if each.kind == "int"], ids=lambda each: each.name)
def test_limits_are_inclusive_and_said(setting: Setting) -> None:
    assert setting.low is not None
    assert setting.high is not None
    assert checked_setting(setting.name, setting.low) == setting.low
    assert checked_setting(setting.name, setting.high) == setting.high
    for value in (setting.low - 1, setting.high + 1, True, 12.5, "12"):
        with pytest.raises(SettingError, match=f"{setting.low} to {setting.high}") as refused:
            checked_setting(setting.name, value)
        assert setting.title in str(refused.value)
        assert str(value) in str(refused.value)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("notify_when_done", 1),
        ("notify_when_done", "true"),
        ("connection", 5),
        ("overlay_colour", "red"),
        ("overlay_colour", "#12345g"),
        ("overlay_colour", None),
    ],
)
def test_a_wrong_kind_is_refused(name: str, value: object) -> None:
    with pytest.raises(SettingError, match="cannot be"):
        checked_setting(name, value)


def test_a_choice_is_one_of_its_values(monkeypatch: pytest.MonkeyPatch) -> None:
    setting = Setting("x", "choice", "a", "canvas", "X", "Help.", choices=(("a", "First"), ("b", "Second")))
    monkeypatch.setattr("picpik_studio.app.settings.SETTINGS_BY_NAME", {"x": setting})
    assert checked_setting("x", "b") == "b"
    with pytest.raises(SettingError):
        checked_setting("x", "First")


def test_nothing_is_written_before_something_changes(path: Path) -> None:
    settings = Settings(path)
    assert {name: settings.get(name) for name in SETTINGS_BY_NAME} == {each.name: each.default for each in SETTINGS}
    settings.set("padding", 64)
    assert not path.parent.exists()
    assert settings.remarks == ()


def test_only_what_differs_is_stored(path: Path) -> None:
    told: list[str] = []
    settings = Settings(path)
    settings.changed.connect(told.append)
    settings.set("padding", 128)
    settings.set("padding", 128)
    settings.set("overlay_colour", "#00ff00")
    assert _stored(path) == {"padding": 128, "overlay_colour": "#00ff00"}
    assert Settings(path).get("padding") == 128
    settings.reset("padding")
    assert _stored(path) == {"overlay_colour": "#00ff00"}
    assert told == ["padding", "overlay_colour", "padding"]


def test_a_refused_value_changes_nothing(path: Path) -> None:
    settings = Settings(path)
    with pytest.raises(SettingError):
        settings.set("jpeg_quality", 5)
    with pytest.raises(KeyError):
        settings.set("nothing", 5)
    with pytest.raises(KeyError):
        settings.get("nothing")
    assert settings.get("jpeg_quality") == 95
    assert not path.exists()


def test_unknown_keys_of_the_file_are_kept(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"from_the_future": {"a": 1}, "padding": 32}', encoding="utf-8")
    Settings(path).set("padding", 16)
    assert _stored(path) == {"from_the_future": {"a": 1}, "padding": 16}


def test_a_bad_value_gives_way_to_the_default_with_a_remark(path: Path) -> None:
    path.parent.mkdir()
    path.write_text('{"padding": "wide", "jpeg_quality": 80, "overlay_colour": 5}', encoding="utf-8")
    settings = Settings(path)
    assert (settings.get("padding"), settings.get("jpeg_quality")) == (64, 80)
    assert [str(remark) for remark in settings.remarks] == [
        "Colour of the repaint area cannot be 5.",
        "Surroundings is wide, but must be a whole number from 0 to 1024.",
    ]


@pytest.mark.parametrize("content", [b"{half", b"[1, 2]", b"\xff\xfe", b"", b"null"])
def test_a_damaged_file_gives_way_and_is_kept_aside(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get("padding") == 64
    assert len(settings.remarks) == 1
    assert "damaged" in str(settings.remarks[0])
    settings.set("padding", 32)
    assert _stored(path) == {"padding": 32}
    assert path.with_name("settings.damaged.json").read_bytes() == content


def test_a_file_that_cannot_be_read_is_said_and_the_change_holds_for_this_run(path: Path) -> None:
    path.mkdir(parents=True)
    settings = Settings(path)
    assert "cannot be read" in str(settings.remarks[0])
    told: list[str] = []
    settings.changed.connect(told.append)
    with pytest.raises(FileError):
        settings.set("padding", 32)
    assert settings.get("padding") == 32
    assert told == ["padding"]
    assert len(settings.remarks) == 1


def test_a_folder_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    settings = Settings(tmp_path / "file" / "settings.json")
    with pytest.raises(SettingError, match="cannot be kept"):
        settings.set("padding", 32)
    assert settings.get("padding") == 32


def test_two_windows_do_not_undo_each_others_changes(path: Path) -> None:
    first, second = Settings(path), Settings(path)
    first.set("padding", 32)
    second.set("jpeg_quality", 80)
    assert _stored(path) == {"padding": 32, "jpeg_quality": 80}


def test_recent_files_are_newest_first_once_and_bounded(path: Path, tmp_path: Path) -> None:
    told: list[str] = []
    settings = Settings(path)
    settings.changed.connect(told.append)
    names = [str(tmp_path / f"{index}.png") for index in range(MAX_RECENT + 3)]
    for name in names:
        settings.add_recent(name)
    settings.add_recent(Path(names[-2]))
    assert settings.recent_files == (names[-2], names[-1], *reversed(names[3:-2]))
    assert Settings(path).recent_files == settings.recent_files
    settings.forget_recent(names[-2])
    assert settings.recent_files[0] == names[-1]
    settings.forget_recent()
    assert settings.recent_files == ()
    assert _stored(path) == {}
    assert set(told) == {"recent_files"}


def test_none_are_remembered_when_the_person_wants_none(path: Path) -> None:
    settings = Settings(path)
    settings.set("remember_recent_files", False)
    settings.add_recent("a.png")
    assert settings.recent_files == ()


@pytest.mark.parametrize(("stored", "files"), [('[1, "/a.png", null]', ("/a.png",)), ('"/a.png"', ())])
def test_a_list_that_was_tampered_with_does_no_harm(path: Path, stored: str, files: tuple[str, ...]) -> None:
    path.parent.mkdir()
    path.write_text(f'{{"recent_files": {stored}}}', encoding="utf-8")
    assert Settings(path).recent_files == files


def test_by_default_the_file_lies_in_the_config_folder(home: Path) -> None:
    assert Settings().path == config_folder() / "settings.json" == home / "config" / "settings.json"


def test_the_shell_gets_settings_from_the_standard_library_alone() -> None:
    where = "(getattr(module, '__file__', '') or '')"
    report = f"import sys; print([name for name, module in sys.modules.items() if 'site-packages' in {where}])"
    plain, loaded = (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
        for code in (report, f"import picpik_studio.app.settings; {report}")
    )
    assert loaded == plain


def test_a_value_is_read_as_what_the_table_says_and_as_nothing_else(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.json")
    readers = {"int": settings.number, "bool": settings.is_on}
    for setting in SETTINGS:
        reader = readers.get(setting.kind, settings.text)
        if setting.kind != "list":
            assert reader(setting.name) == settings.get(setting.name)
        for other in {settings.number, settings.is_on, settings.text} - ({reader} if setting.kind != "list" else set()):
            with pytest.raises(TypeError, match=setting.name):
                other(setting.name)
