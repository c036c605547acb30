"""Names in Wade–Giles."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.text import fold
from gazetteer.translit.icu import transliterate
from gazetteer.translit.readings import WADE_GILES, readings
from gazetteer.translit.wade_giles import pinyin, syllables

HAN = range(0x4E00, 0x9FA6)  # CJK Unified Ideographs as of Unicode 1.1: they hold every syllable in use


@pytest.mark.parametrize(
    ("name", "read"),
    [
        ("Ch'ang-sha", "changsha"),
        ("Ch’ung-ch’ing", "chongqing"),
        ("Pei-ching", "beijing"),
        ("Hsia-hsi-chou", "xiaxizhou"),
        ("Ching-tê-chên", "jingdezhen"),
        ("Shih-chia-chuang", "shijiazhuang"),
        ("Ssu-ch'uan", "sichuan"),
        ("Tz'u-hsi", "cixi"),
        ("T'ao-yüan", "taoyuan"),
        ("Lo-yang Shih", "luoyang shi"),
        ("Jih-k'a-tse", "rikaze"),
    ],
)
def test_pinyin(name: str, read: str) -> None:
    assert pinyin(name) == read


@pytest.mark.parametrize("name", ["Jean-de-Luz", "Stoke-on-Trent", "Bakhmut", "Shi-jia-zhuang", "", "-", "a" * 300])
def test_what_is_no_wade_giles(name: str) -> None:
    assert pinyin(name) is None


def test_a_chinese_name_has_the_pinyin_as_a_further_reading() -> None:
    read = readings("Lung-ch'i", country="CN")
    assert [(reading.key, reading.scheme) for reading in read] == [("lung chi", "as written"), ("longqi", WADE_GILES)]
    assert len(readings("Lo-yang", country="FR")) == 1


@given(st.text(alphabet="abcdefghijklmnopqrstuwxyzüê'’- ", max_size=60))
def test_any_text_is_read_or_left(text: str) -> None:
    read = pinyin(text)
    assert read is None or (read.replace(" ", "").isascii() and read)


def test_the_syllables_are_those_of_all_chinese_characters() -> None:
    assert frozenset(fold(transliterate("Han-Latin", " ".join(map(chr, HAN)))).split()) == syllables()
