"""The strip of results under the canvas: look at each in place, accept one, hide those that failed."""

from PySide6.QtCore import QDateTime, QItemSelectionModel, QLocale, QModelIndex, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QLabel, QListView, QPushButton, QVBoxLayout, QWidget

from picpik_studio.app.commands import BY_ID
from picpik_studio.app.session import Session
from picpik_studio.app.tasks import Task
from picpik_studio.core.arrays import Pixels
from picpik_studio.core.document import DocumentEvent, MaskChanged, PatchesChanged
from picpik_studio.files.colour import to_srgb8
from picpik_studio.files.images import thumbnail
from picpik_studio.ui import theme
from picpik_studio.ui.actions import tooltip
from picpik_studio.ui.binding import follow, follow_document, while_alive
from picpik_studio.ui.icons import pixmap, put_icon
from picpik_studio.ui.key_names import key_text, show_keys_with
from picpik_studio.ui.models.results import KEY, ORIGINAL, Key, Results
from picpik_studio.ui.panels.controls.button import SMALL, icon_button, text_button
from picpik_studio.ui.panels.controls.text import OneLine, label
from picpik_studio.ui.panels.job_words import enlarged, what
from picpik_studio.ui.panels.pictures import image_of
from picpik_studio.ui.panels.result_delegate import CELL, THUMBNAIL, ResultDelegate
from picpik_studio.ui.result_words import proof_words, service_words

_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_REMOVE = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)
_SCROLL_BAR = 10
_SHARP = 2


class ResultsView(QListView):
    """A list in which only arrows and their like mean something: letters are for the window, not for a search."""

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Leave what types something to the window: the key that shows the original above all."""
        if event.text().isprintable() and event.text():
            event.ignore()
        else:
            super().keyPressEvent(event)


class ResultsStrip(QWidget):
    """`save_wanted` asks for a path to save the shown result to, `menu_wanted` for its menu at a point of the screen.

    `filled` tells whether there is anything to see.
    """

    save_wanted = Signal()
    menu_wanted = Signal(QPoint)
    filled = Signal(bool)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._task: Task[Pixels] | None = None
        self._is_showing = False
        self._wanted = ORIGINAL
        self.results = Results(self)
        self.list = ResultsView(self)
        self.accept = self._button("result.accept", self.tr("Accept"), "check")
        self.accept_all = self._button("result.accept_all", "", "check-check")
        self.discard = self._button("result.hide", self.tr("Hide"), "eye-off")
        self.save = self._button("result.save", self.tr("Save…"), "download")
        self.more = icon_button("ellipsis", self.tr("More that can be done with the shown result"), self, size=16)
        self.place = label("", "second", self)
        self.hint = OneLine("second", self)
        self.sign = QLabel(self)
        self.restore = QLabel(self)
        self._set_up_list()
        self._lay_out()
        self._connect()
        self._show_results()
        self._look_at_original()

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to see: a result, or hidden ones that may be restored."""
        return bool(self._session.results) or self._hidden() > 0

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Accept with Enter, hide with Delete, show the picture itself with Esc."""
        if event.key() in _ENTER and self.accept.isEnabled():
            self._session.accept_shown()
        elif event.key() in _REMOVE and self.discard.isEnabled():
            self._session.hide_shown()
        elif event.key() == Qt.Key.Key_Escape and self._session.shown is not None:
            self._session.show_result(*ORIGINAL)
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._pick)
        self.list.clicked.connect(self._pick)
        self.accept.clicked.connect(self._session.accept_shown)
        self.accept_all.clicked.connect(self._session.accepting.accept_all)
        self.discard.clicked.connect(self._session.hide_shown)
        self.save.clicked.connect(self.save_wanted)
        self.more.clicked.connect(lambda: self.menu_wanted.emit(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.list.customContextMenuRequested.connect(self._open_menu)
        self.restore.linkActivated.connect(lambda _: self._restore())
        follow(self, self._session.changed, self._follow_session)
        follow(self, self._session.inspecting.changed, self._show_hint)
        follow_document(self, self._session, self._follow_document, but=MaskChanged)

    def _follow_session(self, topic: str) -> None:
        if topic in {"results", "document"}:
            self._show_results()
        if topic == "document":
            self._look_at_original()
        if topic == "shown":
            self._show_shown()

    def _follow_document(self, event: DocumentEvent) -> None:
        if isinstance(event, PatchesChanged):
            self._look_at_original()
            self._show_accepted()

    def _pick(self, index: QModelIndex) -> None:
        """Show the result that was clicked, or gone to with the arrows."""
        key = index.data(KEY)
        if self._is_showing or key is None or key == self._wanted:
            return
        self._wanted = key
        self._session.show_result(*key)

    def _open_menu(self, place: QPoint) -> None:
        """Want the menu for the result under the pointer, which is shown then; none for the picture itself."""
        index = self.list.indexAt(place)
        if index.isValid() and index.data(KEY) != ORIGINAL:
            self.list.setCurrentIndex(index)
            self.menu_wanted.emit(self.list.viewport().mapToGlobal(place))

    def _shown_key(self) -> Key:
        shown = self._session.shown
        return Key(shown.job_id, shown.index) if shown is not None else ORIGINAL

    def _show_results(self) -> None:
        self._is_showing = True
        self.results.replace(self._session.results, self._abouts(), self._titles())
        self._is_showing = False
        self._show_accepted()
        self._show_shown()
        hidden = self._hidden()
        style = f"color:{theme.ACCENT};text-decoration:none"
        words = self.tr("Restore hidden ones ({count})").format(count=hidden)
        self.restore.setText(f'<a href="#" style="{style}">{words}</a>')
        self.restore.setVisible(hidden > 0)
        self.filled.emit(self.is_filled)

    def _abouts(self) -> dict[str, str]:
        """Return what tells each job from the others: when it was begun, and what was asked for."""
        locale = QLocale()
        short = QLocale.FormatType.ShortFormat
        return {
            job.id: " · ".join(
                filter(None, (locale.toString(QDateTime.fromSecsSinceEpoch(int(job.created)), short), what(job)))
            )
            for job in self._session.program.jobs.of_picture(self._session.picture_hash)
        }

    def _titles(self) -> dict[str, str]:
        """Return the sizes of results that were enlarged."""
        jobs = self._session.program.jobs.of_picture(self._session.picture_hash)
        return {job.id: enlarged(job) for job in jobs if enlarged(job)}

    def _show_shown(self) -> None:
        """Mark the result that lies over the picture now."""
        self._wanted = self._shown_key()
        row = self.results.row_of(self._wanted)
        index = self.results.index(row)
        self._is_showing = True
        self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._is_showing = False
        self.list.scrollTo(index)
        is_shown = self._session.shown is not None
        for button in (self.discard, self.save, self.more):
            button.setEnabled(is_shown)
        self._show_acceptable()
        count = len(self._session.results)
        self.place.setText(f"{row} / {count}" if row else f"{count}")
        self._show_hint()

    def _show_hint(self) -> None:
        """Say what was proved of the shown result, else how the original is seen."""
        found = self._session.inspecting.found if self._session.shown is not None else None
        self.sign.setVisible(found is not None)
        if found is None:
            self.hint.setText(self.tr("Hold {keys} to see the original").format(keys=key_text("view.original")))
            return
        name, colour = ("shield-check", theme.SUCCESS) if found.proof.holds else ("triangle-alert", theme.ERROR)
        self.sign.setPixmap(pixmap(name, colour, SMALL + 2, scale=self.devicePixelRatioF()))
        self.hint.setText(" · ".join((proof_words(found.proof), service_words(self._session.inspecting))))

    def _show_accepted(self) -> None:
        document = self._session.document
        patches = document.patches if document is not None else ()
        self.results.show_accepted(frozenset(Key(*source) for patch in patches for source in patch.sources))
        self._show_acceptable()

    def _show_acceptable(self) -> None:
        """Offer to accept what is shown, and what came with it, and mark what is still to be looked at."""
        self.results.show_new(frozenset(Key(*source) for source in self._session.arriving.new))
        self.accept.setEnabled(self._session.can_accept)
        together = self._session.accepting.together
        self.accept_all.setVisible(together > 0)
        self.accept_all.setText(self.tr("Accept all {count} parts").format(count=together))

    def _hidden(self) -> int:
        jobs = self._session.program.jobs.of_picture(self._session.picture_hash)
        return sum(ref.hidden for job in jobs for ref in job.results) if self._session.document is not None else 0

    def _restore(self) -> None:
        for job in self._session.program.jobs.of_picture(self._session.picture_hash):
            if any(ref.hidden for ref in job.results):
                self._session.unhide(job.id)

    def _look_at_original(self) -> None:
        """Make the picture of the document without a result, in a worker."""
        document = self._session.document
        if self._task is not None:
            self._task.cancel()
            self._task = None
        if document is None:
            self.results.show_original(QPixmap())
            return
        # The pixels themselves: what changes under the worker's eyes is looked at again, and a copy takes 400 MB.
        pixels, side = document.pixels, round(_SHARP * THUMBNAIL)
        has_alpha, icc = document.picture.has_alpha, document.picture.metadata.icc

        def show(small: Pixels) -> None:
            self.results.show_original(QPixmap.fromImage(image_of(small, has_alpha=has_alpha)))

        self._task = self._session.program.tasks.run(
            "pixels",
            lambda _task: to_srgb8(thumbnail(pixels, side), icc),
            done=while_alive(self, show),
            label="original",
        )

    def _button(self, command_id: str, title: str, icon_name: str) -> QPushButton:
        button = text_button(icon_name, title, self)
        button.setProperty("scale", "small")
        button.setToolTip(tooltip(BY_ID[command_id]))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button

    def _set_up_list(self) -> None:
        view = self.list
        view.setModel(self.results)
        view.setItemDelegate(ResultDelegate(view))
        view.setFlow(ResultsView.Flow.LeftToRight)
        view.setWrapping(False)
        view.setUniformItemSizes(True)
        view.setMouseTracking(True)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        view.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        view.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        view.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        view.setFixedHeight(CELL.height() + _SCROLL_BAR)
        view.setAccessibleName(self.tr("Results"))

    def _lay_out(self) -> None:
        show_keys_with(self, self._show_hint)
        self.restore.setTextInteractionFlags(
            Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )
        head = QHBoxLayout()
        head.setContentsMargins(theme.GRID, 6, theme.GRID, 0)
        head.setSpacing(theme.GRID)
        head.addWidget(label(self.tr("Results"), "heading", self))
        head.addWidget(self.place)
        head.addWidget(self.sign)
        head.addWidget(self.hint, 1)
        for widget in (self.restore, self.more, self.save, self.discard, self.accept_all, self.accept):
            head.addWidget(widget)
        self.accept.setProperty("kind", "primary")
        put_icon(self.accept, "check", theme.ON_ACCENT, SMALL)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, theme.HALF)
        layout.setSpacing(2)
        layout.addLayout(head)
        row = QHBoxLayout()
        row.setContentsMargins(theme.HALF, 0, theme.HALF, 0)
        row.addWidget(self.list)
        layout.addLayout(row)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
