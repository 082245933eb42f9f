"""Who may ask or review, and what a page may load: tokens, known host names, a strict content policy."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import time
from collections import deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse

if TYPE_CHECKING:
    from collections.abc import Iterable

    from starlette.responses import Response
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Nothing from elsewhere, no script or style inside a page, no frame around it.
POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; font-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "permissions-policy": "geolocation=(), camera=(), microphone=()",
}
LOOPBACK = ("localhost", "127.0.0.1", "[::1]", "testserver")
_COOKIE = "counterclaim_token"
_FORM = "counterclaim_form"
#: Requests of one address in one minute, beyond which it has to wait.
_PER_MINUTE = 600


class Guard:
    """ASGI middleware: host names, token, rate and headers.

    A ledger on loopback answers only to loopback names, so that no page of the web can reach it under a name of its
    own. With a token, a browser gives it once in the sign-in page and programs in the ``Authorization`` header; it never stands
    in an address.
    """

    def __init__(
        self, app: ASGIApp, *, tokens: tuple[str | None, ...] = (None,), hosts: Iterable[str] = LOOPBACK
    ) -> None:
        """Guard an app: the first token lets read, or none is wanted; any other lets read too. No hosts means any host name."""
        self._app, self._tokens, self._hosts = app, tokens, frozenset(hosts)
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
        if self._tokens[0] is None or path in ("/sign-in", "/health") or path.startswith("/static/"):
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
        return any(is_token(candidate, token) for candidate in _given_by(headers) for token in self._tokens)

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


@dataclass(frozen=True)
class Reviewers:
    """Who may review, and which form is this site's own.

    A form holds a token that is bound to a cookie of the browser that it was made for, so that no page of another site
    can send one; beside that the browser must say that it comes from here. ``token`` is the token of review; with none,
    whoever may read may review: for loopback alone.
    """

    token: str | None
    _secret: bytes = field(default_factory=lambda: secrets.token_bytes(32), repr=False)

    def knows(self, headers: Headers) -> bool:
        """True where review is open to who asks."""
        return self.token is None or any(is_token(candidate, self.token) for candidate in _given_by(headers))

    def is_same_origin(self, headers: Headers) -> bool:
        """True unless the browser says that the request comes from another site; programs say nothing of it."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if site is not None and site != "same-origin":
            return False
        return origin is None or urlsplit(origin).netloc == headers.get("host")

    def form_of(self, headers: Headers) -> tuple[str, str]:
        """The browser's cookie, a new one where it has none, and the token of the forms made for it."""
        cookie = _cookies(headers).get(_FORM) or secrets.token_urlsafe(24)
        return cookie, self._signed(cookie)

    def keep(self, response: Response, cookie: str, *, secure: bool) -> None:
        """Set the cookie that forms are bound to."""
        response.set_cookie(_FORM, cookie, httponly=True, samesite="strict", secure=secure)

    def refusal(self, headers: Headers, form: str) -> str | None:
        """Why a form is not taken, ``None`` where it is."""
        if not self.is_same_origin(headers):
            return "That form came from another site; nothing was written."
        cookie = _cookies(headers).get(_FORM, "")
        if not cookie or not hmac.compare_digest(self._signed(cookie).encode(), form.encode()):
            return "That form is from before the ledger was opened; go back, load the page anew and send it again. Nothing was written."
        return None

    def _signed(self, cookie: str) -> str:
        return hmac.new(self._secret, cookie.encode(), hashlib.sha256).hexdigest()


def _cookies(headers: Headers) -> dict[str, str]:
    return dict(part.strip().partition("=")[::2] for part in headers.get("cookie", "").split(";") if "=" in part)


def _given_by(headers: Headers) -> tuple[str, str]:
    return headers.get("authorization", "").removeprefix("Bearer "), _cookies(headers).get(_COOKIE, "")


def is_token(candidate: str, token: str | None) -> bool:
    """True where a candidate is the token; never for an empty one."""
    return bool(token) and bool(candidate) and hmac.compare_digest(candidate.encode(), str(token).encode())


def cookie_of(token: str) -> tuple[str, str]:
    """Name and value of the cookie by which a browser that has signed in is known."""
    return _COOKIE, token
