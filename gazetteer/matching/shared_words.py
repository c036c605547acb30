"""Long names that share words: what the likeness of whole strings misses where words are moved, left out or added.

The index lists the long keys by their words. The rarer the words that a key shares with the name, and the less either
has beside them, the better.
"""

from __future__ import annotations

from collections import Counter

from rapidfuzz.distance import Indel

from gazetteer.index.search.long_words import SHORTEST, LongWords

LONG = 32  # letters of a name that is looked for by its words
LEAST_WORDS = 3  # of it
MOST_WORDS = 24  # words that are looked for, the longest
SHARED = 2  # words that a key must have of them
LEAST = 0.4  # share of the letters of both that the words in common must have
KEYS = 8  # keys taken
MOST = 0.85  # likeness, words in one order, from which a string is likely one of the names that share words with it


def is_long(key: str) -> bool:
    """Whether a name is looked for by its words.

    Args:
        key: folded.
    """
    return len(key) >= LONG and key.count(" ") >= LEAST_WORDS - 1


def share_words(long: LongWords, key: str) -> list[int]:
    """The long keys that share the rarest words with a name.

    Args:
        long: the long keys of the index.
        key: the name, folded.

    Returns:
        Their ids, the best first, at most `KEYS`.
    """
    words = [word for word in dict.fromkeys(key.encode("ascii", "replace").split()) if len(word) >= SHORTEST]
    words = sorted(words, key=len, reverse=True)[:MOST_WORDS]
    if len(words) < SHARED:
        return []
    return long.sharing(words, len(key), k=KEYS, shared=SHARED, least=LEAST)


def shares_most(long: LongWords, key: str) -> bool:
    """Whether a long key has most of a name's letters, wherever its words stand; arguments as for `share_words`."""
    others = map(long.keys.text, share_words(long, key))
    return any(Indel.normalized_similarity(rearranged(key, other), other) >= MOST for other in others)


def rearranged(key: str, other: str) -> str:
    """A name with the words that it shares with another in the order of the other's, the rest in their places.

    Args:
        key: the name, folded.
        other: the other, folded.
    """
    words = key.split(" ")
    shared = Counter(words) & Counter(other.split(" "))
    order = iter(_only(other.split(" "), shared))
    movable = shared.copy()
    out = []
    for word in words:
        movable[word] -= 1
        out.append(next(order) if movable[word] >= 0 else word)
    return " ".join(out)


def _only(words: list[str], shared: Counter[str]) -> list[str]:
    """Those of some words that are shared, each as often as it is."""
    left = shared.copy()
    out = []
    for word in words:
        left[word] -= 1
        if left[word] >= 0:
            out.append(word)
    return out
