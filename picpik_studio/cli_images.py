"""`picpik-studio erase`, `select` and `upscale`: what an editor does with a picture beside redrawing it."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from picpik_studio.cli_base import DONE, Parser, Progress, demand_files

if TYPE_CHECKING:
    from picpik_studio.app.errands import Errand
    from picpik_studio.app.job import Job

_SELECT = "Without points the subject is selected. OUT is a grey PNG, white = selected: a --mask for redraw and erase."
_UPSCALE = (
    "On this computer by smooth enlarging with light sharpening, which makes up no detail. Each side: 64 to 4096."
)


def select(words: list[str]) -> int:
    """Write a mask of what was found."""
    parser = Parser("select", "Select the subject of a picture, or what lies at points of it.", _SELECT)
    _add_files(parser, "the mask to write, a PNG")
    parser.add_argument(
        "--point",
        type=_point,
        action="append",
        default=[],
        metavar="X,Y",
        help="a pixel of what is wanted; may be repeated",
    )
    parser.add_argument(
        "--exclude",
        type=_point,
        action="append",
        default=[],
        metavar="X,Y",
        help="a pixel of what is not; may be repeated",
    )
    parser.add_argument("--background", action="store_true", help="select all but what is found")
    parser.add_argument(
        "--reading",
        type=int,
        default=1,
        metavar="INT",
        help="which of several readings, from 1 (default: 1, the likeliest)",
    )
    parser.add_connection()
    given = parser.parse_args(words)
    if given.reading < 1:
        parser.error("--reading must be 1 or more")
    if given.out.suffix.lower() != ".png":
        parser.error(f"a mask is written as PNG, not “{given.out.name}”")
    return _select(given)


def upscale(words: list[str]) -> int:
    """Write a larger picture."""
    parser = Parser("upscale", "Make a picture larger.", _UPSCALE)
    _add_files(parser, "the picture to write")
    parser.add_argument(
        "--scale", type=float, metavar="FLOAT", help="how many times larger (default: 2), as far as 4096 goes"
    )
    parser.add_argument(
        "--width", type=int, metavar="INT", help="the width wanted; the height follows unless it is given"
    )
    parser.add_argument(
        "--height", type=int, metavar="INT", help="the height wanted; the width follows unless it is given"
    )
    parser.add_connection()
    given = parser.parse_args(words)
    if given.scale is not None and (given.width or given.height):
        parser.error("--scale and a size exclude each other")
    if given.scale is not None and not given.scale > 0:
        parser.error("--scale must be more than 0")
    return _upscale(given)


def _add_files(parser: Parser, about: str) -> None:
    parser.add_argument("image", metavar="IMAGE", help="the picture")
    parser.add_argument("-o", "--out", type=Path, required=True, metavar="OUT", help=about)
    parser.add_argument("--overwrite", action="store_true", help="OUT may replace IMAGE itself")


def _select(given: argparse.Namespace) -> int:
    from picpik_studio.app import errands  # noqa: PLC0415 - NumPy and all the rest, when there is work to do

    demand_files(given.image)
    done = errands.select(
        _errand(given),
        points=given.point,
        exclude=given.exclude,
        reading=given.reading,
        invert=given.background,
    )
    share = round(100 * float((done.plane >= 128).mean()), 2)  # noqa: PLR2004 - from half on it is selected
    more = {"path": str(given.out), "readings": done.readings, "percent": share}
    return _told(done.job, more, given.out, as_json=given.json)


def _upscale(given: argparse.Namespace) -> int:
    from picpik_studio.app import errands  # noqa: PLC0415 - as above

    demand_files(given.image)
    size = errands.typed_size(given.image, given.width, given.height)
    done = errands.upscale(_errand(given), size=size, factor=given.scale or 2.0)
    more = {"path": str(given.out), "width": done.size.width, "height": done.size.height}
    return _told(done.job, more, given.out, as_json=given.json)


def _errand(given: argparse.Namespace) -> "Errand":
    from picpik_studio.app.errands import Errand  # noqa: PLC0415 - as above

    return Errand(given.image, given.out, given.overwrite, given.connection, Progress())


def _told(job: "Job", more: dict[str, object], path: Path, *, as_json: bool) -> int:
    """Print the file, or a report as JSON."""
    report = {
        "task_uid": job.task_uid,
        "status": job.status_word,
        "connection": job.connection_id,
        "credits": job.credits,
        "seconds": round(job.elapsed(), 3),
        **more,
    }
    print(json.dumps(report, ensure_ascii=False) if as_json else path)
    return DONE


def _point(text: str) -> tuple[float, float]:
    """Return a place that was typed as X,Y."""
    try:
        x, y = (float(part) for part in text.split(","))
    except ValueError:
        raise argparse.ArgumentTypeError(f"takes X,Y, not {text!r}") from None
    return x, y
