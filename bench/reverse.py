"""How fast is the nearest place, at the size of all of GeoNames, against scipy's cKDTree? Prints tables; minutes.

The places are random, made by a seed: heaped around centres as towns are, of kinds as uneven as feature codes are (the
rarest of 680 a few hundred times among 13 million), each centre in one country. The queries are points anywhere on the
globe, most of them far from every heap, as the sea is.

    python -m bench.reverse [--places 13000000] [--queries 1000]
"""

from __future__ import annotations

import argparse
import importlib
import resource
import statistics
import time
from collections.abc import Callable
from typing import Any

import numpy as np

from bench.table import Measurement, print_rows, print_targets, row_of_times, target
from gazetteer.index.build.spatial import build_spatial
from gazetteer.index.search.spatial import Spatial
from gazetteer.index.values import DEGREE

SEED = 7
PLACES = 13_000_000
CENTRES = 4000
SPREAD = 0.03  # of a heap, in radians: some 200 km
KINDS = 680
COUNTRIES = 250
UNEVEN = 1.3  # the exponent by which kinds and heaps grow rarer
TOP = 10
ROUNDS = 5  # the median of so many is the time of one query: the machine does other things too
CHECKED = 200


def places(count: int) -> dict[str, np.ndarray]:
    """So many places: their coordinates, kinds and countries by row."""
    random = np.random.default_rng(SEED)
    weights = 1 / np.arange(1, CENTRES + 1) ** UNEVEN
    heap = random.choice(CENTRES, count, p=weights / weights.sum())
    centres = random.normal(size=(CENTRES, 3))
    centres /= np.linalg.norm(centres, axis=1)[:, None]
    points = centres[heap] + random.normal(scale=SPREAD, size=(count, 3))
    points /= np.linalg.norm(points, axis=1)[:, None]
    kinds = 1 / np.arange(1, KINDS + 1) ** UNEVEN
    return {
        "lat": np.rint(np.degrees(np.arcsin(points[:, 2])) * DEGREE).astype(np.int32),
        "lon": np.rint(np.degrees(np.arctan2(points[:, 1], points[:, 0])) * DEGREE).astype(np.int32),
        "feature": random.choice(KINDS, count, p=kinds / kinds.sum()).astype(np.int16),
        "country": random.integers(0, COUNTRIES, CENTRES)[heap].astype(np.int16),
    }


def anywhere(count: int) -> list[tuple[float, float]]:
    """So many points, evenly over the globe, in degrees."""
    random = np.random.default_rng(SEED + 1)
    points = random.normal(size=(count, 3))
    points /= np.linalg.norm(points, axis=1)[:, None]
    return [(float(np.degrees(np.arcsin(z))), float(np.degrees(np.arctan2(y, x)))) for x, y, z in points]


def timed(what: str, ask: Callable[[tuple[float, float]], Any], points: list[tuple[float, float]]) -> Measurement:
    """The times of a search, one point at a time."""
    ask(points[0])
    rounds = []
    for _ in range(ROUNDS):
        seconds = []
        for point in points:
            started = time.perf_counter()
            ask(point)
            seconds.append(time.perf_counter() - started)
        rounds.append(seconds)
    return row_of_times(what, [statistics.median(times) for times in zip(*rounds, strict=True)])


def main() -> None:
    """Builds the tree, and searches it."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--places", type=int, default=PLACES)
    parser.add_argument("--queries", type=int, default=1000)
    options = parser.parse_args()
    given, points = places(options.places), anywhere(options.queries)
    build_spatial(*(column[:1000] for column in given.values()))  # compiles
    started = time.perf_counter()
    arrays = build_spatial(*given.values())
    seconds = time.perf_counter() - started
    size = sum(array.nbytes for array in arrays.values()) / 1e6
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6
    print(f"{options.places:,} places: built in {seconds:.1f} s, {size:,.0f} MB, process at most {peak:.2f} GB")
    tree = Spatial(arrays | {"place_population": np.zeros(options.places, np.uint32)})

    def one_of(number: int, of: int) -> np.ndarray:
        chosen: np.ndarray = np.arange(of) == number
        return chosen

    kinds, countries = np.bincount(given["feature"], minlength=KINDS), np.bincount(given["country"])
    often = np.argsort(-countries)
    asked: dict[str, dict[str, Any]] = {"any kind": {}, "any kind, 100 places": {"limit": 100}}
    for kind in (0, 50, 200, KINDS - 1):
        asked[f"one kind of {kinds[kind]:,} places"] = {"features": one_of(kind, KINDS)}
    for country in (often[0], often[len(often) // 2], often[-1]):
        asked[f"one country of {countries[country]:,} places"] = {"countries": one_of(country, COUNTRIES)}
    asked["a rare kind in one country"] = {
        "features": one_of(200, KINDS),
        "countries": one_of(int(often[0]), COUNTRIES),
    }
    rows = [
        timed(what, lambda point, how=how: tree.nearest(*point, **{"limit": TOP} | how), points)  # type: ignore[misc]
        for what, how in asked.items()
    ]
    slowest = max(row.p99_ms for row in rows)
    ratio = None
    if peer := beside_scipy(arrays, tree, points):
        rows.append(peer)
        ratio = peer.median_ms / rows[0].median_ms
    else:
        rows.append(Measurement("scipy is not installed: not compared", float("nan"), float("nan"), float("nan")))
    print_rows(f"the nearest {TOP} of {options.places:,} places, from anywhere on the globe", rows)
    print_targets(
        [
            target("reverse, the slowest p99 of ours", 2, "ms", slowest, at_most=True),
            target("reverse, any kind, against scipy's cKDTree", 1, "x", ratio),
        ]
    )


def beside_scipy(arrays: dict[str, np.ndarray], tree: Spatial, points: list[tuple[float, float]]) -> Measurement | None:
    """How long scipy's tree takes for the same, which has to find the same; None where there is no scipy."""
    try:
        scipy = importlib.import_module("scipy.spatial")
    except ImportError:
        return None
    started = time.perf_counter()
    peer = scipy.cKDTree(arrays["spatial_point"].astype(np.float64))
    took = time.perf_counter() - started
    first = np.argsort(arrays["spatial_row"])
    spot = dict(zip(points, _spots(points), strict=True))
    row = timed(f"scipy cKDTree, any kind (built in {took:.0f} s)", lambda point: peer.query(spot[point], TOP), points)
    for point in points[:CHECKED]:
        far = np.linalg.norm(arrays["spatial_point"][first[tree.nearest(*point, limit=TOP)]] - spot[point], axis=1)
        assert np.allclose(far, peer.query(spot[point], TOP)[0], atol=2), point
    return row


def _spots(points: list[tuple[float, float]]) -> np.ndarray:
    """Points given in degrees, on the sphere that the tree uses."""
    lat, lon = np.radians(np.array(points)).T
    around = np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)), axis=1)
    return around * float(1 << 30)


if __name__ == "__main__":
    main()
