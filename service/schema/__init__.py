"""The shapes of requests and answers, for the OpenAPI page. Nothing is validated or encoded with them."""

from service.schema.answered import (
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
from service.schema.asked import (
    PlaceParameters,
    ResolveParameters,
    ResolveRequest,
    ReverseParameters,
    SuggestParameters,
    TransliterateParameters,
)
from service.schema.refused import errors

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
