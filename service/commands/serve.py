"""`exonym serve`."""

from __future__ import annotations

import os
from pathlib import Path

import click

from service.commands.options import data_dir_option
from service.settings import Settings


@click.command("serve")
@click.option("--host", help="The address to listen on [default: EXONYM_HOST, else 127.0.0.1].")
@click.option("--port", type=int, help="The port to listen on [default: EXONYM_PORT, else 8000].")
@click.option("--workers", type=int, help="Processes that answer [default: EXONYM_WORKERS, else 1].")
@data_dir_option
def command(host: str | None, port: int | None, workers: int | None, data_dir: Path | None) -> None:
    """Serve the HTTP API.

    Without a gazetteer the service starts and says so at /readyz; it opens one as soon as it is built, and takes up
    each new build without losing a request.

    \b
      exonym serve
      exonym serve --host 0.0.0.0 --port 80 --workers 4
    """
    import uvicorn

    settings = Settings.read(host=host, port=port, workers=workers, data_dir=data_dir)
    os.environ.update(settings.environ())  # the worker processes read it
    click.echo(f"Try http://{settings.host}:{settings.port}/v1/resolve?q=Bakhmout; the routes are listed at /docs.")
    uvicorn.run(
        "service.app:from_environment",
        factory=True,
        host=settings.host,
        port=settings.port,
        workers=settings.workers,
        access_log=settings.access_log,
        log_config=log_config(),
    )


def log_config() -> dict[str, object]:
    """uvicorn's own logging, with ours beside it."""
    from uvicorn.config import LOGGING_CONFIG

    loggers = LOGGING_CONFIG["loggers"] | {"exonym": {"handlers": ["default"], "level": "INFO", "propagate": False}}
    return LOGGING_CONFIG | {"loggers": loggers}
