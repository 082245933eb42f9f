"""Review over HTTP: a queue by keyboard, forms that work without script, and the same for programs."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qs

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, RedirectResponse, Response
from starlette.routing import Route

from counterclaim.errors import CounterclaimError, NotFound, OptionError
from counterclaim.ledger import Ledger
from counterclaim.store import Wanted
from counterclaim.web.api import problem, trouble
from counterclaim.web.desk import FIELDS, LONGEST, Decision, bounded, members_of
from counterclaim.web.forms import keep_name, name_of, with_form
from counterclaim.web.told import Told

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from starlette.requests import Request

    from counterclaim.model import Review
    from counterclaim.web.access import Reviewers
    from counterclaim.web.pages import Pages
    from counterclaim.web.queries import Queries

_LONGEST_BODY = 65_536
#: How much of the queue a page shows.
_SHOWN = 40


class ReviewDesk:
    """The pages and the API by which people decide; without ``reviewers`` the ledger stays as it is."""

    def __init__(self, queries: Queries, pages: Pages, reviewers: Reviewers | None) -> None:
        """A desk over a ledger."""
        self._queries, self._pages, self._reviewers = queries, pages, reviewers

    def routes(self) -> list[Route]:
        """The addresses: the page only where review is open, the API always, so that it can say why not."""
        api = [
            Route("/api/v1/reviews", self.api, methods=["GET", "POST"]),
            Route("/api/v1/reviews/{id}", self.api_withdraw, methods=["DELETE"]),
        ]
        return api if self._reviewers is None else [Route("/review", self.page, methods=["GET", "POST"]), *api]

    async def page(self, request: Request) -> Response:
        """The queue; a form that is sent is written and leads back to where it came from."""
        if self._reviewers is None or not self._reviewers.knows(request.headers):
            return RedirectResponse("/sign-in", 303)
        if request.method == "GET":
            return await run_in_threadpool(self._shown, request)
        try:
            sent = await _form_of(request)
            refused = self._reviewers.refusal(request.headers, sent.get("form", ""))
            if refused is not None:
                return self._pages.trouble(refused, 403)
            return await run_in_threadpool(self._decided, request, sent)
        except CounterclaimError as error:
            return self._pages.trouble(error.message, 404 if isinstance(error, NotFound) else 400)

    def _shown(self, request: Request) -> Response:
        with self._queries.opened() as known:
            lists = known.lists
            stretch, at = lists.queue(request.query_params.get("at"), limit=_SHOWN)
            queue = stretch.incidents
            shown = known.incident(queue[at].id) if queue else None
            waiting = lists.count(Wanted(reviewed=False))
            near = lists.near(shown.date_start) if shown and shown.date_start else ()
        values: dict[str, Any] = {
            "queue": queue, "total": stretch.total, "waiting": waiting, "fields": FIELDS, "incident": shown,
            "previous": queue[at - 1] if at else None, "next": queue[at + 1] if at + 1 < len(queue) else None,
            "near": [one for one in near if shown and one.id != shown.id], "done": request.query_params.get("done", ""),
            "told": Told(shown) if shown else None, "members": members_of(shown) if shown else (),
        }  # fmt: skip
        return with_form(self._reviewers, request, lambda signed: self._pages.page("review.html", **values, **signed))

    def _decided(self, request: Request, sent: Mapping[str, str]) -> Response:
        back = sent.get("back", "")
        # Only to a page of this ledger: an address of elsewhere begins with a scheme or two strokes.
        back = back if back.startswith("/") and not back.startswith(("//", "/\\")) else "/review"
        by = sent.get("by", "").strip() or name_of(request)
        if not by:
            raise OptionError("say who you are first: every decision is kept with a name", subject="by")
        if sent.get("kind") == "withdraw":
            self._withdraw(sent.get("subject", ""), by, sent.get("why") or "undone")
        elif sent.get("kind") != "name":
            done = self._write(Decision.of({**sent, "by": by}))
            back = f"{back}{'&' if '?' in back else '?'}done={done[-1].id}" if back.startswith("/review") else back
        response = RedirectResponse(back, 303)
        keep_name(response, by, secure=request.url.scheme == "https")
        return response

    async def api(self, request: Request) -> Response:
        """Every review, or one more."""
        if request.method in ("GET", "HEAD"):
            coder = request.query_params.get("coder", "")
            if len(coder) > LONGEST["by"]:
                return trouble("bad_request", f"a coder's name has at most {LONGEST['by']} characters", 400, "coder")
            return await run_in_threadpool(self._listed, coder)
        refused = self._refused(request)
        if refused is not None:
            return refused
        try:
            if request.headers.get("content-type", "").split(";")[0].strip() != "application/json":
                raise OptionError("send the review as application/json", subject="content-type")
            try:
                sent = json.loads(await _body_of(request))
            except ValueError as error:
                raise OptionError(f"the body is no JSON: {error}", subject="body") from error
            if not isinstance(sent, dict):
                raise OptionError("the body is to be one JSON object", subject="body")
            made = await run_in_threadpool(self._write, Decision.of(sent))
        except CounterclaimError as error:
            return problem(error)
        return JSONResponse({"reviews": [msgspec.to_builtins(review) for review in made]}, 201)

    async def api_withdraw(self, request: Request) -> Response:
        """Undo one review; ``by`` and ``why`` stand in the address."""
        refused = self._refused(request)
        if refused is not None:
            return refused
        asked = request.query_params
        try:
            made = await run_in_threadpool(
                self._withdraw, request.path_params["id"], asked.get("by", ""), asked.get("why", "")
            )
        except CounterclaimError as error:
            return problem(error)
        return JSONResponse({"reviews": [msgspec.to_builtins(made)]})

    def _refused(self, request: Request) -> Response | None:
        if self._reviewers is None:
            return trouble("read_only", "this ledger is served to read; `counterclaim serve --review` opens it", 403)
        if not self._reviewers.knows(request.headers):
            return trouble("unauthorized", "review wants its token: send it as `Authorization: Bearer TOKEN`", 401)
        if not self._reviewers.is_same_origin(request.headers):
            return trouble("forbidden", "a page of another site may not review", 403)
        return None

    def _listed(self, coder: str) -> Response:
        """Every review but what other coders coded: who codes the same incident later does not see it."""
        with Ledger(self._queries.path, read_only=True) as ledger:
            every, holds = ledger.review.all(coder=coder), {review.id for review in ledger.review.standing()}
        told = [msgspec.to_builtins(review) | {"standing": review.id in holds} for review in every]
        return JSONResponse({"reviews": told})

    def _write(self, decision: Decision) -> tuple[Review, ...]:
        with Ledger(self._path) as ledger:
            return decision.write(ledger.review)

    def _withdraw(self, review: str, by: str, why: str) -> Review:
        by, why = bounded("by", by), bounded("why", why)
        if not review:
            raise OptionError("name the review that is to be withdrawn", subject="subject")
        with Ledger(self._path) as ledger:
            return ledger.review.withdraw(review, by=by, why=why)

    @property
    def _path(self) -> Path | str:
        return self._queries.path


async def _body_of(request: Request) -> bytes:
    body = b""
    async for part in request.stream():
        body += part
        if len(body) > _LONGEST_BODY:
            raise OptionError(f"a review may have {_LONGEST_BODY} bytes", subject="body")
    return body


async def _form_of(request: Request) -> dict[str, str]:
    sent = parse_qs((await _body_of(request)).decode("utf-8", "replace"), keep_blank_values=True)
    return {name: values[-1] for name, values in sent.items()}
