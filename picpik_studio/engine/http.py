"""The service's door: signed calls by POST to any path, results by GET under a name that nobody can guess."""

import asyncio
import contextlib
import hmac
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import msgspec
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

from picpik_studio.api.signing import is_signed
from picpik_studio.engine.bodies import Body
from picpik_studio.engine.calls import Calls
from picpik_studio.engine.errors import (
    FAULT,
    INVALID,
    NO_ACTION,
    NO_SIGNATURE,
    NO_SUCH_USER,
    UNKNOWN_ACTION,
    WRONG_SIGNATURE,
    Refusal,
    StoreError,
)
from picpik_studio.engine.scheduler import Scheduler
from picpik_studio.texts import QT_TRANSLATE_NOOP

BODY_LIMIT = 256 << 20
"""Bytes of one call: several pictures of 2560 x 2560 as PNG in base64 are well below."""

_LOG = logging.getLogger(__name__)

_SMALL_AT_ONCE = 16
_LARGE_AT_ONCE = 2
"""Calls with pictures, each of which takes several times its length in memory while it is looked at."""
_MOST_REPEATED = 200

_NOT_JSON = QT_TRANSLATE_NOOP("Engine", "The request is not a JSON object in UTF-8.")
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


class Door:
    """Reads a call, checks who signed it, has it done and answers; nothing that comes in gets past as an exception."""

    def __init__(self, scheduler: Scheduler, keys: Keys, body_limit: int = BODY_LIMIT) -> None:
        self._calls = Calls(scheduler)
        self._scheduler = scheduler
        self._keys = keys
        self._limit = body_limit
        # Both well below the number of threads that Starlette has, so that results are always served.
        self._small, self._large = asyncio.Semaphore(_SMALL_AT_ONCE), asyncio.Semaphore(_LARGE_AT_ONCE)

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
        with contextlib.closing(Body(self._scheduler.stores[0].folder)) as body:
            try:
                await body.fill(request, self._limit)
            except ClientDisconnect:
                return Response()  # nobody reads it
            except Refusal as refusal:
                return _reply({}, _refused(refusal))
            except OSError as error:
                return _reply({}, _refused(Refusal(FAULT, _NO_ROOM, why=error.strerror or error)))
            async with self._large if body.is_large else self._small:
                return await run_in_threadpool(self._answer, body, str(request.base_url))

    def _answer(self, body: Body, base: str) -> Response:
        params: dict[str, Any] = {}
        try:
            params = _parsed(body.take())
            fields = self._action(params)(params, base)
        except Refusal as refusal:
            return _reply(params, _refused(refusal))
        except Exception as error:  # noqa: BLE001 - see below
            # Whatever it is, the caller gets a RetCode and the service lives on. The log names no parameter.
            _LOG.exception("A call failed")
            message = str(error) if isinstance(error, StoreError) else _FAULT
            return _reply(params, {"RetCode": FAULT, "Message": message})
        return _reply(params, {"RetCode": 0, "Message": "", **fields})

    def _action(self, params: Mapping[str, Any]) -> "Callable[[Mapping[str, Any], str], dict[str, object]]":
        """Return what the call asks for, after its action and its signature were found good."""
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
        return self._calls.actions[action]


def _is_same(given: object, key: str) -> bool:
    """Compare two keys; the time that it takes tells nothing."""
    return isinstance(given, str) and hmac.compare_digest(given.encode(), key.encode())


def _is_good(params: Mapping[str, Any], private_key: str) -> bool:
    try:
        return is_signed(params, private_key)
    except (TypeError, ValueError):
        return False


def _parsed(body: bytes) -> dict[str, Any]:
    try:
        params = msgspec.json.decode(body)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Refusal(INVALID, _NOT_JSON) from None
    if not isinstance(params, dict):
        raise Refusal(INVALID, _NOT_JSON)
    return params


def _refused(refusal: Refusal) -> dict[str, object]:
    return {"RetCode": refusal.code, "Message": str(refusal)}


def _reply(params: Mapping[str, Any], fields: Mapping[str, object]) -> Response:
    """Answer as the cloud does: HTTP 200, the outcome in RetCode. No more is repeated than a caller may mean."""
    action, uuid = params.get("Action"), params.get("request_uuid")
    common = {
        "Action": f"{action[:_MOST_REPEATED]}Response" if isinstance(action, str) else "",
        "request_uuid": uuid[:_MOST_REPEATED] if isinstance(uuid, str) else "",
    }
    return JSONResponse({**common, **fields})
