"""Each row of the tables works on its own example."""

from row_by_row import At, each_row
from table_lines import lexicon_rows

from gazetteer.lexicon.endings import alternations, endings, spelled_out
from gazetteer.lexicon.inflection import nominatives
from gazetteer.lexicon.languages import languages
from gazetteer.lexicon.tables import names

ENDINGS = [At(at, (lang, row)) for lang in names("endings") for at, row in lexicon_rows(f"endings/{lang}.tsv")]
OTHERS = [
    At(at, (row["lang"], row)) for table in ("prefixes.tsv", "alternations.tsv") for at, row in lexicon_rows(table)
]


@each_row(("lang", "row"), ENDINGS + OTHERS)
def test_example_of_the_table(lang: str, row: dict[str, str]) -> None:
    found = [n.text for n in nominatives(row["example"], lang)]
    assert row["gives"] in found


@each_row(("lang", "row"), ENDINGS)
def test_example_is_of_its_own_row(lang: str, row: dict[str, str]) -> None:
    stem = [
        row["example"].lower().replace("’", "'").removesuffix(e) for e in spelled_out(row["ending"].replace("-", ""))
    ]
    given = [s + n.replace("-", "") for s in stem for n in row["nominative"].split()]
    alternating = row["kind"] == "derived" or alternations(lang)
    assert row["gives"].lower() in given or alternating
    assert 0 < float(row["weight"]) <= 1


def test_every_table_belongs_to_a_language() -> None:
    assert set(names("endings")) <= set(languages())


def test_choices_are_spelled_out() -> None:
    assert spelled_out("s[aä](x|yz)") == ["sax", "sayz", "säx", "säyz"]


def test_endings_of_a_script_are_found_by_their_letters() -> None:
    assert "uk" in {ending.lang for ending in endings("Cyrl").rules["ові"]}
    assert endings("Thai").rules == {}
