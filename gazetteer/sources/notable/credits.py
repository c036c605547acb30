"""Whom to thank for the tables of notable places; README.md beside this tells who gave what."""

from __future__ import annotations

from gazetteer.sources.records import Credit

_WHAT = "notable places"

CREDITS = (
    Credit(f"{_WHAT}: names, points and how prominent on maps", "5", "public domain", "Natural Earth"),
    Credit(
        f"{_WHAT}: marine areas, oceans, disputed areas, airports",
        "2025",
        "CC0 1.0 and CC BY 4.0 (https://whosonfirst.org/docs/licenses/)",
        "Data from Who's On First",
    ),
    Credit(f"{_WHAT}: ids and alternate names", "2024-04, 2020-09", "CC BY 4.0", "GeoNames (geonames.org)"),
    Credit(f"{_WHAT}: airports", "neobase 0.37", "CC BY 4.0", "OpenTravelData"),
    Credit(f"{_WHAT}: names of macro-regions", "Babel 2.19", "Unicode-3.0", "Unicode CLDR"),
)
