"""The shapes of answers."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from gazetteer.model import How, Verdict
from service.fields import ALWAYS
from service.schema.errors import ErrorFields
from service.schema.notes import ContestedNote, RenamedNote, WrittenFields

PlaceId = Annotated[
    int | Annotated[str, Field(pattern="^Q[0-9]+$")],
    Field(description="GeoNames' id, or as text that of Wikidata (`Q7204`) for a place that GeoNames does not have."),
]


class GazetteerBuild(BaseModel):
    """Which gazetteer answered."""

    build: str
    source: str
    places: int
    names: int
    built: str = Field(description="ISO 8601, UTC.")


class AreaFields(BaseModel):
    """An administrative division that contains the place."""

    code: str = Field(description="GeoNames' code, for example `UA.05`.")
    name: str
    id: int | None
    iso: str | None = Field(description="ISO 3166-2 code.")


class FeatureCode(BaseModel):
    """GeoNames' feature class and code."""

    model_config = ConfigDict(populate_by_name=True)

    class_: str = Field(alias="class")
    code: str


class ContestedSourceFields(BaseModel):
    """Where what is said is from."""

    title: str
    date: str


class ContestedEntry(BaseModel):
    """A contested place: who holds it, who claims it, what the UN's resolutions say."""

    id: str
    title: str
    areas: list[PlaceId]
    countries: list[str]
    status: str
    held_by: list[str]
    claimed_by: list[str]
    since: str
    note: str
    sources: list[ContestedSourceFields]
    as_of: str


class ContestedAnswer(BaseModel):
    """All contested places."""

    contested: list[ContestedEntry]


class PlaceFields(BaseModel):
    """A place."""

    id: PlaceId
    uri: str | None = Field(description="In GeoNames' linked data, or Wikidata's; null for places of neither.")
    name: str = Field(description="In the language asked for; never a historic name.")
    name_lang: str | None
    lat: float
    lon: float
    country: str | None
    country_name: str | None
    admin1: AreaFields | None
    admin2: AreaFields | None
    admin3: AreaFields | None
    admin4: AreaFields | None
    continent: str | None = Field(description="The country's continent, two letters.")
    feature: FeatureCode
    population: int
    elevation: int | None = Field(description="In metres.")
    timezone: str | None
    wikidata: str | None
    own: bool = Field(description="The user's own place, from an overlay.")
    contested: list[ContestedNote] | None = Field(
        None, description="What is contested of it; only where something is. It moves no score."
    )
    renamed: list[RenamedNote] | None = Field(None, description="What it was called before; only where that is known.")
    written: WrittenFields | None = Field(None, description="Only where `display` asks for a style.")


class NameFields(BaseModel):
    """One name of a place."""

    name: str
    lang: str | None
    preferred: bool
    short: bool
    colloquial: bool
    historic: bool
    from_: str | None = Field(alias="from")
    to: str | None
    code: str | None = Field(description="The kind of code that the name is: `iata`, `icao`, `unlc`.")
    own: bool = Field(description="The user's own name, from an overlay.")


class Matched(BaseModel):
    """Why a candidate matched."""

    name: str
    lang: str | None
    historic: bool
    from_: str | None = Field(alias="from")
    to: str | None
    code: str | None = Field(description="The kind of code that the name is: `iata`, `icao`, `unlc`.")
    own: bool = Field(description="The user's own name, from an overlay.")
    how: How
    detail: str
    similarity: float


class CandidateFields(PlaceFields):
    """A place that may be meant."""

    # Asked for by `fields`, an answer has the others only where they were wanted.
    model_config = ConfigDict(json_schema_extra={"required": list(ALWAYS)})

    score: float = Field(description="Probability that this is the place meant.")
    matched: Matched
    distance_km: float | None


class StepFields(BaseModel):
    """One piece of evidence; its product is evidence times weight."""

    name: str
    evidence: float
    weight: float
    product: float


class WaterfallFields(BaseModel):
    """What is known of one candidate, or of none of them; the products of the steps add up to the utility."""

    id: PlaceId | None
    interpretation: int | None
    probability: float
    utility: float
    steps: list[StepFields]


class ShareFields(BaseModel):
    """One interpretation of the string, and the probability of its candidates together."""

    name: str
    areas: list[str]
    ways: list[str]
    share: float


class ExplainFields(BaseModel):
    """How an answer came about."""

    interpretations: list[ShareFields]
    candidates: list[WaterfallFields]
    none: WaterfallFields


class AreaReadFields(BaseModel):
    """What the string says that the place lies in."""

    text: str = Field(description="As it is written.")
    id: PlaceId | None = Field(description="Id of the likeliest area; null where it could not be read.")


class RelationFields(BaseModel):
    """How what is meant lies to the place that the string names."""

    kind: Literal["near", "outskirts", "area", "part", "direction"]
    km: float | None
    bearing: float | None = Field(description="In degrees from north.")
    text: str = Field(description="As it is written, `30 km N of`.")


class ReadFields(BaseModel):
    """How the string was read."""

    name: str = Field(description="The letters that are the place's name.")
    areas: list[AreaReadFields] = Field(description="The inner first.")
    kind: str | None = Field(description="The kind of settlement that the string speaks of.")
    relation: RelationFields | None
    set_aside: list[str] = Field(description="What was taken for no part of the name.")
    mended: str | None = Field(description="What was repaired in the string.")
    aliases: list[str] = Field(description="Further names that the string gives the place.")


class PointFields(BaseModel):
    """A point beside the place, in degrees, and how far off it may be."""

    lat: float
    lon: float
    km: float


class OtherwiseFields(BaseModel):
    """What the gazetteer alone says."""

    verdict: Verdict | None
    id: PlaceId | None
    score: float | None


class DecidedFields(BaseModel):
    """What a decision did to an answer."""

    id: str | None
    desk: str | None
    by: str
    at: str
    strength: str
    applied: bool = Field(description="Whether the answer is the decision's.")
    when: dict[str, Any]
    why_not: str | None = Field(None, description="Why the decision does not count here.")
    otherwise: OtherwiseFields | None = Field(None, description="With `explain`, what the gazetteer alone says.")


class AnsweringDesk(BaseModel):
    """The desk whose decisions counted, and at which revision."""

    id: str
    revision: int


class Answered(BaseModel):
    """What is answered to a name."""

    name: str
    verdict: Verdict | None = Field(description="Null where there is an `error`.")
    candidates: list[CandidateFields]
    none: float | None = Field(description="Probability that no place of the gazetteer is meant.")
    hint: str | None
    error: ErrorFields | None = None
    read: ReadFields | None = Field(None, description="Only where the reading is more than the string itself.")
    point: PointFields | None = Field(None, description="The point meant, where the string says how it lies.")
    explain: ExplainFields | None = None
    decided: DecidedFields | None = Field(None, description="Only where a decision of the desk speaks of the name.")


class Result(Answered):
    """The answer to one query."""

    id: str | int | float | None
    parts: list[Answered] | None = Field(None, description="The answers to the places of a list, at most 12.")
    part: int | None = Field(None, description="With `split`, the number of the place in its string, from 1.")
    part_name: str | None = Field(None, description="With `split`, what the string calls that place.")


class ResolveAnswer(BaseModel):
    """Results in the order of the queries."""

    results: list[Result]
    desk: AnsweringDesk | None = Field(None, description="Only where the request has a desk.")
    gazetteer: GazetteerBuild


class PlaceAnswer(PlaceFields):
    """A place with all its names."""

    derived: bool = Field(description="Its coordinates were computed from the places inside it.")
    names: list[NameFields]
    gazetteer: GazetteerBuild


class Feature(BaseModel):
    """A GeoJSON Feature (RFC 7946)."""

    type: Literal["Feature"]
    id: PlaceId
    geometry: dict[str, Any]
    properties: dict[str, Any]
    gazetteer: GazetteerBuild


class SuggestionFields(PlaceFields):
    """A place whose name begins as typed."""

    matched: str
    decided: DecidedFields | None = Field(None, description="Only where a decision of the desk is for it.")


class SuggestAnswer(BaseModel):
    """The best known place first."""

    suggestions: list[SuggestionFields]
    gazetteer: GazetteerBuild


class NearbyFields(PlaceFields):
    """A place near a point."""

    distance_km: float = Field(description="Along the Earth, in kilometres.")


class ReverseAnswer(BaseModel):
    """The nearest place first."""

    places: list[NearbyFields]
    gazetteer: GazetteerBuild


class CreditFields(BaseModel):
    """A source of data."""

    what: str
    version: str
    licence: str
    credit: str


class GazetteerAnswer(BaseModel):
    """Which gazetteer answers, and its sources."""

    credits: list[CreditFields]
    gazetteer: GazetteerBuild


class ReadyAnswer(BaseModel):
    """The gazetteer is open."""

    ready: bool
    redis: Literal["off", "up", "down"] = Field(description="Without Redis the service answers all the same.")
    gazetteer: GazetteerBuild


class ReadingFields(BaseModel):
    """One way to write the text in Latin letters."""

    latin: str
    scheme: str
    lang: str | None


class SchemeFields(BaseModel):
    """One way to write the names of one language in Latin letters."""

    id: str = Field(description="For example `uk-fr`.")
    source: str = Field(description="The language it reads; `mul` for any.")
    script: str = Field(description="The script it reads, ISO 15924; `Zyyy` for any.")
    target: str | None = Field(description="The language whose readers it writes for.")
    kind: str = Field(description="`national`, `press`, `scholarly` or `software`.")
    title: str
    authority: str = Field(description="The standard and its year, or the house whose habit it is.")
    reversible: bool
    approximate: bool = Field(description="The spelling leaves out sounds, which the scheme can only guess.")


class SchemesAnswer(BaseModel):
    """Every scheme."""

    schemes: list[SchemeFields]


class TransliterateAnswer(BaseModel):
    """Every reading that matching uses, or, with `to` or `scheme`, the one asked for."""

    text: str
    lang: str | None
    readings: list[ReadingFields]
    hint: str | None = Field(description="What is missing for a better reading, for example a dictionary of Japanese.")
