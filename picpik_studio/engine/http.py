"""The service's door: signed calls by POST to any path, results by GET under a name that nobody can guess."""

import asyncio
import contextlib
import hmac
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NamedTuple

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from picpik_studio.api.signing import is_signed
from picpik_studio.engine.bodies import Body, Room
from picpik_studio.engine.calls import STARTING, Calls
from picpik_studio.engine.errors import (
    FAULT,
    NO_ACTION,
    NO_SIGNATURE,
    NO_SUCH_USER,
    UNKNOWN_ACTION,
    WRONG_SIGNATURE,
    Refusal,
    StoreError,
)
from picpik_studio.engine.parsing import parsed
from picpik_studio.engine.scheduler import Scheduler
from picpik_studio.texts import QT_TRANSLATE_NOOP

BODY_LIMIT = 256 << 20
"""Bytes of one call: several pictures of 2560 x 2560 as PNG in base64 are well below."""

_LOG = logging.getLogger(__name__)

_AT_ONCE = 16
_LARGE_AT_ONCE = 2
"""Calls of many bytes, each of which takes several times its length in memory while it is looked at."""
_STARTING_AT_ONCE = 2
"""Calls with pictures, which are decoded to be looked at: few bytes can be a hundred million pixels."""
_MOST_REPEATED = 200

_NO_ACTION = QT_TRANSLATE_NOOP("Engine", "Action is missing.")
_UNKNOWN = QT_TRANSLATE_NOOP("Engine", "Action is {action!r}, which this service does not know.")
_NO_SIGNATURE = QT_TRANSLATE_NOOP("Engine", "Signature is missing.")
_NO_USER = QT_TRANSLATE_NOOP("Engine", "There is no user with this PublicKey.")
_WRONG = QT_TRANSLATE_NOOP("Engine", "Signature does not fit the parameters and the key.")
_NO_ROOM = QT_TRANSLATE_NOOP("Engine", "The service cannot keep the request on its disk: {why}")
_FAULT = QT_TRANSLATE_NOOP("Engine", "The service has a fault of its own.")


@dataclass(frozen=True, repr=False)
class Keys:
    """The one pair that may call."""

    public: str
    private: str


class _Failed(NamedTuple):
    """What a caller gets for a call that came to nothing."""

    response: Response


class _Call(NamedTuple):
    """A call of somebody who may call, and what it asks for."""

    params: dict[str, Any]
    action: str


class Door:
    """Reads a call, checks who signed it, has it done and answers; nothing that comes in gets past as an exception."""

    def __init__(self, scheduler: Scheduler, keys: Keys, body_limit: int = BODY_LIMIT) -> None:
        self._calls = Calls(scheduler)
        self._scheduler = scheduler
        self._keys = keys
        self._limit = body_limit
        self._room = Room()
        # All well below the number of threads that Starlette has, so that results are always served.
        self._any, self._large, self._starting = map(asyncio.Semaphore, (_AT_ONCE, _LARGE_AT_ONCE, _STARTING_AT_ONCE))

    def app(self) -> Starlette:
        """Return the ASGI application."""
        routes = [
            Route("/results/{token}.png", self._result, methods=["GET"]),
            Route("/{path:path}", self._call, methods=["POST"]),
        ]
        return Starlette(routes=routes)

    def _result(self, request: Request) -> Response:
        """Serve a picture to whoever knows its token. In a thread, since it looks at the disk."""
        token = request.path_params["token"]
        found = (store.find_result(token) for store in self._scheduler.stores)
        path = next((path for path in found if path is not None), None)
        if path is None:
            raise HTTPException(404)
        headers = {"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"}
        return FileResponse(path, media_type="image/png", headers=headers)

    async def _call(self, request: Request) -> Response:
        with contextlib.closing(Body(self._scheduler.stores[0].folder, self._room)) as body:
            try:
                await body.fill(request, self._limit)
            except ClientDisconnect:
                return Response()  # nobody reads it
            except Refusal as refusal:
                return _refused({}, refusal)
            except OSError as error:
                return _refused({}, Refusal(FAULT, _NO_ROOM, why=error.strerror or error))
            async with self._large if body.is_large else contextlib.nullcontext():
                return await self._answer(body, str(request.base_url))

    async def _answer(self, body: Body, base: str) -> Response:
        """Answer a call. Those that start nothing never wait for those that do."""
        async with self._any:
            call = await run_in_threadpool(self._read, body)
        if isinstance(call, _Failed):
            return call.response
        async with self._starting if call.action in STARTING else self._any:
            return await run_in_threadpool(self._done, call, base)

    def _read(self, body: Body) -> _Call | _Failed:
        params: dict[str, Any] = {}
        try:
            params = parsed(body.take())
            return _Call(params, self._action(params))
        except Refusal as refusal:
            return _Failed(_refused(params, refusal))
        except Exception:  # noqa: BLE001 - see `_broken`
            return _Failed(_broken(params, _FAULT))

    def _done(self, call: _Call, base: str) -> Response:
        try:
            fields = self._calls.actions[call.action](call.params, base)
        except Refusal as refusal:
            return _refused(call.params, refusal)
        except Exception as error:  # noqa: BLE001 - see `_broken`
            return _broken(call.params, str(error) if isinstance(error, StoreError) else _FAULT)
        return _reply(call.params, {"RetCode": 0, "Message": "", **fields})

    def _action(self, params: Mapping[str, Any]) -> str:
        """Return what the call asks for, after its action and its signature were found good. Raises Refusal."""
        action = params.get("Action")
        if not isinstance(action, str) or not action:
            raise Refusal(NO_ACTION, _NO_ACTION)
        if not isinstance(params.get("Signature"), str):
            raise Refusal(NO_SIGNATURE, _NO_SIGNATURE)
        if not _is_same(params.get("PublicKey"), self._keys.public):
            raise Refusal(NO_SUCH_USER, _NO_USER)
        if not _is_good(params, self._keys.private):
            raise Refusal(WRONG_SIGNATURE, _WRONG)
        if action not in self._calls.actions:
            raise Refusal(UNKNOWN_ACTION, _UNKNOWN, action=action[:80])
        return action


def _is_same(given: object, key: str) -> bool:
    """Compare two keys; the time that it takes tells nothing."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), key.encode())


def _is_good(params: Mapping[str, Any], private_key: str) -> bool:
    try:
        return is_signed(params, private_key)
    except (TypeError, ValueError):
        return False


def _refused(params: Mapping[str, Any], refusal: Refusal) -> Response:
    return _reply(params, {"RetCode": refusal.code, "Message": str(refusal)})


def _broken(params: Mapping[str, Any], message: str) -> Response:
    """Log an exception that nobody foresaw: the caller gets a RetCode, the service lives on, the log has no key."""
    _LOG.exception("A call failed")
    return _reply(params, {"RetCode": FAULT, "Message": message})


def _reply(params: Mapping[str, Any], fields: Mapping[str, object]) -> Response:
    """Answer as the cloud does: HTTP 200, the outcome in RetCode. No more is repeated than a caller may mean."""
    action, uuid = params.get("Action"), params.get("request_uuid")
    common = {
        "Action": f"{action[:_MOST_REPEATED]}Response" if isinstance(action, str) else "",
        "request_uuid": uuid[:_MOST_REPEATED] if isinstance(uuid, str) else "",
    }
    return JSONResponse({**common, **fields})
