"""The nouns: what is asked, what is known, what is answered.

All are frozen. Data flows forward: a `Query` becomes a `Resolution`.
"""

from gazetteer.model.annotation import TEXT_LIMIT, AnnotateOptions, Annotation, Mention, MentionKind, Toponym
from gazetteer.model.answer import BuildInfo, Candidate, How, Match, Nearby, Resolution, Suggestion, Verdict
from gazetteer.model.ids import GEONAMES_URI, inward, outward
from gazetteer.model.listing import By, Filter, Listing, Order, Search
from gazetteer.model.place import ABBREVIATION, Area, Box, Country, Name, Place
from gazetteer.model.query import (
    CANDIDATE_LIMIT,
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
from gazetteer.model.trace import Share, Step, Trace, Waterfall

__all__ = [
    "ABBREVIATION",
    "CANDIDATE_LIMIT",
    "FEATURE_CLASSES",
    "GEONAMES_URI",
    "NAME_LIMIT",
    "NEARBY_LIMIT",
    "TAG_LIMIT",
    "TEXT_LIMIT",
    "AnnotateOptions",
    "Annotation",
    "Area",
    "Box",
    "BuildInfo",
    "By",
    "Candidate",
    "Country",
    "Filter",
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
    "Place",
    "Point",
    "Query",
    "Read",
    "Relation",
    "Resolution",
    "Search",
    "Share",
    "Step",
    "Suggestion",
    "Toponym",
    "Trace",
    "Verdict",
    "Waterfall",
    "inward",
    "outward",
]
