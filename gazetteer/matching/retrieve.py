"""Retrieval: from a question to the keys that may answer it, in tiers, the cheapest first.

1. Equal keys. Where one is found and no better-known name is a letter away, the search ends here.
2. Endings undone, looked for as equal keys.
3. Alike spellings, and in thorough mode alike sounds.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from gazetteer.index.opened import Index
from gazetteer.index.store import Array
from gazetteer.matching.context import Context
from gazetteer.matching.question import Form, FormKind, Question, inflected_forms
from gazetteer.model import Mode
from gazetteer.translit.sound import depth2, orthographies_for_lang, sounds

SPELLINGS = 40  # keys asked of the spelling search
SPELLINGS_IN_CONTEXT = 30  # keys asked of it within the context, beside those of the whole world
SOUNDS = 12  # sounds asked of the sound search
SPELLING_FLOOR = 0.5
SOUND_FLOOR = 0.7
SOUND_SEARCHES = 2  # distinct sounds of the query that are searched by likeness; all are looked for as equal ones
SOUND_KEYS = 24  # keys taken for one sound
NEIGHBOURS = 8
LETTERS = 64  # of a reading, as far as it is compared


@dataclass(frozen=True, slots=True)
class Retrieved:
    """What retrieval found.

    Args:
        keys: ids of keys, distinct (int64).
        patterns: the readings to compare them with, each at most 64 letters, and the form each came from.
        heard: the query's sounds at depth 1.
    """

    keys: Array
    patterns: tuple[tuple[bytes, FormKind], ...]
    heard: tuple[bytes, ...]


def retrieve(index: Index, question: Question, context: Context, mode: Mode) -> Retrieved:
    """Find the keys that a question may mean.

    Args:
        index: the opened index.
        question: what is looked for.
        context: what else is known; its masks narrow a part of the search.
        mode: `fast` leaves out the sound search and looks less far.
    """
    keys: dict[int, None] = {}
    equal = _equal(index, question.forms, keys)
    patterns = [(reading.key, form.kind) for form in question.forms for reading in form.readings]
    heard: tuple[bytes, ...] = ()
    if equal:
        for reading in question.forms[0].readings[:1]:
            keys.update(dict.fromkeys(index.spelling.neighbours(reading.key, k=NEIGHBOURS).ids.tolist()))
    else:
        for form in inflected_forms(question):
            if _equal(index, (form,), keys):
                patterns += [(reading.key, form.kind) for reading in form.readings]
        heard = _heard(question)
        _alike(index, question, context, mode, heard, keys)
    distinct = {key.encode("ascii", "replace")[:LETTERS]: kind for key, kind in reversed(patterns) if key}
    found = np.fromiter(keys, np.int64, len(keys))
    return Retrieved(found, tuple(distinct.items())[::-1], heard)


def _equal(index: Index, forms: Sequence[Form], keys: dict[int, None]) -> bool:
    found = False
    for form in forms:
        for reading in form.readings:
            key = index.keys.find(reading.key)
            if key >= 0:
                keys[key] = None
                found = True
    return found


def _heard(question: Question) -> tuple[bytes, ...]:
    orthographies = orthographies_for_lang(question.query.lang)
    out: dict[bytes, None] = {}
    for form in question.forms:
        for reading in form.readings[:2]:
            own = orthographies if reading.scheme == "as written" else ("en",)
            out.update(dict.fromkeys(sounds(reading.latin, own)))
    return tuple(out)


def _alike(
    index: Index, question: Question, context: Context, mode: Mode, heard: tuple[bytes, ...], keys: dict[int, None]
) -> None:
    for form in question.forms:
        for reading in form.readings:
            if context.given:
                hits = index.spelling.search(
                    reading.key,
                    k=SPELLINGS_IN_CONTEXT,
                    floor=SPELLING_FLOOR,
                    mode=mode,
                    where=context.where,
                    what=context.what,
                )
                keys.update(dict.fromkeys(hits.ids.tolist()))
            hits = index.spelling.search(reading.key, k=SPELLINGS, floor=SPELLING_FLOOR, mode=mode)
            keys.update(dict.fromkeys(hits.ids.tolist()))
    if mode == "fast":
        return
    broad = dict.fromkeys(depth2(sound) for sound in heard)
    for number, sound in enumerate(broad):
        same = index.broad.find(sound)
        if same >= 0:
            _keys_of_sound(index, same, keys)
        if number < SOUND_SEARCHES:
            for near in index.sound.search(sound, k=SOUNDS, floor=SOUND_FLOOR, mode="fast").ids.tolist():
                _keys_of_sound(index, near, keys)


def _keys_of_sound(index: Index, sound: int, keys: dict[int, None]) -> None:
    first, last = index.store.arrays["broad_first_key"][sound : sound + 2].tolist()
    found = index.store.arrays["broad_key"][first : min(last, first + SOUND_KEYS)]
    keys.update(dict.fromkeys(found.tolist()))
