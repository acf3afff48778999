"""What is served: the page in each language, its few files, and a place to hand jobs to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from fastapi import Request, Response
from fastapi.responses import FileResponse, RedirectResponse
from nicegui import ui

from mediaverdict_cli.output.page import DRAWING, drawing_texts
from mediaverdict_studio.page.layout import lay_out
from mediaverdict_studio.page.words import LANGUAGES, accepted

if TYPE_CHECKING:
    from fastapi import FastAPI

    from mediaverdict_cli.language.choosing import Code
    from mediaverdict_studio.page.workbench import Workbench

FOLDER = Path(__file__).parent
LARGEST_JOB = 16 * 1024 * 1024
"""Bytes; a GetMediaConvertJob answer has some thousand."""


def add_routes(app: FastAPI, bench: Workbench) -> None:
    """Adds them to the app; the bench starts with it."""
    ui.add_head_html(f"<style>{(FOLDER / 'studio.css').read_text(encoding='utf-8')}</style>", shared=True)
    ui.add_head_html(f"<script>{(FOLDER / 'focus.js').read_text(encoding='utf-8')}</script>", shared=True)

    @app.get("/")
    def choose_language(request: Request) -> Response:
        chosen = bench.settings.lang or accepted(request.headers.get("accept-language", ""))
        return RedirectResponse(f"/{chosen}", status_code=307)

    @app.get("/studio/drawing.js")
    def drawing() -> Response:
        return FileResponse(DRAWING, media_type="text/javascript")

    @app.post("/studio/jobs")
    async def take_job(request: Request, name: str = "dropped.json") -> Response:
        content = bytearray()
        async for part in request.stream():
            content += part
            if len(content) > LARGEST_JOB:
                return Response("this file is too large for a job's details", status_code=413)
        return Response(bench.add_job(name, bytes(content)))  # what is wrong with it; empty where nothing is

    for language, html_language in LANGUAGES.items():
        _add_page(language, html_language, bench)


def _add_page(language: Code, html_language: str, bench: Workbench) -> None:
    @ui.page(f"/{language}", language=html_language, response_timeout=20)  # type: ignore[arg-type]
    def page() -> None:
        ui.add_head_html(f"<script>const TEXTS = {drawing_texts(language)};</script>")
        ui.add_head_html('<script src="/studio/drawing.js"></script>')
        lay_out(bench, language)
