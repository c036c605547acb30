"""`exonym serve`."""

from __future__ import annotations

import contextlib
import os
import resource
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import click

from service.addresses import Proxies, is_loopback
from service.cache.client import read_address
from service.commands.options import data_dir_option
from service.limits import read_limit
from service.logs import config
from service.settings import Settings

GUARDED = "service.protocol:GuardedProtocol"
FOLDER_VARIABLE = "PROMETHEUS_MULTIPROC_DIR"  # of prometheus_client
MEMORY = "/dev/shm"


@click.command("serve")
@click.option("--host", help="The address to listen on [default: EXONYM_HOST, else 127.0.0.1].")
@click.option("--port", type=int, help="The port to listen on [default: EXONYM_PORT, else 8000].")
@click.option("--workers", type=int, help="Processes that answer [default: EXONYM_WORKERS, else 1].")
@data_dir_option
def command(host: str | None, port: int | None, workers: int | None, data_dir: Path | None) -> None:
    """Serve the HTTP API.

    Without a gazetteer the service starts and says so at /readyz; it opens one as soon as it is built, and takes up
    each new build without losing a request. Where it cannot start, as where the port is taken, the exit status is 3.

    \b
      exonym serve
      exonym serve --host 0.0.0.0 --port 80 --workers 4
    """
    import uvicorn

    settings = Settings.read(host=host, port=port, workers=workers, data_dir=data_dir)
    check_settings(settings)
    os.environ.update(settings.environ())  # the worker processes read it
    raise_open_files()
    with shared_metrics(settings.workers):
        click.echo(f"Open http://{settings.host}:{settings.port} to look names up; the routes are listed at /docs.")
        if (warning := who_decides(settings)) is not None:
            click.echo(warning)
        uvicorn.run(
            "service.app:from_environment",
            factory=True,
            host=settings.host,
            port=settings.port,
            workers=settings.workers,
            http=GUARDED,
            ws="none",
            proxy_headers=False,  # service.middleware.proxies does it, for trusted proxies only
            server_header=False,
            access_log=False,  # service.middleware.observe writes it
            log_config=config(settings.log_format),
            timeout_graceful_shutdown=settings.grace_seconds,
        )


def who_decides(settings: Settings) -> str | None:
    """A sentence on who decides for the desk `default` where no key is asked for; None where one is."""
    if settings.require_key:
        return None
    if settings.open_desk:
        return "Whoever reaches this service decides for the desk `default`, since EXONYM_OPEN_DESK is set."
    if is_loopback(settings.host):
        return "Whoever is on this machine decides for the desk `default`; from elsewhere it takes a key."
    return "Without a key nobody decides here: `exonym keys add NAME --desk DESK --role editor` makes one."


def check_settings(settings: Settings) -> None:
    """Say what is wrong with the settings before any worker starts.

    Raises:
        SettingsError: a setting cannot be read.
    """
    if settings.rate_limit:
        read_limit(settings.rate_limit)
    if settings.name_limit:
        read_limit(settings.name_limit, "names")
    if settings.redis_url:
        read_address(settings.redis_url)
    Proxies(settings.trusted_proxies)


def raise_open_files() -> None:
    """Allow as many open files, and so connections, as the system lets this user have."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < hard:
        resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))


@contextlib.contextmanager
def shared_metrics(workers: int) -> Iterator[None]:
    """A folder where several workers count together, unless there is one already; in memory where the system has that.

    Where none can be made, each worker counts for itself.
    """
    if workers == 1 or FOLDER_VARIABLE in os.environ:
        yield
        return
    try:
        folder = tempfile.mkdtemp(prefix="exonym-metrics-", dir=MEMORY if os.access(MEMORY, os.W_OK) else None)
    except OSError as error:
        click.echo(f"exonym: no room for shared metrics ({error.strerror}): each worker counts for itself.", err=True)
        yield
        return
    os.environ[FOLDER_VARIABLE] = folder
    try:
        yield
    finally:
        del os.environ[FOLDER_VARIABLE]
        shutil.rmtree(folder, ignore_errors=True)
