"""Which file comes out as which: by the ends of their names, checked before anything is read."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path
from typing import BinaryIO

from gazetteer.errors import QueryError, TableError

File = Path | str | BinaryIO

TEXT, PARQUET, WORKBOOK = "", ".parquet", ".xlsx"
"""The kinds of tables."""
EXTRAS = {PARQUET: "table", WORKBOOK: "xlsx"}
"""Those that are no text, and the extra that each needs."""
COMES_OUT = (
    "A text comes out as it is written where OUT ends in .csv, .tsv, .txt or nothing, as GeoJSON in .geojson, as "
    "GeoParquet in .geoparquet or .parquet. A Parquet file (.parquet, .geoparquet) comes out as Parquet in .parquet, "
    "as GeoParquet in .geoparquet, as GeoJSON in .geojson; a workbook as .xlsx."
)
"""What comes out as what; docs/batch.md and `exonym reconcile --help` say it in these words."""

_KINDS = {".parquet": PARQUET, ".geoparquet": PARQUET, ".xlsx": WORKBOOK}  # by how the name of the input ends
_TEXTS = ("", ".csv", ".tsv", ".txt")
# The form of each end that an output of a kind may have: that of the input is blank, others have writers of their own.
_FORMS: dict[str, dict[str, str]] = {
    TEXT: dict.fromkeys(_TEXTS, "") | {end: end for end in (".geojson", ".geoparquet", ".parquet")},
    PARQUET: {".parquet": "", ".geoparquet": ".geoparquet", ".geojson": ".geojson"},
    WORKBOOK: {".xlsx": ""},
}
_CALLED = {TEXT: "A text", PARQUET: "A Parquet file", WORKBOOK: "A workbook"}
_PACKED = (".gz", ".bz2", ".xz", ".zst", ".zip")


def kind_of(source: File) -> str:
    """The kind of an input: of a stream, a text."""
    return _KINDS.get(_end(source), TEXT)


def form_of(kind: str, output: File) -> str:
    """The form in which a table comes out: blank for that in which it came in, else an end as of GeoJSON.

    Raises:
        QueryError: a table of that kind does not come out so, or the name says nothing that is written here.
    """
    if not _is_new_file(output):
        if kind == TEXT:
            return ""
        raise QueryError(f"{_CALLED[kind]} does not come out as a stream: name a file. {COMES_OUT}", "output")
    end = _end(output)
    if end in _PACKED:
        raise QueryError(f"What comes out is not packed: name it without {end}, and pack it then.", "output")
    form = _FORMS[kind].get(end)
    if form is None:
        raise QueryError(f"{_CALLED[kind]} does not come out as {_shown(end)}. {COMES_OUT}", "output")
    return form


def check_paths(source: File, output: File, beside: Iterable[Path | None], texts: Iterable[Path | None]) -> None:
    """Refuse, before the work, what could not be written after it, or would be lost.

    Args:
        source: the input.
        output: where the table goes.
        beside: other files that are written.
        texts: those of them that are written as a CSV, whatever the table is.

    Raises:
        QueryError: the output would replace the table, or a name says another format than what is in it.
        TableError: there is no folder of that name.
    """
    if _is_same(source, output):
        raise QueryError("The output would replace the table that it is made of: name another file.", "output")
    for text in texts:
        if text is not None and _is_new_file(text) and _end(text) not in _TEXTS:
            raise QueryError(f"The review is a CSV: name it .csv, .tsv or .txt, not {_shown(_end(text))}.", "review")
    for file in (output, *beside):
        if isinstance(file, str | Path):
            check_folder(Path(file))


def check_folder(path: Path) -> None:
    """Refuse a file in a folder that is not there.

    Raises:
        TableError: it is one.
    """
    if not path.parent.is_dir():
        raise TableError(f"{path} cannot be written: there is no folder {path.parent}.")


def _is_new_file(file: File) -> bool:
    """Whether it is a path to a file, there or not; no stream, no device, no named pipe."""
    return isinstance(file, str | Path) and (os.path.isfile(file) or not os.path.exists(file))


def _end(file: File) -> str:
    """How the name of a file ends, in small letters; blank of a stream."""
    end = Path(file).suffix.lower() if isinstance(file, str | Path) else ""
    return "" if " " in end else end  # "Orte um St. Gallen" ends in none


def _shown(end: str) -> str:
    return end[:20] or "a file without an extension"


def _is_same(one: File, other: File) -> bool:
    """Whether two paths lead to one file; pipes and what is not there are none."""
    if not isinstance(one, str | Path) or not isinstance(other, str | Path):
        return False
    try:
        return os.path.isfile(one) and os.path.samefile(one, other)
    except (OSError, ValueError):
        return False
