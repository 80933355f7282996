"""The server behind `qualcode serve`: one screen a visitor, for visitors who bring the token.

Loaded only by that command, since its library is an extra.
"""

from __future__ import annotations

import asyncio
import html
import logging
import secrets
from collections.abc import Awaitable, Callable
from importlib import resources
from string import Template
from typing import Final
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.typedefs import Middleware
from textual_serve.server import Server

from qualcode.domain.phrases import translated

_POLICY: Final = (
    "default-src 'self'; style-src 'self' 'unsafe-inline'; script-src 'nonce-{nonce}'; img-src 'self' data:; "
    "connect-src 'self' ws: wss:; frame-ancestors 'none'; base-uri 'none'"
)
"""The page asks nobody but this server for anything; no other page can show it in a frame."""

Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class BrowserServer(Server):
    """Shows a command's screen in a browser."""

    def __init__(
        self, command: str, host: str, port: int, token: str, title: str, ready: Callable[[], None], language: str
    ) -> None:
        super().__init__(command, host, port, title)
        self._token = token
        self._ready = ready
        self._language = language
        self._visits: set[asyncio.Task[object]] = set()

    def initialize_logging(self) -> None:
        """Only what goes wrong is said: requests name the token."""
        logging.basicConfig(level=logging.ERROR, format="%(message)s")

    async def on_startup(self, app: web.Application) -> None:  # noqa: ARG002 (textual-serve's signature)
        """Say where the screen is."""
        self._ready()

    async def on_shutdown(self, app: web.Application) -> None:  # noqa: ARG002 (textual-serve's signature)
        """Let every visitor's screen end: each stores what it has under way."""
        for visit in self._visits:
            visit.cancel()
        await asyncio.gather(*self._visits, return_exceptions=True)

    async def handle_index(self, request: web.Request) -> web.StreamResponse:  # noqa: ARG002 (textual-serve's signature)
        """The page: a terminal, and a way back where its session has ended."""
        nonce = secrets.token_urlsafe(16)
        page = Template(resources.files("qualcode.cli").joinpath("browser.html").read_text(encoding="utf-8"))
        words = {
            "title": self.title,
            "language": self._language,
            "ended": translated("The session has ended; everything is saved.", self._language),
            "again": translated("Open it again", self._language),
        }
        text = page.substitute({name: html.escape(value) for name, value in words.items()}, nonce=nonce)
        headers = {
            "Content-Security-Policy": _POLICY.format(nonce=nonce),
            "Referrer-Policy": "no-referrer",
            "Cache-Control": "no-store",
        }
        return web.Response(text=text, content_type="text/html", headers=headers)

    async def handle_websocket(self, request: web.Request) -> web.WebSocketResponse:
        """A visitor's screen, remembered so that it can be ended."""
        visit = asyncio.current_task()
        assert visit is not None  # noqa: S101  # a handler runs in a task
        self._visits.add(visit)
        try:
            return await super().handle_websocket(request)
        finally:
            self._visits.discard(visit)

    async def _make_app(self) -> web.Application:
        app = await super()._make_app()
        app.middlewares.append(self._guard())
        return app

    def _guard(self) -> Middleware:
        """Let in who brings the token: in the address at first, in a cookie from then on."""
        cookie = f"qualcode-{self.port}"

        @web.middleware
        async def guard(request: web.Request, handler: Handler) -> web.StreamResponse:
            if self._knows(request.query.get("token", "")) and request.path == "/":
                welcome = web.HTTPSeeOther("/")
                welcome.set_cookie(cookie, self._token, httponly=True, samesite="Lax")
                raise welcome
            if not (self._knows(request.cookies.get(cookie, "")) and _comes_from_here(request)):
                raise web.HTTPForbidden(text="Open the whole address that qualcode serve printed, with its token.")
            return await handler(request)

        return guard

    def _knows(self, token: str) -> bool:
        return secrets.compare_digest(token.encode(), self._token.encode())


def _comes_from_here(request: web.Request) -> bool:
    """Whether the request is a page's of ours; other pages on this machine would send our cookie as well."""
    origin = request.headers.get("Origin")
    return origin is None or urlsplit(origin).netloc == request.host
