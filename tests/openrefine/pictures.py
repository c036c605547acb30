"""The pictures of docs/reconciliation.md, taken anew: our pages, and the real OpenRefine at work.

    python -m tests.openrefine.pictures http://127.0.0.1:8000/reconcile docs/pictures

Needs OpenRefine and Chromium; the service must run with a gazetteer.
"""

from __future__ import annotations

import asyncio
import base64
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import httpx
import websockets

from tests.openrefine.refine import HOW_TO_GET, Project, find, running

TABLE = """place\tcountry\tyear
Bakhmout\tUkraine\t2022
Артемівськ\tUA\t1985
Kijów\tUkraina\t1999
كييف\t\t2014
Charkiw\tUkraine\t2022
オデッサ\tUA\t2010
Lwów\tUA\t1930
Paris\tUnited States\t2001
San José\tCosta Rica\t2018
Springfield\tUS\t2005
Münchn\tGermany\t2020
Salonique\tGrèce\t1917
"""
PROPERTIES = [
    {"id": "country", "name": "Country"},
    {"id": "admin1", "name": "First-order division"},
    {"id": "coordinates", "name": "Coordinates"},
    {"id": "population", "name": "Population"},
]
CHROMIUM = ("chromium", "chromium-browser", "google-chrome")
_CLICK_ADD = "[...document.querySelectorAll('button')].filter(b => /^Add s/.test(b.textContent)).pop().click()"
TYPE = {"id": "P", "name": "city, town, village"}


class Browser:
    """A headless Chromium, told what to do over its debugging protocol."""

    def __init__(self, socket: Any) -> None:
        self.socket = socket
        self.number = 0

    async def send(self, method: str, **parameters: Any) -> dict[str, Any]:
        self.number += 1
        await self.socket.send(json.dumps({"id": self.number, "method": method, "params": parameters}))
        while True:
            answer = json.loads(await self.socket.recv())
            if answer.get("id") == self.number:
                return dict(answer.get("result", {}))

    async def open(self, address: str, width: int, height: int, wait: float = 2.0) -> None:
        await self.send(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=False
        )
        await self.send("Page.navigate", url=address)
        await asyncio.sleep(wait)

    async def do(self, script: str, wait: float = 1.5) -> Any:
        answer = await self.send("Runtime.evaluate", expression=script, returnByValue=True)
        await asyncio.sleep(wait)
        return answer.get("result", {}).get("value")

    async def picture(self, path: Path) -> None:
        shot = await self.send("Page.captureScreenshot", format="png", optimizeForSpeed=False)
        path.write_bytes(base64.b64decode(shot["data"]))
        print(path.name, f"{path.stat().st_size / 1000:.0f} kB")


async def pages(browser: Browser, service: str, folder: Path) -> None:
    root = service.removesuffix("/reconcile")
    await browser.open(f"{root}/place/713174", 1060, 800)
    await browser.picture(folder / "place.png")
    await browser.open(f"{service}/preview/713174", 420, 320)
    await browser.picture(folder / "preview.png")


async def work(browser: Browser, project: Project, address: str, service: str, folder: Path) -> None:
    """From pasting the address to the extended columns."""
    await browser.open(f"{address}/project?project={project.id}", 1180, 620, 4)
    await browser.do("new ReconDialog(theProject.columnModel.columns[0])")
    await browser.do(_CLICK_ADD)
    await browser.do(f"document.activeElement.value = {service!r}", 0.5)
    await browser.picture(folder / "openrefine-address.png")
    await browser.do(_CLICK_ADD, 6)
    await browser.do("document.querySelector('.recon-dialog-service-opener').click()")
    await browser.picture(folder / "openrefine-service.png")
    await browser.open("about:blank", 1180, 620)
    project.reconcile("place", service, TYPE, {"country": {"id": "country", "name": "Country"}})
    await browser.open(f"{address}/project?project={project.id}", 1180, 760, 4)
    await browser.picture(folder / "openrefine-matched.png")
    project.extend("place", service, PROPERTIES)
    await browser.open(f"{address}/project?project={project.id}", 1180, 620, 4)
    await browser.picture(folder / "openrefine-extended.png")


async def main(service: str, folder: Path) -> None:
    chromium = next(found for name in CHROMIUM if (found := shutil.which(name)))
    command = find()
    assert command, HOW_TO_GET
    with tempfile.TemporaryDirectory() as scratch, running(command, Path(scratch)) as refine:
        project = refine.create("places", TABLE)
        options = ["--headless", "--no-sandbox", "--hide-scrollbars", "--remote-debugging-port=0"]
        process = subprocess.Popen(
            [chromium, *options, f"--user-data-dir={scratch}/chromium", "about:blank"],
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stderr
            line = next(line for line in process.stderr if "DevTools listening on" in line)
            port = line.split("127.0.0.1:")[1].split("/")[0]
            targets = httpx.get(f"http://127.0.0.1:{port}/json").json()
            page = next(one for one in targets if one["type"] == "page")
            async with websockets.connect(page["webSocketDebuggerUrl"], max_size=None) as socket:
                browser = Browser(socket)
                await pages(browser, service, folder)
                await work(browser, project, str(refine.client.base_url).rstrip("/"), service, folder)
        finally:
            process.terminate()
            process.wait()


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1], Path(sys.argv[2])))
