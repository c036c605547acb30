"""Names read in a kernel come to what they come to one by one."""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gazetteer.index.build.name_keys import LatinReader, NameKeys, Reader, ShortLists
from gazetteer.index.texts import heap_arrays

COUNTRIES = ("FR", "DE", "LU", "TR", "VN", "CN", "PL", "US", "")
TABLES = ShortLists(["", "fr"], [code for code in COUNTRIES if code], [False, True])
LETTERS = "aeiousptckgjdzxwAÉéèçßøœÄöÜıİğşŁžẖđơệ ’'ʼ-.,1½ﬁ&"
NAMES = (
    *("Paris", "Saint-Étienne-du-Mont", "München", "Łódź", "São Paulo", "St. Gallen", "Đà Nẵng", "Ta-lien", "Gießen"),
    *(
        "New Old Saint Town",
        "Vale de sus",
        "s w n e",
        "Ä",
        "ÄÄ öö",
        "",
        "...",
        "Bạsẖnṭn",
        "Ĳssel",
        "ﬁn",
        "İzmir",
        "Qom",
    ),
    *(
        "Štip-G̀evgelija",
        "Київ",
        "北京",
        "Peking 北京",
        "a" * 130,
        "ä " * 119,
        "½ Mile",
        "Sevanaǰ",
        "O’Brien",
        "Æ" * 100,
    ),
)


def keyed(keys: NameKeys) -> dict[int, tuple[object, ...]]:
    """By name, what it came to."""
    out: dict[int, tuple[object, ...]] = {}
    found: dict[int, list[object]] = {}
    key_at = sound_at = sound = 0
    for key, name in enumerate(keys.of):
        text = bytes(keys.key_heap[key_at : key_at + keys.key_length[key]])
        key_at += keys.key_length[key]
        heard = []
        for _ in range(keys.heard[key]):
            heard.append(bytes(keys.sound_heap[sound_at : sound_at + keys.sound_length[sound]]))
            sound_at += keys.sound_length[sound]
            sound += 1
        found.setdefault(name, []).append((keys.ties[key], text, keys.concepts[key], heard))
    for number, name in enumerate(keys.names):
        own = (keys.native[number], keys.marks[number], keys.latin[number])
        out[name] = (*own, *found.get(name, []))
    return out


def stored(folder: Path, names: Sequence[tuple[str, int]]) -> None:
    """The arrays of a building index: each name of a place of its own, in a country, by its number."""
    arrays = heap_arrays([text for text, _country in names], "name")
    count = len(names)
    arrays |= {
        "name_lang": np.zeros(count, np.uint16),
        "name_place": np.arange(count, dtype=np.uint32),
        "place_country": np.array([country for _text, country in names], np.int16),
        "place_feature": np.zeros(count, np.int16),
    }
    for name, array in arrays.items():
        np.save(folder / f"{name}.npy", array)


def compare(folder: Path, names: Sequence[tuple[str, int]]) -> int:
    """Hold the kernel against reading one by one; returns how many names it read."""
    stored(folder, names)
    reader = LatinReader(folder, TABLES)
    parts, left = reader.read(np.arange(len(names)))
    mine = NameKeys()
    for part in parts:
        mine.extend_by(part)
    theirs = keyed(Reader(folder, TABLES).read(np.setdiff1d(np.arange(len(names)), left)))
    assert keyed(mine) == theirs
    return len(theirs)


def test_names_of_all_kinds(tmp_path: Path) -> None:
    pairs = [(name, country) for name in NAMES for country in range(-1, len(TABLES.countries))]
    assert compare(tmp_path, pairs) > len(pairs) // 2


@settings(max_examples=200, deadline=None)
@given(st.lists(st.tuples(st.text(LETTERS, max_size=24), st.integers(-1, len(TABLES.countries) - 1)), max_size=20))
def test_any_letters(tmp_path_factory: pytest.TempPathFactory, names: list[tuple[str, int]]) -> None:
    compare(tmp_path_factory.mktemp("names"), names)


@settings(max_examples=100, deadline=None)
@given(st.lists(st.text(st.characters(max_codepoint=0x2E80), max_size=12), max_size=20))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, names: list[str]) -> None:
    compare(tmp_path_factory.mktemp("names"), [(name.encode("utf-8", "replace").decode(), 0) for name in names])


def test_names_of_areas_are_left(tmp_path: Path) -> None:
    stored(tmp_path, [("Kharkiv Oblast", 0)])
    np.save(tmp_path / "place_feature.npy", np.ones(1, np.int16))
    assert LatinReader(tmp_path, TABLES).read(np.arange(1))[1].tolist() == [0]
