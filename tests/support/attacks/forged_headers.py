"""Headers by which a client would pass for another, for another host, or for a page of the service's own."""

from __future__ import annotations

from collections import Counter

import httpx

FORWARDED = ("X-Forwarded-For", "x-forwarded-for", "X-Real-IP", "Forwarded", "X-Client-IP", "CF-Connecting-IP")
HOSTS = (
    *("evil.example", "places.example.evil.example", "evilplaces.example", "127.0.0.1", "[::1]", "localhost"),
    *("places.example@evil.example", "places.example:80:80", "évil.example", "", "places.example/..", "a" * 5_000),
)
ORIGINS = (
    *("https://evil.example", "https://places.example.evil.example", "null", "places.example", "file://"),
    *("http://127.0.0.1:1", "https://places.example@evil.example", "a" * 5_000),
)
ASK = "/v1/resolve?q=Bakhmut"


def pass_for_others(client: httpx.Client, times: int = 10) -> Counter[str]:
    """Ask under many addresses that are not one's own; the statuses."""
    named = [{name: f"203.0.113.{number}"} for number in range(times) for name in FORWARDED]
    forms = [{"Forwarded": f'for="[2001:db8::{number}]"'} for number in range(times)]
    return Counter(str(client.get(ASK, headers=headers).status_code) for headers in (*named, *forms))


def ask_other_hosts(client: httpx.Client) -> Counter[str]:
    """Ask for hosts that the service is not, in Host and in X-Forwarded-Host; the statuses."""
    told: list[dict[str, str]] = [{"Host": host} for host in HOSTS]
    told += [{"Host": host, "X-Forwarded-Host": "places.example"} for host in HOSTS]
    return Counter(_status(client, "GET", ASK, headers) for headers in told)


def make_jobs_from_other_sites(client: httpx.Client, host: str = "places.example") -> Counter[str]:
    """POST and DELETE jobs as pages of other sites do; the statuses."""
    told: list[dict[str, str]] = [{"Origin": origin, "Sec-Fetch-Site": "cross-site"} for origin in ORIGINS]
    told += [{"Origin": origin, "X-Forwarded-Host": "evil.example"} for origin in ORIGINS]
    told += [{"Sec-Fetch-Site": "cross-site"}]
    counts: Counter[str] = Counter()
    for headers in told:
        counts[_status(client, "POST", "/v1/jobs?name=city", headers | {"Host": host})] += 1
        counts[_status(client, "DELETE", "/v1/jobs/" + "0" * 32, headers | {"Host": host})] += 1
    return counts


def _status(client: httpx.Client, method: str, path: str, headers: dict[str, str]) -> str:
    raw = [(name.encode(), value.encode()) for name, value in headers.items()]
    content = b"city\nBakhmut\n" if method == "POST" else None
    return str(client.request(method, path, headers=raw, content=content).status_code)
