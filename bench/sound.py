"""What sound adds to spelling: finding a place's main name by another spelling of it, among some 8,000 main names.

`python -m bench.sound` prints two tables, two minutes; `--peers` adds the classic codings that are installed
(jellyfish, metaphone). All pairs are of places that the weights in confusions.tsv were not learned from.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from typing import Any

import numba
import numpy as np
from numpy.typing import NDArray
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from bench.sound_pairs import Pair, Pairs, sample
from gazetteer.text import fold
from gazetteer.translit.confusions import LONGEST, align, confusions
from gazetteer.translit.readings import readings
from gazetteer.translit.sound import (
    GENERAL,
    ORTHOGRAPHIES,
    depth2,
    depth3,
    orthographies_for_country,
    orthographies_for_lang,
    sound,
    sounds,
)
from training.fit_confusions import query_keys

Array = NDArray[Any]
Keys = list[tuple[Any, ...]]
DEPTHS: tuple[Callable[[bytes], bytes], ...] = (bytes, depth2, depth3)
AT_ONCE = 60


@numba.njit(nogil=True, cache=True)
def _alignments(first: Any, begins: Any, second: Any, starts: Any, number: Any, pairs: Any, gaps: Any) -> Any:
    out = np.empty((len(begins) - 1, len(starts) - 1), np.float32)
    row = np.empty(LONGEST + 1, np.float32)
    for i in range(len(begins) - 1):
        for j in range(len(starts) - 1):
            a, b = first[begins[i] : begins[i + 1]], second[starts[j] : starts[j + 1]]
            out[i, j] = align(a[:LONGEST], b[:LONGEST], number, pairs, gaps, row)
    return out


def _heap(keys: Sequence[bytes]) -> tuple[Array, Array]:
    return np.frombuffer(b"".join(keys), np.uint8), np.cumsum([0, *map(len, keys)])


def weighed(first: Sequence[bytes], second: Sequence[bytes], script: str) -> Array:
    """Compare all with all by the learned confusions; shape (first, second)."""
    weights = confusions(script)
    return np.asarray(
        _alignments(*_heap(first), *_heap(second), weights.number, weights.pairs, weights.gaps), np.float32
    )


def ratios(first: Sequence[Any], second: Sequence[Any]) -> Array:
    """Compare all with all by the normalised indel similarity; shape (first, second)."""
    return np.asarray(cdist(first, second, scorer=Indel.normalized_similarity, dtype=np.float32))


def summed_ratios(first: Sequence[bytes], second: Sequence[bytes]) -> Array:
    """Add the ratios at the three depths, so that the best pair of keys is best at all of them together."""
    total: Array = np.sum([ratios([deep(a) for a in first], [deep(b) for b in second]) for deep in DEPTHS], axis=0)
    return total


def best(asked: Keys, held: Keys, compare: Callable[[Sequence[Any], Sequence[Any]], Array]) -> Array:
    """Compare names of several keys each by their best pair of keys; shape (asked, held)."""
    flat = [key for keys in held for key in keys]
    distinct = {key: row for row, key in enumerate(dict.fromkeys(flat))}
    columns = np.array([distinct[key] for key in flat])
    starts = np.cumsum([0, *(len(keys) for keys in held)])[:-1]
    out = np.empty((len(asked), len(held)), np.float32)
    for at in range(0, len(asked), AT_ONCE):
        some = asked[at : at + AT_ONCE]
        rows = [key for keys in some for key in keys]
        begins = np.cumsum([0, *(len(keys) for keys in some)])[:-1]
        likeness = np.maximum.reduceat(compare(rows, list(distinct))[:, columns], starts, axis=1)
        out[at : at + AT_ONCE] = np.maximum.reduceat(likeness, begins, axis=0)
    return out


def recall(likeness: Array, pairs: list[Pair]) -> tuple[float, float]:
    """Return the share of pairs whose place is first, and among the first ten; a tie counts as half above."""
    own = likeness[np.arange(len(pairs)), [pair.row for pair in pairs]][:, None]
    above = (likeness > own + 1e-6).sum(axis=1) + ((np.abs(likeness - own) <= 1e-6).sum(axis=1) - 1) / 2
    return float((above < 1).mean()), float((above < 10).mean())


def _codings() -> dict[str, Callable[[str], tuple[str, ...]]]:
    import jellyfish
    import metaphone

    return {
        "Soundex": lambda text: (jellyfish.soundex(text),),
        "Metaphone": lambda text: (jellyfish.metaphone(text),),
        "D. Metaphone": lambda text: tuple(filter(None, metaphone.doublemetaphone(text))) or ("",),
    }


def _spellings(pair: Pair) -> tuple[str, ...]:
    return tuple(reading.key for reading in readings(pair.text)[:2]) or (fold(pair.text),)


def _print(name: str, count: int | str, figures: Sequence[tuple[float, float]]) -> None:
    cells = (f"{first:.3f} {ten:.3f}".replace("0.", ".") for first, ten in figures)
    print(f"| {name:12} | {count:>5} | {' | '.join(f'{cell:>12}' for cell in cells)} |")


def _by_script(data: Pairs, peers: bool) -> None:
    held_strings: Keys = [(fold(name),) for name in data.names]
    held: Keys = [
        sounds(n, orthographies_for_country(c)) or (b"",) for n, c in zip(data.names, data.countries, strict=True)
    ]
    codings = _codings() if peers else {}
    coded: dict[str, Keys] = {name: [code(key) for (key,) in held_strings] for name, code in codings.items()}
    titles = ["spelling", "with k1 k2 k3", "confusions", "with both", *codings]
    print(f"| {'set':12} | {'pairs':>5} | {' | '.join(f'{title:>12}' for title in titles)} |")
    print("| --- " * (len(titles) + 2) + "|")
    rows = []
    for name, pairs in data.tests.items():
        if len(pairs) < 60:
            continue
        script = pairs[0].script
        asked: Keys = [query_keys(pair) or (b"",) for pair in pairs]
        asked_strings: Keys = [_spellings(pair) for pair in pairs]
        string = best(asked_strings, held_strings, ratios)
        depths = best(asked, held, summed_ratios)
        learned = best(asked, held, lambda a, b: weighed(a, b, script))  # noqa: B023 - used at once
        scores = [string, string + depths, learned, string + depths + 2 * learned]
        for title, code in codings.items():
            scores.append(string + best([sum(map(code, keys), ()) for keys in asked_strings], coded[title], ratios))
        rows.append([recall(score, pairs) for score in scores])
        _print(name, len(pairs), rows[-1])
    means = np.array(rows).mean(axis=0)
    _print("mean of sets", "", [(first, ten) for first, ten in means])


def _by_orthographies(data: Pairs) -> None:
    ways: dict[str, Callable[[Pair], tuple[str, ...]]] = {
        "en alone": lambda pair: ("en",),
        "GENERAL": lambda pair: GENERAL,
        "all": lambda pair: ORTHOGRAPHIES,
        "its language": lambda pair: orthographies_for_lang(pair.lang),
    }
    pairs = data.tests["CLDR Latn"]
    held_strings: Keys = [(fold(name),) for name in data.names]
    string = best([_spellings(pair) for pair in pairs], held_strings, ratios)
    held: Keys = [
        sounds(n, orthographies_for_country(c)) or (b"",) for n, c in zip(data.names, data.countries, strict=True)
    ]
    apart: Keys = [_apart(n, orthographies_for_country(c)) for n, c in zip(data.names, data.countries, strict=True)]
    print("\nCLDR Latn by the orthographies that a query is keyed with (k1 k2 k3 with the spelling; keys a query)\n")
    for name, way in ways.items():
        asked: Keys = [sounds(pair.text, way(pair)) or (b"",) for pair in pairs]
        found = recall(string + best(asked, held, summed_ratios), pairs)
        _print(name, f"{np.mean([len(keys) for keys in asked]):.1f}", [found])
    asked = [_apart(pair.text, orthographies_for_lang(pair.lang)) for pair in pairs]
    _print("words apart", "", [recall(string + best(asked, apart, summed_ratios), pairs)])


def _apart(text: str, orthographies: Sequence[str]) -> tuple[bytes, ...]:
    """Key a spelling word by word, a blank between the words' keys."""
    words = text.replace("-", " ").split()
    keys = (b" ".join(sound(word, orthography) for word in words) for orthography in orthographies)
    return tuple(dict.fromkeys(keys)) or (b"",)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--peers", action="store_true", help="measure the classic codings too")
    arguments = parser.parse_args()
    data = sample()
    keys = [len(sounds(n, orthographies_for_country(c))) for n, c in zip(data.names, data.countries, strict=True)]
    print(f"{len(data.names):,} main names, {np.mean(keys):.2f} keys a name; recall at 1 and at 10\n")
    _by_script(data, arguments.peers)
    _by_orthographies(data)


if __name__ == "__main__":
    main()
