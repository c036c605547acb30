"""A source with some of it held back, so that a gazetteer can be asked for what it has never seen.

`make fit` and the bench build such gazetteers with different seeds: what the fit has seen, the bench does not ask.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from random import Random

from rapidfuzz.fuzz import ratio

from bench.quality_sets.case import Case
from bench.quality_sets.corpus import Corpus, is_machine_made, key_of
from bench.quality_sets.half import Half
from gazetteer.model import Query
from gazetteer.sources.cities import is_code
from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, Source, no_progress
from gazetteer.text import fold
from gazetteer.translit.scripts import LATIN, script_of

LEAST_LETTERS = 3
AS_LIKE = 90.0
"""The indel ratio, of 100, from which a basic Latin spelling may have been made from one in another script."""


@dataclass(frozen=True, slots=True)
class Withholding:
    """What is held back.

    Args:
        names: of each city, the spellings held back, as written.
        absent: cities held back whole.
        more: the same as names by kind of place or spelling; see withheld_more.py.
        more_absent: the same as absent by kind.
        half: whose texts the cases may have, where all may not.
        all_absent: the places of all kinds held back whole.
    """

    names: dict[int, tuple[str, ...]]
    absent: frozenset[int]
    more: dict[str, dict[int, tuple[str, ...]]] = field(default_factory=dict)
    more_absent: dict[str, frozenset[int]] = field(default_factory=dict)
    half: Half | None = None
    all_absent: frozenset[int] = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "all_absent", self.absent.union(*self.more_absent.values()))

    def digest(self) -> str:
        """What is held back as 12 hexadecimal digits, so that no gazetteer that lacks something else is taken for it."""
        held = sorted(self.by_place().items()), sorted(self.all_absent)
        return hashlib.sha256(repr(held).encode()).hexdigest()[:12]

    def spellings(self, place: int) -> list[str]:
        """The spellings of a place held back, of all kinds."""
        return [text for names in (self.names, *self.more.values()) for text in names.get(place, ())]

    def by_place(self) -> dict[int, list[str]]:
        """The places of which spellings are held back, with these."""
        places = set(self.names).union(*self.more.values())
        return {place: self.spellings(place) for place in sorted(places)}

    def allows(self, text: str) -> bool:
        """Whether a case may have a text: the fit's never are the bench's."""
        return self.half is None or self.half.has(text)


def plan_withholding(corpus: Corpus, seed: int, names: int, absent: int) -> Withholding:
    """Choose what to hold back.

    A spelling that another place bears is never chosen: nobody could tell that the other is not meant.

    Args:
        corpus: the whole gazetteer.
        seed: equal seeds choose alike.
        names: how many places to hold a spelling back of.
        absent: how many places to hold back whole.
    """
    chance = Random(seed)
    cities = corpus.cities()
    gone = frozenset(corpus.draw(cities, absent, chance))
    chosen: dict[int, tuple[str, ...]] = {}
    for place in corpus.draw([place for place in cities if place not in gone], 3 * names, chance):
        open_to_choice = open_spellings(corpus, place)
        if open_to_choice:
            chosen[place] = (chance.choice(open_to_choice),)
        if len(chosen) == names:
            break
    return Withholding(chosen, gone)


def open_spellings(corpus: Corpus, place: int) -> list[str]:
    """The spellings of a place that may be held back, in a fixed order."""
    main = key_of(corpus.places[place].name)
    return sorted(
        text
        for text in set(corpus.names[place])
        if sum(map(str.isalpha, text)) >= LEAST_LETTERS
        and not is_code(text)
        and not is_machine_made(text)
        and (key := key_of(text)) != main
        and corpus.bearers[key] == {place}
    )


class WithheldSource:
    """A source without what is held back: neither the spelling, nor its folded twins, nor what was made from it."""

    def __init__(self, source: Source, withholding: Withholding) -> None:
        self.name = f"{source.name}-withheld"
        self.lacks = withholding.digest()
        self._source = source
        self._absent = withholding.all_absent
        spellings = withholding.by_place()
        self._keys = {place: {key_of(text) for text in texts} for place, texts in spellings.items()}
        self._foreign = {
            place: [fold(text) for text in texts if script_of(text) != LATIN]
            for place, texts in spellings.items()
            if any(script_of(text) != LATIN for text in texts)
        }

    def credits(self) -> tuple[Credit, ...]:
        """Where the data came from."""
        return self._source.credits()

    def countries(self) -> Iterable[CountryRecord]:
        """The countries, all of them."""
        return self._source.countries()

    def places(self, progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        """The places, without the absent ones."""
        return (place for place in self._source.places(progress) if place.id not in self._absent)

    def names(self, progress: Progress = no_progress) -> Iterator[NameRecord]:
        """The names, without those held back."""
        return (name for name in self._source.names(progress) if not self._is_withheld(name))

    def _is_withheld(self, name: NameRecord) -> bool:
        if name.place in self._absent:
            return True
        keys = self._keys.get(name.place)
        if keys is None:
            return False
        return key_of(name.text) in keys or self._is_made_from_withheld(name)

    def _is_made_from_withheld(self, name: NameRecord) -> bool:
        """Whether a name may be GeoNames' machine romanization of a spelling held back.

        Those in small letters do not say what they were made from: all of them go. Those of Cyrillic and Greek look
        like any name: what is as like the letters held back goes.
        """
        withheld = self._foreign.get(name.place)
        if withheld is None or not name.text.isascii():
            return False
        return is_machine_made(name.text) or any(ratio(fold(name.text), text) >= AS_LIKE for text in withheld)


def withheld_cases(withholding: Withholding, count: int, chance: Random) -> list[Case]:
    """Spellings held back, to be asked of the gazetteer built without them."""
    pairs = [(place, text) for place, texts in sorted(withholding.names.items()) for text in texts]
    return [
        Case("withheld spellings", Query(text), place, script=script_of(text) or LATIN)
        for place, text in chance.sample(pairs, min(count, len(pairs)))
    ]


def absent_cases(corpus: Corpus, withholding: Withholding, count: int, chance: Random) -> list[Case]:
    """Names of places held back whole: where no other bears the name, bare; where one does abroad, with the country.

    Args:
        corpus: the whole gazetteer.
        withholding: what the gazetteer that is asked lacks.
        count: how many cases a set, at most.
        chance: the seeded source of randomness.
    """
    sets: dict[str, list[Case]] = {"absent, none of the name": [], "absent, namesake abroad": []}
    for place in sorted(withholding.absent):
        record = corpus.places[place]
        left = {
            bearer
            for bearer in corpus.bearers[key_of(record.name)] - withholding.absent
            if not corpus.same(place, bearer)
        }
        twins = {b for b in corpus.bearers[key_of(record.name)] - withholding.absent if corpus.same(place, b)}
        if twins or corpus.has_unit_of(place, withholding.all_absent):
            continue
        if not left:
            name, query = "absent, none of the name", Query(record.name)
        elif all(corpus.places[bearer].country != record.country for bearer in left):
            name, query = "absent, namesake abroad", Query(record.name, country=(record.country,))
        else:
            continue
        sets[name].append(Case(name, query, None, filter_country=record.country if query.country else ""))
    return [case for cases in sets.values() for case in chance.sample(cases, min(count, len(cases)))]
