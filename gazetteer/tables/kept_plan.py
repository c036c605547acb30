"""How a table was read, written down as JSON: whoever comes to its result later need not find it again."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from gazetteer.tables.columns import ColumnPositions
from gazetteer.tables.delimited import Plan
from gazetteer.tables.dialect import Dialect
from gazetteer.tables.encoding import Encoding

_BYTES = "latin-1"  # holds any byte as one letter


def plan_to_json(plan: Plan) -> dict[str, Any]:
    """What JSON can hold of how a table is read."""
    return {
        "encoding": _texts(asdict(plan.encoding)),
        "dialect": _texts(asdict(plan.dialect)),
        "names": list(plan.places.names),
        "context": plan.places.context,
        "split": plan.split,
    }


def plan_from_json(item: dict[str, Any]) -> Plan:
    """How a table is read, as `plan_to_json` wrote it."""
    encoding, dialect = item["encoding"], item["dialect"]
    header = dialect["header"]
    return Plan(
        Encoding(**encoding | {"mark": encoding["mark"].encode(_BYTES), "remarks": tuple(encoding["remarks"])}),
        Dialect(
            **dialect
            | {name: dialect[name].encode(_BYTES) for name in ("delimiter", "preamble", "line_end")}
            | {"header": None if header is None else tuple(header)}
        ),
        ColumnPositions(tuple(item["names"]), item["context"]),
        (),
        split=item["split"],
    )


def _texts(item: dict[str, Any]) -> dict[str, Any]:
    return {name: value.decode(_BYTES) if isinstance(value, bytes) else value for name, value in item.items()}
