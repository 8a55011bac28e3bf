"""Spots that the edge blur dissolves: marked, told, and saved by one click."""

import cv2
import numpy as np
from PySide6.QtGui import QColor
from pytestqt.qtbot import QtBot

from picpik_studio.app.connections import PICPIK
from picpik_studio.app.session import Session
from picpik_studio.core.document import Document
from picpik_studio.core.geometry import Point, Rect
from picpik_studio.ui import theme
from picpik_studio.ui.canvas.canvas import Canvas
from picpik_studio.ui.canvas.dissolving_marks import DissolvingMarks
from picpik_studio.ui.canvas.signs import Signs
from picpik_studio.ui.panels.dissolving_note import DissolvingNote
from tests.ui.easel import a_canvas, open_picture
from tests.ui.test_canvas_view import seen


def colours(canvas: Canvas, name: str) -> int:
    """Return how many pixels have exactly that colour."""
    colour = QColor(name)
    wanted = np.array([colour.blue(), colour.green(), colour.red()], np.uint8)
    return int(np.all(seen(canvas)[..., :3] == wanted, axis=2).sum())


def dab(document: Document, x: int, y: int, radius: int) -> None:
    mask = document.mask.pixels.copy()
    cv2.circle(mask, [x, y], radius, 255, -1)
    document.replace_mask(mask)


def test_a_lost_dab_is_told_marked_and_saved_by_one_click(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    note, signs = DissolvingNote(session), Signs(session, canvas)
    qtbot.addWidget(note)
    document = open_picture(qtbot, session, canvas)
    session.parameters.set("mask_blur", 20)
    dab(document, 120, 100, 9)
    qtbot.waitUntil(lambda: session.dissolving.found is not None)
    found = session.dissolving.found
    assert found is not None
    assert found.survivors == 0
    assert not note.isHidden()
    assert f"0 of {found.area} pixels" in note.says.text()
    assert note.here.isVisibleTo(note)
    assert not signs.text("dissolved")
    assert signs.text("dissolving") == "crosses: a cloud service's edge blur would dissolve these"
    canvas.set_film_view("off")
    assert not signs.text("dissolving")
    canvas.set_film_view("film")
    session.program.settings.set("show_footprint", False)
    assert not signs.text("dissolving")
    bare = seen(canvas)
    session.program.settings.set("show_footprint", True)
    qtbot.waitUntil(lambda: bool(signs.text("footprint")))
    assert signs.text("dissolving")
    marked = seen(canvas)
    assert (marked != bare).any()
    assert not colours(canvas, theme.WARNING), "quiet where nothing is lost"
    note.lower_button.click()
    assert session.parameters.values.mask_blur == found.blur < 20
    qtbot.waitUntil(lambda: session.dissolving.found is None)
    assert note.isHidden()
    assert (seen(canvas) != marked).any()


def test_few_crosses_say_how_many_pixels_of_their_spot_survive(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    marks = DissolvingMarks(session, canvas)
    document = open_picture(qtbot, session, canvas)
    session.parameters.set("mask_blur", 12)
    dab(document, 120, 100, 12)
    dab(document, 220, 100, 5)
    qtbot.waitUntil(lambda: session.dissolving.found is not None and len(session.dissolving.found.spots) == 2)
    found = session.dissolving.found
    assert found is not None
    areas = {spot.area for spot in found.spots}
    assert areas == {np.count_nonzero(document.mask.pixels[:, :170]), np.count_nonzero(document.mask.pixels[:, 170:])}
    assert found.area == sum(areas)
    assert found.survivors == sum(spot.survivors for spot in found.spots)
    assert marks.label(found.spots[0]) == f"{found.spots[0].survivors} of {found.spots[0].area} px survive"
    place = canvas.to_widget(Point(found.spots[0].rect.right, found.spots[0].rect.y))
    assert place is not None
    x, y = round(place.x()) + 6, round(place.y()) - 8
    labelled = seen(canvas)[y : y + 40, x : x + 60]
    grid = np.zeros_like(document.mask.pixels)
    grid[5::30, 5::30] = 255
    document.replace_mask(np.maximum(grid, document.mask.pixels))
    qtbot.waitUntil(lambda: session.dissolving.found is not None and len(session.dissolving.found.spots) > 12)
    assert (labelled != seen(canvas)[y : y + 40, x : x + 60]).any()


def test_a_cloud_is_not_said_to_repaint_them(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    note, signs = DissolvingNote(session), Signs(session, canvas)
    qtbot.addWidget(note)
    document = open_picture(qtbot, session, canvas)
    session.parameters.set("mask_blur", 16)
    session.set_connection(PICPIK)
    dab(document, 120, 100, 5)
    qtbot.waitUntil(lambda: bool(signs.text("dissolved")))
    assert colours(canvas, theme.WARNING)
    assert not note.here.isVisibleTo(note)
    dab(document, 220, 140, 5)
    qtbot.waitUntil(lambda: note.says.text().startswith("2 spots"))


def test_painting_that_shall_be_kept_is_marked_where_the_blur_overruns_it(qtbot: QtBot, session: Session) -> None:
    canvas = a_canvas(qtbot, session)
    note, signs = DissolvingNote(session), Signs(session, canvas)
    qtbot.addWidget(note)
    document = open_picture(qtbot, session, canvas)
    session.parameters.set("mask_blur", 14)
    session.parameters.set("invert_mask", True)
    dab(document, 120, 100, 9)
    dab(document, 230, 100, 60)
    qtbot.waitUntil(lambda: session.dissolving.found is not None)
    found = session.dissolving.found
    assert found is not None
    (spot,) = found.spots
    assert (spot.rect, found.is_kept) == (Rect(111, 91, 19, 19), True)
    repainted = cv2.GaussianBlur(255 - document.mask.pixels, (71, 71), 14, borderType=cv2.BORDER_REPLICATE)
    kept = (repainted < 128) & (document.mask.pixels == 255)
    assert spot.survivors == np.count_nonzero(kept[:, :150])
    assert signs.text("dissolved") == "crosses: dissolved by the edge blur"
    assert not note.here.isVisibleTo(note)
    note.lower_button.click()
    qtbot.waitUntil(lambda: session.dissolving.found is None)
    assert 0 < session.parameters.values.mask_blur < 14
