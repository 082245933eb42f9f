"""The HTTP API, version 1: every page's facts as JSON, GeoJSON and CSV, with cursors, ETags and one form of error."""

from __future__ import annotations

import hashlib
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from counterclaim.errors import CounterclaimError, NotFound, OptionError
from counterclaim.export.cells import csv_lines
from counterclaim.lexicon.gazetteer import Gazetteer
from counterclaim.model import encode
from counterclaim.model.shown import shown_place
from counterclaim.web.counts import COUNTED
from counterclaim.web.openapi import SPECIFICATION
from counterclaim.web.places import places_told
from counterclaim.web.queries import MARKED, Filters, Queries, degrees_of, limit_of
from counterclaim.web.told import Told
from counterclaim.web.twins import matrix_twin, story_twin

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from counterclaim.ledger import Lists, SummaryPage
    from counterclaim.model import IncidentSummary
    from counterclaim.store import Wanted

_COLUMNS = (
    "id", "event_type", "sub_event_type", "date_start", "date_end", "date_precision", "place", "latitude", "longitude", "radius_km",
    "status", "contested", "reports", "own_reports", "independent_sources",
)  # fmt: skip

#: The least people of a town that maps name: 12,000 towns, 200 KB on the way.
_TOWN = 50_000


def routes(queries: Queries) -> list[Route]:
    """The routes of the API over a ledger."""
    answers: dict[str, Callable[[Request], Response]] = {
        "/api/v1/incidents": lambda request: _incidents(queries, request),
        "/api/v1/map": lambda request: _map(queries, request),
        "/api/v1/counts": lambda request: _counts(queries, request),
        "/api/v1/incidents/{id}": lambda request: _incident(queries, request),
        "/api/v1/incidents/{id}/matrix": lambda request: _matrix(queries, request),
        "/api/v1/incidents/{id}/story": lambda request: _story(queries, request),
        "/api/v1/incidents/{id}/drift": lambda request: _drift(queries, request),
        "/api/v1/incidents/{id}/grades": lambda request: _grades(queries, request),
        "/api/v1/reports/{id}": lambda request: _report(queries, request),
        "/api/v1/towns": lambda _: Response(_towns(), media_type="application/json"),
        "/api/v1/stats": lambda request: _stats(queries, request),
        "/api/v1/openapi.json": lambda _: JSONResponse(SPECIFICATION),
    }
    return [Route(path, _guarded(answer), methods=["GET"]) for path, answer in answers.items()]


def _guarded(answer: Callable[[Request], Response]) -> Callable[[Request], Response]:
    """The answer with an ETag, or the one form of error."""

    def endpoint(request: Request) -> Response:
        try:
            response = answer(request)
        except CounterclaimError as error:
            return problem(error)
        etag = f'"{hashlib.sha256(response.body).hexdigest()[:32]}"'
        if etag in [tag.strip() for tag in request.headers.get("if-none-match", "").split(",")]:
            return Response(status_code=304, headers={"etag": etag})
        response.headers["etag"] = etag
        response.headers["cache-control"] = "private, no-cache"
        return response

    return endpoint


def problem(error: CounterclaimError) -> JSONResponse:
    """An error as every answer of the API gives it: a code for programs, a message that says what to do."""
    codes: tuple[tuple[type[CounterclaimError], str, int], ...] = (
        (NotFound, "not_found", 404),
        (OptionError, "bad_request", 400),
    )
    code, status = next(((name, number) for kind, name, number in codes if isinstance(error, kind)), ("internal", 500))
    return trouble(code, error.message, status, error.subject)


def trouble(code: str, message: str, status: int, subject: str = "") -> JSONResponse:
    """The one form of error."""
    return JSONResponse({"error": {"code": code, "message": message, "subject": subject}}, status)


def _incidents(queries: Queries, request: Request) -> Response:
    asked = Filters.of(request.query_params)
    form = request.query_params.get("format", "json")
    if form not in ("json", "geojson", "csv"):
        raise OptionError(f"format={form!r} is none of json, geojson, csv", subject="format")
    cursor, limit = request.query_params.get("cursor"), limit_of(request.query_params)
    with queries.opened(asked.as_of) as known:
        page = known.lists.page(asked.wanted, cursor=cursor, limit=limit)
    links = {"x-total-count": str(page.total)}
    if page.next is not None:
        after = str(request.url.include_query_params(cursor=page.next))
        links["link"] = f'<{after}>; rel="next"'
    if form == "csv":
        return Response(_csv(page.incidents), media_type="text/csv; charset=utf-8", headers=links)
    if form == "geojson":
        return Response(encode(_geojson(page)), media_type="application/geo+json", headers=links)
    body = {"incidents": [msgspec.Raw(one) for one in page.bodies], "total": page.total, "next": page.next}
    return Response(encode(body), media_type="application/json", headers=links)


def _map(queries: Queries, request: Request) -> Response:
    """The incidents that fit one by one where they are few enough to draw, else counted in cells."""
    asked = Filters.of(request.query_params)
    degrees = degrees_of(request.query_params, asked.wanted.bbox)
    with queries.opened(asked.as_of) as known:
        made = partial(_drawn, known.lists, asked.wanted, degrees)
        body = queries.recent.answer(known.head(), f"{request.url.path}?{request.url.query}", made)
    return Response(body, media_type="application/json")


def _drawn(lists: Lists, wanted: Wanted, degrees: float) -> bytes:
    total = lists.count(wanted)
    if total <= MARKED:
        marks = [mark._asdict() for mark in lists.marks(wanted, limit=MARKED)]
        return encode({"total": total, "marks": marks, "cells": []})
    cells = [cell._asdict() for cell in lists.cells(wanted, degrees=degrees)]
    return encode({"total": total, "marks": [], "cells": cells, "degrees": degrees})


def _counts(queries: Queries, request: Request) -> Response:
    asked = Filters.of(request.query_params)
    only = request.query_params.get("only", "")
    if only and only not in COUNTED:
        raise OptionError(f"only={only!r} is none of {', '.join(COUNTED)}", subject="only")
    with queries.opened(asked.as_of) as known:
        made = partial(_counted, known.lists, asked.wanted, only)
        body = queries.recent.answer(known.head(), f"{request.url.path}?{request.url.query}", made)
    return Response(body, media_type="application/json")


def _counted(lists: Lists, wanted: Wanted, only: str) -> bytes:
    return encode({name: counted(lists, wanted) for name, counted in COUNTED.items() if only in ("", name)})


def _incident(queries: Queries, request: Request) -> Response:
    with queries.opened(Filters.of(request.query_params).as_of) as known:
        return Response(encode(known.incident(request.path_params["id"])), media_type="application/json")


def _told(queries: Queries, request: Request) -> Told:
    with queries.opened(Filters.of(request.query_params).as_of) as known:
        return Told(known.incident(request.path_params["id"]))


def _matrix(queries: Queries, request: Request) -> Response:
    return Response(encode(matrix_twin(_told(queries, request))), media_type="application/json")


def _story(queries: Queries, request: Request) -> Response:
    with queries.opened(Filters.of(request.query_params).as_of) as known:
        told = Told(known.incident(request.path_params["id"]))
        places = places_told(told.incident, [known.reading(ref.id) for ref in told.incident.documents])
    return Response(encode(story_twin(told, places)), media_type="application/json")


def _drift(queries: Queries, request: Request) -> Response:
    return JSONResponse({"drift": [msgspec.to_builtins(shift) for shift in _told(queries, request).drift]})


def _grades(queries: Queries, request: Request) -> Response:
    return JSONResponse({"grades": msgspec.to_builtins(_told(queries, request).grades)})


def _report(queries: Queries, request: Request) -> Response:
    with queries.opened() as known:
        return Response(encode(known.reading(request.path_params["id"])), media_type="application/json")


@lru_cache(maxsize=1)
def _towns() -> bytes:
    return encode({"towns": Gazetteer.open().towns(_TOWN)})


def _stats(queries: Queries, request: Request) -> Response:
    with queries.opened(Filters.of(request.query_params).as_of) as known:
        totals, head = known.lists.totals(), known.head()
    return JSONResponse({
        "head": head, "reports": totals.reports, "incidents": totals.incidents, "claims": totals.claims,
        "contested_incidents": totals.contested,
    })  # fmt: skip


def _geojson(page: SummaryPage) -> dict[str, Any]:
    features = []
    for incident, body in zip(page.incidents, page.bodies, strict=True):
        place = incident.place
        on_map = place is not None and place.lat is not None and place.lon is not None
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat]} if on_map and place is not None else None
        features.append({"type": "Feature", "id": incident.id, "geometry": geometry, "properties": msgspec.Raw(body)})
    return {"type": "FeatureCollection", "features": features}


def _csv(incidents: Iterable[IncidentSummary]) -> str:
    rows = []
    for incident in incidents:
        place = incident.place
        rows.append((
            incident.id, incident.event_type, incident.sub_event_type, incident.date_start, incident.date_end,
            incident.date_precision, shown_place(place) if place else None, *_where(place), incident.status, " ".join(incident.contested),
            incident.reports, incident.own_reports, incident.independent_sources,
        ))  # fmt: skip
    return "".join(csv_lines(_COLUMNS, rows))


def _where(place: Any) -> tuple[object, object, object]:
    return (
        (place.lat, place.lon, place.radius_km) if place is not None and place.lat is not None else (None, None, None)
    )
