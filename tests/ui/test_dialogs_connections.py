"""Connections: keys typed once, kept where the system keeps secrets, and a test that says what is wrong."""

from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.backends import fail
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from picpik_studio.app.connections import Finding
from picpik_studio.app.credentials import Credentials, KeyPair
from picpik_studio.errors import PicPikError
from picpik_studio.ui.dialogs.connections import ConnectionsDialog
from tests.ui.stage import StageSession

LEFT = Qt.MouseButton.LeftButton


class Safe(KeyringBackend):
    """A keyring in memory."""

    priority = 1

    def __init__(self) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # keyring is typed by halves
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        self.kept[service, username] = password

    def delete_password(self, service: str, username: str) -> None:
        self.kept.pop((service, username), None)


@pytest.fixture
def safe() -> Iterator[Safe]:
    before = keyring.get_keyring()
    safe = Safe()
    keyring.set_keyring(safe)
    yield safe
    keyring.set_keyring(before)


@pytest.fixture
def stage(tmp_path: Path, safe: Safe) -> StageSession:
    assert safe.kept == {}
    return StageSession(tmp_path)


@pytest.fixture
def dialog(qtbot: QtBot, stage: StageSession) -> ConnectionsDialog:
    dialog = ConnectionsDialog(stage.as_session().program)
    qtbot.addWidget(dialog)
    with qtbot.waitExposed(dialog):
        dialog.show()
    return dialog


def type_keys(dialog: ConnectionsDialog, public: str = "public-1", private: str = "private-1") -> None:
    for field, text in ((dialog.page.public, public), (dialog.page.private, private)):
        field.setFocus()
        QTest.keyClick(field, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
        QTest.keyClicks(field, text)


def test_this_computer_needs_nothing(dialog: ConnectionsDialog) -> None:
    assert dialog.page.connection.id == "local"
    assert dialog.page.public.isHidden()
    assert not dialog.use.isEnabled()
    assert "in use" in dialog.list.item(0).data(Qt.ItemDataRole.AccessibleTextRole)


def test_keys_are_typed_once_and_kept(dialog: ConnectionsDialog, stage: StageSession, safe: Safe) -> None:
    dialog.look_at("picpik")
    page = dialog.page
    assert "no keys yet" in page.source.text()
    assert not page.keep.isEnabled()
    type_keys(dialog)
    QTest.mouseClick(page.keep, LEFT)
    assert any("private-1" in kept for kept in safe.kept.values())
    assert "keyring" in page.source.text()
    assert page.private.text() == ""
    assert page.public.text() == "public-1"
    assert stage.asked == [("forget", "picpik"), ("refresh", "picpik")]
    assert page.remove.isVisible()


def test_the_private_key_is_masked_and_never_shown_again(
    qtbot: QtBot, dialog: ConnectionsDialog, stage: StageSession
) -> None:
    stage.program.credentials.set("picpik", KeyPair.typed("p", "secret"))
    again = ConnectionsDialog(stage.as_session().program, current="picpik")
    qtbot.addWidget(again)
    assert again.page.private.echoMode() is QLineEdit.EchoMode.Password
    assert again.page.private.text() == ""
    assert again.page.private.placeholderText()
    assert dialog.page.connection.id == "local"
    again.page.private.actions()[0].setChecked(True)
    assert again.page.private.echoMode() is QLineEdit.EchoMode.Normal


def test_half_a_pair_is_not_kept(dialog: ConnectionsDialog, safe: Safe) -> None:
    dialog.look_at("picpik")
    type_keys(dialog, private="")
    assert not dialog.page.keep_typed()
    assert "both keys" in dialog.page.finding.text()
    QTest.mouseClick(dialog.page.test, LEFT)
    assert "both keys" in dialog.page.finding.text()
    assert safe.kept == {}


def test_keys_are_removed(dialog: ConnectionsDialog, stage: StageSession) -> None:
    dialog.look_at("picpik")
    type_keys(dialog)
    assert dialog.page.keep_typed()
    QTest.mouseClick(dialog.page.remove, LEFT)
    assert "no keys yet" in dialog.page.source.text()
    assert stage.program.credentials.get("picpik") is None
    assert dialog.page.public.text() == ""


def test_without_a_keyring_it_is_said_once_where_the_keys_are(dialog: ConnectionsDialog) -> None:
    keyring.set_keyring(fail.Keyring())  # type: ignore[no-untyped-call]  # keyring is typed by halves
    dialog.look_at("picpik")
    type_keys(dialog)
    assert dialog.page.keep_typed()
    assert "no keyring" in dialog.page.finding.text()
    assert "until the program is closed" in dialog.page.source.text()


def test_keys_of_the_environment_are_named(qtbot: QtBot, stage: StageSession) -> None:
    stage.program.credentials = Credentials({"PICPIK_PUBLIC_KEY": "a", "PICPIK_PRIVATE_KEY": "b"})
    dialog = ConnectionsDialog(stage.as_session().program, current="picpik-cn")
    qtbot.addWidget(dialog)
    assert "PICPIK_PUBLIC_KEY" in dialog.page.source.text()
    assert dialog.page.remove.isHidden()


def test_the_test_says_in_words_what_is_wrong(dialog: ConnectionsDialog) -> None:
    dialog.look_at("picpik")
    QTest.mouseClick(dialog.page.test, LEFT)
    assert dialog.page.finding.text() == "Type both keys, the public one and the private one."
    assert dialog.page.finding.property("tone") == "error"
    assert dialog.page.mark.isVisible()
    assert dialog.page.test.isEnabled()


def test_the_test_takes_the_keys_that_are_typed(
    dialog: ConnectionsDialog, stage: StageSession, monkeypatch: pytest.MonkeyPatch
) -> None:
    tried: list[tuple[str, KeyPair | None]] = []

    def test(name: str, *, keys: KeyPair | None = None) -> Finding:
        tried.append((name, keys))
        title: dict[str, object] = {"title": "PICPIK international"}
        return Finding(is_ok=True, template="It works: {title}.", values=title, extras=(("Quota", "12 <a day>"),))

    monkeypatch.setattr(stage.program.connections, "test", test)
    dialog.look_at("picpik")
    type_keys(dialog)
    QTest.mouseClick(dialog.page.test, LEFT)
    name, keys = tried[0]
    assert name == "picpik"
    assert keys is not None
    assert keys.public == "public-1"
    assert dialog.page.finding.text() == ("It works: PICPIK international.\nThe service also says:\nQuota: 12 <a day>")
    assert dialog.page.finding.property("tone") == "success"
    assert stage.program.credentials.get("picpik") == keys, "what works is kept without another click"
    assert "keyring" in dialog.page.source.text()
    QTest.mouseClick(dialog.page.test, LEFT)
    assert tried[1] == ("picpik", None), "nothing is typed any more: the kept ones are tried"


def test_keys_that_do_not_work_are_not_kept(
    dialog: ConnectionsDialog, stage: StageSession, safe: Safe, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = Finding(is_ok=False, template="The private key does not fit.", values={})
    monkeypatch.setattr(stage.program.connections, "test", lambda _name, **_keys: finding)
    dialog.look_at("picpik")
    type_keys(dialog)
    QTest.mouseClick(dialog.page.test, LEFT)
    assert dialog.page.finding.text() == "The private key does not fit."
    assert safe.kept == {}
    assert dialog.page.private.text() == "private-1"


@pytest.mark.parametrize(
    ("error", "words"), [(PicPikError("{what} broke", what="It"), "It broke"), (OSError("odd"), "odd")]
)
def test_what_goes_wrong_unforeseen_is_said_too(
    dialog: ConnectionsDialog, stage: StageSession, monkeypatch: pytest.MonkeyPatch, error: Exception, words: str
) -> None:
    def test(*_: object, **_more: object) -> Finding:
        raise error

    monkeypatch.setattr(stage.program.connections, "test", test)
    QTest.mouseClick(dialog.page.test, LEFT)
    assert dialog.page.finding.text() == words
    assert dialog.page.test.isEnabled()


class TestCustom:
    def test_its_address_is_typed(self, dialog: ConnectionsDialog, stage: StageSession) -> None:
        dialog.look_at("custom")
        QTest.keyClicks(dialog.page.address, "studio.example:8443")
        type_keys(dialog)
        QTest.mouseClick(dialog.use, LEFT)
        url = stage.program.settings.text("custom_address")
        assert url.startswith("https://studio.example:8443")
        assert stage.program.credentials.source(url) == "keyring"
        assert stage.program.credentials.source("custom") == "none"

    def test_an_address_that_cannot_be_used_is_refused(self, dialog: ConnectionsDialog, stage: StageSession) -> None:
        dialog.look_at("custom")
        QTest.keyClicks(dialog.page.address, "http://studio.example/a?b=c")
        QTest.mouseClick(dialog.page.test, LEFT)
        assert dialog.page.finding.property("tone") == "error"
        assert stage.program.settings.get("custom_address") == ""
        QTest.mouseClick(dialog.use, LEFT)
        assert dialog.use.isEnabled()

    def test_the_others_cannot_be_changed(self, dialog: ConnectionsDialog) -> None:
        dialog.look_at("picpik")
        assert dialog.page.address.isReadOnly()


def test_use_keeps_what_was_typed_and_tells(qtbot: QtBot, dialog: ConnectionsDialog, safe: Safe) -> None:
    dialog.look_at("picpik-cn")
    type_keys(dialog)
    with qtbot.waitSignal(dialog.chosen) as told:
        QTest.mouseClick(dialog.use, LEFT)
    assert told.args == ["picpik-cn"]
    assert len(safe.kept) == 1
    assert dialog.use.text() == "In use"
    assert not dialog.use.isEnabled()


def test_the_list_works_by_keyboard(dialog: ConnectionsDialog) -> None:
    dialog.list.setFocus()
    QTest.keyClick(dialog.list, Qt.Key.Key_Down)
    assert dialog.page.connection.id == "picpik"
    assert dialog.stack.currentWidget() is dialog.page
