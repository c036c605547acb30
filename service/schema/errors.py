"""The shapes of errors, and which a route can answer with."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, Field


class ErrorFields(BaseModel):
    """What went wrong."""

    code: str
    message: str = Field(description="A sentence that says what to change.")
    where: str | None = Field(description="The field at fault, for example `queries[3].country`.")
    successor: int | None = Field(
        None, description="Of a deleted place the id to use in its stead; only with the code `gone_place`."
    )
    present: dict[str, Any] | None = Field(
        None, description="The decision that holds instead; only with the code `changed`."
    )


class ErrorAnswer(BaseModel):
    """The body of every answer that is not a 200."""

    error: ErrorFields


ERRORS = {
    401: "A key is needed, and none that holds was given.",
    408: "The body of the request came too slowly.",
    400: "What was asked cannot be read; `where` names the field.",
    410: "The source deleted the place; `successor` is the id to use in its stead.",
    403: "A page of another site asks; or the desk is not the key's own, or the key may not do that there.",
    404: "There is no such place, job, name to decide or decision.",
    409: "The job has no result yet; or the desk decided otherwise, and `present` has what holds.",
    413: "The request carries more than one request may.",
    428: "The request does not say, by `If-Match`, which version it would change.",
    429: "Too much at once; Retry-After says when to come back.",
    503: "No gazetteer is open, or more is asked than can be answered in time.",
    507: "The disk of the service is full, or cannot be written; nothing was stored.",
}


def errors(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The answers other than 200 that a route can give."""
    return {status: {"model": ErrorAnswer, "description": ERRORS[status]} for status in statuses}
