"""Texts as questions to the cache: whole answers are kept, for all workers; one that cannot be read fails alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import astuple, replace
from functools import partial

from gazetteer import Gazetteer, Memory
from gazetteer.errors import QueryError
from gazetteer.guard import safely
from gazetteer.model import Annotation
from service.allowance import Allowance
from service.annotation.answers import geojson_fields, json_fields, refused_fields
from service.annotation.request import TextItem
from service.answers import Answers
from service.cache.costs import OF_TEXT
from service.cache.entry import Entries, Entry, Lookup
from service.cache.keys import key_for
from service.desk.memories import AskedDesk
from service.desk.writing import Writing, of_desk

CHARACTERS_A_NAME = 1000  # of a text, which count and are taken for as much as a name
KEPT_CHARACTERS = 100_000  # longer texts are rare, and their answers large
LABELS = ("annotated", "")


def annotated(
    gazetteer: Gazetteer,
    item: TextItem,
    refuse: Callable[[], QueryError | None] = lambda: None,
    memory: Memory | None = None,
) -> Annotation:
    """The annotation of a text.

    Raises:
        QueryError: its options cannot be read, or `refuse` says so on the way.
    """
    read = gazetteer.annotate_html if item.html else gazetteer.annotate
    return read(item.source, item.options, refuse=refuse, memory=memory)


def names_in(item: TextItem) -> int:
    """As how many names a text counts."""
    return 1 + len(item.source) // CHARACTERS_A_NAME


def lookup(
    gazetteer: Gazetteer,
    answers: Answers,
    item: TextItem,
    allowance: Allowance,
    *,
    geojson: bool,
    desk: AskedDesk | None = None,
) -> Lookup:
    """A text as a question; its answer has the fields after its id, without the closing brace.

    What a desk decided is part of the question, by its revision.
    """
    memory = desk.memory if desk is not None and desk.memory else None
    if item.error is not None:
        return Lookup(None, lambda: (Entry(b""),), names=0, free=True)

    def make() -> Entries:
        annotation = safely(partial(annotated, gazetteer, item, allowance.refusing(), memory), lambda error: error)
        if isinstance(annotation, QueryError):
            return refuse(annotation)
        if desk is not None:
            for mention in annotation.mentions:
                desk.noted(mention.resolution)
        if geojson:
            return (Entry(geojson_fields(item, annotation), LABELS),)
        return (Entry(json_fields(answers, item, annotation, allowance.room()), LABELS),)

    def refuse(error: QueryError) -> Entries:
        where = ("html" if item.html else "text") if error.where == "name" else error.where
        return (Entry(b"", error=type(error)(str(error), where)),)

    options = astuple(replace(item.options, style=None))
    heeded = None if memory is None else (memory.desk, memory.revision, memory.collection, memory.document)
    writing = "" if item.writing is None else item.writing.key
    asked = (item.source, item.html, options, item.style_key, item.unit, geojson, heeded, writing)
    key = key_for(gazetteer.info.build, "annotate", asked) if len(item.source) <= KEPT_CHARACTERS else None
    return Lookup(key, make, names_in(item), OF_TEXT, refuse=refuse, large=True)


def styled(item: TextItem, desk: AskedDesk | None, writing: Writing | None) -> TextItem:
    """A text whose names are shown in the language of the style that it asks for; and which is checked by that style,
    else by the desk's, where it is checked and says of no other list.
    """
    if writing is not None:
        options = replace(item.options, display=writing.house.lang)
        item = replace(item, options=options, writing=writing)
    elif desk is not None:
        writing = of_desk(desk.id, desk.revision, desk.house)
    if writing is None or not item.options.lint or item.options.style is not None:
        return item
    house = writing.house
    if not house.style.entries and not house.rules_off:
        return item
    off = tuple(dict.fromkeys((*item.options.rules_off, *house.rules_off)))
    options = replace(item.options, style=house.style, rules_off=off, in_quotes=house.in_quotes)
    return replace(item, options=options, style_key=f"style {writing.key}")


def refusal(item: TextItem, error: QueryError | None) -> bytes | None:
    """What is said of a text of a list that could not be annotated; None of one that was."""
    why = item.error or error
    return None if why is None else refused_fields(why)
