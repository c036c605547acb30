"""The face of the library: open a gazetteer, ask it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cached_property, lru_cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gazetteer.compiling import say_when_compiling
from gazetteer.data_directory import find_build
from gazetteer.diff import Change, compare
from gazetteer.errors import NoGazetteer, QueryError
from gazetteer.index.index import Index, open_index
from gazetteer.index.search.spatial import Spatial
from gazetteer.many import resolve_all
from gazetteer.matching.country_list import boxes, countries
from gazetteer.matching.listing import search as search_in
from gazetteer.matching.nearby import nearby
from gazetteer.memory.memory import Memory
from gazetteer.memory.resolve import resolve_decided
from gazetteer.memory.suggest import suggest_decided
from gazetteer.model import (
    AnnotateOptions,
    Annotation,
    Box,
    BuildInfo,
    Country,
    Filter,
    Listing,
    Nearby,
    Options,
    Query,
    Resolution,
    Search,
    Suggestion,
)
from gazetteer.model.html import table
from gazetteer.sources.records import Credit
from gazetteer.tabular import TableResolver
from gazetteer.text import fold, normalise
from gazetteer.transliteration import Transliteration, transliterate

if TYPE_CHECKING:
    from gazetteer.annotation.bearers import Bearers

KEPT = 1024  # answers to queries that may be asked again
_LANGUAGES_KEPT = 64
_KEPT_CANDIDATES = 10  # of a query: with more of them an answer is too large to keep
_KEPT_CONDITIONS = 10  # countries, classes and codes of a query: each may have a thousand letters


class Gazetteer(TableResolver):
    """An opened gazetteer. Safe to use from many threads; it never changes once opened.

    It pickles as the path and the id of its build, and is opened anew where it arrives.

    `info` says which build it is. `credits` lists where its data came from and on what terms. `about` is what the
    source said of itself when it was built: how old it is, what was chosen of it, the overlay; empty where it said
    nothing.

    >>> gazetteer = Gazetteer.open()
    >>> gazetteer.resolve("Bakhmout").candidates[0].place.id
    713174
    """

    def __init__(self, index: Index, kept: int = KEPT) -> None:
        super().__init__(index)
        self._kept = kept
        self._answers = lru_cache(kept)(partial(resolve_decided, index, memory=None))
        manifest = index.store.manifest
        self.info = BuildInfo(*(manifest[field] for field in ("build", "source", "places", "names", "built")))
        self.about: Mapping[str, Any] = manifest.get("about", {})
        self._countries = lru_cache(_LANGUAGES_KEPT)(partial(countries, index))
        self.credits = tuple(Credit(**credit) for credit in manifest["credits"])

    @classmethod
    def open(cls, data_dir: Path | str | None = None, build: str | None = None, *, kept: int = KEPT) -> Gazetteer:
        """Open a gazetteer of a data directory, in milliseconds: files are mapped, not read.

        Only their presence, sizes, types and lengths are checked. `gazetteer.verification.verify` compares their
        SHA-256, as `exonym verify` does, and the service before it answers from a build.

        Args:
            data_dir: where `exonym build` put it, or the folder of one build itself; by default EXONYM_DATA_DIR, or
                `data` in the working directory.
            build: the id of a build that is kept there; by default the current one.
            kept: how many answers of `resolve` are kept, those asked for last: some 3 MB for each thousand names, and
                40 MB where each is a list of places. What is asked again of an opened gazetteer is answered as before.

        Raises:
            NoGazetteer: nothing is built there, or there is no such build.
            WrongFormat: it was built by another version.
            CorruptIndex: a file is missing or damaged.
        """
        say_when_compiling()
        return cls(open_index(*find_build(data_dir, build)), kept)

    def __reduce__(self) -> tuple[Callable[[str, str, int], Gazetteer], tuple[str, str, int]]:
        return reopen, (str(self._index.store.path.absolute()), self.info.build, self._kept)

    def _repr_html_(self) -> str:
        info = self.info
        heading = f"Gazetteer {info.build}: {info.places:,} places, {info.names:,} names, built {info.built[:10]}"
        rows = [(one.what, one.version, one.licence, one.credit) for one in self.credits]
        return table(heading, ("source", "version", "licence", "credit"), rows)

    def resolve(
        self,
        query: Query | str,
        options: Options = Options(),  # noqa: B008 - it is frozen
        *,
        memory: Memory | None = None,
    ) -> Resolution:
        """Say which place a name means.

        Args:
            query: the name, or a query with what is known beside it.
            options: how to look, and what to say of it.
            memory: what a desk decided, which goes before the gazetteer.

        Raises:
            QueryError: the query cannot be read.
        """
        asked = Query(query) if isinstance(query, str) else query
        if memory is None and _may_be_kept(asked, options):
            return self._answers(asked, options)
        return resolve_decided(self._index, asked, options, memory)

    def resolve_many(
        self,
        queries: Iterable[Query | str | float | None],
        options: Options = Options(),  # noqa: B008 - it is frozen
        *,
        refuse: Callable[[], QueryError | None] = lambda: None,
        memory: Memory | None = None,
        workers: int | None = None,
    ) -> list[Resolution]:
        """Say which places many names mean, in parallel.

        Args:
            queries: the names, or queries with what is known beside them, as a list or a Series: a number is the name
                that its digits are, and a missing value (`None`, NaN, `pandas.NA`) an error of its own.
            options: what holds for all of them.
            refuse: asked before each name of a joint request; an error is that name's, which is then not looked for.
            memory: what a desk decided, which goes before the gazetteer; in a joint request also for the neighbours.
                With it, and with `joint`, this process does all.
            workers: how many processes; with 1, this one does all. By default one for each processor where the work is
                seconds of each, and else this one: to start the others takes two seconds.

        Returns:
            One resolution for each query, in their order, whoever resolves; of a query that cannot be read, `error` is
            set, and whatever goes wrong with it is its own.

        Raises:
            QueryError: `workers` is no number from 1 to 256, or `queries` is one string, or a frame.
        """
        return resolve_all(self._index, queries, options, refuse, memory, workers)

    def annotate(
        self,
        text: str,
        options: AnnotateOptions = AnnotateOptions(),  # noqa: B008 - it is frozen
        *,
        refuse: Callable[[], QueryError | None] = lambda: None,
        memory: Memory | None = None,
    ) -> Annotation:
        """Mark every place in a text, and say which it is.

        Args:
            text: in any language, at most a million code points.
            options: what is known of the text, and what to say of its places.
            refuse: asked every so often; an error ends it.
            memory: what a desk decided, which is certain evidence for the neighbours.

        Raises:
            QueryError: the text is too long, or holds half of a surrogate pair, or `refuse` says so.
        """
        from gazetteer.annotation.annotate import annotate

        return annotate(self._index, self._bearers, text, options, refuse, memory)

    def annotate_html(
        self,
        html: str,
        options: AnnotateOptions = AnnotateOptions(),  # noqa: B008 - it is frozen
        *,
        refuse: Callable[[], QueryError | None] = lambda: None,
        memory: Memory | None = None,
    ) -> Annotation:
        """Mark every place in HTML: a mention's `text` is what is read, `start` and `end` are where it stands.

        Args:
            html: a page or a fragment, at most a million code points.
            options: as in `annotate`.
            refuse: likewise.
            memory: likewise.

        Raises:
            QueryError: as in `annotate`.
        """
        from gazetteer.annotation.markup import in_source, read_markup

        markup = read_markup(html)
        return in_source(self.annotate(markup.text, options, refuse=refuse, memory=memory), markup)

    @cached_property
    def _bearers(self) -> Bearers:
        from gazetteer.annotation.bearers import Bearers

        return Bearers(self._index)

    def knows(self, name: str) -> bool:
        """Whether some place is called so, but for case, accents and signs: then `resolve` is at its quickest.

        It says nothing of which place that is, or whether it is a match. A name that cannot be read is not known.

        Args:
            name: the name; one in another script than Latin is read letter by letter.
        """
        try:
            return self._index.keys.find(fold(normalise(name))) >= 0
        except QueryError:
            return False

    def suggest(
        self,
        prefix: str,
        *,
        lang: str | None = None,
        country: Sequence[str] = (),
        limit: int = 10,
        memory: Memory | None = None,
    ) -> list[Suggestion]:
        """Places that have a name which begins as typed, in any script, the best known first.

        Args:
            prefix: what was typed.
            lang: language of the names to show, BCP 47.
            country: ISO 3166-1 codes or names; only places there.
            limit: how many.
            memory: what a desk decided: its places go first.

        Raises:
            QueryError: the prefix cannot be read, or a country is unknown.
        """
        return suggest_decided(self._index, prefix, memory, lang=lang, country=country, limit=limit)

    def search(self, search: Search, display: str | None = None) -> Listing:
        """List places by name, by kind and region, or by all of these, page by page.

        The pages of a search fit together: a build of the gazetteer always lists in the same order.

        Args:
            search: what to look for.
            display: language of the names to show, BCP 47.

        Raises:
            QueryError: the search cannot be read.
        """
        return search_in(self._index, search, display)

    def countries(self, display: str | None = None) -> tuple[Country, ...]:
        """The countries, by their ISO 3166-1 alpha-2 codes.

        Args:
            display: language of the names to show, BCP 47.
        """
        return self._countries(display)

    @cached_property
    def country_boxes(self) -> Mapping[str, Box]:
        """By country code, the box around its towns and villages; takes a second at the size of all GeoNames, once."""
        return boxes(self._index)

    def near(
        self,
        lat: float,
        lon: float,
        *,
        classes: Sequence[str] = (),
        codes: Sequence[str] = (),
        country: Sequence[str] = (),
        km: float | None = None,
        population: int = 0,
        limit: int = 10,
        display: str | None = None,
    ) -> list[Nearby]:
        """The places nearest to a point, the nearest first.

        Args:
            lat: latitude in degrees, -90 to 90.
            lon: longitude in degrees, -180 to 180.
            classes: GeoNames feature classes, for example `P`; only places of these.
            codes: GeoNames feature codes, for example `AIRP`; only places of these.
            country: ISO 3166-1 codes or names; only places there.
            km: how far at most, in kilometres; however far by default.
            population: how many people at least.
            limit: how many, 1 to 1000.
            display: language of the names to show, BCP 47.

        Raises:
            QueryError: a number is outside its range, or a class or country is unknown.
        """
        where = Filter(country=tuple(country), classes=tuple(classes), codes=tuple(codes), population=population)
        return nearby(self._index, self._spatial, (lat, lon), where, km=km, limit=limit, display=display)

    reverse = near  # as /v1/reverse and `exonym reverse` are called

    def transliterate(
        self, text: str, *, lang: str | None = None, to: str | None = None, scheme: str | None = None
    ) -> Transliteration:
        """A text in Latin letters: by every reading that matching uses, or as a language's readers or a scheme have it.

        Args:
            text: the text, 1 to 200 characters.
            lang: its language, BCP 47. Where it is not given, and its letters fit several, all are answered for.
            to: the language of the readers, BCP 47.
            scheme: a scheme, by its id or the part after the language, or that of a reading.

        Raises:
            QueryError: where the text is empty, too long or broken, or nothing writes it as asked.
        """
        return transliterate(text, lang=lang, to=to, scheme=scheme)

    def diff(self, newer: Gazetteer, ids: Sequence[int] | None = None) -> list[Change]:
        """The places that differ in a newer gazetteer, sorted by id; docs/geonames.md says what counts.

        Args:
            newer: the gazetteer to compare with.
            ids: only these places.
        """
        return list(compare(self._index.store, newer._index.store, ids))

    @cached_property
    def _spatial(self) -> Spatial:
        return Spatial(self._index.store.arrays)


def _may_be_kept(query: Query, options: Options) -> bool:
    """Whether an answer and its query are small, and the query is not merely equal to another, as True is to 1.

    A query that is wrong may hold anything. One with an id of its own hardly comes again.
    """
    if type(query.name) is not str or type(query.limit) is not int or query.id is not None or options.explain:
        return False
    try:
        hash((query, options))
        conditions = len(query.country) + len(query.classes) + len(query.codes)
    except TypeError:
        return False
    return query.limit <= _KEPT_CANDIDATES and conditions <= _KEPT_CONDITIONS


def reopen(folder: str, build: str, kept: int = KEPT) -> Gazetteer:
    """Open the folder of a build, where it holds the one that is wanted.

    Args:
        folder: of the build itself.
        build: the id that it must have.
        kept: how many answers are kept.

    Raises:
        NoGazetteer: there is no build, or it is another; the message names both.
        WrongFormat, CorruptIndex: as `Gazetteer.open`.
    """
    opened = Gazetteer.open(folder, kept=kept)
    found = opened.info.build
    if found != build:
        raise NoGazetteer(f"{folder} holds the build {found}, and {build} is wanted: put that one there.")
    return opened
