"""The shapes of jobs, for the OpenAPI page."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from pydantic import Field as Described

from service import fields
from service.openapi import PLACE_ID, object_body
from service.schema.answers import CandidateFields, PlaceId
from service.schema.errors import ErrorFields

JOB_PATH = (fields.JOB,)


class JobAnswer(BaseModel):
    """A job: what it is about, and how far it has come."""

    id: str
    state: Literal["queued", "running", "done", "failed"]
    filename: str
    created: str = Described(description="ISO 8601, UTC.")
    expires: str | None = Described(description="When it and its files are deleted; set when it has ended.")
    rows_done: int
    rows_total: int = Described(description="Counted by lines until the job is done.")
    verdicts: dict[str, int] = Described(description="Rows by verdict.")
    seconds: float = Described(description="Time of work so far.")
    gazetteer: str | None = Described(description="The build that answers.")
    remarks: list[str] = Described(description="What was found and guessed about the table.")
    error: str | None
    links: dict[str, str]


class SampleFields(BaseModel):
    """A row of the table."""

    row: int = Described(description="As a spreadsheet counts; titles are row 1.")
    cells: list[str] = Described(description="In the columns that `columns` lists, each cut to 200 characters.")


class ClusterDecisionFields(BaseModel):
    """What somebody decided."""

    place: PlaceId | None = Described(description="The place; null where none is meant.")
    name: str | None
    lat: float | None
    lon: float | None
    country: str | None
    admin1: str | None
    at: str = Described(description="ISO 8601, UTC.")
    who: str


class ClusterFields(BaseModel):
    """A name in one context, and all rows that have it."""

    id: str
    name: str
    country: str
    within: str
    lat: str
    lon: str
    also: str = Described(description="What a further column of names says.")
    rows: int = Described(description="That one decision settles.")
    verdict: Literal["match", "ambiguous", "no_match", "error"]
    hint: str = Described(description="Why there is no match, or what to add.")
    none: float | None = Described(description="Probability that it is none of the candidates.")
    samples: list[SampleFields]
    candidates: list[CandidateFields] | None = Described(
        description="As /v1/resolve gives them; null in the answer to a decision where the gazetteer is busy."
    )
    decision: ClusterDecisionFields | None
    version: int = Described(description="To be sent with the decision.")


class ColumnFields(BaseModel):
    """A column of the samples."""

    number: int
    title: str
    holds: Literal["", "name", "country", "within", "lat", "lon"]


class ExaminedAnswer(BaseModel):
    """How a table is written."""

    encoding: str
    delimiter: str
    header: bool = Described(description="Whether the first row is titles.")
    columns: list[ColumnFields]
    shown: list[int] = Described(description="The numbers of the columns that `rows` has.")
    rows: list[list[str]] = Described(description="The first rows of data.")
    remarks: list[str] = Described(description="What was found and guessed.")
    question: str | None = Described(description="Why it cannot be read without more being said.")


class TallyFields(BaseModel):
    """How many names, and rows of them."""

    names: int
    rows: int


class ClusterCounts(BaseModel):
    """How many wait and how many are done."""

    ambiguous: TallyFields
    no_match: TallyFields
    error: TallyFields
    decided: TallyFields
    spot: TallyFields = Described(description="Matches that are listed to be looked at.")
    checked: TallyFields = Described(description="Those of them that were decided otherwise.")


class ClustersAnswer(BaseModel):
    """Names of a job, most rows first."""

    clusters: list[ClusterFields]
    counts: ClusterCounts
    columns: list[ColumnFields]
    next: str | None = Described(description="The `cursor` of the next page; null after the last.")


class ClusterConflict(BaseModel):
    """Somebody was quicker: the error, and the name as it stands."""

    error: ErrorFields
    cluster: ClusterFields | None = Described(None, description="As it stands; only with `decided_otherwise`.")


def decision_body() -> dict[str, Any]:
    """The body of a decision."""
    place = {"anyOf": [*PLACE_ID["anyOf"], {"type": "null"}], "description": "The place; null where none is meant."}
    return object_body(
        ("place", "version"),
        place=place,
        version={"type": "integer", "minimum": 0, "description": fields.VERSION.doc},
        remember={"type": "null", "description": "For the desk; there is none yet."},
        who={
            "anyOf": [{"type": "string", "maxLength": fields.WHO_LIMIT}, {"type": "null"}],
            "description": "Who decides, where no key says so.",
        },
    )


def table_body() -> dict[str, Any]:
    """The body of a route that takes a table: a form with a file, or the table itself."""
    binary = {"type": "string", "format": "binary"}
    form = {
        "type": "object",
        "required": ["file"],
        "properties": {
            "file": binary,
            "decisions": {**binary, "description": "A review file that came back."},
        },
    }
    content = {"multipart/form-data": {"schema": form}, "text/csv": {"schema": binary}}
    return {"requestBody": {"required": True, "content": content}}
