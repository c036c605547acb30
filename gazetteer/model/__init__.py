"""The nouns: what is asked, what is known, what is answered.

All are frozen. Data flows forward: a `Query` becomes a `Resolution`.
"""

from gazetteer.model.annotation import (
    RULES,
    TEXT_LIMIT,
    AnnotateOptions,
    Annotation,
    Finding,
    Mention,
    MentionKind,
    Toponym,
)
from gazetteer.model.answer import BuildInfo, Candidate, How, Match, Nearby, Resolution, Suggestion, Verdict
from gazetteer.model.contested import Contested, ContestedSource, ContestedStatus
from gazetteer.model.decision import (
    DOCUMENT_LIMIT,
    EVERYWHERE,
    LABEL_LIMIT,
    NOTE_LIMIT,
    PERSON_LIMIT,
    SOMEBODY,
    WHEN_COUNTRIES,
    Decided,
    Decision,
    Otherwise,
    Strength,
    When,
)
from gazetteer.model.ids import GEONAMES_URI, inward, outward
from gazetteer.model.listing import By, Filter, Listing, Order, Search
from gazetteer.model.place import ABBREVIATION, Area, Box, Country, Name, Place
from gazetteer.model.query import (
    CANDIDATE_LIMIT,
    COUNTRIES_LIMIT,
    FEATURE_CLASSES,
    NAME_LIMIT,
    NEARBY_LIMIT,
    TAG_LIMIT,
    Mode,
    Near,
    Options,
    Query,
)
from gazetteer.model.read import Point, Read, Relation
from gazetteer.model.renamed import Renamed
from gazetteer.model.style import Style, StyleEntry, StyleRemark
from gazetteer.model.trace import Share, Step, Trace, Waterfall

__all__ = [
    "ABBREVIATION",
    "CANDIDATE_LIMIT",
    "COUNTRIES_LIMIT",
    "DOCUMENT_LIMIT",
    "EVERYWHERE",
    "FEATURE_CLASSES",
    "GEONAMES_URI",
    "LABEL_LIMIT",
    "NAME_LIMIT",
    "NEARBY_LIMIT",
    "NOTE_LIMIT",
    "PERSON_LIMIT",
    "RULES",
    "SOMEBODY",
    "TAG_LIMIT",
    "TEXT_LIMIT",
    "WHEN_COUNTRIES",
    "AnnotateOptions",
    "Annotation",
    "Area",
    "Box",
    "BuildInfo",
    "By",
    "Candidate",
    "Contested",
    "ContestedSource",
    "ContestedStatus",
    "Country",
    "Decided",
    "Decision",
    "Filter",
    "Finding",
    "How",
    "Listing",
    "Match",
    "Mention",
    "MentionKind",
    "Mode",
    "Name",
    "Near",
    "Nearby",
    "Options",
    "Order",
    "Otherwise",
    "Place",
    "Point",
    "Query",
    "Read",
    "Relation",
    "Renamed",
    "Resolution",
    "Search",
    "Share",
    "Step",
    "Strength",
    "Style",
    "StyleEntry",
    "StyleRemark",
    "Suggestion",
    "Toponym",
    "Trace",
    "Verdict",
    "Waterfall",
    "When",
    "inward",
    "outward",
]
