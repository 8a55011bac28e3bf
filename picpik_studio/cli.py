"""The command-line door: `picpik-studio redraw`, `erase`, `select`, `upscale`, `models`, `tasks`, `balance`, `serve`.

Exit codes: 0 done, 1 failed, 2 wrong use, 130 for Ctrl+C. What is heavy is imported where it is used, so that
`--version` and `--help` answer at once.
"""

import argparse
import json
import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from picpik_studio import __version__
from picpik_studio.cli_base import (
    DONE,
    FAILED,
    INTERRUPTED,
    KEYS,
    WRONG_USE,
    Parser,
    Progress,
    called,
    demand_files,
    say,
)
from picpik_studio.errors import PicPikError

if TYPE_CHECKING:
    from picpik_studio.app.action import Action
    from picpik_studio.app.redraw import Order, Redrawn
    from picpik_studio.app.request import GenerationRequest

_ABOUT = """\
usage: {me} [PICTURE]      open the editor
       {me} redraw …       redraw what a mask covers, without a window
       {me} erase …        remove what a mask covers, without a prompt
       {me} select …       select the subject of a picture, as a mask
       {me} upscale …      make a picture larger
       {me} models         list the models that a service offers
       {me} tasks          list the tasks that run at a service
       {me} balance        ask for the credits of an account
       {me} serve          redraw for the other machines of a team
       {me} selftest       see whether this installation works
       {me} --version

{me} COMMAND --help explains a command.
"""


def main(argv: Sequence[str]) -> int:
    """Run one command; return the exit code. A failure is one sentence on standard error."""
    try:
        return _flushed(_run(list(argv)))
    except SystemExit as end:  # argparse ends so, after it has printed
        return end.code if isinstance(end.code, int) else WRONG_USE
    except KeyboardInterrupt as interrupt:
        say(" ".join(("Cancelled.", *map(str, interrupt.args))))
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our output has gone; Python must not try to flush it at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return FAILED
    except PicPikError as error:
        say(_sentence(error))
        return WRONG_USE if error.is_wrong_use else FAILED


def _flushed(code: int) -> int:
    """Write out what was printed: here, where a reader that has gone is understood, and not at Python's end."""
    sys.stdout.flush()
    return code


def _run(words: list[str]) -> int:
    if words[:1] in (["--help"], ["-h"]):
        print(_ABOUT.format(me=called()), end="")
        return DONE
    if words[:1] in (["--version"], ["-V"]):
        print(f"picpik-studio {__version__}")
        return DONE
    command = _COMMANDS.get(words[0]) if words else None
    if command is None:
        what = f"There is no command or picture called {words[0]}." if words else "No command was given."
        say(f"{what} Say {called()} --help.")
        return WRONG_USE
    return command(words[1:])


def _sentence(error: PicPikError) -> str:
    """Return what an error says, in words of the command line where the window's own do not fit."""
    from picpik_studio.app.connections import KeysMissingError  # noqa: PLC0415 - .2 s, when something went wrong alone

    if isinstance(error, KeysMissingError):
        title = error.values["title"]
        return f"No keys are known for {title}: set {KEYS}, or type them in the editor under Edit, Connections."
    return str(error)


# redraw

_LOSSY = (
    "That no other pixel changes holds for PNG, TIFF, BMP and WebP, which are written without loss. A JPEG, as every"
    " lossy format, stores all pixels anew, so that each may differ a little."
)


def _redraw(words: list[str]) -> int:
    from picpik_studio.app.action import Action  # noqa: PLC0415 - as the module says
    from picpik_studio.app.options import add_options, parameters_of  # noqa: PLC0415 - as above

    parser = Parser("redraw", "Redraw what a mask covers. Outside the mask's footprint no pixel changes.", _LOSSY)
    _add_files(parser, "white = redraw")
    add_options(parser)
    arguments = parser.parse_args(words)
    return _redraw_with(parser, arguments, parameters_of(arguments), Action.REDRAW)


def _add_files(parser: Parser, white: str) -> None:
    parser.add_argument("image", metavar="IMAGE", help="the picture")
    parser.add_argument("--mask", required=True, metavar="MASK", help=f"black-and-white picture, {white}")
    parser.add_argument("-o", "--out", type=Path, metavar="OUT", help="the picture to write")
    parser.add_argument("--overwrite", action="store_true", help="OUT may replace IMAGE or MASK itself")
    parser.add_argument("--dry-run", action="store_true", help="check and prepare everything, send nothing")
    parser.add_connection()


def _erase(words: list[str]) -> int:
    from picpik_studio.app.action import Action  # noqa: PLC0415 - as the module says
    from picpik_studio.app.options import ERASING, add_options, parameters_of  # noqa: PLC0415 - as above

    parser = Parser("erase", "Remove what a mask covers, and fill it from around. It needs no prompt.", _LOSSY)
    _add_files(parser, "white = erase")
    add_options(parser, ERASING)
    arguments = parser.parse_args(words)
    return _redraw_with(parser, arguments, parameters_of(arguments), Action.ERASE)


def _select(words: list[str]) -> int:
    from picpik_studio import cli_images  # noqa: PLC0415 - as the module says

    return cli_images.select(words)


def _upscale(words: list[str]) -> int:
    from picpik_studio import cli_images  # noqa: PLC0415 - as the module says

    return cli_images.upscale(words)


def _redraw_with(parser: Parser, arguments: argparse.Namespace, parameters: dict[str, Any], action: "Action") -> int:
    from picpik_studio.app.redraw import Order, carry_out, demand_out, plan  # noqa: PLC0415 - NumPy and all the rest
    from picpik_studio.app.submitting import read_file  # noqa: PLC0415 - as above
    from picpik_studio.files.errors import FileError  # noqa: PLC0415 - as above
    from picpik_studio.files.kinds import format_for  # noqa: PLC0415 - as above

    if arguments.out is None and not arguments.dry_run:
        parser.error("the picture to write is missing: -o OUT")
    try:
        format_for(arguments.out.name if arguments.out is not None else "out.png")
    except FileError as error:
        parser.error(str(error))
    also = (parameters["reference"],) if "reference" in parameters else ()
    demand_files(arguments.image, arguments.mask, *also)
    for path in also:
        parameters["reference"] = read_file(path)
    order = Order(arguments.image, arguments.mask, parameters, arguments.connection, also, action)
    if arguments.dry_run:
        demand_out(order, arguments.out, overwrite=arguments.overwrite)
        _tell_plan(plan(order), order, as_json=arguments.json)
    else:
        redrawn = carry_out(order, arguments.out, Progress(), overwrite=arguments.overwrite)
        _tell_result(redrawn, as_json=arguments.json)
    return DONE


def _tell_plan(request: "GenerationRequest", order: "Order", *, as_json: bool) -> None:
    from picpik_studio.app.redraw import ANY_MODEL  # noqa: PLC0415 - as above

    mapping = {name: value for name, value in request.mapping.items() if name != "MainModel" or order.has_model}
    rect, sent = request.frame.rect, request.frame.sent
    report = {
        "connection": order.connection,
        "picture": list(request.size),
        "frame": list(rect),
        "sent": list(sent),
        "bytes": {
            "picture": len(request.picture),
            "mask": len(request.mask),
            "reference": len(request.reference or b""),
        },
        "remarks": [remark.text for remark in request.remarks],
        "request": mapping,
    }
    if as_json:
        print(json.dumps(report, ensure_ascii=False))
        return
    print(f"Nothing was sent. To {order.connection} would go, as {request.action.value}:")
    print(f"  the frame {rect.width} x {rect.height} at {rect.x},{rect.y}, sent as {sent.width} x {sent.height}")
    print(f"  picture {len(request.picture)} bytes, mask {len(request.mask)} bytes, both PNG")
    if "MainModel" in request.mapping:
        print(f"  model {request.mapping['MainModel']['ModelCode'] if order.has_model else ANY_MODEL.code}")
    for name, value in mapping.items():
        if name != "MainModel":
            print(f"  {name}: {json.dumps(value, ensure_ascii=False)}")
    for remark in request.remarks:
        print(f"  note: {remark.text}")


def _tell_result(redrawn: "Redrawn", *, as_json: bool) -> None:
    job = redrawn.job
    if not as_json:
        for path in redrawn.paths:
            print(path)
        return
    results = [{"path": str(path), "seed": ref.seed} for path, ref in zip(redrawn.paths, job.results, strict=True)]
    report = {
        "task_uid": job.task_uid,
        "status": job.status_word,
        "connection": job.connection_id,
        "seed": job.seed,
        "credits": job.credits,
        "seconds": round(job.elapsed(), 3),
        "remarks": [remark.text for remark in redrawn.request.remarks],
        "results": results,
    }
    print(json.dumps(report, ensure_ascii=False))


# Questions


def _models(words: list[str]) -> int:
    from picpik_studio.app.asking import connections  # noqa: PLC0415 - as the module says

    parser = Parser("models", "List the models that a service offers.")
    parser.add_connection()
    arguments = parser.parse_args(words)
    with connections() as known:
        models = known.models(arguments.connection)
    if arguments.json:
        rows = [
            {"kind": m.kind, "code": m.code, "name": m.name, "official": m.is_official, "triggers": m.trigger_words}
            for m in models
        ]
        print(json.dumps(rows, ensure_ascii=False))
        return DONE
    for model in models:
        marks = [*(["official"] if model.is_official else []), *model.trigger_words]
        print("\t".join([model.kind, model.code, model.name, ", ".join(marks)]))
    return DONE


def _tasks(words: list[str]) -> int:
    from picpik_studio.app.asking import connections  # noqa: PLC0415 - as the module says
    from picpik_studio.app.status_words import has_ended  # noqa: PLC0415 - as above

    parser = Parser("tasks", "List the tasks that run at a service.")
    parser.add_connection()
    arguments = parser.parse_args(words)
    with connections() as known:
        client = known.client_for(arguments.connection)
        uids = client.list_running_tasks().uids
        details = client.list_tasks_details(uids) if uids else ()
    running = [each for each in details if not has_ended(each)]
    rows = [{"task_uid": each.TaskUID, "status": each.Status, "credits": each.ConsumeApiPoint} for each in running]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return DONE
    if rows and sys.stdout.isatty():
        print("TaskUID\tStatus\tCredits")
    for row in rows:
        print("\t".join("" if value is None else str(value) for value in row.values()))
    if not rows:
        print("No task is running.", file=sys.stderr)
    return DONE


def _balance(words: list[str]) -> int:
    from picpik_studio.app.asking import connections  # noqa: PLC0415 - as the module says

    parser = Parser("balance", "Ask for the credits of an account.")
    parser.add_connection()
    arguments = parser.parse_args(words)
    with connections() as known:
        balance = known.balance(arguments.connection)
    if arguments.json:
        expires = None if balance.expires is None else round(balance.expires.timestamp())
        report = {"total": balance.total, "used": balance.used, "expires": expires, "also": dict(balance.extras)}
        print(json.dumps(report))
        return DONE
    if not balance.total:
        print("This service counts no credits.")
    else:
        print(f"{balance.left} of {balance.total} credits are left.")
    if balance.total and balance.expires is not None:
        print(f"They expire on {balance.expires.astimezone():%Y-%m-%d}.")
    for name, text in balance.extras:
        print(f"{name}: {text}")
    return DONE


# serve


def _serve(words: list[str]) -> int:
    from picpik_studio.app.credentials import PRIVATE_VARIABLE, PUBLIC_VARIABLE  # noqa: PLC0415 - as the module says
    from picpik_studio.app.folders import data_folder  # noqa: PLC0415 - as above
    from picpik_studio.app.options import number  # noqa: PLC0415 - as above
    from picpik_studio.engine.http import Keys  # noqa: PLC0415 - as above
    from picpik_studio.engine.service import LOOPBACK, Service, Setup  # noqa: PLC0415 - as above

    parser = Parser(
        "serve",
        "Redraw for the other machines of a team, by the PICPIK protocol over HTTP.",
        f"The two keys that callers shall have are taken from the environment: {KEYS}.",
    )
    parser.add_argument("--host", default=LOOPBACK, help="the address to listen on (default: this machine alone)")
    parser.add_argument(
        "--port", type=number(int, 0, 65535), default=8765, help="the port to listen on; 0 takes any (default: 8765)"
    )
    parser.add_argument(
        "--allow-other-machines",
        action="store_true",
        help="needed for any --host but this machine; use it at home only",
    )
    parser.add_argument("--data", type=Path, default=data_folder() / "serve", metavar="FOLDER", help="where tasks lie")
    parser.add_argument("--slots", type=number(int), metavar="INT", help="images made at once (default: cores - 1)")
    arguments = parser.parse_args(words)
    if arguments.slots is not None and arguments.slots < 1:
        parser.error("--slots must be 1 or more")
    keys = Keys(os.environ.get(PUBLIC_VARIABLE, ""), os.environ.get(PRIVATE_VARIABLE, ""))
    if not (keys.public and keys.private):
        parser.error(f"set {KEYS} to the two keys that callers shall have")
    setup = Setup(
        arguments.data, keys, arguments.host, arguments.port, arguments.slots, is_open=arguments.allow_other_machines
    )
    try:
        Service(setup).run(lambda url: print(f"Serving at {url}; Ctrl+C ends it.", flush=True))
    except KeyboardInterrupt:
        say("Ended.")
    return DONE


_COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "redraw": _redraw,
    "erase": _erase,
    "select": _select,
    "upscale": _upscale,
    "models": _models,
    "tasks": _tasks,
    "balance": _balance,
    "serve": _serve,
}
