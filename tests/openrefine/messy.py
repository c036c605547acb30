"""A table as people keep them: names in six scripts, written carelessly, with the country in many ways."""

from __future__ import annotations

from dataclasses import dataclass
from random import Random

from gazetteer import Gazetteer
from gazetteer.model import Place
from gazetteer.translit.scripts import script_of

SEED = 20
# Of each script how many names, and letters that names in it begin with.
SCRIPTS = {
    "Latn": (66, "bacdeghklmnoprstvz"),
    "Cyrl": (44, "бавгдкмнопрстх"),
    "Arab": (24, "بتجحدرسشعفقكمن"),
    "Grek": (20, "αβγθκλμπστ"),
    "Hebr": (20, "אבגדהחיכלמנ"),
    "Hani": (16, "京南北广上武成天"),
}
COUNTRIES = {"Deutschland": 2921044, "Україна": 690791, "Polska": 798544, "Франция": 3017382}
NOWHERE = ("Qwertzuiopü", "???", "n/a", "Nordwestlich vom Fluß", "Тридевятое царство", "asdf")


@dataclass(frozen=True, slots=True)
class Entry:
    """One row: what is written, and the place that is meant (None for nonsense)."""

    name: str
    country: str
    place: int | None


def entries(gazetteer: Gazetteer) -> list[Entry]:
    """Two hundred rows, the same each time for one gazetteer."""
    chance = Random(SEED)
    rows: list[Entry] = []
    for script, (count, letters) in SCRIPTS.items():
        found: dict[int, tuple[str, Place]] = {}
        for letter in letters:
            for one in gazetteer.suggest(letter, limit=60):
                if script_of(one.matched[0]) == script and len(one.matched) > 1 and one.place.feature_class == "P":
                    found.setdefault(one.place.id, (one.matched, one.place))
        for name, place in chance.sample(list(found.values()), count):
            rows.append(Entry(_careless(name, chance), _country(place, chance), place.id))
    rows += [Entry(name, "", place) for name, place in COUNTRIES.items()]
    rows += [Entry(name, "UA", None) for name in NOWHERE]
    chance.shuffle(rows)
    return rows


def _careless(name: str, chance: Random) -> str:
    kind = chance.randrange(8)
    if kind == 0:
        return name.upper()
    if kind == 1:
        return name.lower()
    if kind == 2:
        return f"  {name.replace(' ', '   ')} "
    if kind == 3 and len(name) > 6:
        middle = len(name) // 2
        return name[:middle] + name[middle + 1 :]
    if kind == 4:
        return f"{name}."
    return name


def _country(place: Place, chance: Random) -> str:
    code, name = place.country or "", place.country_name or ""
    return chance.choice((code, code.lower(), name, name, ""))
