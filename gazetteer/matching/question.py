"""From an interpretation of a string to a question: the forms in which its name is looked for.

Generic words are set aside in a further form, hyphens closed up ("Tai-chung", and "Bagh-dad" at the end of a line) and
endings undone in others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from gazetteer.index.index import Index
from gazetteer.index.values import native_hash
from gazetteer.lexicon.foreign import Stem, stems
from gazetteer.lexicon.generic import Phrase, canonical, phrase
from gazetteer.lexicon.inflection import nominatives
from gazetteer.matching.forms import FormKind
from gazetteer.matching.sameness import UNKNOWN, sameness
from gazetteer.model import Query
from gazetteer.parsing.interpretation import Interpretation, Size
from gazetteer.parsing.variants import is_generic
from gazetteer.text import fold, native_key
from gazetteer.translit.readings import Reading, readings
from gazetteer.translit.respelt import respelt
from gazetteer.translit.scripts import LATIN, is_latin, script_of
from gazetteer.translit.sound import depth2, orthographies_for_lang, sound

INITIALS = 5  # letters of the longest initials
MOST_STEMS = 2  # forms without an ending that a language added to a foreign name
STEMS_TRIED = 3  # of which, where the language is not given
AREA = "area"  # the relation that takes adjectives: Київська агломерація
SETTLEMENT = frozenset({"P"})  # the kind that a word for a settlement speaks of
_SETTLEMENTS = {Size.VILLAGE: 1, Size.TOWN: 0, Size.CITY: 2}  # as the kernels know them


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
    """An interpretation made ready for the search.

    Args:
        query: what was asked.
        interpretation: how its string is read.
        name: the name by that reading.
        forms: the ways to look for it, the name as written first.
        phrase: the name's generic words, kinds and modifiers.
        kinds: the kinds of place that the string speaks of, GeoNames classes and codes.
        settlement: the string says 1 village, 2 city, 0 neither.
        foreign: it is not in Latin letters.
        script: what most of its letters are written in, ISO 15924.
    """

    query: Query
    interpretation: Interpretation
    name: str
    forms: tuple[Form, ...]
    phrase: Phrase
    kinds: frozenset[str]
    settlement: int
    foreign: bool
    script: str


def read_question(index: Index, query: Query, interpretation: Interpretation, whole: Form | None = None) -> Question:
    """Make an interpretation of a query's string ready for the search.

    Args:
        index: the opened index.
        query: what was asked.
        interpretation: how its string is read.
        whole: the form of the name as written, where it is made already.
    """
    name, lang = interpretation.name, query.lang
    described = phrase(name, lang)
    forms = [whole or read_form(index, name, FormKind.WHOLE, lang)]
    if "-" in name and (closed := read_form(index, name.replace("-", ""), FormKind.WHOLE, lang)).keys:
        forms.append(closed)
    if described.core and described.core != name and not _is_repeated(described):
        forms.append(read_form(index, described.core, FormKind.CORE, lang))
    said = SETTLEMENT if interpretation.size is not None else frozenset[str]()
    kinds = described.kinds | said if interpretation.kind is None else frozenset((interpretation.kind,))
    # A word for a kind may be in another script than the name: Tartus область.
    letters = described.core or name
    script = script_of(letters) or LATIN
    settlement = 0 if interpretation.size is None else _SETTLEMENTS[interpretation.size]
    return Question(
        query, interpretation, name, tuple(forms), described, kinds, settlement, not is_latin(letters), script
    )


def _is_repeated(described: Phrase) -> bool:
    """Whether what is left of a name is but a word that was taken off it, again and again: region region region."""
    off = {word for words in described.generic for word in native_key(words).split()}
    return len(described.generic) > 1 and set(native_key(described.core).split()) <= off


def inflected_forms(index: Index, question: Question) -> tuple[Form, ...]:
    """The forms with an ending undone that are names, likeliest first.

    An adjective leads to its place only beside a word for a kind of area ("Донецької області"): alone, or beside a word
    for a settlement, it is as likely another place's name (Bakhmutske is not Bakhmut). Initials have no endings; after
    words such as "near" endings are expected.
    """
    if question.name.isupper() and len(question.name) <= INITIALS:
        return ()
    lang = question.query.lang
    relation = question.interpretation.relation
    expected = relation is not None
    of_area = any(kind not in SETTLEMENT for kind in question.kinds) or (relation is not None and relation.kind == AREA)
    # Few nominatives are names: whether one is, is asked first.
    return tuple(
        _form(nominative.text, FormKind.NOMINATIVE, read, keys, 0 if expected else _doubt(nominative.weight))
        for form in question.forms
        if form.kind is not FormKind.CORE or not form.keys  # Odessa region is not of Odesse
        if not is_generic(form.text)
        for nominative in nominatives(form.text, lang)
        if nominative.kind == "noun" or of_area
        if (keys := _keys(index, read := readings(nominative.text, lang)))
        if not is_generic(nominative.text)
    )


def stem_forms(index: Index, question: Question) -> tuple[Form, ...]:
    """The forms without the ending that a language adds to foreign names (Londonas).

    Where the language is not given, only what is a name or sounds as one: many names look as if they had an ending.
    """
    lang = question.query.lang
    if question.foreign:
        return ()
    found = stems(question.name, lang)
    if lang is None:
        found = tuple(
            stem
            for rank, stem in enumerate(found[:STEMS_TRIED])
            if index.keys.find(fold(stem.text)) >= 0 or (rank == 0 and _is_heard(index, stem))
        )
    return tuple(
        read_form(index, stem.text, FormKind.RESPELT, stem.lang, _doubt(stem.weight)) for stem in found[:MOST_STEMS]
    )


def respelt_forms(index: Index, question: Question) -> tuple[Form, ...]:
    """The name as a language may have respelt it that lacks its sounds, read back."""
    kind = FormKind.WHOLE if question.foreign else FormKind.RESPELT
    forms = []
    for reading in respelt(question.name, question.script, question.query.lang):
        key = index.keys.find(reading.key)
        forms.append(Form(question.name, kind, (reading,), (key,) if key >= 0 else (), 0, 0))
    return tuple(forms)


def _is_heard(index: Index, stem: Stem) -> bool:
    """Whether a name sounds as a stem does to those who are likeliest to write so."""
    said = sound(stem.text, orthographies_for_lang(stem.lang)[0])
    return bool(said) and index.broad.find(depth2(said)) >= 0


def _doubt(weight: float) -> int:
    return round(255 * (1 - weight))


def read_form(index: Index, text: str, kind: FormKind, lang: str | None, doubt: int = 0) -> Form:
    """Read a text in Latin letters, and find the keys that equal it."""
    read = readings(text, lang)
    return _form(text, kind, read, _keys(index, read), doubt)


def _keys(index: Index, read: Sequence[Reading]) -> tuple[int, ...]:
    """The keys that equal a reading, as it is or with its modifiers in one language."""
    found = [index.keys.find(reading.key) for reading in read]
    found += [index.keys.find(same) for reading in read if (same := canonical(reading.key)) != reading.key]
    return tuple(key for key in dict.fromkeys(found) if key >= 0)


def _form(text: str, kind: FormKind, read: tuple[Reading, ...], keys: tuple[int, ...], doubt: int) -> Form:
    return Form(text, kind, read, keys, native_hash(text), doubt)


def how_sure(index: Index, forms: Sequence[Form]) -> int:
    """Whether a form is a name in the same letters, and whether of a well-known place (`sameness`)."""
    return max((sameness(index, key, form.native) for form in forms for key in form.keys), default=UNKNOWN)
