"""The page of the accepted results: their list, what can be done with each, its seam, and what was proved."""

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt
from PySide6.QtGui import QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QListView, QToolButton, QWidget

from picpik_studio.app.session import Session
from picpik_studio.app.tasks import Task
from picpik_studio.core.patch import Patch
from picpik_studio.ui import theme
from picpik_studio.ui.actions import Actions
from picpik_studio.ui.binding import follow, while_alive
from picpik_studio.ui.models.patches import ID, PatchRows
from picpik_studio.ui.options.pieces import command_button
from picpik_studio.ui.panels.controls.column_area import ColumnArea
from picpik_studio.ui.panels.controls.reading_order import put_in_reading_order
from picpik_studio.ui.panels.controls.text import note, tip
from picpik_studio.ui.panels.patch_delegate import ROW, THUMBNAIL, PatchDelegate
from picpik_studio.ui.panels.patch_pictures import small_patch
from picpik_studio.ui.panels.pictures import image_of
from picpik_studio.ui.panels.proof_section import ProofSection
from picpik_studio.ui.panels.seam_section import SeamSection
from picpik_studio.ui.result_words import patch_name

_LEAST_ROWS, _MOST_ROWS = 2, 6
_LIST_SHARE = 0.4
"""How much of the page's height the list takes at most: what is set below it is to be in sight too."""
_SHARP = 2
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_MOVES = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}


class PatchesView(QListView):
    """The list: F2 names a row, Space hides it, Alt+Up and Alt+Down move it, Delete removes it.

    Letters are for the window.
    """

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._patches = session.patches
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setEditTriggers(QAbstractItemView.EditTrigger.DoubleClicked | QAbstractItemView.EditTrigger.EditKeyPressed)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Do what a key means here."""
        has_patch = self._patches.chosen is not None
        if has_patch and event.key() in _REMOVE:
            self._patches.remove_chosen()
        elif has_patch and event.key() == Qt.Key.Key_Space:
            self._patches.toggle_chosen()
        elif has_patch and event.key() in _MOVES and event.modifiers() & Qt.KeyboardModifier.AltModifier:
            self._patches.move_chosen(_MOVES[Qt.Key(event.key())])
        elif event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the chosen row in sight."""
        super().resizeEvent(event)
        self.scrollTo(self.currentIndex())

    def make_room(self, height: int) -> None:
        """Be as high as all rows, up to some, on a page of `height`."""
        rows = self.model().rowCount() if self.model() is not None else 0
        most = min(max(round(_LIST_SHARE * height / ROW), _LEAST_ROWS), _MOST_ROWS)
        self.setFixedHeight(ROW * min(max(rows, 1), most) + 2)


class PatchesPanel(ColumnArea):
    """The page; without an accepted result it says how one gets there."""

    def __init__(self, session: Session, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent, top=theme.GRID)
        self._session = session
        self._tasks: dict[str, Task[object]] = {}
        self._pictured: dict[str, Patch] = {}
        self._is_showing = False
        self.rows = PatchRows(self)
        self.list = PatchesView(session, self)
        self.empty = note(
            self.tr(
                "No result is accepted yet. Accept one in the strip below the picture (Enter): here its edge, its "
                "colours and its opacity can be set at any time, and the original painted back."
            ),
            parent=self,
        )
        self.buttons = self._make_buttons(actions)
        self.seam = SeamSection(session, self)
        self.proof = ProofSection(session, actions, self)
        self._lay_out()
        self._connect()
        self._show()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Divide the new height between the list and what is below it."""
        super().resizeEvent(event)
        self.list.make_room(self.viewport().height())

    def _make_buttons(self, actions: Actions) -> tuple[QToolButton, ...]:
        names = ("patch.raise", "patch.lower", "patch.toggle", "patch.remove", "patch.flatten")
        return tuple(command_button(actions, name, self) for name in names)

    def _connect(self) -> None:
        patches = self._session.patches
        self.rows.renamed.connect(patches.rename)
        self.rows.shown.connect(lambda patch_id, is_visible: patches.show(patch_id, is_visible=is_visible))
        self.rows.moved.connect(patches.move)
        self.list.selectionModel().currentChanged.connect(self._choose)
        follow(self, patches.changed, self._show)
        matching = self._session.matching
        follow(self, matching.changed, lambda: self.rows.show_outdated(matching.outdated))
        follow(self, self._session.changed, lambda topic: self._forget() if topic == "document" else None)

    def _choose(self, index: QModelIndex) -> None:
        if not self._is_showing and index.isValid():
            self._session.patches.choose(index.data(ID))

    def _show(self) -> None:
        patches, chosen = self._session.patches.all, self._session.patches.chosen
        self._is_showing = True
        self.rows.replace(patches, [patch_name(patch, self._session) for patch in patches])
        if chosen is not None:
            index = self.rows.index(self.rows.row_of(chosen.id))
            self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_showing = False
        self.empty.setVisible(not patches)
        for part in (self.list, *self.buttons, self.seam, self.proof):
            part.setVisible(bool(patches))
        self.list.make_room(self.viewport().height())
        for patch in patches:
            if self._pictured.get(patch.id) is not patch:
                self._pictured[patch.id] = patch
                self._picture(patch)

    def _picture(self, patch: Patch) -> None:
        """Make a patch's small picture in a worker; the latest one wins."""
        side, document = THUMBNAIL * _SHARP, self._session.document
        icc = document.picture.metadata.icc if document is not None else None

        def show(small: object) -> None:
            if self._pictured.get(patch.id) is patch and isinstance(small, type(patch.pixels)):
                self.rows.show_picture(patch.id, QPixmap.fromImage(image_of(small, has_alpha=True)))

        before = self._tasks.pop(patch.id, None)
        if before is not None:
            before.cancel()
        self._tasks[patch.id] = self._session.program.tasks.run(
            "pixels", lambda _task: small_patch(patch, side, icc), done=while_alive(self, show), label="patch"
        )

    def _forget(self) -> None:
        self._pictured.clear()

    def _lay_out(self) -> None:
        self.list.setModel(self.rows)
        self.list.setItemDelegate(PatchDelegate(self.list))
        self.list.setAccessibleName(self.tr("Accepted results"))
        self.list.setToolTip(tip(self.tr("Accepted results"), self.tr("Double-click: rename · drag: reorder")))
        row = QHBoxLayout()
        row.setSpacing(theme.HALF)
        for button in self.buttons:
            row.addWidget(button)
        row.addStretch(1)
        self.column.setSpacing(theme.HALF)
        self.column.addWidget(self.empty)
        self.column.addWidget(self.list)
        self.column.addLayout(row)
        self.column.addWidget(self.seam)
        self.column.addWidget(self.proof)
        self.column.addStretch(1)
        put_in_reading_order(self)
