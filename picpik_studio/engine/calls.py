"""What each action of the protocol does here, from the checked call to its answer."""

import contextlib
import threading
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, Final, TypeVar

from picpik_studio.api.errors import ParameterError
from picpik_studio.api.wire import (
    ExtractContents,
    ListTasksDetails,
    ModifyMaskedPixels,
    RemoveBackground,
    RemoveContents,
    Request,
    ResizeImage,
    TerminateTask,
    checked,
)
from picpik_studio.engine import accepting
from picpik_studio.engine.accepting import CODE, Accepted
from picpik_studio.engine.errors import INVALID, MISSING, THROTTLED, Refusal
from picpik_studio.engine.scheduler import Scheduler
from picpik_studio.engine.task import ERROR, FINISHED, Task
from picpik_studio.texts import QT_TRANSLATE_NOOP

MAX_WAITING: Final = 512
MAX_KEPT: Final = 4096
"""Tasks, ended ones too. Beyond it those that ended first are forgotten before their day is over, once their end was
told; while none was, no more are accepted."""
MAX_KEPT_BYTES: Final = 4 << 30
"""Results, all together. Beyond it the same holds of the tasks that have some."""
STARTING: Final = frozenset(
    {"ModifyMaskedPixels", "RemoveContents", "RemoveBackground", "ExtractContents", "ResizeImage"}
)
"""The actions that bring pictures and start a task."""

MODEL: Final[Mapping[str, object]] = {
    "Name": "PatchMatch",
    "ModelCode": CODE,
    "IsOfficial": True,
    "InferenceParams": {"Steps": 10, "Sampler": "Euler", "ClipSkip": 1, "CFGScale": 7.5},
    "Ignores": [
        "PositivePrompts",
        "NegativePrompts",
        "TranslatePrompts",
        "PromptsMoreImportant",
        "Image2Image",
        "SubModelList",
        "Steps",
        "Sampler",
        "CFGScale",
        "ClipSkip",
        "UseMainModelVAE",
    ],
}

Answer = dict[str, object]
Params = Mapping[str, Any]
Wire = TypeVar("Wire", bound=Request)

_BUSY = QT_TRANSLATE_NOOP("Engine", "The queue is full: wait until some of the tasks have ended.")
_FULL = QT_TRANSLATE_NOOP("Engine", "The service keeps {most} tasks, which is all it can: ask for those that ended.")
_HEAVY = QT_TRANSLATE_NOOP(
    "Engine", "The service keeps results of {most} MB, its limit, and nobody has asked for them yet."
)
_NO_TASK = QT_TRANSLATE_NOOP("Engine", "TaskUID is {uid!r}, but this service has no such task.")


class Calls:
    """The actions; each takes the call's parameters and gives the answer's own fields. Raises Refusal.

    All of them are slow work (pictures are decoded, the disk is written): never for an event loop.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._accepting = threading.Lock()
        self.actions: dict[str, Callable[[Params, str], Answer]] = {
            "ModifyMaskedPixels": partial(self._start, ModifyMaskedPixels, accepting.modify),
            "RemoveContents": partial(self._start, RemoveContents, accepting.remove_contents),
            "RemoveBackground": partial(self._start, RemoveBackground, accepting.remove_background),
            "ExtractContents": partial(self._start, ExtractContents, accepting.extract_contents),
            "ResizeImage": partial(self._start, ResizeImage, accepting.resize_image),
            "ListTasksDetails": self._details,
            "ListRunningTasks": self._running,
            "TerminateTask": self._terminate,
            "GetCreditBalance": lambda _params, _base: {"TotalCredits": 0, "UsedCredits": 0, "ExpireTimestamp": 0},
            "ListModels": _models,
        }

    def _start(self, kind: type[Wire], accept: Callable[[Wire], Accepted], params: Params, _base: str) -> Answer:
        """Start a task of a call."""
        request = _checked(kind, params)
        self._demand_room()
        accepted = accept(request)
        store = self._scheduler.stores[0]
        # One at a time, so that all agree on which came first: the times, the disk and the queue.
        with self._accepting:
            self._demand_room()
            task = accepted.task()
            store.accept(task, accepted.pictures)
            self._scheduler.add(store, task)
        return {"TaskUID": task.uid}

    def _demand_room(self) -> None:
        """Raise Refusal while too many tasks wait, or are kept."""
        if self._scheduler.waiting >= MAX_WAITING:
            raise Refusal(THROTTLED, _BUSY)
        if self._scheduler.kept >= MAX_KEPT and not self._scheduler.forget_one():
            raise Refusal(THROTTLED, _FULL, most=MAX_KEPT)
        while self._scheduler.kept_bytes >= MAX_KEPT_BYTES:
            if not self._scheduler.forget_one(with_results=True):
                raise Refusal(THROTTLED, _HEAVY, most=MAX_KEPT_BYTES >> 20)

    def _details(self, params: Params, base: str) -> Answer:
        request = _checked(ListTasksDetails, params)
        # All of them at one time: the notes below wait for the disk, while the tasks go on.
        found = [self._scheduler.find(uid) for uid in dict.fromkeys(request.TaskUIDList)]
        details = []
        for store, task in filter(None, found):
            details.append(_detail(task, base))
            if task.is_ended and not task.was_asked:
                with contextlib.suppress(KeyError):  # a day has passed in this very moment
                    store.change(task.uid, was_asked=True)
        return {"TaskDetailList": details}

    def _running(self, _params: Params, _base: str) -> Answer:
        tasks = [task for store in self._scheduler.stores for task in store.tasks if task.is_active]
        return {"TaskUIDList": [task.uid for task in sorted(tasks, key=lambda task: task.created)]}

    def _terminate(self, params: Params, _base: str) -> Answer:
        request = _checked(TerminateTask, params)
        found = self._scheduler.find(request.TaskUID)
        if found is None:
            raise Refusal(INVALID, _NO_TASK, uid=request.TaskUID[:80])
        store, task = found
        if not task.is_ended:
            self._scheduler.terminate(store, task.uid)
        return {}


def _models(_params: Params, _base: str) -> Answer:
    return {
        "MainModels": {str(MODEL["Name"]): MODEL},
        "LoraModels": {},
        "EmbeddingModels": {},
        "HypernetworkModels": {},
    }


def _checked(kind: type[Wire], params: Params) -> Wire:
    """Return the call as its wire type. Raises Refusal, which names field, value and what is allowed."""
    try:
        return checked(kind, params)
    except ParameterError as error:
        raise Refusal(MISSING if error.kind == "missing" else INVALID, error.template, **error.values) from None


def _detail(task: Task, base: str) -> Answer:
    is_finished = task.status == FINISHED
    return {
        "TaskUID": task.uid,
        "Action": task.action,
        "Status": task.status,
        "ImgList": [f"{base}results/{token}.png" for token in task.tokens] if is_finished else [],
        "TxtList": [],
        "Seed": task.seed,
        "ConsumeApiPoint": 0,
        "ErrorCode": task.error_code if task.status == ERROR else 0,
        "ErrorMassage": task.error_text,
        "request_uuid": task.request_uuid,
    }
