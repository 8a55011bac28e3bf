"""The project's own source as syntax trees, for the tests that look at the house and not at what it does."""

import ast
import contextlib
import functools
import gc
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = "picpik_studio"

Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Source:
    """One module: its path below the root, its dotted name, its text, its tree, and all of the tree's nodes."""

    path: str
    name: str
    text: str
    tree: ast.Module = field(compare=False)
    nodes: tuple[ast.AST, ...] = field(compare=False)

    @property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    @property
    def functions(self) -> Iterator[Function]:
        return (node for node in self.nodes if isinstance(node, Function))

    @property
    def classes(self) -> Iterator[ast.ClassDef]:
        return (node for node in self.nodes if isinstance(node, ast.ClassDef))

    def at(self, node: ast.expr | ast.stmt) -> str:
        return f"{self.path}:{node.lineno}"


def _read(path: Path) -> Source:
    relative = path.relative_to(ROOT)
    parts = relative.with_suffix("").parts
    name = ".".join(parts[:-1] if parts[-1] == "__init__" else parts)
    text = path.read_text(encoding="utf-8")
    return parsed(relative.as_posix(), name, text)


def parsed(path: str, name: str, text: str) -> Source:
    """Read a module's text; the tree is walked once for all who look at its nodes."""
    tree = ast.parse(text)
    return Source(path, name, text, tree, tuple(ast.walk(tree)))


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


def length(node: Function | ast.ClassDef) -> int:
    """Return how many lines a definition takes, docstring included, decorators not."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


def git_files(*patterns: str) -> list[str]:
    """Return the files that are under version control or will be, as paths below the root."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z", "--", *patterns]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\0")
    return sorted({name for name in listed if name and (ROOT / name).exists()})
