"""Large memory is given back, where the system's C library can be told so; elsewhere nothing happens."""

import ctypes
import sys

import pytest

from picpik_studio.app.memory import give_back_large_pieces


class Library:
    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def mallopt(self, what: int, value: int) -> int:
        self.told.append((what, value))
        return 1


@pytest.mark.parametrize(("platform", "expected"), [("linux", [(-3, 4 * 2**20)]), ("win32", []), ("darwin", [])])
def test_the_threshold_is_set_on_linux_alone(
    platform: str, expected: list[tuple[int, int]], monkeypatch: pytest.MonkeyPatch
) -> None:
    library = Library()
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: library)
    monkeypatch.setattr(sys, "platform", platform)
    give_back_large_pieces()
    assert library.told == expected


def test_a_library_that_cannot_be_told_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(ctypes, "CDLL", lambda _name: object())
    give_back_large_pieces()
