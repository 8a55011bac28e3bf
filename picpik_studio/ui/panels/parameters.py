"""The panel at the side: everything a request is made of, the few that matter first, and Submit below."""

from collections.abc import Callable, Iterable
from typing import Final, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from picpik_studio.app.parameters import FIELDS, FIELDS_BY_NAME, GROUPS, ModelInfo
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.controls.choice_row import ChoiceRow
from picpik_studio.ui.panels.controls.group import RowGroup
from picpik_studio.ui.panels.controls.prompt_row import PromptRow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.seed_row import SeedRow
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.text import line
from picpik_studio.ui.panels.fields import is_ignored, make_row, tie
from picpik_studio.ui.panels.footer import SubmitFooter
from picpik_studio.ui.panels.frame import FrameEditor
from picpik_studio.ui.panels.models import ModelsEditor
from picpik_studio.ui.panels.reference import ReferenceEditor
from picpik_studio.ui.words import said

PROMPT: Final = ("positive_prompts", "negative_prompts", "prompts_more_important", "translate_prompts")
AREA: Final = ("mask_blur", "refer_strength", "invert_mask")
RESULT: Final = ("batch_size", "seed")
SAMPLING: Final = ("steps", "sampler", "cfg_scale", "clip_skip", "use_main_model_vae")
R = TypeVar("R", bound=ValueRow)


class ParametersPanel(QWidget):
    """The parameters of one session.

    `canvas_wanted`: Esc was pressed here; `connections_wanted`: the Connections dialog shall open.
    """

    canvas_wanted = Signal()
    connections_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._parameters = session.parameters
        self.prompt = self._tied(PromptRow, "positive_prompts", self.tr("What should appear, one phrase a line"))
        self.negative = self._tied(PromptRow, "negative_prompts", self.tr("What should not appear"))
        self.seed = self._tied(SeedRow, "seed")
        self.rows: dict[str, ValueRow] = {
            "positive_prompts": self.prompt,
            "negative_prompts": self.negative,
            "seed": self.seed,
        }
        self._groups = tuple(self._group(names) for names in (PROMPT, AREA, RESULT, SAMPLING))
        self.models = ModelsEditor(session, self)
        self.frame = FrameEditor(session, self)
        self.reference = ReferenceEditor(session, self)
        self.footer = SubmitFooter(session, self)
        self.sections = self._make_sections()
        self.area = QScrollArea(self)
        self._lay_out()
        self._connect()
        self._show_ignored()
        self._show_summaries()
        self._show_seed()

    def unfolded(self) -> tuple[str, ...]:
        """Return the names of the sections that are unfolded, to be kept with the window's state."""
        return tuple(name for name, section in self.sections.items() if section.is_unfolded)

    def unfold(self, names: Iterable[str]) -> None:
        """Unfold these sections and fold the others."""
        wanted = frozenset(names)
        for name, section in self.sections.items():
            section.unfold(is_unfolded=name in wanted)

    def focus_prompt(self) -> None:
        """Give the keyboard to the prompt."""
        self.prompt.edit.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Go back to the canvas at Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.canvas_wanted.emit()
        else:
            super().keyPressEvent(event)

    def _tied(self, kind: Callable[..., R], name: str, *details: str) -> R:
        return tie(kind(subject(FIELDS_BY_NAME[name]), *details), name, self, self._parameters)

    def _group(self, names: Iterable[str]) -> RowGroup:
        for name in names:
            if name not in self.rows:
                self.rows[name] = make_row(name, self, self._parameters)
        return RowGroup({name: self.rows[name] for name in names}, self)

    def _make_sections(self) -> dict[str, Section]:
        titles = {group.name: said(group.title) for group in GROUPS}
        sections = {
            "models": Section(titles["models"], self),
            "sampling": Section(titles["sampling"], self),
            "frame": Section(self.tr("Frame and size"), self),
            "reference": Section(titles["reference"], self),
        }
        sections["sampling"].content.addWidget(self._groups[-1])
        sections["models"].content.addWidget(self.models)
        sections["frame"].content.addWidget(self.frame)
        sections["reference"].content.addWidget(self.reference)
        return sections

    def _connect(self) -> None:
        for prompt in (self.prompt, self.negative):
            prompt.submitted.connect(self.footer.send)
            prompt.left.connect(self.canvas_wanted)
        for group in self._groups:
            group.connections_wanted.connect(self.connections_wanted)
        self.models.connections_wanted.connect(self.connections_wanted)
        self.reference.strength.connections_wanted.connect(self.connections_wanted)
        self.footer.connections_wanted.connect(self.connections_wanted)
        self.models.word_picked.connect(self.prompt.add_phrase)
        self.seed.reuse_wanted.connect(self._session.reuse_seed)
        follow(self, self._parameters.changed, self._follow_parameters)
        follow(self, self._session.changed, self._follow_session)

    def _follow_parameters(self, name: str) -> None:
        if name == "main_model":
            self._show_ignored()
        self._show_summaries()

    def _follow_session(self, topic: str) -> None:
        if topic == "models":
            self._show_ignored()
            self._show_choices()
        if topic in {"shown", "document"}:
            self._show_seed()

    def _model(self) -> ModelInfo | None:
        choice = self._parameters.values.main_model
        code = choice.code if choice is not None else ""
        return next((info for info in self._session.models if info.kind == "main" and info.code == code), None)

    def _show_ignored(self) -> None:
        """Say at each field whether the chosen model makes use of it."""
        model = self._model()
        ignores = model.ignores if model is not None else frozenset[str]()
        names = {field.name for field in FIELDS if is_ignored(field, ignores)}
        for group in self._groups:
            group.show_ignored(names)
        self.reference.strength.show_ignored(is_ignored="reference" in names)
        self.models.show_ignored(is_ignored="sub_models" in names)

    def _show_choices(self) -> None:
        """Propose the samplers that the service's models name."""
        row = self.rows["sampler"]
        names = (str(info.defaults.get("Sampler", "")) for info in self._session.models)
        if isinstance(row, ChoiceRow):
            row.show_choices(name for name in names if name)

    def _show_summaries(self) -> None:
        values = self._parameters.values
        summaries = {
            "models": self.models.summary(),
            "sampling": " · ".join(
                text for text in (str(values.steps), values.sampler, f"{values.cfg_scale:g}") if text
            ),
            "frame": self.frame.summary(),
            "reference": self.reference.summary(),
        }
        for name, summary in summaries.items():
            self.sections[name].header.show_summary(summary)

    def _show_seed(self) -> None:
        """Offer the seed of the shown result."""
        shown = self._session.shown
        seeds = {(ref.job_id, ref.index): ref.seed for ref in self._session.results}
        self.seed.show_reusable(seeds.get((shown.job_id, shown.index)) if shown is not None else None)

    def _lay_out(self) -> None:
        inside = QWidget(self.area)
        inside.setProperty("surface", "panel")
        column = QVBoxLayout(inside)
        column.setContentsMargins(theme.GRID + theme.HALF, theme.GRID + theme.HALF, theme.GRID + theme.HALF, theme.GRID)
        column.setSpacing(theme.GRID)
        for group in self._groups[:-1]:
            column.addWidget(group)
            column.addWidget(line(inside))
        folds = QVBoxLayout()
        folds.setSpacing(0)
        for section in self.sections.values():
            folds.addWidget(section)
        column.addLayout(folds)
        column.addStretch(1)
        self.area.setWidget(inside)
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        layout.addWidget(self.area, 1)
        layout.addWidget(line(self))
        layout.addWidget(self.footer)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
