"""Texts whose places are marked: one JSON object a line, one file a language."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

PLACE, DEMONYM = "place", "demonym"


@dataclass(frozen=True, slots=True)
class Gold:
    """A marked stretch: `label` is `place`, `demonym`, or one of these `-inside` another name."""

    start: int
    end: int
    label: str
    id: int | None = None


@dataclass(frozen=True, slots=True)
class MarkedText:
    """A text and what is marked in it."""

    id: str
    lang: str
    source: str
    licence: str
    text: str
    gold: tuple[Gold, ...]


def read_texts(folder: Path) -> Iterator[MarkedText]:
    """The texts of a folder, by language.

    Args:
        folder: holds `<language>.jsonl`.
    """
    for file in sorted(folder.glob("*.jsonl")):
        with file.open(encoding="utf-8") as lines:
            for line in lines:
                row = json.loads(line)
                gold = tuple(Gold(one["start"], one["end"], one["label"], one.get("id")) for one in row["places"])
                yield MarkedText(row["id"], row["lang"], row["source"], row["licence"], row["text"], gold)
