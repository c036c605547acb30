"""The page of features, docs/features.md: written from the comments of gazetteer/matching/features.py and the weights.

python -m bench.features_page
"""

from __future__ import annotations

import re
from enum import IntEnum
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import gazetteer.matching.features as features
from gazetteer.matching.features import Evidence, Nothing
from gazetteer.matching.weights import weights

PAGE = Path(__file__).parents[1] / "docs" / "features.md"
_MEMBER = re.compile(r"^    (?P<name>[A-Z0-9_]+) = \d+(?:  # (?P<said>.*))?$", re.MULTILINE)
_CLASS = re.compile(r"^class (?P<name>\w+)\(IntEnum\):$", re.MULTILINE)
_HEAD = """# What the model weighs

A candidate's utility is the sum of evidence times weight over the first table, that of "none of these" over the second;
probabilities are exp(utility) over the sum of all. `exonym resolve --explain` shows the products for a name. This page
is written from `gazetteer/matching/features.py` and `weights.toml` by `python -m bench.features_page`.
"""


def page() -> str:
    """The page, as it should stand in docs."""
    now = weights()
    return "\n".join(
        (
            _HEAD,
            "## Of a candidate\n",
            "Ratios run from 0 to 1; context is 1 agrees, -1 disagrees, 0 not given.\n",
            *_table(Evidence, now.candidate),
            '\n## Of "none of these"\n',
            *_table(Nothing, now.nothing),
            "",
        )
    )


def _table(columns: type[IntEnum], weighed: NDArray[np.float64]) -> list[str]:
    said = _comments(columns.__name__)
    rows = [f"| `{column.name}` | {said[column.name]} | {weighed[column]:g} |" for column in columns]
    return ["| name | what | weight |", "| --- | --- | ---: |", *rows]


def _comments(name: str) -> dict[str, str]:
    """What the source says beside each member of a class."""
    source = Path(features.__file__).read_text("utf-8")
    begun = next(found for found in _CLASS.finditer(source) if found["name"] == name)
    following = _CLASS.search(source, begun.end())
    body = source[begun.end() : following.start() if following else len(source)]
    return {found["name"]: found["said"] or "" for found in _MEMBER.finditer(body)}


if __name__ == "__main__":
    PAGE.write_text(page(), "utf-8")
