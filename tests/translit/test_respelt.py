"""Foreign names as a language respells them, read back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.translit.readings import KEY_LIMIT
from gazetteer.translit.respelt import respelt
from gazetteer.translit.scripts import script_of


@pytest.mark.parametrize(
    ("text", "lang", "key"),
    [
        ("ᏈᏓ", None, "pida"),
        ("ᏉᎳ", None, "pora"),
        ("မႃႇၼီႇလႃႇ", None, "manila"),
        ("တူဝ်ႇၵျူဝ်ႇ", None, "tokyo"),
        ("Mykỹta", None, "bakata"),
        ("Ranana", "mi", "lanan"),
        ("Rũdiri", "yrl", "londili"),
    ],
)
def test_reads_back(text: str, lang: str | None, key: str) -> None:
    assert key in [reading.key for reading in respelt(text, script_of(text) or "", lang)]


@pytest.mark.parametrize(("text", "lang"), [("Ranana", None), ("Lũbek", None), ("Mykỹta", "pt"), ("ရန်ကုန်", None)])
def test_other_languages_are_left_alone(text: str, lang: str | None) -> None:
    assert not respelt(text, script_of(text) or "", lang)


@given(st.text(max_size=300), st.sampled_from(["Latn", "Cher", "Mymr", "Grek"]), st.sampled_from([None, "mi", "chr"]))
def test_any_text(text: str, script: str, lang: str | None) -> None:
    found = respelt(text, script, lang)
    assert len({reading.key for reading in found}) == len(found)
    assert all(0 < len(reading.key) <= KEY_LIMIT for reading in found)
