"""How much of the kernels' signatures is typed: how often `Any` stands in them, by module.

python -m bench.kernel_types
"""

from __future__ import annotations

import ast
from pathlib import Path

PACKAGE = Path(__file__).parents[1] / "gazetteer"
_DECORATORS = {"kernel", "inline"}


def untyped(package: Path = PACKAGE) -> dict[str, int]:
    """By module, how many arguments and results of kernels are `Any`."""
    found: dict[str, int] = {}
    for source in sorted(package.rglob("*.py")):
        count = sum(map(_any, ast.walk(ast.parse(source.read_text("utf-8")))))
        if count:
            found[str(source.relative_to(package))] = count
    return found


def _any(node: ast.AST) -> int:
    if not isinstance(node, ast.FunctionDef):
        return 0
    if not any(isinstance(one, ast.Name) and one.id in _DECORATORS for one in node.decorator_list):
        return 0
    annotations = [one.annotation for one in (*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs)]
    return sum(isinstance(one, ast.Name) and one.id == "Any" for one in (*annotations, node.returns))


if __name__ == "__main__":
    counts = untyped()
    for module, count in counts.items():
        print(f"{count:5}  {module}")
    print(f"{sum(counts.values()):5}  in all")
