"""Who may ask, and what a page may load: tokens beyond loopback, known host names, a strict content policy."""

from __future__ import annotations

import hmac
import time
from collections import deque
from typing import TYPE_CHECKING

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing from elsewhere, no script or style inside a page, no frame around it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "testserver")
_COOKIE = "counterclaim_token"
#: Requests of one address in one minute, beyond which it has to wait.
_PER_MINUTE = 600


class Guard:
    """ASGI middleware: host names, token, rate and headers.

    A ledger on loopback answers only to loopback names, so that no page of the web can reach it under a name of its
    own. With a token, a browser gives it once in the sign-in page and programs in the ``Authorization`` header; it never stands
    in an address.
    """

    def __init__(self, app: ASGIApp, *, token: str | None = None, hosts: Iterable[str] = LOOPBACK) -> None:
        """Guard an app; ``hosts`` empty means that any host name will do."""
        self._app, self._token, self._hosts = app, token, frozenset(hosts)
        self._seen: dict[str, deque[float]] = {}

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer, or pass on."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return

        async def guarded(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        refused = self._refusal(scope)
        if refused is not None:
            await refused(scope, receive, guarded)
            return
        await self._app(scope, receive, guarded)

    def _refusal(self, scope: Scope) -> ASGIApp | None:
        headers = Headers(scope=scope)
        host = (
            headers.get("host", "").rsplit(":", 1)[0] if not headers.get("host", "").endswith("]") else headers["host"]
        )
        if self._hosts and host not in self._hosts:
            return PlainTextResponse("This ledger answers only to its own host name.", 421)
        if self._too_many(scope):
            return JSONResponse(
                {"error": {"code": "too_many_requests", "message": "too many requests; wait a minute"}},
                429,
                {"retry-after": "60"},
            )
        path = scope["path"]
        if self._token is None or path in ("/sign-in", "/health") or path.startswith("/static/"):
            return None
        if self._knows(headers):
            return None
        if path.startswith("/api/"):
            message = "this ledger wants a token: send it as `Authorization: Bearer TOKEN`"
            return JSONResponse(
                {"error": {"code": "unauthorized", "message": message}}, 401, {"www-authenticate": "Bearer"}
            )
        return RedirectResponse("/sign-in", 303)

    def _knows(self, headers: Headers) -> bool:
        given = headers.get("authorization", "").removeprefix("Bearer ")
        cookies = dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";") if "=" in part)
        return any(self.is_token(candidate) for candidate in (given, cookies.get(_COOKIE, "")))

    def is_token(self, candidate: str) -> bool:
        """True for the token, compared in constant time."""
        return is_token(candidate, self._token)

    def _too_many(self, scope: Scope) -> bool:
        client = (scope.get("client") or ("", 0))[0]
        if client in ("127.0.0.1", "::1", "testclient"):
            return False
        now = time.monotonic()
        seen = self._seen.setdefault(client, deque())
        while seen and now - seen[0] > 60:
            seen.popleft()
        seen.append(now)
        if len(self._seen) > 10_000:
            self._seen.clear()
        return len(seen) > _PER_MINUTE


def is_token(candidate: str, token: str | None) -> bool:
    """True where a candidate is the token; never for an empty one."""
    return bool(token) and bool(candidate) and hmac.compare_digest(candidate.encode(), str(token).encode())


def cookie_of(token: str) -> tuple[str, str]:
    """Name and value of the cookie by which a browser that has signed in is known."""
    return _COOKIE, token
