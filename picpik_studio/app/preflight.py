"""A look at what would be sent, to the byte, before it is: made in workers, changed by a click, sent from there."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any, Final, TypeVar

from picpik_studio.app.action import Action
from picpik_studio.app.documents import NO_DOCUMENT
from picpik_studio.app.errors import RefusedError
from picpik_studio.app.generation import prepare_each
from picpik_studio.app.job import Reason
from picpik_studio.app.model_lists import Models
from picpik_studio.app.packing import SETTING, Encoding, Packing
from picpik_studio.app.parameters import Values
from picpik_studio.app.preflight_sheets import (
    Drafted,
    Looked,
    Made,
    Pictures,
    Sheet,
    drafted,
    packed_both_ways,
    pictures_of,
)
from picpik_studio.app.preflight_warnings import warnings_of
from picpik_studio.app.service_choice import ServiceChoice
from picpik_studio.app.session_state import SessionState
from picpik_studio.app.submitting import Submitting, with_model
from picpik_studio.app.tasks import LaneName, Task
from picpik_studio.core.document import Snapshot
from picpik_studio.core.signal import Signal
from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

RESTARTED: Final = QT_TRANSLATE_NOOP(
    "Generation", "The service has restarted: looked again, and nothing was sent. Submit sends what you see now."
)
CHANGED: Final = QT_TRANSLATE_NOOP(
    "Generation", "The keys have changed: looked again, and nothing was sent. Submit sends what you see now."
)

T = TypeVar("T")


class Preflight:
    """One look, at what the window showed when it was opened. Nothing is sent before `submit`; `is_sent` tells it was.

    `changed` tells that `looked`, `error` or `fraction` (how far the making of a new look is, None when none is made)
    is another one. All methods belong to the dispatch thread and return at once.
    """

    def __init__(self, state: SessionState, service: ServiceChoice, submitting: Submitting) -> None:
        document = state.document
        if document is None:
            raise RefusedError(NO_DOCUMENT)
        self.changed: Signal[()] = Signal()
        self.looked: Looked | None = None
        self.error: Exception | None = None
        self.fraction: float | None = None
        self.is_sent = False
        self.connection = service.connection
        self.action = Action.REDRAW
        self.packing = Packing.of(state.program.settings)
        self._program = state.program
        self._submitting = submitting
        self._snapshot: Snapshot = document.snapshot()
        self._values: Values = state.parameters.values
        self._path: Path | None = state.path
        self._models: Models | None = state.program.models.of(service.key)
        self._number = 0
        self._task: Task[Any] | None = None
        self._turning: Task[Pictures] | None = None

    @property
    def can_submit(self) -> bool:
        """Whether what is seen can be sent now."""
        return self.looked is not None and self.looked.client is not None and self.fraction is None

    def look(self, action: Action | None = None, percent: int | None = None) -> None:
        """Make a new look, at another action or at `percent` of the size at which every frame would be sent."""
        key = self.connection.key
        self.action = action or self.action
        self.packing = replace(self.packing, percent=percent or self.packing.percent)
        self._begin()
        if self._models is not None or self.action is Action.ERASE:
            self._make()
        else:
            self._run("network", lambda _task: self._program.models.ask(key), self._hear, self._not_heard)

    def encode(self, encoding: Encoding) -> None:
        """Pack every picture so, now and from now on."""
        self.packing = replace(self.packing, encoding=encoding)
        try:
            self._program.settings.set(SETTING, encoding)
        except PicPikError as error:
            self._program.notices.fail(error)
        if self.looked is not None and self.fraction is None:
            self._begin()
            self._draw_up(tuple(sheet.made for sheet in self.looked.sheets))

    def turn_to(self, number: int) -> None:
        """See another one of several requests, by its number from 0; the latest wish wins."""
        looked = self.looked
        if looked is None or self.fraction is not None or not 0 <= number < len(looked.sheets):
            return
        self._number = number
        if self._turning is not None:
            self._turning.cancel()
        sheet = looked.sheets[number]
        self._turning = self._program.tasks.run(
            "pixels",
            lambda _task: pictures_of(sheet),
            done=lambda pictures: self._turned(looked, number, pictures),
            failed=self._fail,
            label="preflight",
        )

    def turn(self, step: int) -> None:
        """See the request after the one that is seen, or wished for (1), or the one before (-1), until they end."""
        self.turn_to(self._number + step)

    def submit(self) -> None:
        """Send what is seen: all of it to the byte, or nothing.

        Who signs it is asked once more, for a service that has started anew has other keys: then a new look is made.
        """
        looked, key = self.looked, self.connection.key
        if looked is None or not self.can_submit:
            return
        self._begin()
        self._run(
            "network",
            lambda _task: self._program.connections.client_for(key) is looked.client,
            lambda is_same: self._send(looked) if is_same else self._look_again(looked),
            lambda _error: self._look_again(looked),
        )

    def close(self) -> None:
        """Give up what is being made."""
        for task in (self._task, self._turning):
            if task is not None:
                task.cancel()
        self._task = self._turning = None

    # How it is made

    def _run(
        self,
        lane: LaneName,
        work: Callable[[Task[T]], T],
        done: Callable[[T], object],
        failed: Callable[[Exception], object],
    ) -> None:
        self._task = self._program.tasks.run(
            lane, work, done=done, failed=failed, progress=self._tell, label="preflight"
        )

    def _begin(self) -> None:
        self.close()
        self.fraction = 0.0
        self.changed.emit()

    def _hear(self, models: Models) -> None:
        self._models = models
        self._make()

    def _not_heard(self, error: Exception) -> None:
        """Go on without the models, if the one that was chosen is known: what is sent can be seen all the same."""
        if self._values.main_model is None:
            self._fail(error)
        else:
            self._make()

    def _make(self) -> None:
        snapshot, values, models, key = self._snapshot, self._values, self._models or (), self.connection.key
        action, packing = self.action, Packing("png", self.packing.percent)

        def made(task: Task[tuple[Made, ...]]) -> tuple[Made, ...]:
            chosen = with_model(values, models) if action is Action.REDRAW else values
            requests = prepare_each(snapshot, chosen, key, action, packing, task.advance)
            return tuple(_checked(task, packed_both_ways(request)) for request in requests)

        self._run("pixels", made, self._draw_up, self._fail)

    def _draw_up(self, made: tuple[Made, ...], news: Reason | None = None) -> None:
        """Have the requests signed by who will send them; without keys they can be seen all the same."""
        key, encoding = self.connection.key, self.packing.encoding
        self._run(
            "network",
            lambda task: drafted(made, encoding, lambda: self._program.connections.client_for(key), task.check),
            lambda done: self._picture(done, news),
            self._fail,
        )

    def _picture(self, done: Drafted, news: Reason | None) -> None:
        """Decode what is seen of them."""
        sheets = tuple(replace(sheet, warnings=self._warnings(sheet)) for sheet in done.sheets)
        number = self._number = min(self._number, len(sheets) - 1)
        self._run(
            "pixels",
            lambda _task: pictures_of(sheets[number]),
            lambda pictures: self._take(Looked(sheets, number, pictures, done.client, done.trouble, news)),
            self._fail,
        )

    def _warnings(self, sheet: Sheet) -> tuple[Reason, ...]:
        code = sheet.request.mapping.get("MainModel", {}).get("ModelCode", "")
        model = next((model for model in self._models or () if (model.kind, model.code) == ("main", code)), None)
        length = sheet.draft.length if sheet.draft is not None and not self.connection.is_local else 0
        return warnings_of(sheet.request, model, length)

    def _take(self, looked: Looked) -> None:
        self.looked, self.error, self.fraction = looked, None, None
        self.changed.emit()

    def _turned(self, looked: Looked, number: int, pictures: Pictures) -> None:
        self._turning = None
        self._take(replace(looked, number=number, pictures=pictures))

    def _send(self, looked: Looked) -> None:
        self._submitting.hand_over_seen(looked.requests, self._path)
        self.is_sent, self.fraction = True, None
        self.changed.emit()

    def _look_again(self, looked: Looked) -> None:
        """Show what would be sent by now, instead of sending what was not seen."""
        news = RESTARTED if self.connection.is_local else CHANGED
        self._draw_up(tuple(sheet.made for sheet in looked.sheets), Reason(news))

    def _fail(self, error: Exception) -> None:
        self.looked, self.error, self.fraction = None, error, None
        self.changed.emit()

    def _tell(self, fraction: float) -> None:
        self.fraction = fraction
        self.changed.emit()


def _checked(task: Task[Any], made: Made) -> Made:
    """Return what was made, if somebody still waits for it."""
    task.check()
    return made
