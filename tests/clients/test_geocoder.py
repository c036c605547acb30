"""geocoder, last released in 2018 and still in use; it lets one set the address (`url`). Skips where not installed."""

from __future__ import annotations

import pytest

BAKHMUT, UKRAINE, DONETSK = 713174, 690791, 709716

pytestmark = pytest.mark.filterwarnings("ignore")


def test_geocoder(address: str) -> None:
    geocoder = pytest.importorskip("geocoder")
    found = geocoder.geonames("Bakhmout", key="demo", url=f"{address}/searchJSON", maxRows=2, featureClass="P")
    assert found.ok
    assert (found.geonames_id, found.address, found.country, found.state) == (BAKHMUT, "Bakhmut", "Ukraine", "Donetsk")
    children = geocoder.geonames(UKRAINE, method="children", key="demo", url=f"{address}/childrenJSON")
    assert [one.geonames_id for one in children] == [DONETSK, 706482]
    above = geocoder.geonames(BAKHMUT, method="hierarchy", key="demo", url=f"{address}/hierarchyJSON")
    assert [one.geonames_id for one in above] == [UKRAINE, DONETSK, BAKHMUT]
    details = geocoder.geonames(BAKHMUT, method="details", key="demo", url=f"{address}/getJSON")
    assert details.geonames_id == BAKHMUT
