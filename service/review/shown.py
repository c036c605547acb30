"""What is said of the names of a job: their candidates, rows of the table, what was decided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, BinaryIO

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request

from gazetteer.model import outward
from gazetteer.table_jobs import Columned, Plan, Sample, columned, read_sample
from service import fields
from service.answers import DEGREES_DIGITS
from service.errors import OutOfTime, Overloaded, UnknownJob
from service.jobs.clusters import ClusterStore, KeptCluster
from service.jobs.records import Job
from service.review.candidates import Asked, ask, listed
from service.services import Services, allowance_of
from service.text import moment, scrub


class ShownClusters:
    """How the clusters of a job are shown to one request.

    Args:
        request: what is answered.
        services: the parts of the service.
        job: whose they are; it is done.
        store: of the clusters.
        plan: how the table is read.
        display: language of names; None for that of the job.
    """

    def __init__(
        self, request: Request, services: Services, job: Job, store: ClusterStore, plan: Plan, display: str | None
    ) -> None:
        self.job = job
        self.store = store
        self.columns: list[Columned] = columned(plan)
        self._request = request
        self._services = services
        self._plan = plan
        self._options = replace(job.asked.options, display=display or job.asked.options.display, joint=False)
        self._result: Path = services.jobs.store.path(job.id, "result")

    async def one(self, kept: KeptCluster) -> dict[str, Any]:
        """What is said of one cluster, which was decided: where the gazetteer is busy, without its candidates."""
        try:
            return (await self.all([kept]))[0]
        except (Overloaded, OutOfTime):
            (samples,) = await run_in_threadpool(self._samples, [kept])
            return self._fields(kept, (None, None), samples)

    async def all(self, page: Sequence[KeptCluster]) -> list[dict[str, Any]]:
        """What is said of some clusters.

        Raises:
            Overloaded: more is asked at once than the gazetteer can answer in time.
        """
        gazetteer = self._services.gazetteer.take()
        answers = self._services.encoders.of(gazetteer)
        asked: list[Asked] = [ask(gazetteer, answers, one.cells, self._options) for one in page]
        lookups = [lookup for one in asked for lookup in one]
        found = iter(await self._services.cache.answers(lookups, allowance_of(self._request, self._services.settings)))
        candidates = [
            listed(one.candidates, [next(found) for _ in those]) for one, those in zip(page, asked, strict=True)
        ]
        samples = await run_in_threadpool(self._samples, page)
        return [self._fields(*said) for said in zip(page, candidates, samples, strict=True)]

    def _samples(self, page: Sequence[KeptCluster]) -> list[list[dict[str, Any]]]:
        try:
            with self._result.open("rb") as result:
                return [[self._sample(result, one) for one in kept.samples] for kept in page]
        except FileNotFoundError:
            raise UnknownJob("There is no such job; it may have expired.") from None

    def _sample(self, result: BinaryIO, sample: Sample) -> dict[str, Any]:
        cells = read_sample(result, sample, self._plan, self.columns)
        return {"row": sample.row, "cells": list(map(scrub, cells))}

    def _fields(
        self, kept: KeptCluster, found: tuple[list[Any] | None, float | None], samples: list[dict[str, Any]]
    ) -> dict[str, Any]:
        return {
            "id": kept.id,
            **{what: scrub(cell[: fields.TITLE_LIMIT]) for what, cell in kept.cells._asdict().items()},
            "rows": kept.rows,
            "verdict": kept.verdict,
            "hint": scrub(kept.hint[: fields.TITLE_LIMIT]),
            "samples": samples,
            "none": found[1],
            "candidates": found[0],
            "decision": _decision_fields(kept),
            "version": kept.version,
        }


def _decision_fields(kept: KeptCluster) -> dict[str, Any] | None:
    answer = kept.answer
    if answer is None:
        return None
    return {
        "place": None if answer.id is None else outward(answer.id),
        "name": answer.name,
        "lat": None if answer.lat is None else round(answer.lat, DEGREES_DIGITS),
        "lon": None if answer.lon is None else round(answer.lon, DEGREES_DIGITS),
        "country": answer.country,
        "admin1": answer.admin1,
        "at": moment(kept.at),
        "who": kept.who,
    }
