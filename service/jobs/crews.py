"""Who resolves the names of a job: processes of this machine, or workers that share a Redis queue."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gazetteer.tables.task import processes_for
from service.settings import Settings

if TYPE_CHECKING:
    from service.jobs.work import MakeCrew


def crew_maker(settings: Settings) -> MakeCrew:
    """How to gather those who resolve a job, by the settings."""
    if not settings.redis_url:
        return processes_for
    from service.jobs.queue import shared_crew

    return shared_crew(settings.redis_url)
