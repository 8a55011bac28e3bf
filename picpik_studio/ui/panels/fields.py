"""Makes rows of the table of parameters, and ties them to a session's values."""

from collections.abc import Iterable
from typing import TypeVar

from PySide6.QtCore import QObject

from picpik_studio.app.parameters import FIELDS, FIELDS_BY_NAME, Field, Parameters
from picpik_studio.ui.binding import bind, follow
from picpik_studio.ui.panels.controls.choice_row import ChoiceRow
from picpik_studio.ui.panels.controls.prompt_row import PromptRow
from picpik_studio.ui.panels.controls.row import ValueRow
from picpik_studio.ui.panels.controls.slider_row import SliderRow
from picpik_studio.ui.panels.controls.subject import subject
from picpik_studio.ui.panels.controls.switch_row import SwitchRow

_KINDS: dict[str, type[ValueRow]] = {
    "int": SliderRow,
    "float": SliderRow,
    "bool": SwitchRow,
    "text": ChoiceRow,
    "lines": PromptRow,
}
R = TypeVar("R", bound=ValueRow)


def make_row(name: str, owner: QObject, parameters: Parameters) -> ValueRow:
    """Return a row for the field `name`, bound to its value until Qt destroys `owner`."""
    field = FIELDS_BY_NAME[name]
    return tie(_KINDS[field.kind](subject(field)), name, owner, parameters)


def tie(row: R, name: str, owner: QObject, parameters: Parameters) -> R:
    """Bind a row to the field `name`, its default too, until Qt destroys `owner`; return the row."""
    bind(row, owner, parameters, name)
    row.show_default(parameters.default_of(name))

    def follow_model(changed: str) -> None:
        if changed == "main_model":
            row.show_default(parameters.default_of(name))

    follow(owner, parameters.changed, follow_model)
    return row


def is_ignored(field: Field, ignores: Iterable[str]) -> bool:
    """Say whether a model that ignores the wire names `ignores` makes no use of a field.

    A name may be the whole dotted one, an object that the field is in, or the last part where only one field has it.
    """
    return bool(field.wire) and any(_means(name, field) for name in ignores)


def _means(name: str, field: Field) -> bool:
    if field.wire == name or field.wire.startswith(f"{name}."):
        return True
    return [each for each in FIELDS if each.wire.rpartition(".")[2] == name] == [field]
