"""The shapes of jobs, for the OpenAPI page."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

COLUMN = "by title or, from 1, by number"


class TableParameters(BaseModel):
    """What a client may say of a table; as URL parameters or as fields of the form."""

    name: list[str] = Field(
        [],
        description=f"The column with the names, {COLUMN}; without it columns are guessed by title. "
        "Given again: the first that is not blank in a row counts, the next is evidence.",
    )
    country: str = Field("", description=f"The column with countries, {COLUMN}.")
    within: str = Field("", description=f"The column with admin areas, {COLUMN}.")
    lat: str = Field("", description=f"The column with latitudes of a point nearby, {COLUMN}.")
    lon: str = Field("", description=f"The column with longitudes, {COLUMN}.")
    header: bool | None = Field(
        None, description="The first row is titles; where nothing is said, one that looks like data is kept as data."
    )
    encoding: str = Field("", description="The encoding of the text; found by its bytes where it is not given.")
    split: str = Field(
        "", description="Make a row of each place that a cell names, parted by this; `any`: as lists are."
    )
    joint: bool = Field(False, description="What most rows say of country and region weighs on the unsure ones.")
    strict: bool = Field(False, description="Country and area filter; otherwise they weigh.")
    mode: Literal["thorough", "fast"] = Field("thorough", description="How far to look.")
    display: str = Field("", description="Language of the names in the answer, BCP 47.")


class JobPath(BaseModel):
    """The path of a job."""

    id: str = Field(description="The job's id.")


class JobAnswer(BaseModel):
    """A job: what it is about, and how far it has come."""

    id: str
    state: Literal["queued", "running", "done", "failed"]
    filename: str
    created: str = Field(description="ISO 8601, UTC.")
    expires: str | None = Field(description="When it and its files are deleted; set when it has ended.")
    rows_done: int
    rows_total: int = Field(description="Counted by lines until the job is done.")
    verdicts: dict[str, int] = Field(description="Rows by verdict.")
    seconds: float = Field(description="Time of work so far.")
    gazetteer: str | None = Field(description="The build that answers.")
    remarks: list[str] = Field(description="What was found and guessed about the table.")
    error: str | None
    links: dict[str, str]


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
