"""From what a window shows to a job: freeze, make ready in a worker, hand over; and the parameters of earlier jobs."""

from dataclasses import replace
from pathlib import Path
from typing import Final

from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.generation import GenerationRequest, prepare
from picpik_studio.app.model_lists import Models
from picpik_studio.app.models import ModelChoice, ModelInfo, SubModel
from picpik_studio.app.parameters import Values
from picpik_studio.app.session_state import SessionState
from picpik_studio.core.document import Snapshot
from picpik_studio.errors import PicPikError
from picpik_studio.files.errors import reading_failed
from picpik_studio.files.images import open_picture
from picpik_studio.texts import QT_TRANSLATE_NOOP

NOT_USED: Final = QT_TRANSLATE_NOOP("Session", "{model} does not use the prompt: it copies from the surroundings.")
NO_MODEL: Final = QT_TRANSLATE_NOOP("Session", "The service offers no main model.")
NO_PARAMETERS: Final = QT_TRANSLATE_NOOP("Session", "The parameters of this job are not known any more.")


class Submitting:
    """Makes requests of one session's state, for the connection that it uses."""

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._program = state.program
        self.count = 0
        self.connection_id: str = self._program.settings.get("connection")
        self._choices: dict[str, tuple[ModelChoice | None, tuple[SubModel, ...]]] = {}
        self._disconnect = self._program.models.changed.connect(self._models_changed)
        state.parameters.set("padding", self._program.settings.get("padding"))
        self._choose_model()

    # The connection and its models

    def set_connection(self, connection_id: str) -> None:
        """Use another connection; each has its own choice of models."""
        if connection_id == self.connection_id:
            return
        parameters = self._state.parameters
        self._choices[self.connection_id] = (parameters.values.main_model, parameters.values.sub_models)
        self.connection_id = connection_id
        main_model, sub_models = self._choices.get(connection_id, (None, ()))
        parameters.set("main_model", main_model)
        parameters.set("sub_models", sub_models)
        try:
            self._program.settings.set("connection", connection_id)
        except PicPikError as error:
            self._program.notices.fail(error)
        self._choose_model()
        self._state.changed.emit("connection")

    def _models_changed(self, connection_id: str) -> None:
        if connection_id == self.connection_id:
            self._choose_model()
            self._state.changed.emit("models")

    def _choose_model(self) -> None:
        """Choose the service's first main model while the person has chosen none; ask for the list if need be."""
        models = self._program.models.of(self.connection_id)
        if models is None:
            return
        if self._state.parameters.values.main_model is None and (first := first_main_model(models)) is not None:
            self._state.parameters.set("main_model", first)

    # Submit

    def submit(self) -> None:
        """Freeze everything and make the request ready; it becomes a job when that is done."""
        document = self._state.document
        if document is None:
            raise RefusedError(NO_DOCUMENT)
        snapshot, values = document.snapshot(), self._state.parameters.values
        self._count(1)
        if values.main_model is not None:
            self._prepare(snapshot, values)
            return
        connection_id = self.connection_id
        self._program.tasks.run(
            "network",
            lambda _task: _with_model(values, self._program.models.ask(connection_id)),
            done=lambda completed: self._prepare(snapshot, completed),
            failed=self._not_prepared,
            label="models",
        )

    def _prepare(self, snapshot: Snapshot, values: Values) -> None:
        connection_id, path = self.connection_id, self._state.path
        self._program.tasks.run(
            "pixels",
            lambda _task: prepare(snapshot, values, connection_id),
            done=lambda request: self._prepared(request, path, values),
            failed=self._not_prepared,
            label="prepare",
        )

    def _prepared(self, request: GenerationRequest, path: Path | None, values: Values) -> None:
        self._count(-1)
        for remark in request.remarks:
            self._program.notices.say("info", remark.template, key=remark.template, **remark.values)
        self._warn_of_unused_prompt(values)
        self._program.jobs.submit(request, path)

    def _not_prepared(self, error: Exception) -> None:
        self._count(-1)
        self._program.notices.fail(error)

    def _warn_of_unused_prompt(self, values: Values) -> None:
        model = self._model(values)
        if model is not None and "PositivePrompts" in model.ignores and values.positive_prompts:
            self._program.notices.say("info", NOT_USED, key="prompt", model=model.name)

    def _model(self, values: Values) -> ModelInfo | None:
        models = self._program.models.of(self.connection_id) or ()
        code = values.main_model.code if values.main_model is not None else ""
        return next((model for model in models if model.kind == "main" and model.code == code), None)

    def _count(self, step: int) -> None:
        self.count += step
        self._state.changed.emit("submitting")

    # The reference image, and earlier parameters

    def set_reference(self, data: bytes | None) -> None:
        """Take over a reference image when it proves to be a picture."""
        if data is None:
            self._state.parameters.set("reference", None)
            return
        self._program.tasks.run(
            "pixels",
            lambda _task: _checked_picture(data),
            done=lambda checked: self._state.parameters.set("reference", checked),
            label="reference",
        )

    def set_reference_path(self, path: Path) -> None:
        """Take over a file as the reference image."""
        self._program.tasks.run(
            "files",
            lambda _task: _read(path),
            done=self.set_reference,
            label="reference",
        )

    def use_parameters_of(self, job_id: str) -> None:
        """Set all parameters to a job's, its reference image too."""
        self._program.tasks.run(
            "files",
            lambda _task: self._program.jobs.request(job_id),
            done=self._use,
            label="parameters",
        )

    def _use(self, request: GenerationRequest) -> None:
        self._state.parameters.restore(request.parameters)
        self._state.parameters.set("reference", request.reference)

    def close(self) -> None:
        """Follow the lists of models no more."""
        self._disconnect()


def first_main_model(models: Models) -> ModelInfo | None:
    """Return the main model that is taken when nobody chooses one: the first of the official ones, else the first."""
    return next((model for model in models if model.kind == "main"), None)


def _with_model(values: Values, models: Models) -> Values:
    first = first_main_model(models)
    if first is None:
        raise RefusedError(NO_MODEL)
    return replace(values, main_model=first.choice)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise reading_failed(error, path.name) from error


def _checked_picture(data: bytes) -> bytes:
    open_picture(data)
    return data
