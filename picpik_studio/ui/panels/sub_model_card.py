"""One LoRA, embedding or hypernetwork that was added: its weight, its trigger words, a way out."""

from collections.abc import Iterable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from picpik_studio.app.parameters import LORA_WEIGHT, SubModel
from picpik_studio.ui import theme
from picpik_studio.ui.models.service_models import kind_title
from picpik_studio.ui.panels.controls.button import icon_button
from picpik_studio.ui.panels.controls.flow import FlowLayout
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.text import OneLine, label, tip
from picpik_studio.ui.panels.controls.word_chip import WordChip


class SubModelCard(QFrame):
    """`weighted` tells a new weight, `removed` that it shall go, `word_picked` a trigger word for the prompt."""

    weighted = Signal(object)
    removed = Signal()
    word_picked = Signal(str)

    def __init__(self, model: SubModel, words: Iterable[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("card", "model")
        self.code = model.code
        self.name = OneLine("", self)
        self.name.setText(model.title)
        self.remove = icon_button("x", self.tr("Remove {name}").format(name=model.title), self)
        self.remove.clicked.connect(self.removed)
        self.chips = [self._chip(word) for word in words]
        self.weight: SliderRow | None = None
        head = QHBoxLayout()
        head.setSpacing(theme.HALF)
        head.addWidget(self.name, 1)
        head.addWidget(label(kind_title(model.kind), "second", self))
        head.addWidget(self.remove)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(theme.GRID, theme.HALF, theme.HALF, theme.HALF)
        layout.setSpacing(theme.HALF)
        layout.addLayout(head)
        if model.weight is not None:
            self.weight = SliderRow(subject(LORA_WEIGHT), self)
            self.weight.show_value(model.weight)
            self.weight.edited.connect(self.weighted)
            layout.addWidget(self.weight)
        if self.chips:
            chips = FlowLayout()
            for chip in self.chips:
                chips.addWidget(chip)
            layout.addLayout(chips)

    def show_weight(self, weight: float | None) -> None:
        """Show the weight, in silence."""
        if self.weight is not None and weight is not None:
            self.weight.show_value(weight)

    def show_prompt(self, phrases: Iterable[str]) -> None:
        """Mark the trigger words that the prompt has already."""
        known = {part.strip().casefold() for phrase in phrases for part in (phrase, *phrase.split(","))}
        for chip in self.chips:
            chip.setChecked(chip.word.casefold() in known)

    def _chip(self, word: str) -> WordChip:
        chip = WordChip(word, self)
        chip.setAccessibleName(self.tr("Trigger word {word}").format(word=word))
        chip.setToolTip(tip(word, self.tr("A trigger word: click to add it to the prompt.")))
        chip.clicked.connect(lambda: self._pick(chip))
        return chip

    def _pick(self, chip: WordChip) -> None:
        chip.setChecked(True)
        self.word_picked.emit(chip.word)
