"""What can go wrong between this program and a PICPIK service.

ApiError
├── ParameterError           a value that is missing, of the wrong kind, out of range or in the wrong place; never sent
├── NetworkError             no answer came
│   ├── NotReachedError      the request never left whole: no network, unknown name, refused, no certificate
│   ├── LostAnswerError      the request left, the connection broke: nobody knows whether it was accepted
│   ├── TimedOutError        too slow, before (`sent` False) or after (`sent` None) the request had left
│   └── ClosedError          the program itself closed the connection
├── AnswerError              an answer that is not one of the service
│   ├── HttpError            an HTTP status without a readable body
│   ├── RedirectedError      the address points to another host
│   ├── NotJsonError         not a PICPIK service, or one that is broken
│   └── TooLargeError        more bytes than the limit
├── DownloadError            a result that cannot be fetched (expired, wrong address)
└── ServiceError             RetCode is not 0; the subclasses in `service_errors` say what that means

No text, repr or traceback of these holds a key.
"""

from typing import Literal

from picpik_studio.errors import PicPikError
from picpik_studio.texts import QT_TRANSLATE_NOOP

_REQUEST_TIMEOUT, _SERVER_FAULT = 408, 500
_PASSING = frozenset({_REQUEST_TIMEOUT, 425, 429})

FaultKind = Literal["missing", "type", "range", "place", "index"]


class ApiError(PicPikError):
    """A call that did not succeed.

    `sent`: False, the service never had the whole request; None, nobody knows; True, it answered.
    `may_have_started`: whether a task may have been begun (and charged) all the same, so that nothing may be sent again
    before ListRunningTasks was looked at. `retry_after`: seconds for which the service asks not to be called again.
    """

    sent: bool | None = True
    may_have_started = False
    retry_after = 0.0


class ParameterError(ApiError):
    """A value that may not be sent: `field` (its dotted wire name), `value` (as a sentence shows it) and `kind`.

    `low` and `high` are in `values` where the field has limits.
    """

    sent = False
    is_wrong_use = True

    def __init__(self, kind: FaultKind, template: str, /, field: str, **values: object) -> None:
        super().__init__(template, field=field, **values)
        self.kind = kind
        self.field = field
        self.value = values.get("value")


class NetworkError(ApiError):
    """No answer came."""

    retryable = True

    def __init__(self, template: str, /, *, sent: bool | None, **values: object) -> None:
        super().__init__(template, **values)
        self.sent = sent
        self.may_have_started = sent is None


class NotReachedError(NetworkError):
    """The service was not reached; nothing was sent."""


class LostAnswerError(NetworkError):
    """The connection broke; whether the request arrived is in `sent`."""


class TimedOutError(NetworkError):
    """The service was too slow; whether the request arrived is in `sent`."""


class ClosedError(NetworkError):
    """The program closed the connection while it was in use."""

    retryable = False


class AnswerError(ApiError):
    """Something answered, but not as a PICPIK service does."""


class HttpError(AnswerError):
    """An HTTP `status` with no readable JSON body. A 5xx or 408 may hide an accepted request."""

    def __init__(self, template: str, /, *, status: int, **values: object) -> None:
        super().__init__(template, status=status, **values)
        self.status = status
        self.retryable = status in _PASSING or status >= _SERVER_FAULT
        self.may_have_started = status == _REQUEST_TIMEOUT or status >= _SERVER_FAULT


class RedirectedError(AnswerError):
    """The address points to another host, which is not followed: the signed request would leave with it."""


class NotJsonError(AnswerError):
    """The answer is not JSON, or no object with a RetCode."""

    may_have_started = True


class TooLargeError(AnswerError):
    """The answer or the download is larger than the limit; reading stopped there."""

    may_have_started = True


class DownloadError(ApiError):
    """A result that cannot be fetched; `status` is the HTTP status, or 0."""

    def __init__(self, template: str, /, *, status: int = 0, **values: object) -> None:
        super().__init__(template, status=status, **values)
        self.status = status
        self.retryable = status in _PASSING or status >= _SERVER_FAULT


class ServiceError(ApiError):
    """The service answered with a RetCode other than 0: `ret_code` and its own `reason` (may be empty)."""

    def __init__(self, template: str, /, *, ret_code: int, reason: str) -> None:
        detail = f"(RetCode {ret_code}: {reason})" if reason else f"(RetCode {ret_code})"
        super().__init__(template, ret_code=ret_code, reason=reason, detail=detail)
        self.ret_code = ret_code
        self.reason = reason


class ServiceFaultError(ServiceError):
    """130, 150: the service's own fault; what it had begun by then nobody knows."""

    retryable = True
    may_have_started = True


class ThrottledError(ServiceError):
    """153: too many calls."""

    retryable = True


class ServiceTimeoutError(ServiceError):
    """110: the gateway gave up after 60 s; the state of the request is unknown."""

    retryable = True
    sent = None
    may_have_started = True


class UnknownActionError(ServiceError):
    """160, 161: the action is missing or unknown."""


class CredentialsError(ServiceError):
    """170, 171, 172: the signature is missing or wrong, or there is no such user."""


class RefusedParameterError(ServiceError):
    """220, 230, 240: a parameter is missing, invalid or too large."""


class AddressRefusedError(ServiceError):
    """294: the caller's address is refused."""


class NotPermittedError(ServiceError):
    """299: no permission."""


_FAULT = QT_TRANSLATE_NOOP("Api", "The service has a fault of its own: try again in a moment. {detail}")
_THROTTLED = QT_TRANSLATE_NOOP("Api", "Too many requests at once: wait a little and try again. {detail}")
_GATEWAY = QT_TRANSLATE_NOOP(
    "Api", "The service gave no answer within its time limit: look at the running tasks before sending again. {detail}"
)
_ACTION = QT_TRANSLATE_NOOP(
    "Api", "The service does not know this action: check the address of the connection. {detail}"
)
_UNSIGNED = QT_TRANSLATE_NOOP("Api", "The service found no signature: enter the keys of this connection. {detail}")
_WRONG_KEY = QT_TRANSLATE_NOOP(
    "Api", "The private key does not fit the public key: check both keys of this connection. {detail}"
)
_NO_USER = QT_TRANSLATE_NOOP(
    "Api", "The service does not know this public key: check it, and whether it belongs to this connection. {detail}"
)
_MISSING = QT_TRANSLATE_NOOP("Api", "The service misses a parameter. {detail}")
_INVALID = QT_TRANSLATE_NOOP("Api", "The service does not accept one of the values. {detail}")
_BIG = QT_TRANSLATE_NOOP("Api", "A value is too large for the service: send a smaller picture. {detail}")
_ADDRESS = QT_TRANSLATE_NOOP("Api", "The service does not accept calls from this network address. {detail}")
_PERMISSION = QT_TRANSLATE_NOOP("Api", "This account may not do that: check its permissions and its credits. {detail}")
_OTHER = QT_TRANSLATE_NOOP("Api", "The service refused the request. {detail}")

service_errors: dict[int, tuple[type[ServiceError], str]] = {
    110: (ServiceTimeoutError, _GATEWAY),
    130: (ServiceFaultError, _FAULT),
    150: (ServiceFaultError, _FAULT),
    153: (ThrottledError, _THROTTLED),
    160: (UnknownActionError, _ACTION),
    161: (UnknownActionError, _ACTION),
    170: (CredentialsError, _UNSIGNED),
    171: (CredentialsError, _WRONG_KEY),
    172: (CredentialsError, _NO_USER),
    220: (RefusedParameterError, _MISSING),
    230: (RefusedParameterError, _INVALID),
    240: (RefusedParameterError, _BIG),
    294: (AddressRefusedError, _ADDRESS),
    299: (NotPermittedError, _PERMISSION),
}


def service_error(ret_code: int, reason: str) -> ServiceError:
    """Return the error that a RetCode means; a code that is not known is a plain ServiceError."""
    kind, template = service_errors.get(ret_code, (ServiceError, _OTHER))
    return kind(template, ret_code=ret_code, reason=reason)
