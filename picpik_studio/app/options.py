"""The options of `redraw`, made of the table of parameters, and the parameters made of the options."""

import argparse
from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from typing import Any, Final

from picpik_studio.api.refusals import shown
from picpik_studio.app.fields import FIELDS_BY_NAME, LORA_WEIGHT, Field
from picpik_studio.app.models import ModelKind, SubModel
from picpik_studio.core.geometry import Rect

OPTIONS: Final = (
    ("--prompt", "positive_prompts"),
    ("--negative", "negative_prompts"),
    ("--no-translate-prompts", "translate_prompts"),
    ("--prompts-more-important", "prompts_more_important"),
    ("--mask-blur", "mask_blur"),
    ("--invert-mask", "invert_mask"),
    ("--refer-strength", "refer_strength"),
    ("--frame", "frame_mode"),
    ("--padding", "padding"),
    ("--width", "width"),
    ("--height", "height"),
    ("--batch", "batch_size"),
    ("--seed", "seed"),
    ("--model", "main_model"),
    ("--steps", "steps"),
    ("--sampler", "sampler"),
    ("--cfg-scale", "cfg_scale"),
    ("--clip-skip", "clip_skip"),
    ("--use-main-model-vae", "use_main_model_vae"),
    ("--reference", "reference"),
    ("--reference-strength", "reference_strength"),
)
"""Options and the parameters that they set; `--lora`, `--embedding` and `--hypernetwork` make up `sub_models`."""

SUB_MODELS: Final[tuple[tuple[str, ModelKind, str], ...]] = (
    ("--lora", "lora", f"add a LoRA by its code, with its weight from {LORA_WEIGHT.low:g} to {LORA_WEIGHT.high:g}"),
    ("--embedding", "embedding", "add an embedding by its code"),
    ("--hypernetwork", "hypernetwork", "add a hypernetwork by its code"),
)

ERASING: Final = ("mask_blur", "invert_mask", "frame_mode", "padding", "width", "height")
"""The parameters that erasing has."""

_OWN_WORDS: Final = {
    "--no-translate-prompts": "Send the prompts as they are written, not translated into English.",
    "--reference": "An extra picture that the result shall resemble.",
}
"""The help of options for which the field's own, written for the window, does not fit."""

_NUMBERS: Final[dict[str, type[int] | type[float]]] = {"int": int, "size": int, "float": float}


def add_options(parser: argparse.ArgumentParser, only: Collection[str] = ()) -> None:
    """Add every option, or only those of some parameters; those that are not given leave nothing behind."""
    for option, name in OPTIONS:
        if not only or name in only:
            _add(parser, option, FIELDS_BY_NAME[name])
    for option, kind, text in () if only else SUB_MODELS:
        parser.add_argument(
            option,
            dest="sub_models",
            action="append",
            default=argparse.SUPPRESS,
            type=_lora if kind == "lora" else partial(SubModel, kind=kind),
            metavar="CODE=WEIGHT" if kind == "lora" else "CODE",
            help=f"{text}; may be repeated",
        )


def parameters_of(arguments: argparse.Namespace) -> dict[str, Any]:
    """Return the parameters that were given, by name; the reference image as its `Path`."""
    names = [name for _option, name in OPTIONS] + ["sub_models"]
    return {name: getattr(arguments, name) for name in names if hasattr(arguments, name)}


def number(kind: type[int] | type[float], low: float | None = None, high: float | None = None) -> Callable[[str], Any]:
    """Return what reads a number of the command line, and says in words what it takes when it is none.

    The limits are only said: values out of range are refused where all are checked.
    """
    span = f" from {shown(low)} to {shown(high)}" if low is not None and high is not None else ""

    def read(text: str) -> int | float:
        try:
            return kind(text)
        except ValueError:
            what = "a whole number" if kind is int else "a number"
            raise argparse.ArgumentTypeError(f"takes {what}{span}, not {text!r}") from None

    return read


def _add(parser: argparse.ArgumentParser, option: str, field: Field) -> None:
    settings: dict[str, Any] = {"dest": field.name, "default": argparse.SUPPRESS, "help": _help(option, field)}
    if field.kind == "bool":
        parser.add_argument(option, action="store_false" if option.startswith("--no-") else "store_true", **settings)
    elif field.kind == "lines":
        parser.add_argument(option, action="append", metavar="TEXT", **settings)
    elif field.kind == "frame":
        parser.add_argument(option, type=_frame, metavar="whole|mask|X,Y,W,H", **settings)
    elif field.kind == "picture":
        parser.add_argument(option, type=Path, metavar="FILE", **settings)
    else:
        read = number(_NUMBERS[field.kind], field.low, field.high) if field.kind in _NUMBERS else str
        parser.add_argument(option, type=read, metavar=field.kind.upper(), **settings)


def _help(option: str, field: Field) -> str:
    """Return the field's own help with its range and default."""
    text = _OWN_WORDS.get(option, field.help)
    if field.low is not None and field.high is not None:
        text += f" From {shown(field.low)} to {shown(field.high)}."
    if field.kind in {"int", "float"}:
        text += f" Default: {shown(field.default)}."
    if field.kind == "lines":
        text += " May be repeated."
    return text.replace("%", "%%")


def _frame(text: str) -> str | Rect:
    if text in {"mask", "whole"}:
        return text
    try:
        return Rect(*(int(number) for number in text.split(",")))
    except (TypeError, ValueError):
        raise argparse.ArgumentTypeError(f"{text!r} is neither whole, mask nor X,Y,W,H") from None


def _lora(text: str) -> SubModel:
    code, separator, weight = text.rpartition("=")
    if not separator:
        return SubModel(text, kind="lora")
    try:
        return SubModel(code, kind="lora", weight=float(weight))
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not CODE=WEIGHT") from None
