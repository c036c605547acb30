"""OpenRefine on this machine: found, started in a folder of its own, driven over its HTTP commands, ended."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx

COMMANDS = ("openrefine", "refine")
START_SECONDS, JOB_SECONDS = 120, 180
ROW_MODE = json.dumps({"facets": [], "mode": "row-based"})
HOW_TO_GET = "OpenRefine is not on the path: `apt-get install openrefine`, or unpack it from openrefine.org."


def find() -> str | None:
    """The command that starts OpenRefine; None where there is none."""
    return next((found for command in COMMANDS if (found := shutil.which(command))), None)


@contextlib.contextmanager
def running(command: str, folder: Path) -> Iterator[Refine]:
    """Start OpenRefine with its projects in a folder; ends all that it started."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with (folder / "openrefine.log").open("wb") as log:
        process = subprocess.Popen(
            [command, "-i", "127.0.0.1", "-p", str(port), "-d", str(folder), "-m", "1024M"],
            env=os.environ | {"JAVA_OPTIONS": "-Drefine.headless=true"},
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
        try:
            with httpx.Client(base_url=f"http://127.0.0.1:{port}", timeout=120) as client:
                _await(client, process)
                yield Refine(client)
        finally:
            os.killpg(process.pid, signal.SIGTERM)
            process.wait(30)


def _await(client: httpx.Client, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and process.poll() is None:
        with contextlib.suppress(httpx.TransportError):
            if client.get("/command/core/get-version").is_success:
                return
        time.sleep(0.5)
    raise RuntimeError("OpenRefine did not start; openrefine.log in its folder says why.")


class Refine:
    """A running OpenRefine."""

    def __init__(self, client: httpx.Client) -> None:
        self.client = client

    def version(self) -> str:
        return str(self.client.get("/command/core/get-version").json()["version"])

    def create(self, name: str, table: str) -> Project:
        """A project of a table with a header, its cells separated by tabs."""
        options = {
            "separator": "\t",
            "headerLines": 1,
            "encoding": "UTF-8",
            "storeBlankRows": True,
            "quoteCharacter": "",
        }
        answer = self.client.post(
            "/command/core/create-project-from-upload",
            params={"csrf_token": self.token()},
            data={"project-name": name, "format": "text/line-based/*sv", "options": json.dumps(options)},
            files={"project-file": (f"{name}.tsv", table.encode(), "text/plain")},
        )
        return Project(self, answer.headers["location"].partition("project=")[2])

    def token(self) -> str:
        return str(self.client.get("/command/core/get-csrf-token").json()["token"])


class Project:
    """A project in OpenRefine."""

    def __init__(self, refine: Refine, id: str) -> None:
        self.refine = refine
        self.id = id

    def command(self, name: str, **fields: str) -> Any:
        """Send a command and wait for what it set going."""
        answer = self.refine.client.post(
            f"/command/core/{name}", params={"project": self.id}, data=fields | {"csrf_token": self.refine.token()}
        )
        answer.raise_for_status()
        found = answer.json()
        assert found.get("code") in ("ok", "pending"), found
        deadline = time.monotonic() + JOB_SECONDS
        while found["code"] == "pending" and self._busy():
            assert time.monotonic() < deadline, f"{name} does not end"
            time.sleep(0.2)
        return found

    def _busy(self) -> bool:
        answer = self.refine.client.get("/command/core/get-processes", params={"project": self.id})
        return bool(answer.json()["processes"])

    def guess_types(self, column: str, service: str) -> list[dict[str, Any]]:
        return list(self.command("guess-types-of-column", columnName=column, service=service)["types"])

    def reconcile(self, column: str, service: str, kind: dict[str, str], properties: dict[str, dict[str, str]]) -> None:
        """Reconcile a column with a type; `properties` are those of other columns."""
        config = {
            "mode": "standard-service",
            "service": service,
            "identifierSpace": "https://sws.geonames.org/",
            "schemaSpace": "https://www.geonames.org/ontology#",
            "type": kind,
            "autoMatch": True,
            "batchSize": 10,
            "columnDetails": [{"column": name, "property": property} for name, property in properties.items()],
            "limit": 0,
        }
        self.command("reconcile", columnName=column, config=json.dumps(config), engine=ROW_MODE)

    def extend(self, column: str, service: str, properties: list[dict[str, Any]]) -> None:
        """Add columns with properties of what a column was matched to."""
        self.command(
            "extend-data",
            baseColumnName=column,
            endpoint=service,
            identifierSpace="https://sws.geonames.org/",
            schemaSpace="https://www.geonames.org/ontology#",
            extension=json.dumps({"properties": properties}),
            columnInsertIndex="2",
            engine=ROW_MODE,
        )

    def columns(self) -> list[str]:
        answer = self.refine.client.get("/command/core/get-models", params={"project": self.id})
        return [column["name"] for column in answer.json()["columnModel"]["columns"]]

    def rows(self) -> list[list[dict[str, Any] | None]]:
        """All rows: of each cell its value `v`, and what it was reconciled to as `recon`."""
        answer = self.refine.client.post(
            "/command/core/get-rows",
            params={"project": self.id, "start": 0, "limit": 1000},
            data={"engine": ROW_MODE},
        ).json()
        pool = answer.get("pool", {}).get("recons", {})
        rows: list[list[dict[str, Any] | None]] = []
        for row in answer["rows"]:
            cells = [cell and {"v": cell["v"], "recon": pool.get(str(cell.get("r")))} for cell in row["cells"]]
            rows.append(cells)
        return rows
