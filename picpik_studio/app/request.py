"""A request as one frozen value: everything that is sent, where it came from, and where its results belong."""

import uuid
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple

from picpik_studio.api.actions import ExtractContents, RemoveBackground, RemoveContents, ResizeImage
from picpik_studio.api.checks import checked
from picpik_studio.api.client import Startable
from picpik_studio.api.data_uri import DataUri
from picpik_studio.api.modify import ModifyMaskedPixels
from picpik_studio.app.action import Action
from picpik_studio.app.job import PartOf, Reason
from picpik_studio.app.packing import mime_of
from picpik_studio.core.frame import Frame
from picpik_studio.core.geometry import NOWHERE, Offset, Rect, Size


@dataclass(frozen=True, eq=False, repr=False)
class GenerationRequest:
    """One request, ready to be sent: it can be kept, compared by its hashes, and sent again as it is.

    `mapping` is what the call of `action` is made of without its pictures; `picture` (PNG or JPEG), `mask` (PNG) and
    `reference` (JPEG or None) are the pictures as sent, `mask` is empty for a selection. `frame` is what `picture`
    shows. `area` is where results lie in the document and `weight` (grey PNG of that size, empty for a selection) how
    much they replace there. `parameters` is the snapshot of all values but the reference, empty where they have no part
    in it; `picture_hash` names the picture it was cut from (`Picture.jobs_hash`); `size` is that of its canvas then,
    and `origin` the way to that canvas's corner from that of the named picture. `thumbnail` is a small PNG. `remarks`
    are to be said once, at submit; `part` says which part this is of a repaint area that goes as several; `doubt` is to
    be asked about before: the repaint area may be the wrong way round. `shown_as` is the SHA-256 of the body that a
    person has looked at, "" when nobody has: it is sent exactly so or not at all.
    """

    connection_id: str
    request_uuid: str
    mapping: Mapping[str, Any]
    picture: bytes
    mask: bytes
    reference: bytes | None
    frame: Frame
    area: Rect
    weight: bytes
    parameters: Mapping[str, object]
    picture_hash: str
    size: Size
    thumbnail: bytes
    origin: Offset = NOWHERE
    action: Action = Action.REDRAW
    part: PartOf | None = None
    remarks: tuple[Reason, ...] = ()
    doubt: Reason | None = None
    shown_as: str = ""

    def __repr__(self) -> str:
        """Return one short line, without a picture."""
        sent = self.frame.sent
        return f"<GenerationRequest {self.request_uuid} to {self.connection_id}: {sent.width} x {sent.height} px>"

    def way_to(self, origin: Offset) -> Offset:
        """Return the way from a place as the request names it to the same place on a canvas that has this `origin`."""
        return Offset(self.origin.dx - origin.dx, self.origin.dy - origin.dy)

    @property
    def batch(self) -> int:
        """How many images it asks for."""
        return int(self.mapping.get("BatchSize", 1))

    @property
    def seed(self) -> int:
        """The seed it asks for; -1 lets the service take one."""
        return int(self.mapping.get("Seed", -1))

    @property
    def mask_blur(self) -> int:
        """The edge blur that it asks for, in sent pixels."""
        return int(self._about_mask.get("MaskBlur", 0))

    @property
    def invert_mask(self) -> bool:
        """Whether the mask says what is kept."""
        return bool(self._about_mask.get("InvertMask", False))

    @property
    def _about_mask(self) -> Mapping[str, Any]:
        nested: Mapping[str, Any] = self.mapping.get("Masked", self.mapping)
        return nested

    @property
    def prompt(self) -> str:
        """The prompt in one line."""
        return ", ".join(self.mapping.get("PositivePrompts", ()))

    def wire(self) -> Startable:
        """Return the wire value with its pictures. Raises ParameterError."""
        call = _CALLS[self.action]
        return checked(call.kind, {**self.mapping, **call.pictures(self), "request_uuid": self.request_uuid})

    def again(self) -> "GenerationRequest":
        """Return the same request as a new one, with a tracking UUID of its own."""
        return replace(self, request_uuid=str(uuid.uuid4()), remarks=(), doubt=None, shown_as="")


class _Call(NamedTuple):
    """The wire type of an action, and which of its fields hold which pictures."""

    kind: type[Startable]
    pictures: Callable[[GenerationRequest], dict[str, Any]]


def _uri(data: bytes) -> DataUri:
    return DataUri(mime_of(data), data)


def _listed(request: GenerationRequest) -> dict[str, Any]:
    pictures = (request.picture, request.mask, request.reference)
    return {"ImageAndMaskList": [_uri(picture) for picture in pictures if picture is not None]}


def _raw(request: GenerationRequest) -> dict[str, Any]:
    return {"RawImage": _uri(request.picture)}


_CALLS: Mapping[Action, _Call] = {
    Action.REDRAW: _Call(ModifyMaskedPixels, _listed),
    Action.ERASE: _Call(RemoveContents, lambda request: {**_raw(request), "Mask": _uri(request.mask)}),
    Action.SUBJECT: _Call(RemoveBackground, _raw),
    Action.CLICKS: _Call(ExtractContents, _raw),
    Action.UPSCALE: _Call(ResizeImage, lambda request: {"Image": _uri(request.picture)}),
}
