"""What docs/operations.md says in numbers and names is so."""

from __future__ import annotations

import os
import re
import resource
import time
from pathlib import Path

import pytest

import service.door as door
import service.middleware.body as body
import service.protocol as protocol
from gazetteer.index import kernel_cache
from service import keys, limits, live_gazetteer, trial
from service.addresses import group
from service.cache import client as redis_client
from service.cache import packing, remote
from service.commands import serve
from service.jobs.coordinator import CHUNK_SECONDS
from service.jobs.queue import ALIVE_SECONDS
from service.metrics import Metrics
from service.routes import csv, jobs
from service.settings import Settings, variable

ROOT = Path(__file__).parents[1]
PAGE = (ROOT / "docs" / "operations.md").read_text("utf-8")
HTTP_PORT, GRACE = Settings().port, Settings().grace_seconds

SAID = {
    "removed when one is made and they have not been used for 30 days": kernel_cache._UNUSED_SECONDS == 30 * 86_400,
    f"`EXONYM_GRACE_SECONDS` ({GRACE})": GRACE == 30,
    "15 minutes without an end": trial.SECONDS == 900,
    "every five minutes": live_gazetteer.RETRY_SECONDS == 300,
    "Workers see a change within a second": keys.LOOK_SECONDS == 1,
    "SHA-256 of 256 random bits": keys.SECRET_BYTES * 8 == 256,
    "seconds of a processor for one request | `EXONYM_MAX_SECONDS` (10)": Settings().max_seconds == 10,
    "`EXONYM_MAX_ANSWER` (64 MB)": Settings().max_answer == 64_000_000,
    "| time of a body | 10 s, and a second more for each 10 kB": (body.SECONDS, body.LEAST_RATE) == (10, 10_000),
    "connection that sends nothing | 10 s": protocol.HEAD_SECONDS == 10,
    "whose body is 2 s behind 10 kB a second": (body.LATE_SECONDS, body.LEAST_RATE) == (2, 10_000),
    "| bytes of a head | 64 kB": protocol.HEAD_BYTES == 65_536,
    "of an address to one worker | 10,000;": door.CONNECTIONS == 10_000,
    "| time to read an answer | 10 s, and a second more for each 10 kB": (
        (door.GRACE_SECONDS, door.LEAST_RATE) == (10, 10_000)
    ),
    "| 128 MB, each answer over 64 kB counted": (door.WAITING_BYTES, door.SMALL_BYTES) == (128_000_000, 65_536),
    "who has read nothing for 2 s is cut": door.STALLED_SECONDS == 2,
    "| time of a stream of events | an hour": jobs.STREAM_SECONDS == 3600,
    "and each 10 kB of any body as one more": limits.BYTES_OF_NAME == 10_000,
    "with 130 bytes added to each": csv.ADDED_TO_ROW == 130,
    "A call of Redis takes 50 ms at most": redis_client.SECONDS == 0.05,
    "After three failures in a row": remote.FAILURES == 3,
    "every 0.5 to 15 s": (remote.FIRST_PROBE_SECONDS, remote.LAST_PROBE_SECONDS) == (0.5, 15),
    "hold back a chunk, for two minutes and a quarter at most": CHUNK_SECONDS + ALIVE_SECONDS == 135,
    "keyed BLAKE2b (128 bits)": packing.CHECK_BYTES * 8 == 128,
    "metrics are shared in `/dev/shm`": serve.MEMORY == "/dev/shm",
    "proxy_pass": HTTP_PORT == 8000,
}


@pytest.mark.parametrize("sentence", SAID)
def test_a_number_is_that_of_the_program(sentence: str) -> None:
    assert sentence in PAGE
    assert SAID[sentence]


def test_every_variable_is_one() -> None:
    settings = {variable(name) for name in Settings.model_fields}
    named = set(re.findall(r"\bEXONYM_[A-Z_]+\b", PAGE))
    assert named <= settings


def test_the_environment_of_the_unit_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    block = re.search(r"# /etc/exonym\.env\n(.*?)```", PAGE, re.DOTALL)
    assert block is not None
    for line in block[1].split():
        name, _, value = line.partition("=")
        monkeypatch.setenv(name, value)
    settings = Settings.read()
    serve.check_settings(settings)
    assert (settings.workers, settings.require_key, settings.log_format) == (4, True, "json")


def test_alerts_ask_for_metrics_that_there_are() -> None:
    page = Metrics().page().decode()
    made = {line.split()[2] for line in page.splitlines() if line.startswith("# TYPE exonym_")}
    alerts = PAGE.partition("groups:")[2].partition("```")[0]
    asked = {re.sub(r"_bucket$", "", name) for name in re.findall(r"exonym_[a-z_]+", alerts)}
    told = set(re.findall(r"`(exonym_[a-z_]+)", PAGE))  # test_server.py holds that these are those of the program
    assert asked
    assert asked <= made | told


@pytest.mark.parametrize(
    ("one", "other", "together"),
    [
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9", True),
        ("2001:db8:1:2::1", "2001:db8:1:3::1", False),
        ("192.0.2.1", "192.0.2.2", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True),
    ],
)
def test_of_ipv6_a_network_is_one_client(one: str, other: str, together: bool) -> None:
    assert (group(one) == group(other)) is together


def test_the_limit_of_open_files_is_raised_as_far_as_may_be() -> None:
    before = resource.getrlimit(resource.RLIMIT_NOFILE)
    try:
        resource.setrlimit(resource.RLIMIT_NOFILE, (min(256, before[1]), before[1]))
        serve.raise_open_files()
        assert resource.getrlimit(resource.RLIMIT_NOFILE) == (before[1], before[1])
    finally:
        resource.setrlimit(resource.RLIMIT_NOFILE, before)


def test_kernels_of_other_versions_go_when_they_are_not_used(tmp_path: Path) -> None:
    ages = {"0123456789abcdef": 31, "fedcba9876543210": 29, "something else": 90}
    for name, days in ages.items():
        (tmp_path / name).mkdir()
        then = time.time() - days * 86_400
        os.utime(tmp_path / name, (then, then))
    kernel_cache.drop_unused(tmp_path)
    assert {path.name for path in tmp_path.iterdir()} == {"fedcba9876543210", "something else"}


def test_every_locked_package_has_its_hash() -> None:
    for name in ("requirements.lock", "requirements-dev.lock"):
        text = (ROOT / name).read_text("utf-8").replace("\\\n", " ")
        pinned = [line for line in text.splitlines() if line and not line.startswith((" ", "#"))]
        assert len(pinned) > 20
        assert [line for line in pinned if "==" not in line or "--hash=sha256:" not in line] == []
    for name in ("Makefile", "Dockerfile"):
        assert "--require-hashes" in (ROOT / name).read_text("utf-8")
    assert re.search(r"^ARG BASE=.*\n(.*\n)*FROM \$\{BASE\}", (ROOT / "Dockerfile").read_text("utf-8"), re.MULTILINE)


def test_an_image_starts_elsewhere_without_compiling() -> None:
    stages = (ROOT / "Dockerfile").read_text("utf-8").split("\nFROM ")
    built, served = ({part for part in stage.split() if "NUMBA_" in part} for stage in stages[1:])
    assert built == served == {"NUMBA_CACHE_DIR=/var/cache/exonym", "NUMBA_CPU_NAME=${CPU}", 'NUMBA_CPU_FEATURES=""'}
    assert all("\nARG CPU\n" in stage for stage in stages[1:])
