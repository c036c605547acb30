"""The shapes of what is answered to texts."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from gazetteer.model import MentionKind, Verdict
from service.schema.answers import (
    AnsweringDesk,
    CandidateFields,
    DecidedFields,
    GazetteerBuild,
    PlaceId,
)
from service.schema.errors import ErrorFields
from service.schema.notes import WrittenFields


class MentionCandidateFields(CandidateFields):
    """A place that a mention may mean."""

    support: str | None = Field(description="What else in the text speaks for it.")


class MentionFields(BaseModel):
    """A stretch of a text that names a place, or the people of one."""

    start: int = Field(description="Where it begins, in the unit asked for; in HTML, where it stands in the source.")
    end: int
    text: str = Field(description="What is read there: of HTML without the markup, and with entities read.")
    kind: MentionKind
    probability: float = Field(description="That it names a place at all.")
    name: str = Field(description="What was looked up: in the nominative, without what is written together with it.")
    verdict: Verdict
    candidates: list[MentionCandidateFields]
    none: float = Field(description="Probability that no place of the gazetteer is meant.")
    hint: str | None
    findings: list[int] = Field(description="The numbers of its findings, from 0.")
    decided: DecidedFields | None = Field(None, description="Only where a decision of the desk speaks of the name.")


class FindingFields(BaseModel):
    """What a desk should look at again."""

    rule: str
    start: int
    end: int
    text: str
    message: str
    replacement: str | None
    place: PlaceId | None


class ToponymFields(BaseModel):
    """A place of the text, once."""

    id: PlaceId
    name: str
    lat: float
    lon: float
    mentions: list[int] = Field(description="The numbers of the mentions that mean it, from 0.")
    written: WrittenFields | None = Field(None, description="Only where `display` asks for a style.")


class StyleRemarkFields(BaseModel):
    """What is amiss in a style list; the rest of it is used."""

    line: int = Field(description="From 1.")
    message: str


class AnnotatedFields(BaseModel):
    """A text with its places marked."""

    id: str | int | float | None
    lang: str | None = Field(description="The language that it was read in, BCP 47.")
    lang_guessed: bool
    places: list[MentionFields] = Field(description="In the order of the text; they do not overlap.")
    findings: list[FindingFields]
    toponyms: list[ToponymFields] = Field(description="The places that mentions match, once each.")
    style_remarks: list[StyleRemarkFields] | None = Field(
        None, description="What could not be read of the style list; where one was given."
    )


class AnnotateAnswer(AnnotatedFields):
    """What is answered to one text."""

    desk: AnsweringDesk | None = Field(None, description="Only where the request has a desk.")
    gazetteer: GazetteerBuild


class AnnotationResult(AnnotatedFields):
    """What is answered to one text of many."""

    error: ErrorFields | None = None


class AnnotationsAnswer(BaseModel):
    """What is answered to many texts, in their order."""

    results: list[AnnotationResult]
    desk: AnsweringDesk | None = Field(None, description="Only where the request has a desk.")
    gazetteer: GazetteerBuild


class TextFeature(BaseModel):
    """A place of a text as a GeoJSON Feature; its mentions are among its properties."""

    type: Literal["Feature"]
    id: PlaceId
    geometry: dict[str, Any]
    properties: dict[str, Any]


class FeatureCollection(BaseModel):
    """The places of a text (RFC 7946)."""

    type: Literal["FeatureCollection"]
    id: str | int | float | None
    features: list[TextFeature]
    lang: str | None
    lang_guessed: bool
    gazetteer: GazetteerBuild
