"""Texts as questions to the cache: whole answers are kept, for all workers; one that cannot be read fails alone."""

from __future__ import annotations

from dataclasses import astuple
from functools import partial

from gazetteer import Gazetteer
from gazetteer.errors import QueryError, RowFailed
from gazetteer.guard import safely
from gazetteer.model import Annotation
from service.annotation.answers import geojson_fields, json_fields, refused_fields
from service.annotation.request import TextItem
from service.answers import Answers
from service.cache.entry import Entries, Entry, Lookup
from service.cache.keys import key_for

CHARACTERS_A_NAME = 1000  # of a text: annotating so many takes about as long as resolving a name
KEPT_CHARACTERS = 100_000  # longer texts are rare, and their answers large
LABELS = ("annotated", "")


def annotated(gazetteer: Gazetteer, item: TextItem) -> Annotation:
    """The annotation of a text.

    Raises:
        QueryError: its options cannot be read.
    """
    return (gazetteer.annotate_html if item.html else gazetteer.annotate)(item.source, item.options)


def lookup(gazetteer: Gazetteer, answers: Answers, item: TextItem, *, geojson: bool) -> Lookup:
    """A text as a question; its answer has the fields after its id, without the closing brace."""
    if item.error is not None:
        return Lookup(None, lambda: (Entry(b""),), names=0)
    asked = (item.source, item.html, astuple(item.options), item.unit, geojson)
    key = key_for(gazetteer.info.build, "annotate", asked) if len(item.source) <= KEPT_CHARACTERS else None
    names = 1 + len(item.source) // CHARACTERS_A_NAME
    return Lookup(key, partial(_answer, gazetteer, answers, item, geojson), names, large=True)


def refusal(item: TextItem, error: QueryError | None) -> bytes | None:
    """What is said of a text of a list that could not be annotated; None of one that was."""
    why = item.error or error
    return None if why is None else refused_fields(why)


def _answer(gazetteer: Gazetteer, answers: Answers, item: TextItem, geojson: bool) -> Entries:
    def make() -> Entries:
        annotation = annotated(gazetteer, item)
        body = geojson_fields(item, annotation) if geojson else json_fields(answers, item, annotation)
        return (Entry(body, LABELS),)

    return safely(make, lambda error: (Entry(b"", error=_of_text(error, item)),))


def _of_text(error: QueryError, item: TextItem) -> QueryError:
    """The same error; a failure that nobody foresaw is at no field but the text."""
    return RowFailed(str(error), "html" if item.html else "text") if isinstance(error, RowFailed) else error
