"""A secret shows nothing of itself."""

import copy
import json
import pickle
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis.strategies import dictionaries, lists, recursive, sampled_from, text

from picpik_studio.api.secret import DEEPEST, Secret, redacted, struck_out

KEY, SIGNATURE = 'k/"é ey', "0123456789abcdef" * 2 + "01234567"
SPELLINGS = (KEY, json.dumps(KEY)[1:-1], json.dumps(KEY, ensure_ascii=False)[1:-1], quote(KEY, safe=""))
WORDS = sampled_from([*SPELLINGS, f"of {KEY}!", f"?a={quote(KEY)}&b", json.dumps({"Signature": SIGNATURE}), "a cat"])
NAMES = sampled_from(["PublicKey", "private_key", "SIGNATURE", "Echo", f"of {KEY}"]) | text()


def test_it_reveals_itself_only_when_asked() -> None:
    secret = Secret("very-private")
    assert secret.reveal() == "very-private"
    assert f"{secret} {secret!r} {[secret]}" == "Secret(…) Secret(…) [Secret(…)]"
    assert not hasattr(secret, "__dict__")


def test_it_is_compared_and_hashed_by_its_text() -> None:
    assert Secret("a") == Secret("a")
    assert Secret("a") != Secret("b")
    assert Secret("a") != "a"
    assert len({Secret("a"), Secret("a")}) == 1
    assert bool(Secret("a"))
    assert not bool(Secret(""))


def test_it_is_not_written_anywhere() -> None:
    with pytest.raises(TypeError, match="not written"):
        pickle.dumps(Secret("a"))
    with pytest.raises(TypeError, match="not written"):
        copy.copy(Secret("a"))


def test_secrets_are_struck_out_of_a_text() -> None:
    assert redacted("PublicKey abcdefg has no 123456", "123456", "abcdefg") == "PublicKey … has no …"
    assert redacted("a cat", "a", "") == "a cat", "too short to be a key"


def test_a_signature_is_struck_out_where_it_is_called_so() -> None:
    assert redacted(f'{{"Signature": "{SIGNATURE}", "Hash": "{SIGNATURE}"}}') == (
        f'{{"Signature": "…", "Hash": "{SIGNATURE}"}}'
    )
    assert redacted("Signature wrong") == "Signature wrong"


@given(recursive(WORDS, lambda inner: lists(inner) | dictionaries(NAMES, inner)))
def test_nothing_of_the_account_is_left_at_any_depth_of_a_value(value: object) -> None:
    left = json.dumps(struck_out({"Said": value, "Code": 7, "Signature": "x"}, KEY), ensure_ascii=False)
    assert not any(spelling in left or json.dumps(spelling)[1:-1] in left for spelling in SPELLINGS)
    assert SIGNATURE not in left
    assert "PublicKey" not in left


def test_all_else_stays_as_it_is() -> None:
    value = {"Eta": [1, 2.5, None, True], "SignatureVersion": "2", "In": {"ModelCode": KEY, "Name": f"{KEY} 1"}}
    struck = {**value, "In": {"ModelCode": KEY, "Name": "… 1"}}
    assert struck_out(value, KEY, but=frozenset({"ModelCode"})) == struck
    deep: object = KEY
    for _ in range(2 * DEEPEST):
        deep = [deep]
    assert str(struck_out({"Deep": deep}, "key")["Deep"]).strip("[]") == "'…'"
