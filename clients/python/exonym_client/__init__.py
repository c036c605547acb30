"""The client of the service, in Python: typed answers, retries, batches of any size; synchronous and asynchronous.

>>> from exonym_client import Exonym
>>> with Exonym("http://127.0.0.1:8000") as exonym:
...     exonym.resolve("Bakhmout").candidates[0].place.id
713174

It needs httpx and nothing else: neither the gazetteer nor the web framework is imported.
"""

from exonym_client.annotations import Annotation, Finding, Mention, StyleRemark, Toponym
from exonym_client.answers import (
    Area,
    AreaRead,
    Build,
    Candidate,
    Matched,
    Name,
    Nearby,
    Place,
    PlaceWithNames,
    Point,
    Read,
    Reading,
    Relation,
    Result,
    ResultError,
    Suggestion,
)
from exonym_client.asynchronous import AsyncExonym
from exonym_client.decisions import Decision
from exonym_client.errors import (
    BadAddress,
    BadAnswer,
    BadArgument,
    ClientError,
    Closed,
    NoSuchPlace,
    Oversized,
    Refused,
    TooMany,
    Unauthorized,
    Unavailable,
    Unreachable,
)
from exonym_client.protocol import Patience
from exonym_client.requests import Near, Query, Text
from exonym_client.synchronous import Exonym
from exonym_client.table_calls import Job, TableWishes

__all__ = [
    "Annotation",
    "Area",
    "AreaRead",
    "AsyncExonym",
    "BadAddress",
    "BadAnswer",
    "BadArgument",
    "Build",
    "Candidate",
    "ClientError",
    "Closed",
    "Decision",
    "Exonym",
    "Finding",
    "Job",
    "Matched",
    "Mention",
    "Name",
    "Near",
    "Nearby",
    "NoSuchPlace",
    "Oversized",
    "Patience",
    "Place",
    "PlaceWithNames",
    "Point",
    "Query",
    "Read",
    "Reading",
    "Refused",
    "Relation",
    "Result",
    "ResultError",
    "StyleRemark",
    "Suggestion",
    "TableWishes",
    "Text",
    "TooMany",
    "Toponym",
    "Unauthorized",
    "Unavailable",
    "Unreachable",
]
