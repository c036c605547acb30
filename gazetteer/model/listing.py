"""What lists places page by page: a `Search` is answered by a `Listing`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from gazetteer.model.place import Box, Place

Order = Literal["relevance", "population", "elevation"]
By = Literal["any", "equals", "starts"]


@dataclass(frozen=True, slots=True)
class Filter:
    """Which places will do; what is not given takes all.

    Args:
        country: ISO 3166-1 codes or names of countries.
        continent: two letters each, `EU`.
        admin: GeoNames' codes of the divisions that contain the place, level by level, each without those above it
            (`("05", "1402")`); empty ones take all.
        classes: GeoNames feature classes.
        codes: GeoNames feature codes.
        population: how many people at least.
        box: where.
    """

    country: tuple[str, ...] = ()
    continent: tuple[str, ...] = ()
    admin: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    population: int = 0
    box: Box | None = None


@dataclass(frozen=True, slots=True)
class Search:
    """A search that lists, page by page.

    Args:
        name: what to look for; None lists all that the filter lets through.
        by: `equals`: places with that name; `starts`: with a name that begins so; `any`: both, and as `resolve` does.
        filter: which places will do.
        fuzzy: how alike a name must be, from 0 to 1. At 1 a name that is merely alike is listed only where no place
            has that very name, and never for `equals`.
        searched: language of the names to look at, BCP 47; None looks at all.
        order: of the list.
        bias: ISO 3166-1 code of a country whose places go first.
        offset: how many to leave out.
        limit: how many to list.
    """

    name: str | None = None
    by: By = "any"
    filter: Filter = Filter()
    fuzzy: float = 1.0
    searched: str | None = None
    order: Order = "relevance"
    bias: str | None = None
    offset: int = 0
    limit: int = 100


@dataclass(frozen=True, slots=True)
class Listing:
    """A page of a search: how many places there are in all, those of the page, and the score of each (0 for none)."""

    total: int
    places: tuple[Place, ...]
    scores: tuple[float, ...]
