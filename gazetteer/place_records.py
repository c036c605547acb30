"""What a gazetteer knows of its places, by their ids: the part of its face that asks nothing about names."""

from __future__ import annotations

from gazetteer.errors import UnknownPlace
from gazetteer.index.index import Index
from gazetteer.index.records.surroundings import Surroundings, surroundings
from gazetteer.model import Name, Place


class PlaceRecords:
    """The places of an opened index.

    Args:
        index: the opened index.
    """

    def __init__(self, index: Index) -> None:
        self._index = index

    def place(self, id: int, display: str | None = None) -> Place:
        """The place with a GeoNames id, its names in the language asked for.

        Raises:
            UnknownPlace: there is none.
            GonePlace: there was one, and the source has deleted it.
        """
        return self._index.places.place(self._index.places.row(id), display)

    def names(self, id: int) -> tuple[Name, ...]:
        """All names of a place, its main one first.

        Raises:
            UnknownPlace: there is none.
            GonePlace: there was one, and the source has deleted it.
        """
        return self._index.places.names(self._index.places.row(id))

    def hierarchy(self, id: int) -> tuple[Place, ...]:
        """What contains a place, from its country down, and the place itself last.

        Raises:
            UnknownPlace: there is none with that id.
            GonePlace: there was one, and the source has deleted it.
        """
        places = self._index.places
        row = places.row(id)
        return tuple(places.place(above) for above in (*places.ancestors(row), row))

    def children(self, id: int, limit: int = 100) -> tuple[Place, ...]:
        """What is directly below a country or an admin area, the best known first.

        These are the divisions of the next level; of the lowest, its populated places.

        Args:
            id: of the country or area; any other place has no children.
            limit: how many.

        Raises:
            UnknownPlace: there is none with that id.
            GonePlace: there was one, and the source has deleted it.
        """
        places = self._index.places
        return tuple(places.place(row) for row in places.children(places.row(id))[: max(limit, 0)].tolist())

    def country(self, code: str, display: str | None = None) -> Place:
        """The place that a country is.

        Args:
            code: its ISO 3166-1 alpha-2 code, in any case.
            display: language of the name to show, BCP 47.

        Raises:
            UnknownPlace: the gazetteer holds no such country.
        """
        places = self._index.places
        number = places.country_numbers.get(code.upper())
        row = -1 if number is None else int(places.countries[number]["row"])
        if row < 0:
            raise UnknownPlace(f"The gazetteer holds no country {code}.")
        return places.place(row, display)

    def surroundings(self, id: int) -> Surroundings:
        """Where the gazetteer's places lie around a place, coarsely: enough to draw its country.

        Raises:
            UnknownPlace: there is none with that id.
            GonePlace: there was one, and the source has deleted it.
        """
        return surroundings(self._index.store.arrays, self._index.places.row(id))
