"""A gazetteer of a few dozen places, made by hand, for tests that need a real index and not a large one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from gazetteer.sources.records import CountryRecord, Credit, NameRecord, PlaceRecord, Progress, no_progress

COUNTRIES = """
UA UKR 804 690791 Ukraine EU Kyiv uk
FR FRA 250 3017382 France EU Paris fr
US USA 840 6252001 United_States NA Washington en
CR CRI 188 3624060 Costa_Rica NA San_José es
DE DEU 276 2921044 Germany EU Berlin de
JP JPN 392 1861060 Japan AS Tokyo ja
"""

# id, name, latitude, longitude, country, admin1, admin2, class, code, population
PLACES = """
690791 Ukraine 49.0 32.0 UA - - A PCLI 40000000
3017382 France 46.0 2.0 FR - - A PCLI 67000000
6252001 United_States 39.8 -98.6 US - - A PCLI 327000000
3624060 Costa_Rica 10.0 -84.0 CR - - A PCLI 5000000
2921044 Germany 51.5 10.5 DE - - A PCLI 83000000
1861060 Japan 35.7 139.8 JP - - A PCLI 126000000
709716 Donetsk_Oblast 48.0 37.7 UA UA.05 - A ADM1 4100000
706482 Kharkiv_Oblast 49.6 36.5 UA UA.07 - A ADM1 2600000
4736286 Texas 31.2 -99.3 US US.TX - A ADM1 29000000
3621837 San_José_Province 9.9 -84.1 CR CR.08 - A ADM1 1400000
713174 Bakhmut 48.59419 37.99886 UA UA.05 - P PPL 80500
9115288 Bakhmutske 48.6603 38.09586 UA UA.05 - P PPL 0
704508 Kramatorsk 48.73 37.54 UA UA.05 - P PPL 147145
706483 Kharkiv 49.98 36.25 UA UA.07 - P PPLA 1433886
703448 Kyiv 50.45 30.52 UA UA.12 - P PPLC 2797553
698740 Odesa 46.48 30.74 UA UA.17 - P PPLA 1010537
694137 Shevchenkove 49.69 37.17 UA UA.07 - P PPL 7000
694126 Shevchenkove 47.6 33.3 UA UA.13 - P PPL 6500
2988507 Paris 48.85341 2.3488 FR FR.11 - P PPLC 2138551
4717560 Paris 33.66094 -95.55551 US US.TX - P PPL 24782
4250542 Springfield 39.80 -89.64 US US.IL - P PPL 114394
4951788 Springfield 42.10 -72.59 US US.MA - P PPL 154341
4409896 Springfield 37.21 -93.29 US US.MO - P PPL 170188
5527554 Odessa 31.85 -102.37 US US.TX - P PPL 114428
3621849 San_José 9.93 -84.08 CR CR.08 - P PPLC 335007
3621841 San_José 9.97 -84.4 CR CR.01 - P PPL 31430
2950159 Berlin 52.52 13.41 DE DE.16 - P PPLC 3426354
2886242 Köln 50.93 6.95 DE DE.07 - P PPLA2 1024621
1850147 Tokyo 35.69 139.69 JP JP.40 - P PPLC 9733276
"""

NAMES = {
    690791: "Україна:uk Ucrânia:pt Ukraina:pl UA:abbr UKR:abbr ウクライナ:ja",
    3017382: "Frankreich:de FR:abbr",
    6252001: "USA:abbr US:abbr United_States_of_America:en",
    709716: "Донецька_область:uk Donetsk:en",
    706482: "Харківська_область:uk",
    4736286: "TX:abbr",
    713174: "Бахмут:uk Bakhmout:fr Bachmut:de Bahmut:hu バフムート:ja Артемівськ:uk:historic",
    9115288: "Бахмутське:uk",
    704508: "Краматорськ:uk Kramators'k",
    706483: "Харків:uk Kharkov Charkiw:de",
    703448: "Київ:uk Kiev Kiew:de Kijów:pl キーウ:ja",
    698740: "Odessa Одеса:uk",
    2988507: "Париж:uk Parigi:it パリ:ja باريس:ar",
    2886242: "Cologne:en Keulen:nl",
    1850147: "東京:ja Tokio:de",
}


@dataclass
class Tiny:
    """The source; `more` adds names, so that two builds differ."""

    more: dict[int, str] = field(default_factory=dict)
    name: str = "tiny"

    def credits(self) -> tuple[Credit, ...]:
        return (Credit("GeoNames", "a few dozen places", "CC BY 4.0", "geonames.org"),)

    def countries(self) -> Iterable[CountryRecord]:
        for line in COUNTRIES.strip().splitlines():
            fields = [part.replace("_", " ") for part in line.split()]
            code, iso3, numeric, place, name, continent, capital, lang = fields
            yield CountryRecord(code, iso3, int(numeric), int(place), name, continent, capital, (lang,))

    def places(self, progress: Progress = no_progress) -> Iterable[PlaceRecord]:
        for line in PLACES.strip().splitlines():
            place, name, lat, lon, country, admin1, admin2, feature_class, code, population = line.split()
            yield PlaceRecord(
                int(place),
                name.replace("_", " "),
                float(lat),
                float(lon),
                country,
                admin1.strip("-"),
                admin2.strip("-"),
                feature_class=feature_class,
                feature_code=code,
                population=int(population),
            )

    def names(self, progress: Progress = no_progress) -> Iterable[NameRecord]:
        for table in (NAMES, self.more):
            for place, names in table.items():
                for entry in names.split():
                    text, lang, kind = (*entry.split(":"), "", "")[:3]
                    yield NameRecord(place, text.replace("_", " "), lang, historic=kind == "historic")
