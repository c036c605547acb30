"""Confusions: the learned weights, and the likeness of two sound keys."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.translit.confusions import LONGEST, confusions, likeness
from gazetteer.translit.sound import CODES

SCRIPTS = ("Latn", "Hani", "Kana", "Hang", "Cyrl")
keys = st.binary(max_size=90).map(lambda raw: bytes(CODES[byte % len(CODES)] for byte in raw))


@pytest.mark.parametrize("script", SCRIPTS)
def test_weights_are_symmetric_and_gaps_cost(script: str) -> None:
    weights = confusions(script)
    assert weights.pairs.shape == (len(CODES), len(CODES))
    assert np.array_equal(weights.pairs, weights.pairs.T)
    assert (weights.gaps < 0).all()
    assert (np.diag(weights.pairs) > 0).all()


def test_scripts_without_their_own_weights_share_them() -> None:
    assert confusions("Cyrl") is confusions("Arab")
    assert confusions("Cyrl") is not confusions("Hani")


@pytest.mark.parametrize(
    ("script", "asked", "nearer", "farther"),
    [
        ("Latn", b"harkiv", b"Xarkiv", b"tarkiv"),  # Harkiv, Kharkiv
        ("Latn", b"vina", b"viena", b"viksna"),  # a vowel is left out sooner than consonants
        ("Hang", b"blaiton", b"braiton", b"bdaiton"),  # 브라이튼, Brighton: Hangul has one letter for l and r
        ("Kana", b"biena", b"viena", b"siena"),  # ビエナ, Viena
        ("Hani", b"belin", b"berlin", b"beklin"),  # 柏林: r at the end of a syllable is lost
        ("Arab", b"burtland", b"portland", b"kurtland"),  # بورتلاند, Portland: no p in Arabic
    ],
)
def test_what_is_often_confused_is_nearer(script: str, asked: bytes, nearer: bytes, farther: bytes) -> None:
    assert likeness(asked, nearer, script) > likeness(asked, farther, script)


@given(keys, keys, st.sampled_from(SCRIPTS))
def test_likeness_is_a_symmetric_share(first: bytes, second: bytes, script: str) -> None:
    found = likeness(first, second, script)
    assert 0.0 <= found <= 1.0
    assert found == pytest.approx(likeness(second, first, script), abs=1e-5)


@given(keys.filter(bool), st.sampled_from(SCRIPTS))
def test_a_key_is_like_itself(key: bytes, script: str) -> None:
    assert likeness(key, key, script) == pytest.approx(1.0, abs=1e-5)
    assert likeness(key, b"", script) == 0.0
    assert likeness(key + bytes(LONGEST), key, script) <= 1.0
