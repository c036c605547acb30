"""`exonym worker`."""

from __future__ import annotations

from pathlib import Path

import click

from service.commands.options import data_dir_option
from service.settings import Settings


@click.command("worker")
@click.option("--redis-url", help="The Redis to take work from [default: EXONYM_REDIS_URL].")
@data_dir_option
def command(redis_url: str | None, data_dir: Path | None) -> None:
    """Resolve names of jobs that a service with the same Redis shares out.

    Start as many as there are processors, on as many machines as there are; each needs the gazetteer that the
    service has.

    \b
      EXONYM_REDIS_URL=redis://queue:6379/0 exonym worker
    """
    settings = Settings.read(redis_url=redis_url, data_dir=data_dir)
    if not settings.redis_url:
        raise click.UsageError("Give --redis-url, or set EXONYM_REDIS_URL.")
    from service.jobs.worker import run_worker

    run_worker(settings)
