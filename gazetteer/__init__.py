"""Exonym's library: which place does a spelling mean?

>>> from gazetteer import Gazetteer, Query
>>> gazetteer = Gazetteer.open()
>>> gazetteer.resolve(Query("Bakhmout", country=("UA",))).candidates[0].place.name
'Bakhmut'
"""

from importlib import import_module
from typing import TYPE_CHECKING

from gazetteer.errors import (
    Busy,
    CorruptIndex,
    ExonymError,
    GazetteerError,
    GonePlace,
    NoGazetteer,
    QueryError,
    RowFailed,
    SourceError,
    TableError,
    TableTooLarge,
    UnknownPlace,
    WrongFormat,
)
from gazetteer.model import (
    AnnotateOptions,
    Annotation,
    Area,
    Box,
    BuildInfo,
    Candidate,
    Country,
    Decided,
    Decision,
    Filter,
    Finding,
    How,
    Listing,
    Match,
    Mention,
    Name,
    Near,
    Nearby,
    Options,
    Place,
    Query,
    Resolution,
    Search,
    Strength,
    Style,
    Suggestion,
    Toponym,
    Verdict,
    When,
)

if TYPE_CHECKING:
    from gazetteer.annotation.lint import apply
    from gazetteer.annotation.style import read_style
    from gazetteer.data_directory import current_build
    from gazetteer.diff import Change
    from gazetteer.gazetteer import Gazetteer
    from gazetteer.index.build.builder import build
    from gazetteer.index.records.surroundings import Surroundings
    from gazetteer.memory.memory import Memory
    from gazetteer.model.geojson import to_geojson
    from gazetteer.sources.records import Credit
    from gazetteer.tables.columns import Columns
    from gazetteer.tables.files import Listener, ReconcileReport
    from gazetteer.transliteration import Transliteration

# What is expensive to import, numpy and numba above all, is imported when it is first used.
_LATER = {
    "Change": "gazetteer.diff",
    "Columns": "gazetteer.tables.columns",
    "Credit": "gazetteer.sources.records",
    "Gazetteer": "gazetteer.gazetteer",
    "Listener": "gazetteer.tables.files",
    "Memory": "gazetteer.memory.memory",
    "ReconcileReport": "gazetteer.tables.files",
    "Surroundings": "gazetteer.index.records.surroundings",
    "Transliteration": "gazetteer.transliteration",
    "apply": "gazetteer.annotation.lint",
    "build": "gazetteer.index.build.builder",
    "current_build": "gazetteer.data_directory",
    "read_style": "gazetteer.annotation.style",
    "to_geojson": "gazetteer.model.geojson",
}

__all__ = [
    "AnnotateOptions",
    "Annotation",
    "Area",
    "Box",
    "BuildInfo",
    "Busy",
    "Candidate",
    "Change",
    "Columns",
    "CorruptIndex",
    "Country",
    "Credit",
    "Decided",
    "Decision",
    "ExonymError",
    "Filter",
    "Finding",
    "Gazetteer",
    "GazetteerError",
    "GonePlace",
    "How",
    "Listener",
    "Listing",
    "Match",
    "Memory",
    "Mention",
    "Name",
    "Near",
    "Nearby",
    "NoGazetteer",
    "Options",
    "Place",
    "Query",
    "QueryError",
    "ReconcileReport",
    "Resolution",
    "RowFailed",
    "Search",
    "SourceError",
    "Strength",
    "Style",
    "Suggestion",
    "Surroundings",
    "TableError",
    "TableTooLarge",
    "Toponym",
    "Transliteration",
    "UnknownPlace",
    "Verdict",
    "When",
    "WrongFormat",
    "apply",
    "build",
    "current_build",
    "read_style",
    "to_geojson",
]


def __getattr__(name: str) -> object:
    if name not in _LATER:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    found: object = getattr(import_module(_LATER[name]), name)
    globals()[name] = found
    return found


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
