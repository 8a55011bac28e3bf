"""No path that stands in any field of a call reaches the system: every process of the engine is watched."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.engine.service import Engine, dab, order, texture, uri
from tests.engine.test_refusals import signed as signed_as

MARK = "canary-7f3a"
WATCH = f"""
import os, sys
_LOG = os.open(os.environ["WATCH_LOG"], os.O_WRONLY | os.O_APPEND | os.O_CREAT)

def _note(event, args):
    text = f"{{event}} {{args!r}}"
    if "{MARK}" in text or event == "watched":
        os.write(_LOG, (text + "\\n").encode("utf-8", "backslashreplace"))

def _watched(real):  # the system is asked for these without an audit event
    def call(*args, **named):
        _note("stat", args)
        return real(*args, **named)
    return call

os.stat, os.lstat, os.access, os.readlink = map(_watched, (os.stat, os.lstat, os.access, os.readlink))
sys.addaudithook(_note)
_note("watched", sys.argv)
"""


@pytest.fixture
def log(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have every Python process that is started tell of each event whose arguments hold the mark."""
    folder = tmp_path / "watch"
    folder.mkdir()
    (folder / "sitecustomize.py").write_text(WATCH)
    monkeypatch.setenv("PYTHONPATH", str(folder))
    monkeypatch.setenv("WATCH_LOG", str(tmp_path / "log"))
    return tmp_path / "log"


def paths(tmp_path: Path) -> list[str]:
    """Return texts that somebody might take for the name of a file, of which one is there."""
    real = tmp_path / f"{MARK}.png"
    real.write_bytes(b"\x89PNG")
    return [
        str(real),
        f"../../{MARK}",
        f"file://{real}",
        f"http://127.0.0.1:9/{MARK}",
        f"C:\\{MARK}.png",
        f"\\\\host\\{MARK}",
        f"{MARK}\0.png",
        f"data:image/png;base64,{MARK}",
        f"data:../../{MARK};base64,AAAA",
        f"~/{MARK}",
        f"$HOME/{MARK}",
        f"| touch {real}.new",
        f"'; drop table tasks; -- {MARK}",
    ]


def places(value: Any) -> Iterator[tuple[Any, Any]]:  # noqa: ANN401 - any JSON value
    """Yield every place of a JSON value, as its parent and its name there."""
    named = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for name, inner in named:
        yield value, name
        yield from places(inner)


def with_paths(action: str, params: dict[str, Any], path: str) -> Iterator[bytes]:
    """Yield the call as often as it has places, each time with a path in one of them; and with one in a new field."""
    full = {"Action": action, "request_uuid": "x", **params}
    text = json.dumps(full)
    for index in range(sum(1 for _ in places(full))):
        changed = json.loads(text)
        parent, name = list(places(changed))[index]
        parent[name] = path
        yield signed_as(**changed)
    yield signed_as(**full, Path=path, **{path: path})


def calls(engine: Engine) -> list[tuple[str, dict[str, Any]]]:
    """Return a call of each action, with all fields."""
    picture = uri(b"not looked at")
    params = order(texture(64, 64), dab(64, 64))
    model = {
        "ModelCode": "local-patchmatch",
        "Name": "x",
        "TriggerWordList": ["x"],
        "InferenceParams": {"Sampler": "x"},
    }
    more = {"MainModel": model, "SubModelList": [model], "PositivePrompts": ["x"], "NegativePrompts": ["x"]}
    return [
        ("ModifyMaskedPixels", {**params, **more}),
        ("RemoveContents", {"RawImage": picture, "Mask": picture}),
        ("RemoveBackground", {"RawImage": picture, "HairOptimization": "auto"}),
        ("ExtractContents", {"RawImage": picture, "IncludePointList": [{"X": 1, "Y": 1}]}),
        ("ResizeImage", {"Image": picture, "Width": 64, "Height": 64}),
        ("ListTasksDetails", {"TaskUIDList": [engine.accepted()]}),
        ("TerminateTask", {"TaskUID": "x"}),
        ("ListRunningTasks", {}),
        ("ListModels", {}),
        ("GetCreditBalance", {}),
    ]


def test_a_path_in_any_field_never_touches_the_disk_or_the_network(tmp_path: Path, log: Path) -> None:
    watched = tmp_path / "engine"
    with Engine(watched) as engine:
        told = [
            engine.post(body)
            for action, params in calls(engine)
            for path in paths(tmp_path)
            for body in with_paths(action, params, path)
        ]
        assert not [answer for answer in told if answer["RetCode"] in {130, 150}]
        for uid in engine.call("ListRunningTasks")["TaskUIDList"]:
            engine.ended(uid)
    lines = log.read_text(encoding="utf-8").splitlines()
    assert [line for line in lines if not line.startswith("watched ")] == []
    assert len([line for line in lines if "-m" in line or "-c" in line]) >= 2, lines  # the engine and its worker
    assert sorted(path.name for path in tmp_path.glob(f"*{MARK}*")) == [f"{MARK}.png"]
    assert not [path for path in watched.rglob("*") if MARK in path.name]
