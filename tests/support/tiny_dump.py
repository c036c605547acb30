"""A dump of a few places, made by hand in the format of GeoNames, for tests that read one."""

from __future__ import annotations

import io
import zipfile

# id, name, latitude, longitude, class, code, country, admin1, admin2, population, modified
PLACES = """
690791 Ukraine 49.0 32.0 A PCLI UA 00 - 40000000 2023-08-01
709716 Donetsk 48.0 37.7 A ADM1 UA 05 - 4100000 2023-08-01
706482 Kharkiv 49.6 36.5 A ADM1 UA 07 - 2600000 2023-08-01
11153142 Bakhmut_Raion 48.6 38.0 A ADM2 UA 05 1402 220000 2023-08-01
713174 Bakhmut 48.59419 37.99886 P PPLA2 UA 05 1402 80500 2026-04-17
9115288 Bakhmuts'ke 48.6603 38.09586 P PPL UA 05 - 0 2023-08-01
706483 Kharkiv 49.98 36.25 P PPLA UA 07 - 1433886 2023-08-01
694137 Shevchenkove 49.69 37.17 P PPL UA 07 - 7000 2023-08-01
709932 Dnipro_River 46.5 32.3 H STM UA 00 - 0 2023-08-01
6300952 Boryspil_Airport 50.345 30.895 S AIRP UA 13 - 0 2023-08-01
"""

# id of the name, id of the place, language, name, flags (p s c h), from, to
NAMES = """
1 690791 uk Україна p - -
2 713174 uk Бахмут p 2016 -
3 713174 uk Артемівськ h 1924 2016
4 713174 fr Bakhmout - - -
5 713174 wkdt Q706857 - - -
6 713174 link https://en.wikipedia.org/wiki/Bakhmut - - -
7 713174 post 84500 - - -
8 9115288 uk Бахмутське p - -
9 709716 uk Донецька_область p - -
10 6300952 iata KBP - - -
11 706483 ukr Харків ps - -
12 706483 abbr KHA - - -
"""

COUNTRIES = (
    "#ISO\tISO3\n"
    "UA\tUKR\t804\tUP\tUkraine\tKyiv\t603700\t44622516\tEU\t.ua\tUAH\tHryvnia\t380\t#####\t^\\d+$\tuk,ru-UA\t690791\tPL\t\n"
    "PL\tPOL\t616\tPL\tPoland\tWarsaw\t312685\t37978548\tEU\t.pl\tPLN\tZloty\t48\t#\t^\\d+$\tpl\t798544\tUA\t\n"
)
ADMIN1 = (
    "UA.05\tDonetsk\tDonetsk\t709716\nUA.07\tKharkiv\tKharkiv\t706482\n"
    "UA.13\tKyiv\tKyiv\t703446\nPL.78\tMasovia\tMasovia\t858787\n"
)
ADMIN2 = "UA.05.1402\tBakhmut Raion\tBakhmut Raion\t11153142\nUA.07.6310\tKharkiv Raion\tKharkiv Raion\t706484\n"
LANGUAGES = "ISO 639-3\tISO 639-2\tISO 639-1\tLanguage Name\nukr\tukr\tuk\tUkrainian\nfra\tfre\tfr\tFrench\n"
DAY = "2026-11-21"
MADE = (2026, 11, 22, 0, 0, 0)


def place_row(line: str, alternates: str = "") -> str:
    id, name, lat, lon, cls, code, country, admin1, admin2, people, modified = (
        part.replace("_", " ") for part in line.split()
    )
    blank = ["" if part == "-" else part for part in (admin1, admin2)]
    row = [id, name, name, alternates, lat, lon, cls, code, country, "", *blank, "", "", people, "", "", "Europe/Kyiv"]
    return "\t".join([*row, modified])


def name_row(line: str) -> str:
    id, place, lang, name, flags, since, until = (part.replace("_", " ") for part in line.split())
    marks = ["1" if flag in flags else "" for flag in "psch"]
    return "\t".join([id, place, lang, name, *marks, since.strip("-"), until.strip("-")])


def zipped(member: str, text: str | bytes, compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An archive with one file, of the day that the dump was made."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", compression) as archive:
        archive.writestr(zipfile.ZipInfo(member, MADE), text, compress_type=compression)
    return out.getvalue()


def place_table(more: str = "") -> str:
    return "".join(f"{place_row(line)}\n" for line in PLACES.strip().splitlines()) + more


def name_table(more: str = "") -> str:
    return "".join(f"{name_row(line)}\n" for line in NAMES.strip().splitlines()) + more


def tiny_dump(places: str = "", names: str = "") -> dict[str, bytes]:
    """The files of the server by name; `places` and `names` are further rows."""
    files = {
        "countryInfo.txt": COUNTRIES,
        "admin1CodesASCII.txt": ADMIN1,
        "admin2Codes.txt": ADMIN2,
        "iso-languagecodes.txt": LANGUAGES,
    }
    return {name: text.encode() for name, text in files.items()} | {
        "UA.zip": zipped("UA.txt", place_table(places)),
        "allCountries.zip": zipped("allCountries.txt", place_table(places)),
        "alternatenames/UA.zip": zipped("UA.txt", name_table(names)),
        "alternateNamesV2.zip": zipped("alternateNamesV2.txt", name_table(names)),
    }


def tiny_day(day: str = DAY, **texts: str) -> dict[str, bytes]:
    """The four files of a day; by keyword `places`, `deleted`, `names`, `deleted_names`, each empty by default."""
    kinds = {
        "places": "modifications",
        "deleted": "deletes",
        "names": "alternateNamesModifications",
        "deleted_names": "alternateNamesDeletes",
    }
    return {f"{file}-{day}.txt": texts.get(kind, "").encode() for kind, file in kinds.items()}
