"""Which service a window sends to, and which of its models are chosen there."""

from picpik_studio.app.connections import Connection
from picpik_studio.app.model_lists import Models
from picpik_studio.app.models import ModelChoice, ModelInfo, SubModel
from picpik_studio.app.session_state import SessionState
from picpik_studio.errors import PicPikError


class ServiceChoice:
    """The connection of one session. Each connection keeps its own choice of models.

    `connection_id` is one of local, picpik, picpik-cn, custom; `key` names the very service, also in the journal.
    """

    def __init__(self, state: SessionState) -> None:
        self._state = state
        self._program = state.program
        self._choices: dict[str, tuple[ModelChoice | None, tuple[SubModel, ...]]] = {}
        self._connection = self._program.connections.default
        self._disconnect = (
            self._program.models.changed.connect(self._models_changed),
            self._program.settings.changed.connect(self._setting_changed),
        )
        self._choose_model()

    @property
    def connection(self) -> Connection:
        """The service that Submit uses."""
        return self._connection

    @property
    def key(self) -> str:
        """The name of the service for the journal and the lists of models."""
        return self._connection.key

    @property
    def models(self) -> Models:
        """What the service offers, as far as it is known; main models first."""
        return self._program.models.of(self.key) or ()

    def set_connection(self, connection_id: str) -> None:
        """Use another connection, here and in new windows. Raises NoSuchConnectionError."""
        if connection_id == self._connection.id:
            return
        self._change(self._program.connections.get(connection_id))
        try:
            self._program.settings.set("connection", connection_id)
        except PicPikError as error:
            self._program.notices.fail(error)

    def main_model(self, code: str) -> ModelInfo | None:
        """Return a main model of the service by its code, if it is known."""
        return next((model for model in self.models if model.kind == "main" and model.code == code), None)

    def close(self) -> None:
        """Follow nothing any more."""
        for disconnect in self._disconnect:
            disconnect()

    def _change(self, connection: Connection) -> None:
        parameters = self._state.parameters
        self._choices[self.key] = (parameters.values.main_model, parameters.values.sub_models)
        self._connection = connection
        main_model, sub_models = self._choices.get(self.key, (None, ()))
        parameters.follow_main_model(main_model)
        parameters.set("sub_models", sub_models)
        self._state.changed.emit("connection")
        if self._program.models.of(self.key) is None:
            self._program.models.refresh(self.key)
        self._choose_model()
        self._state.changed.emit("models")

    def _setting_changed(self, name: str) -> None:
        """Follow the custom connection to another address."""
        if name == "custom_address" and self._connection.is_editable:
            self._change(self._program.connections.get(self._connection.id))

    def _models_changed(self, key: str) -> None:
        if key == self.key:
            self._choose_model()
            self._state.changed.emit("models")

    def _choose_model(self) -> None:
        """Choose the service's first main model while the person has chosen none."""
        first = first_main_model(self.models)
        if first is not None and self._state.parameters.values.main_model is None:
            self._state.parameters.follow_main_model(first)


def first_main_model(models: Models) -> ModelInfo | None:
    """Return the main model that is taken when nobody chooses one: the first, and official ones come first."""
    return next((model for model in models if model.kind == "main"), None)
