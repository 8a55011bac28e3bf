"""What is seen of requests before they are sent: each packed both ways, signed, and decoded from its very bytes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import NamedTuple

from picpik_studio.api.body import Draft
from picpik_studio.api.client import Client, unsigned_text
from picpik_studio.app.errors import CancelledError
from picpik_studio.app.framing import distinct
from picpik_studio.app.job import Reason
from picpik_studio.app.packing import Encoding
from picpik_studio.app.request import GenerationRequest
from picpik_studio.core import footprint
from picpik_studio.core.pyramid import Pyramid
from picpik_studio.errors import PicPikError
from picpik_studio.files.images import encode_jpeg, open_picture

Requests = tuple[GenerationRequest, ...]


@dataclass(frozen=True, eq=False)
class Made:
    """A request packed both ways; `repainted` counts the sent pixels that are repainted."""

    requests: Mapping[Encoding, GenerationRequest]
    repainted: int


@dataclass(frozen=True, eq=False)
class Sheet:
    """One request as it would be sent. `draft` is None when it cannot be signed; `text` is there all the same."""

    made: Made
    encoding: Encoding
    text: str
    draft: Draft | None
    warnings: tuple[Reason, ...] = ()

    @property
    def request(self) -> GenerationRequest:
        """The request itself."""
        return self.made.requests[self.encoding]

    @property
    def share(self) -> float:
        """How much of what is sent is repainted, 0 to 1."""
        sent = self.request.frame.sent
        return self.made.repainted / (sent.width * sent.height)


@dataclass(frozen=True, eq=False)
class Pictures:
    """The pictures of a sheet, decoded from the very bytes that are sent."""

    image: Pyramid
    mask: Pyramid
    reference: Pyramid | None


class Warned(NamedTuple):
    """What is to be known, and of which sheets, by their numbers from 0; of all of them when there are none."""

    reason: Reason
    numbers: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Looked:
    """Every request that would be sent, in reading order; `number` is the one that is seen, in `pictures`.

    `client` has signed them; when it is None none can be sent, for the reason in `trouble`. `news` is to be said of
    the look itself.
    """

    sheets: tuple[Sheet, ...]
    number: int
    pictures: Pictures
    client: Client | None
    trouble: Exception | None
    news: Reason | None = None

    @property
    def sheet(self) -> Sheet:
        """The one that is seen."""
        return self.sheets[self.number]

    @property
    def length(self) -> int:
        """The bytes of all that would be sent."""
        return sum(sheet.draft.length for sheet in self.sheets if sheet.draft is not None)

    @property
    def warnings(self) -> tuple[Warned, ...]:
        """What is to be known, each once."""
        return tuple(self._warned(reason) for reason in distinct(_all_reasons(self.sheets)))

    @property
    def requests(self) -> Requests:
        """The requests, each of which is sent as it was shown or not at all."""
        return tuple(
            replace(sheet.request, shown_as=sheet.draft.digest) for sheet in self.sheets if sheet.draft is not None
        )

    def _warned(self, reason: Reason) -> Warned:
        numbers = tuple(number for number, sheet in enumerate(self.sheets) if reason in sheet.warnings)
        return Warned(reason, () if len(numbers) == len(self.sheets) else numbers)


class Drafted(NamedTuple):
    """Requests in words, signed by `client`; or why they could not be."""

    sheets: tuple[Sheet, ...]
    client: Client | None
    trouble: Exception | None


def packed_both_ways(request: GenerationRequest) -> Made:
    """Return a request that is packed as PNG as a JPEG too. Slow."""
    pixels = open_picture(request.picture).picture.pixels
    mask = open_picture(request.mask).picture.pixels[..., 0]
    repainted = footprint.repaint(mask.copy(), invert=bool(request.parameters.get("invert_mask")))
    return Made({"png": request, "jpeg": replace(request, picture=encode_jpeg(pixels))}, int((repainted > 0).sum()))


def drafted(
    made: tuple[Made, ...], encoding: Encoding, client_for: Callable[[], Client], check: Callable[[], object]
) -> Drafted:
    """Have requests signed. Slow: it may start the engine, and reads every byte. `check` may raise to end it."""
    try:
        client = client_for()
        sheets = tuple(_signed(each, encoding, client, check) for each in made)
    except CancelledError:
        raise
    except PicPikError as error:
        unsigned = (Sheet(each, encoding, unsigned_text(each.requests[encoding].wire()), None) for each in made)
        return Drafted(tuple(unsigned), None, error)
    return Drafted(sheets, client, None)


def _signed(made: Made, encoding: Encoding, client: Client, check: Callable[[], object]) -> Sheet:
    check()
    draft = client.draft(made.requests[encoding].wire())
    return Sheet(made, encoding, draft.text, draft)


def pictures_of(sheet: Sheet) -> Pictures:
    """Decode what a sheet sends. Slow."""
    request = sheet.request
    reference = request.reference
    return Pictures(
        image=Pyramid(open_picture(request.picture).picture.pixels),
        mask=Pyramid(open_picture(request.mask).picture.pixels[..., 0].copy()),
        reference=None if reference is None else Pyramid(open_picture(reference).picture.pixels),
    )


def _all_reasons(sheets: tuple[Sheet, ...]) -> tuple[Reason, ...]:
    return tuple(reason for sheet in sheets for reason in sheet.warnings)
