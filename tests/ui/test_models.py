"""Models: searched, chosen, added, weighed; their trigger words go into the prompt."""

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.parameters import ModelInfo
from picpik_studio.errors import PicPikError
from picpik_studio.ui.models.service_models import INFO, ModelFilter, ServiceModels, kind_title
from picpik_studio.ui.panels.model_delegate import HEIGHT
from picpik_studio.ui.panels.model_picker import LEAST_ROWS, MOST_ROWS
from picpik_studio.ui.panels.models import ModelsEditor
from picpik_studio.ui.panels.parameters import ParametersPanel
from tests.ui.stage import StageSession

LEFT = Qt.MouseButton.LeftButton
GENERAL = ModelInfo("general", "PICPIK General", "main", is_official=True)
PHOTO = ModelInfo("m-31", "Photoreal XL", "main")
HOUR = ModelInfo("lora-7", "Golden hour", "lora", is_official=True, trigger_words=("golden hour", "warm light"))
HANDS = ModelInfo("emb-2", "Bad hands", "embedding")
INK = ModelInfo("hyp-1", "Ink", "hypernetwork")
ALL = (GENERAL, PHOTO, HOUR, HANDS, INK)


@pytest.fixture
def stage(tmp_path: Path) -> StageSession:
    stage = StageSession(tmp_path)
    stage.models = ALL
    return stage


@pytest.fixture
def editor(qtbot: QtBot, stage: StageSession) -> ModelsEditor:
    editor = ModelsEditor(stage.as_session())
    qtbot.addWidget(editor)
    editor.resize(316, 400)
    with qtbot.waitExposed(editor):
        editor.show()
    return editor


def names(models: ModelFilter) -> list[str]:
    return [models.index(row, 0).data() for row in range(models.rowCount())]


class TestList:
    def test_it_is_searched_by_name_code_and_trigger_word(self) -> None:
        models = ServiceModels()
        models.replace(ALL)
        found = ModelFilter(models, ("main", "lora", "embedding", "hypernetwork"))
        for text, expected in [("PHOTO xl", ["Photoreal XL"]), ("emb-", ["Bad hands"]), ("warm", ["Golden hour"])]:
            found.search(text)
            assert names(found) == expected
        found.search("")
        assert len(names(found)) == 5

    def test_kinds_are_kept_apart(self) -> None:
        models = ServiceModels()
        models.replace(ALL)
        found = ModelFilter(models, ("main",))
        assert names(found) == ["PICPIK General", "Photoreal XL"]
        found.show_kinds(["hypernetwork"])
        assert names(found) == ["Ink"]

    def test_who_points_at_one_is_told_all_that_the_service_says(self, stage: StageSession, qtbot: QtBot) -> None:
        odd = replace(HOUR, kind="main", raw={"ModelCode": "lora-7", "Licence": "CC0 <1>"})
        models = ServiceModels()
        models.replace([GENERAL, odd])
        plain, told = (models.index(row, 0).data(Qt.ItemDataRole.ToolTipRole) for row in range(2))
        assert (plain, "also says" in plain) == ("<qt><b>PICPIK General</b><br>general</qt>", False)
        assert "Trigger words: golden hour, warm light<br>The service also says:<br>Licence: CC0 &lt;1&gt;" in told
        stage.models = (odd,)
        editor = ModelsEditor(stage.as_session())
        qtbot.addWidget(editor)
        stage.parameters.choose_main_model(odd)
        assert editor.main.toolTip() == told

    def test_a_screen_reader_hears_what_the_badge_shows(self) -> None:
        models = ServiceModels()
        models.replace(ALL)
        spoken = models.index(2).data(Qt.ItemDataRole.AccessibleTextRole)
        assert spoken == "Golden hour, LoRA, official"
        assert models.index(2).data(INFO) is HOUR
        assert kind_title("hypernetwork") == "HyperNetwork"


class TestMainModel:
    def test_the_chosen_one_is_shown_with_its_code(self, editor: ModelsEditor, stage: StageSession) -> None:
        assert editor.main.text() == "Choose a model"
        stage.parameters.set("main_model", PHOTO)
        assert editor.main.text() == "Photoreal XL"
        assert editor.main.accessibleDescription() == "m-31"
        assert editor.summary() == "Photoreal XL"

    def test_it_is_chosen_by_typing_arrows_and_enter(self, editor: ModelsEditor, stage: StageSession) -> None:
        QTest.mouseClick(editor.main, LEFT)
        picker = editor.main_picker
        assert picker.isVisible()
        QTest.keyClick(picker.search, Qt.Key.Key_Down)
        QTest.keyClick(picker.search, Qt.Key.Key_Return)
        assert not picker.isVisible()
        assert stage.parameters.values.main_model == PHOTO.choice

    def test_a_click_chooses(self, editor: ModelsEditor, stage: StageSession) -> None:
        editor.main_picker.open_below(editor.main)
        place = editor.main_picker.list.visualRect(editor.main_picker.filter.index(1, 0)).center()
        QTest.mouseClick(editor.main_picker.list.viewport(), LEFT, pos=place)
        assert stage.parameters.values.main_model == PHOTO.choice

    def test_a_code_that_is_not_listed_may_be_typed(self, editor: ModelsEditor, stage: StageSession) -> None:
        editor.main_picker.open_below(editor.main)
        QTest.keyClicks(editor.main_picker.search, "my-own")
        assert editor.main_picker.remark.isVisible()
        QTest.keyClick(editor.main_picker.search, Qt.Key.Key_Return)
        assert stage.parameters.values.main_model is not None
        assert stage.parameters.values.main_model.code == "my-own"
        assert "not in the list" in editor.main.accessibleDescription()

    def test_an_empty_list_says_so(self, editor: ModelsEditor, stage: StageSession) -> None:
        stage.offer()
        editor.main_picker.open_below(editor.main)
        assert editor.main_picker.remark.isVisible()
        QTest.keyClick(editor.main_picker.search, Qt.Key.Key_Return)
        assert editor.main_picker.isVisible()
        editor.main_picker.close()

    def test_why_nobody_knows_and_a_way_to_ask_again(self, editor: ModelsEditor, stage: StageSession) -> None:
        stage.models, stage.models_error = (), PicPikError("{who} is not reached.", who="It")
        stage.changed.emit("models")
        assert editor.remark.text() == "It is not reached."
        assert editor.retry.isVisible()
        editor.retry.linkActivated.emit("#")
        assert stage.asked == [("refresh_models",)]
        stage.models_error = RuntimeError("odd")
        stage.changed.emit("models")
        assert editor.remark.text() == "odd"


class TestSubModels:
    def test_the_picker_offers_the_three_kinds(self, editor: ModelsEditor) -> None:
        QTest.mouseClick(editor.add, LEFT)
        assert names(editor.sub_picker.filter) == ["Golden hour", "Bad hands", "Ink"]
        editor.sub_picker.close()

    def test_one_is_added_once(self, editor: ModelsEditor, stage: StageSession) -> None:
        for _ in range(2):
            editor.sub_picker.open_below(editor.add)
            QTest.keyClick(editor.sub_picker.search, Qt.Key.Key_Return)
        assert [model.code for model in stage.parameters.values.sub_models] == ["lora-7"]
        assert editor.summary() == "None yet + 1"

    def test_a_code_of_unknown_kind_cannot_be_typed(self, editor: ModelsEditor, stage: StageSession) -> None:
        editor.sub_picker.open_below(editor.add)
        QTest.keyClicks(editor.sub_picker.search, "nothing")
        QTest.keyClick(editor.sub_picker.search, Qt.Key.Key_Return)
        assert stage.parameters.values.sub_models == ()
        editor.sub_picker.close()

    def test_only_a_lora_has_a_weight(self, editor: ModelsEditor, stage: StageSession) -> None:
        stage.parameters.set("sub_models", (HOUR, HANDS))
        lora, embedding = editor.cards
        assert embedding.weight is None
        assert lora.weight is not None
        lora.weight.slider.setFocus()
        QTest.keyClick(lora.weight.slider, Qt.Key.Key_End)
        assert stage.parameters.values.sub_models[0].weight == 2.0
        assert editor.cards[0] is lora

    def test_a_weight_set_elsewhere_is_shown(self, editor: ModelsEditor, stage: StageSession) -> None:
        stage.parameters.set("sub_models", (HOUR.sub_model,))
        stage.parameters.set("sub_models", (HOUR.sub_model.with_weight(-0.5),))
        assert editor.cards[0].weight is not None
        assert editor.cards[0].weight.value == -0.5

    def test_it_is_removed(self, editor: ModelsEditor, stage: StageSession) -> None:
        stage.parameters.set("sub_models", (HOUR, HANDS))
        QTest.mouseClick(editor.cards[0].remove, LEFT)
        assert [model.code for model in stage.parameters.values.sub_models] == ["emb-2"]
        assert len(editor.cards) == 1


def test_a_trigger_word_goes_into_the_prompt_once(qtbot: QtBot, stage: StageSession) -> None:
    panel = ParametersPanel(stage.as_session())
    qtbot.addWidget(panel)
    panel.take_folding({"models": True})
    panel.resize(340, 900)
    panel.show()
    stage.parameters.set("sub_models", (HOUR,))
    golden, warm = panel.models.cards[0].chips
    QTest.mouseClick(warm, LEFT)
    QTest.mouseClick(warm, LEFT)
    assert stage.parameters.values.positive_prompts == ("warm light",)
    assert warm.isChecked()
    assert not golden.isChecked()
    QTest.keyClicks(panel.prompt.edit, ", Golden Hour")
    assert golden.isChecked()


def test_the_words_of_a_model_that_is_not_listed_come_from_its_own_map(qtbot: QtBot, stage: StageSession) -> None:
    editor = ModelsEditor(stage.as_session())
    qtbot.addWidget(editor)
    stranger = ModelInfo("lora-9", "Stranger", "lora", raw={"TriggerWordList": ["odd"]})
    stage.parameters.set("sub_models", (stranger,))
    assert [chip.text() for chip in editor.cards[0].chips] == ["+ odd"]


def test_a_long_trigger_word_is_cut_and_never_widens_the_panel(editor: ModelsEditor, stage: StageSession) -> None:
    words = ("ink", "rock & roll", "a whole sentence that somebody wrote where a word was meant " * 3)
    width = editor.minimumSizeHint().width()
    stage.parameters.set("sub_models", (ModelInfo("lora-9", "Stranger", "lora", raw={"TriggerWordList": list(words)}),))
    QApplication.processEvents()
    card = editor.cards[0]
    assert editor.minimumSizeHint().width() <= max(width, editor.width())
    assert all(card.rect().contains(chip.geometry()) for chip in card.chips)
    short, mnemonic, long = card.chips
    assert short.width() == short.sizeHint().width(), "what fits has all its room"
    assert mnemonic.text() == "+ rock && roll", "no letter is underlined"
    assert long.width() < long.sizeHint().width()
    image = long.grab().toImage()
    edge = [image.pixelColor(long.width() - 5, y).lightness() for y in range(7, long.height() - 7)]
    middle = [image.pixelColor(x, long.height() // 2).lightness() for x in range(10, long.width() - 10)]
    assert max(edge) - min(edge) < 40 < max(middle) - min(middle), "the letters end before the frame"
    QTest.mouseClick(long, LEFT)
    assert long.text().startswith("✓ a whole")


def test_the_picker_is_as_high_as_its_rows(editor: ModelsEditor, stage: StageSession) -> None:
    def height() -> int:
        editor.main_picker.open_below(editor.main)
        result = editor.main_picker.height()
        editor.main_picker.close()
        return result

    few = height()
    stage.offer(*(ModelInfo(f"m-{n}", f"M {n}", "main") for n in range(30)))
    many = height()
    assert many == few + (MOST_ROWS - LEAST_ROWS) * HEIGHT


def test_the_picker_stays_on_the_screen(qtbot: QtBot, editor: ModelsEditor) -> None:
    screen = editor.screen().availableGeometry()
    editor.move(screen.right() - 100, screen.bottom() - 60)
    editor.main_picker.open_below(editor.main)
    with qtbot.waitExposed(editor.main_picker):
        pass
    assert screen.contains(editor.main_picker.geometry())
    assert editor.main_picker.geometry().bottom() <= editor.main.mapToGlobal(QPoint(0, 0)).y()
    editor.main_picker.close()


def test_every_row_of_the_list_is_painted_with_its_badge(editor: ModelsEditor) -> None:
    picker = editor.sub_picker
    picker.open_below(editor.add)
    image = picker.list.grab().toImage()
    row = picker.list.visualRect(picker.filter.index(0, 0))
    badge = {image.pixelColor(x, row.center().y()).name() for x in range(row.right() - 30, row.right() - 4)}
    plain = picker.list.visualRect(picker.filter.index(1, 0))
    empty = {image.pixelColor(x, plain.center().y()).name() for x in range(plain.right() - 30, plain.right() - 4)}
    assert len(badge) > len(empty) == 1
    picker.close()


def test_the_kinds_of_added_models_can_be_told_apart(editor: ModelsEditor) -> None:
    editor.sub_picker.open_below(editor.add)
    chips = [chip for chip in editor.sub_picker._kind_buttons if chip.text() == "Embedding"]
    QTest.mouseClick(chips[0], LEFT)
    assert names(editor.sub_picker.filter) == ["Bad hands"]
    editor.sub_picker.close()


def test_a_model_that_was_added_comes_into_view(qtbot: QtBot, stage: StageSession) -> None:
    panel = ParametersPanel(stage.as_session())
    qtbot.addWidget(panel)
    panel.resize(340, 440)
    panel.show()
    panel.take_folding({"models": True})
    panel.models.sub_picker.chosen.emit(HOUR)
    qtbot.waitUntil(lambda: panel.area.verticalScrollBar().value() > 0)
    assert panel.sections["models"].y() >= panel.area.verticalScrollBar().value()
