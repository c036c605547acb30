"""A name of a class means one thing, in the library and in the service."""

from __future__ import annotations

import ast
from collections import defaultdict
from pathlib import Path

ROOT = Path(__file__).parent.parent
TREES = ("gazetteer", "service")


def test_a_class_name_means_one_thing() -> None:
    where: defaultdict[str, list[str]] = defaultdict(list)
    for path in (path for tree in TREES for path in (ROOT / tree).rglob("*.py")):
        for node in ast.parse(path.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                where[node.name].append(str(path.relative_to(ROOT)))
    assert len(where) > 300
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}
