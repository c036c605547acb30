"""What is said of a place beside what it is: contested, renamed, how it is written."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict, Field


class ContestedNote(BaseModel):
    """A note on a place whose belonging is contested."""

    id: str
    title: str
    note: str
    as_of: str


class RenamedNote(BaseModel):
    """A former name of a place."""

    model_config = ConfigDict(populate_by_name=True)

    former: str = Field(alias="from", description="What it was called.")
    to: str = Field(description="What it is called since.")
    lang: str = Field(description="The language of both, BCP 47.")
    year: int = Field(description="The year in which the former name ended.")
    note: str = Field(description="It in a sentence.")


class WrittenFields(BaseModel):
    """How the style that `display` asks for writes a place."""

    text: str
    lang: str | None
    source: str = Field(description="Which of the style's sources has it.")
    note: str = Field(description="The house's note, or who announced it and when.")
    first: str | None = Field(None, description="What is written where a text first names it, where that is more.")
