"""A small map as SVG inside a page: the land around a place, the places that accounts name, and their reach."""

from __future__ import annotations

import itertools
import json
import math
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from counterclaim.model import MergedIncident

Point = tuple[float, float]

_WIDTH, _HEIGHT = 480.0, 300.0
#: The least span of latitude that a map shows, so that a place is seen with its country, in degrees.
_LEAST = 6.0
_KM_PER_DEGREE = 111.195


@dataclass(frozen=True, slots=True)
class Map:
    """A drawing: its size, the outlines of land as a path, and the mark of the place with its reach."""

    width: float
    height: float
    land: str
    x: float
    y: float
    reach: float


def map_of(incident: MergedIncident) -> Map | None:
    """The map of an incident; ``None`` where its place was not found."""
    place = incident.place
    if place is None or place.lat is None or place.lon is None:
        return None
    span = max(_LEAST, 4 * (place.radius_km or 0.0) / _KM_PER_DEGREE)
    up = _HEIGHT / span
    across = up * max(0.1, math.cos(math.radians(place.lat)))
    lat, lon = place.lat, place.lon

    def on_page(point: Point) -> Point:
        return round(_WIDTH / 2 + (point[0] - lon) * across, 1), round(_HEIGHT / 2 - (point[1] - lat) * up, 1)

    land = " ".join(_path([on_page(p) for p in ring]) for ring in _rings() if _near(ring, lon, lat, span))
    return Map(_WIDTH, _HEIGHT, land, _WIDTH / 2, _HEIGHT / 2, round(up * (place.radius_km or 0.0) / _KM_PER_DEGREE, 1))


def _path(points: Sequence[Point]) -> str:
    """A closed outline; points under half a unit from the last are left out."""
    kept = [points[0]]
    for point in points[1:]:
        if abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) >= 0.5:
            kept.append(point)
    clipped = [(max(-_WIDTH, min(2 * _WIDTH, x)), max(-_HEIGHT, min(2 * _HEIGHT, y))) for x, y in kept]
    return "M" + "L".join(f"{x:g} {y:g}" for x, y in (p for p, _ in itertools.groupby(clipped))) + "Z"


def _near(ring: Sequence[Point], lon: float, lat: float, span: float) -> bool:
    """True where the outline's box reaches into the map."""
    wide = span * 1.6 / max(0.1, math.cos(math.radians(lat)))
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    return min(xs) < lon + wide and max(xs) > lon - wide and min(ys) < lat + span and max(ys) > lat - span


@lru_cache(maxsize=1)
def _rings() -> tuple[tuple[Point, ...], ...]:
    """The outlines of all countries (Natural Earth, public domain) from the topology that the pages use."""
    raw = (resources.files("counterclaim.web") / "static" / "countries.json").read_text(encoding="utf-8")
    topology = json.loads(raw)
    arcs = [_arc(steps, topology["transform"]) for steps in topology["arcs"]]
    return tuple(ring for shape in topology["objects"]["countries"]["geometries"] for ring in _outlines(shape, arcs))


def _arc(steps: list[list[int]], transform: dict[str, list[float]]) -> list[Point]:
    (sx, sy), (tx, ty) = transform["scale"], transform["translate"]
    xs = itertools.accumulate(step[0] for step in steps)
    ys = itertools.accumulate(step[1] for step in steps)
    return [(x * sx + tx, y * sy + ty) for x, y in zip(xs, ys, strict=True)]


def _outlines(shape: dict[str, Any], arcs: list[list[Point]]) -> Iterator[tuple[Point, ...]]:
    """The outer rings of a shape; a negative number is an arc walked backwards (TopoJSON, section 2.1.4)."""
    if shape["type"] not in ("Polygon", "MultiPolygon"):
        return
    polygons: list[list[list[int]]] = shape["arcs"] if shape["type"] == "MultiPolygon" else [shape["arcs"]]
    for polygon in polygons:
        ring: list[Point] = []
        for number in polygon[0]:
            part = arcs[number] if number >= 0 else arcs[~number][::-1]
            ring += part[1:] if ring else part
        yield tuple(ring)
