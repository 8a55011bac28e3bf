"""A secret shows nothing of itself."""

import copy
import pickle

import pytest

from picpik_studio.api.secret import Secret, redacted


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
