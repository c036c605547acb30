"""The synchronous client."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from types import TracebackType
from typing import Any, Self

from exonym_client import requests as calls
from exonym_client.annotations import Annotation, read_annotation, read_annotations
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
from exonym_client.desks import Desks
from exonym_client.errors import Oversized, Refused
from exonym_client.flights import in_flight
from exonym_client.given import Asked, asked_query, asked_text, many, the_one, with_errors
from exonym_client.protocol import AT_ONCE, CHUNK, Chunks
from exonym_client.requests import Mode, Options, Query, Text
from exonym_client.table_calls import read_as_it_is
from exonym_client.tables import Tables


class Exonym(Tables, Desks):
    """A client of the service. Safe to use from many threads; close it, or use it with `with`.

    Args:
        url: the address of the service, `http://127.0.0.1:8000`.
        key: an API key, where the service wants one.
        timeout: seconds that one attempt may take.
        patience: how often and how long to try.
        desk: the desk whose decisions count; by default the key's.

    Raises:
        BadAddress: the address is none.
    """

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def resolve(
        self,
        query: Query | str,
        *,
        strict: bool = False,
        mode: Mode = "thorough",
        display: str | None = None,
        explain: bool = False,
        **known: Any,
    ) -> Result:
        """Say which place a name means.

        Args:
            query: the name, or a query.
            strict: country, within, near, classes and codes filter; otherwise they weigh.
            mode: `thorough` or `fast`.
            display: language of the names in the answer, BCP 47.
            explain: say how the answer came about.
            known: further fields of the query: `country="UA"`.

        Returns:
            The result; where the query cannot be read that is an error here, not in the result.

        Raises:
            Refused: the query cannot be read, or the service cannot answer.
            Unreachable: no answer came.
        """
        whole = the_one(asked_query(replace(query if isinstance(query, Query) else Query(query), **known)))
        options = Options(strict=strict, mode=mode, display=display, explain=explain)
        result = self._ask_part([Asked(whole)], options)[0]
        if result.error is not None:
            raise Refused(result.error.message, 400, result.error.code, result.error.where)
        return result

    def resolve_many(
        self,
        queries: Iterable[Query | str | float | None],
        *,
        strict: bool = False,
        mode: Mode = "thorough",
        display: str | None = None,
        explain: bool = False,
        split: bool = False,
        fields: Sequence[str] = (),
        chunk: int = CHUNK,
        at_once: int = AT_ONCE,
    ) -> Iterator[Result]:
        """Say which places many names mean, however many: they are sent in chunks, as the results are read.

        Args:
            queries: names or queries; read as they are needed. A missing value (None, NaN) has an error of its own.
            strict: country, within, near, classes and codes filter; otherwise they weigh.
            mode: `thorough` or `fast`.
            display: language of the names in the answer, BCP 47.
            explain: say how each answer came about.
            split: a result for each place of a string that names several, with `part` and `part_name`.
            fields: what of each candidate is wanted beside `id`, `name` and `score`: `["lat", "lon"]`.
            chunk: queries of one request; halved where the service finds it too large.
            at_once: how many requests are under way together.

        Yields:
            One result for each query, in their order, with `split` several of some; of a query that cannot be read,
            `error` is set.
        """
        options = Options(strict=strict, mode=mode, display=display, explain=explain, split=split, fields=fields)
        chunks = Chunks(queries, chunk)
        for results in in_flight(chunks.part, lambda part: self._ask_parts(part, options, chunks), at_once):
            yield from results

    def _ask_parts(self, part: list[Asked[Query]], options: Options, chunks: Chunks) -> list[Result]:
        try:
            return self._ask_part(part, options)
        except (Refused, Oversized) as error:
            halves = chunks.halves(part, error)
        return [one for half in halves for one in self._ask_parts(half, options, chunks)]

    def _ask_part(self, part: list[Asked[Query]], options: Options) -> list[Result]:
        call = calls.resolve_call((one.query for one in part), options)
        return self._ask(call, lambda answer: with_errors(read_results(answer), part, "queries"))

    def resolve_together(
        self,
        queries: Sequence[Query | str | float | None],
        *,
        strict: bool = False,
        display: str | None = None,
        explain: bool = False,
        split: bool = False,
    ) -> list[Result]:
        """Say which places the names of one article mean, deciding together; all go in one request.

        With `split`, the parts of a string that names several places are answered each by itself.

        Raises:
            Refused: they are too many, or the service cannot answer.
        """
        options = Options(strict=strict, joint=True, display=display, explain=explain, split=split)
        return self._ask_part([asked_query(query) for query in many(queries, "names")], options)

    def annotate(self, text: Text | str | None = None, *, html: str | None = None, **known: Any) -> Annotation:
        """Mark every place in a text, and say which it is.

        Args:
            text: the text, or one with what is known of it.
            html: a page or a fragment of HTML instead; offsets count in it.
            known: further fields of a `Text`: `lang="uk"`, `country="UA"`, `offsets="utf16"`.

        Raises:
            Refused: a field cannot be read, the text is too long, or the service cannot answer.
            Unreachable: no answer came.
        """
        if html is not None:
            known["html"] = html
        given = text if isinstance(text, Text) else Text() if text is None else the_one(asked_text(text))
        asked = the_one(asked_text(replace(given, **known)))
        return self._ask(calls.annotate_call(asked), read_annotation)

    def annotate_many(self, texts: Iterable[Text | str]) -> list[Annotation]:
        """The same for many texts in one request; of one that cannot be read, `error` is set.

        Raises:
            Refused: they are too many, or the service cannot answer.
        """
        asked = [asked_text(text) for text in many(texts, "texts")]
        call = calls.annotate_many_call(one.query for one in asked)
        return self._ask(call, lambda answer: with_errors(read_annotations(answer), asked, "texts"))

    def place(self, id: int | str, *, display: str | None = None) -> PlaceWithNames:
        """The place with an id, GeoNames' or as text `Q7204`, and all its names.

        Raises:
            NoSuchPlace: there is none, or no longer.
        """
        return self._ask(calls.place_call(id, display), read_place_with_names)

    def suggest(
        self, prefix: str, *, lang: str | None = None, country: Sequence[str] = (), limit: int | None = None
    ) -> list[Suggestion]:
        """Places that have a name which begins as typed, in any script, the best known first."""
        return self._ask(calls.suggest_call(prefix, lang, country, limit), read_suggestions)

    def reverse(
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
        """The places nearest to a point, the nearest first."""
        call = calls.reverse_call(
            lat, lon, km=km, classes=classes, codes=codes, country=country, limit=limit, display=display
        )
        return self._ask(call, read_nearby)

    def transliterate(
        self, text: str, *, lang: str | None = None, to: str | None = None, scheme: str | None = None
    ) -> list[Reading]:
        """A text in Latin letters: every reading that matching uses, or as the press of the language `to` writes it."""
        return self._ask(calls.transliterate_call(text, lang, to, scheme), read_readings)

    def schemes(self) -> Json:
        """Every scheme that `transliterate` can be asked for, with the standard or house that it follows."""
        return self._ask(calls.schemes_call(), read_as_it_is)

    def build(self) -> Build:
        """Which gazetteer answers."""
        return self._ask(calls.build_call(), read_build)
