"""Which service a session uses, its models, the reference image, and the parameters of earlier jobs."""

from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import pytest

from picpik_studio.app.connections import NoSuchConnectionError
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.models import ModelChoice, ModelInfo
from picpik_studio.app.session import Session
from picpik_studio.app.submitting import with_model
from tests.app.cloud import Cloud, solid
from tests.app.conftest import Bench
from tests.app.requests import mask, values


@pytest.fixture
def session(bench: Bench, cloud: Cloud) -> Iterator[Session]:
    bench.program.connections.set_custom_address(cloud.url)
    bench.program.settings.set("connection", "custom")
    made = Session(bench.program)
    yield made
    made.close()


def paint(bench: Bench, session: Session) -> None:
    photo = cv2.imencode(".png", np.zeros((120, 200, 3), np.uint8))[1].tobytes()
    session.open_bytes(photo, "black.png")
    bench.until(lambda: session.document is not None)
    assert session.document is not None
    session.document.replace_mask(mask())


def run(bench: Bench, session: Session) -> None:
    jobs = bench.program.jobs
    before = len(jobs.all)
    session.submit()
    bench.until(lambda: len(jobs.all) > before and jobs.all[-1].is_ended)


def test_models_arrive_and_the_first_main_one_is_chosen(bench: Bench, session: Session) -> None:
    assert (session.models, session.models_error) == ((), None)
    topics: list[str] = []
    session.changed.connect(topics.append)
    session.refresh_models()
    session.refresh_models()
    bench.until(lambda: "models" in topics)
    assert [model.code for model in session.models] == ["model-1"]
    assert session.parameters.values.main_model == session.models[0].choice
    assert not bench.program.models.is_asking(session.connection.key)


def test_the_first_model_brings_its_own_steps_along(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.models["MainModels"]["m"]["InferenceParams"] = {"Steps": 24, "CFGScale": 5}
    session.parameters.set("cfg_scale", 9)
    session.refresh_models()
    bench.until(lambda: session.models)
    assert (session.parameters.values.steps, session.parameters.values.cfg_scale) == (24, 9.0)
    assert with_model(values(main_model=None), session.models).steps == 24
    session.set_connection("local")
    assert session.parameters.values.steps == 10


def test_why_there_are_no_models_is_known(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.override["ListModels"] = lambda _call: {"RetCode": 172, "Message": ""}
    session.refresh_models()
    bench.until(lambda: session.models_error)
    assert "public key" in str(session.models_error)
    bench.program.models.forget(session.connection.key)
    now = session.models_error
    assert now is None


def test_each_connection_keeps_its_own_models(bench: Bench, session: Session) -> None:
    session.refresh_models()
    bench.until(lambda: session.models)
    cloud_model = session.parameters.values.main_model
    session.set_connection("local")
    assert (session.connection_id, session.connection.is_local) == ("local", True)
    bench.until(lambda: session.models)
    local_model = session.parameters.values.main_model
    assert local_model is not None
    assert local_model.code == "local-patchmatch"
    session.set_connection("custom")
    session.set_connection("custom")
    assert session.parameters.values.main_model == cloud_model
    assert bench.program.settings.get("connection") == "custom"
    with pytest.raises(NoSuchConnectionError):
        session.set_connection("nowhere")


def test_another_address_is_another_service(bench: Bench, session: Session) -> None:
    before = session.connection.key
    bench.program.connections.set_custom_address("http://127.0.0.1:9")
    assert session.connection.key != before
    bench.until(lambda: session.models_error)


def test_a_prompt_that_the_model_does_not_use_is_said_once(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.models["MainModels"]["m"]["Ignores"] = ["PositivePrompts"]
    session.refresh_models()
    bench.until(lambda: session.models)
    paint(bench, session)
    run(bench, session)
    assert not any("prompt" in text for text in bench.said())
    session.parameters.set("positive_prompts", "a meadow")
    run(bench, session)
    notice = bench.notices[-1]
    assert (notice.key, "does not use the prompt" in notice.text) == ("prompt", True)


def test_remarks_of_a_request_become_notices(bench: Bench, session: Session) -> None:
    paint(bench, session)
    session.parameters.set("width", 640)
    run(bench, session)
    assert any("320 %" in text for text in bench.said())


def test_a_model_that_looks_at_no_reference_is_named(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.models["MainModels"]["m"]["Ignores"] = ["Image2Image"]
    session.refresh_models()
    bench.until(lambda: session.parameters.values.main_model)
    session.set_reference(solid(30, 20))
    bench.until(lambda: bench.notices)
    assert bench.said() == ["The picture is kept as the reference, but Model one does not use a reference picture."]
    withdrawn: list[str] = []
    bench.program.notices.withdrawn.connect(withdrawn.append)
    session.set_connection("local")
    assert withdrawn == ["reference"], "it was said of a model that is not chosen any more"


def test_a_reference_is_taken_when_it_is_a_picture(bench: Bench, session: Session, tmp_path: Path) -> None:
    picture = solid(30, 20)
    session.set_reference(picture)
    bench.until(lambda: session.parameters.values.reference == picture)
    assert bench.said() == ["The picture is the reference now; it goes with every Submit."]
    session.set_reference(None)
    assert session.parameters.values.reference is None
    path = tmp_path / "reference.png"
    path.write_bytes(picture)
    session.set_reference_path(path)
    bench.until(lambda: session.parameters.values.reference == picture)
    bench.notices.clear()
    session.set_reference(b"no picture")
    bench.until(lambda: bench.notices)
    session.set_reference_path(tmp_path / "nowhere.png")
    bench.until(lambda: len(bench.notices) == 2)
    assert "nowhere.png" in bench.said()[1]
    assert session.parameters.values.reference == picture


def test_the_parameters_of_a_job_can_be_used_again(bench: Bench, session: Session) -> None:
    paint(bench, session)
    session.parameters.set("steps", 33)
    session.parameters.set("positive_prompts", "a\nb")
    session.set_reference(solid(30, 20))
    bench.until(lambda: session.parameters.values.reference)
    run(bench, session)
    session.parameters.reset_all()
    session.use_parameters_of(bench.program.jobs.all[0].id)
    bench.until(lambda: session.parameters.values.reference)
    assert (session.parameters.get("steps"), session.parameters.get("positive_prompts")) == (33, ("a", "b"))
    session.use_parameters_of("no such job")
    bench.until(lambda: "There is no such job any more." in bench.said())


def test_a_service_without_a_main_model_is_refused_in_words(bench: Bench, session: Session, cloud: Cloud) -> None:
    cloud.models = {"MainModels": {}}
    paint(bench, session)
    session.submit()
    bench.until(lambda: bench.notices)
    assert (bench.said(), session.submitting) == (["The service offers no main model."], 0)


def test_a_model_that_was_chosen_stays() -> None:
    chosen = values(main_model=ModelChoice("mine"))
    assert with_model(chosen, (ModelInfo("other", "Other", "main"),)) is chosen
    with pytest.raises(RefusedError, match="no main model"):
        with_model(values(main_model=None), (ModelInfo("l", "L", "lora"),))


def test_the_balance_is_asked_for(bench: Bench, session: Session) -> None:
    balances: list[int] = []
    bench.program.balance(session.connection.key, lambda balance: balances.append(balance.total))
    bench.until(lambda: balances)
    assert balances == [100]
