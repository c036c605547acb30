"""A made gazetteer of any size, from the real names of the embedded one: words cut in two and joined anew.

All real places come first; made ones after them, each by the pattern of a real place of the same country: its region,
the scripts and languages of its names, how many words these have. A word is the beginning of one real word and the end
of another, of one country and script, or a whole one, as often as it occurs. The same seed gives the same gazetteer.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from gazetteer.sources.embedded import Embedded
from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, no_progress
from gazetteer.translit.scripts import LATIN, script_of

SEED = 13
PATTERNS = 30_000  # real places that made ones are like
WORDS = 5_000  # real words of one country and script, at most
WHOLE = 0.35  # share of words that are left whole
WHOLE_ALONE = 0.05  # of those that are a name by themselves
FIRST_ID = 100_000_000
SPREAD = 0.8  # degrees from the pattern, at most
REPORT_EVERY = 100_000

# Class, code and share of made places; the shares are assumed, not counted.
KINDS = (
    *(("P", "PPL", 0.40), ("S", "FRM", 0.10), ("S", "SCH", 0.09), ("H", "STM", 0.14), ("H", "LK", 0.04)),
    *(("T", "MT", 0.08), ("T", "HLL", 0.06), ("A", "ADM4", 0.04), ("L", "LCTY", 0.03), ("R", "RD", 0.01)),
    ("V", "FRST", 0.01),
)
# How many further names a place that has any has: few have many.
FURTHER = (*[1] * 50, *[2] * 25, *[3] * 12, *[5] * 8, *[12] * 4, 40)


@dataclass(frozen=True, slots=True)
class _Pattern:
    """A real place, and of its names the script, language and number of words; its own name first."""

    record: PlaceRecord
    names: tuple[tuple[str, str, int], ...]


@dataclass(slots=True)
class _Words:
    """The words of one country and script: whole, and their beginnings and ends."""

    whole: list[str]
    heads: list[str]
    tails: list[str]


class Made:
    """The source.

    Args:
        places: how many places, the real ones among them.
        names: how many names, their own names among them.
        seed: of the generator.
    """

    name = "made"

    def __init__(self, places: int, names: int, seed: int = SEED) -> None:
        self._places, self._names, self._seed = places, names, seed
        self._real = Embedded()
        self._real_places = self._real_names = 0
        self._patterns: list[_Pattern] = []
        self._words: dict[tuple[str, str], _Words] = {}

    def credits(self) -> tuple[Credit, ...]:
        """Those of the real names."""
        return self._real.credits()

    def countries(self) -> Iterator[CountryRecord]:
        """The real countries."""
        yield from self._real.countries()

    def places(self, progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        """The real places, then the made ones."""
        self._learn()
        for record in Embedded().places():
            self._real_places += 1
            yield record
        random = Random(self._seed)
        kinds = random.choices(KINDS, [share for *_, share in KINDS], k=REPORT_EVERY)
        for number in range(self._places - self._real_places):
            pattern = self._patterns[int(random.random() * len(self._patterns))]
            like, (script, _lang, size) = pattern.record, pattern.names[0]
            feature_class, feature_code, _share = kinds[number % REPORT_EVERY]
            yield PlaceRecord(
                FIRST_ID + number,
                self._name(random, like.country, script, size),
                min(max(like.lat + (random.random() - 0.5) * SPREAD, -90.0), 90.0),
                min(max(like.lon + (random.random() - 0.5) * SPREAD, -180.0), 180.0),
                like.country,
                like.admin1,
                like.admin2,
                feature_class=feature_class,
                feature_code=feature_code,
                population=int(random.paretovariate(0.6)) if feature_class == "P" else 0,
                timezone=like.timezone,
            )
            if number % REPORT_EVERY == 0:
                progress("places", self._real_places + number, self._places)

    def names(self, progress: Progress = no_progress) -> Iterator[NameRecord]:
        """The real names, then the made ones; what it takes to make them is given back at the end."""
        for record in self._real.names():
            self._real_names += 1
            yield record
        self._real = Embedded()  # what it has read takes a gigabyte, which is none of the build's
        yield from self._made_names(progress)
        self._patterns, self._words = [], {}

    def _made_names(self, progress: Progress) -> Iterator[NameRecord]:
        """The names that are made, those of one place together."""
        made = self._places - self._real_places
        wanted = self._names - self._places - self._real_names
        if made <= 0 or wanted <= 0:
            return
        having = min(wanted / made / (sum(FURTHER) / len(FURTHER)), 1.0)
        random = Random(self._seed + 1)
        done = 0
        while done < wanted:
            for number in range(made):
                if random.random() >= having:
                    continue
                pattern = self._patterns[int(random.random() * len(self._patterns))]
                for _ in range(FURTHER[int(random.random() * len(FURTHER))]):
                    script, lang, size = pattern.names[int(random.random() * len(pattern.names))]
                    text = self._name(random, pattern.record.country, script, size)
                    yield NameRecord(FIRST_ID + number, text, lang)
                    done += 1
                    if done % REPORT_EVERY == 0:
                        progress("names", done, wanted)
                if done >= wanted:
                    return

    def _name(self, random: Random, country: str, script: str, size: int) -> str:
        """A name of so many words."""
        known = self._words.get((country, script)) or self._words["", script]
        words, whole = [], WHOLE if size > 1 else WHOLE_ALONE
        for _ in range(size):
            if random.random() < whole:
                words.append(known.whole[int(random.random() * len(known.whole))])
            else:
                head = known.heads[int(random.random() * len(known.heads))]
                words.append(head + known.tails[int(random.random() * len(known.tails))])
        return " ".join(words)

    def _learn(self) -> None:
        """Take patterns and words from the real places."""
        real, random = Embedded(), Random(self._seed + 2)
        records = [record for record in real.places() if record.country]
        countries = {record.id: record.country for record in records}
        chosen = {record.id: record for record in random.sample(records, min(PATTERNS, len(records)))}
        shapes: dict[int, list[tuple[str, str, int]]] = defaultdict(list)
        pools: dict[tuple[str, str], list[str]] = defaultdict(list)
        own = (NameRecord(record.id, record.name) for record in records)
        for names in (own, real.names()):
            for name in names:
                country, script = countries.get(name.place, ""), script_of(name.text)
                if script is None or name.lang == "abbr":
                    continue
                words = name.text.split()
                for key in ((country, script), ("", script)):
                    pool = pools[key]
                    if len(pool) < WORDS:
                        pool += words
                    else:  # each word has about the same chance to stay
                        pool[int(random.random() * WORDS)] = words[0]
                if name.place in chosen:
                    shapes[name.place].append((script, name.lang, len(words)))
        self._patterns = [
            _Pattern(record, tuple(shapes.get(id, ())) or ((LATIN, "", 1),)) for id, record in chosen.items()
        ]
        for key, pool in pools.items():
            cut = [(word, max(1, len(word) // 2)) for word in pool]
            heads, tails = [word[:at] for word, at in cut], [word[at:] for word, at in cut]
            self._words[key] = _Words(pool, heads, tails)
