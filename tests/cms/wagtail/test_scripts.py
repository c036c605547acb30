"""The plugin's own scripts: typed, light, and with words that are there in every language."""

from __future__ import annotations

import gzip
import re
import subprocess
from pathlib import Path

import pytest
from npm import TSC

from service.pages.words import LANGUAGES, words_of

PLUGIN = Path(__file__).parents[3] / "plugins" / "wagtail"
SCRIPTS = sorted((PLUGIN / "exonym_wagtail" / "static" / "exonym" / "js").glob("*.js"))
SAID = re.compile(r"""\.(?:t|parts)\(\s*(?:"([^"\n]+)"|'([^'\n]+)')""")
MOST = 30_000  # bytes, compressed


def test_they_are_typed() -> None:
    program = TSC.path
    if program is None:
        pytest.skip(TSC.missing)
    done = subprocess.run([program, "-p", PLUGIN / "tsconfig.json"], capture_output=True, text=True, timeout=300)
    assert done.returncode == 0, done.stdout


def test_they_are_light() -> None:
    assert sum(len(gzip.compress(path.read_bytes())) for path in SCRIPTS) <= MOST


@pytest.mark.parametrize("lang", sorted(set(LANGUAGES) - {"en"}))
def test_their_words_are_there(lang: str) -> None:
    said = {one or other for path in SCRIPTS for one, other in SAID.findall(path.read_text("utf-8"))}
    assert len(said) > 10
    assert said - set(words_of(lang).sentences) == set()
