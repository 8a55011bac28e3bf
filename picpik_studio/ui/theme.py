"""The look, once: colours, measures, the palette and the style sheet of the whole window.

Widgets carry no colour of their own. They say what they are by a dynamic property, and `resources/themes/studio.qss`
does the rest: `setProperty("kind", ...)` on buttons ("primary" the one thing to do, "quiet" without a frame until it is
pointed at, "danger"), `setProperty("tone", ...)` on labels ("second" for what is said beside, "title", "heading",
"success", "warning", "error", "mono"), `setProperty("surface", ...)` on any widget ("panel", "raised", "window",
"surround"), which then paints its background (a plain QWidget subclass needs WA_StyledBackground for it);
`setProperty("steps", "none")` hides a spin box's arrows (its NoButtons loses the text under a style sheet);
`setProperty("menu", "true")` shows a tool button's menu arrow. A list that is filled before it was ever shown calls
`ensurePolished()` first, or its rows keep the unstyled height. What QSS cannot reach (the canvas, painted rows) imports
the constants.
"""

from string import Template
from typing import Final

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPalette
from PySide6.QtWidgets import QAbstractSpinBox, QApplication, QLineEdit, QStyleFactory, QWidget

from picpik_studio.resources import resource
from picpik_studio.ui import outline

WINDOW: Final = outline.WINDOW
SURROUND: Final = outline.SURROUND
PANEL: Final = outline.PANEL
RAISED: Final = "#2f3237"
HOVER: Final = "#3a3e45"
PRESSED: Final = "#24262a"
INSET: Final = "#1a1b1e"
LINE: Final = "#3a3d43"
EDGE: Final = "#52565e"
TEXT: Final = "#e6e7e9"
SECOND: Final = "#a3a7ae"
HINT: Final = "#8f939b"  # words in an empty field: less than text, but 4.5:1 and more on INSET and PANEL
DISABLED: Final = "#71757d"
ACCENT: Final = "#4c9ffe"
ACCENT_HOVER: Final = "#6bb0ff"
ACCENT_PRESSED: Final = "#3b86dc"
ON_ACCENT: Final = "#0b1421"
SELECTED: Final = "#2b4465"
SUCCESS: Final = "#3fb68b"
WARNING: Final = "#e5a53d"
ERROR: Final = "#f0616d"
FILM: Final = "#ff3b6b"
FILM_OPACITY: Final = 0.45

GRID: Final = 8
HALF: Final = outline.HANDLE
RADIUS: Final = 6
STRIP_WIDTH: Final = 44
SIDE_WIDTH: Final = 340
BAR_HEIGHT: Final = 44
ICON: Final = 18
CONTROL_HEIGHT: Final = 28
MINIMUM_WINDOW: Final = outline.LEAST_SIZE
FONT_POINTS: Final = 10

_COLOURS: Final = {
    "window": WINDOW,
    "surround": SURROUND,
    "panel": PANEL,
    "raised": RAISED,
    "hover": HOVER,
    "pressed": PRESSED,
    "inset": INSET,
    "line": LINE,
    "edge": EDGE,
    "text": TEXT,
    "second": SECOND,
    "hint": HINT,
    "disabled": DISABLED,
    "accent": ACCENT,
    "accent_hover": ACCENT_HOVER,
    "accent_pressed": ACCENT_PRESSED,
    "on_accent": ON_ACCENT,
    "selected": SELECTED,
    "success": SUCCESS,
    "warning": WARNING,
    "error": ERROR,
}


def apply(app: QApplication) -> None:
    """Give the application its style, palette, font and style sheet; called once, before the first window."""
    app.setStyle(QStyleFactory.create("Fusion"))
    app.setPalette(palette())
    app.setFont(_font(app.font()))
    app.setStyleSheet(style_sheet())


def style_sheet() -> str:
    """Return the style sheet with the colours and the pictures' folder filled in."""
    folder = resource("themes")
    text = (folder / "studio.qss").read_text(encoding="utf-8")
    return Template(text).substitute(_COLOURS, themes=folder.as_posix())


def palette() -> QPalette:
    """Return the palette that Fusion paints with where the style sheet says nothing."""
    result = QPalette()
    role = QPalette.ColorRole
    for which, colour in (
        (role.Window, WINDOW),
        (role.WindowText, TEXT),
        (role.Base, INSET),
        (role.AlternateBase, PANEL),
        (role.Text, TEXT),
        (role.PlaceholderText, HINT),
        (role.Button, RAISED),
        (role.ButtonText, TEXT),
        (role.BrightText, ERROR),
        (role.ToolTipBase, RAISED),
        (role.ToolTipText, TEXT),
        (role.Light, EDGE),
        (role.Midlight, HOVER),
        (role.Mid, LINE),
        (role.Dark, SURROUND),
        (role.Shadow, SURROUND),
        (role.Highlight, ACCENT),
        (role.HighlightedText, ON_ACCENT),
        (role.Link, ACCENT),
        (role.LinkVisited, ACCENT),
        (role.Accent, ACCENT),
    ):
        result.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        result.setColor(QPalette.ColorGroup.Disabled, which, QColor(DISABLED))
    result.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(LINE))
    return result


def restyle(widget: QWidget, name: str, value: str) -> None:
    """Change a dynamic property of a widget that is already shown, so that the style sheet sees it."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)


def indent(spin: QAbstractSpinBox) -> None:
    """Keep a number off the frame of its box, which a style sheet cannot."""
    edit = spin.findChild(QLineEdit)
    if edit is not None:
        edit.setTextMargins(HALF, 0, 0, 0)


def draw_focus_ring(painter: QPainter, size: QSize) -> None:
    """Draw the ring of keyboard focus just inside a widget of `size` that paints itself."""
    painter.setPen(QColor(ACCENT))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1), RADIUS, RADIUS)


def _font(system: QFont) -> QFont:
    """Return the system's font at our size, with figures that stand in columns."""
    font = QFont(system)
    font.setPointSize(FONT_POINTS)
    font.setFeature(QFont.Tag("tnum"), 1)
    return font
