"""What is compiled after warming, and what requests of all kinds compile beyond: nothing.

python tests/support/kernels.py DATA_DIR      prints, as JSON, the kernels without a type, and those that gained one
"""

from __future__ import annotations

import gc
import json
import sys
from pathlib import Path
from typing import Any

from numba.core.dispatcher import Dispatcher
from starlette.testclient import TestClient

from gazetteer import Gazetteer
from gazetteer.index.kernel_cache import KernelCache
from gazetteer.model import Near, Options, Query, Search
from gazetteer.warming import warm
from service.app import create_app
from service.settings import Settings

NAMES = (
    "Bakhmout",
    "Bakhmut, Ukraine",
    "東京",
    "Praha 5",
    "x",
    "Petersburg Saint",
    "Mountains Smoky Great National Park",
)
NEAR: tuple[dict[str, Any], ...] = (
    {},
    {"classes": ("P",)},
    {"codes": ("AIRP",)},
    {"country": ("UA",)},
    {"km": 9.5},
    {"population": 5, "km": 10},
)
FILTERED = "lat=48&lon=38&classes=P&codes=PPL&country=UA&km=10&population=1&limit=1000"
PATHS = (
    "/v1/resolve?q=Bakhmout&lang=fr&country=UA&within=Donetsk&date=1985&lat=48.6&lon=38&km=50&explain=true&strict=true",
    "/v1/resolve?q=Bakhmout&mode=fast",
    *("/v1/reverse?lat=48.6&lon=38", f"/v1/reverse?{FILTERED}", "/v1/reverse?lat=0&lon=0&country=UA"),
    *("/v1/suggest?prefix=Ba", "/v1/suggest?prefix=東&country=UA&lang=fr", "/v1/transliterate?text=Бахмут"),
    *("/v1/places/713174", "/v1/places/713174/names", "/v1/places/713174/hierarchy", "/v1/places/690791/children"),
    *("/searchJSON?q=bakhmut&username=a", "/searchJSON?name_startsWith=ba&username=a&country=UA"),
    "/findNearbyJSON?lat=48.6&lng=38&username=a&featureClass=P&radius=20",
    *('/reconcile?queries={"q":{"query":"Bakhmout","type":"P"}}', "/reconcile/suggest/entity?prefix=ba"),
)


def compiled() -> dict[str, int]:
    """For how many types each kernel is compiled."""
    dispatchers: list[Any] = [one for one in gc.get_objects() if isinstance(one, Dispatcher)]
    found = (one for one in dispatchers if isinstance(one._cache, KernelCache))
    return {f"{one.py_func.__module__}.{one.py_func.__name__}": len(one.signatures) for one in found}


def ask(gazetteer: Gazetteer) -> None:
    """Ask the library all that it answers."""
    for options in (Options(), Options(joint=True, explain=True), Options(mode="fast", strict=True)):
        gazetteer.resolve_many([Query(name) for name in NAMES], options)
        told = Query("Bakhmout", "fr", ("UA",), "Donetsk", Near(48, 38, 9), ("P",), ("PPL",))
        gazetteer.resolve_many([told], options)
    for filters in NEAR:
        gazetteer.near(48, 38.0, **filters)
    for search in (Search("Bakhmut"), Search("Bakhmut", fuzzy=True), Search("Bakh", by="starts")):
        gazetteer.search(search)
    gazetteer.diff(gazetteer)


def main(data_dir: Path) -> None:
    """Print what was not compiled by warming."""
    gazetteer = Gazetteer.open(data_dir)
    warm(gazetteer)
    before = compiled()
    ask(gazetteer)
    with TestClient(create_app(Settings(data_dir=data_dir))) as client:
        for path in PATHS:
            client.get(path)
        client.post("/v1/resolve", json={"queries": [{"name": name} for name in NAMES], "joint": True})
        client.post("/v1/resolve.csv", content=b"name\n" + "\n".join(NAMES).encode())
    after = compiled()
    never = sorted(name for name, number in before.items() if number == 0)
    more = sorted(name for name, number in after.items() if number > before.get(name, 0))
    print(json.dumps({"never": never, "more": more}))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
