"""Who resolves the names of a job: processes of this machine, or workers that share a Redis queue."""

from __future__ import annotations

import importlib.util
import logging
from typing import TYPE_CHECKING

from gazetteer.table_jobs import processes_for
from service.cache.client import read_address
from service.settings import Settings

if TYPE_CHECKING:
    from service.jobs.execute import MakeWorkers

log = logging.getLogger("exonym")


def workers_maker(settings: Settings) -> MakeWorkers:
    """How to gather those who resolve a job, by the settings."""
    if not settings.redis_url:
        return processes_for
    address = read_address(settings.redis_url)
    if address.kind == "cluster":
        log.info("Jobs are not shared over a Redis Cluster; this machine does them alone.")
        return processes_for
    if importlib.util.find_spec("rq") is None:
        log.info("Jobs are shared where `pip install exonym[redis]` is done; this machine does them alone.")
        return processes_for
    from service.jobs.queue import shared_workers

    return shared_workers(address)
