"""The face of the library: what is asked of a gazetteer as a whole, and what `import gazetteer` brings."""

from __future__ import annotations

import csv
import io
import subprocess
import sys
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

import pytest
from tiny import Tiny

import gazetteer as face
from gazetteer import Columns, Gazetteer, Listener, Options, Query, QueryError, TableError, UnknownPlace, build, errors
from gazetteer.diff import ChangeKind, compare_builds
from gazetteer.sources.records import PlaceRecord, Progress, no_progress
from gazetteer.table_jobs import RowVerdict

BAKHMUT = 713174
TEXT = b"n,city\n1,Bakhmout\n2,Springfield\n3,Zzyzzqx\n"


def rows(raw: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(raw.decode("utf-8-sig"))))


def test_a_file_is_reconciled(tiny: Gazetteer, tmp_path: Path) -> None:
    source, output, review = tmp_path / "in.csv", tmp_path / "out.csv", tmp_path / "review.csv"
    source.write_bytes(TEXT)
    report = tiny.reconcile(source, output, "city", review=review, workers=1)
    assert rows(output.read_bytes())[0]["exonym_id"] == str(BAKHMUT)
    assert report.counts == {RowVerdict.MATCH: 1, RowVerdict.AMBIGUOUS: 1, RowVerdict.NO_MATCH: 1}
    assert report.summary[0].startswith("3 rows in ")
    assert [row["name"] for row in rows(review.read_bytes())] == ["Springfield", "Zzyzzqx"]


def test_a_stream_gives_the_bytes_of_a_file(tiny: Gazetteer, tmp_path: Path) -> None:
    output = io.BytesIO()
    tiny.reconcile(io.BytesIO(TEXT), output, Columns("city"), Options(), workers=1)
    tiny.reconcile(io.BytesIO(TEXT), tmp_path / "out.csv", 2, workers=1)
    assert output.getvalue() == (tmp_path / "out.csv").read_bytes()


def test_a_lock_is_kept_to_until_it_is_made_anew(tiny: Gazetteer, tmp_path: Path) -> None:
    lock, output = tmp_path / "lock", tmp_path / "out.csv"
    tiny.reconcile(io.BytesIO(TEXT), output, "city", lock=lock, workers=1)
    before = output.read_bytes()
    with pytest.raises(TableError, match="input"):
        tiny.reconcile(io.BytesIO(TEXT + b"4,Kyiv\n"), output, "city", lock=lock, workers=1)
    assert output.read_bytes() == before
    tiny.reconcile(io.BytesIO(TEXT + b"4,Kyiv\n"), output, "city", lock=lock, update_lock=True, workers=1)
    assert len(rows(output.read_bytes())) == 4


@pytest.mark.parametrize(
    ("output", "column", "error"),
    [("out.xlsx", "city", QueryError), ("out.csv", "town", QueryError), ("out.geojson", "town", QueryError)],
)
def test_what_cannot_be_done_leaves_nothing(
    tiny: Gazetteer, tmp_path: Path, output: str, column: str, error: type[Exception]
) -> None:
    with pytest.raises(error):
        tiny.reconcile(io.BytesIO(TEXT), tmp_path / output, column, workers=1)
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("options", [Options(), Options(joint=True)])
def test_of_many_names_what_is_missing_fails_alone(tiny: Gazetteer, options: Options) -> None:
    pandas = pytest.importorskip("pandas")
    names = pandas.Series(["Bakhmout", None, float("nan"), pandas.NA, pandas.NaT, Query("Kyiv"), ["Kyiv"], 2025])
    answers = tiny.resolve_many(names, options)
    assert [one.candidates[0].place.id for one in answers if one.error is None and one.candidates][:2] == [
        713174,
        703448,
    ]
    assert [str(one.error) for one in answers[1:5]] == ["There is no name: the value is missing."] * 4
    assert "type list" in str(answers[6].error)
    assert answers[7].query == Query("2025")
    assert [len(tiny.resolve_many(names)) for names in (iter(["Kyiv"]), {"Kyiv": 1}.keys(), ())] == [1, 1, 0]


class Noting(Listener):
    """Notes what it hears, and says that the first row is titles."""

    def __init__(self) -> None:
        self.remarks: list[str] = []
        self.shares: list[float] = []

    def has_titles(self, _doubt: str) -> bool:
        return True

    def remark(self, sentence: str) -> None:
        self.remarks.append(sentence)

    def progress(self, share: float, _counts: Mapping[RowVerdict, int]) -> None:
        self.shares.append(share)


def test_a_listener_hears_how_it_goes_on(tiny: Gazetteer) -> None:
    listener = Noting()
    tiny.reconcile(io.BytesIO(TEXT), io.BytesIO(), workers=1, listener=listener)
    assert any("city" in remark for remark in listener.remarks)
    assert listener.shares[-1] == 1.0


@pytest.mark.parametrize(("listener", "asked"), [(None, 3), (Noting(), 2)])
def test_a_listener_is_asked_where_the_first_row_may_be_titles(
    tiny: Gazetteer, listener: Listener | None, asked: int
) -> None:
    report = tiny.reconcile(io.BytesIO(b"Bakhmut\nKyiv\nBakhmut\n"), io.BytesIO(), 1, workers=1, listener=listener)
    assert sum(report.counts.values()) == asked


def test_near_transliterate_and_a_build_by_its_id(tiny: Gazetteer, tiny_dir: Path) -> None:
    assert tiny.near(48.59, 38.0, limit=1)[0].place.id == BAKHMUT
    assert tiny.transliterate("Бахмут", lang="uk", to="fr").readings[0].latin == "Bakhmout"
    assert Gazetteer.open(tiny_dir, tiny.info.build).info == tiny.info


class Renamed(Tiny):
    """The tiny gazetteer with another name of one place."""

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        for record in super().places(progress):
            yield replace(record, name="Artemivsk") if record.id == BAKHMUT else record


@pytest.mark.parametrize("joint", [False, True])
def test_many_names_are_taken_as_one_is(tiny: Gazetteer, joint: bool) -> None:
    asked: list[Query | str] = ["Bakhmout", Query("Springfield", within="Illinois"), ""]
    answers = tiny.resolve_many(asked, Options(joint=joint))
    assert [answer.query.name for answer in answers] == ["Bakhmout", "Springfield", ""]
    assert answers[0].candidates[0].place.id == BAKHMUT
    assert answers[2].error is not None


def test_a_country_is_known_by_its_code_in_any_case(tiny: Gazetteer) -> None:
    assert tiny.country("ua") == tiny.country("UA")
    with pytest.raises(UnknownPlace, match="holds no country zz"):
        tiny.country("zz")


def test_what_changed_between_two_gazetteers(tiny: Gazetteer, tiny_dir: Path, tmp_path: Path) -> None:
    assert tiny.diff(tiny) == []
    build(Renamed(), tmp_path)
    newer = Gazetteer.open(tmp_path)
    (change,) = tiny.diff(newer)
    assert (change.id, change.kinds) == (BAKHMUT, (ChangeKind.RENAMED,))
    assert compare_builds(tiny_dir, "current", str(tmp_path / newer.info.build)) == [change]
    assert tiny.diff(newer, ids=[1]) == []
    with pytest.raises(QueryError, match="no build"):
        compare_builds(tiny_dir, "current", "none")


def test_all_that_is_promised_is_there_and_all_errors_are() -> None:
    assert all(getattr(face, name) is not None for name in face.__all__)
    raised = {name for name, one in vars(errors).items() if isinstance(one, type) and issubclass(one, Exception)}
    assert raised <= set(face.__all__)


def test_importing_the_library_brings_neither_numpy_nor_numba() -> None:
    code = "import sys, gazetteer; print(*sorted({'numpy', 'numba', 'icu', 'loky'} & set(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.split() == []


def test_a_lone_country_may_be_a_text() -> None:
    assert Query("Kyiv", country="UA") == Query("Kyiv", country=("UA",))  # type: ignore[arg-type]
