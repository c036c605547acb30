"""Draw docs/architecture.svg: who may import whom, from the contracts that import-linter checks.

    python -m bench.architecture

Each contract of layers is a column: what stands higher may import what stands lower, what stands side by side knows
nothing of each other. What each package is for is the first sentence of its docstring.
"""

from __future__ import annotations

import ast
import textwrap
import tomllib
from collections.abc import Iterator
from html import escape
from pathlib import Path
from typing import Any, Final

ROOT: Final = Path(__file__).parents[1]
PICTURE: Final = ROOT / "docs" / "architecture.svg"
PLACES: Final = ("", "clients/python")  # where packages are

WIDTH, GAP, MARGIN = 470, 24, 16
LINE, PADDING, STEP = 16, 8, 8
LETTERS = 68  # in a line of a box that is as wide as its column
STYLE: Final = (
    "text{font:13px sans-serif;fill:#1f2933}.t{font-weight:600}.m{font:600 13px monospace}"
    ".s{font-size:12px;fill:#52606d}"
    "rect{fill:#f5f7fa;stroke:#9aa5b1;rx:4px}.b{fill:#fff;stroke:none}"
)


def contracts() -> list[dict[str, Any]]:
    """The contracts of pyproject.toml, in their order."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    found: list[dict[str, Any]] = project["tool"]["importlinter"]["contracts"]
    return found


def purpose(module: str) -> str:
    """The first sentence of a module's docstring; nothing where it has none."""
    for place in PLACES:
        path = ROOT / place / module.replace(".", "/")
        for file in (path / "__init__.py", path.with_suffix(".py")):
            if file.exists():
                text = ast.get_docstring(ast.parse(file.read_text(encoding="utf-8"))) or ""
                return " ".join(text.partition("\n\n")[0].split()).removesuffix(":").removesuffix(".")
    return ""


def layers(contract: dict[str, Any]) -> Iterator[list[tuple[str, str]]]:
    """The layers of a contract from the top down: for each of its modules what it is called there, and its purpose."""
    container = contract.get("containers", [""])[0]
    for layer in contract["layers"]:
        names = [name.strip(" ()") for name in layer.split("|")]
        yield [(name, purpose(f"{container}.{name}" if container else name)) for name in names]


def column(contract: dict[str, Any], x: int) -> tuple[list[str], int]:
    """One contract as a column of boxes, and how far down it reaches."""
    out, y = [], MARGIN
    for line in textwrap.wrap(contract["name"], LETTERS - 8):
        y += LINE
        out.append(f'<text class="t" x="{x}" y="{y}">{escape(line)}</text>')
    y += STEP
    for layer in layers(contract):
        wide = (WIDTH - STEP * (len(layer) - 1)) // len(layer)
        texts = [textwrap.wrap(about, LETTERS // len(layer) - 2) if about else [] for _, about in layer]
        high = PADDING * 2 + LINE * (1 + max(map(len, texts)))
        for at, ((name, _), lines) in enumerate(zip(layer, texts, strict=True)):
            left = x + at * (wide + STEP)
            out.append(f'<rect x="{left}" y="{y}" width="{wide}" height="{high}"/>')
            out.append(f'<text class="m" x="{left + PADDING}" y="{y + PADDING + 12}">{escape(name)}</text>')
            for down, line in enumerate(lines, 1):
                at_y = y + PADDING + 12 + LINE * down
                out.append(f'<text class="s" x="{left + PADDING}" y="{at_y}">{escape(line)}</text>')
        y += high + STEP
    return out, y


def sentences(top: int, width: int) -> tuple[list[str], int]:
    """The contracts that forbid, a line each."""
    out, y = [], top
    for contract in contracts():
        if contract["type"] != "forbidden":
            continue
        who, whom = ", ".join(contract["source_modules"]), ", ".join(contract["forbidden_modules"])
        for line in textwrap.wrap(f"{contract['name']}: {who} never imports {whom}.", width // 7):
            y += LINE
            out.append(f'<text class="s" x="{MARGIN}" y="{y}">{escape(line)}</text>')
    return out, y


def draw() -> str:
    """The picture."""
    drawn = [one for one in contracts() if one["type"] == "layers"]
    width = MARGIN * 2 + len(drawn) * WIDTH + (len(drawn) - 1) * GAP
    parts, deepest = [], 0
    for at, contract in enumerate(drawn):
        boxes, bottom = column(contract, MARGIN + at * (WIDTH + GAP))
        parts += boxes
        deepest = max(deepest, bottom)
    lines, bottom = sentences(deepest + STEP, width - MARGIN * 2)
    head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {bottom + MARGIN}">'
    paper = f'<rect class="b" width="{width}" height="{bottom + MARGIN}"/>'
    return "\n".join([head, f"<style>{STYLE}</style>", paper, *parts, *lines, "</svg>"]) + "\n"


if __name__ == "__main__":
    PICTURE.write_text(draw(), encoding="utf-8")
