"""How much a step does: the field that says it, its range, and how it is typed and slid."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Any

from PySide6.QtCore import QCoreApplication

from picpik_studio.core.morphology import MAX_GROW, MAX_SIGMA, MAX_SMOOTH
from picpik_studio.core.recipe import Feather, FillHoles, Grow, RemoveSpecks, Shrink, Smooth, Step
from picpik_studio.texts import QT_TRANSLATE_NOOP

_CURVE = 3  # a slider goes slowly where pixels count


@dataclass(frozen=True)
class Amount:
    """The field `name` of a step, 0 to `high` in px (`unit`), with so many `decimals`; `help` says what it does.

    `is_all_possible`: an amount of 0 stands for "all".
    """

    name: str
    high: float
    help: str
    unit: str = "px"
    decimals: int = 0
    is_all_possible: bool = False

    def of(self, step: Step) -> float:
        """Return a step's amount; 0 stands for "all"."""
        return float(getattr(step, self.name) or 0)

    def put(self, step: Step, amount: float) -> Step:
        """Return the step with another amount."""
        number: Any = round(amount, self.decimals) if self.decimals else round(amount)
        if isinstance(step, FillHoles) and not number:
            number = None
        changes: dict[str, Any] = {self.name: number}
        return replace(step, **changes)

    def share(self, amount: float) -> float:
        """Return where the slider stands, 0 to 1; "all" is its right end."""
        if self.is_all_possible and not amount:
            return 1.0
        return float((amount / self.high) ** (1 / _CURVE))

    def at(self, share: float) -> float:
        """Return the amount where the slider stands."""
        if self.is_all_possible:
            return max(1.0, self.high * share**_CURVE) if share < 1 else 0.0
        return float(self.high * share**_CURVE)


AMOUNTS: Mapping[type[Step], Amount] = MappingProxyType(
    {
        Grow: Amount("px", MAX_GROW, QT_TRANSLATE_NOOP("Recipe", "Makes the repaint area larger on every side.")),
        Shrink: Amount("px", MAX_GROW, QT_TRANSLATE_NOOP("Recipe", "Makes the repaint area smaller on every side.")),
        FillHoles: Amount(
            "up_to",
            100_000,
            QT_TRANSLATE_NOOP("Recipe", "Paints what is enclosed by the repaint area, up to this many pixels."),
            is_all_possible=True,
        ),
        RemoveSpecks: Amount(
            "up_to", 100_000, QT_TRANSLATE_NOOP("Recipe", "Takes away painted dots of at most this many pixels.")
        ),
        Smooth: Amount("px", MAX_SMOOTH, QT_TRANSLATE_NOOP("Recipe", "Rounds corners, dents and spikes of the edge.")),
        Feather: Amount("sigma", MAX_SIGMA, QT_TRANSLATE_NOOP("Recipe", "Makes the edge soft."), decimals=1),
    }
)


def title_of(kind: type[Step]) -> str:
    """Return a kind's title in the person's language."""
    return QCoreApplication.translate("Recipe", kind.title)


def help_of(kind: type[Step]) -> str:
    """Return what a kind does in the person's language."""
    return QCoreApplication.translate("Recipe", AMOUNTS[kind].help)


def in_words(step: Step) -> str:
    """Return a step in a word and a number."""
    amount = AMOUNTS[type(step)].of(step)
    return f"{title_of(type(step))} {amount:g}" if amount or not isinstance(step, FillHoles) else title_of(type(step))
