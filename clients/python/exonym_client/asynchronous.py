"""The asynchronous client: each method is that of `Exonym`, to be awaited."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from dataclasses import replace
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self, TypeVar

from exonym_client import requests as calls
from exonym_client.answers import (
    Build,
    Json,
    Nearby,
    PlaceWithNames,
    Reading,
    Result,
    Suggestion,
    read_build,
    read_nearby,
    read_place_with_names,
    read_readings,
    read_results,
    read_suggestions,
)
from exonym_client.errors import Refused
from exonym_client.protocol import CHUNK, TIMEOUT, Attempts, Chunks, Patience, headers, read, send_arguments
from exonym_client.requests import Call, Mode, Options, Query

if TYPE_CHECKING:
    pass

T = TypeVar("T")


class AsyncExonym:
    """A client of the service, for asyncio. Close it, or use it with `async with`.

    Args:
        url: the address of the service, `http://127.0.0.1:8000`.
        key: an API key, where the service wants one.
        timeout: seconds that one attempt may take.
        patience: how often and how long to try.
    """

    def __init__(
        self, url: str, *, key: str | None = None, timeout: float = TIMEOUT, patience: Patience | None = None
    ) -> None:
        import httpx  # here, because it takes longer to import than all of the rest

        self._http = httpx.AsyncClient(base_url=url, headers=headers(key), timeout=timeout)
        self._patience = patience or Patience()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def resolve(
        self,
        query: Query | str,
        *,
        strict: bool = False,
        mode: Mode = "thorough",
        display: str | None = None,
        explain: bool = False,
        **known: Any,
    ) -> Result:
        """As `Exonym.resolve`."""
        asked = replace(calls.as_query(query), **known)
        options = Options(strict=strict, mode=mode, display=display, explain=explain)
        call = calls.resolve_call([asked], options)
        result = (await self._ask(call, read_results))[0]
        if result.error is not None:
            raise Refused(result.error.message, 400, result.error.code, result.error.where)
        return result

    async def resolve_many(
        self,
        queries: Iterable[Query | str],
        *,
        strict: bool = False,
        mode: Mode = "thorough",
        display: str | None = None,
        explain: bool = False,
        split: bool = False,
        chunk: int = CHUNK,
    ) -> AsyncIterator[Result]:
        """As `Exonym.resolve_many`."""
        options = Options(strict=strict, mode=mode, display=display, explain=explain, split=split)
        chunks = Chunks(queries, chunk)
        while part := chunks.part():
            call = calls.resolve_call(part, options)
            try:
                results = await self._ask(call, read_results)
            except Refused as error:
                chunks.refused(part, error)
                continue
            chunks.answered(part)
            for result in results:
                yield result

    async def resolve_together(
        self,
        queries: Sequence[Query | str],
        *,
        strict: bool = False,
        display: str | None = None,
        explain: bool = False,
        split: bool = False,
    ) -> list[Result]:
        """As `Exonym.resolve_together`."""
        asked = [calls.as_query(query) for query in queries]
        options = Options(strict=strict, joint=True, display=display, explain=explain, split=split)
        return await self._ask(calls.resolve_call(asked, options), read_results)

    async def place(self, id: int | str, *, display: str | None = None) -> PlaceWithNames:
        """As `Exonym.place`."""
        return await self._ask(calls.place_call(id, display), read_place_with_names)

    async def suggest(
        self, prefix: str, *, lang: str | None = None, country: Sequence[str] = (), limit: int | None = None
    ) -> list[Suggestion]:
        """As `Exonym.suggest`."""
        return await self._ask(calls.suggest_call(prefix, lang, country, limit), read_suggestions)

    async def reverse(
        self,
        lat: float,
        lon: float,
        *,
        km: float | None = None,
        classes: Sequence[str] = (),
        codes: Sequence[str] = (),
        country: Sequence[str] = (),
        limit: int | None = None,
        display: str | None = None,
    ) -> list[Nearby]:
        """As `Exonym.reverse`."""
        call = calls.reverse_call(
            lat, lon, km=km, classes=classes, codes=codes, country=country, limit=limit, display=display
        )
        return await self._ask(call, read_nearby)

    async def transliterate(
        self, text: str, *, lang: str | None = None, to: str | None = None, scheme: str | None = None
    ) -> list[Reading]:
        """As `Exonym.transliterate`."""
        return await self._ask(calls.transliterate_call(text, lang, to, scheme), read_readings)

    async def build(self) -> Build:
        """As `Exonym.build`."""
        return await self._ask(calls.build_call(), read_build)

    async def _ask(self, call: Call, reader: Callable[[Json], T]) -> T:
        import asyncio

        import httpx

        attempts = Attempts(self._patience)
        while True:
            try:
                answer = await self._http.request(**send_arguments(call))
            except httpx.TransportError as error:
                pause: float | None = attempts.failed(error)
            else:
                pause = attempts.answered(answer)
                if pause is None:
                    return read(answer, reader)
            await asyncio.sleep(pause or 0.0)
