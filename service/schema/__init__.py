"""The shapes of requests and answers, for the OpenAPI page. Nothing is validated or encoded with them."""

from service.schema.annotations import AnnotateAnswer, AnnotationsAnswer, FeatureCollection
from service.schema.answers import (
    ContestedAnswer,
    ContestedEntry,
    Feature,
    GazetteerAnswer,
    PlaceAnswer,
    ReadyAnswer,
    ResolveAnswer,
    ReverseAnswer,
    SchemesAnswer,
    SuggestAnswer,
    TransliterateAnswer,
)
from service.schema.errors import errors

__all__ = [
    "AnnotateAnswer",
    "AnnotationsAnswer",
    "ContestedAnswer",
    "ContestedEntry",
    "Feature",
    "FeatureCollection",
    "GazetteerAnswer",
    "PlaceAnswer",
    "ReadyAnswer",
    "ResolveAnswer",
    "ReverseAnswer",
    "SchemesAnswer",
    "SuggestAnswer",
    "TransliterateAnswer",
    "errors",
]
