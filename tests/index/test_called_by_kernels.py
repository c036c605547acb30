"""Python calls no function that only kernels can call: nothing is compiled by which it could, and it would crash."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[2]
FOLDERS = ("gazetteer", "service", "training", "bench", "tests")
CALLED_BY_KERNELS = {"inline", "part"}
COMPILED = CALLED_BY_KERNELS | {"kernel", "njit"}

Function = ast.FunctionDef | ast.AsyncFunctionDef


def decorators(function: Function) -> set[str]:
    calls = [each.func if isinstance(each, ast.Call) else each for each in function.decorator_list]
    return {each.attr if isinstance(each, ast.Attribute) else getattr(each, "id", "") for each in calls}


def called_by_kernels(tree: ast.Module) -> set[str]:
    return {each.name for each in tree.body if isinstance(each, Function) and decorators(each) & CALLED_BY_KERNELS}


def known(module: str, tree: ast.Module, made: dict[str, set[str]]) -> set[str]:
    """What such functions are called in a module, alone or behind the name of theirs."""
    names = set(made[module])
    for line in ast.walk(tree):
        if isinstance(line, ast.ImportFrom) and line.module:
            for each in line.names:
                if each.name in made.get(line.module, ()):
                    names.add(each.asname or each.name)
                names |= {f"{each.asname or each.name}.{one}" for one in made.get(f"{line.module}.{each.name}", ())}
    return names


def uses(node: ast.AST, names: set[str]) -> Iterator[int]:
    """The lines outside of compiled functions where a name is used."""
    if isinstance(node, Function) and decorators(node) & COMPILED:
        return
    if isinstance(node, ast.Name | ast.Attribute) and ast.unparse(node) in names:
        yield node.lineno
    for child in ast.iter_child_nodes(node):
        yield from uses(child, names)


def test_python_calls_none() -> None:
    files = {file for folder in FOLDERS for file in (ROOT / folder).rglob("*.py")}
    trees = {".".join(file.relative_to(ROOT).with_suffix("").parts): ast.parse(file.read_bytes()) for file in files}
    made = {module: called_by_kernels(tree) for module, tree in trees.items()}
    assert sum(map(len, made.values())) > 100
    found = {module: list(uses(tree, known(module, tree, made))) for module, tree in trees.items()}
    assert {module: lines for module, lines in found.items() if lines} == {}


def test_a_call_is_found() -> None:
    text = "from a import one\nfrom b import c\n@kernel\ndef k():\n    one()\ndef f():\n    return c.two(one)\n"
    tree = ast.parse(text)
    names = known("m", tree, {"m": set(), "a": {"one"}, "b.c": {"two"}})
    assert list(uses(tree, names)) == [7, 7]
