"""`picpik-studio redraw` against a service: every option arrives, and what is wrong is one sentence."""

import json
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

import picpik_studio
from picpik_studio.__main__ import main
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.folders import data_folder
from picpik_studio.app.redraw import redraw
from picpik_studio.files.journal import Journal
from tests.app.cloud import Cloud, sent_picture, solid
from tests.e2e.conftest import Files

GREEN = (10, 200, 30)


def run(files: Files, cloud: Cloud, *words: str, out: str | None = None) -> int:
    connection = () if "--connection" in words else ("--connection", cloud.url)
    return main(["redraw", files.image, "--mask", files.mask, "-o", out or files.out, *connection, *words])


def pixels(path: str | Path) -> np.ndarray[Any, np.dtype[np.uint8]]:
    return np.asarray(cv2.imread(str(path), cv2.IMREAD_COLOR)).astype(np.uint8)


def test_it_writes_the_picture_and_names_it(files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, cloud) == 0
    said = capsys.readouterr()
    assert said.out == f"{files.out}\n"
    assert all(word in said.err for word in ("submitted", "TaskUID task-1", "status Running", "finished"))
    before, after = pixels(files.image), pixels(files.out)
    painted = cv2.imread(files.mask, cv2.IMREAD_GRAYSCALE) == 255
    assert (after[painted] == GREEN).all()
    assert np.array_equal(after[:, 120:], before[:, 120:])


EVERY_OPTION = """
    --prompt a,%b --prompt c --negative d --no-translate-prompts --mask-blur 5 --invert-mask --refer-strength 0.25
    --prompts-more-important --model mine --lora l=x=-0.5 --lora plain --embedding e --hypernetwork h --steps 22
    --sampler DDIM --cfg-scale 3.5 --clip-skip 2 --use-main-model-vae --frame 8,8,120,80 --padding 16 --seed 99
    --width 128 --height 96 --batch 2 --reference-strength 0.75 --reference
"""
AS_SENT = {
    "Action": "ModifyMaskedPixels",
    "PublicKey": "public-key",
    "MainModel": {
        "ModelCode": "mine",
        "InferenceParams": {"Steps": 22, "Sampler": "DDIM", "CFGScale": 3.5, "ClipSkip": 2},
    },
    "SubModelList": [
        {"ModelCode": "l=x", "InferenceParams": {"LoraWeight": -0.5}},
        {"ModelCode": "plain", "InferenceParams": {"LoraWeight": 1.0}},
        {"ModelCode": "e"},
        {"ModelCode": "h"},
    ],
    "PositivePrompts": ["a, b", "c"],
    "NegativePrompts": ["d"],
    "TranslatePrompts": False,
    "Seed": 99,
    "Width": 128,
    "Height": 96,
    "BatchSize": 2,
    "UseMainModelVAE": True,
    "Masked": {
        "ImageIndex": 0,
        "MaskIndex": 1,
        "ReferStrength": 0.25,
        "InvertMask": True,
        "MaskBlur": 5,
        "PromptsMoreImportant": True,
    },
    "Image2Image": {"ImageIndex": 2, "ReferStrength": 0.75},
}


def test_every_option_arrives_on_the_wire(files: Files, cloud: Cloud) -> None:
    reference = files.folder / "reference.png"
    reference.write_bytes(solid(70, 40))
    words = [word.replace("%", " ") for word in EVERY_OPTION.split()]
    assert run(files, cloud, *words, str(reference)) == 0
    sent = cloud.tasks["task-1"].request
    assert len(sent["ImageAndMaskList"]) == 3
    assert sent_picture(sent, 0).shape == (96, 128, 3)
    assert {name: sent[name] for name in sent if name not in {"ImageAndMaskList", "request_uuid"}} == AS_SENT


def test_a_model_of_the_service_brings_its_own_values(files: Files, cloud: Cloud) -> None:
    cloud.models["MainModels"]["m"]["InferenceParams"] = {"Steps": 44, "CFGScale": 5.5}
    assert run(files, cloud, "--cfg-scale", "6") == 0
    model = cloud.tasks["task-1"].request["MainModel"]
    assert (model["Name"], model["InferenceParams"]["Steps"], model["InferenceParams"]["CFGScale"]) == (
        "Model one",
        44,
        6,
    )  # fmt: skip - a row


def test_a_batch_is_numbered(files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(files, cloud, "--batch", "3", "--json") == 0
    report = json.loads(capsys.readouterr().out)
    names = [files.out.replace("out.png", f"out-{number}.png") for number in (1, 2, 3)]
    assert [result["path"] for result in report["results"]] == names
    assert [result["seed"] for result in report["results"]] == [4711, 4712, 4713]
    assert (report["task_uid"], report["credits"], report["status"]) == ("task-1", 3, "Finished")
    assert all(Path(name).exists() for name in names)
    assert not Path(files.out).exists()


def test_a_dry_run_sends_nothing(files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    words = ["redraw", files.image, "--mask", files.mask, "--connection", cloud.url, "--dry-run", "--width", "640"]
    assert main([*words, "--prompt", "窓"]) == 0
    said = capsys.readouterr().out
    assert all(part in said for part in ("Nothing was sent", "640 x", "窓", "note:", "first main model"))
    assert main([*words, "--json", "--model", "mine"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["request"]["MainModel"]["ModelCode"] == "mine"
    assert (report["picture"], report["sent"][0], cloud.arrived) == ([140, 90], 640, [])


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--steps", "1000"), 2, "whole number from 6 to 100"),
        (("--steps", "many"), 2, "--steps: takes a whole number from 6 to 100, not 'many'"),
        (("--frame", "1,2,3"), 2, "neither whole, mask nor X,Y,W,H"),
        (("--frame", "500,500,64,64"), 2, "outside the picture"),
        (("--lora", "code=heavy"), 2, "not CODE=WEIGHT"),
        (("--lora", "code=3"), 2, "Weight"),
        (("--cfg-scale", "much"), 2, "--cfg-scale: takes a number from"),
        (("--reference", "nowhere.png"), 1, "There is no file nowhere.png."),
        (("--connection", "nowhere"), 2, "There is no connection"),
        (("--connection", "http://127.0.0.1:9"), 1, "127.0.0.1"),
        (("--nonsense",), 2, "--nonsense"),
    ],
)
def test_what_is_wrong_is_one_sentence(
    files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], code: int, sentence: str
) -> None:
    assert run(files, cloud, *words) == code
    said = capsys.readouterr().err.strip()
    assert said.startswith("picpik-studio: ")
    assert (sentence in said, "\n" in said, "Traceback" in said) == (True, False, False), said
    assert not cloud.tasks


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [("photo.png", b"no picture", "photo.png"), ("mask.png", solid(10, 10), "mask"), ("mask.png", None, "mask.png")],
)
def test_a_wrong_file_is_one_sentence(
    *, files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str], name: str, data: bytes | None, sentence: str
) -> None:
    path = files.folder / name
    path.unlink()
    if data is not None:
        path.write_bytes(data)
    assert run(files, cloud) == 1
    said = capsys.readouterr().err.strip()
    assert (sentence in said, "\n" in said) == (True, False), said


def test_a_name_that_cannot_be_written_is_refused_before_anything_is_sent(
    files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(files, cloud, out=str(files.folder / "out.xyz")) == 2
    assert "out.xyz" in capsys.readouterr().err
    assert run(files, cloud, out=str(files.folder / "nowhere" / "out.png")) == 1
    assert "There is no folder" in capsys.readouterr().err
    assert main(["redraw", files.image, "--mask", files.mask]) == 2
    assert "-o OUT" in capsys.readouterr().err
    assert cloud.arrived == []


def test_why_the_service_could_not_do_it_is_said(
    files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str]
) -> None:
    cloud.words = ["Error"]
    cloud.extra = {"ErrorMassage": "no credits left"}
    assert run(files, cloud) == 1
    assert "picpik-studio: The service could not do it: no credits left" in capsys.readouterr().err
    assert not Path(files.out).exists()


def test_a_lost_answer_is_kept_for_the_editor(files: Files, cloud: Cloud, capsys: pytest.CaptureFixture[str]) -> None:
    cloud.loses_answers = 1
    assert run(files, cloud) == 1
    said = capsys.readouterr().err
    assert "The job is kept" in said
    assert cloud.count("ModifyMaskedPixels") == 1


def test_a_result_that_did_not_come_is_kept_for_the_editor(files: Files, cloud: Cloud) -> None:
    images = iter([solid(144, 96), b"no picture"])
    cloud.image = lambda _call: next(images)
    assert run(files, cloud, "--batch", "2") == 0
    with Journal(data_folder() / "jobs.sqlite") as journal:
        (entry,) = journal.all()
    assert entry.state == "finished"
    assert len(entry.record["urls"]) == 2


def test_the_python_door(files: Files, cloud: Cloud) -> None:
    assert picpik_studio.redraw is redraw
    states: list[str] = []
    area = np.asarray(cv2.imread(files.mask, cv2.IMREAD_GRAYSCALE)).astype(np.uint8)
    done = redraw(
        Path(files.image).read_bytes(),
        area,
        connection=cloud.url,
        progress=lambda job: states.append(job.state.value),
        positive_prompts=["a meadow"],
    )
    assert done.paths == ()
    assert (done.snapshots[0].pixels[area == 255][:, :3] == GREEN).all()
    assert states[-1] == "finished"
    with pytest.raises(RefusedError, match="split_frames makes several jobs"):
        redraw(files.image, files.mask, split_frames=True)
    with pytest.raises(RefusedError, match="no parameter called colour"):
        redraw(files.image, files.mask, colour="red")
