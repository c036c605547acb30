"""The best known of those that begin alike: the same with tables of the common beginnings and without."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from gazetteer.index.build.prefixes import COMMON, ordered
from gazetteer.index.format import COMMON_BEST
from gazetteer.index.search.begins import EXACT, Ordered, Wanted
from gazetteer.index.search.prefixes import Prefixes
from gazetteer.index.store import Array
from gazetteer.index.strings import build_strings
from gazetteer.index.values import Flag

COUNT = 120_000
SHORT = ("a", "b", "ab", "с", "сд")
FEW = (np.uint32, np.uint32, np.float32)


@pytest.fixture(scope="module")
def arrays() -> dict[str, Array]:
    """Names of few letters, each string of one to three places, many of which are as well known as others."""
    random = np.random.default_rng(5)
    made = ("".join(random.choice(list("abсд "), random.integers(6, 16))) for _ in range(COUNT - len(SHORT)))
    texts = [*SHORT, *(text.strip() or "a" for text in made)]
    table, of = build_strings(texts)
    order = np.argsort(of, kind="stable")
    known = np.round(random.exponential(1.0, COUNT), 1).astype(np.float32)
    first = np.searchsorted(of[order], np.arange(len(table) + 1)).astype(np.uint32)
    best = np.maximum.reduceat(known[order], first[:-1].astype(np.int64))
    flags = random.choice([int(Flag.LATIN), int(Flag.LATIN | Flag.MAIN), int(Flag.CODE), 0], COUNT).astype(np.uint16)
    columns: dict[str, Array] = {
        "name_place": np.arange(COUNT, dtype=np.uint32),
        "name_flags": flags,
        "name_lang": random.integers(0, 3, COUNT).astype(np.uint16),
        "place_country": random.integers(0, 40, COUNT).astype(np.int16),
        "place_renown": known,
        "place_feature": np.zeros(COUNT, np.int16),
        **{f"place_admin{level}": np.zeros(COUNT, np.int32) for level in range(1, 5)},
    }
    strings: dict[str, Array] = {
        "heap": table.heap,
        "offsets": table.offsets,
        "first_name": first,
        "name": order.astype(np.uint32),
    }
    countries = np.uint64(1) << columns["place_country"][order].astype(np.uint64)
    found = ordered(table, best, np.bitwise_or.reduceat(countries, first[:-1].astype(np.int64)))
    keys = {f"key_{name}": array for name, array in strings.items()}
    native = {f"native_{name}": array for name, array in (strings | found).items()}
    return as_opened(columns | keys | native | {f"prefix_{name}": array for name, array in found.items()})


def as_opened(arrays: dict[str, Array]) -> dict[str, Array]:
    """Arrays that cannot be written to, as those of an opened gazetteer: the search is compiled for these already."""
    for array in arrays.values():
        array.flags.writeable = False
    return arrays


def without_tables(arrays: Mapping[str, Array]) -> dict[str, Array]:
    """The same arrays, but no beginning is common, and any country may be in any block."""
    none = {
        f"{prefix}_common_{name}": np.zeros((0, COMMON_BEST) if name == "best" else 0, kind)
        for prefix in ("prefix", "native")
        for name, kind in zip(("low", "high", "rest", "best"), (*FEW, np.uint32), strict=True)
    }
    every = {f"{prefix}_where": np.full_like(arrays[f"{prefix}_where"], 2**64 - 1) for prefix in ("prefix", "native")}
    return as_opened({**arrays, **none, **every})


def wanted(country: int | None, lang: int, flags: int) -> Wanted:
    """What is typed for."""
    none = np.zeros(0, np.int64)
    countries = none if country is None else np.array([country])
    return Wanted(countries, none, none, np.zeros(0, np.bool_), lang, flags, False, EXACT)


def test_common_beginnings_are_found(arrays: dict[str, Array]) -> None:
    sizes = arrays["prefix_common_high"].astype(int) - arrays["prefix_common_low"]
    assert len(sizes) > 4
    assert min(sizes) >= COMMON
    for number, (low, high) in enumerate(zip(arrays["prefix_common_low"], arrays["prefix_common_high"], strict=True)):
        known, best = arrays["prefix_best"], arrays["prefix_common_best"][number]
        assert sorted(known[best]) == sorted(known[low:high])[-COMMON_BEST:]
        assert arrays["prefix_common_rest"][number] == max(np.delete(known[low:high], best - low))


@pytest.mark.parametrize("most", [1, 10, 400])
@pytest.mark.parametrize("country", [None, 7])
@pytest.mark.parametrize(("lang", "flags"), [(0, 0), (1, 0), (0, int(Flag.LATIN))])
def test_tables_change_nothing(arrays: dict[str, Array], most: int, country: int | None, lang: int, flags: int) -> None:
    fast, plain = Prefixes(arrays), Prefixes(without_tables(arrays))
    for typed in (["a"], ["b"], ["с"], ["д"], ["ab"], ["ba", "b"], ["сд"], ["a", "аб"], ["abс"]):
        asked = wanted(country, lang, flags)
        assert fast.native(typed, asked, most) == plain.native(typed, asked, most), typed
        assert fast.latin(typed, asked, most) == plain.latin(typed, asked, most), typed


def test_the_fields_are_those_of_the_kernel() -> None:
    assert {name for name in Ordered._fields if name.startswith("common_")} == {
        f"common_{name}" for name in ("low", "high", "rest", "best")
    }
