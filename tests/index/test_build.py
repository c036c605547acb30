"""The build: what it writes is what a plain one would, on one processor or on several."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny import Tiny

from gazetteer import Gazetteer, build
from gazetteer.index.build import builder, name_keys, reuse
from gazetteer.index.build.sorting import alphabetical
from gazetteer.index.index import Index, open_index
from gazetteer.index.store import Array
from gazetteer.index.strings import build_strings
from gazetteer.lexicon.generic import canonical, phrase
from gazetteer.model import Name
from gazetteer.sources.records import NameRecord, PlaceRecord, Progress, no_progress
from gazetteer.translit.readings import readings
from gazetteer.translit.scripts import is_latin
from gazetteer.translit.sound import depth2, orthographies_for_country, sounds

TEXTS = st.sampled_from(
    [
        "Lviv",
        "lviv",
        "Львів",
        "Lwów",
        "Lvov",
        "Sankt Lviv",
        "St. Lviv",
        "Львов",
        "東京",
        "San Lviv",
        "Lviv Oblast",
        " Lviv ",
    ]
)
PLACES = st.lists(
    st.tuples(
        st.integers(-3, 9),
        TEXTS,
        st.sampled_from(["UA", "DE", "FR", "??"]),
        st.sampled_from(["P.PPL", "A.ADM1"]),
        st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)
NAMES = st.lists(
    st.builds(
        NameRecord,
        place=st.integers(-3, 11),
        text=TEXTS,
        lang=st.sampled_from(["", "uk", "de", "abbr"]),
        preferred=st.booleans(),
        historic=st.booleans(),
        since=st.sampled_from(["", "1990"]),
        code=st.sampled_from(["", "", "iata"]),
    ),
    max_size=25,
)


@dataclass
class Small(Tiny):
    """A source of given records, with the countries of the tiny one."""

    given_places: tuple[PlaceRecord, ...] = ()
    given_names: tuple[NameRecord, ...] = ()

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        return self.given_places

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        return self.given_names


def place(id: int, name: str, country: str, feature: str, population: int) -> PlaceRecord:
    """A record of a place."""
    kind, _, code = feature.partition(".")
    return PlaceRecord(id, name, 1, 2, country, feature_class=kind, feature_code=code, population=population)


def plain_names(record: PlaceRecord, names: Iterable[NameRecord]) -> list[Name]:
    """A place's names as they should be: its own, then the others by text, language and code, each once."""
    known: dict[tuple[str, str, str], Name] = {}
    for name in names:
        key = (name.text.strip(), name.lang, name.code)
        if name.place == record.id and key != (record.name, "", ""):
            lang, since, code = name.lang or None, name.since or None, name.code or None
            known.setdefault(
                key,
                Name(key[0], lang, name.preferred, historic=name.historic, since=since, code=code),
            )
    return [Name(record.name), *(known[key] for key in sorted(known))]


def plain_keys(record: PlaceRecord, name: Name) -> dict[str, str]:
    """The keys of a name, each with the reading that gave it."""
    country = record.country if record.country != "??" else None
    found: dict[str, str] = {}
    for one in readings(name.text, name.lang, country):
        found.setdefault(one.key, one.latin)
        found.setdefault(canonical(one.key), one.latin)
    core = phrase(name.text, name.lang).core if record.feature_class == "A" else ""
    if core and core != name.text:
        for one in readings(core, name.lang, country):
            found.setdefault(one.key, one.latin)
    return found


def check(index: Index, records: list[PlaceRecord], names: tuple[NameRecord, ...]) -> None:
    """Compares an index with what its records say."""
    places, columns, arrays = index.places, index.columns, index.store.arrays
    number, of_key, heard = 0, dict[str, list[tuple[float, int]]](), dict[str, list[tuple[float, int, bytes]]]()
    for row, record in enumerate(records):
        expected = plain_names(record, names)
        assert list(places.names(row)) == expected
        for name in expected:
            for key, latin in plain_keys(record, name).items():
                of_key.setdefault(key, []).append((-float(columns.place_fame[row]), number))
                country = record.country if record.country != "??" else ""
                spoken = orthographies_for_country(country) if is_latin(name.text) else ("en",)
                rank = of_key[key][-1]
                heard.setdefault(key, []).extend((*rank, sound) for sound in sounds(latin, spoken))
            number += 1
    keys = [index.keys.text(at) for at in range(len(index.keys))]
    assert keys == sorted(of_key, key=lambda key: (len(key), key))
    assert [keys[key] for key in arrays["prefix_order"]] == sorted(keys)
    for at, text in enumerate(keys):
        first, last = columns.key_first_name[at : at + 2]
        assert columns.key_name[first:last].tolist() == [name for _fame, name in sorted(of_key[text])]
        first, last = columns.key_first_near[at : at + 2]
        nearby = [_sound(index, int(sound)) for sound in columns.key_near[first:last]]
        best = sorted(heard[text], key=lambda each: each[:2])
        assert nearby == list(dict.fromkeys(sound for *_, sound in best))[:4]
        for sound in nearby:
            broad = index.broad.find(depth2(sound))
            start, end = arrays["broad_first_key"][broad : broad + 2]
            assert at in arrays["broad_key"][start:end]


def _sound(index: Index, number: int) -> bytes:
    start, end = index.columns.near_offsets[number : number + 2]
    return index.columns.near_heap[start:end].tobytes()


@settings(max_examples=6)
@given(PLACES, NAMES)
def test_an_index_says_what_its_records_say(
    places: list[tuple[int, str, str, str, int]], names: list[NameRecord]
) -> None:
    given_places = tuple(place(*each) for each in places)
    last_of_id = {record.id: record for record in given_places}
    with tempfile.TemporaryDirectory() as folder:
        build(Small(given_places=given_places, given_names=tuple(names)), Path(folder))
        check(open_index(Path(folder)), [last_of_id[id] for id in sorted(last_of_id)], tuple(names))
    gc.collect()  # an index holds a hundred files open


@settings(max_examples=6)
@given(PLACES, NAMES, PLACES, NAMES)
def test_a_build_after_another_is_the_same_as_a_first_one(
    places: list[tuple[int, str, str, str, int]],
    names: list[NameRecord],
    more: list[tuple[int, str, str, str, int]],
    more_names: list[NameRecord],
) -> None:
    before = Small(given_places=tuple(place(*each) for each in places), given_names=tuple(names))
    given_places = tuple(place(*each) for each in (*places, *more))
    after = Small(given_places=given_places, given_names=(*names[1:], *more_names))
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as other:
        build(before, Path(folder))
        assert build(after, Path(folder)).build == build(after, Path(other)).build
    gc.collect()


def test_names_that_are_the_same_are_not_read_again(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    anew: list[int] = []

    def counted(folder: Path, tables: name_keys.ShortLists, names: Array, progress: Progress) -> name_keys.NameKeys:
        anew.append(len(names))
        return name_keys.read_names(folder, tables, names, progress)

    monkeypatch.setattr(builder, "read_names", counted)
    every = build(Tiny(), tmp_path).names
    build(Tiny(more={713174: "Bachmoet:nl Bakhmouth"}), tmp_path)
    assert anew == [every, 2]
    monkeypatch.setattr(reuse, "readings_version", lambda: "other tables")
    build(Tiny(), tmp_path)
    assert anew == [every, 2, every]


def test_a_damaged_build_is_not_taken_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    first = build(Tiny(), tmp_path).build
    file = tmp_path / "current" / "key_heap.npy"
    content = bytearray(file.read_bytes())
    content[-1] ^= 1
    file.write_bytes(content)
    other = build(Tiny(more={713174: "Bachmoet:nl"}), tmp_path).build
    assert other == build(Tiny(more={713174: "Bachmoet:nl"}), tmp_path / "new").build != first


def test_one_processor_or_two_give_the_same_build(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(name_keys, "CHUNK", 16)
    builds = set()
    for cores in (1, 2):
        monkeypatch.setattr(name_keys, "usable_cores", lambda cores=cores: cores)
        builds.add(build(Tiny(), tmp_path / str(cores)).build)
    assert len(builds) == 1


@settings(deadline=None)
@given(st.lists(st.text(alphabet="ab ", max_size=24), max_size=60))
def test_strings_in_alphabetical_order(texts: list[str]) -> None:
    table, _ = build_strings(texts)
    order = alphabetical(table.heap, table.offsets).tolist()
    assert [table.text(number) for number in order] == sorted(set(texts))


def test_many_strings_that_begin_alike_are_sorted() -> None:
    texts = [f"saint john{number * 7919 % 5003:04d}" for number in range(5003)]
    table, _ = build_strings(texts)
    shuffled = alphabetical(table.heap, table.offsets).tolist()
    assert [table.text(number) for number in shuffled] == sorted(texts)


@pytest.mark.parametrize(("listed", "who"), [((), 1), ((2,), 2), ((1,), 1)])
def test_who_has_a_code_that_several_divisions_bear(listed: tuple[int, ...], who: int, tmp_path: Path) -> None:
    area = PlaceRecord(1, "Area", 48, 37, "UA", "UA.05", feature_class="A", feature_code="ADM1")
    areas = [replace(area, id=id, listed=id in listed) for id in (2, 1)]
    town = PlaceRecord(3, "Bakhmut", 48, 37, "UA", "UA.05")
    build(Small(given_places=(*areas, town)), tmp_path)
    around = Gazetteer(open_index(tmp_path)).place(3).admin1
    assert around is not None
    assert around.id == who
