"""What a PICPIK service answers (picpik_api.md, sections 3 and 4).

Answers are read leniently (`checks.received`): a null counts as absent, a number may come as text, and fields that this
program does not know stay in `raw`.
"""

import contextlib
from collections.abc import Iterator, Mapping
from typing import Any, Final, NamedTuple

from msgspec import Struct, field

from picpik_studio.api.checks import received
from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.model import Kept, Model

_NO_IMAGE: Final = frozenset({"Action", "Message", "RetCode", "request_uuid", "TaskUID"})
_DEPTH: Final = 8
_ADDRESS: Final = ("http://", "https://")
_PICTURES: Final = (b"\x89PNG", b"\xff\xd8\xff", b"RIFF", b"GIF8", b"BM", b"II*\0", b"MM\0*")
"""How picture files begin: PNG, JPEG, WebP, GIF, BMP, TIFF."""


class Answer(Kept, kw_only=True):
    """What every answer has. `Action` and `request_uuid` are never compared with what was sent."""

    RetCode: int
    Message: str = ""
    request_uuid: str = ""

    @property
    def beside(self) -> dict[str, Any]:
        """What it says that the protocol does not name."""
        known = {"Action", *self.__struct_fields__}
        return {name: value for name, value in self.raw.items() if name not in known}


class TaskStarted(Answer, kw_only=True):
    """The answer to every call that starts a task; the image itself may come at once instead, with its price."""

    TaskUID: str = ""
    Seed: int | None = None
    ConsumeApiPoint: int | None = None

    @property
    def pictures(self) -> tuple[bytes, ...]:
        """The images that came at once, under whatever name: data URIs, or base64 of a picture file."""
        return tuple(_pictures(self.raw))

    @property
    def beside(self) -> dict[str, Any]:
        """The answer as it came, without the images and their addresses."""
        return {name: value for name, value in self.raw.items() if not _holds_image(value)}

    @property
    def addresses(self) -> tuple[str, ...]:
        """The addresses of images that came at once, under whatever name."""
        return tuple(text for text in _texts(self.raw) if text.startswith(_ADDRESS))


class TaskDetail(Kept, kw_only=True):
    """The state of one task. `ImgList`: addresses of the results, kept by the service for 24 hours only."""

    TaskUID: str
    Status: str = ""
    ImgList: list[str] = field(default_factory=list)
    TxtList: list[str] = field(default_factory=list)
    Seed: int | None = None
    ConsumeApiPoint: int | None = None
    ErrorCode: int = 0
    ErrorMassage: str = ""
    ErrorMessage: str = ""
    request_uuid: str = ""

    @property
    def error(self) -> str:
        """Why the task failed, in the service's words, under either spelling."""
        return self.ErrorMassage or self.ErrorMessage


class TasksDetails(Answer, kw_only=True):
    """The answer to ListTasksDetails."""

    TaskDetailList: list[TaskDetail] = field(default_factory=list)


class RunningTasks(Answer, kw_only=True):
    """The answer to ListRunningTasks."""

    TaskUIDList: list[str] = field(default_factory=list)


class Running(NamedTuple):
    """The tasks of an account that have not ended, and what the service says beside them."""

    uids: tuple[str, ...]
    beside: dict[str, object]


class CreditBalance(Answer, kw_only=True):
    """The answer to GetCreditBalance; `ExpireTimestamp` in Unix seconds."""

    TotalCredits: int = 0
    UsedCredits: int = 0
    ExpireTimestamp: int | None = None


class ModelLists(NamedTuple):
    """The models of the four kinds, in the service's order; `raw` is the answer as it came."""

    main: tuple[Model, ...]
    lora: tuple[Model, ...]
    embedding: tuple[Model, ...]
    hypernetwork: tuple[Model, ...]
    raw: Mapping[str, Any]

    @property
    def of_kinds(self) -> tuple[tuple[Model, ...], ...]:
        """The four lists."""
        return self.main, self.lora, self.embedding, self.hypernetwork


MODEL_LISTS: Final = {
    "main": "MainModels",
    "lora": "LoraModels",
    "embedding": "EmbeddingModels",
    "hypernetwork": "HypernetworkModels",
}


def model_lists(answer: Mapping[str, object]) -> ModelLists:
    """Read the answer to ListModels; each list may be a map by name or an array. What is no model is left out."""
    return ModelLists(**{kind: _models(answer.get(name)) for kind, name in MODEL_LISTS.items()}, raw=answer)


def _models(listed: object) -> tuple[Model, ...]:
    """Read the models of one list; in a map, the name stands in for a missing code or name."""
    if isinstance(listed, Mapping):
        listed = [_named(str(name), value) for name, value in listed.items() if isinstance(value, Mapping)]
    return tuple(received(_Listed, {"Models": listed}).Models)


def _named(name: str, value: Mapping[str, object]) -> dict[str, object]:
    return {**value, "ModelCode": value.get("ModelCode") or name, "Name": value.get("Name") or name}


def _texts(value: object, depth: int = 0) -> Iterator[str]:
    """Yield every text in an answer, but what is no image by its name, or lies too deep."""
    if isinstance(value, Mapping):
        value = [inner for name, inner in value.items() if name not in _NO_IMAGE]
    if isinstance(value, list) and depth < _DEPTH:
        for inner in value:
            yield from _texts(inner, depth + 1)
    elif isinstance(value, str):
        yield value


def _pictures(value: object) -> Iterator[bytes]:
    for text in _texts(value):
        with contextlib.suppress(ValueError):
            data = bytes(DataUri.parse(text).buffer)
            if data.startswith(_PICTURES):
                yield data


def _holds_image(value: object) -> bool:
    return any(text.startswith(_ADDRESS) for text in _texts(value)) or next(_pictures(value), None) is not None


class _Listed(Struct, kw_only=True):
    """Models in one list, so that what is no model is left out."""

    Models: list[Model] = field(default_factory=list)
