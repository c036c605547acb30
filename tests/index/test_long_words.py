"""Long keys are found by their words as reading through all of them finds them."""

from __future__ import annotations

import math
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.index.build.long_words import build_long_words
from gazetteer.index.index import open_index
from gazetteer.index.search.long_words import LONG_KEY, MOST_WORDS, SHORTEST, LongWords
from gazetteer.index.strings import StringTable, build_strings
from gazetteer.matching.shared_words import KEYS, LEAST, SHARED, is_long, share_words
from gazetteer.matching.shared_words import MOST_WORDS as ASKED

NAMES = 2_000

# Words that begin and end alike, short ones, and letters outside of ASCII.
WORD = st.one_of(
    st.sampled_from(("santa", "santas", "anta", "maria", "de", "la", "jicotlan", "municipality", "x", "", "ñandú")),
    st.text("ab", min_size=2, max_size=4),
)
TEXT = st.lists(WORD, min_size=1, max_size=12).map(" ".join)


class Scan:
    """What `share_words` is to find, in plain Python: each long key of a table is read, word by word."""

    def __init__(self, keys: StringTable) -> None:
        self.lengths = np.diff(keys.offsets)
        self.of: dict[bytes, list[int]] = {}
        self.long = 0
        for id in np.flatnonzero(self.lengths >= LONG_KEY).tolist():
            self.long += 1
            for word in dict.fromkeys(keys.heap[keys.offsets[id] : keys.offsets[id + 1]].tobytes().split(b" ")):
                self.of.setdefault(word, []).append(id)

    def share(self, key: str) -> list[int]:
        """Ids of the keys that share words with a name, the best first."""
        words = [word for word in dict.fromkeys(key.encode("ascii", "replace").split()) if len(word) >= SHORTEST]
        words = sorted(words, key=len, reverse=True)[:ASKED]
        shared: dict[int, list[bytes]] = {}
        for word in words:
            for id in self.of.get(word, ()):
                shared.setdefault(id, []).append(word)
        found = []
        for id, mine in shared.items():
            ratio = 2.0 * sum(len(word) + 1 for word in mine) / (len(key) + int(self.lengths[id]) + 2)
            if len(mine) >= SHARED and ratio >= LEAST:
                rare = 0.0
                for word in mine:
                    rare += math.log((self.long + 1) / len(self.of[word]))
                found.append((-rare * ratio, id))
        return [id for _worth, id in sorted(found)[:KEYS]]


def of(keys: StringTable) -> LongWords:
    return LongWords(keys, build_long_words(keys))


@given(st.lists(TEXT, max_size=60), st.lists(TEXT, min_size=1, max_size=8))
@settings(max_examples=300, deadline=None)
def test_what_is_found_is_what_a_scan_finds(texts: list[str], names: list[str]) -> None:
    keys = build_strings(texts)[0]
    long, scan = of(keys), Scan(keys)
    for name in (*names, *texts[:5]):
        assert share_words(long, name) == scan.share(name)


def _altered(words: list[str], other: list[str], random: Random) -> str:
    """A name with words moved, left out, misspelt or added."""
    words = list(words)
    for _ in range(random.randint(1, 3)):
        place = random.randrange(len(words))
        way = random.choice(("moved", "turned", "left out", "misspelt", "added"))
        if way == "moved":
            words.insert(random.randrange(len(words)), words.pop(place))
        elif way == "turned":
            words = words[place:] + words[:place]
        elif way == "left out" and len(words) > 1:
            del words[place]
        elif way == "misspelt":
            at = random.randrange(len(words[place]) + 1)
            words[place] = words[place][:at] + random.choice("aeionrst") + words[place][at + random.randrange(2) :]
        elif way == "added":
            words.insert(place, random.choice(other))
    return " ".join(words)


def test_of_the_embedded_gazetteer_the_same_is_found(embedded_dir: Path) -> None:
    long = open_index(embedded_dir).long_words
    scan, random = Scan(long.keys), Random(5)
    ids, some = np.flatnonzero(scan.lengths >= LONG_KEY).tolist(), 0
    for _ in range(NAMES):
        one, other = (long.keys.text(random.choice(ids)).split() for _ in range(2))
        name = _altered(one, other, random)
        found = share_words(long, name)
        assert found == scan.share(name), name
        some += bool(found) and is_long(name)
    assert some > NAMES / 2


def test_a_word_that_a_key_has_twice_counts_once() -> None:
    texts = [f"santa santa maria maria magdalena {number}" for number in range(9)]
    keys = build_strings(texts)[0]
    assert share_words(of(keys), texts[3]) == Scan(keys).share(texts[3])


def test_too_many_words_are_refused() -> None:
    with pytest.raises(ValueError, match="words"):
        of(build_strings(())[0]).sharing([b"word"] * (MOST_WORDS + 1), 200, k=1, shared=2, least=0.0)


@pytest.mark.parametrize("buckets", [0, 1, 2, 4])
def test_arrays_that_do_not_fit_are_refused(buckets: int) -> None:
    keys = build_strings(["municipality of santa maria magdalena"])[0]
    with pytest.raises(ValueError, match="fit"):
        LongWords(keys, {"bucket": np.zeros(buckets, np.uint32), "keys": np.zeros(buckets // 4, np.uint8)})


@given(st.data())
@settings(max_examples=300, deadline=None)
def test_lists_that_were_altered_crash_nothing(data: Any) -> None:
    keys = build_strings([f"municipality of santa maria magdalena {number}" for number in range(99)])[0]
    arrays = build_long_words(keys)
    bucket, lists = arrays["bucket"].copy(), arrays["keys"].copy()
    for array, most in ((bucket[:-1], 2**32 - 1), (lists, 255)):
        for place in data.draw(st.lists(st.integers(0, len(array) - 1), max_size=20)):
            array[place] = data.draw(st.integers(0, most))
    found = share_words(
        LongWords(keys, {"bucket": bucket, "keys": lists}), "santa magdalena of the municipality 7 maria"
    )
    assert len(found) <= KEYS
    assert all(0 <= id < len(keys) for id in found)
