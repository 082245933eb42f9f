"""The API's own description, built from the model, so that it cannot fall behind it."""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from counterclaim.model import IncidentSummary, MergedIncident, Reading, Review, Status
from counterclaim.store import SORTS
from counterclaim.web.counts import COUNTED
from counterclaim.web.desk import FIELDS, KINDS, LONGEST
from counterclaim.web.twins import IncidentMatrix, IncidentStory

_TEXT = {"type": "string", "maxLength": 500}
#: An empty value is no filter, so that a form can be sent as it is.
_DAY = {"anyOf": [{"type": "string", "format": "date"}, {"type": "string", "maxLength": 0}]}
_FILTERS: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("q", _TEXT, "Words of claims, titles and outlets; all must be there."),
    ("place", _TEXT, "Words of the place."),
    ("kind", _TEXT, "ACLED sub-event type."),
    ("party", _TEXT, "Words of a perpetrator, side or source."),
    ("status", {"type": "string", "enum": ["", *get_args(Status)]}, "Status by the plain codebook."),
    ("grade", _TEXT, "A codebook's grade: `airwars/harm/fair`, or `ucdp/best/25+` for so many people at least."),
    ("since", _DAY, "First day."),
    ("until", _DAY, "Last day."),
    ("as_of", _DAY, "Only what was published by this day."),
    ("min_sources", {"type": "integer", "minimum": 0, "maximum": 1_000_000}, "Least number of independent sources."),
    (
        "bbox",
        {"type": "string", "pattern": r"^(-?\d+(\.\d+)?(,-?\d+(\.\d+)?){3})?$"},
        "Map window: west,south,east,north in degrees.",
    ),
    ("sort", {"type": "string", "enum": list(SORTS)}, "Order of the list."),
)
_PAGING: tuple[tuple[str, dict[str, Any], str], ...] = (
    ("cursor", _TEXT, "The `next` of the stretch before."),
    ("limit", {"type": "integer", "minimum": 1, "maximum": 500}, "Incidents in one stretch."),
    ("format", {"type": "string", "enum": ["json", "geojson", "csv"]}, "Form of the answer."),
)

_DEGREES: tuple[str, dict[str, Any], str] = (
    "degrees",
    {"type": "number", "minimum": 0.01, "maximum": 45},
    "Side of a cell of the map; by default a fortieth of the window.",
)


_ONLY: tuple[str, dict[str, Any], str] = (
    "only", {"type": "string", "enum": ["", *COUNTED]}, "One of the counts alone, where the rest is not wanted.",
)  # fmt: skip


def _parameters(rows: tuple[tuple[str, dict[str, Any], str], ...]) -> list[dict[str, Any]]:
    return [{"name": n, "in": "query", "required": False, "schema": s, "description": d} for n, s, d in rows]


def _path(
    summary: str, schema: dict[str, Any], parameters: list[dict[str, Any]], *, media: tuple[str, ...] = ()
) -> dict[str, Any]:
    content = {"application/json": {"schema": schema}} | {m: {"schema": {}} for m in media}
    answers: dict[str, Any] = {
        "200": {"description": summary, "content": content},
        "304": {"description": "Nothing has changed."},
    }
    errors = {"400": "A parameter cannot be read.", "401": "A token is wanted.", "404": "There is none of this id."}
    for code, words in errors.items():
        answers[code] = {
            "description": words,
            "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
    return {"get": {"summary": summary, "parameters": parameters, "responses": answers}}


def _review_paths(review: dict[str, Any]) -> dict[str, Any]:
    """Reading, writing and withdrawing reviews; the last two only where the ledger is opened for review."""
    schema = {"type": "object", "required": ["reviews"], "properties": {"reviews": {"type": "array", "items": review}}}
    words = {name: {"type": "string", "maxLength": most} for name, most in LONGEST.items()}
    body = {
        "type": "object",
        "required": ["kind", "subject", "by"],
        "properties": {
            "kind": {"type": "string", "enum": list(KINDS)},
            "subject": {**words["subject"], "minLength": 1, "description": "Id of a claim, incident or report; name of a source for party."},
            "by": {**words["by"], "minLength": 1, "description": "Who decides."},
            "why": {**words["why"], "description": "The reason, or the remark of a note."},
            "field": {"type": "string", "enum": ["", *FIELDS]},
            "value": {**words["value"], "description": "3-5, 3+, a name, `Homs @ 34.73,36.71`, a day; none for no value."},
            "others": {"type": "array", "items": {"type": "string"}, "description": "Ids that it is joined with or parted from."},
        },
    }  # fmt: skip
    write = _answers("The reviews that were written", schema, "201")
    who = [
        {"name": name, "in": "query", "required": True, "schema": words[name], "description": told}
        for name, told in (("by", "Who withdraws it."), ("why", "The reason."))
    ]
    one = {"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}
    coder = _parameters((("coder", words["by"], "Who codes: without it no code is shown."),))
    return {
        "/api/v1/reviews": _path("Every review, and whether it stands; of codes only the coder's own", schema, coder) | {"post": {
            "summary": "Write a review", "responses": write,
            "requestBody": {"required": True, "content": {"application/json": {"schema": body}}}}},
        "/api/v1/reviews/{id}": {"delete": {
            "summary": "Withdraw a review; its row stays", "parameters": [one, *who],
            "responses": _answers("The withdrawal", schema, "200")}},
    }  # fmt: skip


def _answers(summary: str, schema: dict[str, Any], status: str) -> dict[str, Any]:
    problem = {"application/json": {"schema": {"$ref": "#/components/schemas/Problem"}}}
    errors = {
        "400": "A value makes no sense.",
        "401": "The token of review is wanted.",
        "403": "The ledger is served to read only, or a page of another site asks.",
        "404": "There is none of this id.",
    }
    told = {code: {"description": words, "content": problem} for code, words in errors.items()}
    return {status: {"description": summary, "content": {"application/json": {"schema": schema}}}} | told


def _specification() -> dict[str, Any]:
    (incident, reading, review, summary, matrix, story), components = msgspec.json.schema_components(
        [MergedIncident, Reading, Review, IncidentSummary, IncidentMatrix, IncidentStory],
        ref_template="#/components/schemas/{name}",
    )
    one = [{"name": "id", "in": "path", "required": True, "schema": {"type": "string"}}]
    as_of = _parameters(tuple(row for row in _FILTERS if row[0] == "as_of"))
    listing = {
        "type": "object",
        "required": ["incidents", "total", "next"],
        "properties": {
            "incidents": {"type": "array", "items": summary},
            "total": {"type": "integer"},
            "next": {"type": ["string", "null"]},
        },
    }
    components = {
        **components,
        "Problem": {
            "type": "object",
            "required": ["error"],
            "properties": {"error": {"type": "object", "required": ["code", "message"], "properties": {
                "code": {"type": "string"}, "message": {"type": "string"}, "subject": {"type": "string"}}}},
        },
    }  # fmt: skip
    thing = {"type": "object"}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Counterclaim", "version": "1", "description": "Who says what happened, and who denies it."},
        "paths": {
            "/api/v1/incidents": _path(
                "Incidents that fit the filters",
                listing,
                _parameters(_FILTERS + _PAGING),
                media=("application/geo+json", "text/csv"),
            ),
            "/api/v1/map": _path(
                "The incidents that fit as marks, or counted in cells where they are more than can be drawn",
                thing,
                _parameters((*_FILTERS, _DEGREES)),
            ),
            "/api/v1/counts": _path(
                "How many of the incidents that fit have each kind and status and begin on each day; the parties there are",
                thing,
                _parameters((*_FILTERS, _ONLY)),
            ),
            "/api/v1/incidents/{id}": _path("One incident with its claims", incident, one + as_of),
            "/api/v1/incidents/{id}/matrix": _path(
                "Who says what on each facet, and on what accounts differ", matrix, one + as_of
            ),
            "/api/v1/incidents/{id}/story": _path("Reports by day, tolls, repeats, places", story, one + as_of),
            "/api/v1/incidents/{id}/drift": _path("How each party's account changed", thing, one + as_of),
            "/api/v1/incidents/{id}/grades": _path(
                "The grades under each codebook, with rule and claims", thing, one + as_of
            ),
            "/api/v1/reports/{id}": _path("One report as it was read", reading, one),
            "/api/v1/towns": _path("Name, longitude, latitude and people of the towns that maps name", thing, []),
            "/api/v1/stats": _path("How much the ledger holds", thing, as_of),
            **_review_paths(review),
            "/api/v1/openapi.json": _path("This description", thing, []),
        },
        "components": {"schemas": components},
    }


SPECIFICATION = _specification()
