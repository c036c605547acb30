"""Exonym's library: which place does a spelling mean?

>>> from gazetteer import Gazetteer, Query
>>> gazetteer = Gazetteer.open()
>>> gazetteer.resolve(Query("Bakhmout", country=("UA",))).candidates[0].place.name
'Bakhmut'
"""

from gazetteer.gazetteer import Gazetteer, current_build
from gazetteer.index.build import build
from gazetteer.model import (
    Area,
    BuildInfo,
    Candidate,
    How,
    Match,
    Name,
    Near,
    Options,
    Place,
    Query,
    Resolution,
    Suggestion,
    Verdict,
)
from gazetteer.tables.columns import Columns

__all__ = [
    "Area",
    "BuildInfo",
    "Candidate",
    "Columns",
    "Gazetteer",
    "How",
    "Match",
    "Name",
    "Near",
    "Options",
    "Place",
    "Query",
    "Resolution",
    "Suggestion",
    "Verdict",
    "build",
    "current_build",
]
