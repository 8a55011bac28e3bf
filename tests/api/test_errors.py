"""Every RetCode by its meaning, and every error a sentence."""

import pytest

from picpik_studio.api import errors
from picpik_studio.api.errors import ServiceError, service_error, service_errors
from picpik_studio.api.network_errors import download_error, http_error

MEANINGS: dict[int, type[ServiceError]] = {
    110: errors.ServiceTimeoutError,
    130: errors.ServiceFaultError,
    150: errors.ServiceFaultError,
    153: errors.ThrottledError,
    160: errors.UnknownActionError,
    161: errors.UnknownActionError,
    170: errors.CredentialsError,
    171: errors.CredentialsError,
    172: errors.CredentialsError,
    220: errors.RefusedParameterError,
    230: errors.RefusedParameterError,
    240: errors.RefusedParameterError,
    294: errors.AddressRefusedError,
    299: errors.NotPermittedError,
    9999: ServiceError,
}


@pytest.mark.parametrize(("code", "kind"), MEANINGS.items())
def test_a_ret_code_has_a_meaning(code: int, kind: type[ServiceError]) -> None:
    error = service_error(code, "{Steps} is wrong")
    assert type(error) is kind
    assert error.ret_code == code
    assert str(error).endswith(f" (RetCode {code}: {{Steps}} is wrong)")
    assert str(service_error(code, "")).endswith(f". (RetCode {code})")
    assert error.retryable == (code in {110, 130, 150, 153})
    assert error.may_have_started == (code in {110, 130, 150})
    assert error.sent is (None if code == 110 else True)


def test_no_code_is_forgotten() -> None:
    assert service_errors.keys() == MEANINGS.keys() - {9999}
    assert len({template for _, template in service_errors.values()}) >= 11, "the sentences tell the codes apart"


@pytest.mark.parametrize(
    ("status", "word", "retryable", "may_have_started"),
    [
        (400, "refused", False, False),
        (401, "let this program in", False, False),
        (403, "let this program in", False, False),
        (404, "no PICPIK service", False, False),
        (405, "no PICPIK service", False, False),
        (408, "refused", True, True),
        (413, "smaller picture", False, False),
        (429, "too often", True, False),
        (500, "fault of its own", True, True),
        (503, "fault of its own", True, True),
    ],
)
def test_http_statuses(status: int, word: str, *, retryable: bool, may_have_started: bool) -> None:
    error = http_error(status, "example.org")
    assert word in str(error)
    assert "example.org" in str(error)
    assert f"HTTP {status}" in str(error)
    assert (error.status, error.retryable, error.may_have_started) == (status, retryable, may_have_started)


@pytest.mark.parametrize(
    ("status", "word", "retryable"),
    [(403, "24 hours", False), (404, "24 hours", False), (410, "24 hours", False), (500, "HTTP 500", True)],
)
def test_a_result_that_does_not_come(status: int, word: str, *, retryable: bool) -> None:
    error = download_error(status)
    assert word in str(error)
    assert (error.status, error.retryable, error.may_have_started) == (status, retryable, False)
