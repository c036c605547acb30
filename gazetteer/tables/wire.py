"""Names and answers as JSON, for who resolves on another machine: what comes out is what went in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, fields
from typing import Any

from gazetteer.model import Options
from gazetteer.tables.answer import Answer, RowVerdict
from gazetteer.tables.columns import Cells
from gazetteer.tables.consensus import Consensus
from gazetteer.tables.consensus import from_json as consensus_from_json

_ANSWER = tuple(field.name for field in fields(Answer))


def asked_to_json(asked: Sequence[Cells], options: Options, candidates: int, consensus: Consensus | None) -> Any:
    """Names, and how they are to be resolved."""
    return {
        "asked": [list(cells) for cells in asked],
        "options": asdict(options),
        "candidates": candidates,
        "consensus": None if consensus is None else asdict(consensus),
    }


def asked_from_json(item: Any) -> tuple[list[Cells], Options, int, Consensus | None]:
    """Names, and how they are to be resolved, as they were written.

    Raises:
        ValueError: they were written by another version.
    """
    try:
        asked = [Cells(*cells) for cells in item["asked"]]
        return asked, Options(**item["options"]), int(item["candidates"]), consensus_from_json(item["consensus"])
    except (TypeError, KeyError) as error:
        raise ValueError(f"these are no names to resolve: {error}") from None


def answers_to_json(answers: Sequence[Answer]) -> Any:
    """Answers."""
    return {"fields": _ANSWER, "answers": [[getattr(one, name) for name in _ANSWER] for one in answers]}


def answers_from_json(item: Any) -> list[Answer]:
    """Answers, as they were written.

    Raises:
        ValueError: they were written by another version.
    """
    try:
        if tuple(item["fields"]) != _ANSWER:
            raise ValueError("these are answers of another version")
        return [_answer(dict(zip(_ANSWER, values, strict=True))) for values in item["answers"]]
    except (TypeError, KeyError) as error:
        raise ValueError(f"these are no answers: {error}") from None


def _answer(given: dict[str, Any]) -> Answer:
    candidates = tuple((id, label) for id, label in given["candidates"])
    return Answer(**given | {"verdict": RowVerdict(given["verdict"]), "candidates": candidates})
