"""From a query to a question: the forms in which its name is looked for, and the context that the name itself gives.

"Paris, Texas" and "bakhmut (donetsk oblast)" are a name and an area; the whole string is looked for first, since
"Washington, D.C." is a name too. Generic words are set aside in a further form, hyphens closed up ("Tai-chung", and
"Bagh-dad" at the end of a line) and endings undone in others.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np

from gazetteer.index.build_names import native_hash
from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.lexicon.generic import Phrase, canonical, phrase
from gazetteer.lexicon.inflection import nominatives
from gazetteer.matching.areas import Alike, find_areas
from gazetteer.matching.forms import FormKind
from gazetteer.model import Query
from gazetteer.text import normalise
from gazetteer.translit.readings import Reading, readings
from gazetteer.translit.scripts import LATIN, is_latin, script_of

_PARENTHESES = re.compile(r"^(?P<name>[^()]+?)\s*[(（](?P<context>[^()（）]+)[)）]\s*$")
_COMMA = re.compile(r"\s*[,;、，،]\s*")
_CONTEXT_PARTS = 4
_AREA_WORDS = 3
_LEAST_HEAD = 3  # letters of a name before an area without a comma: shorter ones are prepositions


@dataclass(frozen=True, slots=True)
class Form:
    """One way to look for the name.

    Args:
        text: the form.
        kind: how it came out of the query.
        readings: its Latin readings.
        keys: ids of the index's keys that equal one of them.
        native: the hash of its letters in its own script.
        doubt: how doubtful the undoing of an ending is, 0 to 255.
    """

    text: str
    kind: FormKind
    readings: tuple[Reading, ...]
    keys: tuple[int, ...]
    native: int
    doubt: int = 0


@dataclass(frozen=True, slots=True)
class Question:
    """A query made ready for the search.

    Args:
        query: what was asked.
        name: the name, normalised, without the context it came with.
        forms: the ways to look for it, the name as written first.
        phrase: the name's generic words, kinds and modifiers.
        areas: rows of the areas that the string itself gave (int32).
        foreign: it is not in Latin letters.
        script: what most of its letters are written in, ISO 15924.
    """

    query: Query
    name: str
    forms: tuple[Form, ...]
    phrase: Phrase
    areas: Array
    foreign: bool
    script: str


def read_question(index: Index, query: Query, alike: Alike) -> Question:
    """Read a query's name.

    Args:
        index: the opened index.
        query: what was asked.
        alike: finds the area that follows the name, where none is called as it is written.

    Raises:
        QueryError: the name is empty, too long, or holds no letter or digit.
    """
    name = normalise(query.name)
    areas = np.zeros(0, np.int32)
    whole = _form(index, name, FormKind.WHOLE, query.lang)
    if not whole.keys:
        split = _split(index, name, alike)
        if split is None and not phrase(name, query.lang).kinds:
            split = _split_unmarked(index, name, query.lang)
        if split is not None:
            name, areas = split
            whole = _form(index, name, FormKind.WHOLE, query.lang)
    described = phrase(name, query.lang)
    forms = [whole]
    if "-" in name and (closed := _form(index, name.replace("-", ""), FormKind.WHOLE, query.lang)).keys:
        forms.append(closed)
    if described.core and described.core != name:
        forms.append(_form(index, described.core, FormKind.CORE, query.lang))
    return Question(query, name, tuple(forms), described, areas, not is_latin(name), script_of(name) or LATIN)


def inflected_forms(index: Index, question: Question) -> tuple[Form, ...]:
    """The forms with an ending undone that are names, likeliest first.

    An adjective leads to its place only beside a word for a kind of area ("Донецької області"): alone it is as likely
    another place's name (Bakhmutske is not Bakhmut).
    """
    lang = question.query.lang
    forms = (
        _form(index, nominative.text, FormKind.NOMINATIVE, lang, round(255 * (1 - nominative.weight)))
        for form in question.forms
        for nominative in nominatives(form.text, lang)
        if nominative.kind == "noun" or question.phrase.kinds
    )
    return tuple(form for form in forms if form.keys)


def _form(index: Index, text: str, kind: FormKind, lang: str | None, doubt: int = 0) -> Form:
    read = readings(text, lang)
    found = [index.keys.find(reading.key) for reading in read]
    found += [index.keys.find(same) for reading in read if (same := canonical(reading.key)) != reading.key]
    keys = tuple(key for key in dict.fromkeys(found) if key >= 0)
    return Form(text, kind, read, keys, native_hash(text), doubt)


def _split(index: Index, name: str, alike: Alike) -> tuple[str, Array] | None:
    """The name and the areas that follow it, where what follows is known; None where there is nothing to split."""
    found = _PARENTHESES.match(name)
    parts = [found["name"], *_COMMA.split(found["context"])] if found else _COMMA.split(name)
    parts = [part for part in parts if part][: _CONTEXT_PARTS + 1]
    if len(parts) < 2:
        return None
    known = [areas for part in parts[1:] if len(areas := find_areas(index, part, alike))]
    if not known:
        return None
    return parts[0], known[0]


def _split_unmarked(index: Index, name: str, lang: str | None) -> tuple[str, Array] | None:
    """The same without a comma ("Paris Texas"): only where both parts are names as they stand."""
    words = name.split()
    for size in range(1, min(_AREA_WORDS, len(words) - 1) + 1):
        areas = find_areas(index, " ".join(words[-size:]))
        if len(areas):
            head = " ".join(words[:-size])
            if len(head) >= _LEAST_HEAD and _form(index, head, FormKind.WHOLE, lang).keys:
                return head, areas
    return None
