"""Exonym's library: which place does a spelling mean?

>>> from gazetteer import Gazetteer, Query
>>> gazetteer = Gazetteer.open()
>>> gazetteer.resolve(Query("Bakhmout", country=("UA",))).candidates[0].place.name
'Bakhmut'
"""

from gazetteer.gazetteer import Gazetteer, current_build
from gazetteer.index.build.builder import build
from gazetteer.model import (
    Area,
    Box,
    BuildInfo,
    Candidate,
    Country,
    Filter,
    How,
    Listing,
    Match,
    Name,
    Near,
    Nearby,
    Options,
    Place,
    Query,
    Resolution,
    Search,
    Suggestion,
    Verdict,
)
from gazetteer.tables.columns import Columns

__all__ = [
    "Area",
    "Box",
    "BuildInfo",
    "Candidate",
    "Columns",
    "Country",
    "Filter",
    "Gazetteer",
    "How",
    "Listing",
    "Match",
    "Name",
    "Near",
    "Nearby",
    "Options",
    "Place",
    "Query",
    "Resolution",
    "Search",
    "Suggestion",
    "Verdict",
    "build",
    "current_build",
]
