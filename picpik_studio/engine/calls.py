"""What each action of the protocol does here, from the checked call to its answer."""

import contextlib
import secrets
import threading
import time
from collections.abc import Callable, Mapping
from typing import Any, Final, TypeVar

from msgspec import Struct

from picpik_studio.api.errors import ParameterError
from picpik_studio.api.wire import (
    DataUri,
    ListTasksDetails,
    Model,
    ModifyMaskedPixels,
    TerminateTask,
    checked,
)
from picpik_studio.engine.errors import INVALID, MISSING, THROTTLED, TOO_LARGE, Refusal
from picpik_studio.engine.scheduler import SEEDS, Scheduler
from picpik_studio.engine.task import ERROR, FINISHED, QUEUING, Task
from picpik_studio.engine.work import INPUT_LIMITS
from picpik_studio.files.errors import FileError, TooLargeError
from picpik_studio.files.reading import open_picture
from picpik_studio.texts import QT_TRANSLATE_NOOP

CODE: Final = "local-patchmatch"
MAX_PICTURES: Final = 8
MAX_WAITING: Final = 512
MAX_TEXT: Final = 20_000
MAX_NAME: Final = 200

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
Wire = TypeVar("Wire", bound=Struct)

_NO_MODEL = QT_TRANSLATE_NOOP("Engine", "MainModel.ModelCode is {code!r}, but this service only has {own}.")
_TOO_MANY = QT_TRANSLATE_NOOP("Engine", "ImageAndMaskList has {count} pictures; at most {most} are taken.")
_TOO_LONG = QT_TRANSLATE_NOOP("Engine", "{field} is {count} characters long; at most {most} are taken.")
_BUSY = QT_TRANSLATE_NOOP("Engine", "The queue is full: wait until some of the tasks have ended.")
_PICTURE = QT_TRANSLATE_NOOP("Engine", "ImageAndMaskList[{index}] cannot be used: {why}")
_NO_TASK = QT_TRANSLATE_NOOP("Engine", "TaskUID is {uid!r}, but this service has no such task.")


class Calls:
    """The actions; each takes the call's parameters and gives the answer's own fields. Raises Refusal.

    All of them are slow work (pictures are decoded, the disk is written): never for an event loop.
    """

    def __init__(self, scheduler: Scheduler) -> None:
        self._scheduler = scheduler
        self._accepting = threading.Lock()
        self.actions: dict[str, Callable[[Params, str], Answer]] = {
            "ModifyMaskedPixels": self._modify,
            "ListTasksDetails": self._details,
            "ListRunningTasks": self._running,
            "TerminateTask": self._terminate,
            "GetCreditBalance": lambda _params, _base: {"TotalCredits": 0, "UsedCredits": 0, "ExpireTimestamp": 0},
            "ListModels": _models,
        }

    def _modify(self, params: Params, _base: str) -> Answer:
        request = _checked(ModifyMaskedPixels, params)
        _check_model(request.MainModel)
        _check_size(request)
        if self._scheduler.waiting >= MAX_WAITING:
            raise Refusal(THROTTLED, _BUSY)
        pictures = request.ImageAndMaskList
        for index, picture in enumerate(pictures):
            _check_picture(index, picture)
        used = [pictures[request.Masked.ImageIndex], pictures[request.Masked.MaskIndex]]
        store = self._scheduler.stores[0]
        # One at a time, so that all agree on which came first: the times, the disk and the queue.
        with self._accepting:
            task = _task(request)
            store.accept(task, tuple(bytes(picture.buffer) for picture in used))
            self._scheduler.add(store, task)
        return {"TaskUID": task.uid}

    def _details(self, params: Params, base: str) -> Answer:
        request = _checked(ListTasksDetails, params)
        found = (self._scheduler.find(uid) for uid in dict.fromkeys(request.TaskUIDList))
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


def _check_model(model: Model) -> None:
    if model.ModelCode != CODE:
        raise Refusal(INVALID, _NO_MODEL, code=model.ModelCode[:80], own=CODE)


def _check_size(request: ModifyMaskedPixels) -> None:
    """Refuse what is too much of its kind."""
    if len(request.ImageAndMaskList) > MAX_PICTURES:
        raise Refusal(TOO_LARGE, _TOO_MANY, count=len(request.ImageAndMaskList), most=MAX_PICTURES)
    texts = {
        "PositivePrompts": (request.PositivePrompts, MAX_TEXT),
        "NegativePrompts": (request.NegativePrompts, MAX_TEXT),
        "request_uuid": ([request.request_uuid or ""], MAX_NAME),
    }
    for field, (parts, most) in texts.items():
        length = sum(map(len, parts))
        if length > most:
            raise Refusal(TOO_LARGE, _TOO_LONG, field=field, count=length, most=most)


def _check_picture(index: int, picture: DataUri) -> None:
    """Decode a picture once before its task is accepted, so that a broken one is refused with a reason."""
    try:
        open_picture(bytes(picture.buffer), limits=INPUT_LIMITS, name=f"ImageAndMaskList[{index}]")
    except FileError as error:
        code = TOO_LARGE if isinstance(error, TooLargeError) else INVALID
        raise Refusal(code, _PICTURE, index=index, why=error) from None


def _task(request: ModifyMaskedPixels) -> Task:
    uid = secrets.token_hex(10)
    masked = request.Masked
    return Task(
        uid=uid,
        action="ModifyMaskedPixels",
        request_uuid=request.request_uuid or "",
        status=QUEUING,
        created=time.time(),
        seed=request.Seed if request.Seed >= 0 else secrets.randbelow(SEEDS),
        order={
            "size": (request.Width, request.Height),
            "mask_blur": masked.MaskBlur,
            "invert_mask": masked.InvertMask,
            "refer_strength": masked.ReferStrength,
        },
        inputs=(f"{uid}-picture", f"{uid}-mask"),
        tokens=tuple(secrets.token_hex(16) for _ in range(request.BatchSize)),
    )


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
