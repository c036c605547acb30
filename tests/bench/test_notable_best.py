"""Which notable places the bench takes for the best known."""

from __future__ import annotations

from bench.notable import BEST, best_known
from gazetteer.sources.notable.table import read_table


def test_the_best_known_are_of_the_first_ranks_and_no_cities() -> None:
    table = read_table()
    best = best_known(table)
    assert len({place.id for place in best}) == BEST
    assert {"Siberia", "Middle East", "Black Sea", "Himalayas", "Mount Everest"} <= {place.name for place in best}
    assert not {"P", "A"} & {place.feature_class for place in best}
    left = {place.id for place in table.places} - {place.id for place in best}
    lowest = min(place.rank for place in best)
    assert all(place.rank <= lowest for place in table.places if place.id in left and place.feature_class in "HTSRUV")
