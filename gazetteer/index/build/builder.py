"""From a source of places to an index on disk."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from gazetteer.index.build.deleted import gone_arrays
from gazetteer.index.build.keys import build_keys, flags_of, marks_of, native_of
from gazetteer.index.build.latin_names import compile_beside
from gazetteer.index.build.name_keys import NameKeys, ShortLists, read_names
from gazetteer.index.build.names import NamePart, build_names
from gazetteer.index.build.places import PlacePart, build_places
from gazetteer.index.build.prefixes import native_prefixes, renown
from gazetteer.index.build.reuse import KEY, Earlier, readings_version
from gazetteer.index.build.spatial import build_spatial
from gazetteer.index.build.walk import walk_arrays
from gazetteer.index.store import BuildWriter
from gazetteer.index.texts import Interner, heap_arrays
from gazetteer.index.values import NONE
from gazetteer.model import BuildInfo
from gazetteer.sources.records import Dated, Progress, Source, no_progress


def build(source: Source, data_dir: Path, progress: Progress = no_progress) -> BuildInfo:
    """Build an index from a source and make it the current one of a data directory.

    What was current before stays in use until the new build is complete, and after it by whoever has it open. Names
    that are the same in it are not read again; the outcome is the same as if they were.

    Args:
        source: where the places come from.
        data_dir: where builds are kept.
        progress: told of each step.

    Raises:
        SourceError: the source's data is missing or unusable.
    """
    writer = BuildWriter(data_dir)
    compiling = compile_beside()
    try:
        words = Interner()
        places = build_places(source.countries(), source.places(progress), words)
        writer.keep(places.arrays)
        names = build_names(places, source.names(progress), words, progress)
        writer.keep(names.arrays, less=("name_flags",))
        places = replace(places, main_heap=np.empty(0, np.uint8), main_offset=np.zeros(1, np.int64))
        compiling.join()
        read = _read(writer, places, names, Earlier.open(data_dir), progress)
        flags = flags_of(names, read)
        writer.add("name_flags", flags)
        writer.add("name_native", native_of(names, read))
        writer.add("name_marks", marks_of(names, read))
        for part in ("names", "native", "marks", "latin"):
            read.take(part)
        known = renown(places.arrays["place_fame"], names.arrays["place_first_name"])
        writer.add("place_renown", known)
        build_keys(places, names, read, known, writer.add, progress)
        progress("indexing names of other scripts", 0, None)
        native = native_prefixes(names, flags, known, places.where)
        walk = walk_arrays(native["heap"], native["offsets"], unparted=True)
        for name, array in (native | {f"walk_{name}": array for name, array in walk.items()}).items():
            writer.add(f"native_{name}", array)
        progress("placing on the globe", 0, None)
        spatial = build_spatial(*(places.arrays[f"place_{name}"] for name in ("lat", "lon", "feature", "country")))
        gone = gone_arrays(source.deleted() if isinstance(source, Dated) else ())
        for arrays in (heap_arrays(words.texts(), "word"), gone, spatial):
            for name, array in arrays.items():
                writer.add(name, array)
        built = datetime.now(UTC).isoformat(timespec="seconds")
        counts = {"places": len(places.where), "names": len(names)}
        manifest = {
            "source": source.name,
            "built": built,
            **counts,
            KEY: readings_version(),
            "about": dict(source.about()) if isinstance(source, Dated) else {},
            "credits": [asdict(credit) for credit in source.credits()],
            "tables": {**places.tables, "languages": names.languages},
        }
        return BuildInfo(build=writer.publish(manifest), source=source.name, built=built, **counts)
    except BaseException:
        writer.abandon()
        raise


def _read(
    writer: BuildWriter, places: PlacePart, names: NamePart, earlier: Earlier | None, progress: Progress
) -> NameKeys:
    """What the names are read as: those that have not changed as in the build before, the others anew."""
    areas = [feature.startswith("A.") for feature in places.tables["features"]]
    tables = ShortLists(names.languages, [country["code"] for country in places.tables["countries"]], areas)
    every = np.arange(len(names))
    if earlier is None:
        return read_names(writer.path, tables, every, progress)
    progress("comparing with the build before", 0, None)
    same = earlier.same_names({**places.arrays, **names.arrays}, tables)
    read = read_names(writer.path, tables, every[same == NONE], progress)
    read.extend(earlier.read(same))
    return read
