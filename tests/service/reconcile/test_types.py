"""The table of types, and what types become in a query."""

from __future__ import annotations

import pytest

from gazetteer.model import FEATURE_CLASSES
from service.reconcile.types import TYPES, Kinds, all_of, any_of, find_type, types_of


def test_the_table_is_a_forest_under_the_feature_classes() -> None:
    roots = {one.id for one in TYPES.values() if not one.broader}
    assert roots == set(FEATURE_CLASSES)
    for one in TYPES.values():
        assert one.name
        assert one.description
        assert one.feature_class in roots
        assert all(broader in TYPES for broader in one.broader)


@pytest.mark.parametrize(
    ("feature", "ids"),
    [(("P", "PPLC"), "PPLC PPL P"), (("A", "ADM1"), "ADM1 ADM A"), (("S", "XYZ"), "XYZ S"), (("P", ""), "P")],
)
def test_types_of_a_place(feature: tuple[str, str], ids: str) -> None:
    assert [one["id"] for one in types_of(*feature)] == ids.split()


def kinds(wanted: str, *, every: bool = False) -> Kinds | None:
    found = [one for id in wanted.split() if (one := find_type(id))]
    return all_of(found) if every else any_of(found)


def test_any_of_some_types() -> None:
    assert kinds("P") == Kinds(("P",))
    assert kinds("P.PPLC") == Kinds(("P",), ("PPLC",))
    assert kinds("P A") == Kinds(("P", "A"))
    capitals = kinds("PPL")
    assert capitals is not None
    assert {"PPL", "PPLC", "PPLA"} <= set(capitals.codes)
    mixed = kinds("P ADM1")
    assert mixed is not None
    assert "PPLC" in mixed.codes
    assert "ADM1" in mixed.codes
    assert "ADM2" not in mixed.codes


def test_all_of_some_types() -> None:
    assert kinds("P PPLC", every=True) == Kinds(("P",), ("PPLC",))
    assert kinds("P ADM1", every=True) is None
    assert kinds("PPLC PPLA", every=True) is None
    assert kinds("A", every=True) == Kinds(("A",))
