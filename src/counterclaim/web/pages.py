"""The pages: incidents, one incident with its matrix, its dossier, one report, sign-in."""

from __future__ import annotations

import datetime as dt
import json
from importlib import resources
from typing import TYPE_CHECKING, Any, get_args
from urllib.parse import parse_qs

import jinja2
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route

from counterclaim import assess
from counterclaim.errors import CounterclaimError, NotFound
from counterclaim.export import Kept
from counterclaim.export.atom import atom_lines
from counterclaim.ledger import program_version
from counterclaim.model import Status, shown
from counterclaim.web.access import cookie_of, is_token
from counterclaim.web.desk import shown_value
from counterclaim.web.forms import with_form
from counterclaim.web.frozen import stretches_of
from counterclaim.web.matrix import matrix_of
from counterclaim.web.queries import Filters, Queries, limit_of
from counterclaim.web.story import curve_of, days_of, tree_of

if TYPE_CHECKING:
    from collections.abc import Callable

    from starlette.requests import Request

    from counterclaim.model import MergedIncident
    from counterclaim.web.access import Reviewers


_LONGEST_TOKEN = 4096
#: The fields of the form of filters.
_FIELDS = ("q", "place", "party", "kind", "status", "since", "until", "as_of", "min_sources", "sort", "bbox")


def _templates() -> jinja2.Environment:
    folder = resources.files("counterclaim.web") / "templates"
    found = {p.name: p.read_text(encoding="utf-8") for p in folder.iterdir() if p.name.endswith((".html", ".xml"))}
    made = jinja2.Environment(
        loader=jinja2.DictLoader(found),
        autoescape=True,
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(
        days=shown.shown_days, toll=shown.shown_toll, place=shown.shown_place, source=shown.shown_source,
        value_words=shown_value, stance_signs=shown.STANCE_SIGNS, status_signs=shown.STATUS_SIGNS,
    )  # fmt: skip
    return made


class Pages:
    """The pages of one ledger."""

    def __init__(
        self, queries: Queries, *, tokens: tuple[str | None, ...] = (None,), reviewers: Reviewers | None = None
    ) -> None:
        """Pages over a ledger; any of the tokens signs in, and reviewers find their forms."""
        self._queries, self._tokens, self._reviewers, self._templates = queries, tokens, reviewers, _templates()
        self._templates.globals["review_open"] = reviewers is not None

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
        wanted = Filters.of(query)
        snapshot = self._queries.snapshot(wanted.as_of)
        page = snapshot.page(wanted, cursor=query.get("cursor"), limit=limit_of(query))
        values: dict[str, Any] = {
            "page": page, "query": dict.fromkeys(_FIELDS, "") | query, "kinds": snapshot.kinds, "statuses": get_args(Status), "snapshot": snapshot,
            "filtered": bool(set(query) - {"cursor", "limit", "sort", "part"}), "marks": json.dumps(marks_of(snapshot.matching(wanted))),
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
        incident = self._queries.snapshot(as_of).incident(request.path_params["id"])
        if incident.id != request.path_params["id"]:
            return RedirectResponse(f"/incidents/{incident.id}", 308)
        claims = {claim.id: claim for claim in incident.claims}
        matrix = matrix_of(incident)
        return with_form(self._reviewers, request, lambda signed: self.page(
            name, **signed, incident=incident, matrix=matrix, story=days_of(incident), tree=tree_of(incident), claims=claims,
            curves=[c for c in (curve_of(incident, "killed"), curve_of(incident, "injured")) if c is not None],
            drift=assess.drift_of(incident), grades={n: assess.grades_under(incident, n) for n in assess.gradings()},
            numbers={note.claim.id: note.number for note in matrix.notes}, marks=json.dumps(marks_of([incident])),
            as_of=as_of, as_of_days=sorted({ref.published for ref in incident.documents if ref.published}), today=dt.date.today().isoformat(),  # noqa: DTZ011 - the reader's own day
        ))  # fmt: skip

    def report(self, request: Request) -> Response:
        """One report's frozen text with what was found in it; ``claim`` is lit and scrolled to."""
        snapshot = self._queries.snapshot()
        reading = snapshot.reading(request.path_params["id"])
        chosen = request.query_params.get("claim", "")
        stretches = stretches_of(reading)
        homes = {incident.id: snapshot.by_id.get(incident.id) for incident in reading.incidents}
        return self.page(
            "report.html", reading=reading, document=reading.document, chosen=chosen, homes=homes,
            title_stretches=stretches_of(reading, "title") if reading.document.title else (), stretches=stretches,
            in_text=any(chosen in s.opens for s in stretches),
            claims={claim.id: claim for claim in reading.claims},
        )  # fmt: skip

    def about(self, _: Request) -> Response:
        """What the words and signs mean."""
        return self.page("about.html", gradings=assess.gradings())

    def feed(self, request: Request) -> Response:
        """New denials and changed accounts, newest first, as Atom."""
        snapshot = self._queries.snapshot()
        kept = Kept(snapshot.incidents, snapshot.readings, (), snapshot.head, program_version())
        body = "".join(atom_lines(kept, str(request.base_url).rstrip("/")))
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


def marks_of(incidents: list[MergedIncident]) -> list[dict[str, Any]]:
    """What map and timeline draw: place, reach, days and status of each incident, and where other accounts put it."""
    out = []
    for incident in incidents:
        place = incident.place
        mark: dict[str, Any] = {
            "id": incident.id, "name": f"{incident.sub_event_type}, {place.name if place else 'place not said'}", "status": incident.status,
            "from": incident.date_start.isoformat() if incident.date_start else None,
            "to": (incident.date_end or incident.date_start).isoformat() if incident.date_start else None,
            "sources": incident.independent_sources,
        }  # fmt: skip
        if place is not None and place.lat is not None:
            mark |= {"at": [place.lon, place.lat], "reach": place.radius_km or 0}
        out.append(mark)
    return out
