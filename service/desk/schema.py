"""The shapes of desks, for the OpenAPI page."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, ConfigDict
from pydantic import Field as Described

from service.desk.records import VIAS
from service.fields import Field, FieldKind
from service.schema.notes import WrittenFields

DESK = Field("desk", FieldKind.TEXT, "The desk: small letters a to z, digits and hyphens.", most=40, required=True)
ID = Field("id", FieldKind.TEXT, "The decision's id.", most=40, required=True)
DESK_PATH = (DESK,)
DECISION_PATH = (DESK, ID)
MOST_LISTED = 1_000
LIST = (
    Field("q", FieldKind.TEXT, "In names and people's names, or a place's id.", most=200),
    Field("place", FieldKind.AREA, "Only decisions for this place.", most=20),
    Field("by", FieldKind.TEXT, "Only those of this person.", most=100),
    Field("via", FieldKind.TEXT, f"Only those made there: {', '.join(VIAS)}.", most=20),
    Field("state", FieldKind.TEXT, "Only those in this state: active, stale, forgotten.", "active", most=20),
    Field("since", FieldKind.TEXT, "Only those from this day or time on, ISO 8601.", most=40),
    Field("limit", FieldKind.WHOLE, "How many to list.", 100, least=1, most=MOST_LISTED),
    Field("cursor", FieldKind.WHOLE, "Where the page before ended: its `next`.", least=0),
)
CHANGES = (
    Field("since", FieldKind.WHOLE, "Only changes after this revision.", 0, least=0),
    Field("limit", FieldKind.WHOLE, "How many to list.", MOST_LISTED, least=1, most=MOST_LISTED),
)
IMPORT = (Field("dry_run", FieldKind.FLAG, "Say what would become of each line, and keep nothing.", default=False),)


class DeskRef(BaseModel):
    """The desk that answered, and at which revision."""

    id: str
    revision: int


class WhenFields(BaseModel):
    """When a decision holds: all that is given must; where nothing is, it holds everywhere."""

    country: list[str] | None = Described(None, description="ISO 3166-1 codes: the query names one of these.")
    unless_country: list[str] | None = Described(None, description="The query names none of these.")
    within: int | str | None = Described(None, description="The query's `within` is this area or inside it.")
    lang: str | None = Described(None, description="Language of the text, BCP 47.")
    collection: str | None = Described(None, description="The label that the caller sends.")
    document: str | None = Described(None, description="This document only; a hash of what was sent.")


class DecisionFields(BaseModel):
    """A decision as it is kept."""

    id: str
    desk: str
    name: str
    place: int | str | None = Described(description="Null: no place is meant.")
    strength: Literal["decides", "prefers"]
    when: WhenFields
    note: str
    by: str
    at: str
    via: str
    version: int
    state: Literal["active", "stale", "forgotten"]
    used: int
    last_used: str | None
    label: str | None = Described(description="The place, for people.")
    lat: float | None
    lon: float | None
    successor: int | None = Described(description="Of a stale decision: the place that took its place's place.")


class DecisionAnswer(BaseModel):
    """One decision."""

    decision: DecisionFields
    desk: DeskRef


class DecisionsAnswer(BaseModel):
    """Some decisions of a desk, the newest first."""

    decisions: list[DecisionFields]
    next: int | None = Described(description="The cursor of the next page; null where this is the last.")
    desk: DeskRef


class ChangeFields(BaseModel):
    """One change: what a decision was before and after; null where it was not."""

    revision: int
    decision: str | None
    at: str
    by: str
    via: str
    before: dict[str, Any] | None
    after: dict[str, Any] | None


class ChangesAnswer(BaseModel):
    """Changes of a desk, the oldest first."""

    changes: list[ChangeFields]
    desk: DeskRef


class DeskFields(BaseModel):
    """A desk."""

    id: str
    title: str
    lang: str
    based_on: str | None
    style: dict[str, Any]
    revision: int
    decisions: int
    people: list[str]
    role: str = Described(description="What the caller may do: reader, editor, owner.")


class DesksAnswer(BaseModel):
    """The desks that the caller may ask."""

    desks: list[DeskFields]


class ImportAnswer(BaseModel):
    """What became, or would become, of each line of a file."""

    counts: dict[str, int]
    new: list[dict[str, Any]]
    changed: list[dict[str, Any]]
    contradictory: list[dict[str, Any]]
    unknown: list[dict[str, Any]]
    unread: list[dict[str, Any]]
    remarks: list[str]
    desk: DeskRef


class AnnouncedFields(BaseModel):
    """What a house has announced of a place."""

    model_config = ConfigDict(populate_by_name=True)

    place: int | str
    text: str
    lang: str
    avoid: list[str]
    kept: list[str] = Described(alias="except", description="Expressions in which another spelling stays.")
    source: str
    since: str


class PresetFields(BaseModel):
    """What a house has announced."""

    id: str
    entries: list[AnnouncedFields]


class PresetsAnswer(BaseModel):
    """Houses that have said in public how they write places."""

    styles: list[PresetFields]


class DatelineAnswer(BaseModel):
    """The dateline of a story from a place."""

    place: int | str
    dateline: str
    written: WrittenFields


def body(schema: dict[str, Any], required: bool = True) -> dict[str, Any]:
    """A JSON body of a route."""
    return {"requestBody": {"required": required, "content": {"application/json": {"schema": schema}}}}


_TEXT = {"type": "string"}
DECISION = {
    "type": "object",
    "description": "What a spelling means to the desk.",
    "properties": {
        "name": _TEXT | {"description": "The spelling.", "minLength": 1},
        "place": {"anyOf": [{"type": "integer"}, _TEXT, {"type": "null"}], "description": "An id; null: no place."},
        "strength": _TEXT | {"enum": ["decides", "prefers"], "description": "How strong it is."},
        "when": {"anyOf": [{"type": "object"}, {"type": "null"}], "description": "When it holds; empty: everywhere."},
        "note": _TEXT | {"maxLength": 500, "description": "Why, for colleagues."},
        "document": _TEXT | {"maxLength": 200, "description": "This document only, however the caller names it."},
        "by": _TEXT | {"maxLength": 100, "description": "Who decides; by default whose the key is."},
        "via": _TEXT | {"enum": list(VIAS), "description": "Where it is decided."},
    },
    "required": ["name", "place"],
    "example": {"name": "Shevchenkove", "place": 694137, "note": "the town in Kharkiv Oblast"},
}
DECISIONS = {"anyOf": [DECISION, {"type": "array", "items": DECISION, "maxItems": 1000}]}
CHANGED_DECISION = DECISION | {"required": []}
DESK_BODY = {
    "type": "object",
    "properties": {
        "title": _TEXT | {"maxLength": 100, "description": "What the desk is called."},
        "lang": _TEXT | {"description": "The language it writes in, BCP 47."},
        "based_on": {"anyOf": [_TEXT, {"type": "null"}], "description": "Whose decisions count where it has none."},
    },
}
