from __future__ import annotations

from pathlib import Path

import pytest
from pydantic import ValidationError

from service.settings import Settings, SettingsError, describe


def test_defaults(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, _, _ in describe():
        monkeypatch.delenv(name, raising=False)
    settings = Settings.read()
    assert (settings.host, settings.port, settings.workers, settings.data_dir) == ("127.0.0.1", 8000, 1, Path("data"))


def test_the_environment_goes_before_defaults_and_what_is_given_before_both(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EXONYM_PORT", "9000")
    monkeypatch.setenv("EXONYM_HOST", "0.0.0.0")
    settings = Settings.read(port=9001, host=None)
    assert (settings.port, settings.host) == (9001, "0.0.0.0")


def test_settings_do_not_change() -> None:
    with pytest.raises(ValidationError):
        Settings().port = 1  # type: ignore[misc]


@pytest.mark.parametrize(("name", "value"), [("PORT", "http"), ("PORT", "70000"), ("WORKERS", "0"), ("MAX_BODY", "-1")])
def test_a_bad_value_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(f"EXONYM_{name}", value)
    with pytest.raises(SettingsError, match=f"EXONYM_{name} is '{value}'"):
        Settings.read()


def test_worker_processes_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings.read(data_dir=Path("/srv/x"), port=9001, access_log=True, public_url="https://x.example")
    for name, value in settings.environ().items():
        monkeypatch.setenv(name, value)
    assert Settings.read() == settings


def test_every_setting_is_described_and_documented() -> None:
    docs = (Path(__file__).parents[2] / "docs" / "cli.md").read_text()
    for name, default, description in describe():
        assert description.endswith((".", ").")), name
        assert f"`{name}`" in docs, name
        assert default in docs, name
