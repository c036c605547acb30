"""The settings of the service: environment variables with the prefix `EXONYM_`, all optional."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Literal

from pydantic import Field, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

PREFIX = "EXONYM_"


class SettingsError(ValueError):
    """A setting that cannot be read; the message names the variable and says what to change."""


class Settings(BaseSettings):
    """All that can be set, read once from the environment. This class is the one place where settings are described."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, frozen=True)

    data_dir: Path = Field(Path("data"), description="The folder of the gazetteer: its builds and the link `current`.")
    host: str = Field("127.0.0.1", min_length=1, description="The address to listen on; 0.0.0.0 is every interface.")
    port: int = Field(8000, ge=0, le=65535, description="The port to listen on; 0 takes a free one.")
    workers: int = Field(1, ge=1, le=1024, description="Processes that answer; all share one gazetteer in memory.")
    public_url: str = Field("", description="The address that clients see, for the OpenAPI page behind a proxy.")
    max_queries: int = Field(1000, ge=1, description="The most queries that one POST may carry.")
    max_body: int = Field(4_000_000, ge=1000, description="The most bytes that the body of one request may have.")
    poll_seconds: float = Field(1.0, gt=0, description="How often to look whether a new build has become current.")
    geonames_url: str = Field(
        "https://download.geonames.org/export/dump/", description="The dump server of GeoNames, or a mirror of it."
    )
    access_log: bool = Field(False, description="Write one line for each request.")
    log_format: Literal["text", "json"] = Field("text", description="How log lines are written: text or json.")
    log_queries: bool = Field(False, description="Write into the access log what was asked, too.")
    redis_url: str = Field("", description="The Redis that workers share: redis://, rediss://, Sentinel or Cluster.")
    secret: str = Field(
        "",
        repr=False,
        description="What signs values in Redis, the same on all hosts; blank: a file in the data folder.",
    )
    cache_mb: int = Field(64, ge=0, description="Megabytes of answers that each worker keeps; 0 keeps none.")
    cache_ttl: int = Field(86_400, ge=1, description="Seconds that Redis keeps an answer.")
    require_key: bool = Field(False, description="Answer only those who send a key of `exonym keys add`.")
    rate_limit: str = Field("", description="Requests that a key or an address may send, for example 100/second.")
    cors_origins: str = Field("", description="Origins whose pages may ask, with commas between; * is any.")
    allowed_hosts: str = Field("", description="Hosts the service answers to, with commas between; blank: any.")
    trusted_proxies: str = Field("", description="Addresses or networks of proxies whose X-Forwarded-* headers count.")
    user_header: str = Field("", description="A header in which a trusted proxy names who asks: X-Forwarded-User.")
    name_limit: str = Field("", description="Names that a key or an address may ask for, for example 20000/hour.")
    max_seconds: float = Field(10.0, gt=0, description="Seconds of a processor that one request may take.")
    max_answer: int = Field(64_000_000, ge=1000, description="The most bytes that one answer may have.")
    max_in_flight: int = Field(512, ge=1, description="Requests in flight in one worker; more are refused with 503.")
    in_flight_per_address: int = Field(256, ge=1, description="The same of one address; more are refused with 429.")
    connections_per_address: int = Field(1000, ge=1, description="Connections of one address to one worker.")
    max_listeners: int = Field(256, ge=1, description="Streams of a job's events from one worker; more get 503.")
    listeners_per_address: int = Field(16, ge=1, description="The same of one address; more are refused with 429.")
    max_wait: float = Field(2.0, gt=0, description="Seconds that a request may wait for its turn, else 503.")
    grace_seconds: int = Field(30, ge=1, description="Seconds that requests in flight get to finish at the end.")
    jobs_dir: str = Field("", description="The folder of jobs and their files; blank: `jobs` in the data folder.")
    job_bytes: int = Field(2_000_000_000, ge=1000, description="The most bytes that the table of a job may have.")
    job_hours: float = Field(72.0, gt=0, description="How long a job and its result are kept after it has ended.")
    jobs_waiting: int = Field(20, ge=1, description="Jobs of one key or address that may wait or run at once.")
    jobs_bytes: int = Field(
        20_000_000_000, ge=1000, description="The most bytes that the jobs of one of them may take."
    )
    jobs_disk_bytes: int = Field(100_000_000_000, ge=1000, description="The most bytes that all jobs may take.")
    desk_bytes: int = Field(
        1_000_000_000, ge=1_000_000, description="The most bytes that the desks' decisions and their history may take."
    )
    desk_url: str = Field(
        "",
        repr=False,
        pattern=r"^$|^postgres(ql)?://",
        description="Where desks are kept for several hosts: postgresql://user:password@host/database; blank: a file.",
    )
    open_desk: bool = Field(
        False, description="Let whoever sends no key decide for the desk `default`, from other hosts too."
    )
    styles: str = Field("", description="The folder of style lists that texts may name: `house` is house.csv or .toml.")
    csv_bytes: int = Field(20_000_000, ge=1000, description="The most bytes of a table that is answered at once.")
    map_borders: str = Field(
        "ne-de",
        min_length=1,
        description="The borders of maps: ne-de (Natural Earth, German view), none, or a GeoJSON or Shapefile.",
    )
    map_tiles: str = Field(
        "",
        pattern=r"^$|^https?://[\w.:\[\]-]+/\S*\{[xyz]\}\S*\{[xyz]\}\S*\{[xyz]\}\S*$",
        description="Raster tiles beneath maps, for example https://tiles.example.org/{z}/{x}/{y}.png; blank: none.",
    )
    map_credit: str = Field("", max_length=500, description="Whom to credit for these tiles.")

    @classmethod
    def read(cls, **given: object) -> Settings:
        """Read the environment; what is given and not None goes before it.

        Raises:
            SettingsError: where a value is of the wrong kind or out of range.
        """
        try:
            return cls(**{name: value for name, value in given.items() if value is not None})  # type: ignore[arg-type]
        except ValidationError as error:
            first = error.errors()[0]
            name = variable(str(first["loc"][0]))
            raise SettingsError(f"{name} is {first['input']!r}: {_lower_first(first['msg'])}.") from None

    def environ(self) -> dict[str, str]:
        """These settings as environment variables, for worker processes to read."""
        return {variable(name): str(getattr(self, name)) for name in type(self).model_fields}


def listed(told: str) -> list[str]:
    """The parts of a setting that has commas between them."""
    return [part.strip() for part in told.split(",") if part.strip()]


def variable(name: str) -> str:
    """The environment variable of a setting."""
    return PREFIX + name.upper()


def describe() -> Iterator[tuple[str, str, str]]:
    """Each setting: its variable, its default as text, what it does."""
    for name, field in Settings.model_fields.items():
        yield variable(name), str(field.default), field.description or ""


def _lower_first(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]
