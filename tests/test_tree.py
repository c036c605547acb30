"""What the tree of modules is held to: imports lead nowhere round in a ring, and functions are short."""

from __future__ import annotations

import ast
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

ROOT = Path(__file__).parents[1]
SOURCES = (ROOT / "gazetteer", ROOT / "service", ROOT / "clients" / "python" / "exonym_client")
TREES = (*SOURCES, ROOT / "bench", ROOT / "training")
KERNEL = {"kernel", "inline", "overload"}
MOST_LINES = 60  # of a function
MOST_LINES_OF_A_KERNEL = 80


def name_of(source: Path) -> str:
    """The name by which a module is imported."""
    parts = source.relative_to(ROOT / "clients" / "python" if "clients" in source.parts else ROOT).with_suffix("").parts
    return ".".join(parts).removesuffix(".__init__")


def imported(tree: ast.Module, modules: set[str]) -> set[str]:
    """The modules that one imports, within functions too; of a package's own module that, not the package."""
    found = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            found |= {one.name for one in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            assert not node.level
            found |= {full if (full := f"{node.module}.{one.name}") in modules else node.module for one in node.names}
    return found & modules


def test_no_imports_lead_round_in_a_ring() -> None:
    sources = {name_of(source): source for tree in SOURCES for source in tree.rglob("*.py")}
    assert len(sources) > 500
    graph = {name: imported(ast.parse(source.read_text("utf-8")), set(sources)) for name, source in sources.items()}
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as error:
        raise AssertionError(" imports ".join(error.args[1][::-1])) from None


def test_functions_are_short() -> None:
    long = []
    for source in (source for tree in TREES for source in tree.rglob("*.py")):
        for node in ast.walk(ast.parse(source.read_text("utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno is not None:
                decorators = {one.id for one in node.decorator_list if isinstance(one, ast.Name)}
                most = MOST_LINES_OF_A_KERNEL if decorators & KERNEL else MOST_LINES
                if (lines := node.end_lineno - node.lineno + 1) > most:
                    long.append(f"{source.relative_to(ROOT)}: {node.name} has {lines} lines")
    assert long == []
