"""Retrieval: from a question to the keys that may answer it, in tiers, the cheapest first.

1. Equal keys. Where one has the same letters, not merely the same reading, the search ends here, but for the keys a
   letter away where nothing well known has been found.
2. Endings undone, looked for as equal keys.
3. Of long names those that share words; alike spellings, and in thorough mode alike sounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.index.index import Index
from gazetteer.index.store import Array
from gazetteer.lexicon.generic import canonical
from gazetteer.matching.compare import LETTERS, WIDTH, padded
from gazetteer.matching.context import Context
from gazetteer.matching.forms import FormKind
from gazetteer.matching.question import Form, Question, how_sure, inflected_forms, respelt_forms, stem_forms
from gazetteer.matching.sameness import KNOWN, UNKNOWN
from gazetteer.matching.searches import Searches
from gazetteer.matching.shared_words import is_long, rearranged, share_words
from gazetteer.model import Mode
from gazetteer.translit.readings import AS_WRITTEN, EXPANDED, WADE_GILES, Reading
from gazetteer.translit.sound import depth2, orthographies_for_lang, orthographies_for_script, sounds

SPELLINGS = ((5, 128, 0.6), (6, 96, 0.6), (8, 64, 0.6), (24, 32, 0.6), (40, 32, 0.7), (LETTERS, 32, 0.75))
"""By the letters up to which it holds: how many keys are asked of the spelling search, since of short names many are as
much alike; and how alike they must be, since of long ones those with half of their letters are found by their words."""
SPELLINGS_IN_CONTEXT = 16  # keys asked of it within the context, beside those of the whole world
SOUNDS = 12  # sounds asked of the sound search
SOUND_FLOOR = 0.7
SOUND_SEARCHES = 1  # distinct sounds of the query that are searched by likeness; all are looked for as equal ones
FOREIGN_SOUNDS = 2  # orthographies in which a name that a language respelt is heard
SOUND_KEYS = 24  # keys taken for one sound
NEIGHBOURS = 8
ORDERS = 3  # orders of a long name's words that are compared


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What retrieval found.

    Args:
        keys: ids of keys, distinct (int64).
        patterns: the readings to compare them with, each in 128 bytes; their lengths; the form each came from; how
            doubtful that is, 0 to 255; and its native hash.
        heard: the query's sounds at depth 1, each in 64 bytes; their lengths.
        searched: names merely alike were looked for.
    """

    keys: Array
    patterns: tuple[bytes, bytes, bytes, bytes, Array]
    heard: tuple[bytes, bytes]
    searched: bool = True


def retrieve(
    index: Index,
    question: Question,
    context: Context,
    mode: Mode,
    searches: Searches | None,
    *,
    known: bool = True,
) -> Retrieved:
    """Find the keys that a question may mean.

    Args:
        index: the opened index.
        question: what is looked for.
        context: what else is known; its masks narrow a part of the search.
        mode: `fast` leaves out the sound search and looks less far.
        searches: those by likeness that are left; None where names merely alike are not looked for.
        known: whether a name in the same letters ends the search.
    """
    keys = dict.fromkeys(key for form in question.forms for key in form.keys)
    forms = list(question.forms)
    heard: tuple[bytes, ...] = ()
    # A form without its generic words is no end of the search: "Phillip Izland" is not Phillip.
    sure = how_sure(index, [form for form in question.forms if form.kind is not FormKind.CORE]) if known else UNKNOWN
    if sure == UNKNOWN:
        for form in inflected_forms(index, question):
            keys.update(dict.fromkeys(form.keys))
            forms.append(form)
        if searches is not None:
            respelt = respelt_forms(index, question)
            foreign = (*respelt, *stem_forms(index, question))
            forms += foreign
            keys.update(dict.fromkeys(key for form in foreign for key in form.keys))
            heard = _heard(question, foreign)
            turned = _by_words(index, question.forms[0], keys, searches)
            forms += turned
            _alike(index, (*question.forms, *respelt), context, mode, heard, keys, searches)
            heard += _heard_turned(question, turned)
    elif sure == KNOWN:
        near = index.spelling.neighbours(question.forms[0].readings[0].key, k=NEIGHBOURS)
        keys.update(dict.fromkeys(near.ids.tolist()))
    patterns = _patterns(forms)
    return Retrieved(
        keys=np.array(list(keys), np.int64),
        patterns=(
            *padded(list(patterns), LETTERS),
            bytes([form.kind for form in patterns.values()]),
            bytes([form.doubt for form in patterns.values()]),
            np.array([form.native for form in patterns.values()], np.int64),
        ),
        heard=padded(list(heard), WIDTH),
        searched=sure == UNKNOWN and searches is not None,
    )


def _spellings(key: str) -> tuple[int, float]:
    """How many keys are asked for, and how alike they must be."""
    return next((row[1:] for row in SPELLINGS if len(key) <= row[0]), SPELLINGS[-1][1:])


def _patterns(forms: Sequence[Form]) -> dict[bytes, Form]:
    """The readings that keys are compared with, each with its form; also with their modifiers in one language, by which
    keys are found: MT LAUREL is no letter off Mount Laurel."""
    patterns: dict[bytes, Form] = {}
    for form in forms:
        for reading in form.readings:
            for key in (reading.key, canonical(reading.key)):
                if key:
                    patterns.setdefault(key.encode("ascii", "replace"), form)
    return patterns


def _heard(question: Question, foreign: Sequence[Form]) -> tuple[bytes, ...]:
    orthographies = orthographies_for_lang(question.query.lang)
    spoken = orthographies_for_script(question.script)
    chinese = orthographies_for_lang("zh")
    out: dict[bytes, None] = {}
    for form in question.forms:
        for reading in form.readings[:2]:
            written = reading.scheme in (AS_WRITTEN, EXPANDED)
            own = chinese if reading.scheme == WADE_GILES else orthographies if written else spoken
            out.update(dict.fromkeys(sounds(reading.latin, own)))
    for form in foreign:
        reading = form.readings[0]
        out.update(dict.fromkeys(sounds(reading.latin, orthographies_for_lang(reading.lang)[:FOREIGN_SOUNDS])))
    return tuple(out)


def _by_words(index: Index, form: Form, keys: dict[int, None], searches: Searches) -> tuple[Form, ...]:
    """Add the keys that share words with a long name; the forms of it with its words in the order of theirs."""
    key = form.readings[0].key if form.readings else ""
    if not is_long(key) or not searches.take():
        return ()
    found = share_words(index.long_words, key)
    keys.update(dict.fromkeys(found))
    orders = dict.fromkeys(rearranged(key, index.keys.text(other)) for other in found)
    orders.pop(key, None)
    lang = form.readings[0].lang
    return tuple(
        Form(text, FormKind.REORDERED, (Reading(text, text, AS_WRITTEN, lang),), (), 0)
        for text in list(orders)[:ORDERS]
    )


def _heard_turned(question: Question, turned: Sequence[Form]) -> tuple[bytes, ...]:
    """What forms with their words in another order sound like to those who likeliest wrote them."""
    orthographies = orthographies_for_lang(question.query.lang)[:1]
    return tuple(dict.fromkeys(sound for form in turned for sound in sounds(form.text, orthographies)))


def _alike(
    index: Index,
    forms: Sequence[Form],
    context: Context,
    mode: Mode,
    heard: tuple[bytes, ...],
    keys: dict[int, None],
    searches: Searches,
) -> None:
    for form in forms:
        for reading in form.readings:
            count, floor = _spellings(reading.key)
            if context.narrows and searches.take():
                within = {"where": context.where, "what": context.what}
                few = SPELLINGS_IN_CONTEXT
                found = searches.ids(index.spelling, reading.key, k=few, floor=floor, mode=mode, **within)
                keys.update(dict.fromkeys(found))
            if searches.take():
                found = searches.ids(index.spelling, reading.key, k=count, floor=floor, mode=mode)
                keys.update(dict.fromkeys(found))
    if mode == "fast":
        return
    broad = dict.fromkeys(depth2(sound) for sound in heard)
    for number, sound in enumerate(broad):
        same = index.broad.find(sound)
        if same >= 0:
            _keys_of_sound(index, same, keys)
        if number < SOUND_SEARCHES and searches.take():
            for near in searches.ids(index.sound, sound, k=SOUNDS, floor=SOUND_FLOOR, mode="fast"):
                _keys_of_sound(index, near, keys)


def _keys_of_sound(index: Index, sound: int, keys: dict[int, None]) -> None:
    first, last = index.store.arrays["broad_first_key"][sound : sound + 2].tolist()
    found = index.store.arrays["broad_key"][first : min(last, first + SOUND_KEYS)]
    keys.update(dict.fromkeys(found.tolist()))
