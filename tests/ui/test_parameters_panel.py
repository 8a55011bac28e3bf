"""The panel: every field once, the few that matter first, and a Submit that says why it cannot be pressed."""

from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QSignalSpy, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from picpik_studio.app.balance import Balance
from picpik_studio.app.connections import KeysMissingError, NoSuchConnectionError
from picpik_studio.app.job import State
from picpik_studio.app.notices import Notice
from picpik_studio.app.parameters import FIELDS, ModelInfo
from picpik_studio.app.session_state import ShownResult
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Rect
from picpik_studio.core.picture import Metadata, Picture
from picpik_studio.ui import theme
from picpik_studio.ui.panels.controls.reading_order import stops
from picpik_studio.ui.panels.controls.switch_row import SwitchRow
from picpik_studio.ui.panels.fields import is_ignored
from picpik_studio.ui.panels.parameters import ParametersPanel
from tests.ui.stage import StageSession, a_job, a_result

LEFT = Qt.MouseButton.LeftButton
LOCAL = ModelInfo(
    "local-patchmatch",
    "PatchMatch",
    "main",
    is_official=True,
    ignores=frozenset({"PositivePrompts", "NegativePrompts", "Masked.PromptsMoreImportant", "TranslatePrompts"}),
)
CLOUD = ModelInfo("general", "PICPIK General", "main", defaults={"Steps": 28}, raw={"InferenceParams": {"Steps": 28}})


@pytest.fixture
def stage(tmp_path: Path) -> StageSession:
    return StageSession(tmp_path)


@pytest.fixture
def panel(qtbot: QtBot, stage: StageSession) -> ParametersPanel:
    panel = ParametersPanel(stage.as_session())
    qtbot.addWidget(panel)
    panel.resize(340, 700)
    with qtbot.waitExposed(panel):
        panel.show()
    return panel


def open_picture(stage: StageSession, *, is_painted: bool = True) -> Document:
    pixels = np.full((64, 96, 4), 255, np.uint8)
    document = Document(Picture(pixels, has_alpha=False, metadata=Metadata()))
    if is_painted:
        document.fill_mask(255)
    stage.document = document
    stage.changed.emit("document")
    return document


def notes(stage: StageSession) -> list[Notice]:
    heard: list[Notice] = []
    stage.program.notices.shown.connect(heard.append)
    return heard


def test_every_field_has_its_place(panel: ParametersPanel) -> None:
    edited = {"main_model", "sub_models", "width", "height", "reference", "reference_strength"}
    edited |= {"frame_mode", "padding", "split_frames"}
    assert set(panel.rows) | edited == {field.name for field in FIELDS}
    assert not set(panel.rows) & edited


def test_the_few_that_matter_are_in_sight_and_the_rest_unfolds(panel: ParametersPanel) -> None:
    for name in ("mask_blur", "refer_strength", "invert_mask", "batch_size", "seed"):
        assert panel.rows[name].isVisible()
    assert not panel.rows["steps"].isVisible()
    QTest.mouseClick(panel.sections["sampling"].header, LEFT)
    assert panel.rows["steps"].isVisible()
    QTest.mouseClick(panel.sections["sampling"].header, LEFT)
    assert not panel.rows["steps"].isVisible()


class TestFolding:
    def test_prompts_that_nothing_reads_stay_out_of_the_way(self, panel: ParametersPanel, stage: StageSession) -> None:
        assert not panel.sections["prompt"].is_unfolded
        stage.offer(LOCAL, CLOUD)
        stage.parameters.set("main_model", LOCAL)
        assert not panel.sections["prompt"].is_unfolded
        assert panel.sections["prompt"].header.accessibleDescription() == "Not used by this model"
        stage.parameters.set("main_model", CLOUD)
        assert panel.prompt.edit.isVisible()
        assert panel.prompt.mapTo(panel, QPoint()).y() < panel.rows["mask_blur"].mapTo(panel, QPoint()).y()

    def test_a_cloud_whose_models_are_not_known_yet_reads_them(
        self, panel: ParametersPanel, stage: StageSession
    ) -> None:
        stage.connect_to("picpik")
        assert panel.sections["prompt"].is_unfolded
        assert panel.sections["prompt"].header.accessibleDescription() == "Empty"

    def test_what_a_person_did_stays(self, panel: ParametersPanel, stage: StageSession) -> None:
        QTest.mouseClick(panel.sections["prompt"].header, LEFT)
        stage.offer(LOCAL)
        stage.parameters.set("main_model", LOCAL)
        assert panel.prompt.edit.isVisible()
        QTest.keyClick(panel.sections["prompt"].header, Qt.Key.Key_Space)
        stage.connect_to("picpik")
        assert not panel.sections["prompt"].is_unfolded
        assert panel.folding == {"prompt": False}

    def test_what_was_done_before_is_taken_up(self, panel: ParametersPanel, stage: StageSession) -> None:
        panel.take_folding({"prompt": False, "frame": True, "gone": True})
        stage.connect_to("picpik")
        unfolded = [name for name, section in panel.sections.items() if section.is_unfolded]
        assert unfolded == ["frame"]
        assert panel.folding == {"prompt": False, "frame": True}

    def test_a_folded_prompt_shows_its_phrases(self, panel: ParametersPanel, stage: StageSession) -> None:
        stage.parameters.set("positive_prompts", ("a cabin", "warm light"))
        assert panel.sections["prompt"].header.accessibleDescription() == "a cabin, warm light"


def test_what_is_unfolded_comes_into_view(qtbot: QtBot, panel: ParametersPanel) -> None:
    panel.resize(340, 480)
    QTest.mouseClick(panel.sections["frame"].header, LEFT)
    qtbot.waitUntil(lambda: panel.area.verticalScrollBar().value() > 0)
    port = panel.area.viewport()
    assert port.rect().contains(panel.frame.mapTo(port, QPoint(0, panel.frame.height() - 1)))


def test_a_scroll_bar_moves_nothing(panel: ParametersPanel) -> None:
    def right() -> int:
        QApplication.processEvents()
        row = panel.rows["mask_blur"]
        return row.mapTo(panel, row.rect().topRight()).x()

    panel.setStyleSheet(theme.style_sheet())
    panel.resize(340, 1200)
    without = right()
    panel.resize(340, 400)
    assert right() == without
    assert panel.area.verticalScrollBar().isVisible()


def test_tab_goes_as_one_reads(panel: ParametersPanel) -> None:
    panel.take_folding(dict.fromkeys(panel.sections, True))
    expected = list(stops(panel))
    assert len(expected) > 30
    place, met = expected[0], []
    for _ in range(400):
        met.append(place)
        place = place.nextInFocusChain()  # type: ignore[assignment]  # any widget may follow
    assert [widget for widget in dict.fromkeys(met) if widget in expected] == expected


def test_a_section_unfolds_by_keyboard_and_says_what_is_inside(panel: ParametersPanel, stage: StageSession) -> None:
    header = panel.sections["sampling"].header
    stage.parameters.set("steps", 44)
    assert header.accessibleDescription().startswith("44")
    header.setFocus()
    QTest.keyClick(header, Qt.Key.Key_Space)
    assert panel.sections["sampling"].is_unfolded


def test_nothing_is_cut_at_340_pixels(panel: ParametersPanel) -> None:
    panel.take_folding(dict.fromkeys(panel.sections, True))
    inside = panel.area.widget()
    assert inside is not None
    assert inside.minimumSizeHint().width() <= 340
    assert panel.minimumSizeHint().width() <= 340


def test_rows_and_values_are_the_same_thing(panel: ParametersPanel, stage: StageSession) -> None:
    row = panel.rows["invert_mask"]
    assert isinstance(row, SwitchRow)
    QTest.mouseClick(row.box, LEFT, pos=QPoint(8, row.box.height() // 2))
    assert stage.parameters.values.invert_mask
    stage.parameters.set("mask_blur", 3)
    assert panel.rows["mask_blur"].value == 3


def test_what_a_model_ignores_is_said_once_for_a_whole_group(panel: ParametersPanel, stage: StageSession) -> None:
    stage.parameters.set("main_model", LOCAL)
    stage.offer(LOCAL)
    QTest.mouseClick(panel.sections["prompt"].header, LEFT)
    prompts = panel._groups[0]
    assert prompts._ignored.isVisible()
    assert not panel.prompt._ignored.isVisible()
    assert panel.prompt.edit.isEnabled()
    QTest.keyClicks(panel.prompt.edit, "still kept")
    assert stage.parameters.values.positive_prompts == ("still kept",)


def test_what_a_model_ignores_is_said_at_the_field_where_the_others_count(
    qtbot: QtBot, panel: ParametersPanel, stage: StageSession
) -> None:
    model = ModelInfo("m", "M", "main", ignores=frozenset({"PositivePrompts"}))
    stage.parameters.set("main_model", model)
    stage.offer(model)
    assert panel.prompt._ignored.isVisible()
    assert not panel.negative._ignored.isVisible()
    with qtbot.waitSignal(panel.connections_wanted):
        panel.prompt._ignored.linkActivated.emit("#")
    stage.parameters.set("main_model", CLOUD)
    assert not panel.prompt._ignored.isVisible()


def test_an_ignored_object_takes_its_fields_along() -> None:
    by_name = {field.name: field for field in FIELDS}
    assert is_ignored(by_name["reference_strength"], {"Image2Image"})
    assert is_ignored(by_name["steps"], {"MainModel.InferenceParams.Steps"})
    assert not is_ignored(by_name["mask_blur"], {"Mask"})
    assert not is_ignored(by_name["padding"], {""})


def test_a_bare_name_counts_where_only_one_field_has_it() -> None:
    by_name = {field.name: field for field in FIELDS}
    assert is_ignored(by_name["prompts_more_important"], {"PromptsMoreImportant"})
    assert not is_ignored(by_name["refer_strength"], {"ReferStrength"})


def test_a_models_own_value_is_the_default_to_go_back_to(panel: ParametersPanel, stage: StageSession) -> None:
    panel.take_folding({"sampling": True})
    stage.parameters.choose_main_model(CLOUD)
    row = panel.rows["steps"]
    assert row.value == 28
    assert row.reset_button.isHidden()
    stage.parameters.set("steps", 12)
    QTest.mouseClick(row.reset_button, LEFT)
    assert stage.parameters.values.steps == 28


def test_the_samplers_of_the_models_are_proposed(panel: ParametersPanel, stage: StageSession) -> None:
    stage.offer(ModelInfo("a", "A", "main", defaults={"Sampler": "LCM"}), ModelInfo("b", "B", "main"))
    row = panel.rows["sampler"]
    assert [row.box.itemText(place) for place in range(row.box.count())] == ["Euler", "LCM"]  # type: ignore[attr-defined]  # a ChoiceRow


def test_escape_goes_back_to_the_canvas_from_any_field(qtbot: QtBot, panel: ParametersPanel) -> None:
    for field in (panel.prompt.edit, panel.seed.number, panel.rows["invert_mask"]):
        with qtbot.waitSignal(panel.canvas_wanted):
            QTest.keyClick(field, Qt.Key.Key_Escape)


def test_the_seed_of_the_shown_result_is_offered(panel: ParametersPanel, stage: StageSession) -> None:
    stage.results = (a_result("job", 0), a_result("job", 1))
    stage.shown = ShownResult("job", 1, patch=None)  # type: ignore[arg-type]  # the panel looks at the place alone
    stage.changed.emit("shown")
    QTest.mouseClick(panel.seed.reuse, LEFT)
    assert stage.asked == [("reuse_seed",)]


class TestSubmit:
    def test_without_a_picture(self, panel: ParametersPanel, stage: StageSession) -> None:
        heard = notes(stage)
        assert not panel.footer.submit.isEnabled()
        assert "Open a picture" in panel.footer.reason.text()
        QTest.keyClick(panel.prompt.edit, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert stage.asked == []
        assert "Open a picture" in heard[0].text

    def test_with_nothing_painted(self, panel: ParametersPanel, stage: StageSession) -> None:
        document = open_picture(stage, is_painted=False)
        assert "Nothing is painted" in panel.footer.reason.text()
        document.fill_mask(255)
        assert panel.footer.submit.isEnabled()
        assert panel.footer.reason.isHidden()

    def test_submit_stands_still_when_the_reason_comes_and_goes(
        self, panel: ParametersPanel, stage: StageSession
    ) -> None:
        document = open_picture(stage, is_painted=False)
        QApplication.processEvents()
        before = panel.footer.submit.geometry(), panel.footer.geometry()
        document.fill_mask(255)
        QApplication.processEvents()
        assert (panel.footer.submit.geometry(), panel.footer.geometry()) == before

    def test_nothing_painted_is_everything_where_keep_is_painted(
        self, panel: ParametersPanel, stage: StageSession
    ) -> None:
        open_picture(stage, is_painted=False)
        stage.parameters.set("invert_mask", True)
        assert panel.footer.submit.isEnabled()

    @pytest.mark.parametrize(
        ("error", "words"),
        [(KeysMissingError("{title}", title="x"), "no keys"), (NoSuchConnectionError("none"), "no address")],
    )
    def test_without_an_account(
        self, panel: ParametersPanel, stage: StageSession, error: Exception, words: str
    ) -> None:
        open_picture(stage)
        stage.models_error = error
        stage.changed.emit("models")
        assert not panel.footer.submit.isEnabled()
        assert words in panel.footer.reason.text()
        heard, asked = notes(stage), QSignalSpy(panel.connections_wanted)
        panel.footer.send()
        assert heard[0].action is not None
        heard[0].action.run()
        assert asked.count() == 1

    def test_a_service_that_did_not_answer_may_be_tried(self, panel: ParametersPanel, stage: StageSession) -> None:
        open_picture(stage)
        stage.models_error = OSError("no network")
        stage.changed.emit("models")
        assert panel.footer.submit.isEnabled()

    def test_by_button_and_from_inside_the_prompt(self, panel: ParametersPanel, stage: StageSession) -> None:
        open_picture(stage)
        QTest.mouseClick(panel.footer.submit, LEFT)
        QTest.keyClick(panel.negative.edit, Qt.Key.Key_Enter, Qt.KeyboardModifier.ControlModifier)
        assert stage.asked == [("submit",), ("submit",)]

    def test_the_button_tells_its_key(self, panel: ParametersPanel, stage: StageSession) -> None:
        open_picture(stage)
        assert "Ctrl+Enter" in panel.footer.submit.toolTip()


class TestConnection:
    def test_its_button_opens_connections(self, qtbot: QtBot, panel: ParametersPanel) -> None:
        assert panel.footer.connection.text() == "This computer"
        with qtbot.waitSignal(panel.connections_wanted):
            QTest.mouseClick(panel.footer.connection, LEFT)

    def test_credits_are_asked_for_where_there_are_some(self, panel: ParametersPanel, stage: StageSession) -> None:
        stage.offer(LOCAL)
        assert stage.asked == []
        stage.models = ()
        stage.connect_to("picpik")
        assert stage.asked == []
        stage.offer(CLOUD)
        assert stage.asked == [("balance", "picpik")]
        stage.program.told_balance(Balance(1000, 1, datetime.fromtimestamp(1_800_000_000, UTC)))
        assert panel.footer.credits.text() == "Credits: 999"
        assert "expire" in panel.footer.credits.toolTip()

    def test_an_answer_of_another_connection_is_not_shown(self, panel: ParametersPanel, stage: StageSession) -> None:
        stage.connect_to("picpik")
        stage.offer(CLOUD)
        stage.connect_to("local")
        stage.program.told_balance(Balance(5, 0))
        assert panel.footer.credits.isHidden()

    def test_a_job_that_cost_something_asks_anew(self, panel: ParametersPanel, stage: StageSession) -> None:
        assert panel.footer.isVisible()
        stage.connect_to("picpik")
        stage.offer(CLOUD)
        stage.asked.clear()
        for state in (State.RUNNING, State.FINISHED, State.APPLIED):
            stage.program.jobs.put(a_job("paid", state, credits=3, connection_id="picpik"))
        assert stage.asked == [("balance", "picpik")]

    def test_trouble_is_said_at_the_button(self, panel: ParametersPanel, stage: StageSession) -> None:
        stage.models_error = KeysMissingError("No keys for {title}.", title="it")
        stage.changed.emit("models")
        assert panel.footer.connection.accessibleDescription() == "No keys for it."


class TestFrame:
    def test_the_three_ways(self, panel: ParametersPanel, stage: StageSession) -> None:
        panel.take_folding({"frame": True})
        QTest.mouseClick(panel.frame.whole, LEFT)
        assert stage.parameters.get("frame_mode") == "whole"
        assert panel.frame.padding.isHidden()
        QTest.mouseClick(panel.frame.custom, LEFT)
        assert isinstance(stage.parameters.get("frame_mode"), Rect)
        assert panel.frame.rect_row.isVisible()
        QTest.mouseClick(panel.frame.around, LEFT)
        assert stage.parameters.get("frame_mode") == "mask"

    def test_the_frame_is_found_while_it_is_looked_at(
        self, qtbot: QtBot, panel: ParametersPanel, stage: StageSession
    ) -> None:
        open_picture(stage)
        with qtbot.waitSignal(panel.frame.watch.found):
            panel.take_folding({"frame": True})
        assert panel.frame.size_row.across.number.value() == 96
        assert "own size" in panel.frame.remark.text()
        with qtbot.waitSignal(panel.frame.watch.found):
            stage.parameters.set("width", 192)
        assert "200 %" in panel.frame.remark.text()

    def test_why_there_is_no_frame(self, qtbot: QtBot, panel: ParametersPanel, stage: StageSession) -> None:
        open_picture(stage, is_painted=False)
        with qtbot.waitSignal(panel.frame.watch.found):
            panel.take_folding({"frame": True})
        assert "Nothing is painted" in panel.frame.remark.text()
        stage.document = None
        with qtbot.waitSignal(panel.frame.watch.found):
            stage.changed.emit("document")
        assert panel.frame.remark.isHidden()
