from __future__ import annotations

from collections.abc import Callable, Iterable
from contextlib import AbstractContextManager
from pathlib import Path

import httpx
from fastapi import FastAPI
from linked import known_whole
from tiny import Tiny

from gazetteer import build
from gazetteer.sources.records import DeletedRecord
from service.app import create_app
from service.settings import Settings


class Dated(Tiny):
    """The tiny gazetteer, from a source that has deleted two places."""

    def about(self) -> dict[str, object]:
        return {}

    def deleted(self) -> Iterable[DeletedRecord]:
        return (DeletedRecord(5, 713174), DeletedRecord(7))


def test_a_deleted_place_answers_410_with_its_successor(
    tmp_path: Path, serve: Callable[[FastAPI], AbstractContextManager[httpx.Client]]
) -> None:
    build(Dated(), tmp_path)
    with serve(create_app(Settings(data_dir=known_whole(tmp_path)))) as client:
        answers = {id: client.get(f"/v1/places/{id}") for id in (5, 6, 7, 713174)}
    assert {id: answer.status_code for id, answer in answers.items()} == {5: 410, 6: 404, 7: 410, 713174: 200}
    error = answers[5].json()["error"]
    assert (error["code"], error["successor"]) == ("gone_place", 713174)
    assert "713174" in error["message"]
    assert answers[7].json()["error"]["successor"] is None
