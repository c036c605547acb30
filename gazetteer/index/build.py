"""From a source of places to an index on disk."""

from __future__ import annotations

from dataclasses import asdict
from datetime import UTC, datetime
from pathlib import Path

from gazetteer.index.build_keys import build_keys
from gazetteer.index.build_names import build_names
from gazetteer.index.build_places import build_places
from gazetteer.index.heap import Interner, heap_arrays
from gazetteer.index.spatial import build_spatial
from gazetteer.index.store import Writer
from gazetteer.model import BuildInfo
from gazetteer.sources.records import Progress, Source, no_progress


def build(source: Source, data_dir: Path, progress: Progress = no_progress) -> BuildInfo:
    """Build an index from a source and make it the current one of a data directory.

    What was current before stays in use until the new build is complete, and after it by whoever has it open.

    Args:
        source: where the places come from.
        data_dir: where builds are kept.
        progress: told of each step.

    Raises:
        SourceError: the source's data is missing or unusable.
    """
    writer = Writer(data_dir)
    try:
        texts = Interner()
        places = build_places(source.countries(), source.places(progress), texts)
        names = build_names(places, source.names(progress), texts)
        keys = build_keys(places, names, progress)
        spatial = build_spatial(*(places.arrays[f"place_{name}"] for name in ("lat", "lon", "feature", "country")))
        progress("writing", 0, None)
        for arrays in (places.arrays, names.arrays, keys, spatial, heap_arrays(texts.texts())):
            for name, array in arrays.items():
                writer.add(name, array)
        built = datetime.now(UTC).isoformat(timespec="seconds")
        counts = {"places": len(places.row_of), "names": len(names.rows)}
        manifest = {
            "source": source.name,
            "built": built,
            **counts,
            "credits": [asdict(credit) for credit in source.credits()],
            "tables": {**places.tables, "languages": names.languages},
        }
        return BuildInfo(build=writer.publish(manifest), source=source.name, built=built, **counts)
    except BaseException:
        writer.abandon()
        raise
