"""What a request of /v1 may carry, written once: the fields of a query, and what holds for a whole request.

URL parameters are read by this table (`service.parameters`), forms with a table too (`service.jobs.receive`), and the
OpenAPI page is made of it (`service.openapi`). That bodies, the command line, the columns of a table and the client
know the same fields, with the same limits and defaults, is held by tests/service/test_fields.py.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from gazetteer.model import (
    CANDIDATE_LIMIT,
    DOCUMENT_LIMIT,
    LABEL_LIMIT,
    NAME_LIMIT,
    TAG_LIMIT,
    TEXT_LIMIT,
    AnnotateOptions,
    Near,
    Options,
    Query,
)

SUGGESTIONS = 10  # where no limit is given
SUGGESTION_LIMIT = 100
# How many characters a text may have: nothing that is longer can be one of them.
CODE_LIMIT = 40  # GeoNames' have up to five; schemes are called `uk-national-2010`, encodings `euc-jis-2004`
DAY_LIMIT = 10
DISPLAY_LIMIT = 46  # `style:` and the name of a desk
AREA_LIMIT = NAME_LIMIT
ID_LIMIT = 2_000  # an id may be an address
TITLE_LIMIT = 1_000
STYLE_LIMIT = 4_000_000  # characters of a style list


class FieldKind(StrEnum):
    """How the value of a field is read."""

    TEXT = "text"
    TAG = "tag"  # of a language
    DAY = "day"
    COUNTRIES = "countries"  # codes or names; several by commas, or by giving it again
    CODES = "codes"
    COLUMNS = "columns"  # of a table; several by giving it again
    WHOLE = "whole"
    NUMBER = "number"
    FLAG = "flag"
    MODE = "mode"
    UNIT = "unit"  # of offsets
    ID = "id"  # whatever the asker calls a query
    AREA = "area"  # by name or id
    PLACE = "place"  # by id


@dataclass(frozen=True, slots=True)
class Field:
    """One field.

    Args:
        name: in URLs, bodies and forms.
        kind: how its value is read.
        doc: what it means, for the OpenAPI page.
        default: what holds where it is not given; None where that is nothing.
        least: the least number.
        most: the greatest number; of a text, or of each of several, how many characters.
        required: whether it must be given.
    """

    name: str
    kind: FieldKind
    doc: str
    default: int | float | bool | str | None = None
    least: float | None = None
    most: float | None = None
    required: bool = False


def _column(name: str, doc: str) -> Field:
    return Field(name, FieldKind.TEXT, f"{doc}, by title or, from 1, by number.", most=TITLE_LIMIT)


_QUERY, _OPTIONS, _ANNOTATE = Query(""), Options(), AnnotateOptions()

NAME = Field("name", FieldKind.TEXT, "The spelling, in any script.", most=NAME_LIMIT, required=True)
LANG = Field("lang", FieldKind.TAG, "Language of the text the name stands in, BCP 47.", most=TAG_LIMIT)
COUNTRY = Field(
    "country",
    FieldKind.COUNTRIES,
    "ISO 3166-1 alpha-2, alpha-3 or numeric code, or a country's name in any language; several will do.",
    most=AREA_LIMIT,
)
WITHIN = Field("within", FieldKind.AREA, "An admin area or country, by name or id.", most=AREA_LIMIT)
LAT = Field("lat", FieldKind.NUMBER, "Latitude of a point that the place is near.", least=-90, most=90)
LON = Field("lon", FieldKind.NUMBER, "Longitude of that point.", least=-180, most=180)
KM = Field(
    "km", FieldKind.NUMBER, "How near, in kilometres; with `lat` and `lon`.", Near(0, 0).km, least=0.001, most=20_100
)
CLASSES = Field("classes", FieldKind.CODES, "GeoNames feature classes, for example `P`.", most=CODE_LIMIT)
CODES = Field("codes", FieldKind.CODES, "GeoNames feature codes, for example `PPLA`.", most=CODE_LIMIT)
DATE = Field("date", FieldKind.DAY, "Names as of that day, for example `1985-04-01`.", most=DAY_LIMIT)
LIMIT = Field("limit", FieldKind.WHOLE, "How many candidates to list.", _QUERY.limit, least=1, most=CANDIDATE_LIMIT)
ID = Field("id", FieldKind.ID, "Echoed in the answer.", most=ID_LIMIT)
STRICT = Field("strict", FieldKind.FLAG, "All that is given filters; otherwise it weighs.", _OPTIONS.strict)
MODE = Field("mode", FieldKind.MODE, "How far to look.", _OPTIONS.mode)
JOINT = Field("joint", FieldKind.FLAG, "The queries decide together: one article, one column.", _OPTIONS.joint)
DISPLAY = Field("display", FieldKind.TAG, "Language of the names in the answer, BCP 47.", most=TAG_LIMIT)
STYLED = Field(
    "display",
    FieldKind.TEXT,
    "Language of the names in the answer, BCP 47; or `style:NAME` for places as a desk of yours writes them, or a "
    "house that has announced how (`style:ap`): each then has `written`.",
    most=DISPLAY_LIMIT,
)
EXPLAIN = Field(
    "explain",
    FieldKind.FLAG,
    "Say how each answer came about: interpretations, and evidence times weight.",
    _OPTIONS.explain,
)
SPLIT = Field(
    "split",
    FieldKind.FLAG,
    "A result for each place of a string that names several, with `part` and `part_name`.",
    default=False,
)
ALWAYS = ("id", "name", "score")
"""The fields of a candidate that are there whatever was asked for."""
CANDIDATE = (
    *ALWAYS,
    *("uri", "name_lang", "lat", "lon", "country", "country_name", "admin1", "admin2", "admin3", "admin4", "continent"),
    *(
        "feature",
        "population",
        "elevation",
        "timezone",
        "wikidata",
        "own",
        "contested",
        "renamed",
        "written",
        "matched",
        "distance_km",
    ),
)
"""All that can be asked for."""
FIELDS = Field(
    "fields",
    FieldKind.CODES,
    "What of each candidate is wanted, for a smaller answer: `lat`, `country`, `matched`; `id`, `name` and `score` are "
    "always there. All where it is not given.",
    most=CODE_LIMIT,
)
DESK = Field("desk", FieldKind.TEXT, "The desk whose decisions go before the gazetteer; by default the key's.", most=40)
COLLECTION = Field(
    "collection", FieldKind.TEXT, "A label that decisions may ask for: a section, a kind.", most=LABEL_LIMIT
)
DOCUMENT = Field(
    "document",
    FieldKind.TEXT,
    "The document, however the caller names it, for decisions about it.",
    most=DOCUMENT_LIMIT,
)

NEAR = (replace(LAT, required=True), replace(LON, required=True), replace(KM, doc="How near, in kilometres."))
"""The fields of `near`, in bodies."""
QUERY = (ID, NAME, LANG, COUNTRY, WITHIN, CLASSES, CODES, DATE, LIMIT)
"""Those of a query in the body of POST /v1/resolve, beside `near`."""
MEMORY = (DESK, COLLECTION, DOCUMENT)
"""Whose decisions count."""
OPTIONS = (STRICT, MODE, JOINT, STYLED, EXPLAIN, SPLIT, FIELDS, *MEMORY)
"""What holds for all queries of a request."""

RESOLVE = (
    replace(NAME, name="q"),
    *(LANG, COUNTRY, WITHIN, LAT, LON, KM, CLASSES, CODES, DATE, LIMIT, ID, STRICT, MODE),
    replace(JOINT, doc="Without effect on a single name."),
    *(STYLED, EXPLAIN, SPLIT, FIELDS, *MEMORY),
)
PLACE = (
    Field(
        "id",
        FieldKind.PLACE,
        "GeoNames' id, or as text that of Wikidata (`Q7204`) for a place that GeoNames does not have.",
        required=True,
    ),
    DISPLAY,
)
SUGGEST = (
    Field("prefix", FieldKind.TEXT, "The letters typed so far, in any script.", most=NAME_LIMIT, required=True),
    replace(LANG, doc=DISPLAY.doc),
    COUNTRY,
    Field("limit", FieldKind.WHOLE, "How many places to list.", SUGGESTIONS, least=1, most=SUGGESTION_LIMIT),
    *MEMORY,
)
REVERSE = (
    Field("lat", FieldKind.NUMBER, "Latitude in degrees.", least=-90, most=90, required=True),
    Field("lon", FieldKind.NUMBER, "Longitude in degrees.", least=-180, most=180, required=True),
    Field("km", FieldKind.NUMBER, "How far at most, in kilometres; however far by default.", least=0),
    CLASSES,
    replace(CODES, doc="GeoNames feature codes, for example `AIRP`."),
    COUNTRY,
    Field("limit", FieldKind.WHOLE, "How many places to list.", 10, least=1, most=CANDIDATE_LIMIT),
    DISPLAY,
)
TRANSLITERATE = (
    Field("text", FieldKind.TEXT, "The text, in any script.", most=NAME_LIMIT, required=True),
    Field("lang", FieldKind.TAG, "Language of the text, BCP 47; otherwise its letters decide.", most=TAG_LIMIT),
    Field("to", FieldKind.TAG, "Write it as the press of this language does, BCP 47.", most=TAG_LIMIT),
    Field(
        "scheme",
        FieldKind.TEXT,
        "A scheme by its id, `uk-fr`, or the part after the language, `iso9`; `unidecode` for any text; "
        "`/v1/schemes` lists them.",
        most=CODE_LIMIT,
    ),
)
COLUMNS = (
    Field(
        "name",
        FieldKind.COLUMNS,
        "The column with the names, by title or, from 1, by number; without it columns are guessed by title. "
        "Given again: the first that is not blank in a row counts, the next is evidence.",
        most=TITLE_LIMIT,
    ),
    _column("country", "The column with countries"),
    _column("within", "The column with admin areas"),
    _column("lat", "The column with latitudes of a point nearby"),
    _column("lon", "The column with longitudes"),
)
"""What of a query a table has columns for."""
TABLE = (
    *COLUMNS,
    Field(
        "header",
        FieldKind.FLAG,
        "The first row is titles; where nothing is said, one that looks like data is kept as data.",
    ),
    Field(
        "encoding",
        FieldKind.TEXT,
        "The encoding of the text; found by its bytes where it is not given.",
        most=CODE_LIMIT,
    ),
    Field(
        "split",
        FieldKind.TEXT,
        "Make a row of each place that a cell names, parted by this; `any`: as lists are.",
        most=CODE_LIMIT,
    ),
    replace(JOINT, doc="What most rows say of country and region weighs on the unsure ones."),
    replace(STRICT, doc="Country, area and point filter; otherwise they weigh."),
    MODE,
    STYLED,
    *MEMORY,
)
"""What may be said of a table."""

JOB = Field("id", FieldKind.TEXT, "The job's id.", required=True)
CLUSTER = Field("cluster", FieldKind.TEXT, "The id of the name in its context.", required=True)
CLUSTERS = (
    JOB,
    Field(
        "state",
        FieldKind.TEXT,
        "Which names: `open` for those that wait; of these `ambiguous`, `no_match` or `error`; `decided`; `all`; "
        "`match` for some that are a match, taken at random.",
        "open",
        most=CODE_LIMIT,
    ),
    Field("limit", FieldKind.WHOLE, "How many names to list.", 20, least=1, most=100),
    Field("cursor", FieldKind.TEXT, "Where to go on: `next` of the page before.", most=CODE_LIMIT),
    DISPLAY,
)
"""What may be said of the names of a job."""
VERSION = Field("version", FieldKind.WHOLE, "The version of the name that was seen.", least=0, required=True)
WHO_LIMIT = 100
RESULT = (
    JOB,
    Field(
        "decided", FieldKind.FLAG, "Put the decisions in that were made since; the undecided stay as they are.", False
    ),
)

_ABOUT = "that the text is about, or is read in"

TEXT = Field("text", FieldKind.TEXT, "The text, in any language.", most=TEXT_LIMIT)
HTML = Field(
    "html",
    FieldKind.TEXT,
    "Instead of `text`: markup is skipped and entities are read, and offsets count in the HTML as it is sent.",
    most=TEXT_LIMIT,
)
ANNOTATE = (
    ID,
    replace(LANG, doc="Language of the text, BCP 47; guessed where it is not given."),
    replace(COUNTRY, doc=f"Countries {_ABOUT}, by code or by name in any language: they weigh on all mentions."),
    replace(WITHIN, doc=f"An admin area or country {_ABOUT}, by name or id."),
    CLASSES,
    CODES,
    DATE,
    STYLED,
    Field(
        "demonyms", FieldKind.FLAG, "Mark words for the people of a place too: Russian, Parisians.", _ANNOTATE.demonyms
    ),
    Field(
        "threshold",
        FieldKind.NUMBER,
        "The least probability that a stretch of text names a place; a lower one finds more.",
        _ANNOTATE.threshold,
        least=0.01,
        most=0.99,
    ),
    replace(LIMIT, doc="How many candidates to list for each mention.", default=_ANNOTATE.limit),
    Field(
        "offsets",
        FieldKind.UNIT,
        "What `start` and `end` count: code points, units of UTF-16 as in JavaScript and Java, or bytes of UTF-8.",
        "codepoint",
    ),
    Field("lint", FieldKind.FLAG, "Say what a desk should look at again.", default=False),
    Field(
        "style",
        FieldKind.TEXT,
        "The style list to check the spellings by: its name where the operator has one, or CSV or TOML as a text.",
        most=STYLE_LIMIT,
    ),
)
"""What may be said of a text, beside `near`."""
ANNOTATE_URL = (
    *ANNOTATE,
    replace(LAT, doc="Latitude of a point that the text is about."),
    LON,
    replace(KM, doc="How near, in kilometres; with `lat` and `lon`."),
    *MEMORY,
)
"""The same as URL parameters, with whose decisions count."""

MAP_LEVEL = 1
MAP_BASE = (
    Field("level", FieldKind.WHOLE, "How fine: 0 for the whole world, 1 from zoom 4.5 on.", 0, least=0, most=MAP_LEVEL),
    replace(DISPLAY, doc="Language of the labels, BCP 47."),
)
MAP_DOTS = (
    Field("z", FieldKind.WHOLE, "The zoom.", least=2, most=10, required=True),
    Field("x", FieldKind.WHOLE, "The column of the tile, from the west.", least=0, most=1023, required=True),
    Field("y", FieldKind.WHOLE, "The row of the tile, from the north.", least=0, most=1023, required=True),
)
