"""The house numbers of our style, and the order of the house: who is where, and who may say what."""

import ast
import functools
import re
import statistics
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.sources import (
    PACKAGE,
    ROOT,
    Function,
    Source,
    all_sources,
    git_files,
    length,
    package_sources,
)

LONGEST_FUNCTION = 50
MEDIAN_FUNCTION = 8
DEEPEST_NESTING = 3
MOST_PARAMETERS = 6
LONGEST_CLASS = 250
LONGEST_MODULE = 400

TOP_LEVEL = {"pyproject.toml", PACKAGE, "resources", "tests", "packaging", "README.md", "LICENSE", "CHANGELOG.md"}
NO_NAMES = {"utils", "util", "helpers", "helper", "manager", "managers", "common", "misc", "base_utils"}

_BLOCKS = (ast.If, ast.For, ast.AsyncFor, ast.While, ast.With, ast.AsyncWith, ast.Try, ast.TryStar, ast.Match)
_SCOPES = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
_PLACES = (ast.stmt, ast.ExceptHandler, ast.match_case)
"""What holds statements, or is one; no block stands inside an expression."""


def _nesting(node: ast.AST, depth: int = 0) -> int:
    """Return how deep blocks stand inside blocks below `node`; `elif` is no deeper than its `if`."""
    deepest = depth
    for name, child in _children(node):
        if isinstance(child, _SCOPES):
            continue
        is_elif = isinstance(node, ast.If) and isinstance(child, ast.If) and name == "orelse" and len(node.orelse) == 1
        step = 1 if isinstance(child, _BLOCKS) and not is_elif else 0
        deepest = max(deepest, _nesting(child, depth + step))
    return deepest


def _children(node: ast.AST) -> Iterator[tuple[str, ast.AST]]:
    for name, value in ast.iter_fields(node):
        if isinstance(value, list):
            yield from ((name, child) for child in value if isinstance(child, _PLACES))


def _parameters(function: Function) -> int:
    arguments = function.args
    names = [each.arg for each in (*arguments.posonlyargs, *arguments.args, *arguments.kwonlyargs)]
    return len(names) - (names[:1] in (["self"], ["cls"]))


def test_no_function_is_too_long() -> None:
    long = [
        f"{source.at(node)} {node.name}: {length(node)} lines"
        for source in all_sources()
        for node in source.functions
        if length(node) > LONGEST_FUNCTION
    ]
    assert not long


def test_half_of_the_functions_are_short() -> None:
    lengths = [length(node) for source in package_sources() for node in source.functions]
    assert statistics.median(lengths) <= MEDIAN_FUNCTION


def test_nothing_is_nested_too_deep() -> None:
    deep = [
        f"{source.at(node)} {node.name}: {_nesting(node)} deep"
        for source in all_sources()
        for node in source.functions
        if _nesting(node) > DEEPEST_NESTING
    ]
    assert not deep


def test_nothing_takes_too_many_parameters() -> None:
    many = [
        f"{source.at(node)} {node.name}: {_parameters(node)} parameters"
        for source in all_sources()
        for node in source.functions
        if _parameters(node) > MOST_PARAMETERS
    ]
    assert not many


def test_no_class_is_too_long() -> None:
    long = [
        f"{source.at(node)} {node.name}: {length(node)} lines"
        for source in all_sources()
        for node in source.classes
        if length(node) > LONGEST_CLASS
    ]
    assert not long


def test_no_module_is_too_long() -> None:
    long = [
        f"{source.path}: {len(source.lines)} lines" for source in all_sources() if len(source.lines) > LONGEST_MODULE
    ]
    assert not long


def test_the_numbers_would_notice() -> None:
    tree = ast.parse(
        "def f(self, a, *, b):\n"
        "    if a:\n        pass\n    elif b:\n        for x in a:\n            with x:\n                try: pass\n"
        "                except E: pass\n"
    )
    (function,) = tree.body
    assert isinstance(function, ast.FunctionDef)
    assert (_nesting(function), _parameters(function), length(function)) == (4, 2, 8)


def test_the_top_level_holds_nothing_else() -> None:
    names = {path.split("/")[0] for path in git_files()}
    assert {name for name in names if not name.startswith(".")} == TOP_LEVEL


def test_modules_are_nouns_of_the_domain() -> None:
    vague = [source.path for source in package_sources() if NO_NAMES & set(source.name.split("."))]
    assert not vague


@functools.cache
def _imports(source: Source) -> frozenset[str]:
    """Return the dotted names that a module imports anywhere, but for those that only the type checker sees."""
    hidden = {id(child) for node in source.nodes if _is_type_checking(node) for child in ast.walk(node)}
    found: set[str] = set()
    for node in source.nodes:
        if id(node) in hidden:
            continue
        if isinstance(node, ast.Import):
            found.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
            found.update(f"{node.module}.{alias.name}" for alias in node.names)
    return frozenset(found)


def _is_type_checking(node: ast.AST) -> bool:
    return isinstance(node, ast.If) and isinstance(node.test, ast.Name) and node.test.id == "TYPE_CHECKING"


def _import_graph() -> dict[str, set[str]]:
    """Return the package's modules and those of them that each needs; a package's name stands for its `__init__`."""
    sources = {source.name: source for source in package_sources()}
    return {name: set(_imports(source) & set(sources)) - {name} for name, source in sources.items()}


def _cycle(graph: dict[str, set[str]]) -> list[str]:
    """Return the modules that are left when all that need nothing more were taken away again and again."""
    left = {name: set(needs) for name, needs in graph.items()}
    while True:
        done = {name for name, needs in left.items() if not needs}
        if not done:
            return sorted(left)
        left = {name: needs - done for name, needs in left.items() if name not in done}


def test_no_module_needs_itself_in_a_circle() -> None:
    assert _cycle({"a": {"b"}, "b": {"c"}, "c": {"b"}, "d": set()}) == ["a", "b", "c"]
    assert not _cycle(_import_graph())


def test_only_the_window_knows_qt() -> None:
    qt = {"PySide6", "shiboken6"}
    knowing = {source.name for source in package_sources() if qt & {name.split(".")[0] for name in _imports(source)}}
    assert f"{PACKAGE}.ui.shell" in knowing
    assert {name for name in knowing if not name.startswith(f"{PACKAGE}.ui")} <= {f"{PACKAGE}.main"}


@pytest.mark.parametrize("path", git_files(f"{PACKAGE}/**/__init__.py", f"{PACKAGE}/__init__.py"))
def test_packages_are_empty_or_lazy(path: str) -> None:
    source = next(source for source in package_sources() if source.path == path)
    body = source.tree.body
    assert ast.get_docstring(source.tree)
    names = {node.name for node in body if isinstance(node, ast.FunctionDef)}
    assert len(body) == 1 or "__getattr__" in names
    assert not {name for name in _imports(source) if name != "importlib"}


_REASONED = re.compile(
    r"# noqa: [A-Z]+[0-9]+(, ?[A-Z]+[0-9]+)* - \S+"
    r"|# type: ignore\[[\w, -]+\] *(#|-) *\S+"
    r"|# pragma: no cover - \S+"
)
_EXCEPTION = re.compile(r"# *(noqa|type: *ignore|pragma: *no)")


def test_every_exception_to_a_rule_has_its_reason() -> None:
    silent = [
        f"{source.path}:{number}: {line.strip()}"
        for source in all_sources()
        if not source.path.endswith("tests/test_house.py")
        for number, line in enumerate(source.lines, start=1)
        if len(_EXCEPTION.findall(line)) > len(_REASONED.findall(line))
    ]
    assert not silent


def test_nothing_is_left_for_later() -> None:
    later = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X)\b")
    left = [
        f"{source.path}:{number}: {line.strip()}"
        for source in all_sources()
        for number, line in enumerate(source.lines, start=1)
        if later.search(line)
    ]
    assert not left


def test_no_machine_and_no_registry_is_named() -> None:
    tied = re.compile(
        "|".join([r"(?<![\w.])/ro" + "ot/", r"(?<![\w.])/wo" + "rk/", "pypi" + r"\.org", "npm" + r"js\.(org|com)"])
    )
    texts = {".py", ".toml", ".md", ".svg", ".qss", ".txt", ""}
    named = [
        f"{name}:{number}: {line.strip()}"
        for name in git_files()
        if Path(name).suffix in texts
        for number, line in enumerate((ROOT / name).read_text(encoding="utf-8").splitlines(), start=1)
        if tied.search(line)
    ]
    assert not named
