"""What the parity bench says of two builds that answer otherwise."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path

import pytest
from tiny import Tiny

from bench.parity_causes import Build, Cause, Loss, Told, differences, told
from bench.parity_sets import Asked, shares
from gazetteer import Gazetteer, build
from gazetteer.model import Query
from gazetteer.sources.records import NameRecord, PlaceRecord, Progress, no_progress

KRAMATORSK, BERLIN, KOLN, SAN_JOSE, SAN_JOSE_PROVINCE, HAMLET = 704508, 2950159, 2886242, 3621849, 3621837, 42


class Otherwise(Tiny):
    """The tiny gazetteer with a Kramatorsk more, and without the English name of Köln."""

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        yield from super().places(progress)
        yield PlaceRecord(HAMLET, "Kramatorsk", 52.0, 13.0, "DE", population=900_000)

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        return (name for name in super().names(progress) if name.text != "Cologne")


@pytest.fixture(scope="module")
def builds(tmp_path_factory: pytest.TempPathFactory) -> tuple[Build, Build]:
    def opened(source: Tiny, path: Path) -> Gazetteer:
        build(source, path)
        return Gazetteer.open(path)

    path = tmp_path_factory.mktemp("parity")
    return Build("one", opened(Tiny(), path / "one")), Build("other", opened(Otherwise(), path / "other"))


@pytest.fixture
def both(builds: tuple[Build, Build]) -> Callable[[Asked], tuple[Told, Told]]:
    def ask(asked: Asked) -> tuple[Told, Told]:
        one, other = (told(build, asked, build.gazetteer.resolve(asked.query)) for build in builds)
        return one, other

    return ask


@pytest.mark.parametrize(
    ("name", "place", "loss", "cause"),
    [
        ("Kramatorsk", KRAMATORSK, Loss.PLACE, Cause.RIVAL),
        ("Cologne", KOLN, Loss.ANY_ANSWER, Cause.NAME_MISSING),
    ],
)
def test_why_one_build_loses(both: Callable, name: str, place: int, loss: Loss, cause: Cause) -> None:  # type: ignore[type-arg]
    asked = Asked("set", Query(name), frozenset({place}))
    (found,) = differences(asked, *both(asked))
    assert (found.loser.build.name, found.loss, found.cause) == ("other", loss, cause)


def test_builds_that_answer_alike_differ_in_nothing(both: Callable) -> None:  # type: ignore[type-arg]
    asked = Asked("set", Query("Berlin"), frozenset({BERLIN}))
    one, other = both(asked)
    assert one.right
    assert other.right
    assert not list(differences(asked, one, other))


def test_the_city_will_do_for_its_unit_where_twins_do(builds: tuple[Build, Build]) -> None:
    city = builds[0].gazetteer.place(SAN_JOSE)
    right = frozenset({SAN_JOSE_PROVINCE})
    assert not builds[0].is_right(Asked("set", Query("San José Province"), right, twins=False), city)
    assert not builds[0].is_right(Asked("set", Query("San José Province"), right), city), (
        "neither bears the other's name"
    )
    assert builds[0].is_right(Asked("set", Query("San José Province"), right, nearby=True), city)


@pytest.mark.parametrize(
    ("there", "count", "expected"),
    [
        ({"a": 5, "b": 100, "c": 100}, 65, {"a": 5, "b": 30, "c": 30}),
        ({"a": 1, "b": 2}, 10, {"a": 1, "b": 2}),
    ],
)
def test_small_sets_are_asked_whole_and_the_others_alike(
    there: dict[str, int], count: int, expected: dict[str, int]
) -> None:
    assert shares(there, count) == expected
