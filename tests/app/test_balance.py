"""Credits: a time of expiry in whatever unit, nonsense that is shown as it came, and what is said beside."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis.strategies import integers, sampled_from

from picpik_studio.api.answers import CreditBalance
from picpik_studio.api.checks import received
from picpik_studio.app.balance import Balance, balance_of, moment
from tests.app.cloud import Answer, Cloud
from tests.app.conftest import Bench

END = datetime(2030, 1, 1, tzinfo=UTC)


def asked(**said: object) -> Balance:
    return balance_of(received(CreditBalance, {"RetCode": 0, "TotalCredits": 100, "UsedCredits": 40, **said}))


@pytest.mark.parametrize("unit", [1, 1_000, 1_000_000, 1_000_000_000])
def test_a_time_is_read_in_whatever_unit(unit: int) -> None:
    assert asked(ExpireTimestamp=int(END.timestamp()) * unit) == Balance(100, 40, END)
    assert asked(ExpireTimestamp=str(int(END.timestamp()) * unit)).expires == END


@given(integers(946684800, 32503679999), sampled_from([1, 1_000, 1_000_000, 1_000_000_000]))
def test_no_unit_is_taken_for_another(seconds: int, unit: int) -> None:
    assert moment(seconds * unit) == datetime.fromtimestamp(seconds, UTC)


@given(integers(-(10**30), 10**30))
def test_no_number_is_too_much(number: int) -> None:
    found = moment(number)
    assert found is None or 2000 <= found.year < 3000


@pytest.mark.parametrize("never", [0, -1, "0", None, ""])
def test_credits_that_do_not_expire_do_not_say_so(never: object) -> None:
    assert asked(ExpireTimestamp=never) == Balance(100, 40)


@pytest.mark.parametrize("said", [5, 10**17 * 9 + 1, "next spring", {"Day": 1}, "2030-01-01"])
def test_a_time_that_is_none_is_shown_as_it_came(said: object) -> None:
    found = asked(ExpireTimestamp=said)
    assert found.expires is None
    assert [name for name, _text in found.extras] == ["ExpireTimestamp"]


def test_what_is_said_beside_comes_along(bench: Bench, cloud: Cloud) -> None:
    answer: Answer = {"RetCode": 0, "TotalCredits": 7, "Plan": "Studio", "Nothing": None, "request_uuid": "x"}
    cloud.override["GetCreditBalance"] = lambda _call: answer
    heard: list[Balance] = []
    bench.program.balance(cloud.url, heard.append)
    bench.until(lambda: heard)
    assert heard == [Balance(7, 0, None, (("Plan", "Studio"),))]


def test_a_test_of_a_connection_tells_what_its_list_of_models_says_beside(bench: Bench, cloud: Cloud) -> None:
    cloud.models = {**cloud.models, "Notice": "Maintenance on Sunday"}
    finding = bench.program.connections.test(cloud.url)
    assert (finding.is_ok, finding.values["count"]) == (True, 1)
    assert finding.extras == (("Notice", "Maintenance on Sunday"),)
