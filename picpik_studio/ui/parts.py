"""The parts of one furnished window, and where they stand in the shell."""

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout, QWidget

from picpik_studio.app.canvas_drafting import CanvasDrafting
from picpik_studio.app.program import Program
from picpik_studio.app.session import Session
from picpik_studio.core.tools.select import ToolClick
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.canvas_frame_gesture import CanvasFrameGesture
from picpik_studio.ui.canvas.canvas_frame_keys import CanvasFrameKeys
from picpik_studio.ui.canvas.canvas_frame_marks import CanvasFrameMarks
from picpik_studio.ui.canvas.canvas_frame_sign import CanvasFrameSign
from picpik_studio.ui.canvas.compare_keys import CompareKeys
from picpik_studio.ui.canvas.frame_marks import FrameMarks
from picpik_studio.ui.canvas.navigator import Navigator
from picpik_studio.ui.canvas.pixel_grid import PixelGrid
from picpik_studio.ui.canvas.scroll_bars import ScrollBars
from picpik_studio.ui.canvas.selection_bar import SelectionBar
from picpik_studio.ui.canvas.selection_keys import SelectionKeys
from picpik_studio.ui.canvas.selection_overlay import SelectionOverlay
from picpik_studio.ui.canvas.signs import Signs
from picpik_studio.ui.canvas.spot_rings import SpotRings
from picpik_studio.ui.canvas.turn_chip import TurnChip
from picpik_studio.ui.canvas.wipe_line import WipeLine
from picpik_studio.ui.canvas.working_sign import WorkingSign
from picpik_studio.ui.notice_bar import NoticeBar
from picpik_studio.ui.options_bar import OptionsBar
from picpik_studio.ui.panels.controls.reading_order import put_in_reading_order
from picpik_studio.ui.panels.film_section import FilmSection
from picpik_studio.ui.panels.frame_watch import FrameWatch
from picpik_studio.ui.panels.jobs import JobsPanel
from picpik_studio.ui.panels.live_steps import LiveStepsSection
from picpik_studio.ui.panels.missed_spots import MissedSpotsSection
from picpik_studio.ui.panels.parameters import ParametersPanel
from picpik_studio.ui.panels.patches import PatchesPanel
from picpik_studio.ui.panels.repaint_area import RepaintAreaPanel
from picpik_studio.ui.panels.results import ResultsStrip
from picpik_studio.ui.panels.side import SidePanels
from picpik_studio.ui.result_menu import ResultMenu
from picpik_studio.ui.shell import Shell
from picpik_studio.ui.tool_hints import follow_tool

SAME_PLACE_PX = 8
"""How near on the screen two clicks are at one place."""


class Parts(QObject):
    """Everything that follows one session, made and put in its place."""

    def __init__(self, shell: Shell, program: Program) -> None:
        super().__init__(shell)
        self.session = Session(program)
        self.canvas = Canvas(self.session)
        self.drafting = CanvasDrafting(self.session)
        self.signs = Signs(self.session, self.canvas)
        CanvasFrameSign(self.session, self.signs, self.drafting)
        WorkingSign(self.session, self.signs)
        TurnChip(self.canvas)
        PixelGrid(program.settings, self.canvas)
        self.frame_marks = FrameMarks(self.session, self.canvas)
        self.wipe_line = WipeLine(self.canvas)
        ScrollBars(self.canvas)
        self.selection_bar = SelectionBar(self.session, shell.commands, self.canvas)
        SelectionOverlay(self.session.selecting, self.canvas)
        SelectionKeys(self.session, self.canvas)
        CompareKeys(self.canvas)
        self.canvas.shapes.clicked.connect(self._select)
        self.canvas_frame = CanvasFrameGesture(self.session, self.canvas, self.drafting)
        self.canvas_marks = CanvasFrameMarks(self.session, self.canvas, self.drafting, self.canvas_frame)
        CanvasFrameKeys(self.session, self.canvas, self.drafting, shell.commands)
        self.navigator = Navigator(self.session, self.canvas)
        self.options = OptionsBar(self.session, self.canvas, shell.commands, self.drafting)
        self.parameters = ParametersPanel(self.session)
        self.missed_spots = MissedSpotsSection(self.session)
        self.missed_spots.chosen_spot.connect(SpotRings(self.session, self.canvas).bring_into_view)
        self.repaint_area = RepaintAreaPanel(
            (FilmSection(self.session, self.canvas), LiveStepsSection(self.session), self.missed_spots)
        )
        self.patches = PatchesPanel(self.session, shell.commands)
        self.jobs = JobsPanel(self.session)
        self.results = ResultsStrip(self.session)
        ResultMenu(self.results, shell.commands)
        self.notices = NoticeBar(program.notices, shell.stage)
        self.frame_watch = FrameWatch(self.session, self)
        follow_tool(shell.bar, self.session)
        self._place(shell)

    def _place(self, shell: Shell) -> None:
        about = self.tr("What is done to the painting as a whole, and how it is shown")
        self.parameters.pages.add(self.tr("Repaint area"), self.repaint_area, about)
        about = self.tr("What was accepted: its order, its seams, and the proof that nothing else was changed")
        self.parameters.pages.add(self.tr("Accepted"), self.patches, about)
        put_in_reading_order(self.parameters)
        side = SidePanels(self.parameters, self.jobs)
        shell.stage.addWidget(self.canvas)
        for place, part in ((shell.options, self.options), (shell.results, self.results), (shell.side, side)):
            _fill(place, part)
        shell.commands.put_in(self.canvas, is_canvas=True)

    def _select(self, click: ToolClick) -> None:
        """Have found what was clicked."""
        self.session.selecting.click(click.point, SAME_PLACE_PX * click.pixel, excludes=click.excludes)

    def close(self) -> None:
        """Let go of the document and follow nothing any more."""
        self.canvas.close_feed()
        self.drafting.close()
        self.session.close()


def _fill(place: QWidget, part: QWidget) -> None:
    layout = QVBoxLayout(place)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.addWidget(part)
