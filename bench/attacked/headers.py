"""Headers that lie, and keys that are put where a log would have them."""

from __future__ import annotations

from attacks.forged_headers import HOSTS, ORIGINS, ask_other_hosts, make_jobs_from_other_sites, pass_for_others
from attacks.keys_in_logs import MARK, send_keys

from bench.attacked.attack import Attack, Service, Target, said

POSTS = 4 * len(ORIGINS) + 2
LIMITED = Service((("rate_limit", "3/hour"),))
GUARDED = Service((("allowed_hosts", "places.example"), ("public_url", "https://places.example")))
LOGGED = Service((("access_log", "true"), ("log_queries", "true")))


def _addresses(target: Target) -> str:
    with target.client() as client:
        return f"{said(pass_for_others(client))} (3 an hour may ask)"


def _hosts(target: Target) -> str:
    with target.client() as client:
        return said(ask_other_hosts(client))


def _origins(target: Target) -> str:
    with target.client() as client:
        return said(make_jobs_from_other_sites(client))


def _keys(target: Target) -> str:
    with target.client() as client:
        counts = send_keys(client)
    log = (target.folder / "log").read_text("utf-8", "replace")
    return f"{counts.total()} requests, {len(log.splitlines())} lines; the key is in {log.count(MARK)} of them"


ATTACKS = (
    Attack("forged addresses", "70 in X-Forwarded-For and its like", _addresses, LIMITED, is_watched=False),
    Attack("other hosts", f"{2 * len(HOSTS)} in Host and X-Forwarded-Host", _hosts, GUARDED, is_watched=False),
    Attack(
        "pages of other sites", f"{4 * len(ORIGINS) + 2} POST and DELETE of jobs", _origins, GUARDED, is_watched=False
    ),
    Attack("keys in the log", "in headers, parameters, paths, bodies", _keys, LOGGED, is_watched=False),
)
