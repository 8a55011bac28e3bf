"""The scripts that make the environment: what they ask of a system, and when they do nothing."""

import importlib.machinery
import importlib.util
import json
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType, SimpleNamespace

import pytest

from tests.sources import ROOT


def _load(name: str) -> ModuleType:
    """Import a script of `packaging/`, which is no package and whose names have no suffix."""
    path = ROOT / "packaging" / name
    loader = importlib.machinery.SourceFileLoader(path.stem, str(path))
    spec = importlib.util.spec_from_loader(path.stem, loader)
    assert spec
    module = importlib.util.module_from_spec(spec)
    sys.modules[path.stem] = module
    loader.exec_module(module)
    return module


@pytest.fixture
def environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """Load packaging/environment.py over a checkout that is empty but for its pyproject.toml."""
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    before = set(sys.modules)
    module = _load("environment.py")
    root = tmp_path / "checkout"
    root.mkdir()
    (root / "pyproject.toml").write_text("[project]\n")
    monkeypatch.setattr(module, "ROOT", root)
    monkeypatch.setattr(module, "VENV", root / ".venv")
    monkeypatch.setattr(module, "STAMP", root / ".venv" / "picpik-studio.json")
    yield module
    for name in set(sys.modules) - before:
        del sys.modules[name]


@pytest.fixture
def ran(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Record what would be run; every program succeeds, and making an environment leaves an interpreter there."""
    lines: list[list[str]] = []

    def run(line: list[str], **_options: object) -> SimpleNamespace:
        words = [str(word) for word in line]
        lines.append(words)
        python = environment.python_of(environment.VENV)
        if "venv" in words:
            python.parent.mkdir(parents=True)
            python.touch()
        return SimpleNamespace(returncode=0 if words[0] != str(python) or python.exists() else 1, stdout="")

    monkeypatch.setattr(environment, "subprocess", SimpleNamespace(run=run, PIPE=-1, STDOUT=-2, DEVNULL=-3))
    monkeypatch.setattr(environment, "missing_packages", list)
    return lines


def _installs(ran: list[list[str]]) -> list[list[str]]:
    return [line for line in ran if "install" in line]


def test_the_environment_is_made_once(environment: ModuleType, ran: list[list[str]]) -> None:
    python = environment.ensure()
    assert python == environment.python_of(environment.VENV)
    assert any("venv" in line for line in ran)
    assert ["--editable", str(environment.ROOT)] == _installs(ran)[-1][-2:]
    ran.clear()
    environment.ensure()
    assert ran == []


def test_another_pyproject_brings_it_up_to_date(environment: ModuleType, ran: list[list[str]]) -> None:
    environment.ensure()
    ran.clear()
    (environment.ROOT / "pyproject.toml").write_text("[project]\nname = 'x'\n")
    environment.ensure()
    assert _installs(ran)
    assert not any("venv" in line for line in ran)


def test_the_tests_ask_for_more_and_the_program_is_content_with_it(
    environment: ModuleType, ran: list[list[str]]
) -> None:
    environment.ensure()
    ran.clear()
    environment.ensure(dev=True)
    assert "--group" in _installs(ran)[-1]
    ran.clear()
    environment.ensure()
    environment.ensure(dev=True)
    assert ran == []


def test_an_installation_that_failed_is_not_taken_for_done(
    environment: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    run = environment.subprocess.run

    def failing(line: list[str], **options: object) -> SimpleNamespace:
        done: SimpleNamespace = run(line, **options)
        return SimpleNamespace(returncode=1, stdout="") if "install" in line else done

    monkeypatch.setattr(environment.subprocess, "run", failing)
    with pytest.raises(SystemExit, match="could not be installed"):
        environment.ensure()
    assert not environment.STAMP.exists()
    assert len(_installs(ran)) == 1


def test_a_damaged_stamp_counts_as_none(environment: ModuleType, ran: list[list[str]]) -> None:
    environment.ensure()
    environment.STAMP.write_text("{")
    ran.clear()
    environment.ensure()
    assert _installs(ran)
    assert json.loads(environment.STAMP.read_text())["root"] == str(environment.ROOT)


def test_an_old_python_is_told_so(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(environment, "OLDEST_PYTHON", (99, 0))
    with pytest.raises(SystemExit, match=r"needs Python 99\.0"):
        environment.ensure()


def test_only_what_is_missing_is_asked_for(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(environment, "_can_load", lambda library: library != "libEGL.so.1")
    monkeypatch.setattr(environment, "_has_font", lambda _pattern: True)
    monkeypatch.setattr(importlib.util, "find_spec", lambda _name: None)
    assert environment.missing_packages() == ["libegl1", "python3-venv"]
    monkeypatch.setattr(sys, "platform", "darwin")
    assert environment.missing_packages() == []


def test_a_screen_asks_for_a_window_s_libraries(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(environment, "_can_load", lambda _library: False)
    monkeypatch.setattr(environment, "_has_font", lambda _pattern: False)
    for name in ("DISPLAY", "WAYLAND_DISPLAY", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", "C.UTF-8")
    bare = environment.missing_packages()
    assert {"libegl1", "libgl1", "fonts-dejavu-core"} <= set(bare)
    assert not [name for name in bare if "xcb" in name or "wayland" in name or "cjk" in name]
    monkeypatch.setenv("DISPLAY", ":0")
    assert "libxcb-cursor0" in environment.missing_packages()
    monkeypatch.setenv("WAYLAND_DISPLAY", "wayland-0")
    assert "libwayland-client0" in environment.missing_packages()
    monkeypatch.setenv("LANG", "ja_JP.UTF-8")
    assert "fonts-noto-cjk" in environment.missing_packages()


@pytest.fixture
def bare_system(environment: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch) -> list[list[str]]:
    """Pretend a Debian that lacks libegl1 until apt-get has run."""
    monkeypatch.setattr(environment.shutil, "which", lambda name: f"/usr/bin/{name}")
    monkeypatch.setattr(
        environment, "missing_packages", lambda: [] if any("apt-get" in line for line in ran) else ["libegl1"]
    )
    return ran


@pytest.mark.parametrize(("user", "sudo"), [(0, []), (1000, ["sudo", "-n"])])
def test_root_installs_and_says_the_line_first(
    user: int,
    sudo: list[str],
    environment: ModuleType,
    bare_system: list[list[str]],
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: user)
    environment.ensure_libraries()
    line = [*sudo, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "--quiet=2", "install", "--yes"]
    assert bare_system[-1] == [*line, "--no-install-recommends", "libegl1"]
    said = capsys.readouterr()
    assert f"+ {' '.join(bare_system[-1])}\n" in said.err
    assert said.out == ""


def test_a_person_without_rights_is_told_the_line(
    environment: ModuleType, bare_system: list[list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(environment, "_succeeds", lambda _command: False)
    with pytest.raises(SystemExit, match="sudo apt-get install --no-install-recommends libegl1"):
        environment.ensure_libraries()
    assert bare_system == []


def test_missing_fonts_are_said_and_stop_nothing(
    environment: ModuleType, ran: list[list[str]], monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(environment.shutil, "which", lambda _name: None)
    monkeypatch.setattr(environment, "missing_packages", lambda: ["fonts-dejavu-core"])
    environment.ensure_libraries()
    assert "fonts-dejavu-core" in capsys.readouterr().err
    assert ran == []


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"LANG": "C.UTF-8"}),
        ({"LANG": "C"}, {"LANG": "C.UTF-8"}),
        ({"LANG": "de_DE.UTF-8"}, {"LANG": "de_DE.UTF-8"}),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, {"LC_ALL": "C.UTF-8", "LANG": "de_DE.UTF-8"}),
        ({"LC_CTYPE": "POSIX"}, {"LANG": "C.UTF-8"}),
    ],
)
def test_the_program_gets_a_utf8_locale(
    given: dict[str, str], expected: dict[str, str], environment: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(os, "environ", given)
    assert environment.variables() == expected


def test_a_display_must_answer(environment: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    with socket.socket() as server:
        server.bind(("127.0.0.1", 0))
        server.listen()
        number = server.getsockname()[1] - 6000
        assert environment.has_display({"DISPLAY": f"127.0.0.1:{number}.0"})
        assert not environment.has_display({"DISPLAY": f"127.0.0.1:{number}", "QT_QPA_PLATFORM": "offscreen"})
    with socket.socket() as deaf:  # nobody else answers there meanwhile
        deaf.bind(("127.0.0.1", 0))
        assert not environment.has_display({"DISPLAY": f"127.0.0.1:{deaf.getsockname()[1] - 6000}"})
    assert not environment.has_display({"DISPLAY": ":nonsense"})
    assert not environment.has_display({"DISPLAY": ":54321"})
    assert not environment.has_display({})
    assert environment.has_display({"WAYLAND_DISPLAY": "wayland-0"})
    monkeypatch.setattr(sys, "platform", "win32")
    assert environment.has_display({})


def test_start_chooses_what_to_run(environment: ModuleType) -> None:
    assert environment
    start = _load("start")
    assert start.command(["redraw", "a.png"], display=False) == ["-m", "picpik_studio", "redraw", "a.png"]
    assert start.command([], display=True) == ["-m", "picpik_studio", "--sample"]
    assert start.command([], display=False) == ["-m", "picpik_studio", "showcase"]


def test_coverage_is_counted_by_package(environment: ModuleType) -> None:
    assert environment
    script = _load("test")
    names = ("covered_lines", "covered_branches", "num_statements", "num_branches")
    rows = {
        "core/a.py": (9, 1, 10, 2),
        "core/tools/b.py": (9, 1, 10, 2),
        "cli.py": (1, 0, 1, 0),
        "ui/x.py": (0, 0, 0, 0),
    }
    files = {f"picpik_studio/{path}": {"summary": dict(zip(names, row, strict=True))} for path, row in rows.items()}
    percents = script.percent_by_package({"files": files})
    assert percents == {"core": pytest.approx(100 * 20 / 24), "(top)": 100.0}
    assert "core" in script.HELD_PACKAGES


@pytest.mark.parametrize("name", ["packaging/start", "packaging/test", "packaging/release-check", ".ci/run"])
def test_the_doors_can_be_run(name: str) -> None:
    mode = subprocess.run(["git", "ls-files", "-s", name], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert mode.startswith("100755 ")
    assert (ROOT / name).read_text(encoding="utf-8").startswith("#!")
