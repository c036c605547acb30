"""The model of languages: mapped from a file or each process's own, it says the same."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from gazetteer.annotation import language_model as module

TEXTS = [
    "Two missiles hit the town of Bakhmut on Monday morning.",
    "Deux missiles ont touché la ville de Bakhmout lundi matin.",
    "Дві ракети влучили в місто Бахмут у понеділок уранці.",
    "В понедельник утром две ракеты попали в город Бахмут.",
    "أصاب صاروخان مدينة باخموت صباح الاثنين.",
    "週一早上，兩枚飛彈擊中了巴赫穆特市。",
    "月曜日の朝、二発のミサイルがバフムトの町に命中した。",
    "두 발의 미사일이 월요일 아침 바흐무트 시를 강타했다.",
    "سقط ។ ಬೆಂಗಳೂರು தமிழ் mixed 123",
    "",
]


@pytest.fixture(scope="module")
def own() -> Any:
    return LanguageIdentifier.from_model_file(MODEL_FILE)


@pytest.fixture
def empty(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where the model will be written."""
    monkeypatch.setattr(module, "folders", lambda: (tmp_path / "cache" / "kernels",))
    (tmp_path / "cache" / "kernels").mkdir(parents=True)
    return tmp_path / "cache"


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where it was written, for copies."""
    folder = tmp_path_factory.mktemp("cache")
    (folder / "kernels").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "folders", lambda: (folder / "kernels",))
        module.language_model()
    return folder


@pytest.fixture
def kept(empty: Path, once: Path) -> Path:
    """Where it has been written."""
    shutil.copytree(once, empty, dirs_exist_ok=True)
    return empty


def said(model: Any) -> list[Any]:
    return [model.rank(text) for text in TEXTS]


def test_the_mapped_model_says_what_the_packed_one_does(empty: Path, own: Any) -> None:
    written, mapped = module.language_model(), module.language_model()
    assert isinstance(mapped.nb_ptc.base, np.memmap)
    assert said(written) == said(mapped) == said(own)


def test_it_is_written_once_and_as_a_whole(kept: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (place,) = kept.glob(f"{module.NAME}*")
    assert {file.stem for file in place.iterdir()} == set(module.ARRAYS)
    monkeypatch.setattr(module, "_unpacked", lambda: pytest.fail("unpacked again"))
    module.language_model()


@pytest.mark.parametrize("damage", [b"", b"\x93NUMPY", b"no array"])
def test_what_is_damaged_is_written_anew(kept: Path, own: Any, damage: bytes) -> None:
    (place,) = kept.glob(f"{module.NAME}*")
    (place / "tk_row.npy").unlink()
    (place / "tk_row.npy").write_bytes(damage)
    model = module.language_model()
    assert isinstance(model.nb_ptc.base, np.memmap)
    assert said(model) == said(own)


def test_where_nothing_can_be_written_a_process_has_its_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: Any
) -> None:
    (tmp_path / "file").write_text("no folder")
    for nowhere in ((), (tmp_path / "file" / "kernels",)):
        monkeypatch.setattr(module, "folders", lambda nowhere=nowhere: nowhere)
        assert said(module.language_model()) == said(own)
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]
