"""The shapes of jobs, for the OpenAPI page."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel
from pydantic import Field as Described

from service.fields import Field, Kind

JOB_PATH = (Field("id", Kind.TEXT, "The job's id.", required=True),)


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
