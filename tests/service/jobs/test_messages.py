"""What goes over Redis is signed JSON: what was not signed for its place is refused, and nothing is ever unpickled."""

from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from attacks.forged_chunk import forged_values, send_forged_chunks
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from redis import Redis
from redis_server import redis_server

from gazetteer import Gazetteer
from gazetteer.model import Options
from gazetteer.table_jobs import (
    Cells,
    Consensus,
    JobSpec,
    answer_cells,
    answers_from_json,
    answers_to_json,
    asked_from_json,
    asked_to_json,
)
from service.cache.client import read_address
from service.jobs.messages import ANSWER, CHUNK, Messages
from service.jobs.queue import PREFIX, REFUSED, ChunkQueue
from service.jobs.worker import Worker
from service.secret import FILE, secret_of
from service.settings import Settings, SettingsError

SECRET = b"a secret of sixteen letters"
MESSAGES = Messages(SECRET)
cells = st.builds(Cells, st.text(), st.text(), st.text(), st.text(), st.text(), st.text())


@hypothesis_settings(deadline=None)
@given(st.lists(cells, max_size=4), st.none() | st.builds(Consensus, st.text(), st.floats(0, 1)))
def test_what_is_asked_comes_back(asked: list[Cells], consensus: Consensus | None) -> None:
    options = Options(strict=True, display="fr")
    message = MESSAGES.write(CHUNK, "1", asked_to_json(asked, options, 5, consensus))
    assert asked_from_json(MESSAGES.read(CHUNK, "1", message)) == (asked, options, 5, consensus)


def test_answers_come_back(tiny: Gazetteer, tiny_dir: Path) -> None:
    asked = [Cells(name) for name in ("Bakhmout", "Springfield", "", "Xyzzy", "Kyiv; Paris", "lone \ud800 half")]
    answers = answer_cells(tiny, JobSpec(tiny_dir, tiny.info.build, Options(), 5), asked)
    message = MESSAGES.write(ANSWER, "1", answers_to_json(answers))
    assert answers_from_json(MESSAGES.read(ANSWER, "1", message)) == answers


@given(st.data())
def test_a_message_holds_in_its_place_alone(data: st.DataObject) -> None:
    message = MESSAGES.write(CHUNK, "1", {"build": "x"})
    place = data.draw(st.integers(0, len(message) - 1))
    flipped = message[:place] + bytes([message[place] ^ data.draw(st.integers(1, 255))]) + message[place + 1 :]
    for reader, kind, id, value in (
        (MESSAGES, CHUNK, "2", message),
        (MESSAGES, ANSWER, "1", message),
        (Messages(b"another secret, as long"), CHUNK, "1", message),
        (MESSAGES, CHUNK, "1", flipped),
        (MESSAGES, CHUNK, "1", message[:place]),
    ):
        with pytest.raises(ValueError):  # noqa: PT011
            reader.read(kind, id, value)


@given(
    st.recursive(
        st.none() | st.text() | st.integers(), lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner)
    )
)
def test_what_another_version_writes_is_a_value_error(item: object) -> None:
    for read in (asked_from_json, answers_from_json):
        with pytest.raises(ValueError):  # noqa: PT011
            read(item)


def test_forged_values_are_no_messages(tmp_path: Path) -> None:
    for value in forged_values(tmp_path / "ran"):
        with pytest.raises(ValueError):  # noqa: PT011
            MESSAGES.read(CHUNK, "0" * 32, value)
    assert not (tmp_path / "ran").exists()


def test_a_worker_does_nothing_but_resolve_signed_chunks(settings: Settings, tmp_path: Path) -> None:
    with redis_server() as url, Redis.from_url(url) as redis:
        worker = Worker(settings.model_copy(update={"secret": SECRET.decode()}), read_address(url))
        queue = ChunkQueue(redis, SECRET)
        forged = send_forged_chunks(redis, tmp_path / "ran")
        build = next(iter(worker._opened))
        signed = queue.put({"build": build, "wishes": asked_to_json([Cells("Bakhmout")], Options(), 1, None)})
        moved = "a" * 32
        message = redis.get(f"{PREFIX}chunk:{signed}")
        assert isinstance(message, bytes)
        redis.set(f"{PREFIX}chunk:{moved}", message)  # a good one under another id
        redis.lpush(f"{PREFIX}waiting", moved)
        while redis.llen(f"{PREFIX}waiting"):
            if (id := queue.take(worker.id, 1)) is not None:
                worker._do(queue, id)
        assert [queue.answer(id) for id in (*forged, moved)] == [REFUSED] * (len(forged) + 1)
        (answer,) = answers_from_json(queue.answer(signed))
        assert answer.name == "Bakhmut"
        assert redis.llen(f"{PREFIX}taken:{worker.id}") == 0
        redis.set(f"{PREFIX}answer:{moved}", redis.get(f"{PREFIX}answer:{signed}"))
        with pytest.raises(ValueError, match="signature"):
            queue.answer(moved)
    assert not (tmp_path / "ran").exists()


def test_a_chunk_that_was_taken_too_often_is_refused() -> None:
    with redis_server() as url, Redis.from_url(url) as redis:
        queue = ChunkQueue(redis, SECRET)
        id = queue.put({"build": "x"})
        assert [queue.chunk(id) is None for _ in range(4)] == [False, False, False, True]


def test_the_chunks_of_a_worker_that_died_are_given_back() -> None:
    with redis_server() as url, Redis.from_url(url) as redis:
        queue = ChunkQueue(redis, SECRET)
        queue.say_alive("b" * 32)
        id = queue.put({})
        assert queue.take("b" * 32, 1) == id
        assert (queue.workers(), queue.waits(id)) == (1, False)
        queue.leave("b" * 32)
        assert (queue.workers(), queue.waits(id)) == (0, True)


def test_the_secret_is_made_once_and_is_its_owner_s(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path)
    with ThreadPoolExecutor(8) as pool:
        made = set(pool.map(lambda _: secret_of(settings), range(16)))
    assert len(made) == 1
    assert len(made.pop()) >= 32
    assert stat.S_IMODE((tmp_path / FILE).stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir()] == [FILE]


def test_a_secret_that_is_set_goes_before_the_file(tmp_path: Path) -> None:
    (tmp_path / FILE).write_text("of the file, long enough")
    assert secret_of(Settings(data_dir=tmp_path, secret=SECRET.decode())) == SECRET
    assert secret_of(Settings(data_dir=tmp_path)) == b"of the file, long enough"
    with pytest.raises(SettingsError, match="EXONYM_SECRET is too short"):
        secret_of(Settings(data_dir=tmp_path, secret="short"))
    (tmp_path / FILE).write_text("")
    with pytest.raises(SettingsError, match="holds no secret"):
        secret_of(Settings(data_dir=tmp_path))


def test_where_the_secret_cannot_be_kept_it_is_the_process_s_own(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "none")
    assert secret_of(settings) != secret_of(settings)


def test_the_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from service.cli import main

    monkeypatch.setenv("EXONYM_SECRET", SECRET.decode())
    assert SECRET.decode() not in CliRunner().invoke(main, ["settings"]).output
    assert SECRET.decode() not in repr(Settings.read())


def test_nothing_of_ours_reads_pickles() -> None:
    for path in (Path(__file__).parents[3] / "service").rglob("*.py"):
        text = path.read_text()
        assert "pickle" not in text, path
        assert "import rq" not in text, path
        assert "from rq" not in text, path
