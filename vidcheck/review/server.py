"""The page over HTTP, for this machine only.

Who may ask: the address carries a secret, requests must name 127.0.0.1 or localhost as their host
(a web page elsewhere that has its name point here does not), and verdicts must come from the page
itself. What is handed out: the page, and clips by the hash of their content; no path is ever read
from a request.
"""

from __future__ import annotations

import secrets
from dataclasses import asdict
from typing import TYPE_CHECKING, Annotated

from pydantic import StringConstraints, ValidationError
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.middleware import Middleware
from starlette.responses import (
    FileResponse,
    HTMLResponse,
    JSONResponse,
    PlainTextResponse,
    Response,
)
from starlette.routing import Route

from vidcheck.decide.words import DECISIONS
from vidcheck.errors import VidcheckError
from vidcheck.judge.rows import Row
from vidcheck.takes import Word

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from starlette.requests import Request
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

    from vidcheck.review.desk import Desk

    Answer = Callable[[Request], Awaitable[Response]]

LARGEST_BODY = 8_192
HEADERS = {
    b"cache-control": b"no-store",
    b"referrer-policy": b"no-referrer",
    b"x-content-type-options": b"nosniff",
    b"x-frame-options": b"DENY",
    b"cross-origin-resource-policy": b"same-origin",
}


class Said(Row):
    """A verdict as the page tells it; `id` is what identifies the take's content."""

    id: str
    verdict: Word
    note: Annotated[str, StringConstraints(max_length=500, pattern=r"^[^\x00-\x1f\x7f]*$")] = ""


class OnlyHere:
    """Refuses requests for other hosts and from other pages; adds the headers."""

    def __init__(self, app: ASGIApp, port: int) -> None:
        self.app = app
        self.hosts = {f"{name}:{port}".encode() for name in ("127.0.0.1", "localhost")}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request, or refuse it."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        told = dict(scope["headers"])
        host = told.get(b"host", b"")
        origin = told.get(b"origin")
        foreign = origin is not None and origin != b"http://" + host
        if host not in self.hosts or foreign:
            refusal = PlainTextResponse("not for this host or page\n", status_code=403)
            await refusal(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                message["headers"] = [*message.get("headers", ()), *HEADERS.items()]
            await send(message)

        await self.app(scope, receive, with_headers)


def app_for(desk: Desk, token: str, port: int) -> Starlette:
    """The server of one desk.

    Args:
        desk: what is served.
        token: the secret part of every address.
        port: that it listens on.
    """
    pages = _Pages(desk)

    def guarded(answer: Answer) -> Answer:
        async def checked(request: Request) -> Response:
            given = request.path_params["token"].encode()
            if not secrets.compare_digest(given, token.encode()):
                return PlainTextResponse("not found\n", status_code=404)
            return await answer(request)

        return checked

    return Starlette(
        routes=[
            Route("/{token}/", guarded(pages.page)),
            Route("/{token}/state", guarded(pages.state)),
            Route("/{token}/take/{content}", guarded(pages.take)),
            Route("/{token}/verdict", guarded(pages.verdict), methods=["POST"]),
        ],
        middleware=[Middleware(OnlyHere, port=port)],
    )


class _Pages:
    """What each address answers."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk

    async def page(self, request: Request) -> Response:
        del request
        return HTMLResponse(await run_in_threadpool(self.desk.page))

    async def state(self, request: Request) -> Response:
        del request
        return JSONResponse(asdict(self.desk.state))

    async def take(self, request: Request) -> Response:
        path = self.desk.clip(request.path_params["content"])
        if path is None:
            return PlainTextResponse("not found\n", status_code=404)
        return FileResponse(path)  # which answers ranges, so that players can seek

    async def verdict(self, request: Request) -> Response:
        if "origin" not in request.headers:
            return PlainTextResponse("only the page itself may tell verdicts\n", status_code=403)
        body = bytearray()
        async for part in request.stream():
            body += part
            if len(body) > LARGEST_BODY:
                return PlainTextResponse("too long\n", status_code=413)
        try:
            said = Said.model_validate_json(bytes(body))
            shot = await run_in_threadpool(self.desk.say, said.id, said.verdict, said.note)
        except ValidationError:
            return PlainTextResponse("not a verdict\n", status_code=422)
        except VidcheckError as error:
            return PlainTextResponse(f"{error.message}\n", status_code=409)
        words = DECISIONS[shot.decision]
        return JSONResponse(
            {"decision": shot.decision, "words": words, "reason": [shot.reason, shot.reason_zh]}
        )
