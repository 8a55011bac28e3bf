"""Says on the canvas in what way the picture is not shown, or not painted, as usual."""

from pathlib import Path

from picpik_studio.app.session import Session
from picpik_studio.core.tools.settings import RETOUCHERS
from picpik_studio.ui.binding import follow
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.chips import Chips
from picpik_studio.ui.canvas.dissolving_marks import DissolvingMarks, is_loss
from picpik_studio.ui.canvas.footprint_line import FootprintLine
from picpik_studio.ui.key_names import key_text, show_keys_with
from picpik_studio.ui.result_words import patch_name, service_words


class Signs(Chips):
    """The chips of one canvas, true to its session."""

    def __init__(self, session: Session, canvas: Canvas) -> None:
        super().__init__(canvas)
        self._session = session
        self._shown_canvas = canvas
        self._opening = ""
        self._footprint = FootprintLine(session, canvas)
        self._marks = DissolvingMarks(session, canvas)
        self._footprint.changed.connect(self.follow_canvas)
        canvas.look_changed.connect(self.follow_canvas)
        canvas.document_ready.connect(self.follow_canvas)
        follow(self, session.changed, lambda _topic: self.follow_canvas())
        previewed = session.selecting.preview.changed
        for signal in (session.dissolving.changed, session.inspecting.changed, session.patches.changed, previewed):
            follow(self, signal, self.follow_canvas)
        follow(self, session.tool.changed, lambda name: self.follow_canvas() if name == "tool" else None)
        show_keys_with(self, self.follow_canvas)

    def name_opening(self, path: str) -> None:
        """Say which picture is being opened."""
        self._opening = Path(path).name
        self.follow_canvas()

    def follow_canvas(self) -> None:
        """Show what is true now."""
        canvas = self._shown_canvas
        self.show_chip("opening", self._opening_text() if self._session.is_opening else "")
        inverted = canvas.is_ready and canvas.scene.inverted
        self.show_chip("keep", self.tr("painting: KEEP") if inverted else "")
        films_keep = canvas.is_ready and canvas.film_view == "film" and canvas.scene.films_keep
        self.show_chip("film", self.tr("film: KEEP") if films_keep else "")
        self._show_dissolving()
        reaches = self._footprint.is_shown
        self.show_chip("footprint", self.tr("dashed: what may change") if reaches else "")
        held = canvas.feed.is_original_held
        compare = canvas.feed.compare
        self.show_chip("original", self._compared_text())
        self.show_chip("view", "" if held or compare else self._view_text())
        self.show_chip(
            "result", "" if held or compare == "service" or self._session.tool.tool == "pick" else self._result_text()
        )
        self.show_chip("retouch", self._retouch_text() if canvas.is_ready else "")

    def _show_dissolving(self) -> None:
        """Say what the crosses mean: here a remark, with a service that loses what they mark a warning."""
        is_marked, lost_here = self._marks.are_shown, is_loss(self._session)
        lost = self.tr("crosses: dissolved by the edge blur")
        would = self.tr("crosses: a cloud service's edge blur would dissolve these")
        self.show_chip("dissolved", lost if is_marked and lost_here else "")
        self.show_chip("dissolving", would if is_marked and not lost_here else "")

    def _opening_text(self) -> str:
        return self.tr("Opening {name}…").format(name=self._opening) if self._opening else self.tr("Opening…")

    def _compared_text(self) -> str:
        feed = self._shown_canvas.feed
        if feed.is_original_held:
            return self.tr("Original")
        return {
            "": "",
            "wipe": self.tr("left: the original, right: now"),
            "difference": self.tr("difference from the original, four times as clear"),
            "service": self.tr("outside the footprint: {words}").format(words=service_words(self._session.inspecting)),
        }[feed.compare]

    def _view_text(self) -> str:
        if not self._shown_canvas.is_ready:
            return ""
        return {
            "film": "",
            "outline": self.tr("Outline"),
            "black_white": self.tr("Black and white: white is repainted"),
            "off": self.tr("Repaint area hidden"),
        }[self._shown_canvas.film_view]

    def _retouch_text(self) -> str:
        """Return what a stroke of the retouching brushes would do, and to which result."""
        tool, patch = self._session.tool.tool, self._session.retouching.meant
        if tool not in RETOUCHERS:
            return ""
        if patch is None:
            return self.tr("no result to retouch")
        text = self.tr("restores the original under: {name}") if tool == "restore" else self.tr("picks from: {name}")
        return text.format(name=patch_name(patch, self._session))

    def _result_text(self) -> str:
        shown = self._session.shown
        if shown is None:
            return ""
        places = [(ref.job_id, ref.index) for ref in self._session.results]
        key = shown.job_id, shown.index
        number = places.index(key) + 1 if key in places else 1
        text = self.tr("Result {number} of {count}: {accept} accepts it")
        if not self._session.can_accept:
            text = self.tr("Result {number} of {count} is accepted already")
        elif self._session.selecting.preview.region is not None:  # the key is the selection's until that is applied
            text = self.tr("Result {number} of {count}")
        return text.format(number=number, count=max(1, len(places)), accept=key_text("result.accept"))
