"""Translates what is said outside `ui`: marked templates, whose values are filled in after translation."""

from collections.abc import Mapping
from types import MappingProxyType

from PySide6.QtCore import QCoreApplication

from picpik_studio.app.extras import Extras
from picpik_studio.app.job import Reason
from picpik_studio.errors import PicPikError

CONTEXTS: tuple[str, ...] = (
    "Action",
    "Notices",
    "Jobs",
    "JobActions",
    "Session",
    "Parameters",
    "Wire",
    "Rule",
    "Api",
    "Connections",
    "Settings",
    "Commands",
    "Generation",
    "Results",
    "Files",
    "Edit",
    "Canvas",
    "LocalService",
    "Tasks",
    "Errors",
    "Submit",
    "Keys",
    "Program",
    "ToolHints",
    "Credentials",
    "Redraw",
    "Engine",
    "Recipe",
)
"""Where marked texts are filed (a test keeps it complete); an error does not tell its own context."""

_NONE: Mapping[str, object] = MappingProxyType({})


def said(template: str, values: Mapping[str, object] = _NONE) -> str:
    """Return the translation of `template` from the first context that has one, filled with `values`."""
    for context in CONTEXTS:
        translated = QCoreApplication.translate(context, template)
        if translated and translated != template:
            return translated.format(**values)
    return template.format(**values)


def reason_text(reason: Reason) -> str:
    """Return why something is so: our sentence, and after it the service's own words as they came."""
    return f"{said(reason.template, reason.values)} {reason.detail}".strip()


def also_said(extras: Extras) -> list[str]:
    """Return what a service says beside what the protocol names, as it came: a heading and a line each, or nothing."""
    heading = QCoreApplication.translate("Notices", "The service also says:")
    return [heading, *(f"{name}: {text}" for name, text in extras)] if extras else []


def error_text(error: Exception) -> str:
    """Return a failure in words: ours with its own sentence, and what the service said of it; any other as it is."""
    return reason_text(Reason.of(error)) if isinstance(error, PicPikError) else str(error)
