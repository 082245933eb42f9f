"""The ASGI application: pages, API and static files under one guard."""

from __future__ import annotations

from importlib import resources
from pathlib import Path
from typing import TYPE_CHECKING

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.responses import PlainTextResponse
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from counterclaim.web import api
from counterclaim.web.access import LOOPBACK, Guard, Reviewers
from counterclaim.web.api import trouble
from counterclaim.web.pages import Pages
from counterclaim.web.queries import Queries
from counterclaim.web.reviewing import ReviewDesk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request
    from starlette.responses import Response


def create_app(
    ledger: Path | str,
    *,
    token: str | None = None,
    hosts: Iterable[str] = LOOPBACK,
    review: bool = False,
    review_token: str | None = None,
) -> Starlette:
    """The application over a ledger.

    Args:
        ledger: the ledger's path.
        token: where given, pages and API want it; needed for any host beyond loopback.
        hosts: host names that it answers to; empty for any.
        review: whether decisions of people are taken; else the ledger is only read.
        review_token: where given, review wants it; needed for any host beyond loopback. It lets read too.
    """
    queries = Queries(ledger)
    reviewers = Reviewers(review_token) if review else None
    tokens = (token, review_token) if review else (token,)
    pages = Pages(queries, tokens=tokens, reviewers=reviewers)
    static = Path(str(resources.files("counterclaim.web") / "static"))
    routes = [
        *pages.routes(),
        *ReviewDesk(queries, pages, reviewers).routes(),
        *api.routes(queries),
        Route("/health", lambda _: PlainTextResponse("ok")),
        Mount("/static", StaticFiles(directory=static)),
    ]
    guard = Middleware(Guard, tokens=tokens, hosts=tuple(hosts))
    lost = _lost_on(pages)
    return Starlette(
        routes=routes,
        middleware=[guard, Middleware(GZipMiddleware, compresslevel=5)],
        exception_handlers={404: lost, 405: lost},
    )


def _lost_on(pages: Pages) -> Callable[[Request, Exception], Response]:
    """What is answered where there is no such address: the one form of error, or a page that leads back."""

    def lost(request: Request, error: Exception) -> Response:
        status = getattr(error, "status_code", 404)
        if request.url.path.startswith("/api/"):
            code = "not_found" if status == 404 else "method_not_allowed"
            return trouble(code, "see /api/v1/openapi.json for what there is", status)
        return pages.trouble("There is no such page; the list leads to all there are.", status)

    return lost
