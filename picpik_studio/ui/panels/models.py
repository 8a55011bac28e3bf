"""The models of a request: the main one, and those that are added to it."""

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from picpik_studio.app.parameters import FIELDS_BY_NAME, ModelInfo, SubModel
from picpik_studio.app.session import Session
from picpik_studio.ui import theme
from picpik_studio.ui.binding import follow
from picpik_studio.ui.models.service_models import ServiceModels, model_tip
from picpik_studio.ui.panels.controls.button import text_button
from picpik_studio.ui.panels.controls.reading_order import put_in_reading_order
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.text import ignored_note, label, link, note, tip
from picpik_studio.ui.panels.model_button import ModelButton
from picpik_studio.ui.panels.model_picker import ModelPicker
from picpik_studio.ui.panels.sub_model_card import SubModelCard
from picpik_studio.ui.words import error_text, said

SUB_KINDS = ("lora", "embedding", "hypernetwork")


class ModelsEditor(QWidget):
    """Edits `main_model` and `sub_models`; `word_picked` tells a trigger word that shall go into the prompt."""

    word_picked = Signal(str)
    connections_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._parameters = session.parameters
        self.offered = ServiceModels(self)
        self.main = ModelButton(self)
        self.main_picker = ModelPicker(self.offered, ("main",), self)
        self.add = text_button("plus", self.tr("Add a model…"), self)
        self.sub_picker = ModelPicker(self.offered, SUB_KINDS, self)
        self.remark = note(parent=self)
        self.retry = link("", self.tr("Ask again"), self)
        self._ignored = ignored_note(self)
        self.cards: list[SubModelCard] = []
        self._cards = QVBoxLayout()
        self._lay_out()
        self._connect()
        self._show_offered()
        self._show_cards()

    def show_ignored(self, *, is_ignored: bool) -> None:
        """Say, or no longer say, that the main model takes no others."""
        self._ignored.setVisible(is_ignored)

    def summary(self) -> str:
        """Return what is chosen, in a few words."""
        values = self._parameters.values
        name = values.main_model.title if values.main_model else self.tr("None yet")
        return f"{name} + {len(values.sub_models)}" if values.sub_models else name

    def _connect(self) -> None:
        self.main.clicked.connect(lambda: self.main_picker.open_below(self.main))
        self.add.clicked.connect(lambda: self.sub_picker.open_below(self.add))
        self.main_picker.chosen.connect(self._parameters.choose_main_model)
        self.main_picker.typed.connect(self._parameters.choose_main_model)
        self.sub_picker.chosen.connect(self._add)
        self.retry.linkActivated.connect(lambda _: self._session.refresh_models())
        self._ignored.linkActivated.connect(self.connections_wanted)
        follow(self, self._session.changed, self._follow_session)
        follow(self, self._parameters.changed, self._follow_parameters)

    def _follow_session(self, topic: str) -> None:
        if topic in {"models", "connection"}:
            self._show_offered()
            self._show_cards()

    def _follow_parameters(self, name: str) -> None:
        if name == "main_model":
            self._show_main()
        elif name == "sub_models":
            self._show_cards()
        elif name == "positive_prompts":
            self._show_words()

    def _show_offered(self) -> None:
        """Show what the service offers, or why nobody knows."""
        self.offered.replace(self._session.models)
        error = self._session.models_error
        self.remark.setText(error_text(error) if error is not None else "")
        theme.restyle(self.remark, "tone", "warning")
        self.remark.setVisible(error is not None)
        self.retry.setVisible(error is not None)
        self._show_main()

    def _show_main(self) -> None:
        choice = self._parameters.values.main_model
        field = FIELDS_BY_NAME["main_model"]
        if choice is None:
            self.main.show_model(self.tr("Choose a model"), self._why_none(), is_official=False)
        else:
            info = self._info(choice.code)
            known = choice.code if choice.title != choice.code else ""
            below = known if info is not None else self.tr("{code} · not in the list").format(code=choice.code)
            self.main.show_model(choice.title, below, is_official=info is not None and info.is_official)
            self.main.setToolTip(model_tip(info) if info is not None else tip(choice.title, choice.code))
        self.main.setAccessibleName(f"{said(field.title)}: {self.main.text()}")

    def _why_none(self) -> str:
        if self._session.models_error is not None:
            return self.tr("The service's models are not known")
        return "" if self._session.models else self.tr("Asking the service…")

    def _info(self, code: str) -> ModelInfo | None:
        return next((info for info in self._session.models if info.code == code), None)

    def _show_cards(self) -> None:
        models = self._parameters.values.sub_models
        if [card.code for card in self.cards] == [model.code for model in models]:
            for card, model in zip(self.cards, models, strict=True):
                card.show_weight(model.weight)
            return
        for card in self.cards:
            card.hide()
            card.deleteLater()
        self.cards = [self._card(model) for model in models]
        for card in self.cards:
            self._cards.addWidget(card)
        put_in_reading_order(self)
        self._show_words()

    def _card(self, model: SubModel) -> SubModelCard:
        info = self._info(model.code)
        words = info.trigger_words if info is not None else tuple(model.raw.get("TriggerWordList") or ())
        card = SubModelCard(model, words, self)
        card.weighted.connect(lambda weight: self._change(model.code, weight))
        card.removed.connect(lambda: self._remove(model.code))
        card.word_picked.connect(self.word_picked)
        return card

    def _show_words(self) -> None:
        for card in self.cards:
            card.show_prompt(self._parameters.values.positive_prompts)

    def _add(self, info: ModelInfo) -> None:
        models = self._parameters.values.sub_models
        if info.code not in {model.code for model in models}:
            self._parameters.set("sub_models", (*models, info.sub_model))

    def _change(self, code: str, weight: float) -> None:
        models = self._parameters.values.sub_models
        changed = tuple(model.with_weight(weight) if model.code == code else model for model in models)
        self._parameters.set("sub_models", changed)

    def _remove(self, code: str) -> None:
        models = self._parameters.values.sub_models
        self._parameters.set("sub_models", tuple(model for model in models if model.code != code))

    def _lay_out(self) -> None:
        main, subs = (subject(FIELDS_BY_NAME[name]) for name in ("main_model", "sub_models"))
        self.main.setToolTip(tip(main.title, main.help))
        self.add.setToolTip(tip(subs.title, subs.help))
        self._cards.setSpacing(theme.HALF)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(theme.HALF)
        for widget in (label(main.title), self.main, self.remark, self.retry):
            layout.addWidget(widget)
        layout.addSpacing(theme.HALF)
        layout.addWidget(self._title(subs.title, subs.help))
        layout.addLayout(self._cards)
        layout.addWidget(self.add)
        layout.addWidget(self._ignored)

    def _title(self, title: str, help_text: str) -> QLabel:
        result = label(title, parent=self)
        result.setToolTip(tip(title, help_text))
        return result
