"""The parts of the running service, made once by `create_app`; a route takes them as its argument `services`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache, partial
from typing import Annotated, cast

from fastapi import Depends
from starlette.requests import Request

from service.addresses import Proxies
from service.allowance import Allowance
from service.annotation.styles import Styles
from service.answers import Encoders
from service.cache.cache import Cache
from service.cache.local import Local
from service.cache.packing import Packing
from service.cache.remote import Remote
from service.cache.repeats import SHARE, Repeats
from service.callers import Credentials
from service.desk.database import database_of
from service.desk.memories import Memories
from service.desk.store import DeskStore
from service.door import LINK, Door, Link
from service.jobs.supervisor import Supervisor
from service.keys import Keys
from service.limits import Limits
from service.live_gazetteer import LiveGazetteer
from service.maps import Maps
from service.metrics import Metrics, gazetteer_state, jobs_state, redis_state
from service.secret import secret_of
from service.settings import Settings
from service.signed import Signer
from service.turns import Scheduler


@dataclass(frozen=True, slots=True)
class Services:
    """What the service is made of.

    Args:
        settings: what the operator has set.
        gazetteer: the gazetteer that answers now.
        encoders: of its answers, as /v1 gives them.
        maps: its map.
        cache: kept answers before the gazetteer.
        repeats: kept answers to whole requests.
        redis: the tier that workers share, where there is one.
        scheduler: where computing runs.
        keys: who may ask.
        credentials: finds who asks.
        limits: how many requests they may send, where there is a limit.
        name_limits: how many names they may ask for, where there is a limit.
        metrics: what counts.
        jobs: sees to it that jobs are done.
        proxies: whose X-Forwarded-* headers count.
        door: the connections of this worker.
        desks: the desks as they are kept.
        memories: what they decided, as this worker holds it.
        styles: the operator's style lists.
    """

    settings: Settings
    gazetteer: LiveGazetteer
    encoders: Encoders
    maps: Maps
    cache: Cache
    repeats: Repeats
    redis: Remote | None
    scheduler: Scheduler
    keys: Keys
    credentials: Credentials
    limits: Limits | None
    name_limits: Limits | None
    metrics: Metrics
    jobs: Supervisor
    proxies: Proxies
    door: Door
    desks: DeskStore
    memories: Memories
    styles: Styles


def make_services(settings: Settings) -> Services:
    """The parts that some settings ask for, not yet started.

    Raises:
        SettingsError: a setting cannot be read.
    """
    metrics = Metrics()
    proxies = Proxies(settings.trusted_proxies)
    limits = Limits(settings.rate_limit, settings.redis_url, metrics) if settings.rate_limit else None
    names = Limits(settings.name_limit, settings.redis_url, metrics, "names") if settings.name_limit else None
    redis = Remote(settings.redis_url, settings.cache_ttl, metrics) if settings.redis_url else None
    # Without Redis nothing is signed until somebody signs in; a secret that cannot be one is said at once.
    secret = secret_of(settings) if settings.redis_url or settings.secret else b""
    keys = Keys(settings.data_dir)
    scheduler = Scheduler(settings.max_wait)
    kept = settings.cache_mb * 1_000_000
    desks = DeskStore(database_of(settings.data_dir, settings.desk_url, settings.desk_bytes))
    services = Services(
        settings=settings,
        gazetteer=LiveGazetteer(settings.data_dir),
        encoders=Encoders(),
        maps=Maps(settings, scheduler),
        cache=Cache(Local(kept - kept // SHARE), redis, Packing(secret), scheduler, metrics),
        repeats=Repeats(kept // SHARE, metrics),
        redis=redis,
        scheduler=scheduler,
        keys=keys,
        credentials=_credentials(settings, keys),
        limits=limits,
        name_limits=names,
        metrics=metrics,
        jobs=Supervisor(settings),
        proxies=proxies,
        door=Door(metrics, proxies, settings.connections_per_address),
        desks=desks,
        memories=Memories(desks),
        styles=Styles(settings.styles),
    )
    metrics.add_state(lambda: gazetteer_state(services.gazetteer.info(), services.gazetteer.refused is not None))
    metrics.add_state(lambda: jobs_state(services.jobs.states()))
    if redis is not None:
        metrics.add_state(lambda: redis_state(redis.up))
    return services


def _credentials(settings: Settings, keys: Keys) -> Credentials:
    secret = lru_cache(1)(partial(secret_of, settings))
    sessions, tokens = Signer(secret, "sessions"), Signer(secret, "tokens")
    return Credentials(keys, sessions, tokens, settings.public_url, settings.user_header)


def allowance_of(request: Request, settings: Settings) -> Allowance:
    """What a request may cost; once its connection has ended, nothing more is computed for it."""
    link: Link | None = request.scope.get(LINK)
    return Allowance(settings.max_seconds, settings.max_answer, None if link is None else link.transport.is_closing)


def services_of(request: Request) -> Services:
    """The parts of the service that a request came to."""
    return cast(Services, request.app.state.services)


ServicesDep = Annotated[Services, Depends(services_of)]
"""How a route declares that it takes the parts of the service."""
