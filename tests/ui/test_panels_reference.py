"""The reference image: dropped, pasted or opened, seen, and taken away; and how pictures get into the window."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage, QPixmap
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from picpik_studio.app.notices import Notice
from picpik_studio.ui.panels.pictures import dropped_path, has_picture, image_of, picture_work, small_picture
from picpik_studio.ui.panels.reference import ReferenceEditor
from tests.ui.stage import StageSession

LEFT, NO_KEYS = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def png(width: int = 30, height: int = 20, colour: tuple[int, int, int] = (0, 0, 255)) -> bytes:
    return bytes(cv2.imencode(".png", np.full((height, width, 3), colour, np.uint8))[1].tobytes())


def image(colour: str = "red") -> QImage:
    result = QImage(4, 3, QImage.Format.Format_RGB32)
    result.fill(QColor(colour))
    return result


def mime(*, path: Path | None = None, data: bytes = b"", picture: QImage | QPixmap | None = None) -> QMimeData:
    result = QMimeData()
    if path is not None:
        result.setUrls([QUrl.fromLocalFile(str(path))])
    if data:
        result.setData("image/png", data)
    if picture is not None:
        result.setImageData(picture)
    return result


@pytest.fixture
def stage(tmp_path: Path) -> StageSession:
    return StageSession(tmp_path)


@pytest.fixture
def editor(qtbot: QtBot, stage: StageSession) -> ReferenceEditor:
    editor = ReferenceEditor(stage.as_session())
    qtbot.addWidget(editor)
    editor.resize(316, 260)
    with qtbot.waitExposed(editor):
        editor.show()
    return editor


def drop(editor: ReferenceEditor, data: QMimeData) -> bool:
    """Drag something in and let it go; say whether it was taken."""
    actions = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    enter = QDragEnterEvent(QPoint(9, 9), actions, data, LEFT, NO_KEYS)
    enter.ignore()
    QApplication.sendEvent(editor, enter)
    if enter.isAccepted():
        event = QDropEvent(QPointF(9, 9), actions, data, LEFT, NO_KEYS)
        event.setDropAction(Qt.DropAction.MoveAction)
        QApplication.sendEvent(editor, event)
        assert event.dropAction() == Qt.DropAction.CopyAction  # or a file manager removes the original
    return enter.isAccepted()


class TestEditor:
    def test_it_invites_while_there_is_none(self, editor: ReferenceEditor) -> None:
        assert editor.frame.words.isVisible()
        assert editor.remove.isHidden()
        assert editor.summary() == "None"

    def test_a_file_is_dropped(self, editor: ReferenceEditor, stage: StageSession, tmp_path: Path) -> None:
        assert drop(editor, mime(path=tmp_path / "a.jpg"))
        assert stage.asked == [("set_reference_path", tmp_path / "a.jpg")]

    def test_a_picture_is_dropped(self, editor: ReferenceEditor, stage: StageSession) -> None:
        assert drop(editor, mime(data=png()))
        assert stage.asked == [("set_reference", png())]

    def test_words_are_not_taken(self, editor: ReferenceEditor) -> None:
        words = QMimeData()
        words.setText("a cat")
        assert not drop(editor, words)

    def test_it_lights_up_while_something_is_over_it(self, editor: ReferenceEditor) -> None:
        data = mime(data=png())
        enter = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, LEFT, NO_KEYS)
        QApplication.sendEvent(editor, enter)
        assert editor.frame.property("target") == "true"
        QApplication.sendEvent(editor, QDragLeaveEvent())
        assert editor.frame.property("target") == "false"

    def test_the_clipboard_is_pasted(self, editor: ReferenceEditor, stage: StageSession, tmp_path: Path) -> None:
        clipboard = QGuiApplication.clipboard()
        clipboard.setMimeData(mime(picture=image()))
        QTest.mouseClick(editor.paste, LEFT)
        name, data = stage.asked.pop()
        assert name == "set_reference"
        assert small_picture(data, 10)[0, 0].tolist()[:3] == [0, 0, 255]
        clipboard.setMimeData(mime(path=tmp_path / "b.png"))
        QTest.mouseClick(editor.paste, LEFT)
        assert stage.asked == [("set_reference_path", tmp_path / "b.png")]

    def test_an_empty_clipboard_is_said(self, editor: ReferenceEditor, stage: StageSession) -> None:
        heard: list[Notice] = []
        stage.program.notices.shown.connect(heard.append)
        QGuiApplication.clipboard().setText("no picture")
        QTest.mouseClick(editor.paste, LEFT)
        assert "no picture" in heard[0].text
        assert stage.asked == []

    def test_it_is_seen_and_removed(self, editor: ReferenceEditor, stage: StageSession) -> None:
        stage.parameters.set("reference", png(60, 30))
        assert editor.frame.words.isHidden()
        assert editor.frame.picture.pixmap().deviceIndependentSize().toTuple() == (240, 120)
        assert editor.summary() == "0.50"
        QTest.mouseClick(editor.remove, LEFT)
        assert stage.asked == [("set_reference", None)]
        stage.parameters.set("reference", None)
        assert editor.frame.words.isVisible()

    def test_its_strength_is_a_parameter(self, editor: ReferenceEditor, stage: StageSession) -> None:
        stage.parameters.set("reference_strength", 0.8)
        assert editor.strength.value == 0.8

    def test_a_file_is_opened(self, qtbot: QtBot, editor: ReferenceEditor, stage: StageSession, tmp_path: Path) -> None:
        file = tmp_path / "c.png"
        file.write_bytes(png())
        QTest.mouseClick(editor.open, LEFT)
        dialog = editor.findChild(QFileDialog)
        assert isinstance(dialog, QFileDialog)
        with qtbot.waitExposed(dialog):
            pass
        dialog.fileSelected.emit(str(file))
        dialog.reject()
        assert stage.asked == [("set_reference_path", str(file))]


class TestPictures:
    def test_the_bytes_of_another_program_are_preferred(self) -> None:
        work = picture_work(mime(data=png(), picture=image()))
        assert work is not None
        assert work() == png()

    @pytest.mark.parametrize("wrap", [lambda picture: picture, QPixmap.fromImage])
    def test_qts_own_picture_becomes_a_png(self, wrap: type) -> None:
        work = picture_work(mime(picture=wrap(image("lime"))))
        assert work is not None
        assert small_picture(work(), 10)[1, 1].tolist()[:3] == [0, 255, 0]

    def test_nothing_is_nothing(self) -> None:
        assert picture_work(QMimeData()) is None
        assert picture_work(mime(picture=QImage())) is None
        assert dropped_path(QMimeData()) is None
        assert not has_picture(QMimeData())

    def test_an_address_of_the_web_is_no_file(self) -> None:
        web = QMimeData()
        web.setUrls([QUrl("https://example.com/a.png")])
        assert dropped_path(web) is None

    def test_a_large_jpeg_becomes_small(self) -> None:
        large = np.full((900, 1200, 3), (0, 255, 0), np.uint8)
        small = small_picture(bytes(cv2.imencode(".jpg", large)[1].tobytes()), 200)
        assert max(small.shape[:2]) <= 200

    def test_pixels_become_qts_own(self) -> None:
        pixels = np.zeros((2, 3, 4), np.uint8)
        pixels[..., 0], pixels[..., 3] = 255, 128
        assert image_of(pixels).pixelColor(0, 0).getRgb() == (0, 0, 255, 255)
        assert image_of(pixels, has_alpha=True).pixelColor(2, 1).getRgb() == (0, 0, 255, 128)
        assert image_of(pixels[:, ::2]).size().toTuple() == (2, 2)
