"""What is seen before it is sent is what is sent, to the byte; and what is to be known of it is said."""

import base64
import hashlib
import json
from collections.abc import Iterator
from typing import Any

import cv2
import numpy as np
import pytest

from picpik_studio.app.action import Action
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.models import ModelChoice
from picpik_studio.app.packing import Encoding
from picpik_studio.app.preflight import Preflight
from picpik_studio.app.preflight_sheets import Looked
from picpik_studio.app.session import Session
from picpik_studio.app.settings import Settings
from picpik_studio.core.footprint import bounds
from tests.app.cloud import PRIVATE_KEY, PUBLIC_KEY, Cloud
from tests.app.conftest import Bench
from tests.app.requests import HEIGHT, WIDTH, mask, picture

WIDE, HIGH = 4 * WIDTH, 5 * HEIGHT


@pytest.fixture
def session(bench: Bench, cloud: Cloud) -> Iterator[Session]:
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    made.parameters.set("main_model", ModelChoice("m"))
    photo = cv2.imencode(".png", picture(WIDE, HIGH).pixels[..., :3])[1].tobytes()
    made.open_bytes(photo, "noise.png")
    bench.until(lambda: made.document is not None)
    assert made.document is not None
    made.document.replace_mask(mask(WIDE, HIGH))
    yield made
    made.close()


def looked_at(bench: Bench, preflight: Preflight) -> Looked:
    bench.until(lambda: preflight.fraction is None)
    assert preflight.looked is not None, preflight.error
    return preflight.looked


def reach(looked: Looked) -> tuple[int, ...]:
    """Return the rectangle of the picture that may change, by its four sides."""
    request = looked.sheet.request
    weight = cv2.imdecode(np.frombuffer(request.weight, np.uint8), cv2.IMREAD_GRAYSCALE)
    box = bounds(np.asarray(weight, np.uint8)).translated(request.area.x, request.area.y)
    return (box.x, box.y, box.right, box.bottom)


def look(bench: Bench, session: Session, action: Action = Action.REDRAW, percent: int = 100) -> Preflight:
    preflight = session.preflight()
    preflight.look(action, percent)
    looked_at(bench, preflight)
    return preflight


def submitted(bench: Bench, cloud: Cloud, preflight: Preflight) -> bytes:
    """Submit what is seen; return the body as it came to the service."""
    before = len(bench.program.jobs.all)
    preflight.submit()
    bench.until(lambda: len(bench.program.jobs.all) > before and bench.program.jobs.all[-1].is_ended)
    action = f'"Action":"{preflight.action}"'.encode()
    (body,) = [body for body in cloud.bodies if action in body]
    return body


def for_people(body: bytes) -> Any:  # noqa: ANN401 - any JSON
    """Return a body's JSON with keys struck out and pictures cut short, made independently of the program."""

    def shortened(value: Any) -> Any:  # noqa: ANN401 - as above
        if isinstance(value, dict):
            return {name: shortened(inner) for name, inner in value.items()}
        if isinstance(value, list):
            return [shortened(inner) for inner in value]
        if isinstance(value, str) and value.startswith("data:"):
            head, _, text = value.partition(",")
            digest = hashlib.sha256(base64.b64decode(text)).hexdigest()
            return f"{head},{text[:16]}… ({len(value)} B, sha256 {digest[:16]}…)"
        return value

    call = shortened(json.loads(body))
    return list({**call, "PublicKey": "••••••••", "Signature": "••••••••"}.items())


def picture_in(body: bytes) -> bytes:
    call = json.loads(body)
    uri = call["RawImage"] if "RawImage" in call else call["ImageAndMaskList"][0]
    return base64.b64decode(uri.partition(",")[2])


@pytest.mark.parametrize("action", [Action.REDRAW, Action.ERASE])
@pytest.mark.parametrize("encoding", ["png", "jpeg"])
@pytest.mark.parametrize("percent", [100, 50])
def test_what_is_sent_is_what_was_shown_to_the_byte(
    bench: Bench, session: Session, cloud: Cloud, action: Action, encoding: Encoding, percent: int
) -> None:
    session.parameters.set("positive_prompts", ["“grün”, a cat 窓", "second line"])
    session.parameters.set("cfg_scale", 12.0)
    preflight = look(bench, session, action, percent)
    preflight.encode(encoding)
    looked = looked_at(bench, preflight)
    assert looked.sheet.draft is not None
    # Whatever is done meanwhile, what was shown is sent.
    assert session.document is not None
    session.document.clear_mask()
    session.parameters.set("positive_prompts", ["something else"])
    session.parameters.set("main_model", ModelChoice("other"))
    bench.program.settings.set("sent_encoding", "png" if encoding == "jpeg" else "jpeg")
    body = submitted(bench, cloud, preflight)
    assert (len(body), hashlib.sha256(body).hexdigest()) == (looked.sheet.draft.length, looked.sheet.draft.digest)
    assert list(json.loads(looked.sheet.text).items()) == for_people(body)
    # The text itself, but for its line breaks: numbers are written as they are sent.
    assert '"CFGScale": 12\n' in looked.sheet.text.replace(",\n", "\n") or action is Action.ERASE
    sent = picture_in(body)
    assert sent == looked.sheet.request.picture
    pixels = np.asarray(cv2.imdecode(np.frombuffer(sent, np.uint8), cv2.IMREAD_COLOR))
    assert np.array_equal(looked.pictures.image.levels[0][..., :3], pixels)
    assert (pixels.shape[1], pixels.shape[0]) == looked.sheet.request.frame.sent
    assert sent.startswith(b"\xff\xd8" if encoding == "jpeg" else b"\x89PNG")


def test_no_key_is_shown_and_the_signature_neither(bench: Bench, session: Session, cloud: Cloud) -> None:
    preflight = look(bench, session)
    assert preflight.looked is not None
    draft = preflight.looked.sheet.draft
    assert draft is not None
    text = draft.text
    body = submitted(bench, cloud, preflight)
    for secret in (PUBLIC_KEY, PRIVATE_KEY, json.loads(body)["Signature"]):
        assert secret not in text
        assert secret not in repr(draft)


def test_nothing_is_sent_by_looking(bench: Bench, session: Session, cloud: Cloud) -> None:
    preflight = look(bench, session)
    preflight.look(Action.ERASE, 50)
    looked_at(bench, preflight)
    preflight.encode("jpeg")
    looked_at(bench, preflight)
    preflight.close()
    assert (set(cloud.arrived), bench.program.jobs.all, session.submitting) == ({"ListModels"}, (), 0)


def test_the_encoding_is_a_setting_and_both_sizes_are_known(bench: Bench, session: Session, cloud: Cloud) -> None:
    preflight = look(bench, session)
    made = looked_at(bench, preflight).sheet.made
    png, jpeg = made.requests["png"].picture, made.requests["jpeg"].picture
    assert png.startswith(b"\x89PNG")
    assert jpeg.startswith(b"\xff\xd8")
    assert len(jpeg) < len(png)
    preflight.encode("jpeg")
    assert looked_at(bench, preflight).sheet.request is made.requests["jpeg"]
    assert Settings().get("sent_encoding") == "jpeg"
    session.submit()
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[-1].is_ended)
    assert picture_in(next(body for body in cloud.bodies if b"ModifyMasked" in body)) == jpeg


def test_one_click_sends_a_smaller_picture_of_the_same_place(bench: Bench, session: Session) -> None:
    preflight = look(bench, session)
    whole = looked_at(bench, preflight)
    preflight.look(percent=50)
    half = looked_at(bench, preflight)
    assert half.sheet.draft is not None
    assert whole.sheet.draft is not None
    assert half.sheet.draft.length < whole.sheet.draft.length / 2
    sent, rect = half.sheet.request.frame.sent, half.sheet.request.frame.rect
    assert all(side % 8 == 0 for side in sent)
    assert not half.sheet.request.frame.is_stretched
    assert rect.intersected(whole.sheet.request.frame.rect) == whole.sheet.request.frame.rect
    assert (half.sheet.request.mapping["Width"], half.sheet.request.mapping["Height"]) == sent
    # The edge is as soft as before in the picture itself, so half as soft in what is sent.
    assert (whole.sheet.request.mapping["Masked"]["MaskBlur"], half.sheet.request.mapping["Masked"]["MaskBlur"]) == (
        12,
        6,
    )
    assert half.sheet.request.parameters["mask_blur"] == 12
    before, after = reach(whole), reach(half)
    assert all(abs(one - other) <= 4 for one, other in zip(before, after, strict=True)), (before, after)
    assert 0 < whole.sheet.share < half.sheet.share < 1.3 * whole.sheet.share


def test_what_cannot_be_made_is_said_and_the_next_look_may_do(bench: Bench, session: Session) -> None:
    assert session.document is not None
    session.document.clear_mask()
    preflight = session.preflight()
    preflight.look()
    bench.until(lambda: preflight.fraction is None)
    assert preflight.looked is None
    assert "Nothing is painted" in str(preflight.error)
    assert not preflight.can_submit
    preflight.submit()
    assert bench.program.jobs.all == ()


def test_without_a_picture_there_is_nothing_to_look_at(bench: Bench) -> None:
    session = Session(bench.program)
    with pytest.raises(RefusedError):
        session.preflight()
    session.close()


def test_without_keys_it_is_seen_but_not_sent(bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PICPIK_PUBLIC_KEY")
    preflight = look(bench, session)
    looked = looked_at(bench, preflight)
    assert (looked.sheet.draft, preflight.can_submit) == (None, False)
    assert "keys" in str(looked.trouble)
    assert json.loads(looked.sheet.text)["PublicKey"] == "••••••••"
    assert looked.sheet.text.count("sha256") == 2
    preflight.submit()
    assert bench.program.jobs.all == ()


def test_a_look_that_is_given_up_ends(bench: Bench, session: Session) -> None:
    preflight = session.preflight()
    told: list[float | None] = []
    preflight.changed.connect(lambda: told.append(preflight.fraction))
    preflight.look()
    preflight.close()
    assert told == [0.0]
    preflight.look()
    looked_at(bench, preflight)
    assert told[-1] is None
    assert told[1] == 0.0


def warnings(bench: Bench, session: Session, action: Action = Action.REDRAW) -> list[str]:
    return [warned.reason.text for warned in looked_at(bench, look(bench, session, action)).warnings]


def test_an_empty_prompt_is_warned_of_where_it_is_used(bench: Bench, session: Session) -> None:
    assert warnings(bench, session) == ["The prompt is empty: the model alone decides what appears."]
    assert warnings(bench, session, Action.ERASE) == []
    session.parameters.set("positive_prompts", ["a cat"])
    assert warnings(bench, session) == []


def test_a_prompt_and_a_reference_that_are_not_used_are_warned_of(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.models["MainModels"]["m"]["Ignores"] = ["PositivePrompts", "Image2Image"]
    session.refresh_models()
    bench.until(lambda: session.models)
    session.parameters.set("main_model", session.models[0])
    assert warnings(bench, session) == []
    session.parameters.set("positive_prompts", ["a cat"])
    session.parameters.set("reference", cv2.imencode(".png", np.zeros((9, 9, 3), np.uint8))[1].tobytes())
    assert warnings(bench, session) == [
        "Model one does not use the prompt: it copies from the surroundings.",
        "Model one does not use the reference picture, which is sent all the same.",
    ]


def test_a_full_repaint_area_a_dissolving_spot_and_a_large_body_are_warned_of(
    bench: Bench, session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.parameters.set("positive_prompts", ["a cat"])
    assert session.document is not None
    session.document.replace_mask(np.full((HIGH, WIDE), 255, np.uint8))
    assert warnings(bench, session) == [
        "The whole picture will be repainted: nothing of the original is left to go by."
    ]
    spot = np.zeros((HIGH, WIDE), np.uint8)
    spot[100:104, 100:104] = 255
    session.document.replace_mask(spot)
    session.parameters.set("mask_blur", 32)
    monkeypatch.setattr("picpik_studio.app.preflight_warnings.LARGE_BYTES", 100_000)
    dissolves, large = warnings(bench, session)
    assert "would dissolve" in dissolves
    assert large.startswith("The request has ")
    assert large.endswith("MB, which a service may refuse: send a smaller size, or JPEG.")


def test_the_wrong_way_round_is_warned_of_once(bench: Bench, session: Session) -> None:
    session.parameters.set("positive_prompts", ["a cat"])
    assert session.document is not None
    session.document.replace_mask(255 - mask(WIDE, HIGH))
    (warning,) = warnings(bench, session)
    assert "of the picture will be repainted" in warning


def test_this_computer_answers_it_too(bench: Bench, session: Session) -> None:
    session.set_connection("local")
    bench.until(lambda: session.models)
    preflight = look(bench, session)
    assert looked_at(bench, preflight).warnings == ()
    preflight.submit()
    bench.until(lambda: bench.program.jobs.all and bench.program.jobs.all[-1].is_ended)
    assert bench.program.jobs.all[-1].task_uid


def test_the_first_model_is_taken_when_none_is_chosen(bench: Bench, session: Session, cloud: Cloud) -> None:
    session.parameters.set("main_model", None)
    looked = looked_at(bench, look(bench, session))
    assert looked.sheet.request.mapping["MainModel"]["ModelCode"] == "model-1"
    cloud.override["ListModels"] = lambda _call: {"RetCode": 299, "Message": ""}
    preflight = session.preflight()
    preflight.look()
    bench.until(lambda: preflight.fraction is None)
    assert preflight.looked is None
    assert preflight.error is not None
    preflight.look(Action.ERASE)
    assert looked_at(bench, preflight).sheet.draft is not None
