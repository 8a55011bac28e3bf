"""The panel at the side: everything a request is made of, the few that matter first, and Submit below all its pages."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Final, TypeVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from picpik_studio.app.parameters import FIELDS, FIELDS_BY_NAME, GROUPS, ModelInfo
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.panels.controls.choice_row import ChoiceRow
from picpik_studio.ui.panels.controls.column_area import ColumnArea
from picpik_studio.ui.panels.controls.group import RowGroup
from picpik_studio.ui.panels.controls.prompt_row import PromptRow
from picpik_studio.ui.panels.controls.reading_order import put_in_reading_order
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.section import Section
from picpik_studio.ui.panels.controls.seed_row import SeedRow
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.text import line
from picpik_studio.ui.panels.fields import is_ignored, make_row, tie
from picpik_studio.ui.panels.footer import SubmitFooter
from picpik_studio.ui.panels.frame import FrameEditor
from picpik_studio.ui.panels.models import ModelsEditor
from picpik_studio.ui.panels.pages import Pages
from picpik_studio.ui.panels.reference import ReferenceEditor
from picpik_studio.ui.words import said

PROMPT: Final = ("positive_prompts", "negative_prompts", "prompts_more_important", "translate_prompts")
AREA: Final = ("mask_blur", "refer_strength", "invert_mask")
RESULT: Final = ("batch_size", "seed")
SAMPLING: Final = ("steps", "sampler", "cfg_scale", "clip_skip", "use_main_model_vae")
R = TypeVar("R", bound=ValueRow)


class ParametersPanel(QWidget):
    """The parameters of one session, the first of the `pages`; Submit stays in sight below each of them.

    `canvas_wanted`: Esc was pressed here; `connections_wanted`: the Connections dialog shall open.
    """

    canvas_wanted = Signal()
    connections_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._parameters = session.parameters
        self._folding: dict[str, bool] = {}
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
        self.area = ColumnArea(self, top=theme.GRID)
        self.pages = Pages(self)
        self._lay_out()
        self._connect()
        self._show_ignored()
        self._show_summaries()
        self._show_seed()
        put_in_reading_order(self)

    @property
    def folding(self) -> dict[str, bool]:
        """Which sections a person has unfolded (True) or folded (False), to be kept with the window's state."""
        return dict(self._folding)

    def take_folding(self, folding: Mapping[str, bool]) -> None:
        """Fold and unfold sections as a person once did; those that are not named keep what they are."""
        for name in self.sections.keys() & folding.keys():
            self._folding[name] = folding[name]
            self.sections[name].unfold(is_unfolded=folding[name])

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
            "prompt": Section(titles["prompt"], self),
            "models": Section(titles["models"], self),
            "sampling": Section(titles["sampling"], self),
            "frame": Section(self.tr("Frame and size"), self),
            "reference": Section(titles["reference"], self),
        }
        sections["prompt"].content.addWidget(self._groups[0])
        sections["sampling"].content.addWidget(self._groups[-1])
        sections["models"].content.addWidget(self.models)
        sections["frame"].content.addWidget(self.frame)
        sections["reference"].content.addWidget(self.reference)
        return sections

    def _connect(self) -> None:
        for prompt in (self.prompt, self.negative):
            prompt.submitted.connect(self.footer.send)
            prompt.left.connect(self.canvas_wanted)
        for name, section in self.sections.items():
            section.chosen.connect(partial(self._folding.__setitem__, name))
            section.chosen.connect(partial(self._bring_into_view, section))
        for group in self._groups:
            group.connections_wanted.connect(self.connections_wanted)
        self.models.connections_wanted.connect(self.connections_wanted)
        self.reference.strength.connections_wanted.connect(self.connections_wanted)
        self.footer.connections_wanted.connect(self.connections_wanted)
        self.models.sub_picker.chosen.connect(lambda _: self._bring_into_view(self.sections["models"], True))
        self.models.word_picked.connect(self.prompt.add_phrase)
        self.seed.reuse_wanted.connect(self._session.reuse_seed)
        follow(self, self._parameters.changed, self._follow_parameters)
        follow(self, self._session.changed, self._follow_session)

    def _follow_parameters(self, name: str) -> None:
        if name == "main_model":
            self._show_ignored()
        self._show_summaries()

    def _follow_session(self, topic: str) -> None:
        if topic in {"models", "connection"}:
            self._show_ignored()
            self._show_choices()
            self._show_summaries()
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
        self._ignored = names = {field.name for field in FIELDS if is_ignored(field, ignores)}
        self._fold_prompt(is_wanted=not self._session.connection.is_local if model is None else self._counts(PROMPT))
        for group in self._groups:
            group.show_ignored(names)
        self.reference.strength.show_ignored(is_ignored="reference" in names)
        self.models.show_ignored(is_ignored="sub_models" in names)

    def _counts(self, names: Iterable[str]) -> bool:
        """Say whether the chosen model makes use of any of these fields."""
        return not self._ignored.issuperset(names)

    def _fold_prompt(self, *, is_wanted: bool) -> None:
        """Keep the prompts out of the way where nothing reads them, unless a person has decided otherwise.

        Before the model is known, a service far away is taken for one that reads them, and this computer for one that
        does not.
        """
        if "prompt" not in self._folding:
            self.sections["prompt"].unfold(is_unfolded=is_wanted)

    def _bring_into_view(self, section: Section, is_unfolded: bool) -> None:
        """Scroll to what was unfolded, as soon as it has its place."""
        if is_unfolded:
            QTimer.singleShot(0, section, lambda: self.area.bring_into_view(section))

    def _show_choices(self) -> None:
        """Propose the samplers that the service's models name."""
        row = self.rows["sampler"]
        names = (str(info.defaults.get("Sampler", "")) for info in self._session.models)
        if isinstance(row, ChoiceRow):
            row.show_choices(name for name in names if name)

    def _show_summaries(self) -> None:
        values = self._parameters.values
        unused = self.tr("Not used by this model")
        summaries = {
            "prompt": (", ".join(values.positive_prompts) or self.tr("Empty")) if self._counts(PROMPT) else unused,
            "models": self.models.summary(),
            "sampling": " · ".join(
                text for text in (str(values.steps), values.sampler, f"{values.cfg_scale:g}") if text
            )
            if self._counts(SAMPLING)
            else unused,
            "frame": self.frame.summary(),
            "reference": self.reference.summary() if self._counts(["reference"]) else unused,
        }
        for name, summary in summaries.items():
            self.sections[name].header.show_summary(summary)

    def _show_seed(self) -> None:
        """Offer the seed of the shown result."""
        shown = self._session.shown
        seeds = {(ref.job_id, ref.index): ref.seed for ref in self._session.results}
        self.seed.show_reusable(seeds.get((shown.job_id, shown.index)) if shown is not None else None)

    def _lay_out(self) -> None:
        column = self.area.column
        column.setSpacing(theme.GRID)
        prompt, *others = self.sections.values()
        for part in (prompt, *self._groups[1:-1]):
            column.addWidget(part)
            column.addWidget(line(self.area))
        folds = QVBoxLayout()
        folds.setSpacing(0)
        for section in others:
            folds.addWidget(section)
        column.addLayout(folds)
        column.addStretch(1)
        self.area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(0)
        self.pages.add(self.tr("Parameters"), self.area, self.tr("What the repaint area is redrawn with"))
        layout.addWidget(self.pages, 1)
        layout.addWidget(line(self))
        layout.addWidget(self.footer)
        self.setProperty("surface", "panel")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
