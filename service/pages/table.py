"""GET /table: drop a table, see what is found, decide what is left. All of it is drawn by scripts, over the API."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import Response

from service.pages.frame import page
from service.services import Services, ServicesDep

router = APIRouter(include_in_schema=False)

HERE = "table"
LATIN_AND_OTHERS = (
    "utf-8",
    "utf-16",
    "windows-1252",
    "windows-1250",
    "windows-1251",
    "windows-1253",
    "windows-1254",
    "windows-1255",
    "windows-1256",
    "iso-8859-2",
    "iso-8859-15",
    "koi8-r",
    "koi8-u",
    "mac-roman",
    "shift_jis",
    "euc-jp",
    "euc-kr",
    "gb18030",
    "big5",
)
"""The encodings that may be chosen where another was found."""


@router.get("/table")
async def table(request: Request, services: ServicesDep) -> Response:
    """Drop or choose a file, or paste cells."""
    return _table(request, services, "")


@router.get("/table/{job}")
async def job(request: Request, services: ServicesDep) -> Response:
    """One table: how far it has come, then its review."""
    return _table(request, services, request.path_params["job"][:64])


def _table(request: Request, services: Services, job: str) -> Response:
    values = {
        "here": HERE,
        "job": job,
        "limit": services.settings.job_bytes,
        "required": services.settings.require_key,
        "encodings": " ".join(LATIN_AND_OTHERS),
    }
    return page(request, services, "table.html", values)
