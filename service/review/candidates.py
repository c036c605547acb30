"""The places that a name of a table may be, as /v1/resolve gives them: asked again when the name is looked at.

So the table's job keeps no more than their ids, and the answers come from the same cache as all others.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import orjson

from gazetteer import Gazetteer
from gazetteer.errors import QueryError
from gazetteer.model import Options, Query
from gazetteer.table_jobs import Cells, read_cells
from service.answers import Answers
from service.batch import lookup
from service.cache.entry import Entries, Lookup
from service.queries import QueryItem, RequestOptions

CANDIDATES = 5

Asked = list[Lookup]
"""The questions about one name: what it means by itself, and in the area that a further column names."""


def ask(gazetteer: Gazetteer, answers: Answers, cells: Cells, options: Options) -> Asked:
    """The questions about a name in its context."""
    readings = [cells._replace(also="")]
    if cells.also:
        readings.append(cells._replace(within=cells.also, also=""))
    choices = RequestOptions(replace(options, joint=False))
    return [lookup(gazetteer, answers, _item(one), choices) for one in readings]


def listed(ids: Sequence[str], answered: Sequence[Entries]) -> tuple[list[Any], float | None]:
    """The candidates of a name, in the order that its table's job gave them; where it gave none, as they come.

    With them the probability that it is none of these; None where the name cannot be read.

    Args:
        ids: of the candidates then.
        answered: what is answered to its questions.
    """
    found: dict[str, Any] = {}
    results = [orjson.loads(b'{"name":""' + entries[0].body) for entries in answered]
    for result in results:
        for one in result["candidates"]:
            found.setdefault(str(one["id"]), one)
    known = [found[id] for id in ids if id in found]
    return (known + [one for id, one in found.items() if id not in ids])[:CANDIDATES], results[0]["none"]


def _item(cells: Cells) -> QueryItem:
    try:
        return QueryItem(None, read_cells(cells, CANDIDATES))
    except QueryError as error:
        return QueryItem(None, Query(cells.name), error)
