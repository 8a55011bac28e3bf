import pytest

from picpik_studio.core.signal import Signal


def test_receivers_are_called_in_order_with_the_values() -> None:
    signal: Signal[int, str] = Signal()
    heard: list[tuple[str, int, str]] = []
    signal.connect(lambda number, text: heard.append(("first", number, text)))
    signal.connect(lambda number, text: heard.append(("second", number, text)))
    signal.emit(1, "a")
    assert heard == [("first", 1, "a"), ("second", 1, "a")]


def test_disconnecting_ends_one_connection_and_twice_is_harmless() -> None:
    signal: Signal[int] = Signal()
    heard: list[int] = []
    disconnect = signal.connect(heard.append)
    signal.connect(heard.append)
    disconnect()
    disconnect()
    signal.emit(7)
    assert heard == [7]


def test_a_receiver_may_disconnect_and_connect_while_it_is_called() -> None:
    signal: Signal[()] = Signal()
    heard: list[str] = []

    def once() -> None:
        heard.append("once")
        disconnect()
        signal.connect(lambda: heard.append("later"))

    disconnect = signal.connect(once)
    signal.connect(lambda: heard.append("other"))
    signal.emit()
    assert heard == ["once", "other"]
    signal.emit()
    assert heard == ["once", "other", "other", "later"]


def fail(_value: int) -> None:
    raise LookupError("no")


def test_a_failure_comes_out_after_all_were_told() -> None:
    signal: Signal[int] = Signal()
    heard: list[int] = []
    signal.connect(fail)
    signal.connect(heard.append)
    with pytest.raises(LookupError, match="no"):
        signal.emit(3)
    assert heard == [3]


def test_several_failures_come_out_together() -> None:
    signal: Signal[int] = Signal()
    signal.connect(fail)
    signal.connect(fail)
    with pytest.raises(ExceptionGroup) as caught:
        signal.emit(3)
    assert [type(failure) for failure in caught.value.exceptions] == [LookupError, LookupError]


def test_what_a_receiver_does_not_care_for_is_kept_from_it() -> None:
    signal: Signal[object] = Signal()
    heard: list[tuple[str, object]] = []
    disconnect = signal.connect(lambda value: heard.append(("but numbers", value)), but=int)
    signal.connect(lambda value: heard.append(("all", value)))
    signal.emit(1)
    signal.emit("a")
    signal.connect(lambda value: heard.append(("later", value)), but=str)
    signal.emit(2)
    disconnect()
    signal.emit("b")
    assert heard == [
        ("all", 1),
        ("but numbers", "a"),
        ("all", "a"),
        ("all", 2),
        ("later", 2),
        ("all", "b"),
    ]
