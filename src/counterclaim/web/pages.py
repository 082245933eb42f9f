"""The pages: incidents, one incident with its matrix, its dossier, one report, sign-in."""

from __future__ import annotations

import datetime as dt
import json
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qs

from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from counterclaim import assess
from counterclaim.errors import CounterclaimError, NotFound
from counterclaim.export import Kept
from counterclaim.export.atom import atom_lines
from counterclaim.ledger import program_version
from counterclaim.model import Status
from counterclaim.model.shown import shown_place
from counterclaim.web.access import cookie_of, is_token
from counterclaim.web.forms import with_form
from counterclaim.web.frozen import stretches_of, veiled_in
from counterclaim.web.grades import grade_choices
from counterclaim.web.news import newest_told
from counterclaim.web.places import places_told
from counterclaim.web.queries import MARKED, Filters, Queries, limit_of
from counterclaim.web.rendering import templates_of
from counterclaim.web.told import Told

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from starlette.requests import Request

    from counterclaim.model import MergedIncident
    from counterclaim.store import Mark
    from counterclaim.web.access import Reviewers
    from counterclaim.web.places import PlaceTold


_LONGEST_TOKEN = 4096
#: The fields of the form of filters.
_FIELDS = ("q", "place", "party", "kind", "status", "grade", "since", "until", "as_of", "min_sources", "sort", "bbox")


class Pages:
    """The pages of one ledger."""

    def __init__(
        self, queries: Queries, *, tokens: tuple[str | None, ...] = (None,), reviewers: Reviewers | None = None
    ) -> None:
        """Pages over a ledger; any of the tokens signs in, and reviewers find their forms."""
        self._queries, self._tokens, self._reviewers = queries, tokens, reviewers
        self._templates = templates_of("counterclaim.web", review_open=reviewers is not None)

    def routes(self) -> list[Route]:
        """The addresses of the pages."""
        pages: dict[str, Callable[[Request], Response]] = {
            "/": self.incidents,
            "/incidents/{id}": self.incident,
            "/incidents/{id}/dossier": self.dossier,
            "/reports/{id}": self.report,
            "/about": self.about,
            "/feed.atom": self.feed,
        }
        out = [Route(path, self._safely(page), methods=["GET"]) for path, page in pages.items()]
        return [*out, Route("/sign-in", self.sign_in, methods=["GET", "POST"])]

    def _safely(self, page: Callable[[Request], Response]) -> Callable[[Request], Response]:
        def endpoint(request: Request) -> Response:
            try:
                return page(request)
            except CounterclaimError as error:
                status = 404 if isinstance(error, NotFound) else 400
                return self.trouble(error.message, status)

        return endpoint

    def trouble(self, message: str, status: int) -> HTMLResponse:
        """A page that says what went wrong and what to do."""
        titles = {404: "Not found", 403: "Not taken"}
        return self.page("error.html", status=status, message=message, title=titles.get(status, "Not understood"))

    def page(self, name: str, *, status: int = 200, **values: Any) -> HTMLResponse:
        """A page from a template and the values that it shows."""
        return HTMLResponse(self._templates.get_template(name).render(**values), status)

    def incidents(self, request: Request) -> Response:
        """The list with map and timeline; ``part=list`` is the list alone, for a page that is open already."""
        query = {k: v for k, v in request.query_params.items() if v.strip()}
        asked = Filters.of(query)
        with self._queries.opened(asked.as_of) as known:
            lists = known.lists
            page = lists.page(asked.wanted, cursor=query.get("cursor"), limit=limit_of(query))
            # More than can be drawn one by one are not sent with the page: its script asks for what its window shows.
            marks = lists.marks(asked.wanted, limit=MARKED) if page.total <= MARKED else ()
            kinds, reports = lists.choices("kind"), lists.totals().reports
        values: dict[str, Any] = {
            "page": page, "query": dict.fromkeys(_FIELDS, "") | query, "kinds": [kind for kind, _ in kinds], "statuses": get_args(Status),
            "grades": grade_choices(query.get("grade", "")),
            "reports": reports, "filtered": bool(set(query) - {"cursor", "limit", "sort", "part"}),
            "marks": json.dumps([_mark(one) for one in marks]), "crowded": page.total > MARKED,
            "feed_query": {k: v for k, v in query.items() if k in _FIELDS and k != "sort"},
            "next_query": {k: v for k, v in query.items() if k not in ("cursor", "part")} | {"cursor": page.next or ""},
        }  # fmt: skip
        return self.page("list.html" if query.get("part") == "list" else "incidents.html", **values)

    def incident(self, request: Request) -> Response:
        """One incident: matrix, story, who repeats whom, status under each codebook."""
        return self._incident_page("incident.html", request)

    def dossier(self, request: Request) -> Response:
        """One incident to print, with numbered footnotes to exact words."""
        return self._incident_page("dossier.html", request)

    def _incident_page(self, name: str, request: Request) -> Response:
        as_of = Filters.of(request.query_params).as_of
        with self._queries.opened(as_of) as known:
            incident = known.incident(request.path_params["id"])
            readings = [known.reading(ref.id) for ref in incident.documents]
        if incident.id != request.path_params["id"]:
            return RedirectResponse(f"/incidents/{incident.id}", 308)
        places = places_told(incident, readings)
        days = sorted({ref.published for ref in incident.documents if ref.published})
        return with_form(self._reviewers, request, lambda signed: self.page(
            name, **signed, incident=incident, told=Told(incident), places=places, marks=json.dumps(marks_told(incident, places)),
            as_of=as_of, as_of_days=days, today=dt.date.today().isoformat(),  # noqa: DTZ011 - the reader's own day
        ))  # fmt: skip

    def report(self, request: Request) -> Response:
        """One report's frozen text with what was found in it; ``claim`` is lit and scrolled to."""
        with self._queries.opened() as known:
            reading = known.reading(request.path_params["id"])
            homes = {incident.id: known.incident(incident.id) for incident in reading.incidents}
        chosen = request.query_params.get("claim", "")
        stretches = stretches_of(reading)
        return self.page(
            "report.html", reading=reading, veiled=veiled_in(reading), document=reading.document, chosen=chosen, homes=homes,
            title_stretches=stretches_of(reading, "title") if reading.document.title else (), stretches=stretches,
            in_text=any(chosen in s.opens for s in stretches),
            claims={claim.id: claim for claim in reading.claims},
        )  # fmt: skip

    def about(self, _: Request) -> Response:
        """What the words and signs mean."""
        return self.page("about.html", gradings=assess.gradings())

    def feed(self, request: Request) -> Response:
        """New denials and changed accounts of the incidents that fit, newest first, as Atom."""
        asked = Filters.of(request.query_params)
        with self._queries.opened(asked.as_of) as known:
            kept = Kept(newest_told(known.lists, asked.wanted), {}, (), known.head(), program_version())
        body = "".join(atom_lines(kept, str(request.base_url).rstrip("/"), request.url.query))
        return Response(body, media_type="application/atom+xml; charset=utf-8")

    async def sign_in(self, request: Request) -> Response:
        """The page that takes the token and keeps it in a cookie of this site alone."""
        if request.method == "POST":
            body = (await request.body())[:_LONGEST_TOKEN].decode("utf-8", "replace")
            given = parse_qs(body).get("token", [""])[0].strip()
            if any(is_token(given, token) for token in self._tokens):
                response = RedirectResponse("/", 303)
                name, value = cookie_of(given)
                response.set_cookie(
                    name,
                    value,
                    httponly=True,
                    samesite="strict",
                    secure=request.url.scheme == "https",
                    max_age=30 * 86400,
                )
                return response
            return self.page("sign_in.html", status=401, wrong=True)
        return self.page("sign_in.html", wrong=False)


def _mark(found: Mark) -> dict[str, Any]:
    """What map and timeline draw of an incident: place, reach (km), days and status."""
    mark: dict[str, Any] = {
        "id": found.id, "name": f"{found.kind}, {found.place or 'place not said'}", "status": found.status,
        "from": found.date_start, "to": found.date_end, "sources": found.sources,
    }  # fmt: skip
    if found.lat is not None:
        mark |= {"at": [found.lon, found.lat], "reach": found.reach or 0}
    return mark


def marks_told(incident: MergedIncident, places: Sequence[PlaceTold]) -> list[dict[str, Any]]:
    """What the map of one incident draws: every place where a report puts it, with the letter of the list."""
    return [
        {
            "id": told.letter, "letter": told.letter, "name": shown_place(told.place), "status": incident.status, "from": None, "to": None,
            "sources": len(told.reports), "at": [told.place.lon, told.place.lat], "reach": told.place.radius_km or 0,
        }
        for told in places
        if told.place.lat is not None
    ]  # fmt: skip
