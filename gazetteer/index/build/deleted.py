"""The places that a source has deleted, as arrays."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from gazetteer.index.store import Array
from gazetteer.index.values import NO_SUCCESSOR
from gazetteer.sources.records import DeletedRecord


def gone_arrays(deleted: Iterable[DeletedRecord]) -> dict[str, Array]:
    """The arrays of the deleted places, sorted by id."""
    successors = {record.id: record.successor or NO_SUCCESSOR for record in deleted}
    return {
        "gone_id": np.array(sorted(successors), np.int64),
        "gone_successor": np.array([successors[id] for id in sorted(successors)], np.int64),
    }
