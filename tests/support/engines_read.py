"""Tables that every engine must answer as one process does, and what one process says of them."""

from __future__ import annotations

from typing import Any

import pyarrow as pa

from gazetteer import Columns

BY = Columns("city", country="land")
NAMES = ["Bakhmout", None, "Odessa", "Odessa", "", "Zzyzzqx", "Kyiv"]
LANDS = ["UA", "UA", "US", None, "UA", None, "Atlantis"]
CASES: dict[str, Any] = {
    "as it is": pa.table({"city": NAMES, "land": LANDS, "n": list(range(7))}),
    "all missing": pa.table({"city": pa.array([None] * 3, pa.string()), "land": pa.array([None] * 3, pa.string())}),
    "one row": pa.table({"city": ["Bakhmout"], "land": ["UA"]}),
    "no rows": pa.table({"city": pa.array([], pa.string()), "land": pa.array([], pa.string())}),
    "numbers": pa.table({"city": [2025, None], "land": ["UA", None]}),
    "dictionaries": pa.table(
        {"city": pa.array(NAMES).dictionary_encode(), "land": pa.array(LANDS).dictionary_encode()}
    ),
    "views": pa.table({"city": pa.array(NAMES, pa.string_view()), "land": pa.array(LANDS, pa.string_view())}),
    "bytes": pa.table({"city": pa.array([b"Kyiv", b"\xff\xfe", None], pa.binary()), "land": ["UA", "UA", None]}),
    "titles taken": pa.table({"city": NAMES, "land": LANDS, "exonym_id": list(range(7))}),
}


def rows(table: Any) -> list[tuple[Any, ...]]:
    """The rows of an Arrow table, in an order of their own."""
    return sorted((tuple(row.values()) for row in table.to_pylist()), key=repr)
