"""A PICPIK service as its functions; every failure is an `errors.ApiError` fit to be shown."""

import uuid
from collections.abc import Iterable, Mapping
from http import HTTPStatus
from types import MappingProxyType
from typing import Any, BinaryIO, NamedTuple, TypeVar

import msgspec
from msgspec.structs import replace

from picpik_studio.api.actions import (
    ExtractContents,
    GetCreditBalance,
    ListModels,
    ListRunningTasks,
    ListTasksDetails,
    RemoveBackground,
    RemoveContents,
    ResizeImage,
    TerminateTask,
)
from picpik_studio.api.addresses import host_of
from picpik_studio.api.answers import (
    Answer,
    CreditBalance,
    ModelLists,
    Running,
    RunningTasks,
    TaskDetail,
    TasksDetails,
    TaskStarted,
    model_lists,
)
from picpik_studio.api.body import Draft, Leaving, Progress, SignedBody
from picpik_studio.api.checks import checked, received, to_wire
from picpik_studio.api.errors import ApiError, LostAnswerError, NotJsonError, service_error
from picpik_studio.api.modify import ModifyMaskedPixels, Request
from picpik_studio.api.network_errors import http_error
from picpik_studio.api.secret import Secret, redacted, struck_out
from picpik_studio.api.stopping import Stop
from picpik_studio.api.transport import HttpAnswer, Transport
from picpik_studio.texts import QT_TRANSLATE_NOOP

Kind = TypeVar("Kind", bound=Answer)
Startable = ModifyMaskedPixels | RemoveContents | RemoveBackground | ExtractContents | ResizeImage
"""The calls that make images."""

_MAX_REASON = 300
_NAMES_A_MODEL = frozenset({"ModelCode"})
_SAID_OF_A_TASK = ("raw", "Status", "TxtList", "ErrorMassage", "ErrorMessage")
_NO_SERVICE = QT_TRANSLATE_NOOP("Api", "{host} answers, but not as a PICPIK service does: check the address.")
_NO_TASK = QT_TRANSLATE_NOOP("Api", "{host} accepted the request but named no task.")


class Started(NamedTuple):
    """What a call has started: a task, or images that are there already, as files or as their addresses.

    `seed` and `credits` come with images that are there already; `beside` is the answer without images.
    """

    task_uid: str
    pictures: tuple[bytes, ...] = ()
    addresses: tuple[str, ...] = ()
    seed: int | None = None
    credits: int | None = None
    beside: Mapping[str, Any] = MappingProxyType({})


class Client:
    """One service and one account. Its calls may be made from several threads at once.

    What a service repeats of the account is struck out of all that it says and that may be kept or shown.

    Every call raises ApiError: ParameterError before anything is sent, NetworkError, AnswerError, ServiceError.
    """

    def __init__(
        self, url: str, public_key: str, private_key: str | Secret, *, transport: Transport | None = None
    ) -> None:
        self._url = url
        self._public_key = public_key
        self._private_key = private_key if isinstance(private_key, Secret) else Secret(private_key)
        self._transport = transport or Transport()

    def __repr__(self) -> str:
        return f"Client({host_of(self._url)})"

    def modify_masked_pixels(
        self, request: ModifyMaskedPixels, progress: Progress | None = None, stop: Stop | None = None
    ) -> str:
        """Submit a request; return its TaskUID. Never repeated by itself: it may be charged."""
        started = self._submitted(request, progress, stop)
        if not started.TaskUID:
            raise NotJsonError(_NO_TASK, host=host_of(self._url))
        return started.TaskUID

    def start(self, request: Startable, *, stop: Stop | None = None, leaving: Leaving | None = None) -> Started:
        """Submit a request that makes images; return its task, or the images if they came at once.

        Never repeated by itself: it may be charged. `leaving` is called before that leaves without which the service
        can begin nothing; what it raises is raised, and nothing was begun.
        """
        answer = self._submitted(request, None, stop, leaving)
        pictures, addresses = answer.pictures, answer.addresses
        if not (answer.TaskUID or pictures or addresses):
            raise NotJsonError(_NO_TASK, host=host_of(self._url))
        return Started(
            answer.TaskUID, pictures, addresses, answer.Seed, answer.ConsumeApiPoint, self._struck(answer.beside)
        )

    def draft(self, request: Startable) -> Draft:
        """Return what `start` would send, for people to look at; nothing is sent. Raises ParameterError.

        A request with a `request_uuid` of its own is sent exactly so.
        """
        return self._body(request).draft()

    def list_tasks_details(self, task_uids: Iterable[str]) -> tuple[TaskDetail, ...]:
        """Return what the service tells of these tasks, in its order; it may leave some out.

        What its answer says beside the tasks is in the `raw` of each: it is said of them.
        """
        request = checked(ListTasksDetails, {"TaskUIDList": list(task_uids)})
        answer = self._asked_again(TasksDetails, request)
        details = (replace(detail, raw={**answer.beside, **detail.raw}) for detail in answer.TaskDetailList)
        return tuple(map(self._told, details))

    def list_running_tasks(self) -> Running:
        """Return the account's tasks that have not ended."""
        answer = self._asked_again(RunningTasks, ListRunningTasks())
        return Running(tuple(answer.TaskUIDList), self._struck(answer.beside))

    def terminate_task(self, task_uid: str) -> dict[str, object]:
        """End a task; return, when the service has agreed, what it says beside."""
        return self._struck(self._asked_again(Answer, checked(TerminateTask, {"TaskUID": task_uid})).beside)

    def get_credit_balance(self) -> CreditBalance:
        """Return the account's credits."""
        balance = self._asked_again(CreditBalance, GetCreditBalance())
        return replace(balance, raw=self._struck(balance.raw))

    def list_models(self) -> ModelLists:
        """Return the models that the account may use."""
        return model_lists(self._struck(self._asked_again(Answer, ListModels()).raw, but=_NAMES_A_MODEL))

    def download(self, url: str, limit: int) -> bytes:
        """Return a result, at most `limit` bytes; the address is given to nobody and no key goes along."""
        try:
            return self._transport.get(url, limit)
        except LostAnswerError:
            return self._transport.get(url, limit)

    def download_into(self, file: BinaryIO, url: str, limit: int) -> None:
        """Write a result into a file as `download` would return it; once, for a file that broke off holds a part."""
        self._transport.get_into(file, url, limit)

    def close(self) -> None:
        """End all calls that are under way, in any thread, and take no more."""
        self._transport.close()

    def _asked_again(self, kind: type[Kind], request: Request) -> Kind:
        """Ask what may be asked twice: a connection that was kept alive may have been closed meanwhile."""
        try:
            return self._asked(kind, request)
        except LostAnswerError:
            return self._asked(kind, request, is_fresh=True)

    def _submitted(
        self, request: Request, progress: Progress | None, stop: Stop | None, leaving: Leaving | None = None
    ) -> TaskStarted:
        """Send what may be charged, over a connection of its own; `stop` gives it up while it is being sent."""
        body = self._body(request, progress, leaving)
        if stop is not None:
            stop.bind(lambda: self._transport.stop(body))
        return self._answered(TaskStarted, self._transport.post(self._url, body, is_fresh=True))

    def _asked(self, kind: type[Kind], request: Request, *, is_fresh: bool = False) -> Kind:
        return self._answered(kind, self._transport.post(self._url, self._body(request), is_fresh=is_fresh))

    def _answered(self, kind: type[Kind], answer: HttpAnswer) -> Kind:
        try:
            return received(kind, self._accepted(answer))
        except ApiError as error:
            error.retry_after = answer.retry_after
            raise

    def _body(self, request: Request, progress: Progress | None = None, leaving: Leaving | None = None) -> SignedBody:
        """Check once more what is sent (a constructor checks nothing), name it and have it signed."""
        return SignedBody(_named(request, self._public_key), self._private_key, progress, leaving)

    def _accepted(self, answer: HttpAnswer) -> Mapping[str, Any]:
        """Return the map of an answer whose RetCode is 0, whatever its HTTP status; raise ApiError."""
        mapping = _json_object(answer.content)
        ret_code = _whole(mapping.get("RetCode"))
        if ret_code is None:
            if answer.status >= HTTPStatus.BAD_REQUEST:
                raise http_error(answer.status, host_of(self._url))
            raise NotJsonError(_NO_SERVICE, host=host_of(self._url))
        if ret_code != 0:
            raise service_error(ret_code, self._reason(mapping.get("Message")))
        return mapping

    def _reason(self, message: object) -> str:
        """Return the service's own words in one line, with the keys struck out should it repeat them."""
        line = " ".join(str(message or "").split())
        return redacted(line, self._private_key.reveal(), self._public_key)[:_MAX_REASON]

    def _told(self, detail: TaskDetail) -> TaskDetail:
        """Return what is said of a task without the account; where its results lie stays as it came."""
        return replace(detail, **self._struck({name: getattr(detail, name) for name in _SAID_OF_A_TASK}))

    def _struck(self, said: Mapping[str, object], but: frozenset[str] = frozenset()) -> dict[str, object]:
        return struck_out(said, self._private_key.reveal(), self._public_key, but=but)


def unsigned_text(request: Startable) -> str:
    """Return a request as `Client.draft` words it, for whom no account is known yet. Raises ParameterError."""
    return SignedBody(_named(request, ""), Secret("")).draft().text


def _named(request: Request, public_key: str) -> dict[str, Any]:
    """Return all that is sent but the signature. Raises ParameterError."""
    mapping = to_wire(checked(type(request), to_wire(request)))
    return {"request_uuid": str(uuid.uuid4()), **mapping, "Action": request.ACTION, "PublicKey": public_key}


def _json_object(content: bytes) -> Mapping[str, Any]:
    """Return the JSON object, or an empty one when it is none."""
    try:
        value = msgspec.json.decode(content.removeprefix(b"\xef\xbb\xbf"))
    except (ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}


def _whole(value: object) -> int | None:
    """Return a RetCode that came as a number or as its text."""
    try:
        return int(value) if isinstance(value, (int, str)) and not isinstance(value, bool) else None
    except ValueError:
        return None
