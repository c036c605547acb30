"""Folders of jobs that somebody, or a disk, has damaged."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Callable
from pathlib import Path

Damage = Callable[[Path], None]


def _write(name: str, content: bytes) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).write_bytes(content)

    return damage


def _change(name: str, **values: object) -> Damage:
    def damage(folder: Path) -> None:
        item = json.loads((folder / name).read_text())
        (folder / name).write_text(json.dumps(item | values))

    return damage


def _remove(name: str) -> Damage:
    return lambda folder: (folder / name).unlink()


def _folder_for(name: str) -> Damage:
    def damage(folder: Path) -> None:
        (folder / name).unlink()
        (folder / name).mkdir()

    return damage


def _file_for_folder(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"no folder")


def _empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


DAMAGES: dict[str, Damage] = {
    "no job.json": _remove("job.json"),
    "no state.json": _remove("state.json"),
    "an empty folder": _empty,
    "a file for the folder": _file_for_folder,
    "a folder for job.json": _folder_for("job.json"),
    "a folder for state.json": _folder_for("state.json"),
    "job.json cut short": _write("job.json", b'{"id": "'),
    "job.json of zeros": _write("job.json", bytes(400)),
    "state.json empty": _write("state.json", b""),
    "state.json no UTF-8": _write("state.json", b'{"state": "\xff"}'),
    "state.json a list": _write("state.json", b"[]"),
    "state.json deep": _write("state.json", b"[" * 200_000),
    "state.json with a number of 5,000 digits": _write("state.json", b'{"records": ' + b"9" * 5_000 + b"}"),
    "state.json endless": _write("state.json", b'"' + b"a" * 5_000_000),
    "job.json of another job": _change("job.json", id="0" * 32),
    "created a text": _change("job.json", created="now"),
    "created at the end of time": _change("job.json", created=1e300),
    "lines a list": _change("job.json", lines=[]),
    "lines negative": _change("job.json", lines=-1),
    "bytes beyond all numbers": _change("job.json", bytes=2**80),
    "asked none": _change("job.json", asked=None),
    "asked empty": _change("job.json", asked={}),
    "a field too much": _change("job.json", more=1),
    "no state of a job": _change("state.json", state="flying"),
    "ended, but when": _change("state.json", state="done"),
    "counts of texts": _change("state.json", counts={"match": "many"}),
    "remarks a number": _change("state.json", remarks=3),
    "records true": _change("state.json", records=True),
}


def add_foreign(folder: Path) -> None:
    """Put files and folders into a jobs' folder that are no jobs."""
    (folder / "notes.txt").write_text("x")
    (folder / "lost+found").mkdir()
    (folder / secrets.token_hex(16)).symlink_to("/nowhere")
    (folder / ("f" * 32)).write_bytes(b"")
