"""Every text that may be shown is marked where it stands, so that a translator finds it."""

import ast
import re
from collections.abc import Iterator, Mapping

import pytest

from tests.sources import PACKAGE, Source, package_sources, parsed

MARK = "QT_TRANSLATE_NOOP"
ROOT_ERROR = "PicPikError"

SHOWN: Mapping[str, tuple[str, ...]] = {
    "Command": ("title", "help"),
    "Field": ("title", "help"),
    "Group": ("title", "help"),
    "Meta": ("title", "description"),
    "Notice": ("template",),
    "NoticeAction": ("label",),
    "Setting": ("title", "help"),
}
"""Calls outside `ui` whose arguments are shown, by the name of what is called."""

_FIELD = re.compile(r"\{\w*\}")

POSITIONS: Mapping[str, tuple[str, ...]] = {
    "Command": ("id", "title", "help"),
    "Field": ("name", "title", "help"),
    "Notice": ("kind", "template"),
    "NoticeAction": ("label",),
    "Setting": ("name", "kind", "default", "group", "title", "help"),
    "say": ("kind", "template"),
}


def _name(call: ast.Call) -> str:
    if isinstance(call.func, ast.Attribute):
        return call.func.attr
    return call.func.id if isinstance(call.func, ast.Name) else ""


def _errors(sources: tuple[Source, ...]) -> dict[str, int]:
    """Return PicPikError and all that descend from it: which of the arguments of each is the template."""
    nodes = {node.name: node for source in sources for node in source.classes}
    known = {ROOT_ERROR: 0}
    while more := {name: _bases(node) & set(known) for name, node in nodes.items() if name not in known}:
        found = {name: parents.pop() for name, parents in more.items() if parents}
        if not found:
            break
        known |= {name: _template_position(nodes[name], known[parent]) for name, parent in found.items()}
    return known


def _bases(node: ast.ClassDef) -> set[str]:
    return {ast.unparse(base).split(".")[-1] for base in node.bases}


def _template_position(node: ast.ClassDef, inherited: int) -> int:
    """Return where `__init__` takes its template; far away when it takes none (then it hands one to its base)."""
    for function in node.body:
        if isinstance(function, ast.FunctionDef) and function.name == "__init__":
            names = [argument.arg for argument in (*function.args.posonlyargs, *function.args.args)]
            return names.index("template") - 1 if "template" in names else len(names)
    return inherited


def _shown(call: ast.Call, errors: Mapping[str, int]) -> Iterator[ast.expr]:
    """Yield the arguments of a call that a person may read."""
    name = _name(call)
    if name in errors:
        yield from call.args[errors[name] : errors[name] + 1]
    wanted = SHOWN.get(name, ("template",) if name == "say" else ())
    for position, argument in zip(POSITIONS.get(name, ()), call.args, strict=False):
        if position in wanted:
            yield argument
    yield from (keyword.value for keyword in call.keywords if keyword.arg in wanted)


def _constants(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what the module's own names stand for."""
    found: dict[str, ast.expr] = {}
    for node in tree.body:
        if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
            found[node.targets[0].id] = node.value
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name) and node.value:
            found[node.target.id] = node.value
    return found


def _bare(node: ast.expr | None, constants: Mapping[str, ast.expr]) -> bool:
    """Whether a text that is not marked may come out of an expression."""
    if isinstance(node, ast.Name):
        node, constants = constants.get(node.id), {}
    if isinstance(node, ast.Constant):
        return isinstance(node.value, str) and bool(_FIELD.sub("", node.value))
    return isinstance(node, ast.JoinedStr) or any(_bare(part, constants) for part in _parts(node))


def _parts(node: ast.expr | None) -> list[ast.expr]:
    """Return the expressions of which one may become the value of `node`."""
    match node:
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "join" | "strip")) | ast.Subscript(value=value):
            return [value]
        case ast.BinOp(left=left, right=right):
            return [left, right]
        case ast.IfExp(body=body, orelse=orelse):
            return [body, orelse]
        case ast.Dict(values=values):
            return values
    return []


def _calls(source: Source) -> Iterator[ast.Call]:
    return (node for node in source.nodes if isinstance(node, ast.Call))


def _unmarked(source: Source, errors: Mapping[str, int]) -> list[str]:
    constants = _constants(source.tree)
    return [
        f"{source.at(argument)}: {ast.unparse(argument)}"
        for call in _calls(source)
        for argument in _shown(call, errors)
        if _bare(argument, constants)
    ]


def test_no_text_outside_ui_is_unmarked() -> None:
    sources = package_sources()
    errors = _errors(sources)
    unmarked = [
        line for source in sources if not source.name.startswith(f"{PACKAGE}.ui") for line in _unmarked(source, errors)
    ]
    assert not unmarked


@pytest.mark.parametrize(
    "line",
    [
        "raise MyError('text {x}', x=1)",
        "raise MyError(f'text {x}')",
        "raise MyError(_TEXT)",
        "raise MyError(_MANY['a'])",
        "raise KindError('place', 'text')",
        "raise MyError('a' if x else MARKED)",
        "notices.say('info', 'text')",
        "Notice('info', 'text')",
        "Command('id', 'text', help=QT_TRANSLATE_NOOP('C', 'help'))",
        "Meta(ge=1, title='text')",
    ],
)
def test_an_unmarked_text_is_noticed(line: str) -> None:
    errors = "class MyError(AppError): pass\nclass AppError(PicPikError): pass\nclass KindError(MyError):\n"
    errors += "    def __init__(self, kind, template): ..."
    text = f"{errors}\n_TEXT = 'text'\n_MANY = {{'a': 'b'}}\n{line}"
    source = parsed("example.py", "example", text)
    assert _unmarked(source, _errors((source,)))


def test_marks_hold_literal_texts_for_lupdate_reads_source() -> None:
    wrong = [
        source.at(call)
        for source in package_sources()
        for call in _calls(source)
        if _name(call) == MARK and not _is_literal(call)
    ]
    assert not wrong


def _is_literal(call: ast.Call) -> bool:
    return len(call.args) == 2 and all(
        isinstance(argument, ast.Constant) and isinstance(argument.value, str) and argument.value
        for argument in call.args
    )


def test_marked_templates_can_be_filled_in() -> None:
    for source in package_sources():
        for call in _calls(source):
            if _name(call) == MARK:
                template = ast.literal_eval(call.args[1])
                assert template.format_map(_Anything()), source.at(call)


class _Anything(dict[str, str]):
    def __missing__(self, key: str) -> str:
        assert key.isidentifier(), f"{key!r} is no name of a value"
        return key
