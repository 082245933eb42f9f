"""GeoJSON (RFC 7946): incidents as the areas that they are said to lie in."""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

    from counterclaim.export.kept import Kept
    from counterclaim.model import MergedIncident, Place

_CORNERS = 48
_KM_PER_DEGREE = 111.195
#: Under this reach in kilometres a place is drawn as a point.
_POINT_KM = 0.5


def geojson_lines(kept: Kept) -> Iterator[str]:
    """A feature collection; an incident whose place was not found has no geometry, and is not left out."""
    yield '{"type": "FeatureCollection", "features": [\n'
    for number, incident in enumerate(kept.incidents):
        yield ("" if number == 0 else ",\n") + json.dumps(_feature(incident), ensure_ascii=False, sort_keys=True)
    yield "\n]}\n"


def _feature(incident: MergedIncident) -> dict[str, Any]:
    place = incident.place
    properties = {
        "event_type": incident.event_type, "sub_event_type": incident.sub_event_type, "status": incident.status, "contested": list(incident.contested),
        "date_start": incident.date_start.isoformat() if incident.date_start else None,
        "date_end": incident.date_end.isoformat() if incident.date_end else None,
        "place": place.name if place else None, "detail": place.detail if place else None, "country": place.country if place else None, "radius_km": place.radius_km if place else None,
        "geo_precision": place.geo_precision if place else None, "reports": incident.reports, "independent_sources": incident.independent_sources,
        "unresolved": place.unresolved if place else "no place said",
    }  # fmt: skip
    return {"type": "Feature", "id": incident.id, "geometry": geometry_of(place), "properties": properties}


def geometry_of(place: Place | None) -> dict[str, Any] | None:
    """A point, or the disc of a place's reach as a polygon, counter-clockwise and closed; ``None`` off the map."""
    if place is None or place.lat is None or place.lon is None:
        return None
    if (place.radius_km or 0.0) < _POINT_KM:
        return {"type": "Point", "coordinates": [place.lon, place.lat]}
    reach = (place.radius_km or 0.0) / _KM_PER_DEGREE
    ring = []
    for k in range(_CORNERS + 1):
        angle = 2 * math.pi * (k % _CORNERS) / _CORNERS
        lat = max(-89.9, min(89.9, place.lat + reach * math.sin(angle)))
        lon = place.lon + reach * math.cos(angle) / max(0.01, math.cos(math.radians(place.lat)))
        ring.append([round(max(-180.0, min(180.0, lon)), 5), round(lat, 5)])
    return {"type": "Polygon", "coordinates": [ring]}
