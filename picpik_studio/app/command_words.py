"""What other programs call the things that commands do: whoever knows them finds the commands by these words too."""

from collections.abc import Mapping
from types import MappingProxyType

from picpik_studio.texts import QT_TRANSLATE_NOOP

SEARCH_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "edit.undo": QT_TRANSLATE_NOOP("Commands", "history step back revert"),
        "edit.redo": QT_TRANSLATE_NOOP("Commands", "history step forward repeat"),
        "edit.copy_merged": QT_TRANSLATE_NOOP("Commands", "clipboard flattened visible layers"),
        "canvas.size": QT_TRANSLATE_NOOP("Commands", "outpaint uncrop extend resize"),
        "tool.canvas": QT_TRANSLATE_NOOP("Commands", "crop outpaint uncrop extend resize"),
        "mask.none": QT_TRANSLATE_NOOP("Commands", "deselect unselect mask nothing"),
        "mask.all": QT_TRANSLATE_NOOP("Commands", "select all fill mask"),
        "mask.invert": QT_TRANSLATE_NOOP("Commands", "inverse selection mask"),
        "mask.grow": QT_TRANSLATE_NOOP("Commands", "expand dilate selection mask"),
        "mask.shrink": QT_TRANSLATE_NOOP("Commands", "contract erode selection mask"),
        "mask.feather": QT_TRANSLATE_NOOP("Commands", "blur soften edge selection mask"),
        "selection.drop": QT_TRANSLATE_NOOP("Commands", "deselect unselect cancel"),
        "view.mask": QT_TRANSLATE_NOOP("Commands", "quick mask overlay"),
        "view.hide_film": QT_TRANSLATE_NOOP("Commands", "quick mask overlay"),
        "view.wipe": QT_TRANSLATE_NOOP("Commands", "compare before after split"),
        "view.original": QT_TRANSLATE_NOOP("Commands", "compare before after"),
        "view.difference": QT_TRANSLATE_NOOP("Commands", "compare before after"),
        "view.turn_left": QT_TRANSLATE_NOOP("Commands", "rotate"),
        "view.turn_right": QT_TRANSLATE_NOOP("Commands", "rotate"),
        "view.turn_drag": QT_TRANSLATE_NOOP("Commands", "rotate"),
        "view.turn_back": QT_TRANSLATE_NOOP("Commands", "rotate reset straighten"),
        "view.mirror": QT_TRANSLATE_NOOP("Commands", "flip horizontal"),
        "view.panels": QT_TRANSLATE_NOOP("Commands", "sidebar hide interface"),
        "tool.wand": QT_TRANSLATE_NOOP("Commands", "similar colour fuzzy select"),
        "tool.bucket": QT_TRANSLATE_NOOP("Commands", "fill paint"),
        "tool.restore": QT_TRANSLATE_NOOP("Commands", "history brush original"),
        "job.submit": QT_TRANSLATE_NOOP("Commands", "inpaint generate fill"),
        "job.erase": QT_TRANSLATE_NOOP("Commands", "heal remove object inpaint"),
        "patch.page": QT_TRANSLATE_NOOP("Commands", "layers history"),
        "patch.flatten": QT_TRANSLATE_NOOP("Commands", "merge layers"),
        "patch.raise": QT_TRANSLATE_NOOP("Commands", "layers order front"),
        "patch.lower": QT_TRANSLATE_NOOP("Commands", "layers order behind"),
    }
)
"""Words by the id of a command, apart from its title and help."""
