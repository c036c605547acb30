"""The client `reconciler` from PyPI with a data frame."""

from __future__ import annotations

from pathlib import Path

import pytest
from serving import serving

from service.app import create_app
from service.settings import Settings

pandas = pytest.importorskip("pandas", reason="the client needs pandas")
numpy = pytest.importorskip("numpy")


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # the client's own use of pandas
def test_a_column_is_reconciled(tiny_dir: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numpy, "NaN", numpy.nan, raising=False)  # the client was written before numpy 2
    reconciler = pytest.importorskip("reconciler", reason="pip install reconciler")
    names = ["Bakhmout", "Київ", "Paris", "Qwrtzk Plmkq"]
    frame = pandas.DataFrame({"place": names, "country": ["UA", "UA", "US", "UA"]})
    with serving(create_app(Settings(data_dir=tiny_dir))) as address:
        found = reconciler.reconcile(
            frame["place"],
            type_id="PPL",
            property_mapping={"country": frame["country"]},
            reconciliation_endpoint=f"{address}/reconcile",
        )
    ids = dict(zip(found["input_value"], found["id"], strict=True))
    assert [ids[name] for name in names[:3]] == ["713174", "703448", "4717560"]
    matched = dict(zip(found["input_value"], found["match"], strict=True))
    assert matched["Bakhmout"]
    assert not matched["Qwrtzk Plmkq"]
    assert set(found["type_id"].dropna()) >= {"PPL", "PPLC"}
