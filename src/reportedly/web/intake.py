"""Dropping files on the desk, and watching them being read."""

# Annotations are looked at while this runs, by FastAPI: no `from __future__ import annotations` here.
import shutil
from collections.abc import AsyncIterator
from typing import Annotated

from fastapi import APIRouter, Depends, HTTPException, Request
from fastapi.responses import RedirectResponse, Response
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile

from reportedly.web.desk import Desk, Page, desk_of, page
from reportedly.web.drops import lay
from reportedly.web.reading import BUSY, BusyError

router = APIRouter()
TOKEN = "x-desk-token"  # noqa: S105  the name of a header
MOST_FIELDS = 200
UNTRUSTED = "this was not sent by a page of this desk; expected its token, load the page anew"


async def trusted_form(request: Request) -> AsyncIterator[FormData]:
    """What a form of the desk sent, its files closed at the end. Raises HTTPException without our token."""
    desk = desk_of(request)
    async with request.form(max_files=desk.settings.upload_files, max_fields=MOST_FIELDS) as form:
        token = request.headers.get(TOKEN) or form.get("token")
        if not isinstance(token, str) or not desk.keeper.trusts(token):
            raise HTTPException(403, UNTRUSTED)
        yield form


@router.post("/read", status_code=303, response_class=RedirectResponse)
async def drop(
    form: Annotated[FormData, Depends(trusted_form)], desk: Annotated[Desk, Depends(desk_of)]
) -> Response:
    """Read the dropped files into the ledger."""
    files = [one for one in form.getlist("files") if isinstance(one, UploadFile) and one.filename]
    if not files:
        raise HTTPException(400, "no file was dropped; expected one at least")
    if desk.runs.is_busy:
        raise HTTPException(409, BUSY)
    folder, refused = await run_in_threadpool(lay, [(one.filename or "", one.file) for one in files])
    try:
        desk.runs.start(folder, refused)
    except BusyError as error:
        shutil.rmtree(folder, ignore_errors=True)
        raise HTTPException(409, str(error)) from error
    return RedirectResponse("/reading", 303)


@page(router, "/reading")
def reading(desk: Annotated[Desk, Depends(desk_of)]) -> Page:
    """The reading under way, or what the last one could not read."""
    run = desk.runs.last
    data = {"run": run, "unread": run.unread if run and not desk.runs.is_busy else desk.ledger.unread()}
    return Page("reading.html", "Reading", data)
