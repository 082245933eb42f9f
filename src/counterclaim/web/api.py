"""The HTTP API, version 1: every page's facts as JSON, GeoJSON and CSV, with cursors, ETags and one form of error."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

import msgspec
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from counterclaim import assess
from counterclaim.errors import CounterclaimError, NotFound, OptionError
from counterclaim.export.cells import csv_lines
from counterclaim.model import encode
from counterclaim.model.shown import shown_place
from counterclaim.web.openapi import SPECIFICATION
from counterclaim.web.queries import Filters, Queries, limit_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from starlette.requests import Request

    from counterclaim.model import MergedIncident

_COLUMNS = (
    "id", "event_type", "sub_event_type", "date_start", "date_end", "date_precision", "place", "latitude", "longitude", "radius_km",
    "status", "contested", "reports", "own_reports", "independent_sources",
)  # fmt: skip


def summary_of(incident: MergedIncident) -> dict[str, Any]:
    """An incident as a list shows it: everything but its claims and texts."""
    place = incident.place
    return {
        "id": incident.id,
        "event_type": incident.event_type,
        "sub_event_type": incident.sub_event_type,
        "date_start": incident.date_start.isoformat() if incident.date_start else None,
        "date_end": incident.date_end.isoformat() if incident.date_end else None,
        "date_precision": incident.date_precision,
        "place": msgspec.to_builtins(place) if place is not None else None,
        "status": incident.status,
        "status_reason": incident.status_reason,
        "contested": list(incident.contested),
        "reports": incident.reports,
        "own_reports": incident.own_reports,
        "independent_sources": incident.independent_sources,
    }


def routes(queries: Queries) -> list[Route]:
    """The routes of the API over a ledger."""
    answers: dict[str, Callable[[Request], Response]] = {
        "/api/v1/incidents": lambda request: _incidents(queries, request),
        "/api/v1/incidents/{id}": lambda request: _incident(queries, request),
        "/api/v1/incidents/{id}/drift": lambda request: _drift(queries, request),
        "/api/v1/incidents/{id}/grades": lambda request: _grades(queries, request),
        "/api/v1/reports/{id}": lambda request: _report(queries, request),
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
    wanted = Filters.of(request.query_params)
    snapshot = queries.snapshot(wanted.as_of)
    form = request.query_params.get("format", "json")
    if form not in ("json", "geojson", "csv"):
        raise OptionError(f"format={form!r} is none of json, geojson, csv", subject="format")
    page = snapshot.page(wanted, cursor=request.query_params.get("cursor"), limit=limit_of(request.query_params))
    links = {"x-total-count": str(page.total)}
    if page.next is not None:
        after = str(request.url.include_query_params(cursor=page.next))
        links["link"] = f'<{after}>; rel="next"'
    if form == "csv":
        return Response(_csv(page.incidents), media_type="text/csv; charset=utf-8", headers=links)
    if form == "geojson":
        return JSONResponse(_geojson(page.incidents), media_type="application/geo+json", headers=links)
    body = {"incidents": [summary_of(i) for i in page.incidents], "total": page.total, "next": page.next}
    return JSONResponse(body, headers=links)


def _incident(queries: Queries, request: Request) -> Response:
    snapshot = queries.snapshot(Filters.of(request.query_params).as_of)
    return Response(encode(snapshot.incident(request.path_params["id"])), media_type="application/json")


def _drift(queries: Queries, request: Request) -> Response:
    incident = queries.snapshot().incident(request.path_params["id"])
    return JSONResponse({"drift": [msgspec.to_builtins(shift) for shift in assess.drift_of(incident)]})


def _grades(queries: Queries, request: Request) -> Response:
    incident = queries.snapshot().incident(request.path_params["id"])
    grades = {name: [msgspec.to_builtins(g) for g in assess.grades_under(incident, name)] for name in assess.gradings()}
    return JSONResponse({"grades": grades})


def _report(queries: Queries, request: Request) -> Response:
    return Response(encode(queries.snapshot().reading(request.path_params["id"])), media_type="application/json")


def _stats(queries: Queries, request: Request) -> Response:
    snapshot = queries.snapshot(Filters.of(request.query_params).as_of)
    return JSONResponse({
        "head": snapshot.head,
        "reports": len(snapshot.readings),
        "incidents": len(snapshot.incidents),
        "claims": sum(len(i.claims) for i in snapshot.incidents),
        "contested_incidents": sum(bool(i.contested) for i in snapshot.incidents),
    })  # fmt: skip


def _geojson(incidents: Iterable[MergedIncident]) -> dict[str, Any]:
    features = []
    for incident in incidents:
        place = incident.place
        on_map = place is not None and place.lat is not None and place.lon is not None
        geometry = {"type": "Point", "coordinates": [place.lon, place.lat]} if on_map and place is not None else None
        features.append(
            {"type": "Feature", "id": incident.id, "geometry": geometry, "properties": summary_of(incident)}
        )
    return {"type": "FeatureCollection", "features": features}


def _csv(incidents: Iterable[MergedIncident]) -> str:
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
