"""The command line as a process: what it prints, how it ends, what it loads, and Ctrl+C."""

import base64
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio import __version__
from picpik_studio.__main__ import main
from picpik_studio.app.folders import data_folder
from picpik_studio.app.waiting import STORED
from tests.app.cloud import Answer, Cloud, solid
from tests.e2e.conftest import Files

BARE = """
import sys
from importlib.abc import MetaPathFinder

class NoWindow(MetaPathFinder):
    def find_spec(self, name, path, target=None):
        if name.split(".")[0] in {blocked}:
            raise ImportError(name + " must not be loaded here")
        return None

sys.meta_path.insert(0, NoWindow())
from picpik_studio.__main__ import main
sys.exit(main(sys.argv[1:]))
"""
"""The program where some modules do not exist."""


def without(blocked: set[str], *words: str) -> subprocess.CompletedProcess[str]:
    program = BARE.replace("{blocked}", repr(blocked))
    return subprocess.run([sys.executable, "-c", program, *words], capture_output=True, text=True, check=False)


def start(*words: str, env: Mapping[str, str] | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "picpik_studio", *words]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=env)


@pytest.mark.parametrize("word", ["--version", "-V"])
def test_the_version_loads_nothing_heavy(word: str) -> None:
    done = without({"numpy", "cv2", "PySide6", "msgspec", "requests", "PIL", "keyring"}, word)
    assert (done.returncode, done.stdout, done.stderr) == (0, f"picpik-studio {__version__}\n", "")


def test_help_loads_nothing_heavy_and_names_every_command() -> None:
    done = without({"numpy", "cv2", "PySide6", "msgspec", "requests", "PIL", "keyring"}, "--help")
    assert (done.returncode, done.stderr) == (0, "")
    assert all(word in done.stdout for word in ("redraw", "models", "tasks", "balance", "serve", "selftest"))


def test_the_main_job_needs_no_window(files: Files) -> None:
    words = ("redraw", files.image, "--mask", files.mask, "-o", files.out, "--mask-blur", "2", "--json")
    done = without({"PySide6", "shiboken6"}, *words)
    assert done.returncode == 0, done.stderr
    report = json.loads(done.stdout)
    assert (report["connection"], report["status"], report["results"][0]["path"]) == ("local", "Finished", files.out)
    before, after = (np.asarray(cv2.imread(path)) for path in (files.image, files.out))
    changed = (before != after).any(axis=2)
    assert changed[35:45, 45:75].mean() > 0.9
    assert not changed[:, 120:].any()


@pytest.mark.parametrize("command", ["redraw", "erase", "select", "upscale", "models", "tasks", "balance", "serve"])
def test_every_command_explains_itself(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([command, "--help"]) == 0
    assert f"picpik-studio {command}" in capsys.readouterr().out


def test_the_help_of_redraw_tells_ranges_and_defaults(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["redraw", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert all(part in said for part in ("From 0 to 64. Default: 12.", "CODE=WEIGHT", "whole|mask|X,Y,W,H"))
    assert "From -1 to 2147483647. Default: -1." in said
    assert "--no-translate-prompts Send the prompts as they are written" in said
    assert "as every lossy format, stores all pixels anew" in said


def test_the_help_of_serve_names_the_keys(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", "--help"]) == 0
    said = " ".join(capsys.readouterr().out.split())
    assert "from the environment: PICPIK_PUBLIC_KEY and PICPIK_PRIVATE_KEY." in said


@pytest.mark.parametrize("words", [["nonsense"], ["--nonsense"], ["nowhere.jpg"]])
def test_what_is_no_command_and_no_picture_is_wrong_use(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(words) == 2
    assert words[0] in capsys.readouterr().err


def test_ctrl_c_cancels_the_job_at_the_service(files: Files, cloud: Cloud) -> None:
    cloud.words = ["Running"]
    process = start(
        "redraw", files.image, "--mask", files.mask, "-o", files.out, "--connection", cloud.url, env=dict(os.environ)
    )
    assert process.stderr is not None
    assert any("status Running" in line for line in process.stderr)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert (process.returncode, cloud.tasks["task-1"].words) == (130, ["Terminated"]), said
    assert "Cancelled." in said
    assert "Traceback" not in said
    assert not Path(files.out).exists()


def test_ctrl_c_keeps_pictures_that_have_come_and_found_no_room_and_says_so(files: Files, cloud: Cloud) -> None:
    picture = base64.b64encode(solid(200, 120)).decode()
    cloud.override["ModifyMaskedPixels"] = lambda _call: {"RetCode": 0, "Image": picture}
    data_folder().mkdir(parents=True)
    (data_folder() / "results").write_bytes(b"no folder can be made here")
    process = start("redraw", files.image, "--mask", files.mask, "-o", files.out, "--connection", cloud.url)
    assert process.stderr is not None
    assert any("could not be stored" in line for line in process.stderr)
    process.send_signal(signal.SIGINT)
    said = process.communicate(timeout=60)[1]
    assert process.returncode == 130
    assert said.splitlines()[-1] == f"picpik-studio: Cancelled. {STORED}"


def test_ctrl_c_while_it_is_being_sent_cancels_it_too(files: Files, cloud: Cloud) -> None:
    arrived, goes_on = threading.Event(), threading.Event()

    def slow(call: Answer) -> Answer:
        arrived.set()
        goes_on.wait(30)
        return {"RetCode": 0, **cloud._ModifyMaskedPixels(call)}

    cloud.override["ModifyMaskedPixels"] = slow
    cloud.words = ["Running"]
    process = start("redraw", files.image, "--mask", files.mask, "-o", files.out, "--connection", cloud.url)
    assert arrived.wait(60)
    process.send_signal(signal.SIGINT)
    goes_on.set()
    process.communicate(timeout=60)
    assert (process.returncode, cloud.tasks["task-1"].words) == (130, ["Terminated"])


def test_a_reader_that_goes_away_leaves_no_traceback(cloud: Cloud) -> None:
    process = start("models", "--connection", cloud.url)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    with process.stderr:
        said = process.stderr.read()
    assert (process.wait(), said) == (1, "")


def test_models_tasks_and_balance(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.models["LoraModels"] = [{"ModelCode": "l", "Name": "Lora", "TriggerWordList": ["glow", "dusk"]}]
    assert main(["models", "--connection", cloud.url]) == 0
    assert capsys.readouterr().out.splitlines() == ["main\tmodel-1\tModel one\tofficial", "lora\tl\tLora\tglow, dusk"]
    assert main(["models", "--connection", cloud.url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[1]["triggers"] == ["glow", "dusk"]
    assert main(["balance", "--connection", cloud.url]) == 0
    assert capsys.readouterr().out.startswith("60 of 100 credits are left.\nThey expire on 2030-01-01.")
    assert main(["balance", "--connection", cloud.url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == {"total": 100, "used": 40, "expires": 1893456000, "also": {}}
    cloud.override["GetCreditBalance"] = lambda _call: {"RetCode": 0, "TotalCredits": 9, "Plan": "Studio"}
    assert main(["balance", "--connection", cloud.url]) == 0
    assert capsys.readouterr().out == "9 of 9 credits are left.\nPlan: Studio\n"
    del cloud.override["GetCreditBalance"]
    assert main(["tasks", "--connection", cloud.url]) == 0
    assert capsys.readouterr() == ("", "No task is running.\n")
    cloud._ModifyMaskedPixels({"Width": 64, "Height": 64})
    assert main(["tasks", "--connection", cloud.url]) == 0
    assert capsys.readouterr().out == "task-1\tQueuing\t3\n"
    assert main(["tasks", "--connection", cloud.url, "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["status"] == "Running"


def test_a_service_that_counts_nothing(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.override["GetCreditBalance"] = lambda _call: {"RetCode": 0}
    assert main(["balance", "--connection", cloud.url]) == 0
    assert capsys.readouterr().out == "This service counts no credits.\n"


def test_missing_keys_are_wrong_use(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["balance", "--connection", "picpik"]) == 2
    assert "set PICPIK_PUBLIC_KEY and PICPIK_PRIVATE_KEY" in capsys.readouterr().err


def test_a_terminal_is_told_what_the_columns_are_and_only_what_runs(
    cloud: Cloud, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for words in (["Finished"], ["Running"], ["Error"]):
        cloud.words = words
        cloud._ModifyMaskedPixels({"Width": 64, "Height": 64})
    monkeypatch.setattr("sys.stdout.isatty", lambda: True, raising=False)
    assert main(["tasks", "--connection", cloud.url]) == 0
    assert capsys.readouterr().out == "TaskUID\tStatus\tCredits\ntask-2\tRunning\t3\n"
    assert main(["tasks", "--connection", cloud.url, "--json"]) == 0
    assert [row["task_uid"] for row in json.loads(capsys.readouterr().out)] == ["task-2"]


def test_serve_answers_whoever_has_the_keys(tmp_path: Path) -> None:
    keys = {"PICPIK_PUBLIC_KEY": "team", "PICPIK_PRIVATE_KEY": "secret-of-the-team"}
    env = {**os.environ, **keys}
    server = start("serve", "--port", "0", "--data", str(tmp_path / "serve"), "--slots", "1", env=env)
    assert server.stdout is not None
    url = next(word for word in server.stdout.readline().split() if word.startswith("http")).rstrip(";")
    asked = start("models", "--connection", url, env=env)
    assert "local-patchmatch" in asked.communicate(timeout=60)[0]
    stranger = start("models", "--connection", url, env={**env, "PICPIK_PRIVATE_KEY": "another-secret"})
    assert "RetCode 171" in stranger.communicate(timeout=60)[1]
    server.send_signal(signal.SIGINT)
    said = server.communicate(timeout=60)[1]
    assert (server.returncode, said) == (0, "picpik-studio: Ended.\n")


@pytest.mark.parametrize("words", [[], ["--slots", "0"], ["--port", "many"]])
def test_serve_wants_keys_and_sense(words: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["serve", *words]) == 2
    assert capsys.readouterr().err.startswith("picpik-studio: ")


def test_serve_does_not_open_to_other_machines_by_itself(cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    assert cloud.url
    assert main(["serve", "--host", "0.0.0.0"]) == 1  # noqa: S104 - that it is refused is what is shown
    assert "other machines" in capsys.readouterr().err


@pytest.mark.parametrize("word", ["redraw", "erase", "select", "upscale"])
def test_a_command_is_one_although_a_file_has_its_name(
    word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / word).mkdir()
    monkeypatch.chdir(tmp_path)
    assert main([word]) == 2
    assert "required" in capsys.readouterr().err
