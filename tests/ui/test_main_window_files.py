"""Pictures come in and go out of a window, and what is asked before."""

from pathlib import Path

import cv2
import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from picpik_studio.files.images import open_picture
from picpik_studio.ui.asking import with_suffix
from picpik_studio.ui.dialogs.import_mask import ImportMaskDialog
from tests.ui.easel import Hand, at, painted, picture_bytes
from tests.ui.room import Room
from tests.ui.test_canvas_feed import a_patch, show

MOVE = Qt.DropAction.MoveAction


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    path = tmp_path / "photo.png"
    path.write_bytes(picture_bytes())
    return path


def dab(room: Room) -> None:
    Hand(room.canvas).drag(at(room.canvas, 100, 100))


def drop(room: Room, data: QMimeData) -> bool:
    """Drag `data` over the window as a file manager does, which moves files, and let it go; return whether it was
    welcome."""
    actions, buttons, keys = MOVE | Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    entering = QDragEnterEvent(QPoint(50, 50), actions, data, buttons, keys)
    entering.setDropAction(MOVE)
    entering.ignore()
    QApplication.sendEvent(room.shell, entering)
    assert room.shell.target.isVisible() is entering.isAccepted()
    if entering.isAccepted():
        dropping = QDropEvent(QPoint(50, 50), actions, data, buttons, keys)
        dropping.setDropAction(MOVE)
        QApplication.sendEvent(room.shell, dropping)
        assert dropping.dropAction() == Qt.DropAction.CopyAction  # or the file manager removes the original
    assert not room.shell.target.isVisible()
    assert not room.answers.asked  # the program that it comes from waits for us until now
    QApplication.processEvents()
    return entering.isAccepted()


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def test_open_by_dialog(room: Room, photo: Path) -> None:
    room.answers.opened = [[photo]]
    room.window.run("file.open")
    room.wait(lambda: room.canvas.is_ready)
    assert room.session.path == photo
    room.answers.opened = [None]
    room.window.run("file.open")
    assert room.answers.asked[-1] == f"open {photo.parent}"


def test_a_picture_that_would_cost_work_and_every_second_one_gets_another_window(room: Room, photo: Path) -> None:
    wanted: list[str] = []
    room.window.another_wanted.connect(wanted.append)
    room.answers.opened = [[photo, photo.with_name("b.png")]]
    room.window.run("file.open")
    room.wait(lambda: room.canvas.is_ready)
    assert wanted == [str(photo.with_name("b.png"))]
    dab(room)
    room.answers.opened = [[photo]]
    room.window.run("file.open")
    assert wanted[1:] == [str(photo)]
    assert room.session.is_mask_modified


def test_a_broken_file_is_said(room: Room, tmp_path: Path) -> None:
    broken = tmp_path / "broken.png"
    broken.write_bytes(b"no picture")
    room.window.open_path(broken)
    room.wait(lambda: bool(room.said))
    assert room.shell.stage.currentWidget() is room.shell.empty
    assert room.window.parts.signs.text("opening") == ""


def test_dropped_on_an_empty_window_a_picture_opens(room: Room, photo: Path) -> None:
    assert drop(room, files(photo))
    room.wait(lambda: room.canvas.is_ready)
    assert room.session.path == photo


def test_what_is_no_picture_is_not_welcome(room: Room) -> None:
    data = QMimeData()
    data.setText("hello")
    assert not drop(room, data)


def test_a_drag_that_leaves_leaves_nothing(room: Room, photo: Path) -> None:
    actions, buttons, keys = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    data = files(photo)
    QApplication.sendEvent(room.shell, QDragEnterEvent(QPoint(50, 50), actions, data, buttons, keys))
    QApplication.sendEvent(room.shell, QDragLeaveEvent())
    assert not room.shell.target.isVisible()


def test_a_second_picture_asks_and_opens(room: Room, photo: Path, tmp_path: Path) -> None:
    room.open_file(photo)
    other = tmp_path / "other.png"
    other.write_bytes(picture_bytes(64, 48))
    room.answers.decisions = ["open"]
    drop(room, files(other))
    room.wait(lambda: room.session.path == other)
    assert "other.png" in room.answers.asked[0]


def test_a_second_picture_asks_and_becomes_the_reference(room: Room, photo: Path) -> None:
    room.open_file(photo)
    room.answers.decisions = ["reference"]
    drop(room, files(photo))
    room.wait(lambda: room.session.parameters.get("reference") is not None)
    assert room.session.path == photo


def test_a_second_picture_may_be_refused(room: Room, photo: Path) -> None:
    room.open_file(photo)
    document = room.session.document
    room.answers.decisions = [None]
    drop(room, files(photo))
    assert room.session.document is document
    assert room.session.parameters.get("reference") is None


def test_a_pasted_picture_opens(room: Room) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    QGuiApplication.clipboard().setImage(image)
    room.window.run("edit.paste")
    room.wait(lambda: room.canvas.is_ready)
    assert room.session.document is not None
    assert room.session.document.size == (40, 30)
    assert room.session.document.pixels[0, 0].tolist() == [0, 0, 255, 255]
    assert room.session.path is None


def test_a_second_pasted_picture_may_become_the_reference(room: Room) -> None:
    room.open(picture_bytes())
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.blue)
    QGuiApplication.clipboard().setImage(image)
    room.answers.decisions = ["reference"]
    room.window.run("edit.paste")
    room.wait(lambda: room.session.parameters.get("reference") is not None)


def test_an_empty_clipboard_is_said(room: Room) -> None:
    QGuiApplication.clipboard().clear()
    room.window.run("edit.paste")
    assert room.said == ["There is no picture in the clipboard."]


def test_copy_puts_the_picture_into_the_clipboard(room: Room) -> None:
    document = room.open(picture_bytes(50, 40))
    room.window.run("edit.copy")
    room.wait(lambda: "The picture is copied." in room.said)
    data = bytes(QGuiApplication.clipboard().mimeData().data("image/png").data())
    copied = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert copied is not None
    assert np.array_equal(copied, document.pixels[..., :3])
    image = QGuiApplication.clipboard().image()
    assert (image.width(), image.height()) == (50, 40)


def test_copy_merged_copies_the_shown_result_too(room: Room) -> None:
    document = room.open(picture_bytes())
    patch = a_patch()
    show(room.session, patch)
    expected = document.pixels[..., :3].copy()
    expected[patch.rect.slices] = document.composition.laid_over(patch)[..., :3]
    for command_id, pixels in (("edit.copy_merged", expected), ("edit.copy", document.pixels[..., :3])):
        room.said.clear()
        room.window.run(command_id)
        room.wait(lambda: "The picture is copied." in room.said)
        data = bytes(QGuiApplication.clipboard().mimeData().data("image/png").data())
        copied = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
        assert copied is not None
        assert np.array_equal(copied, pixels)


def test_copy_merged_copies_what_is_picked_while_one_picks(room: Room) -> None:
    document = room.open(picture_bytes())
    show(room.session, a_patch())
    room.session.tool.tool = "pick"
    room.window.run("edit.copy_merged")
    room.wait(lambda: "The picture is copied." in room.said)
    data = bytes(QGuiApplication.clipboard().mimeData().data("image/png").data())
    copied = cv2.imdecode(np.frombuffer(data, np.uint8), cv2.IMREAD_COLOR)
    assert copied is not None
    assert np.array_equal(copied, document.pixels[..., :3])


def test_save_as_writes_and_names(room: Room, tmp_path: Path) -> None:
    document = room.open(picture_bytes(), "alps.png")
    dab(room)
    target = tmp_path / "out.png"
    room.answers.files = [target]
    room.window.run("file.save")
    room.wait(lambda: not room.session.is_modified)
    assert room.answers.asked == ["Save as: alps-edited.png (6)"]
    assert np.array_equal(open_picture(target).picture.pixels, document.pixels)
    assert room.shell.windowTitle().startswith("out.png")


def test_the_original_is_overwritten_only_after_a_question(room: Room, photo: Path) -> None:
    room.open_file(photo)
    dab(room)
    before = photo.read_bytes()
    document = room.session.document
    assert document is not None
    document.add_patch(a_patch())
    room.answers.decisions = [None]
    room.window.run("file.save")
    assert photo.read_bytes() == before
    assert room.session.is_modified
    room.answers.decisions = ["overwrite"]
    room.window.run("file.save")
    room.wait(lambda: not room.session.is_modified)
    document.undo()
    room.window.run("file.save")
    room.wait(lambda: not room.session.is_modified)
    assert len(room.answers.asked) == 2, "it asks once"


def test_save_as_instead_of_overwriting(room: Room, photo: Path, tmp_path: Path) -> None:
    room.open_file(photo)
    dab(room)
    room.answers.decisions = ["save_as"]
    room.answers.files = [tmp_path / "photo-edited.png"]
    room.window.run("file.save")
    room.wait(lambda: room.session.path == tmp_path / "photo-edited.png")
    assert "photo-edited.png" in room.answers.asked[-1]


def test_a_save_that_fails_is_said_and_nothing_is_lost(room: Room, tmp_path: Path) -> None:
    room.open(picture_bytes())
    dab(room)
    room.answers.files = [tmp_path / "no" / "such" / "folder" / "a.png"]
    room.window.run("file.save_as")
    room.wait(lambda: bool(room.said))
    assert room.session.is_modified


def test_the_repaint_area_goes_out_and_comes_in(room: Room, tmp_path: Path) -> None:
    document = room.open(picture_bytes(), "alps.png")
    dab(room)
    area = painted(document)
    path = tmp_path / "alps-mask.png"
    room.answers.files = [path]
    room.window.run("file.export_mask")
    room.wait(path.exists)
    assert room.answers.asked == ["Export repaint area: alps-mask.png (1)"]
    room.window.run("mask.none")
    room.answers.opened = [[path]]
    room.window.run("file.import_mask")
    room.wait(lambda: room.shell.findChild(ImportMaskDialog) is not None)
    room.shell.findChildren(ImportMaskDialog)[0].accept()
    room.wait(lambda: bool(painted(document).any()))
    assert np.array_equal(painted(document), area)


@pytest.mark.parametrize(
    ("name", "kind", "expected"),
    [("a", "PNG (*.png)", "a.png"), ("a", "JPEG (*.jpg *.jpeg)", "a.jpg"), ("a.webp", "PNG (*.png)", "a.webp")],
)
def test_a_name_without_a_suffix_gets_the_kinds(name: str, kind: str, expected: str) -> None:
    assert with_suffix(Path(name), kind) == Path(expected)
