"""What requests and urllib3 raise, in sentences of our own that hold no address but the host's name."""

import requests
import urllib3.exceptions as urllib3_errors

from picpik_studio.api.errors import (
    ApiError,
    DownloadError,
    HttpError,
    LostAnswerError,
    NotReachedError,
    RedirectedError,
    TimedOutError,
)
from picpik_studio.texts import QT_TRANSLATE_NOOP

CAUGHT = (requests.RequestException, urllib3_errors.HTTPError, OSError, ValueError)
"""Everything that a broken connection, name or answer can raise."""

_NO_ANSWER = QT_TRANSLATE_NOOP("Api", "{host} did not answer in time.")
_NO_CONNECTION = QT_TRANSLATE_NOOP("Api", "{host} could not be reached in time: check the network.")
_NO_NAME = QT_TRANSLATE_NOOP("Api", "No service is known as {host}: check the address and the network.")
_REFUSED = QT_TRANSLATE_NOOP("Api", "{host} cannot be reached: check the address and the network.")
_CERTIFICATE = QT_TRANSLATE_NOOP(
    "Api",
    "{host} offers no secure connection that can be trusted (https): check the address, or name the certificates of"
    " your network under Edit, Preferences.",
)
_PROXY = QT_TRANSLATE_NOOP("Api", "The proxy of this network does not let the request through to {host}.")
_LOST = QT_TRANSLATE_NOOP("Api", "The connection to {host} broke before it answered.")
_UNSENT = QT_TRANSLATE_NOOP("Api", "The connection to {host} broke while the request was being sent.")
_NO_ADDRESS = QT_TRANSLATE_NOOP("Api", "“{host}” is not the address of a service.")
CIRCLE = QT_TRANSLATE_NOOP("Api", "{host} sends on and on to other addresses; it was left there.")

_GONE = QT_TRANSLATE_NOOP("Api", "The service does not have this result any more; results are kept for 24 hours.")
_NO_DOWNLOAD = QT_TRANSLATE_NOOP("Api", "The result cannot be fetched (HTTP {status}).")

_NOT_THERE = QT_TRANSLATE_NOOP("Api", "There is no PICPIK service at {host} (HTTP {status}): check the address.")
_FORBIDDEN = QT_TRANSLATE_NOOP("Api", "{host} does not let this program in (HTTP {status}).")
_TOO_BIG = QT_TRANSLATE_NOOP("Api", "{host} does not take so large a request (HTTP {status}): send a smaller picture.")
_BUSY = QT_TRANSLATE_NOOP("Api", "{host} is asked too often (HTTP {status}): wait a little and try again.")
_BROKEN = QT_TRANSLATE_NOOP("Api", "{host} has a fault of its own (HTTP {status}): try again in a moment.")
_OTHER = QT_TRANSLATE_NOOP("Api", "{host} refused the request (HTTP {status}).")

_BY_STATUS = {401: _FORBIDDEN, 403: _FORBIDDEN, 404: _NOT_THERE, 405: _NOT_THERE, 413: _TOO_BIG, 429: _BUSY}
_GONE_STATUSES = frozenset({403, 404, 410})
_SERVER_FAULT = 500


def translated(error: Exception, host: str, *, sent: bool | None) -> ApiError:
    """Return the error of ours for one of the libraries'; `sent` is what is known by then."""
    if isinstance(error, requests.TooManyRedirects):
        return RedirectedError(CIRCLE, host=host)
    if isinstance(error, ValueError):  # InvalidURL, InvalidSchema, MissingSchema, LocationParseError, UnicodeError
        return NotReachedError(_NO_ADDRESS, sent=False, host=host)
    template = _unreached(error)
    if template:
        return NotReachedError(template, sent=False, host=host)
    if _is(error, requests.ConnectTimeout):
        return TimedOutError(_NO_CONNECTION, sent=False, host=host)
    if _is(error, requests.ReadTimeout, urllib3_errors.ReadTimeoutError, TimeoutError):
        return TimedOutError(_NO_ANSWER, sent=sent, host=host)
    return LostAnswerError(_UNSENT if sent is False else _LOST, sent=sent, host=host)


def http_error(status: int, host: str) -> HttpError:
    """Return the error for an HTTP status that came without a readable body."""
    fallback = _BROKEN if status >= _SERVER_FAULT else _OTHER
    return HttpError(_BY_STATUS.get(status, fallback), status=status, host=host)


def download_error(status: int) -> DownloadError:
    """Return the error for a result that did not come."""
    return DownloadError(_GONE if status in _GONE_STATUSES else _NO_DOWNLOAD, status=status)


def _unreached(error: Exception) -> str:
    """Return why nothing was sent, or empty when the connection once stood."""
    if _is(error, requests.exceptions.ProxyError, urllib3_errors.ProxyError):
        return _PROXY
    if _is(error, requests.exceptions.SSLError, urllib3_errors.SSLError):
        return _CERTIFICATE
    if _is(error, urllib3_errors.NameResolutionError):
        return _NO_NAME
    return _REFUSED if _is(error, urllib3_errors.NewConnectionError) else ""


def _is(error: object, *kinds: type[Exception]) -> bool:
    """Say whether the error, or one that it was made of, is of one of these kinds."""
    for _ in range(5):
        if isinstance(error, kinds):
            return True
        error = getattr(error, "reason", None) or next(iter(getattr(error, "args", ())), None)
    return False
