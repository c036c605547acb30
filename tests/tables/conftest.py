from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass

import pytest

from gazetteer import Columns, Gazetteer, Options
from gazetteer.tables.columns import ADDED
from gazetteer.tables.delimited import TableFormat
from gazetteer.tables.task import TableRequest, TableTask, job_spec_for
from gazetteer.tables.workers import Processes


@dataclass
class Outcome:
    raw: bytes
    task: TableTask
    encoding: str
    delimiter: str

    @property
    def rows(self) -> list[dict[str, str]]:
        """The data rows that have our cells, by column; of columns with one title, the last."""
        text = io.StringIO(self.raw.decode(self.encoding), newline="")
        return list(csv.DictReader(text, delimiter=self.delimiter))

    def column(self, title: str) -> list[str]:
        return [row[f"exonym_{title}"] for row in self.rows]


Reconcile = Callable[..., Outcome]


@pytest.fixture
def reconcile(tiny: Gazetteer) -> Reconcile:
    """Reconcile a text by the tiny gazetteer, in this process."""

    def reconcile(
        text: bytes,
        name: str | int | tuple[str | int, ...] | None = None,
        *,
        header: bool | None = None,
        encoding: str | None = None,
        joint: bool = False,
        decisions: bytes | None = None,
        split: str | None = None,
        **columns: str,
    ) -> Outcome:
        told = None if name is None else Columns(name, **columns)
        asked = TableRequest(TableFormat(told, encoding, header, split), Options(joint=joint))
        pool = Processes(job_spec_for(tiny._index, asked), tiny._index, workers=1)
        task = TableTask(tiny._index, io.BytesIO(text), asked, pool, decisions)
        for _ in task.survey():
            pass
        raw = b"".join(task.blocks())
        found = task.table.encoding
        return Outcome(raw, task, found.name if not found.mark else _marked(found.name), task.table.delimiter)

    return reconcile


def _marked(name: str) -> str:
    return "utf-8-sig" if name == "utf-8" else name.removesuffix("-le").removesuffix("-be")


def own_lines(raw: bytes, added: int = len(ADDED)) -> list[bytes]:
    """The lines of an output without the cells that were added; for tables whose added cells hold no delimiter."""
    return [line.rsplit(b",", added)[0] for line in raw.splitlines()]
