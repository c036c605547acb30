"""The shapes of answers about keys."""

from __future__ import annotations

from pydantic import BaseModel, Field


class SignedIn(BaseModel):
    """Who is signed in."""

    required: bool = Field(description="Whether this service answers only those who have a key.")
    name: str | None = Field(description="Whose key it is, or who acts with it; null where there is none.")
    expires: str | None = Field(description="When signing in ends, ISO 8601, UTC; only in the answer to it.")


class TokenAnswer(BaseModel):
    """A token."""

    token: str = Field(description="To be sent as `Authorization: Bearer TOKEN`.")
    expires: str = Field(description="ISO 8601, UTC.")
