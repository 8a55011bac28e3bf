"""The one door to the wire types: every request and answer of picpik_api.md, and what makes and reads them.

The types live in `model`, `modify`, `actions` and `answers`; make requests with `checked(Type, mapping)`, read answers
with `received(Type, mapping)`, and get their maps back by `to_wire`.
"""

from picpik_studio.api.actions import (
    Coordinate,
    ExtractContents,
    GetCreditBalance,
    ListModels,
    ListRunningTasks,
    ListTasksDetails,
    RemoveBackground,
    RemoveContents,
    ResizeImage,
    TerminateTask,
)
from picpik_studio.api.answers import (
    Answer,
    CreditBalance,
    ModelLists,
    RunningTasks,
    TaskDetail,
    TasksDetails,
    TaskStarted,
    model_lists,
)
from picpik_studio.api.checks import checked, received, to_wire
from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.model import InferenceParams, Model
from picpik_studio.api.modify import Image2Image, Mask, ModifyMaskedPixels, Request
from picpik_studio.api.rules import Rule, rule, rules

__all__ = [
    "Answer",
    "Coordinate",
    "CreditBalance",
    "DataUri",
    "ExtractContents",
    "GetCreditBalance",
    "Image2Image",
    "InferenceParams",
    "ListModels",
    "ListRunningTasks",
    "ListTasksDetails",
    "Mask",
    "Model",
    "ModelLists",
    "ModifyMaskedPixels",
    "RemoveBackground",
    "RemoveContents",
    "Request",
    "ResizeImage",
    "Rule",
    "RunningTasks",
    "TaskDetail",
    "TaskStarted",
    "TasksDetails",
    "TerminateTask",
    "checked",
    "model_lists",
    "received",
    "rule",
    "rules",
    "to_wire",
]
