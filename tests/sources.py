"""The project's own source as syntax trees, for the tests that look at the house and not at what it does."""

import ast
import contextlib
import functools
import gc
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "picpik_studio"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One module: its path below the root, its dotted name, its text and its tree."""

    path: str
    name: str
    text: str
    tree: ast.Module

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.path}:{node.lineno}"


def _read(path: Path) -> Source:
    relative = path.relative_to(ROOT)
    parts = relative.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return Source(relative.as_posix(), name, text, ast.parse(text))


@contextlib.contextmanager
def _out_of_the_collectors_sight() -> Iterator[None]:
    """Keep millions of nodes that stay for good out of every collection: of those while they are made, and after.

    Python's collector would look at all of them again and again: four times as long, and two seconds at a time later.
    """
    gc.collect()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.enable()


@functools.cache
def package_sources() -> tuple[Source, ...]:
    """Every module of the package."""
    with _out_of_the_collectors_sight():
        return tuple(_read(path) for path in sorted((ROOT / PACKAGE).rglob("*.py")))


@functools.cache
def all_sources() -> tuple[Source, ...]:
    """Every module of the package, the tests and the scripts."""
    scripts = [ROOT / "packaging" / name for name in ("environment.py", "start", "test")]
    package = package_sources()
    with _out_of_the_collectors_sight():
        return package + tuple(_read(path) for path in [*sorted((ROOT / "tests").rglob("*.py")), *scripts])


def functions(tree: ast.AST) -> Iterator[Function]:
    for node in ast.walk(tree):
        if isinstance(node, Function):
            yield node


def classes(tree: ast.AST) -> Iterator[ast.ClassDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ClassDef):
            yield node


def length(node: Function | ast.ClassDef) -> int:
    """Return how many lines a definition takes, docstring included, decorators not."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def git_files(*patterns: str) -> list[str]:
    """Return the files that are under version control or will be, as paths below the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted({name for name in listed if name and (ROOT / name).exists()})
