"""Runs examples/places.ipynb, and keeps what its cells give.

    python -m bench.notebook

Needs no Jupyter: a cell is Python, and what its last line gives shows itself as HTML or text.
"""

from __future__ import annotations

import ast
import json
from pathlib import Path
from typing import Any

NOTEBOOK = Path(__file__).parents[1] / "examples" / "places.ipynb"


def run_cell(source: str, known: dict[str, Any]) -> dict[str, str]:
    """What a cell gives, by media type; nothing where its last line is no expression.

    Args:
        source: the cell.
        known: the names that the cells before made; gets those of this one.
    """
    tree = ast.parse(source)
    last = tree.body.pop() if tree.body and isinstance(tree.body[-1], ast.Expr) else None
    exec(compile(tree, "cell", "exec"), known)
    if not isinstance(last, ast.Expr):
        return {}
    value = eval(compile(ast.Expression(last.value), "cell", "eval"), known)
    shown = {} if value is None else {"text/plain": repr(value)}
    html = value._repr_html_() if hasattr(value, "_repr_html_") else None
    return shown | ({"text/html": html} if html else {})


def cells(notebook: dict[str, Any]) -> list[dict[str, Any]]:
    """The cells with code."""
    return [cell for cell in notebook["cells"] if cell["cell_type"] == "code"]


def main() -> None:
    """Run all, and write the notebook with what they give."""
    notebook = json.loads(NOTEBOOK.read_text(encoding="utf-8"))
    known: dict[str, Any] = {"__name__": "__main__"}
    for number, cell in enumerate(cells(notebook), 1):
        shown = run_cell("".join(cell["source"]), known)
        cell["execution_count"] = number
        data = {kind: text.splitlines(keepends=True) for kind, text in shown.items()}
        told = {"data": data, "execution_count": number, "metadata": {}, "output_type": "execute_result"}
        cell["outputs"] = [told] if data else []
    NOTEBOOK.write_text(json.dumps(notebook, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
