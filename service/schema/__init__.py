"""The shapes of requests and answers, for the OpenAPI page. Nothing is validated or encoded with them."""

from service.schema.answers import (
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
from service.schema.requests import (
    PlaceParameters,
    ResolveParameters,
    ResolveRequest,
    ReverseParameters,
    SuggestParameters,
    TransliterateParameters,
)

__all__ = [
    "Feature",
    "GazetteerAnswer",
    "PlaceAnswer",
    "PlaceParameters",
    "ReadyAnswer",
    "ResolveAnswer",
    "ResolveParameters",
    "ResolveRequest",
    "ReverseAnswer",
    "ReverseParameters",
    "SchemesAnswer",
    "SuggestAnswer",
    "SuggestParameters",
    "TransliterateAnswer",
    "TransliterateParameters",
    "errors",
]
