"""What a desk decided, as a frozen dataclass."""

from __future__ import annotations

from dataclasses import dataclass, fields

from exonym_client.answers import Json


@dataclass(frozen=True, slots=True)
class Decision:
    """What a spelling means to a desk: `place` is None where no place is meant; `label` is the place in words."""

    id: str
    name: str
    place: int | str | None
    strength: str
    when: Json
    note: str
    by: str
    at: str
    version: int
    state: str
    label: str | None


def read_decision(data: Json) -> Decision:
    """What is answered to a decision that was made or forgotten."""
    return _decision(data["decision"])


def read_decisions(data: Json) -> list[Decision]:
    """What /v1/desks/{desk}/decisions answers."""
    return [_decision(one) for one in data["decisions"]]


def _decision(data: Json) -> Decision:
    return Decision(**{field.name: data[field.name] for field in fields(Decision)})
