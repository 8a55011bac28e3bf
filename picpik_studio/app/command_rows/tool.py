"""The tools."""

from picpik_studio.app.command import Command
from picpik_studio.texts import QT_TRANSLATE_NOOP

# A table reads best as rows.
# fmt: off
ROWS: tuple[Command, ...] = (
    Command("brush.paint", QT_TRANSLATE_NOOP("Commands", "Brush"),
            QT_TRANSLATE_NOOP("Commands", "Paint over what shall change."),
            ("B",), "Tool", icon="brush", checkable=True, hold="spring"),
    Command("brush.erase", QT_TRANSLATE_NOOP("Commands", "Eraser"),
            QT_TRANSLATE_NOOP("Commands", "Take painting away; the right button erases with any tool."),
            ("E",), "Tool", icon="eraser", checkable=True, hold="spring"),
    Command("tool.lasso", QT_TRANSLATE_NOOP("Commands", "Lasso"),
            QT_TRANSLATE_NOOP("Commands", "Draw freely round what shall change."),
            ("L",), "Tool", section=1, icon="lasso", checkable=True, hold="spring"),
    Command("tool.polygon", QT_TRANSLATE_NOOP("Commands", "Polygon"),
            QT_TRANSLATE_NOOP("Commands", "Click corners; Enter or a double click closes them."),
            ("P",), "Tool", section=1, icon="pentagon", checkable=True, hold="spring"),
    Command("tool.rectangle", QT_TRANSLATE_NOOP("Commands", "Rectangle"),
            QT_TRANSLATE_NOOP("Commands", "Drag a rectangle; Shift makes it square, Alt starts in its middle."),
            ("M",), "Tool", section=1, icon="rectangle-horizontal", checkable=True, hold="spring"),
    Command("tool.ellipse", QT_TRANSLATE_NOOP("Commands", "Ellipse"),
            QT_TRANSLATE_NOOP("Commands", "Drag an ellipse; Shift makes it a circle, Alt starts in its middle."),
            (), "Tool", section=1, icon="circle", checkable=True, hold="spring"),
    Command("tool.next_box", QT_TRANSLATE_NOOP("Commands", "Rectangle or ellipse"),
            QT_TRANSLATE_NOOP("Commands", "Take the other one of rectangle and ellipse."),
            ("Shift+M",), "Tool", section=1),
    Command("tool.wand", QT_TRANSLATE_NOOP("Commands", "Magic wand"),
            QT_TRANSLATE_NOOP("Commands", "Click a colour to take all that looks like it."),
            ("W",), "Tool", section=2, icon="wand-sparkles", checkable=True, hold="spring"),
    Command("tool.select", QT_TRANSLATE_NOOP("Commands", "Click to select"),
            QT_TRANSLATE_NOOP("Commands", "Click a thing to select it, with Alt to leave one out; then paint it."),
            ("S",), "Tool", section=2, icon="mouse-pointer-click", checkable=True, hold="spring"),
    Command("tool.bucket", QT_TRANSLATE_NOOP("Commands", "Bucket"),
            QT_TRANSLATE_NOOP("Commands", "Click inside a painted outline to fill it."),
            ("G",), "Tool", section=2, icon="paint-bucket", checkable=True, hold="spring"),
    Command("tool.restore", QT_TRANSLATE_NOOP("Commands", "Restore brush"),
            QT_TRANSLATE_NOOP("Commands", "Paint the original back where a result has replaced it."),
            ("Y",), "Tool", section=3, icon="brush-restore", checkable=True, hold="spring"),
    Command("tool.pick", QT_TRANSLATE_NOOP("Commands", "Pick brush"),
            QT_TRANSLATE_NOOP("Commands", "Paint parts of the shown result into the picture; each from another one."),
            ("K",), "Tool", section=3, icon="brush-pick", checkable=True, hold="spring"),
    Command("tool.hand", QT_TRANSLATE_NOOP("Commands", "Hand"),
            QT_TRANSLATE_NOOP("Commands", "Drag the picture; Space does so with any tool."),
            ("H",), "Tool", section=4, icon="hand", checkable=True, hold="spring"),
    Command("tool.zoom", QT_TRANSLATE_NOOP("Commands", "Zoom"),
            QT_TRANSLATE_NOOP("Commands", "Click to come nearer, with Alt to go farther away."),
            ("Z",), "Tool", section=4, icon="search", checkable=True, hold="spring"),
)
# fmt: on
